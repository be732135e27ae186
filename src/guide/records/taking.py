"""Takes what people wrote on an exported checklist back: ticks, days, notes, and what they decided not to follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guide.records.fingerprints import Sheet
from guide.records.lines import done_on, not_followed, noted
from guide.records.merge import added


@dataclass(frozen=True, slots=True)
class Taken:
    """What an entry of a checklist says of the work on it; `by` and `because` of one that is not followed."""

    ticked: bool
    unticked: bool = False
    """Whether it was ticked when the guide wrote it, and is not any more."""
    done: date | None = None
    note: str = ""
    by: str = ""
    because: str = ""

    @property
    def says(self) -> bool:
        """Whether there is anything to take back."""
        return self.ticked or self.unticked or bool(self.done or self.note or self.by)


def taken(sheet: Sheet, ticked_then: Iterable[str]) -> dict[str, Taken]:
    """What each entry of a file says, by its id."""
    then, found = set(ticked_then), dict[str, Taken]()
    for id in dict.fromkeys(head.id for head in sheet.heads):
        heads = [head for head in sheet.heads if head.id == id]
        extra = [text for head in heads if not sheet.lines[head.line].own for text in added(head, None)]
        below = [line.says for line in sheet.entry(id) if not line.own and line.says.strip()]
        ticked = any(head.ticked for head in heads)
        found[id] = read_words([text.strip() for text in (*extra, *dict.fromkeys(below))], ticked, not ticked and id in then)
    return found


def read_words(words: Iterable[str], ticked: bool, unticked: bool) -> Taken:
    """What people wrote below an entry: `Done: 3 May 2026`, `Not followed: by NAME, because REASON`, all else a note."""
    done, by, because, notes = None, "", "", list[str]()
    for text in words:
        if found := done_on(text):
            done = found[0]
            notes += [found[1]] if found[1] else []
        elif override := not_followed(text):
            by, because = override
        else:
            notes.append(noted(text))
    return Taken(ticked, unticked, done, "\n".join(dict.fromkeys(note for note in notes if note)), by, because)
