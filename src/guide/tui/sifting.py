"""Which entries of the checklist are shown: those with some words, of one level, stage or role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.checklist import Entry
from guide.model import Rulebook
from guide.words import KINDS, LEVELS, level_word, role_name

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Sift:
    """What is looked for. `by` is `level:must`, `stage:ID`, `role:ID` or `kind:ID`; empty shows everything."""

    words: str = ""
    by: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.by)

    def shows(self, entry: Entry) -> bool:
        """Whether an entry is shown."""
        said = f"{entry.title} {entry.note} {entry.record}".casefold()
        return all(word in said for word in self.words.casefold().split()) and (not self.by or self.by in marks(entry))

    def said(self, book: Rulebook) -> str:
        """What is looked for, in words."""
        parts = [f"with “{self.words}”"] if self.words else []
        return ", ".join([*parts, *([mark_words(book, self.by)] if self.by else [])])


def marks(entry: Entry) -> tuple[str, ...]:
    """By what an entry can be picked out."""
    return f"level:{entry.level}", f"stage:{entry.stage}", f"role:{entry.who}", f"kind:{entry.kind}"


def mark_words(book: Rulebook, mark: str) -> str:
    """A mark as people call it."""
    kind, _, id = mark.partition(":")
    match kind:
        case "level":
            return f"Level: {level_word(id)}"
        case "stage":
            return f"Stage: {book.stages[id].title}"
        case "role":
            return f"Who: {role_name(book, id)}"
        case _:
            return f"Kind: {KINDS[id]}"


def ways(book: Rulebook, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """The marks that some entries have, with what they are called and how many entries each shows; levels first, then stages, roles and kinds."""
    counted: dict[str, int] = {}
    for entry in entries:
        for mark in marks(entry):
            if not mark.endswith(":"):
                counted[mark] = counted.get(mark, 0) + 1
    kinds: tuple[tuple[str, Iterable[str]], ...] = (("level", LEVELS), ("stage", book.stages), ("role", book.roles), ("kind", KINDS))
    order = [f"{kind}:{id}" for kind, ids in kinds for id in ids]
    yield EVERYTHING, "Everything"
    yield from ((mark, f"{mark_words(book, mark)} ({counted[mark]})") for mark in order if mark in counted)
