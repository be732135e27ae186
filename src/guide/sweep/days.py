"""The arithmetic of days over arrays of ordinals, as `guide.calendars` does it for one day. A day that cannot be counted is nought."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guide.model import Calendar

Ordinals = NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()
LAST = date.max.toordinal()
UNCOUNTED = 0
LAST_YEAR = 2200
FIRST_KEPT = date(1800, 1, 1).toordinal()
FIRST_MONTH = (1800 - 1970) * 12
FORWARD = ("after", "beginning with")
WHOLE = ("beginning with", "ending with")


def counted(base: Ordinals, relation: str, number: Ordinals, unit: str, days_off: Calendar | None) -> Ordinals:
    """The day that lies `number` units from each base day; nought where the calendar or the years end before it."""
    if unit == "working days":
        found = count_working(base, relation, number, days_off)
    elif unit in ("months", "years"):
        found = count_months(base, relation, number * (12 if unit == "years" else 1))
    else:
        found = count_days(base, relation, number * (7 if unit == "weeks" else 1), unit == "clear days")
    return np.where((found >= 1) & (found <= LAST), found, UNCOUNTED)


def count_days(base: Ordinals, relation: str, number: Ordinals, clear: bool) -> Ordinals:
    """Plain days; clear days leave out both ends."""
    steps = number - 1 if relation in WHOLE else number + 1 if clear else number
    return base + steps if relation in FORWARD else base - steps


def count_months(base: Ordinals, relation: str, months: Ordinals) -> Ordinals:
    """Months from a day; a month that lacks the day ends on its last."""
    forward = relation in FORWARD
    month, day = month_and_day(base)
    there = month + (months if forward else -months)
    inside = (there >= month_of(date.min)) & (there <= month_of(date.max))
    first, length = first_and_length(np.where(inside, there, 0))
    landed = first + np.minimum(day, length) - 1
    if relation == "beginning with":
        landed = landed - (day <= length)
    elif relation == "ending with":
        landed = landed + 1
    return np.where(inside, landed, UNCOUNTED)


def month_of(day: date) -> int:
    """Months since January 1970."""
    return (day.year - 1970) * 12 + day.month - 1


def month_and_day(base: Ordinals) -> tuple[Ordinals, Ordinals]:
    """The month of each day (since January 1970), and the day of that month, from 1."""
    table = calendar_months()
    place = base - FIRST_KEPT
    if base.size and int(place.min()) >= 0 and int(place.max()) < len(table.month_of):
        month = table.month_of[place]
        return month, base - table.first[month - FIRST_MONTH] + 1
    days = (base - EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    return months.astype(np.int64), (days - months.astype("datetime64[D]")).astype(np.int64) + 1


def first_and_length(months: Ordinals) -> tuple[Ordinals, Ordinals]:
    """The ordinal of the first day of each month, and how many days the month has."""
    table = calendar_months()
    place = months - FIRST_MONTH
    if months.size and int(place.min()) >= 0 and int(place.max()) < len(table.length):
        return table.first[place], table.length[place]
    first = first_of(months)
    return first, first_of(months + 1) - first


def first_of(months: Ordinals) -> Ordinals:
    """The ordinal of the first day of each month, be it in whatever year."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + EPOCH


class CalendarMonths(NamedTuple):
    """The months of the years that cases are about, ready to be looked up: NumPy's own dates are some twenty times as slow."""

    month_of: Ordinals
    """By day, from `FIRST_KEPT`."""
    first: Ordinals
    """The ordinal of each month's first day, from `FIRST_MONTH`."""
    length: Ordinals


@lru_cache(maxsize=1)
def calendar_months() -> CalendarMonths:
    """The months of the years kept."""
    months = np.arange(FIRST_MONTH, month_of(date(LAST_YEAR, 12, 1)) + 2, dtype=np.int64)
    first = first_of(months)
    length = np.diff(first)
    return CalendarMonths(np.repeat(months[:-1], length), first[:-1], length)


@lru_cache(maxsize=64)
def holidays(off: frozenset[date]) -> NDArray[Any]:
    """The days off of a calendar."""
    return np.array(sorted(off), dtype="datetime64[D]")


def count_working(base: Ordinals, relation: str, number: Ordinals, days_off: Calendar | None) -> Ordinals:
    """Working days; unknown as soon as a day is passed that the calendar does not know."""
    step = 1 if relation in FORWARD else -1
    whole = relation in WHOLE
    off = holidays(days_off.off) if days_off else np.array([], "datetime64[D]")
    steps = np.maximum(number - 1 if whole else number, 0)
    start = (base - EPOCH).astype("datetime64[D]")
    rolled = np.busday_offset(start, 0, roll="forward", holidays=off) if (step > 0) == whole else np.busday_offset(start, 0, roll="backward", holidays=off)
    days = np.busday_offset(rolled, step * steps, holidays=off).astype(np.int64) + EPOCH
    if not whole:
        days = np.where(steps == 0, base, days)
    if days_off is None:
        return days
    first = base if whole else base + step
    least, most = days_off.known_from.toordinal(), days_off.known_to.toordinal()
    passed_known = (np.minimum(first, days) >= least) & (np.maximum(first, days) <= most)
    return np.where(passed_known | (~np.bool_(whole) & (steps == 0)), days, UNCOUNTED)


def financial_year_edge(base: Ordinals, edge: str) -> Ordinals:
    """The first (`start`) or last (`end`) day of the financial year, 1 April to 31 March, of each day."""
    month, _ = month_and_day(base)
    year = (month - 3) // 12
    first, _ = first_and_length(year * 12 + 3 + (0 if edge == "start" else 12))
    return np.where((first >= 1) & (first <= LAST + 1), first - (edge == "end"), UNCOUNTED)
