"""What a line, a rule and their dates mean: one row per fine point of sections 2.1 to 2.3 and 2.7."""

from __future__ import annotations

from datetime import date

import pytest

from guide.values import UNKNOWN, Cell, NotYet, Status, Value
from plain_book import outcome, warning

HOLDS, OPEN, FAILS = Status.HOLDS, Status.OPEN, Status.FAILS

LINES = [
    ("f.a", "", OPEN),
    ("f.a", 'f.a = "not sure"', OPEN),
    ("f.a", "f.a = true", HOLDS),
    ("f.a", "f.a = false", FAILS),
    ("not f.a", "f.a = false", HOLDS),
    ("not f.a", "", OPEN),
    ("f.if_a", "f.if_a = true", OPEN),  # answered, but nobody knows whether it counts
    ("f.if_a", "f.a = false\nf.if_a = true", FAILS),  # dormant
    ("not f.if_a", "f.a = false", FAILS),  # not applicable, whatever the line says
    ("f.if_a is not no", "f.a = false", FAILS),
    ("f.y >= 0", "f.a = false", FAILS),
    ("f.y < 0", "f.a = false", FAILS),
    ("f.y is not 3", "f.a = false", FAILS),
    ("f.x >= f.y", "f.a = false", FAILS),  # the left side is unknown, the right side not applicable
    ("f.gone_on > 2020-01-01", "f.a = false", FAILS),
    ("f.form is mutual", 'f.form = "mutual"', OPEN),
    ("f.form is mutual", 'f.b = true\nf.form = "mutual"', HOLDS),
    ("f.form is not mutual", 'f.b = true\nf.form = "mutual"', FAILS),
    ("f.form not in mutual, charity", "f.b = true", OPEN),  # an option all the same, but nobody looks ahead
    ("f.form in mutual, f.other_form", 'f.b = true\nf.form = "mutual"', OPEN),  # if the other is not applicable the line fails
    ("f.form in mutual, f.other_form", 'f.b = true\nf.form = "mutual"\nf.a = false', FAILS),
    ("f.form in mutual, f.other_form", 'f.b = true\nf.form = "mutual"\nf.a = true\nf.other_form = "charity"', HOLDS),
    ("f.roles has buyer", 'f.roles = ["buyer", "owner?"]', HOLDS),
    ("f.roles has owner", 'f.roles = ["buyer", "owner?"]', OPEN),
    ("f.roles has judge", 'f.roles = ["buyer", "owner?"]', FAILS),
    ("f.roles lacks judge", 'f.roles = ["buyer", "owner?"]', HOLDS),
    ("f.roles lacks owner", 'f.roles = ["buyer", "owner?"]', OPEN),
    ("f.roles lacks judge", "", OPEN),
    ("f.roles has judge", "f.roles = []", FAILS),
]


@pytest.mark.parametrize(("line", "given", "expected"), LINES)
def test_a_line_holds_fails_or_is_open(line: str, given: str, expected: Status) -> None:
    """Open while what it reads is unknown; failed on what is not applicable, whatever it says."""
    assert expected == warning(f'when = ["{line}"]', given)


NOT_YET = [
    ("f.day > 2024-03-01", HOLDS),
    ("f.day >= 2024-03-02", HOLDS),
    ("f.day > 2024-03-02", OPEN),
    ("f.day <= 2024-03-01", FAILS),
    ("f.day < 2024-02-01", FAILS),
    ("f.day < 2024-04-01", OPEN),
    ("f.day is 2024-03-01", FAILS),
    ("f.day is not 2024-03-01", HOLDS),
    ("f.day is 2024-04-01", OPEN),
    ("f.day > case.as_at", HOLDS),
    ("case.as_at >= f.day", FAILS),
    ("f.day > f.end", OPEN),
    ("f.day is f.end", OPEN),
]


@pytest.mark.parametrize(("line", "expected"), NOT_YET)
def test_not_yet_is_some_later_day(line: str, expected: Status) -> None:
    """Later than every day up to the one it was said on; open against the days after, and against another *not yet*."""
    assert expected == warning(f'when = ["{line}"]', 'f.day = "not yet"\nf.end = "not yet"')


@pytest.mark.parametrize(("said_on", "expected"), [("2024-02-29", UNKNOWN), ("2024-03-01", NotYet(date(2024, 3, 1))), ("2024-03-02", NotYet(date(2024, 3, 2)))])
def test_not_yet_lapses_when_its_day_is_past(said_on: str, expected: Value) -> None:
    """Under a later as-at date it is unknown, under an earlier one it still speaks for its own day."""
    assert expected == outcome("", f"f.day = {{ not_yet_on = {said_on} }}").value(Cell("f.day"))


NEGATIONS = [
    ("f.a = true\nf.if_a = true", FAILS, FAILS),
    ("f.a = true\nf.if_a = false", HOLDS, HOLDS),
    ("f.a = true", OPEN, OPEN),
    ("f.a = false", FAILS, HOLDS),  # the one difference
    ("", OPEN, OPEN),
]


@pytest.mark.parametrize(("given", "with_not", "with_unless"), NEGATIONS)
def test_not_wants_the_fact_to_be_applicable_and_unless_does_not(given: str, with_not: Status, with_unless: Status) -> None:
    """`not x` in `when` beside `unless x`."""
    assert (with_not, with_unless) == (warning('when = ["not f.if_a"]', given), warning('unless = ["f.if_a"]', given))


