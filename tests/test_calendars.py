"""Days are counted the way English law counts them."""

from __future__ import annotations

from datetime import date

import pytest

from guide.calendars import Uncounted, count, financial_year_edge
from guide.model import Calendar

UK = Calendar(
    "uk-any", "Days off anywhere in the UK", frozenset({date(2026, 11, 30), date(2026, 12, 25), date(2026, 12, 28)}), date(2028, 12, 31), date(2026, 1, 1)
)

COUNTED = [
    ("2026-04-02", "beginning with", 30, "days", "2026-05-01"),  # receipt is day 1
    ("2026-04-30", "after", 30, "days", "2026-05-30"),  # day 1 is the day after
    ("2014-05-01", "before", 28, "days", "2014-04-03"),
    ("2026-05-10", "ending with", 3, "days", "2026-05-08"),
    ("2026-05-10", "before", 5, "clear days", "2026-05-04"),  # neither end counts
    ("2026-05-10", "after", 5, "clear days", "2026-05-16"),
    ("2026-05-10", "after", 2, "weeks", "2026-05-24"),
    ("2026-05-10", "beginning with", 2, "weeks", "2026-05-23"),
    ("2026-11-23", "beginning with", 8, "working days", "2026-12-03"),  # St Andrew's Day is no working day
    ("2026-11-28", "beginning with", 8, "working days", "2026-12-10"),  # published on a Saturday: Tuesday after the holiday is day 1
    ("2026-11-28", "after", 7, "working days", "2026-12-09"),  # which is not the same
    ("2026-12-10", "ending with", 8, "working days", "2026-12-01"),
    ("2026-12-01", "before", 1, "working days", "2026-11-27"),
    ("2026-01-31", "after", 1, "months", "2026-02-28"),
    ("2024-01-31", "after", 1, "months", "2024-02-29"),
    ("2026-01-31", "beginning with", 1, "months", "2026-02-28"),
    ("2026-01-15", "beginning with", 1, "months", "2026-02-14"),
    ("2026-03-31", "before", 1, "months", "2026-02-28"),
    ("2026-02-24", "ending with", 3, "years", "2023-02-25"),
    ("2028-02-29", "ending with", 3, "years", "2025-03-01"),
    ("2028-02-29", "after", 1, "years", "2029-02-28"),
    ("2026-03-01", "beginning with", 4, "years", "2030-02-28"),
    ("2026-05-10", "after", 0, "days", "2026-05-10"),
]


@pytest.mark.parametrize(("base", "relation", "number", "unit", "expected"), COUNTED)
def test_a_period_ends_on_its_day(base: str, relation: str, number: int, unit: str, expected: str) -> None:
    """One row, one way of counting."""
    assert count(date.fromisoformat(base), relation, number, unit, UK) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("base", "relation"), [("2028-12-29", "after"), ("2029-01-01", "beginning with"), ("2026-01-02", "before"), ("2025-12-31", "beginning with")]
)
def test_working_days_are_not_counted_past_what_the_calendar_knows(base: str, relation: str) -> None:
    """Never quietly counted without holidays."""
    with pytest.raises(Uncounted):
        count(date.fromisoformat(base), relation, 3, "working days", UK)


def test_a_date_beyond_the_calendar_of_dates_is_not_counted() -> None:
    """The year 9999 has an end."""
    with pytest.raises(Uncounted):
        count(date(9999, 12, 1), "after", 2, "months", None)


@pytest.mark.parametrize(
    ("day", "edge", "expected"),
    [("2026-03-31", "start", "2025-04-01"), ("2026-04-01", "start", "2026-04-01"), ("2026-03-31", "end", "2026-03-31"), ("2026-04-01", "end", "2027-03-31")],
)
def test_the_financial_year_runs_from_april_to_march(day: str, edge: str, expected: str) -> None:
    """On its first day and the day before."""
    assert financial_year_edge(date.fromisoformat(day), edge) == date.fromisoformat(expected)
