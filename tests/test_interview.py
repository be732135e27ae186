"""Which questions are asked, and in which order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import pytest

import guide
from compared import loaded
from guide.engine import evaluate
from guide.interview import Question, because, next_question, open_questions
from guide.loader import load
from guide.model import Rulebook
from guide.session import Session
from guide.values import Answer, Cell, Choices
from plain_book import BASE, FACTS, ON

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(guide.shipped_rulebook())


@pytest.fixture
def session(book: Rulebook) -> Iterator[Session]:
    session = Session(book, TODAY)
    yield session
    session.close()


def asked(session: Session) -> set[str]:
    return {question.cell.fact for question in session.questions()}


def test_the_topics_come_first(session: Session) -> None:
    """Nothing can be left out before the officer has said what the case is about."""
    question = session.next_question()

    assert question is not None
    assert question.cell.fact == session.rulebook.topics


def test_a_topic_keeps_the_other_topics_out(session: Session) -> None:
    """Somebody with an expression of interest is not asked about people's roles."""
    session.answer("case.topics", ["right-to-challenge"])

    assert "challenge.exists" in asked(session)
    assert not any(fact.startswith("person") for fact in asked(session))


def test_an_item_of_two_topics_is_asked_about_within_either() -> None:
    """And within no other; an unsure topic counts as chosen."""
    rules = '[warning.w]\ntitle = "W"\ncite = "page"\ntopic = ["one", "two"]\nwhen = ["f.a"]\n'
    topics = "options.one = '1'\noptions.two = '2'\noptions.three = '3'"
    book = loaded({**BASE, "rules/case.toml": BASE["rules/case.toml"].replace('options.all = "All"', topics), "rules/more.toml": FACTS + rules})
    for chosen, unsure, expected in [("one", "", True), ("two", "", True), ("three", "", False), ("three", "two", True)]:
        answers = {Cell("case.topics"): Answer(Choices(frozenset({chosen}), frozenset({unsure} if unsure else ())))}
        assert (Cell("f.a") in [question.cell for question in open_questions(evaluate(book, answers, ON))]) is expected


def test_sections_are_asked_in_the_authors_order(session: Session) -> None:
    """The order of the sections is the order of the interview, but for what only dresses an item that applies."""
    sections = list(session.rulebook.sections)
    order = [sections.index(question.section) for question in session.questions() if not question.late and question.cell.fact != "case.topics"]

    assert order == sorted(order)


def test_not_sure_is_an_answer(session: Session) -> None:
    """A question left unsure is not asked again, and what hangs on it stays open."""
    session.answer("case.topics", ["right-to-challenge"])
    session.not_sure("challenge.exists")

    assert "challenge.exists" not in asked(session)
    assert session.outcome().judgements["item:tell-when-decided"].open


def test_an_answer_can_settle_what_others_would_have(session: Session) -> None:
    """Without an expression of interest nothing is asked about one."""
    session.answer("case.topics", ["right-to-challenge"])
    session.answer("challenge.exists", False)

    assert not any(fact.startswith("challenge.submitted") for fact in asked(session))


def test_each_question_says_what_hangs_on_it(session: Session) -> None:
    """No question is asked for its own sake."""
    session.answer("case.topics", ["right-to-challenge", "conflict-check"])

    assert all(because(session.outcome(), question.cell) for question in session.questions())


def value_for(question: Question, chance: random.Random) -> object:
    """Some answer that fits."""
    fact = question.fact
    if fact is None:
        return [{question.list.key: f"Row {n}"} for n in range(chance.randrange(3))] if question.list else []
    if fact.not_yet and chance.random() < 0.3:
        return "not yet"
    match fact.kind:
        case "yes-no":
            return chance.random() < 0.5
        case "choice":
            return chance.choice(list(fact.options))
        case "choices":
            return chance.sample(list(fact.options), chance.randrange(min(3, len(fact.options)) + 1))
        case "rows":
            return []
        case "row":
            return "not sure"
        case "date":
            return date(chance.randrange(2011, 2028), chance.randrange(1, 13), chance.randrange(1, 29))
        case "text":
            return "words"
        case _:
            return chance.choice([0, 1, 5, 60, 100, 700_000])


@pytest.mark.parametrize("seed", range(6))
def test_a_random_journey_ends_and_no_question_was_idle(book: Rulebook, seed: int) -> None:
    """Every journey ends; and every answer given mattered when it was asked: clearing the last one opens its question again."""
    chance = random.Random(seed)
    session = Session(book, TODAY)
    for _ in range(400):
        question = session.next_question()
        if question is None:
            break
        if chance.random() < 0.1:
            session.not_sure(question.cell)
        else:
            session.answer(question.cell, value_for(question, chance))
        session.undo()
        assert next_question(session.outcome()) == question
        session.redo()
    else:
        pytest.fail("the interview does not end")
    session.close()


def test_the_next_question_is_the_first_open_one(session: Session) -> None:
    """There is one order."""
    outcome = session.outcome()

    assert next_question(outcome) == open_questions(outcome)[0]


def test_a_row_is_asked_about_by_name(session: Session) -> None:
    """An attribute of a row is a question of its own, and names the row."""
    session.answer("case.topics", ["conflict-check"])
    session.answer("case.nation", "England")
    session.answer("person", ["Ann", "Bob"])

    questions = {question.cell: question for question in session.questions()}

    assert "Ann" in questions[Cell("person.roles", "Ann")].ask
    assert "Bob" in questions[Cell("person.roles", "Bob")].ask
