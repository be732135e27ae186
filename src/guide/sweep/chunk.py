"""Some cases of a population as the sweep works on them: every row axis of one length, with the missing row as its last slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide.model import Fact, Rulebook
from guide.sweep.bounds import DAYS, Bound, limit
from guide.sweep.columns import NEVER, NO_CODE, UNKNOWN_CODE, Code, Column, Many, Ordered, Status8, Truth, unknown
from guide.sweep.population import Population, decode
from guide.values import MISSING, RowSet, Value


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """A rulebook as a sweep needs it: the codes of texts, and the columns of what it fixes itself."""

    rulebook: Rulebook
    texts: dict[str, int]
    fixed: Mapping[str, Column]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Neighbouring cases. `lengths` is how many names each list has at most, without the missing row."""

    book: Book
    population: Population
    lengths: Mapping[str, int]

    @property
    def rulebook(self) -> Rulebook:
        """The rules that are read."""
        return self.book.rulebook

    @property
    def size(self) -> int:
        """How many cases there are."""
        return self.population.size

    def as_at(self) -> Ordered:
        """The as-at date of every case, once if it is the same."""
        days = self.population.as_at
        bound = Bound(days[:1] if (days == days[0]).all() else days)
        return Ordered(bound, bound, NEVER, NEVER)

    def slots(self, listed: str) -> int:
        """The length of a list's axis: its rows and names, and the missing row."""
        return self.lengths[listed] + 1

    def answered_rows(self, listed: str) -> Status8:
        """Which rows of a list there are when it is applicable: 1, at the last slot 0 when there may be more, else -1."""
        length = self.lengths[listed]
        fixed = self.rulebook.lists[listed].rows
        rows = self.population.rows.get(listed)
        if fixed is not None:
            return np.where(np.arange(length + 1) < len(fixed), 1, -1).astype(np.int8)[:, None]
        if rows is None:
            return np.where(np.arange(length + 1) < length, -1, 0).astype(np.int8)[:, None]
        there = np.full((length + 1, self.size), -1, np.int8)
        there[:-1][np.arange(length)[:, None] < rows.count] = 1
        there[-1][rows.more] = 0
        return there

    def asked(self, fact: Fact) -> Column:
        """What was answered to a question, or what the rulebook fixes."""
        words = self.slots(fact.of) if fact.of else 1
        column = self.book.fixed.get(fact.id) or self.population.columns.get(fact.id)
        if column is None and fact.list and self.rulebook.lists[fact.list].rows:
            raise ValueError(f"the population must say `{fact.id}`: what the rulebook fixes there are rows of each case's own")
        if column is None:
            return unknown(fact, words)
        if isinstance(column, Many):
            column = worded(column, words if fact.of else len(column.domain))
        if fact.list:
            column = with_slots(column, self.slots(fact.list))
        return lapsed(column, self.population.as_at) if isinstance(column, Ordered) else column

    # --- back to values ---

    def words(self, column: Column, case: int) -> list[str]:
        """The words of a column's codes in one case."""
        if isinstance(column, Truth | Ordered):
            return []
        if isinstance(column.domain, tuple):
            return list(column.domain)
        return self.row_names(column.domain, case) if column.domain else list(self.book.texts)

    def row_names(self, listed: str, case: int) -> list[str]:
        """The names of a list's rows in one case, by position, the missing row last."""
        length = self.lengths[listed]
        fixed = self.rulebook.lists[listed].rows or ()
        names = [str(place + 1) for place in range(length)]
        names[: len(fixed)] = map(self.rulebook.lists[listed].row_key, fixed)
        rows = self.population.rows.get(listed)
        if rows is not None:
            for place, code in enumerate(rows.names[:length, case].tolist()):
                if code != NO_CODE:
                    names[place] = self.population.texts[code]
        return [*names, MISSING]

    def value(self, column: Column, fact: Fact, case: int, place: int | None) -> Value:
        """The value of a fact in one case, for an attribute in one row."""
        index = (case,) if place is None else (place, case)
        return decode(column, index, fact.kind == "date", self.words(column, case))

    def row_set(self, there: Status8, listed: str, case: int) -> RowSet:
        """The rows of a list in one case, from which there are."""
        marks = there[:, 0 if there.shape[1] == 1 else case].tolist()
        names = self.row_names(listed, case)
        return RowSet(tuple(name for name, mark in zip(names[:-1], marks, strict=False) if mark == 1), marks[-1] == 0)


