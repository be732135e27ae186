"""A population: the answers of many cases as arrays, a column per question and a table of rows per list.

It can be read from answers (`encode`) or be built column by column; what a population says nothing of is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from guide.sweep.bounds import DAYS, HIGH, LOW, ROOM, Bools, Bound, limit
from guide.sweep.columns import NA_CODE, NEVER, NO_CODE, TEXT, UNKNOWN_CODE, Code, Column, Domain, Many, Ordered, Truth
from guide.values import NA, UNKNOWN, Choices, NotYet, Unknown, Value


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows that each case answers for a list.

    The first `count` names of a case are its rows; further ones are names that answers use although the list lacks them.
    """

    count: NDArray[Any]
    more: Bools
    names: NDArray[Any]
    """Codes of texts, by position and case; -3 where there is no name."""
    said: Bools
    """Whether the list was asked at all."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Cases side by side. Attributes have an axis of rows before the cases; row values are positions among a list's names."""

    size: int
    as_at: NDArray[np.int32]
    columns: Mapping[str, Column] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    said: Mapping[str, Bools] = field(default_factory=dict)
    """Which cells were asked, where that is more than those with a value: "not sure" is an answer."""

    def select(self, which: Any) -> Population:
        """Some of the cases: a slice, a mask or their numbers."""
        as_at = self.as_at[which]
        return Population(
            len(as_at),
            as_at,
            {id: select(column, which) for id, column in self.columns.items()},
            {id: Rows(rows.count[which], rows.more[which], rows.names[..., which], rows.said[which]) for id, rows in self.rows.items()},
            self.texts,
            {id: mask[..., which] for id, mask in self.said.items()},
        )


def taken(array: NDArray[Any], which: Any) -> NDArray[Any]:
    """Some cases of an array; one that is the same for every case stays so."""
    return array if array.shape[-1] == 1 else array[..., which]


def select(column: Column, which: Any) -> Column:
    """Some cases of a column."""
    match column:
        case Truth():
            return Truth(taken(column.status, which))
        case Code():
            return Code(taken(column.code, which), column.domain)
        case Many():
            return Many(taken(column.has, which), taken(column.state, which), column.domain)
        case Ordered():
            low, high = (Bound(taken(b.num, which), b.den if isinstance(b.den, int) else taken(b.den, which)) for b in (column.low, column.high))
            return Ordered(low, high, taken(column.na, which), taken(column.not_yet, which))


# --- columns from arrays ---


def yes_no(values: ArrayLike) -> Truth:
    """A yes-no column: 1 yes, 0 unknown, -1 no."""
    return Truth(np.asarray(values, np.int8))


def one_of(codes: ArrayLike, domain: Domain) -> Code:
    """A column of options (by their order), of rows (by position; the domain is their list) or of texts; -1 unknown."""
    return Code(np.asarray(codes, np.int32 if domain == TEXT else np.int16), domain)


def several(has: ArrayLike, domain: Domain, known: ArrayLike = True) -> Many:
    """A column of several options or rows, these on the axis before the cases: 1 chosen, 0 unsure, -1 not chosen."""
    marks = np.asarray(has, np.int8)
    there = np.broadcast_to(np.asarray(known, bool), (*marks.shape[:-2], marks.shape[-1]))
    return Many(np.where(there[..., None, :], marks, np.int8(0)), there.astype(np.int8), domain)


def amounts(numerators: ArrayLike, denominator: int = 1, known: ArrayLike = True) -> Ordered:
    """A column of exact amounts over one denominator."""
    numbers, there = np.asarray(numerators, np.int64), np.asarray(known, bool)
    return Ordered(Bound(np.where(there, numbers, -ROOM), denominator), Bound(np.where(there, numbers, ROOM), denominator), NEVER, NEVER)


def dates(ordinals: ArrayLike, known: ArrayLike = True, not_yet: ArrayLike = False) -> Ordered:
    """A column of dates by their ordinals; *not yet* where marked, with the day it was said on."""
    days, there, pending = np.asarray(ordinals, np.int32), np.asarray(known, bool), np.asarray(not_yet, bool)
    low = np.where(pending, days + 1, np.where(there, days, -DAYS)).astype(np.int32)
    high = np.where(there & ~pending, days, DAYS).astype(np.int32)
    return Ordered(Bound(low), Bound(high), NEVER, np.broadcast_to(pending, low.shape))


def rows_of(count: ArrayLike, more: ArrayLike = False, said: ArrayLike = True) -> Rows:
    """So many rows of a list per case, named 1, 2, ... by position; `more` where there may be others, none yet where it was not `said`."""
    asked = np.asarray(said, bool)
    counts = np.where(asked, np.asarray(count, np.int16), np.int16(0))
    return Rows(
        counts,
        np.broadcast_to(np.asarray(more, bool) | ~asked, counts.shape),
        np.full((0, len(counts)), NO_CODE, np.int32),
        np.broadcast_to(asked, counts.shape),
    )


# --- values of one case ---


def decode(column: Column, index: tuple[int, ...], as_dates: bool, words: Sequence[str]) -> Value:
    """The value at one place of a column. `words` are those of its domain, by code."""
    match column:
        case Truth():
            status = int(cell(column.status, index))
            return NA if status == NA_CODE else UNKNOWN if status == 0 else status == 1
        case Code():
            code = int(cell(column.code, index))
            return NA if code == NA_CODE else UNKNOWN if code == UNKNOWN_CODE else words[code]
        case Many():
            return decode_many(column, index, words)
        case Ordered():
            return decode_ordered(column, index, as_dates)


def cell(array: NDArray[Any], index: tuple[int, ...]) -> Any:
    """One place of an array, which may be the same for all rows or all cases."""
    index = index[len(index) - array.ndim :] if array.ndim < len(index) else index
    return array[tuple(0 if length == 1 else place for place, length in zip(index, array.shape, strict=True))]


def decode_many(column: Many, index: tuple[int, ...], words: Sequence[str]) -> Value:
    """Several words: those chosen and those unsure."""
    state = int(cell(column.state, index))
    if state != 1:
        return NA if state == NA_CODE else UNKNOWN
    marks = [int(cell(column.has[..., place, :], index)) for place in range(column.has.shape[-2])]
    named = list(zip(words, marks, strict=False))
    return Choices(frozenset(word for word, mark in named if mark == 1), frozenset(word for word, mark in named if mark == 0))


def decode_ordered(column: Ordered, index: tuple[int, ...], as_dates: bool) -> Value:
    """An amount or a date, or what is known of it."""
    if cell(column.na, index):
        return NA
    ends: list[Any] = []
    for bound, side in ((column.low, LOW), (column.high, HIGH)):
        num = cell(bound.num, index)
        den = bound.den if isinstance(bound.den, int) else int(cell(bound.den, index))
        shut = den != 0 if bound.paired else num != side * limit(bound.num)
        amount = (Fraction(num) if bound.num.dtype == object else Fraction(int(num), den)) if shut else None
        ends.append(amount if amount is None or not as_dates else date.fromordinal(int(amount)))
    low, high = (int(end) if isinstance(end, Fraction) and end.denominator == 1 else end for end in ends)
    if isinstance(low, date) and cell(column.not_yet, index):
        return NotYet(date.fromordinal(low.toordinal() - 1))
    if low is not None and low == high:
        found: Value = low
        return found
    return UNKNOWN if low is None and high is None else Unknown(low, high)
