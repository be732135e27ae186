"""Calculations over arrays: exact, between bounds while something is unknown, as `guide.calculations` does them for one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from guide.sweep.bounds import HIGH, LOW, ROOM, Bools, Bound, Numbers, Side, common, exact, is_open, limit, magnitude, meet, pairs, pick, unbounded
from guide.sweep.bounds import whole as in_integers
from guide.sweep.columns import NEVER, Ordered, Status8, is_unknown


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """An amount or date that counts where `status` holds, may count where it is open; its axes end with those of the result."""

    value: Ordered
    status: Status8
    missing: Bools
    """Where it stands for a row that is still missing."""


def count_lines(statuses: Sequence[Status8]) -> Ordered:
    """How many lines hold, between those that surely do and those that do not surely fail."""
    zero = np.zeros(1, np.int64)
    least = sum(((status == 1).astype(np.int64) for status in statuses), start=zero)
    fails = sum(((status == -1).astype(np.int64) for status in statuses), start=zero)
    return Ordered(Bound(least), Bound(len(statuses) - fails), NEVER, NEVER)


def stacked(terms: Sequence[Term]) -> Term:
    """Several terms as one, on a first axis of their own; every other axis is the result's."""
    shape = np.broadcast_shapes(*(array.shape for term in terms for array in arrays(term)))
    return joined([broadcast(term, (1, *shape)) for term in terms])


def over_rows(term: Term, rows: bool, outer: int) -> Term:
    """A term over the rows of its first axis, or (without `rows`) a single one."""
    shape = np.broadcast_shapes(*(array.shape for array in arrays(term)), (1,) * (rows + outer + 1))
    return broadcast(term, shape if rows else (1, *shape))


def arrays(term: Term) -> list[Numbers]:
    """Every array of a term."""
    value = term.value
    dens = [bound.den for bound in (value.low, value.high) if not isinstance(bound.den, int)]
    return [value.low.num, value.high.num, *dens, value.na, value.not_yet, term.status, term.missing]


def broadcast(term: Term, shape: tuple[int, ...]) -> Term:
    """A term with every array of one shape."""
    low, high = (Bound(np.broadcast_to(bound.num, shape), bound.den) for bound in (flat(term.value.low), flat(term.value.high)))
    value = Ordered(low, high, np.broadcast_to(term.value.na, shape), np.broadcast_to(term.value.not_yet, shape))
    return Term(value, np.broadcast_to(term.status, shape), np.broadcast_to(term.missing, shape))


def joined(terms: Sequence[Term]) -> Term:
    """Terms one after another on their first axis."""
    if len(terms) == 1:
        return terms[0]
    lows, low_den = common([term.value.low for term in terms])
    highs, high_den = common([term.value.high for term in terms])
    shape = np.broadcast_shapes(*(term.status.shape[1:] for term in terms))

    def chained(many: Sequence[Numbers]) -> Numbers:
        return np.concatenate([np.broadcast_to(array, (len(array), *shape)) for array in many])

    nas, pending = chained([term.value.na for term in terms]), chained([term.value.not_yet for term in terms])
    value = Ordered(Bound(chained(lows), low_den), Bound(chained(highs), high_den), nas, pending)
    return Term(value, chained([term.status for term in terms]), chained([term.missing for term in terms]))


def flat(bound: Bound) -> Bound:
    """A bound over one denominator."""
    return Bound(exact(bound)) if bound.paired else bound


def total(term: Term, negative: bool) -> Ordered:
    """A sum over the first axis. An amount that may not count adds nought at the least; where one may be negative, all must be known."""
    counts, sure = counting(term)
    low, high = summable(term.value.low, len(counts)), summable(term.value.high, len(counts))
    most_open = some(counts & (is_open(high, HIGH) | term.missing))
    most = summed(high.num, counts & ~is_open(high, HIGH))
    least_open: Bools = np.zeros(1, bool)
    if negative:
        least_open = some(counts & ~(sure & meet(term.value.low, term.value.high)))
        most_open = least_open
    least = summed(low.num, counts & sure & ~is_open(low, LOW))
    return Ordered(opened_where(Bound(least, low.den), least_open, LOW), opened_where(Bound(most, high.den), most_open, HIGH), NEVER, NEVER)


def counting(term: Term) -> tuple[Bools, Bools]:
    """Where a term may count, and where it surely does: one that is quite unknown may yet turn out not applicable."""
    counts = (term.status >= 0) & (~term.value.na | term.missing)
    return counts, (term.status == 1) & ~term.missing & counts & ~is_unknown(term.value)


def summable(bound: Bound, many: int) -> Bound:
    """Bounds of which so many can be added up without outgrowing their array."""
    return bound if bound.num.dtype == object or magnitude(bound.num) * many < ROOM else Bound(exact(bound))


def some(where: Bools) -> Bools:
    """Whether any of the first axis."""
    return np.asarray(where.any(axis=0))


def summed(numbers: Numbers, where: Bools) -> Numbers:
    """A sum over the first axis of what counts."""
    return np.asarray(np.where(where, numbers, 0).sum(axis=0))


def opened_where(bound: Bound, where: Bools, side: Side) -> Bound:
    """A bound without those where it does not stand."""
    return pick(where, unbounded(side, bound), bound)


