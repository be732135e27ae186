"""What would change a result: the smallest changes, each of which really does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import guide
from guide.changes import MOST_CHANGES, Settling, most_settling, turns, what_would_change, what_would_move
from guide.engine import Engine
from guide.loader import load
from guide.model import Rulebook
from guide.outcome import Outcome, live_results, status_of
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
    found = what_would_change(outcome, SMALL.items["publish-notice"], (), Status.HOLDS, lambda a: engine.update(a, ON))

    assert found.complete
    assert {cell for change in found.changes for cell in change.values} == {Cell("contract.value")}


def test_two_changes_are_found_when_one_is_not_enough(engine: Engine) -> None:
    """Without a contract of any value, both must change."""
    answers = given(case__nation="England", contract__wanted=False)
    outcome = engine.update(answers, ON)
    found = what_would_change(outcome, SMALL.items["publish-notice"], (), Status.HOLDS, lambda a: engine.update(a, ON))

    assert found.changes
    assert all(change.values.keys() == {Cell("contract.wanted"), Cell("contract.value")} for change in found.changes)


def test_every_change_does_what_it_says_and_no_part_of_it_does(engine: Engine) -> None:
    """Tried out again, on the shipped rulebook: each change moves the result, and nothing smaller would."""
    book = load(guide.shipped_rulebook(), tests=True)
    live = Engine(book)
    for test in list(book.tests.values())[::1200]:
        for item in list(book.items.values())[::160]:
            if item.per:
                continue
            outcome = live.update(test.given, test.on)
            before = status_of(outcome, item, ())
            moving = what_would_move(outcome, item, (), lambda a, on=test.on: live.update(a, on))  # type: ignore[misc]
            assert set(moving.to) == {Status.HOLDS, Status.FAILS} - {before}
            for change in (change for found in moving.to.values() for change in found.changes[:5]):
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

    assert found == Settling(Cell("board.staff_share"), 2.0, 7)


def test_an_open_item_says_what_each_answer_would_make_of_it(engine: Engine) -> None:
    """Whether there is a contract decides the notice one way only; so does its value."""
    outcome = engine.update(given(case__nation="England"), ON)
    (result,) = live_results(outcome, SMALL.items["publish-notice"])
    (wanted,) = turns(outcome, result, lambda a: engine.update(a, ON))
    assert wanted.cell == Cell("contract.wanted")
    assert {status: values.values for status, values in wanted.ways} == {Status.OPEN: (True,), Status.FAILS: (False,)}

    outcome = engine.update(given(case__nation="England", contract__wanted=True), ON)
    (result,) = live_results(outcome, SMALL.items["publish-notice"])
    moving = what_would_move(outcome, SMALL.items["publish-notice"], (), lambda a: engine.update(a, ON))
    assert [(status, values.below, values.above) for status, values in moving.turns[0].ways] == [(Status.FAILS, True, False), (Status.HOLDS, False, True)]
    assert moving.first
    assert moving.first.cell == Cell("contract.value")


def test_a_change_through_a_sum_is_found(engine: Engine) -> None:
    """Consent is needed above 100,000 in all; the contract is tried at what the earlier one leaves."""
    worked = load(Path(__file__).parent / "books" / "good" / "worked", tests=True)
    test = worked.tests["at-the-limit-is-not-over-it"]
    live = Engine(worked)
    outcome = live.update(test.given, test.on)
    found = what_would_change(outcome, worked.items["get-successor-consent"], (), Status.HOLDS, lambda a: live.update(a, test.on))
    assert {Cell("contract.whole_life_value"): 60_001} in [dict(change.values) for change in found.changes]
    live.close()
