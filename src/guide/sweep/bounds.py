"""Exact bounds of amounts and dates over arrays: whole numbers while they fit, Python's own where they do not.

A bound is a numerator over a denominator. With one denominator for all cases, an open bound (nothing is known on that side) is
a sentinel that compares as infinite. A share has a denominator per case; there nought stands for an open bound, so that
multiplying crosswise needs no exception. What outgrows 62 bits becomes an array of Python numbers, with infinities.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
Bools = NDArray[np.bool_]
Side = Literal[-1, 1]
LOW: Side = -1
HIGH: Side = 1
ROOM = 1 << 62
"""Numerators of amounts stay below it; it stands for an open bound itself."""
DAYS = 1 << 30
"""The same for ordinals of days."""


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """The least or the most that values can be, per case (and row)."""

    num: Numbers
    den: int | Numbers = 1

    @property
    def paired(self) -> bool:
        """Whether every case has a denominator of its own."""
        return not isinstance(self.den, int)

    def at(self, index: Any) -> Bound:
        """Some of the cases or rows."""
        return Bound(self.num[index], self.den if isinstance(self.den, int) else self.den[index])


def small(where: Bools, one: Any, other: Any) -> Numbers:
    """`np.where` for integers of one byte or two: by their bits, which is many times as fast."""
    found: Numbers = other ^ ((one ^ other) & np.negative(where.view(np.int8)))
    return found


def whole(*bounds: Bound) -> bool:
    """Whether all are arrays of integers, none of Python numbers."""
    return all(bound.num.dtype != object for bound in bounds)


def limit(numbers: Numbers) -> Any:
    """What stands for an open bound in such an array."""
    return DAYS if numbers.dtype == np.int32 else ROOM if numbers.dtype == np.int64 else math.inf


def constant(value: int | Fraction | date) -> Bound:
    """A bound that is the same for every case."""
    if isinstance(value, date):
        return Bound(np.array([value.toordinal()], np.int32))
    exact = Fraction(value)
    if abs(exact.numerator) < ROOM and exact.denominator < ROOM:
        return Bound(np.array([exact.numerator], np.int64), exact.denominator)
    return Bound(np.array([value], object))


def unbounded(side: Side, like: Bound) -> Bound:
    """An open bound of the same sort."""
    if like.paired:
        return Bound(np.array([side], np.int64), np.array([0], np.int64))
    return Bound(np.array([side * limit(like.num)], like.num.dtype), like.den)


def is_open(bound: Bound, side: Side) -> Bools:
    """Where nothing is known on that side."""
    if not isinstance(bound.den, int):
        return np.asarray(bound.den == 0)
    return np.asarray(bound.num == side * limit(bound.num), bool)


def opened(bound: Bound) -> Bools:
    """Where nothing is known, on whichever side it is."""
    return is_open(bound, LOW) | is_open(bound, HIGH)


def magnitude(numbers: Numbers) -> int:
    """The greatest size of the finite numbers."""
    top = limit(numbers)
    inside = numbers[(numbers < top) & (numbers > -top)]
    return int(max(int(inside.max()), -int(inside.min()))) if inside.size else 0


def exact(bound: Bound) -> Numbers:
    """The bound as Python numbers, infinite where it is open."""
    if bound.num.dtype == object:
        return bound.num
    top = limit(bound.num)
    den = np.broadcast_to(np.asarray(bound.den), bound.num.shape)
    found = [
        math.copysign(math.inf, num) if abs(num) == top or not over else num if over == 1 else Fraction(num, over)
        for num, over in zip(bound.num.ravel().tolist(), den.ravel().tolist(), strict=True)
    ]
    made = np.empty(len(found), object)
    made[:] = found
    return made.reshape(bound.num.shape)


def scaled(numbers: Numbers, factor: int) -> Numbers | None:
    """Numerators over a denominator so many times as great; None when they outgrow their array."""
    if factor == 1:
        return numbers
    if numbers.dtype == object or magnitude(numbers) * factor >= ROOM:
        return None
    top = limit(numbers)
    return np.where((numbers == top) | (numbers == -top), numbers, numbers * factor)


def common(bounds: Sequence[Bound]) -> tuple[list[Numbers], int]:
    """Numerators of several bounds over one denominator; Python numbers where that is too great for arrays of integers."""
    if not any(bound.paired for bound in bounds) and whole(*bounds):
        dens = [bound.den for bound in bounds if isinstance(bound.den, int)]
        den = math.lcm(*dens)
        made = [scaled(bound.num, den // own) for bound, own in zip(bounds, dens, strict=True)]
        if den < ROOM and all(numbers is not None for numbers in made):
            return [numbers for numbers in made if numbers is not None], den
    return [exact(bound) for bound in bounds], 1


def pairs(bound: Bound) -> tuple[Numbers, Numbers]:
    """Numerators and denominators per case, an open bound over nought."""
    if not isinstance(bound.den, int):
        return bound.num, bound.den
    top = limit(bound.num)
    shut = (bound.num != top) & (bound.num != -top)
    return np.where(shut, bound.num, np.sign(bound.num)), np.where(shut, np.int64(bound.den), np.int64(0))


def comparable(left: Bound, right: Bound) -> tuple[Numbers, Numbers, Bools | None]:
    """Two arrays that compare as the bounds do, and where both are shut (None when open bounds compare well by themselves)."""
    if not left.paired and not right.paired:
        if left.den == right.den and left.num.dtype == right.num.dtype:
            return left.num, right.num, None
        (here, there), _ = common([left, right])
        return here, there, None
    if whole(left, right):
        (a, b), (c, d) = pairs(left), pairs(right)
        if max(magnitude(a) * magnitude(d), magnitude(c) * magnitude(b)) < ROOM:
            return a * d, c * b, np.asarray((b != 0) & (d != 0))
    return exact(left), exact(right), None


def reaches(low: Bound, high: Bound) -> Bools:
    """Where the least of one is surely no less than the most of another."""
    here, there, shut = comparable(low, high)
    found = np.asarray(here >= there, bool)
    return found if shut is None else found & shut


def under(high: Bound, low: Bound) -> Bools:
    """Where the most of one is surely less than the least of another."""
    here, there, shut = comparable(high, low)
    found = np.asarray(here < there, bool)
    return found if shut is None else found & shut


def meet(low: Bound, high: Bound) -> Bools:
    """Where the least is the most, so that the value is known."""
    here, there, shut = comparable(low, high)
    found = np.asarray(here == there, bool)
    return found if shut is None else found & shut


def pick(where: Bools, one: Bound, other: Bound) -> Bound:
    """One bound where it is wanted, else the other."""
    if one.paired or other.paired:
        if whole(one, other):
            (a, b), (c, d) = pairs(one), pairs(other)
            return Bound(np.where(where, a, c), np.where(where, b, d))
        return Bound(np.where(where, exact(one), exact(other)))
    (here, there), den = common([one, other])
    return Bound(np.where(where, here, there), den)
