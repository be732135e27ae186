"""How far an interview has come: what is answered, and at least and at most how many questions are left.

Answers only ever settle what is open. So only questions that something open may come down to can still be asked (at most),
and a question is sure to be asked when something open hangs on it and on nothing else (at least). Rows not named yet bring
questions of their own, which cannot be counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from guide.hanging import Hanging
from guide.interview import in_topics, is_unasked
from guide.model import Item, Rulebook
from guide.outcome import Outcome
from guide.values import NA, Cell


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the interview: questions answered, open now, and at most still to come (the open ones among them)."""

    id: str
    answered: int
    open: int
    at_most: int

    @property
    def words(self) -> str:
        """How far it has come, in words."""
        left = f", {self.open} to answer now" if self.open else ""
        most = f", at most {self.at_most} left" if self.at_most > self.open else ""
        return f"{self.answered} answered{left}{most}" if self.at_most else f"{self.answered} answered, nothing left to ask"


@dataclass(frozen=True, slots=True)
class Progress:
    """A whole interview. `more`: a list may have rows that nobody has named yet, whose questions are not counted."""

    sections: tuple[Section, ...]
    at_least: int
    more: bool

    @property
    def words(self) -> str:
        """How many questions are answered, and at least and at most how many are left, in words."""
        left = f"{self.at_least} to {self.at_most}" if self.at_most > self.at_least else str(self.at_most)
        return f"{self.answered} answered, {left}{'+' if self.more else ''} left"

    @property
    def answered(self) -> int:
        """The questions answered that count."""
        return sum(section.answered for section in self.sections)

    @property
    def open(self) -> int:
        """The questions open now."""
        return sum(section.open for section in self.sections)

    @property
    def at_most(self) -> int:
        """The most questions that may still be asked."""
        return sum(section.at_most for section in self.sections)


class Reach:
    """Which questions each item of a rulebook may come down to."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._items: dict[str, frozenset[str]] = {}

    def of(self, item: Item) -> frozenset[str]:
        """The questions and lists that are asked for an item, however the answers fall."""
        if item.id not in self._items:
            self._items[item.id] = frozenset(self._below({f"item:{item.id}", *(ref.fact for _, ref in item.named if ref.fact)}))
        return self._items[item.id]

    def _below(self, names: set[str]) -> Iterator[str]:
        seen, waiting = set(names), list(names)
        while waiting:
            name = waiting.pop()
            fact = self.book.facts.get(name)
            if name in self.book.lists or (fact and fact.asked):
                yield name
            for read in self.book.reads.get(name, ()):
                if read not in seen:
                    seen.add(read)
                    waiting.append(read)


class Counted:
    """Counts what is left of one outcome, of which `open` are the questions that matter now."""

    def __init__(self, outcome: Outcome, reach: Reach, hanging: Hanging, open: frozenset[Cell]) -> None:
        self.outcome, self.reach, self.hanging, self.open = outcome, reach, hanging, open
        self.book = outcome.rulebook

    @cached_property
    def unsettled(self) -> tuple[Item, ...]:
        """The items within the topics of which something may be open: whether they apply, or their day, level or title."""
        return tuple(item for item in self.book.items.values() if self.may_move(item) and in_topics(self.outcome, item))

    def may_move(self, item: Item) -> bool:
        """Whether something of an item may be open."""
        judged = self.outcome.judgements[item.clause.id]
        return bool(judged.open) or (bool(judged.holding) and bool(item.due or item.not_before or item.raised or item.named))

    def may_come(self) -> frozenset[Cell]:
        """Every question that may still be asked of the rows there are."""
        names = frozenset(name for item in self.unsettled for name in self.reach.of(item))
        return frozenset(cell for name in names for cell in self.cells(name) if is_unasked(self.outcome, cell) and self.outcome.value(cell) != NA) | self.open

    def cells(self, name: str) -> Iterator[Cell]:
        """The cells of a question: of the case, or of each row there is; of a list, while it may have more."""
        if name in self.book.lists:
            if self.book.lists[name].rows is None and self.outcome.rows[name].more:
                yield Cell(name)
            return
        fact = self.book.facts[name]
        if not fact.list:
            yield Cell(name)
        elif self.book.lists[fact.list].rows is None and name != f"{fact.list}.{self.book.lists[fact.list].key}":
            yield from (Cell(name, row) for row in self.outcome.rows[fact.list].keys)

    def at_least(self) -> int:
        """The questions on which alone something hangs: they must be asked. One, where there are only others."""
        alone: set[Cell] = set()
        for item in self.unsettled:
            cells = {cell for cell in self.hanging.of_item(item) if cell in self.open}
            if len(cells) == 1:
                alone |= cells
        return max(len(alone), 1 if self.open else 0)


def section_of(book: Rulebook, cell: Cell) -> str:
    """The section of a question; of an attribute that of its list."""
    fact = book.facts.get(cell.fact)
    return fact.section if fact and not fact.list else book.lists[fact.list if fact else cell.fact].section


def progress(outcome: Outcome, reach: Reach, hanging: Hanging, answered: Iterable[Cell], open: Iterable[Cell]) -> Progress:
    """How far an interview has come; `answered` are the answers that count, `open` the questions that matter now."""
    counted = Counted(outcome, reach, hanging, frozenset(open))
    book = outcome.rulebook
    coming = counted.may_come()
    tally: dict[str, list[int]] = {id: [0, 0, 0] for id in book.sections}
    for place, cells in enumerate((answered, counted.open, coming)):
        for cell in cells:
            tally.setdefault(section_of(book, cell), [0, 0, 0])[place] += 1
    sections = tuple(Section(id, *counts) for id, counts in tally.items() if any(counts))
    return Progress(sections, counted.at_least(), any(cell.fact in book.lists for cell in coming))


def counted(book: Rulebook, answered: Iterable[Cell], open: Iterable[Cell]) -> Progress:
    """How far an interview has come that asks some questions and no others."""
    tally: dict[str, list[int]] = {id: [0, 0] for id in book.sections}
    for place, cells in enumerate((answered, open)):
        for cell in cells:
            tally.setdefault(section_of(book, cell), [0, 0])[place] += 1
    sections = tuple(Section(id, done, left, left) for id, (done, left) in tally.items() if done or left)
    return Progress(sections, sum(section.open for section in sections), more=False)


__all__ = ["Progress", "Reach", "Section", "counted", "progress"]
