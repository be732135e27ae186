"""Open bindings, put together by which of their lines are open, and what those lines read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from guide.bindings import Keys
from guide.lines import Clause
from guide.model import Item
from guide.outcome import Outcome
from guide.values import MISSING, Cell

Open = tuple[Keys, int]
"""An open binding, with the mask of the lines that speak for it."""
LineReads = tuple[frozenset[int], tuple[tuple[str, int | None], ...]]
"""The places of a line's variables, and the facts that it reads, each of the row at a place or of the case."""


class Group:
    """Open bindings for which the same lines are open."""

    def __init__(self, bindings: list[Keys]) -> None:
        self.bindings = bindings
        self._rows: dict[int, tuple[str, ...]] = {}
        self._whole: dict[frozenset[int], Group] = {}

    def rows(self, place: int | None) -> tuple[str, ...]:
        """The rows that a variable stands for; none of the case."""
        if place is None:
            return ()
        if place not in self._rows:
            self._rows[place] = tuple(dict.fromkeys(map(itemgetter(place), self.bindings)))
        return self._rows[place]

    def at(self, place: int | None, rows: Container[str]) -> Iterable[Keys]:
        """The bindings in which a variable stands for one of some rows; all of them for the case, when there is a row to speak of."""
        if place is None:
            return self.bindings if MISSING in rows else ()
        return [keys for keys in self.bindings if keys[place] in rows]

    def without_missing(self, places: frozenset[int]) -> Group:
        """The bindings in which some variables stand for no missing row."""
        if places not in self._whole:
            missing = [place for place in places if MISSING in self.rows(place)]
            there = [keys for keys in self.bindings if not any(keys[place] == MISSING for place in missing)] if missing else self.bindings
            self._whole[places] = Group(there) if missing else self
        return self._whole[places]


class Read(NamedTuple):
    """A fact that is read in some bindings: of the row at a place, or of the case. Without a fact, only rows that are missing."""

    fact: str
    place: int | None
    group: Group


def cells_read(clause: Clause, fact: str, place: int | None, rows: Iterable[str]) -> Iterator[Cell]:
    """The cells of a fact for some rows: the list itself for one that is missing."""
    if place is None:
        yield Cell(fact)
        return
    listed = clause.variables[place][1]
    for row in rows:
        if row == MISSING:
            yield Cell(listed)
        elif fact:
            yield Cell(fact, row)


def open_bindings(outcome: Outcome, clause: Clause) -> Iterator[Open]:
    """The open bindings of a rule or item, each with its mask."""
    judged = outcome.judgements[clause.id]
    return zip(judged.open, judged.masks, strict=True)


def open_results(outcome: Outcome, item: Item) -> Iterator[Open]:
    """The open bindings of an item that make a result which may apply: not those of one that applies anyway."""
    holding = outcome.judgements[item.clause.id].holding
    if not holding or not item.per:
        return iter(()) if holding else open_bindings(outcome, item.clause)
    variables = [name for name, _ in item.clause.variables]
    result = itemgetter(*map(variables.index, item.per))
    held = set(map(result, holding))
    return ((keys, mask) for keys, mask in open_bindings(outcome, item.clause) if result(keys) not in held)
