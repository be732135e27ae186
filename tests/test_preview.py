"""What an answer would do is told before it is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guide.loader import load
from guide.session import AnswerError, Session
from guide.values import Cell, Status

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
