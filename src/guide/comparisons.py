"""Routes that stand side by side: which are open, and what speaks for and against each. What speaks for or against never decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guide.checklist import Checklist, Entry
from guide.explain import Explainer
from guide.lines import Line, Op
from guide.outcome import Outcome
from guide.sentences import Speaker
from guide.values import MISSING, Cell, Status
from guide.words import humanised


@dataclass(frozen=True, slots=True)
class Side:
    """One route of a comparison: its entry, whether it is open, may be or is ruled out; and the lines, in words, that hold or are not known."""

    entry: Entry
    suits: tuple[str, ...]
    strains: tuple[str, ...]
    unknown: tuple[str, ...]
    """What is not known yet and would speak for or against it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Routes of one name, in the authors' order."""

    name: str
    sides: tuple[Side, ...]

    @property
    def title(self) -> str:
        """Its name in words, with a capital."""
        words = humanised(self.name)
        return words[:1].upper() + words[1:]


def compared(outcome: Outcome, checklist: Checklist) -> tuple[Comparison, ...]:
    """The comparisons of which some route lies within the topics, with all routes of each: those ruled out among them."""
    items = outcome.rulebook.items
    order = {id: index for index, id in enumerate(items)}
    found: dict[str, list[Entry]] = {}
    for entry in (*checklist.applies, *checklist.may_apply, *checklist.ruled_out):
        if items[entry.item].compare and entry.in_topics:
            found.setdefault(items[entry.item].compare, []).append(entry)
    teller = Teller(outcome)
    return tuple(
        Comparison(name, tuple(teller.side(entry) for entry in sorted(entries, key=lambda entry: order[entry.item])))
        for name, entries in sorted(found.items(), key=lambda pair: min(order[entry.item] for entry in pair[1]))
    )


class Teller:
    """Tells what speaks for and against the routes of one outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.items = outcome.rulebook.items
        self.facts = outcome.rulebook.facts
        self.explainer = Explainer(outcome)
        self.speaker = Speaker(outcome)

    def side(self, entry: Entry) -> Side:
        """A route with its lines in words."""
        item = self.items[entry.item]
        return Side(
            entry,
            suits=self.lines(entry, item.suits, Status.HOLDS),
            strains=self.lines(entry, item.strains, Status.HOLDS),
            unknown=self.lines(entry, (*item.suits, *item.strains), Status.OPEN),
        )

    def lines(self, entry: Entry, lines: Iterable[Line], wanted: Status) -> tuple[str, ...]:
        """Those lines that hold, or are open; none about a row that the route is not bound to, or that nobody named yet."""
        rows = dict(entry.binding)
        bound = {var for var, key in rows.items() if key != MISSING}
        dated_by = self.items[entry.item].clause.dated_by
        reasons = (self.explainer.line(line, wanted, rows, dated_by) for line in lines if line.variables <= bound)
        return tuple(dict.fromkeys(self.said(reason.line, rows) or self.speaker.line(reason) for reason in reasons if reason.status is wanted))

    def said(self, line: Line, rows: dict[str, str]) -> str:
        """A plain yes-no line as the statement that the fact is; nothing for another line."""
        if line.op is not Op.TRUE or line.negated or line.left.fact not in self.facts:
            return ""
        fact = self.facts[line.left.fact]
        return self.speaker.name(fact, Cell(fact.id, rows[line.left.var] if line.left.var else ""))
