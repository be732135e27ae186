"""Dates counted on the fingers, day by day, for the naive reading."""

from __future__ import annotations

from datetime import date, timedelta

from guide.model import Calendar

DAY = timedelta(days=1)
SATURDAY = 5


def counted(count: int, unit: str, relation: str, base: date, calendar: Calendar | None) -> date | None:
    """The day that `count unit relation base` says; None past the days that the calendar knows."""
    if relation in ("start", "end"):
        return financial_year(base, relation)
    step = DAY if relation in ("after", "beginning with") else -DAY
    if unit == "working days":
        return working_days(count, relation, base, step, calendar)
    if unit in ("months", "years"):
        return months(count * (12 if unit == "years" else 1), relation, base)
    days = count * 7 if unit == "weeks" else count
    if unit == "clear days":
        days += 1
    elif relation in ("beginning with", "ending with"):
        days -= 1
    for _ in range(days):
        base += step
    return base


def financial_year(base: date, relation: str) -> date:
    """The first of April on or before a day, or the last of March on or after it."""
    if relation == "start":
        while (base.month, base.day) != (4, 1):
            base -= DAY
    else:
        while (base.month, base.day) != (3, 31):
            base += DAY
    return base


def working_days(count: int, relation: str, base: date, step: timedelta, calendar: Calendar | None) -> date | None:
    """The working day that is `count` on; the day itself is the first of a period that begins or ends with it."""
    day = base if relation in ("beginning with", "ending with") else base + step
    seen = 0
    while True:
        if calendar is not None and not calendar.known_from <= day <= calendar.known_to:
            return None
        if day.weekday() < SATURDAY and (calendar is None or day not in calendar.off):
            seen += 1
            if seen == count:
                return day
        day += step


def months(count: int, relation: str, base: date) -> date:
    """The same day of another month, or its last when the month lacks it; the days before and after for whole periods."""
    forward = relation in ("after", "beginning with")
    year, month = base.year, base.month
    for _ in range(count):
        month += 1 if forward else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    last = last_of(year, month)
    lacks = base.day > last.day
    there = last if lacks else date(year, month, base.day)
    if relation == "beginning with" and not lacks:
        return there - DAY
    if relation == "ending with":
        return there + DAY
    return there


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    day = date(year, month, 28)
    while (day + DAY).month == month:
        day += DAY
    return day
