"""A session is a replay of answers: whatever is answered, changed, cleared, undone or redone, in any order."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from guide.answers import AnswerError
from guide.engine import evaluate
from guide.interview import open_questions
from guide.loader import load
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
        with contextlib.suppress(AnswerError):
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

    @rule(names=st.sampled_from([("Ann", "Bob"), ("Ann", "Anna"), ("Bob", "Newco"), ("Anna", "Ann")]))
    def rename(self, names: tuple[str, str]) -> None:
        before = self.session.answers
        try:
            self.session.rename_row("person", *names)
        except AnswerError:
            assert self.session.answers == before
        if self.session.answers != before:
            self.undone = 0

    @rule(given=GIVEN)
    def a_preview_changes_nothing(self, given: tuple[str, object]) -> None:
        before = (self.session.answers, self.session.as_at)
        with contextlib.suppress(AnswerError):
            self.session.preview(*given)
        assert (self.session.answers, self.session.as_at) == before

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
    def the_questions_are_those_of_the_outcome(self) -> None:
        assert self.session.questions() == open_questions(self.session.outcome())

    @invariant()
    def the_outcome_is_that_of_the_answers(self) -> None:
        fresh = evaluate(SMALL, self.session.answers, self.session.as_at)
        live = self.session.outcome()
        assert (live.values, live.rows, live.judgements, live.contradictions) == (fresh.values, fresh.rows, fresh.judgements, fresh.contradictions)

    def teardown(self) -> None:
        self.session.close()


Interview.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
test_a_session_is_a_replay_of_answers = Interview.TestCase
