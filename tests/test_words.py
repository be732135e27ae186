"""Values, dates and names in plain English."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from guide.lines import Place
from guide.model import LEVELS, Fact
from guide.values import Choices, Number, RowSet, Unknown
from guide.words import conflict_word, level_word, plain, say_date, say_number, say_value, short_question


@pytest.mark.parametrize(
    ("number", "kind", "unit", "said"),
    [
        (1234, "number", "", "1,234"),
        (12, "number", "months", "12 months"),
        (1, "number", "months", "1 month"),
        (1, "number", "people", "1 person"),
        (Fraction(1, 8), "number", "", "0.125"),
        (Fraction(100, 3), "percent", "", "about 33.33%"),
        (Fraction(49999, 1000), "percent", "", "49.999%"),
        (0, "money", "", "£0"),
        (Fraction(240001, 2), "money", "", "£120,000.50"),
        (Fraction(199, 200), "money", "", "£0.995"),
        (-1200, "number", "GBP", "-£1,200"),
        (Fraction(2 * 10**30 + 1, 2), "money", "GBP", "£1,000,000,000,000,000,000,000,000,000,000.50"),
    ],
)
def test_numbers_are_exact_or_say_that_they_are_not(number: Number, kind: str, unit: str, said: str) -> None:
    """A share just below a half never reads as a half, and no digit of a large sum is lost."""
    assert said == say_number(number, kind, unit)


def test_a_date_is_day_month_year() -> None:
    """As GOV.UK writes them."""
    assert say_date(date(2026, 11, 2)) == "2 November 2026"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Who manages Tom? Leave empty if nobody does.", "Who manages Tom?"),
        ("Is Who? paid? Expenses are not pay.", "Is Who? paid?"),
        ("Tom: roles", "Tom: roles"),
    ],
)
def test_a_question_is_quoted_without_its_hints(asked: str, said: str) -> None:
    """Up to its last question mark: a name may have one too."""
    assert said == short_question(asked)


def test_several_options_are_told_in_the_order_in_which_they_are_offered() -> None:
    """Those nobody is sure of stand apart."""
    fact = Fact("a.b", "choices", Place(""), options={"x": "First", "y": "Second", "z": "Third"})

    assert say_value(fact, Choices(frozenset("zx"), frozenset("y"))) == "First; Third (not sure: Second)"
    assert say_value(fact, Choices()) == "None of them"


def test_lists_and_bounds() -> None:
    """What may be missing is said."""
    assert say_value(None, RowSet()) == "None"
    assert say_value(None, RowSet(("Ann", "Bob"), more=True)) == "Ann, Bob, and there may be more"
    assert say_value(None, Unknown(least=3)) == "at least 3"


def test_every_level_has_a_word_for_what_to_do_and_for_conflicts() -> None:
    """A prohibition stands before titles that say "do not"."""
    assert [level_word(level) for level in LEVELS] == ["Not allowed", "Must", "Should", "Could", "Declare"]
    assert [conflict_word(level) for level in LEVELS] == ["Not allowed", "Must act", "Should act", "Could act", "Declare it"]


def test_nothing_steers_a_terminal() -> None:
    """Controls and marks of direction go, line ends become spaces."""
    assert plain("a\x1b[31mb\n\tc\u202ed\u2028e\x07 é 😀") == "a[31mb  cde é 😀"
