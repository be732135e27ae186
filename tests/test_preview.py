"""What an answer would do is told before it is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from guide.engine import evaluate
from guide.loader import load
from guide.preview import difference
from guide.session import AnswerError, Session
from guide.values import Answer, Cell, Status

SMALL = load(Path(__file__).parent / "books" / "good" / "small")


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(SMALL, date(2026, 4, 1))
    session.answer("case.topics", ["contract"])
    session.answer("case.nation", "England")
    session.answer("contract.wanted", True)
    session.answer("contract.value", 150_000)
    yield session
    session.close()


def test_a_preview_tells_what_vanishes_and_what_appears(session: Session) -> None:
    """Below the threshold the notice goes and the note on why there is none comes."""
    difference = session.preview("contract.value", 5)

    assert [result.id for result in difference.vanishes] == ["publish-notice"]
    assert [result.id for result in difference.appears] == ["write-down-why"]


def test_a_preview_tells_which_answers_fall_asleep(session: Session) -> None:
    """Without a contract its value does not count."""
    assert Cell("contract.value") in session.preview("contract.wanted", False).dormant


def test_a_preview_tells_which_questions_are_no_longer_asked(session: Session) -> None:
    """Nobody is asked when a contract was signed that nobody wants."""
    asked = {question.cell.fact for question in session.questions()}
    sleeping = {question.cell.fact for question in session.preview("contract.wanted", False).sleeps}

    assert "contract.signed_on" in asked & sleeping


def test_a_preview_changes_nothing(session: Session) -> None:
    """Answers, outcome, questions and the way back are as they were."""
    answers, judgements, questions = session.answers, session.outcome().judgements, session.questions()
    session.preview("contract.wanted", False)

    assert (session.answers, session.outcome().judgements, session.questions()) == (answers, judgements, questions)
    assert session.undo()
    assert Cell("contract.value") not in session.answers


def test_a_preview_of_not_sure_opens_what_was_settled(session: Session) -> None:
    """Unknown is not no."""
    moves = {move.result.id: (move.before, move.after) for move in session.preview("contract.value").moves}

    assert moves["publish-notice"] == (Status.HOLDS, Status.OPEN)


def test_an_answer_that_does_not_fit_is_refused_and_changes_nothing(session: Session) -> None:
    """The message is for the person; the session goes on."""
    with pytest.raises(AnswerError):
        session.preview("contract.value", "a lot")

    assert session.answers[Cell("contract.value")].value == 150_000


# --- every answer to a question ---


def test_each_answer_to_a_question_is_told_with_those_that_do_the_same(session: Session) -> None:
    """Up to the threshold one thing, from it on another; "not sure" comes last."""
    effects = session.effects("contract.value")

    low, high, unsure = effects
    assert low.values
    assert high.values
    assert low.values.values == (99_999, 100_000, 100_001, Fraction(239_999, 2))
    assert low.values.below
    assert [result.id for result in low.difference.vanishes] == ["publish-notice"]
    assert high.values.values[0] == Fraction(240_001, 2)
    assert high.values.above
    assert high.difference.moves == ()
    assert unsure.values is None
    assert {move.after for move in unsure.difference.moves} == {Status.OPEN}


def test_each_effect_is_what_the_answer_then_does(session: Session) -> None:
    """Given in earnest, every answer tried does what was told."""
    for cell in ("contract.wanted", "contract.value", "case.topics", "board.staff_share", "contract.signed_on"):
        before = session.outcome()
        for effect in session.effects(cell):
            for value in effect.values.values if effect.values else ():
                after = evaluate(SMALL, {**before.answers, Cell(cell): Answer(value)}, before.as_at)
                assert difference(before, after).told == effect.difference.told


def test_the_answer_given_already_is_not_tried(session: Session) -> None:
    """There is a contract: only what "no" and "not sure" do is told."""
    assert [effect.values and effect.values.values for effect in session.effects("contract.wanted")] == [(False,), None]


def test_trying_answers_changes_nothing(session: Session) -> None:
    """Neither the answers nor what follows from them."""
    before, answers = session.outcome(), session.answers
    session.effects("case.topics")
    assert session.outcome() is before
    assert session.answers is answers


def test_effects_of_what_is_no_question_are_refused(session: Session) -> None:
    """A derived fact has no answers."""
    with pytest.raises(AnswerError):
        session.effects("contract.large")
