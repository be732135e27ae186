"""How far an interview has come, by section; the most that may still be asked is never too low."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guide.loader import load
from guide.progress import Progress, by_section, progress
from guide.session import Session

SMALL = load(Path(__file__).parent / "books" / "good" / "small")


@pytest.fixture
def session() -> Iterator[Session]:
    found = Session(SMALL, date(2026, 4, 1))
    yield found
    found.close()


def now(session: Session) -> Progress:
    return progress(session.outcome(), session.questions())


def test_one_answered_and_the_rest_counted_by_section(session: Session) -> None:
    """Each section by itself; the sum is that of the whole."""
    session.answer("case.topics", ["contract"])
    found = by_section(session.outcome(), session.questions())
    assert sum(one.answered for one in found.values()) == 1
    assert sum(one.now for one in found.values()) == len(session.questions())
    assert now(session).answered == 1


def test_a_list_not_yet_answered_may_bring_more(session: Session) -> None:
    """Every name added may have questions of its own."""
    session.answer("case.topics", ["people"])
    assert now(session).rows
    assert "for each name added" in now(session).words


def test_the_most_is_never_less_than_what_is_asked_on_the_way(session: Session) -> None:
    """Answering to the end never takes more questions than were said at most."""
    session.answer("case.topics", ["contract"])
    session.answer("case.nation", "England")
    most, asked = now(session).most, 0
    values: dict[str, object] = {"yes-no": True, "number": 1, "money": 5_000_000, "percent": 1, "date": date(2026, 1, 1), "text": "x", "list": []}
    while question := session.next_question():
        options = list(question.fact.options) if question.fact else []
        session.answer(question.cell, options[0] if question.kind == "choice" else options[:1] if question.kind == "choices" else values[question.kind])
        asked += 1
    assert 0 < asked <= most
    assert now(session) == Progress(now(session).answered, 0, 0)
    assert now(session).words.endswith("nothing left to ask")
