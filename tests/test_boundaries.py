"""The values of a question that are worth trying lie on each side of whatever it is compared with, also through a calculation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from compared import loaded
from guide.boundaries import Boundaries, Values, together
from guide.engine import evaluate
from guide.loader import load
from guide.model import Rulebook
from guide.values import Answer, Answers, Cell, Choices, NotYet, Value
from plain_book import BASE

ON = date(2026, 4, 1)
SMALL = load(Path(__file__).parent / "books" / "good" / "small")
WORKED = load(Path(__file__).parent / "books" / "good" / "worked")


def tried(book: Rulebook, cell: str, **given: Value) -> tuple[Value, ...]:
    """The values worth trying of a question."""
    answers: Answers = {Cell(name.replace("__", ".")): Answer(value) for name, value in given.items()}
    return Boundaries(book).values(evaluate(book, answers, ON), Cell(cell))


def book(calculation: str, line: str, more: str = "") -> Rulebook:
    """A rulebook in which `f.part` and `f.other` make up `f.whole`, of which one line asks something."""
    facts = f"""
        [fact.f.part]
        ask = "?"
        type = "number"
        [fact.f.other]
        ask = "?"
        type = "number"
        [fact.f.day]
        ask = "?"
        type = "date"
        [fact.f.whole]
        {calculation}
        [warning.reached]
        title = "Reached"
        cite = "page"
        when = ["{line}"]
        {more}
    """
    return loaded({**BASE, "rules/facts.toml": facts})


def test_an_amount_is_tried_at_each_figure_it_is_compared_with_and_beside_it() -> None:
    """Both figures of the threshold, in order."""
    half = Fraction(1, 2)
    assert tried(SMALL, "contract.value") == (99_999, 100_000, 100_001, 119_999 + half, 120_000 + half, 120_001 + half)


def test_no_amount_below_nought_is_tried_where_there_is_none() -> None:
    """A yearly cost may fall; a number of employees cannot be less than none."""
    assert tried(SMALL, "contract.change") == (-1, 0, 1)
    assert tried(book('type = "number"\nsum = ["f.part", "f.other"]', "f.whole > 0"), "f.part") == (0, 1)


@pytest.mark.parametrize(
    ("calculation", "line", "given", "wanted"),
    [
        ('type = "number"\nsum = ["f.part", "f.other"]', "f.whole > 100", {"f__other": 70}, (29, 30, 31)),
        ('type = "number"\nsum = ["f.part", "f.other"]', "f.whole > 100", {"f__part": 10, "f__other": 70}, (29, 30, 31)),
        ('type = "number"\nsum = ["f.part", "f.other"]', "f.whole > 100", {}, (99, 100, 101)),
        ('type = "number"\ndifference = ["f.part", "f.other"]', "f.whole > 5", {"f__part": 1, "f__other": 10}, (14, 15, 16)),
        ('type = "number"\ndifference = ["f.other", "f.part"]', "f.whole > 5", {"f__part": 1, "f__other": 10}, (4, 5, 6)),
        ('type = "number"\nproduct = ["f.part", "12"]', "f.whole > 120", {"f__part": 3}, (9, 10, 11)),
        ('type = "percent"\nshare = ["f.part", "f.other"]', "f.whole > 80", {"f__other": 50}, (39, 40, 41)),
        ('type = "percent"\nshare = ["f.other", "f.part"]', "f.whole > 80", {"f__other": 40}, (49, 50, 51)),
        ('type = "number"\nmost = ["f.part", "f.other"]', "f.whole > 9", {"f__other": 1}, (8, 9, 10)),
    ],
)
def test_what_a_calculation_is_compared_with_is_carried_back(calculation: str, line: str, given: dict[str, Value], wanted: tuple[int, ...]) -> None:
    """To the amount at which the calculation reaches it, with the other amounts as they are."""
    assert tried(book(calculation, line), "f.part", **given) == wanted


def test_a_day_that_another_is_counted_from_is_tried_at_the_distance() -> None:
    """Ten days after it is compared with the first of May."""
    days = tried(book('type = "date"\ndate = "10 days after f.day"', "f.whole < 2026-05-01"), "f.day", f__day=ON)
    assert date(2026, 4, 21) in days
    assert date(2026, 4, 20) in days


def test_a_day_that_dates_a_figure_is_tried_where_the_figure_changes() -> None:
    """The day of the transfer decides whether 14 or 28 days' notice is due."""
    days = tried(WORKED, "transfer.on")
    assert {date(2014, 4, 30), date(2014, 5, 1)} <= set(days)
    assert days[-1] == NotYet(ON)


def test_options_are_tried_one_by_one() -> None:
    """Of several that hold at once, each is put in or taken out."""
    assert set(tried(WORKED, "council.roles", council__roles=Choices(frozenset({"landlord", "purchaser"})))) == {
        Choices(frozenset({"purchaser"})),
        Choices(frozenset({"landlord"})),
        Choices(frozenset({"landlord", "purchaser", "planning-authority"})),
        Choices(frozenset({"landlord", "purchaser", "food-enforcer"})),
    }


# --- values that do the same ---


def alike(rulebook: Rulebook, cell: str, did: dict[Value, str]) -> tuple[tuple[str, Values], ...]:
    """Values tried, by what they did."""
    return together(list(did.items()), Boundaries(rulebook), evaluate(rulebook, {}, ON), Cell(cell))


def test_neighbours_that_do_the_same_are_a_range() -> None:
    """Nothing happens between two values worth trying, nor beyond the last."""
    assert alike(book('type = "text"', "f.part > 100"), "f.part", {99: "no", 100: "no", 101: "yes"}) == (
        ("no", Values((99, 100), range=True, below=True)),
        ("yes", Values((101,), range=True, above=True)),
    )


def test_values_of_a_question_that_a_calculation_takes_up_are_examples() -> None:
    """Something may happen between them that nobody tried."""
    taken_up = book('type = "number"\nproduct = ["f.part", "12"]', "f.whole > 120")
    assert alike(taken_up, "f.part", {9: "no", 10: "no", 11: "yes"}) == (("no", Values((9, 10))), ("yes", Values((11,))))


def test_options_that_do_the_same_stand_together_wherever_they_are() -> None:
    """England and Wales have no order."""
    assert alike(SMALL, "case.nation", {"England": "same", "Wales": "same"}) == (("same", Values(("England", "Wales"))),)


def test_not_yet_is_no_part_of_a_range() -> None:
    """It is no day."""
    assert alike(SMALL, "contract.signed_on", {ON: "same", NotYet(ON): "same"})[-1] == ("same", Values((NotYet(ON),)))
