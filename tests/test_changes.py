"""What would change a result: the smallest changes, each of which really does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import guide
from guide.changes import MOST_CHANGES, most_settling, what_would_change
from guide.engine import Engine
from guide.loader import load
from guide.model import Rulebook
from guide.outcome import Outcome, status_of
from guide.values import Answer, Answers, Cell, Status

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine(SMALL)
    yield engine
    engine.close()


def given(**values: object) -> Answers:
    return {Cell(name.replace("__", ".")): Answer(value) for name, value in values.items()}  # type: ignore[arg-type]


def test_one_change_is_found_before_two(engine: Engine) -> None:
    """A contract just below the threshold needs no notice; a pound more, or nothing else, brings it."""
    answers = given(case__nation="England", contract__wanted=True, contract__value=100_000)
    outcome = engine.update(answers, ON)
    found = what_would_change(outcome, SMALL.items["publish-notice"], (), lambda a: engine.update(a, ON))

    assert found.complete
    assert {cell for change in found.changes for cell in change.values} == {Cell("contract.value")}


def test_two_changes_are_found_when_one_is_not_enough(engine: Engine) -> None:
    """Without a contract of any value, both must change."""
    answers = given(case__nation="England", contract__wanted=False)
    outcome = engine.update(answers, ON)
    found = what_would_change(outcome, SMALL.items["publish-notice"], (), lambda a: engine.update(a, ON))

    assert found.changes
    assert all(change.values.keys() == {Cell("contract.wanted"), Cell("contract.value")} for change in found.changes)


def test_every_change_does_what_it_says_and_no_part_of_it_does(engine: Engine) -> None:
    """Tried out again, on the shipped rulebook: each change moves the result, and nothing smaller would."""
    book = load(guide.shipped_rulebook(), tests=True)
    live = Engine(book)
    for test in list(book.tests.values())[::200]:
        for item in list(book.items.values())[::40]:
            if item.per:
                continue
            outcome = live.update(test.given, test.on)
            before = status_of(outcome, item, ())
            found = what_would_change(outcome, item, (), lambda a, on=test.on: live.update(a, on))  # type: ignore[misc]
            for change in found.changes[:5]:
                assert status_after(live, outcome, change.values, item.id, book) is change.after is not before
                assert len(change.values) <= MOST_CHANGES
                for cell in change.values if len(change.values) > 1 else ():
                    smaller = {c: v for c, v in change.values.items() if c != cell}
                    assert status_after(live, outcome, smaller, item.id, book) is not change.after
    live.close()


def status_after(engine: Engine, outcome: Outcome, values: object, item: str, book: Rulebook) -> Status:
    assert isinstance(values, dict)
    after = engine.update({**outcome.answers, **{cell: Answer(value) for cell, value in values.items()}}, outcome.as_at)
    return status_of(after, book.items[item], ())


def test_the_question_that_settles_most_is_named(engine: Engine) -> None:
    """The share of votes settles both routes, whatever it is; whether there is a contract may settle nothing."""
    outcome = engine.update(given(case__nation="England"), ON)
    found = most_settling(outcome, lambda a: engine.update(a, ON))

    assert found == (Cell("board.staff_share"), 2.0)
