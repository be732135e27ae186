"""Parameters on the day of what reads them, and the dates that phrases say."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide.lines import DatePhrase
from guide.model import Calendar, Param
from guide.sweep.bounds import DAYS, Bools, Bound, Numbers, common, constant, limit, meet
from guide.sweep.columns import NEVER, Column, Ordered, choose, not_applicable
from guide.sweep.days import EPOCH, UNCOUNTED, counted, financial_year_edge


def known_days(day: Ordered) -> Bools:
    """Where a date is known."""
    return meet(day.low, day.high) & ~day.na


def parameter(param: Param, day: Ordered) -> Ordered:
    """A parameter on each day: unknown before its first figure and while the day is, not applicable after its last day."""
    if not param.figures:
        nothing = Ordered(Bound(np.array([-DAYS], np.int32)), Bound(np.array([DAYS], np.int32)), NEVER, NEVER)
        return nothing if not day.na.any() else Ordered(nothing.low, nothing.high, day.na, NEVER)
    steps, numbers, den = timeline(param)
    known = known_days(day)
    place = np.searchsorted(steps, np.where(known, day.low.num, BEFORE), side="right")
    ended = day.na if param.until is None else day.na | (place == len(steps))
    top = limit(numbers)
    low, high = (np.concatenate([[open_], numbers, [open_] * (param.until is not None)]).astype(numbers.dtype) for open_ in (-top, top))
    if day.na is not NEVER:
        place = np.where(day.na, 0, place)
    return Ordered(Bound(low[place], den), Bound(high[place], den), ended if ended.any() else NEVER, NEVER)


BEFORE = np.int32(0)
"""A day before every figure."""


@lru_cache(maxsize=1000)
def timeline(param: Param) -> tuple[NDArray[np.int32], Numbers, int]:
    """The days on which a parameter changes or ends, and its figures over one denominator."""
    days = [figure.start.toordinal() for figure in param.figures if param.until is None or figure.start <= param.until]
    ends = [] if param.until is None else [param.until.toordinal() + 1]
    numbers, den = common([constant(figure.value) for figure in param.figures])
    return np.array([*days, *ends], np.int32), np.concatenate(numbers)[: len(days)], den


def phrase_date(phrase: DatePhrase, base: Ordered, number: Ordered | int | None, calendar: Calendar | None) -> Column:
    """The date that a phrase says, counted from `base` by `number` units. A bare date keeps *not yet*."""
    if not phrase.relation:
        return base
    known = known_days(base)
    days = np.where(known, base.low.num, np.int32(EPOCH)).astype(np.int64)
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
