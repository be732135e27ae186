"""A session is a replay of answers: whatever is answered, changed, cleared, undone or redone, in any order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from guide.answers import AnswerError
from guide.engine import evaluate
from guide.loader import load
from guide.model import Cell, RowSet
from guide.session import Session

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)
ANSWERS: dict[str, list[object]] = {
    "case.topics": [["contract"], ["people?"], []],
    "case.nation": ["England", "Wales"],
    "contract.wanted": [True, False],
    "contract.value": [0, 120_000, 150_000],
    "contract.signed_on": [date(2026, 3, 1), "not yet"],
    "board.staff_share": [49, 50],
    "person": [[], ["Ann"], ["Ann", "Bob", "?"], [{"name": "Bob", "roles": ["evaluator", "director?"]}]],
    "body": [[], [{"label": "Newco", "kind": "bidder"}]],
    "person[Ann].roles": [["evaluator"], []],
    "person[Bob].acts_for": [["Newco"], []],
    "person[Ann].related_to": [["Bob"], []],
}
GIVEN = st.sampled_from([(name, value) for name, values in ANSWERS.items() for value in values])


class Interview(RuleBasedStateMachine):
    """Every way to change a session; the outcome is always that of its answers from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(SMALL, ON)
        self.undone = 0

    @rule(given=GIVEN)
    def answer(self, given: tuple[str, object]) -> None:
        before = self.session.answers
        try:
            self.session.answer(*given)
        except AnswerError:
            assert self.session.answers == before
        if self.session.answers != before:
            self.undone = 0

    @rule(name=st.sampled_from(sorted(ANSWERS)))
    def not_sure(self, name: str) -> None:
        before = self.session.answers
        self.session.not_sure(name, note="ask the lawyer")
        if self.session.answers != before:
            self.undone = 0

    @rule(name=st.sampled_from(sorted(ANSWERS)))
    def clear(self, name: str) -> None:
        before = self.session.answers
        self.session.clear(name)
        if self.session.answers != before:
            self.undone = 0

    @rule(day=st.sampled_from([ON, date(2019, 12, 31), date(2020, 1, 1), date(2027, 1, 1)]))
    def judge(self, day: date) -> None:
        if day != self.session.as_at:
            self.undone = 0
        self.session.judge_as_at(day)

    @rule()
    def undo(self) -> None:
        self.undone += self.session.undo()

    @precondition(lambda self: self.undone > 0)
    @rule()
    def redo(self) -> None:
        assert self.session.redo()
        self.undone -= 1

    @rule()
    def undo_then_redo_is_no_change(self) -> None:
        before = (self.session.answers, self.session.as_at)
        if self.session.undo():
            assert self.session.redo()
        assert (self.session.answers, self.session.as_at) == before

    @invariant()
    def the_outcome_is_that_of_the_answers(self) -> None:
        fresh = evaluate(SMALL, self.session.answers, self.session.as_at)
        live = self.session.outcome()
        assert (live.values, live.rows, live.judgements, live.contradictions) == (fresh.values, fresh.rows, fresh.judgements, fresh.contradictions)

    def teardown(self) -> None:
        self.session.close()


Interview.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
test_a_session_is_a_replay_of_answers = Interview.TestCase


@pytest.fixture
def session() -> Session:
    return Session(SMALL, ON)


def test_an_answer_that_falls_asleep_comes_back(session: Session) -> None:
    """The value of a contract that nobody wants is kept, not used, and counts again when it is wanted."""
    session.answer("contract.wanted", True)
    session.answer("contract.value", 150_000)
    session.answer("contract.wanted", False)
    assert session.dormant() == (Cell("contract.value"),)
    session.answer("contract.wanted", True)

    assert session.dormant() == ()
    assert session.outcome().value(Cell("contract.value")) == 150_000


def test_not_yet_lapses_on_a_later_day(session: Session) -> None:
    """Said on 1 April 2026, it is unknown in 2027 and asked again."""
    session.answer("case.topics", ["contract"])
    session.answer("case.nation", "England")
    session.answer("contract.wanted", True)
    session.answer("contract.value", 150_000)
    session.answer("contract.signed_on", "not yet")
    assert "contract.signed_on" not in {question.cell.fact for question in session.questions()}
    session.judge_as_at(date(2027, 1, 1))

    assert "contract.signed_on" in {question.cell.fact for question in session.questions()}


def test_a_row_keeps_its_answers_under_a_new_name(session: Session) -> None:
    """Its own answers move with it, and those of others that name it."""
    session.answer("person", [{"name": "Ann", "roles": ["evaluator"]}, {"name": "Bob", "reports_to": "Ann"}])
    session.rename_row("person", "Ann", "Anna")

    assert session.answers[Cell("person")].value == RowSet(("Anna", "Bob"))
    assert Cell("person.roles", "Anna") in session.answers
    assert session.answers[Cell("person.reports_to", "Bob")].value == "Anna"


def test_answers_that_name_a_row_that_is_gone_are_open_again(session: Session) -> None:
    """Nobody reports to somebody who is not there; undo brings both back."""
    session.answer("person", [{"name": "Ann"}, {"name": "Bob", "reports_to": "Ann"}])
    session.answer("person", ["Bob"])
    assert Cell("person.reports_to", "Bob") not in session.answers
    session.undo()

    assert session.answers[Cell("person.reports_to", "Bob")].value == "Ann"


def test_a_derived_fact_cannot_be_answered(session: Session) -> None:
    """It is worked out."""
    with pytest.raises(AnswerError, match="worked out"):
        session.answer("contract.large", True)
