"""The fifteen hardest rules load, say nothing wrong, and are read alike by both evaluators and by the naive reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compared import differences
from guide.booktests import failures
from guide.check import check
from guide.engine import Engine
from guide.interview import open_questions
from guide.loader import load
from guide.loader.tests import BOUND
from guide.model import Rulebook
from guide.outcome import Outcome
from guide.sweep import encode, sweep

WORKED = Path(__file__).parent / "books" / "good" / "worked"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(WORKED, tests=True)


@pytest.fixture(scope="module")
def outcomes(book: Rulebook) -> dict[str, Outcome]:
    """The engine's outcome of every test."""
    engine = Engine(book)
    found = {id: engine.update(test.given, test.on) for id, test in book.tests.items()}
    engine.close()
    return found


def test_check_has_nothing_to_say() -> None:
    """The fifteen rules are clean."""
    assert check(WORKED) == ()


def test_each_of_the_fifteen_has_tests(book: Rulebook) -> None:
    """Fifteen files of rules, each with a test of each side."""
    files = {test.place.file for test in book.tests.values()}
    assert sorted(Path(file).name[:2] for file in files) == [f"{number:02}" for number in range(1, 16)]


def test_every_expectation_is_met(book: Rulebook, outcomes: dict[str, Outcome]) -> None:
    """What the paper says of each case, the engine says."""
    assert [failure.message for id, outcome in outcomes.items() for failure in failures(book.tests[id], outcome)] == []


@pytest.mark.parametrize("side", ["applies", "ruled_out"])
def test_every_item_is_tested_on_both_sides(book: Rulebook, side: str) -> None:
    """An item that no test expects to apply, or to be ruled out, would prove nothing."""
    seen = {match["id"] for test in book.tests.values() for name, _ in test.expect.get(side, ()) if (match := BOUND.fullmatch(name))}
    due = {name for test in book.tests.values() for kind in ("due", "not_before") for name, _ in test.expect.get(kind, ())} if side == "applies" else set()
    assert sorted(book.items.keys() - seen - due) == []


def test_the_sweep_says_what_the_engine_says(book: Rulebook, outcomes: dict[str, Outcome]) -> None:
    """Every value, row, rule, item and open question of every test, all tests as one population."""
    swept = sweep(book, encode(book, [(test.given, test.on) for test in book.tests.values()]))
    found = {id: [*swept.disagreements(number, outcome), *asked_apart(swept.asks(number), outcome)] for number, (id, outcome) in enumerate(outcomes.items())}
    assert {id: differs for id, differs in found.items() if differs} == {}


def asked_apart(asks: frozenset[object], outcome: Outcome) -> Iterator[str]:
    """The questions that only one of sweep and interview would still ask."""
    yield from (f"question {cell}" for cell in asks ^ {question.cell for question in open_questions(outcome)})


def test_the_naive_reading_says_what_the_engine_says(outcomes: dict[str, Outcome]) -> None:
    """A third reading, which tries every binding one by one."""
    assert {id: found for id, outcome in outcomes.items() if (found := differences(outcome))} == {}
