"""Puts together what the rules conclude of a derived fact, over arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide.sweep.bounds import HIGH, LOW, Bools, Bound, meet, pick, small, unbounded
from guide.sweep.columns import Code, Column, Domain, Many, Ordered, Status8, Truth, choose, is_na, is_unknown, joint, not_applicable, recoded
from guide.sweep.verdicts import equals


@dataclass(frozen=True, slots=True, eq=False)
class Concluded:
    """What one rule concludes: a value, wherever its status holds or is open. Extra axes (of other rows) come first, then the fact's own."""

    status: Status8
    value: Column
    unsure: Bools
    """Where some binding is open, whatever the others are."""
    extra: int = 0
    source: NDArray[np.int64] | None = None
    """Which cell the value is read from, where it is one: the same cell always agrees with itself."""
    itself: bool = False
    """Whether the value is the row of the one extra axis."""


def yes_no(parts: Sequence[Concluded]) -> Truth:
    """True when one rule holds, false when all fail."""
    found: Status8 = np.full(1, -1, np.int8)
    for part in parts:
        found = np.maximum(found, part.status)
    return Truth(found)


def one_by_one(part: Concluded) -> Iterator[Concluded]:
    """A conclusion for each of its other rows."""
    if not part.extra:
        yield part
        return
    deep = part.status.ndim
    for place in range(part.status.shape[0]):
        source = None if part.source is None else at(part.source, place, deep)
        unsure = at(part.unsure, place, deep)
        yield from one_by_one(Concluded(part.status[place], column_at(part.value, place, deep), unsure, part.extra - 1, source))


def at(array: NDArray[Any], place: int, deep: int) -> NDArray[Any]:
    """One place of an array's first axis, when it has all `deep` axes."""
    if array.ndim < deep:
        return array
    found: NDArray[Any] = array[0 if array.shape[0] == 1 else place]
    return found


def column_at(column: Column, place: int, deep: int) -> Column:
    """One place of a column's first axis."""
    match column:
        case Truth():
            return Truth(at(column.status, place, deep))
        case Code():
            return Code(at(column.code, place, deep), column.domain)
        case Ordered():
            low, high = (Bound(at(b.num, place, deep), b.den if isinstance(b.den, int) else at(b.den, place, deep)) for b in (column.low, column.high))
            return Ordered(low, high, at(column.na, place, deep), at(column.not_yet, place, deep))
    raise TypeError("several options are concluded one by one")


def agreed(nothing: Column, parts: Sequence[Concluded]) -> tuple[Column, Bools]:
    """The value that the rules agree on, and where those that hold contradict each other.

    Not applicable where all fail; unknown (`nothing`) where one is open or two do not surely agree.
    """
    never: Bools = np.zeros(1, bool)
    apart, found, unsure, have = never, never, never, never
    first, source = nothing, np.full(1, -1, np.int64)
    held: list[tuple[Bools, Column]] = []
    for part in (one for many in parts for one in one_by_one(many)):
        value = without_bounds(part.value)
        holds = part.status == 1
        mine = np.full(1, -1, np.int64) if part.source is None else part.source
        alike = ((source == mine) & (mine >= 0)) | (equals(first, value) == 1) | (is_na(first) & is_na(value))
        apart = apart | (holds & have & ~alike)
        clash_free = holds & ~have
        first, source = choose(clash_free, value, first), np.where(clash_free, mine, source)
        have, found, unsure = have | holds, found | (part.status >= 0), unsure | part.unsure
        held.append((holds, value))
    value = choose(have & ~apart & ~unsure, first, nothing)
    return choose(~found, not_applicable(nothing), value), apart & contradicting(held)


def contradicting(held: Sequence[tuple[Bools, Column]]) -> Bools:
    """Where two conclusions that hold are known to differ."""
    found: Bools = np.zeros(1, bool)
    for place, (holds, value) in enumerate(held):
        for other_holds, other in held[:place]:
            both = holds & other_holds
            if both.any():
                one_na = (is_na(value) & ~is_na(other) & ~is_unknown(other)) | (is_na(other) & ~is_na(value) & ~is_unknown(value))
                differ = (equals(value, other) == -1) & ~is_na(value) & ~is_na(other)
                found = found | (both & (differ | one_na))
    return found


def without_bounds(column: Column) -> Column:
    """A value as rules conclude it: one known only between bounds is unknown."""
    if not isinstance(column, Ordered):
        return column
    told = meet(column.low, column.high) | column.not_yet
    return Ordered(pick(told, column.low, unbounded(LOW, column.low)), pick(told, column.high, unbounded(HIGH, column.high)), column.na, column.not_yet)


def several(domain: Domain, there: Status8, parts: Sequence[Concluded]) -> Many:
    """Options or rows: chosen by a rule that holds, unsure by one that is open; one that is unknown may be any that is `there`.

    Each part's value is the word that it concludes.
    """
    for part in parts:
        assert isinstance(part.value, Code)
        domain = joint(domain, part.value.domain)
    words = len(domain) if isinstance(domain, tuple) else len(there)
    found: list[Status8] = [np.moveaxis(part.status, 0, -2) for part in parts if part.itself]
    rest = [one for many in parts if not many.itself for one in one_by_one(many)]
    if rest or not found:
        found.append(word_by_word(domain, words, there, rest))
    has = found[0].copy() if len(found) == 1 else reduce(np.maximum, found)
    if not isinstance(domain, tuple):
        has[..., -1, :] = -1
    return Many(has, SAID, domain)


SAID: Status8 = np.ones(1, np.int8)


def word_by_word(domain: Domain, words: int, there: Status8, parts: Sequence[Concluded]) -> Status8:
    """What several conclusions of single words make of every word."""
    marks: list[Status8] = [np.full(1, -1, np.int8) for _ in range(words)]
    any_of_them: Bools = np.zeros(1, bool)
    for part in parts:
        assert isinstance(part.value, Code)
        codes = recoded(part.value, domain)
        if codes.size == 1:
            place = int(codes.flat[0])
            if place >= 0:
                marks[place] = np.maximum(marks[place], part.status)
                continue
        any_of_them = any_of_them | ((part.status >= 0) & is_unknown(part.value))
        for place in range(words):
            marks[place] = np.maximum(marks[place], small(codes == place, part.status, np.int8(-1)))
    if any_of_them.any():
        for place in range(len(there)):
            marks[place] = np.where(any_of_them & (there[place] == 1), np.maximum(marks[place], 0), marks[place])
    shape = np.broadcast_shapes(*(mark.shape for mark in marks), (1,))
    return np.stack([np.broadcast_to(mark, shape) for mark in marks], axis=-2) if marks else np.zeros((0, 1), np.int8)
