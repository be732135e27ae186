"""The arithmetic of days: clear days, working days, months, financial years. The one place that counts them.

Counting follows the way English law counts: a period "beginning with" a day has that day as its first; a month from a day
that the month lacks ends on its last day.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from guide.model import Calendar

FINANCIAL_YEAR_START = (4, 1)


class Uncounted(Exception):
    """A date that cannot be counted, because the calendar does not know the days it would pass."""


def count(base: date, relation: str, number: int, unit: str, days_off: Calendar | None) -> date:
    """The day that lies `number` units `before`, `after`, `beginning with` or `ending with` the base.

    For "beginning with" it is the last day of the period, for "ending with" the first. Raises Uncounted past the calendar.
    """
    try:
        if unit == "working days":
            return count_working(base, relation, number, days_off)
        if unit in ("months", "years"):
            return count_months(base, relation, number * (12 if unit == "years" else 1))
        return count_days(base, relation, number * (7 if unit == "weeks" else 1), clear=unit == "clear days")
    except OverflowError:
        raise Uncounted from None


def count_days(base: date, relation: str, number: int, clear: bool) -> date:
    """Plain days; clear days leave out both ends."""
    if relation in ("beginning with", "ending with"):
        number -= 1
    elif clear:
        number += 1
    return base + timedelta(days=number if relation in ("after", "beginning with") else -number)


def count_months(base: date, relation: str, months: int) -> date:
    """Months from a day; a month that lacks the day ends on its last."""
    forward = relation in ("after", "beginning with")
    day, whole = shifted(base, months if forward else -months)
    if relation == "beginning with":
        return day - timedelta(days=1) if whole else day
    if relation == "ending with":
        return day + timedelta(days=1)
    return day


def shifted(base: date, months: int) -> tuple[date, bool]:
    """The same day some months on, and whether that month has it; its last day if not."""
    index = base.year * 12 + base.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(base.day, last)), base.day <= last


def count_working(base: date, relation: str, number: int, days_off: Calendar | None) -> date:
    """Working days; a period that begins (or ends) with another day begins with the next (or ends with the last) working one."""
    step = timedelta(days=1 if relation in ("after", "beginning with") else -1)
    day = base
    if relation in ("beginning with", "ending with"):
        while not is_working(day, days_off):
            day += step
        number -= 1
    for _ in range(number):
        day += step
        while not is_working(day, days_off):
            day += step
    return day


def is_working(day: date, days_off: Calendar | None) -> bool:
    """Whether a day is a working day. Raises Uncounted outside what the calendar knows."""
    if days_off is not None and not days_off.known_from <= day <= days_off.known_to:
        raise Uncounted
    return day.weekday() < 5 and (days_off is None or day not in days_off.off)


def financial_year_edge(day: date, edge: str) -> date:
    """The first (`start`) or last (`end`) day of the financial year, 1 April to 31 March, of a day. Raises Uncounted at the ends of time."""
    year = day.year if day >= date(day.year, *FINANCIAL_YEAR_START) else day.year - 1
    try:
        return date(year, *FINANCIAL_YEAR_START) if edge == "start" else date(year + 1, *FINANCIAL_YEAR_START) - timedelta(days=1)
    except ValueError:
        raise Uncounted from None