def cut(book: Book, population: Population, which: slice) -> Chunk:
    """Some cases, with row axes as short as they allow."""
    cases = population.select(which)
    lengths = {}
    for id, listed in book.rulebook.lists.items():
        rows = cases.rows.get(id)
        used = 0 if rows is None else max(int(rows.count.max(initial=0)) if listed.rows is None else 0, names_used(rows.names))
        lengths[id] = max(used, len(listed.rows or ()))
    return Chunk(book, cases, lengths)


def names_used(names: NDArray[Any]) -> int:
    """How many names the case with the most of them has."""
    used = np.flatnonzero((names != NO_CODE).any(axis=1))
    return int(used[-1]) + 1 if used.size else 0


def padded(array: NDArray[Any], axis: int, length: int, fill: Any) -> NDArray[Any]:
    """An array with an axis of the wanted length: cut off, or filled."""
    have = array.shape[axis]
    if have >= length:
        return array[(slice(None),) * (axis % array.ndim) + (slice(length),)]
    shape = list(array.shape)
    shape[axis] = length
    made = np.full(shape, fill, array.dtype)
    made[(slice(None),) * (axis % array.ndim) + (slice(have),)] = array
    return made


def worded(column: Many, words: int) -> Many:
    """Several rows, with a mark for every name and the missing row: not chosen, or unsure while nothing is known."""
    have = column.has.shape[-2]
    has = padded(column.has, -2, words, -1)
    if have < words:
        has[..., have:, :] += (column.state == 0)[..., None, :]
    return Many(has, column.state, column.domain)


def with_slots(column: Column, slots: int) -> Column:
    """An attribute with a slot for every name and the missing row, unknown where there is no such row."""
    length = slots - 1
    match column:
        case Truth():
            return Truth(slotted(column.status, length, 0))
        case Code():
            return Code(slotted(column.code, length, UNKNOWN_CODE), column.domain)
        case Many():
            return Many(slotted(column.has, length, 0), slotted(column.state, length, 0), column.domain)
        case Ordered():
            low, high = (slotted_bound(bound, side, length) for bound, side in ((column.low, -1), (column.high, 1)))
            return Ordered(low, high, slotted_mask(column.na, length), slotted_mask(column.not_yet, length))


def slotted(array: NDArray[Any], length: int, fill: Any) -> NDArray[Any]:
    """An axis of `length` rows, cut off or filled, and one more slot."""
    return padded(array[:length], 0, length + 1, fill)


def slotted_bound(bound: Bound, side: int, length: int) -> Bound:
    """A bound with slots, open where there is no row."""
    if not isinstance(bound.den, int):
        return Bound(slotted(bound.num, length, side), slotted(bound.den, length, 0))
    return Bound(slotted(bound.num, length, side * limit(bound.num)), bound.den)


def slotted_mask(mask: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """A mask with slots."""
    return mask if mask is NEVER or mask.ndim == 1 else slotted(mask, length, False)


def lapsed(column: Ordered, as_at: NDArray[np.int32]) -> Ordered:
    """Dates with *not yet* only where it was said on the as-at date or a later one; else they are unknown."""
    if column.not_yet is NEVER or not column.not_yet.any():
        return column
    gone = column.not_yet & (column.low.num <= as_at)
    low = np.where(gone, np.int32(-DAYS), column.low.num)
    return Ordered(Bound(low), column.high, column.na, column.not_yet & ~gone)