RULES = [
    ("f.a = true\nf.b = true\nf.c = false", HOLDS),
    ("f.a = false", FAILS),  # one line is enough
    ("f.c = true", FAILS),
    ("f.a = true\nf.b = true", OPEN),
    ("f.a = true\nf.c = false", OPEN),
]


@pytest.mark.parametrize(("given", "expected"), RULES)
def test_when_lines_must_all_hold_and_unless_lines_all_fail(given: str, expected: Status) -> None:
    """Kleene's strong logic."""
    assert expected == warning('when = ["f.a", "f.b"]\nunless = ["f.c"]', given)


def test_without_lines_it_applies() -> None:
    """A clause with nothing to fail holds."""
    assert warning("") == HOLDS


# --- 2.7: dates ---

FROM_UNTIL = [
    ("from = 2024-03-01", "", HOLDS),
    ("from = 2024-03-02", "", FAILS),
    ("until = 2024-03-01", "", HOLDS),
    ("until = 2024-02-29", "", FAILS),
    ('from = "not confirmed"', "", OPEN),
    ('from = "not confirmed"\nwhen = ["f.a"]', "f.a = false", FAILS),
    ('from = 2024-03-01\ndated_by = "f.day"', "", OPEN),
    ('from = 2024-03-01\ndated_by = "f.day"', "f.day = 2024-02-29", FAILS),
    ('from = 2024-03-01\ndated_by = "f.day"', 'f.day = "not yet"', HOLDS),  # the as-at date stands in
    ('from = 2024-03-02\ndated_by = "f.day"', 'f.day = "not yet"', FAILS),
    ('from = 2024-03-01\ndated_by = "f.gone_on"', "f.a = false", FAILS),  # a line on what is not applicable
    ('dated_by = "f.gone_on"', "f.a = false", HOLDS),  # nothing reads it
    ('from = "not confirmed"\ndated_by = "f.gone_on"', "f.a = false", FAILS),
]
LIMITS = [
    ("f.x >= limit", "f.x = 15", date(2024, 1, 31), OPEN),  # before the first figure
    ("f.x >= limit", "f.x = 15", date(2024, 2, 1), HOLDS),
    ("f.x >= limit", "f.x = 15", date(2024, 2, 29), HOLDS),
    ("f.x >= limit", "f.x = 15", date(2024, 3, 1), FAILS),
    ("f.x < limit", "f.x = 15", date(2024, 3, 31), HOLDS),
    ("f.x < limit", "f.x = 15", date(2024, 4, 1), FAILS),  # after the last day: not applicable
    ("f.x >= limit", "f.x = 15", date(2024, 4, 1), FAILS),
]
DATED_LIMITS = [
    ("", OPEN),
    ("f.day = 2024-02-29", HOLDS),
    ("f.day = 2024-03-01", FAILS),
    ('f.day = "not yet"', FAILS),  # read on the as-at date
    ("f.day = 2024-01-31", OPEN),
    ("f.day = 2024-04-01", FAILS),
]
PAGES = [
    ('case.nation = "England"', date(2024, 3, 1), HOLDS),
    ('case.nation = "England"', date(2024, 3, 31), HOLDS),
    ('case.nation = "England"', date(2024, 2, 29), FAILS),
    ('case.nation = "England"', date(2024, 4, 1), FAILS),
    ('case.nation = "Wales"', date(2024, 3, 1), FAILS),
    ("", date(2024, 3, 1), OPEN),
    ("", date(2024, 4, 1), FAILS),
]


@pytest.mark.parametrize(("keys", "given", "expected"), FROM_UNTIL)
def test_from_and_until_are_lines_on_a_date(keys: str, given: str, expected: Status) -> None:
    """Both days are included; what the date is, the rule says."""
    assert expected == warning(keys, given)


@pytest.mark.parametrize(("line", "given", "on", "expected"), LIMITS)
def test_a_parameter_is_read_on_the_day(line: str, given: str, on: date, expected: Status) -> None:
    """Unknown before its first figure, not applicable after its last day."""
    assert expected == warning(f'when = ["{line}"]', given, on)


@pytest.mark.parametrize(("given", "expected"), DATED_LIMITS)
def test_a_parameter_is_read_on_the_date_of_what_reads_it(given: str, expected: Status) -> None:
    """A rule dated by a fact reads the figure of that fact's day."""
    assert expected == warning('dated_by = "f.day"\nwhen = ["f.x >= limit"]', f"f.x = 15\n{given}")


def test_only_from_and_until_take_the_as_at_date_for_not_yet() -> None:
    """A line that the author wrote on the same date stays what it is."""
    assert warning('dated_by = "f.day"\nfrom = 2024-03-01\nwhen = ["f.day >= 2024-04-01"]', 'f.day = "not yet"') == OPEN


@pytest.mark.parametrize(("given", "on", "expected"), PAGES)
def test_a_rule_takes_the_days_and_nations_of_its_page(given: str, on: date, expected: Status) -> None:
    """In force from the first to the last day of March 2024, in England."""
    assert expected == warning("", given, on, cite="english")


def test_a_page_whose_start_nobody_confirmed_leaves_the_rule_open() -> None:
    """It may be law already."""
    assert warning("", cite="sometime") == OPEN
