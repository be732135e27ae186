"""Days are counted over arrays as they are counted one by one."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guide.calendars import Uncounted, count, financial_year_edge
from guide.model import Calendar
from guide.sweep import days

NEAR = (date(2024, 2, 29), date(2024, 3, 29), date(2025, 1, 1), date(2023, 12, 31))
CALENDARS = (
    None,
    Calendar("bank", "Days off", frozenset({date(2024, 3, 29), date(2024, 4, 1), date(2024, 5, 6)}), date(2024, 6, 7), date(2024, 1, 3)),
    Calendar("long", "Days off", frozenset({date(2024, 12, 25), date(2025, 1, 1)}), date.max),
)
bases = st.dates(date(2023, 12, 1), date(2024, 7, 1)) | st.dates() | st.sampled_from([date.min, date.max, *NEAR])


def one_by_one(base: date, relation: str, number: int, unit: str, calendar: Calendar | None) -> int:
    """The ordinal of a counted day, nought where it cannot be counted."""
    try:
        return count(base, relation, number, unit, calendar).toordinal()
    except Uncounted:
        return days.UNCOUNTED


@given(
    st.lists(st.tuples(bases, st.integers(0, 40)), min_size=1, max_size=20),
    st.sampled_from(["before", "after", "beginning with", "ending with"]),
    st.sampled_from(["days", "working days", "clear days", "weeks", "months", "years"]),
    st.sampled_from(CALENDARS),
)
def test_periods_end_on_the_same_days(some: list[tuple[date, int]], relation: str, unit: str, calendar: Calendar | None) -> None:
    """Every unit in every direction, with and without a calendar, to both ends of time."""
    ordinals, numbers = (np.array(many, np.int64) for many in zip(*((base.toordinal(), number) for base, number in some), strict=True))
    assert days.counted(ordinals, relation, numbers, unit, calendar).tolist() == [one_by_one(base, relation, n, unit, calendar) for base, n in some]


@given(st.lists(bases, min_size=1, max_size=20), st.sampled_from(["start", "end"]))
def test_financial_years_have_the_same_edges(some: list[date], edge: str) -> None:
    """1 April to 31 March, to both ends of time."""
    expected = []
    for base in some:
        try:
            expected.append(financial_year_edge(base, edge).toordinal())
        except Uncounted:
            expected.append(days.UNCOUNTED)
    assert days.financial_year_edge(np.array([base.toordinal() for base in some], np.int64), edge).tolist() == expected
