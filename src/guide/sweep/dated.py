"""Parameters on the day of what reads them, and the dates that phrases say."""

from __future__ import annotations

from typing import Any

import numpy as np

from guide.lines import DatePhrase
from guide.model import Calendar, Figure, Param
from guide.sweep.bounds import DAYS, Bools, Bound, common, constant, limit, meet
from guide.sweep.columns import NEVER, Column, Ordered, choose, not_applicable
from guide.sweep.days import UNCOUNTED, counted, financial_year_edge


def known_days(day: Ordered) -> Bools:
    """Where a date is known."""
    return meet(day.low, day.high) & ~day.na


def parameter(param: Param, day: Ordered) -> Ordered:
    """A parameter on each day: unknown before its first figure and while the day is, not applicable after its last day."""
    if not param.figures:
        nothing = Ordered(Bound(np.array([-DAYS], np.int32)), Bound(np.array([DAYS], np.int32)), NEVER, NEVER)
        return nothing if not day.na.any() else Ordered(nothing.low, nothing.high, day.na, NEVER)
    starts = np.array([figure.start.toordinal() for figure in param.figures])
    place = np.searchsorted(starts, np.where(known_days(day), day.low.num, 0), side="right") - 1
    known = place >= 0
    ended = day.na if param.until is None else day.na | (known_days(day) & (day.low.num > param.until.toordinal()))
    low = figures_at(param.figures, np.where(known, place, 0))
    open_low, open_high = (np.array([side * limit(low.num)], low.num.dtype) for side in (-1, 1))
    there = known & ~ended
    return Ordered(
        Bound(np.where(there, low.num, open_low), low.den),
        Bound(np.where(there, low.num, open_high), low.den),
        ended if ended.any() else NEVER,
        NEVER,
    )


def figures_at(figures: tuple[Figure, ...], place: Any) -> Bound:
    """The figures at some places."""
    numbers, den = common([constant(figure.value) for figure in figures])
    return Bound(np.concatenate(numbers)[place], den)


def phrase_date(phrase: DatePhrase, base: Ordered, number: Ordered | int | None, calendar: Calendar | None) -> Column:
    """The date that a phrase says, counted from `base` by `number` units. A bare date keeps *not yet*."""
    if not phrase.relation:
        return base
    known = known_days(base)
    days = np.where(known, base.low.num, 1).astype(np.int64)
    na = base.na
    if phrase.relation in ("start", "end"):
        found = financial_year_edge(days, phrase.relation)
    else:
        assert phrase.span is not None
        steps, sure = whole_numbers(number)
        known = known & sure
        if isinstance(number, Ordered) and number.na is not NEVER:
            na = na | number.na
        found = counted(days, phrase.relation, steps, phrase.span.unit, calendar)
    known = known & (found != UNCOUNTED)
    low = Bound(np.where(known, found, -DAYS).astype(np.int32))
    high = Bound(np.where(known, found, DAYS).astype(np.int32))
    made = Ordered(low, high, NEVER, NEVER)
    return choose(na, not_applicable(made), made) if na is not NEVER else made


def whole_numbers(number: Ordered | int | None) -> tuple[Any, Bools]:
    """A length of time as whole numbers, and where it is known."""
    if isinstance(number, int):
        return np.array([number], np.int64), ~NEVER
    assert number is not None
    sure = meet(number.low, number.high) & ~number.na
    plain = np.where(sure, number.low.num, 0)
    if number.low.num.dtype == object:
        return np.array([min(int(amount), 10**7) for amount in plain.ravel()], np.int64).reshape(plain.shape), sure
    den = number.low.den
    return np.minimum(np.abs(plain) // den, 10**7) * np.sign(plain), sure
