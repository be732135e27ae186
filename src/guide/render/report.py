"""What all parts of the checklist document share: the outcome, its checklist, and the notes that reasons refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guide.cases.work import Work
from guide.checklist import Checklist, Entry, build
from guide.interview import is_unasked
from guide.news import Register
from guide.outcome import Outcome
from guide.render.escaping import escape, sentence
from guide.sentences import Because
from guide.values import MISSING, Cell

MOST_ALIKE = 5
"""How many of a kind, each about somebody else, read well one by one."""
MOST_ANSWERS = 1
"""How many answers read well in passing. A reason that comes down to more refers to a note."""


class Report:
    """One document in the making. Notes get their numbers in the order in which they are first referred to;
    the questions still open, in the order in which they are listed.
    """

    def __init__(self, outcome: Outcome, alone: bool = False, before: Register | None = None, work: Mapping[str, Work] | None = None) -> None:
        self.outcome = outcome
        self.before = before
        """An earlier register, to say what is new."""
        self.work = work or {}
        """What was done about its entries, of a document that nobody works on."""
        self.alone = alone
        """Whether parts of it stand alone, without the notes and questions that the whole checklist has."""
        self.book = outcome.rulebook
        self.checklist: Checklist = build(outcome)
        self.notes: dict[Because, int] = {}
        self.waiting = self._waiting()
        self.asked = self._asked()
        self.questions = {cell: number for number, cells in enumerate(self.asked, 1) for cell in cells}

    def applying(self, *kinds: str) -> list[Entry]:
        """What applies within the topics."""
        return self.chosen(self.checklist.applies, kinds)

    def maybe(self, *kinds: str) -> list[Entry]:
        """What may apply within the topics, of rows that have a name (or of none)."""
        return [entry for entry in self.chosen(self.checklist.may_apply, kinds) if not unnamed(entry)]

    def live(self) -> list[Entry]:
        """What applies and may apply, also outside of the topics."""
        return [*self.checklist.applies, *self.checklist.may_apply]

    def out(self, *kinds: str) -> list[Entry]:
        """What was ruled out within the topics."""
        return self.chosen(self.checklist.ruled_out, kinds)

    def chosen(self, entries: Iterable[Entry], kinds: tuple[str, ...]) -> list[Entry]:
        """Entries within the topics, of some kinds (of all when none is named)."""
        return [entry for entry in entries if entry.in_topics and (not kinds or entry.kind in kinds)]

    def _waiting(self) -> dict[Cell, list[Entry]]:
        """Each question that would settle something, with what waits on it: those that somebody was not sure of first."""
        found: dict[Cell, list[Entry]] = {}
        for entry in self.maybe():
            for cell in entry.cells:
                found.setdefault(cell, []).append(entry)
        return {cell: found[cell] for cell in sorted(found, key=lambda cell: (is_unasked(self.outcome, cell), -len(found[cell])))}

    def _asked(self) -> list[tuple[Cell, ...]]:
        """The questions that would settle something; one that was not asked yet of many rows stands once for all of them."""
        alike: dict[str, list[Cell]] = {}
        for cell in self.waiting:
            alike.setdefault(cell.fact if is_unasked(self.outcome, cell) else str(cell), []).append(cell)
        return [part for cells in alike.values() for part in ([tuple(cells)] if len(cells) > MOST_ALIKE else [(cell,) for cell in cells])]

    def reason(self, reason: Because) -> str:
        """A reason as a sentence, with its answers or the number of the note that has them."""
        if self.alone or len(reason.answers) <= MOST_ANSWERS:
            return escape(sentence(str(reason)))
        number = self.notes.setdefault(reason, len(self.notes) + 1)
        return f"{escape(sentence(reason.text).removesuffix('.'))} (note {number})."


def unnamed(entry: Entry) -> bool:
    """Whether an entry is about a row that nobody has named yet."""
    return any(key == MISSING for _, key in entry.binding)
