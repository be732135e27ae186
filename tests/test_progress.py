"""Progress that is true: no interview is longer than it said at most, or shorter than it said at least."""

from __future__ import annotations

import random
from datetime import date

import pytest

import guide
from guide.loader import load
from guide.model import Fact
from guide.progress import Progress, Reach
from guide.session import Session
from guide.values import MISSING
from small import ON, SMALL

BOOK = load(guide.shipped_rulebook())


def some_answer(session: Session, fact: Fact | None, chance: random.Random) -> object:
    """Any answer to a question; of lists, names that are all there are."""
    if fact is None:
        return [f"R{n}" for n in range(chance.randrange(3))]
    rows = list(session.outcome().rows[fact.of].keys) if fact.of else []
    match fact.kind:
        case "yes-no":
            return chance.random() < 0.5
        case "choice":
            return chance.choice(list(fact.options))
        case "choices":
            return chance.sample(list(fact.options), 1)
        case "row":
            return chance.choice(rows) if rows else MISSING
        case "rows":
            return chance.sample(rows, min(1, len(rows)))
        case "date":
            return date(chance.randrange(2011, 2028), 3, 1)
        case "text":
            return "words"
        case _:
            return chance.choice([0, 20, 900_000])


def journey(session: Session, seed: int) -> tuple[list[Progress], int]:
    """What a whole interview said of itself before each question, and how many questions it had."""
    chance, said = random.Random(seed), []
    while question := session.next_question():
        said.append(session.progress())
        if chance.random() < 0.2 and question.fact:
            session.not_sure(question.cell)
        else:
            session.answer(question.cell, some_answer(session, question.fact, chance))
    return said, len(said)


@pytest.mark.parametrize("seed", range(6))
def test_an_interview_keeps_to_what_it_said(seed: int) -> None:
    """On random journeys through one topic of the shipped rulebook."""
    topics = list(BOOK.facts[BOOK.topics].options)
    session = Session(BOOK, date(2026, 11, 25))
    session.answer(BOOK.topics, [topics[seed * 2 % len(topics)]])
    session.answer(BOOK.nation, "England")
    said, asked = journey(session, seed)
    session.close()
    for place, one in enumerate(said):
        left = asked - place
        assert one.at_least <= left
        assert one.more or left <= one.at_most
        assert one.open <= one.at_most


def test_sections_add_up() -> None:
    """And what is answered moves from what may come to what is answered."""
    session = Session(SMALL, ON)
    before = session.progress()
    question = session.next_question()
    assert question is not None
    session.not_sure(question.cell)
    after = session.progress()
    assert (after.answered, sum(section.answered for section in after.sections)) == (before.answered + 1, after.answered)
    assert Reach(SMALL).of(next(iter(SMALL.items.values())))
