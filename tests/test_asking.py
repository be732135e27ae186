"""Why a question is asked: everything that hangs on it, and the shortest way down to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import guide
from guide.asking import Step, why_asked
from guide.engine import Engine, evaluate
from guide.hanging import Hanging
from guide.interview import because, open_questions
from guide.loader import load
from guide.values import Answer, Answers, Cell, RowSet, Value
from guide.why import NothingCalled, why
from plain_book import outcome
from strategies import days
from test_meaning import examples
from test_sweep import drawn, dressed_rulebooks

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)


def asked(cell: str, **said: Value | RowSet) -> dict[str, tuple[Step, ...]]:
    """The way to a question from each result that hangs on it."""
    given_: Answers = {Cell(name.replace("__", ".")): Answer(value) for name, value in said.items()}
    return {asking.result.id: asking.way for asking in why_asked(evaluate(SMALL, given_, ON), Cell(cell))}


def test_a_question_that_an_item_reads_itself_has_no_way_to_go() -> None:
    """Writing down why no notice is needed reads whether there is a contract."""
    assert asked("contract.wanted", case__nation="England")["write-down-why"] == ()


def test_the_way_leads_through_the_rules_and_facts_between() -> None:
    """The notice turns on whether the contract is large, and that on its value."""
    ways = asked("contract.value", case__nation="England", contract__wanted=True)
    assert ways["publish-notice"] == (Step(Cell("contract.large"), "large-contract"),)


def test_what_applies_already_is_marked_late() -> None:
    """The notice is due; only its day hangs on the day of signing."""
    said: Answers = {Cell("case.nation"): Answer("England"), Cell("contract.wanted"): Answer(True), Cell("contract.value"): Answer(150_000)}
    (asking,) = why_asked(evaluate(SMALL, said, ON), Cell("contract.signed_on"))
    assert (asking.result.id, asking.late, asking.way) == ("publish-notice", True, (Step(Cell("contract.notice_by")),))


def test_a_list_is_asked_for_because_rows_may_be_missing() -> None:
    """Nobody has been named yet."""
    assert asked("person", case__nation="England")["take-off (p = ?)"] == ()


def test_the_way_to_what_decides_whether_a_list_counts_leads_over_the_list() -> None:
    """A warning about each row, without a line of its own: what it waits for is whether there are rows at all."""
    found = outcome('[warning.w]\ntitle = "W"\ncite = "page"\nnation = "any"\nfor = { g = "gone" }', "gone = ['X', '?']")
    ways = {asking.result.id: asking.way for asking in why_asked(found, Cell("f.a"))}
    assert set(ways.values()) == {(Step(Cell("gone")),)}


def test_a_question_that_is_answered_or_no_longer_matters_is_not_asked() -> None:
    """Without a contract its value settles nothing."""
    assert asked("contract.wanted", case__nation="England", contract__wanted=True) == {}
    assert asked("contract.value", case__nation="England", contract__wanted=False) == {}


def test_a_list_nothing_hangs_on_has_nothing_to_explain() -> None:
    """It is said so, with what can be asked about."""
    outcome = evaluate(SMALL, {Cell("person"): Answer(RowSet())}, ON)
    with pytest.raises(NothingCalled, match="nothing hangs on the list `person` now"):
        why(outcome, "person")
    assert why(evaluate(SMALL, {}, ON), "person")[0].asked


def test_every_question_of_the_shipped_rulebook_says_why_it_is_asked() -> None:
    """On a sample of its tests: a way leads from every result that hangs on a question down to it."""
    book = load(guide.shipped_rulebook(), tests=True)
    engine = Engine(book)
    for test in list(book.tests.values())[::800]:
        found = engine.update(test.given, test.on)
        hanging = Hanging(found)
        for question in open_questions(found, hanging):
            assert [asking.result for asking in why_asked(found, question.cell, hanging)] == list(because(found, question.cell, hanging))
    engine.close()


@examples(20)
@given(st.data(), dressed_rulebooks())
def test_every_question_of_a_random_rulebook_says_why_it_is_asked(data: st.DataObject, files: dict[str, str]) -> None:
    """Through joins, calculations, dates and `only_if`."""
    rulebook, cases = drawn(data, files, 2)
    for said, as_at in cases:
        found = evaluate(rulebook, said, as_at)
        for question in open_questions(found):
            assert [asking.result for asking in why_asked(found, question.cell)] == list(because(found, question.cell))


@examples(40)
@given(st.data(), dressed_rulebooks())
def test_what_is_remembered_of_an_earlier_outcome_is_still_so(data: st.DataObject, files: dict[str, str]) -> None:
    """Questions planned with what was known before an answer are those planned afresh, whatever was answered, cleared or judged in between."""
    rulebook, cases = drawn(data, files, 1)
    ((said, as_at),) = cases
    engine, hanging = Engine(rulebook), None
    state: dict[Cell, Answer] = {}
    for cell in data.draw(st.permutations(list(said)[:12])):
        state[cell] = said[cell]
        outcome = engine.update(state, data.draw(days) if data.draw(st.integers(0, 9)) == 0 else as_at)
        if data.draw(st.booleans()):
            hanging = Hanging(outcome, hanging)
            assert open_questions(outcome, hanging) == open_questions(outcome)
        if data.draw(st.integers(0, 4)) == 0:
            del state[data.draw(st.sampled_from(sorted(state)))]
    engine.close()