def extreme(term: Term, least: bool) -> Ordered:
    """The least or the most over the first axis. *Not yet* comes after every day up to the one it was said on."""
    counts, sure = counting(term)
    low, high = term.value.low, term.value.high
    bound, other, side, facing = (low, high, LOW, HIGH) if least else (high, low, HIGH, LOW)
    reach = np.minimum if least else np.maximum
    outer = reach.reduce(np.where(counts, missing_open(bound, term.missing, side), facing * limit(bound.num)), axis=0)
    inner = reach.reduce(np.where(sure & ~is_open(other, facing), other.num, facing * limit(other.num)), axis=0)
    any_sure = some(sure)
    outer_bound = opened_where(Bound(outer, bound.den), ~any_sure, side)
    inner_bound = opened_where(Bound(inner, other.den), ~any_sure | (inner == facing * limit(other.num)), facing)
    pair = (outer_bound, inner_bound) if least else (inner_bound, outer_bound)
    found = Ordered(pair[0], pair[1], ~some(counts), NEVER)
    return with_not_yet(found, term, counts, sure, least)


def missing_open(bound: Bound, missing: Bools, side: Side) -> Numbers:
    """Numerators, open where a row is missing."""
    return np.where(missing, side * limit(bound.num), bound.num)


def with_not_yet(found: Ordered, term: Term, counts: Bools, sure: Bools, least: bool) -> Ordered:
    """*Not yet* as the extreme: of the least when all are so, of the most when a sure one is and no other can lie later."""
    if not term.value.not_yet.any():
        return found
    days, top = term.value.low.num, limit(term.value.low.num)
    pending = counts & term.value.not_yet
    if least:
        day = np.where(pending, days, top).min(axis=0)
        stands = some(pending) & ~some(counts & ~pending)
    else:
        day = np.where(pending & sure, days, -top).max(axis=0)
        latest = np.where(pending, days, np.where(counts, missing_open(term.value.high, term.missing, HIGH) + 1, -top)).max(axis=0)
        stands = (latest <= day) & some(pending & sure)
    stands = stands & some(sure)
    low = pick(stands, Bound(day.astype(days.dtype)), found.low)
    return Ordered(low, pick(stands, unbounded(HIGH, found.high), found.high), found.na, stands)


# --- calculations of two amounts ---


def of_two(kind: str, left: Ordered, right: Ordered, negative: bool) -> Ordered:
    """A product, a difference or a share (in per cent) of two amounts. Of a share alone the bounds are told."""
    na = left.na | right.na
    points = meet(left.low, left.high) & meet(right.low, right.high)
    if kind == "share":
        na = na | (is_nought(right.low) & is_nought(right.high))
        gone = is_open(left.low, LOW) | is_open(right.low, LOW) | is_nought(right.low) | na
        if negative:
            gone = gone | ~points
        low, high = share(left.low, right.high, gone, LOW), share(left.high, right.low, gone, HIGH)
    else:
        gone = ~points | na
        made = difference(left.low, right.low, gone) if kind == "difference" else product(left.low, right.low, gone)
        low, high = opened_where(made, gone, LOW), opened_where(made, gone, HIGH)
    return Ordered(low, high, na if na.any() else NEVER, NEVER)


def is_nought(bound: Bound) -> Bools:
    """Where a bound is nought."""
    return np.asarray(bound.num == 0, bool) & (True if isinstance(bound.den, int) else bound.den != 0)


def difference(left: Bound, right: Bound, gone: Bools) -> Bound:
    """An amount less another."""
    (here, there), den = common([left, right])
    if here.dtype != object and magnitude(here) + magnitude(there) >= ROOM:
        here, there, den = exact(left), exact(right), 1
    return Bound(np.where(gone, 0, here) - np.where(gone, 0, there), den)


def product(left: Bound, right: Bound, gone: Bools) -> Bound:
    """An amount times another."""
    here, there, den = left.num, right.num, 1
    if isinstance(left.den, int) and isinstance(right.den, int):
        den = left.den * right.den
    if left.paired or right.paired or object in (here.dtype, there.dtype) or magnitude(here) * magnitude(there) >= ROOM or den >= ROOM:
        here, there, den = exact(left), exact(right), 1
    return Bound(np.where(gone, 0, here) * np.where(gone, 0, there), den)


def share(part: Bound, whole: Bound, gone: Bools, side: Side) -> Bound:
    """A part of a whole in per cent; nought at the least of a whole that may be anything."""
    gone = gone | is_open(part, side)
    endless = is_open(whole, HIGH) & ~gone if side == LOW else NEVER
    if in_integers(part, whole):
        (a, b), (c, d) = pairs(part), pairs(whole)
        if max(100 * magnitude(a) * magnitude(d), magnitude(b) * magnitude(c)) < ROOM:
            num, den = 100 * a * d * np.sign(c), b * np.abs(c)
            num, den = np.where(endless, 0, num), np.where(endless, 1, den)
            return Bound(np.where(gone, side, num), np.where(gone, 0, den))
    here, there = (np.where(gone | endless | np.asarray(amount == 0), 1, amount) for amount in (exact(part), exact(whole)))
    here = np.where(np.asarray(exact(part) == 0), 0, here)
    over: Numbers = np.asarray(np.frompyfunc(exact_share, 2, 1)(here, there), object)
    return Bound(np.where(gone, side * np.inf, np.where(endless, 0, over)))


def exact_share(part: int | Fraction, whole: int | Fraction) -> Fraction:
    """A share of two Python numbers."""
    return Fraction(100) * part / whole
