"""A session, one change at a time: answers, rows, the way back, and another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guide.answers import AnswerError
from guide.cases import Work
from guide.loader import load
from guide.session import Session
from guide.values import UNKNOWN, Answer, Cell, Choices, RowSet

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)
PEOPLE = [{"name": "Ann", "roles": ["evaluator"], "paid": True, "pay": 900}, {"name": "Bob", "reports_to": "Ann", "related_to": ["Ann", "Bob?"]}]
STEPS: list[tuple[str, object]] = [
    ("case.topics", ["contract", "people"]),
    ("case.nation", "England"),
    ("contract.wanted", True),
    ("contract.value", "£150,000"),
    ("person", PEOPLE),
    ("person[Ann].remark", "left in May"),
    ("contract.wanted", False),
    ("contract.wanted", "not sure"),
]


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(SMALL, ON)
    yield session
    session.close()


def test_undo_and_redo_go_any_number_of_steps(session: Session) -> None:
    """Back to nothing and forward again, each moment as it was."""
    moments = [session.answers]
    for name, value in STEPS:
        session.answer(name, value)
        moments.append(session.answers)
    back = [session.answers for _ in STEPS if session.undo()]
    assert (back, session.undo()) == (moments[-2::-1], False)

    forward = [session.answers for _ in STEPS if session.redo()]
    assert (forward, session.redo()) == (moments[1:], False)


def test_a_new_answer_ends_what_redo_could_bring_back(session: Session) -> None:
    """There is one past and one future."""
    session.answer("contract.wanted", True)
    session.undo()
    session.answer("contract.wanted", False)

    assert session.redo() is False
    assert session.answers == {Cell("contract.wanted"): Answer(False)}


def test_the_same_answer_again_is_no_step(session: Session) -> None:
    """One undo takes back what was said twice."""
    session.answer("contract.wanted", True)
    session.answer("contract.wanted", "yes")
    session.clear("contract.value")
    session.judge_as_at(ON)
    session.undo()

    assert (session.answers, session.undo()) == ({}, False)


def test_undo_brings_back_the_day_too(session: Session) -> None:
    """Judging on another day is a step like an answer."""
    session.answer("contract.wanted", True)
    session.judge_as_at(date(2020, 1, 1))
    session.undo()

    assert (session.as_at, len(session.answers)) == (ON, 1)


def test_not_sure_replaces_an_answer_and_keeps_its_note(session: Session) -> None:
    """Who would know, and what was said of it, stay beside it."""
    session.answer("contract.value", 5, note="a guess")
    session.not_sure("contract.value", "ask for the budget", "buyer")

    assert session.answers[Cell("contract.value")] == Answer(UNKNOWN, "ask for the budget", "buyer")


def test_a_change_at_the_start_puts_what_came_after_to_sleep(session: Session) -> None:
    """Pay counts only of people who are paid; nobody has to type it again."""
    session.answer("person", PEOPLE)
    session.answer("person[Ann].paid", False)
    assert session.dormant() == (Cell("person.pay", "Ann"),)
    session.answer("person[Ann].paid", True)

    assert session.dormant() == ()
    assert session.outcome().value(Cell("person.pay", "Ann")) == 900


def test_the_answers_of_a_row_that_is_removed_sleep_until_it_comes_back(session: Session) -> None:
    """The names that others gave of it do not: they would name nobody."""
    session.answer("person", PEOPLE)
    session.answer("person", ["Bob"])
    assert Cell("person.roles", "Ann") in session.dormant()
    assert Cell("person.reports_to", "Bob") not in session.answers
    assert session.answers[Cell("person.related_to", "Bob")].value == Choices(unsure=frozenset({"Bob"}))
    session.answer("person", ["Bob", "Ann"])

    assert session.outcome().value(Cell("person.roles", "Ann")) == Choices(frozenset({"evaluator"}))


def test_a_row_keeps_what_is_left_out_when_its_list_is_answered_again(session: Session) -> None:
    """Naming one more person does not forget the first."""
    session.answer("person", PEOPLE)
    session.answer("person", ["Ann", "Bob", "Cleo", "?"])

    assert session.answers[Cell("person")].value == RowSet(("Ann", "Bob", "Cleo"), more=True)
    assert session.answers[Cell("person.pay", "Ann")].value == 900


def test_a_renamed_row_is_renamed_everywhere(session: Session) -> None:
    """In its own answers, in those that name it with others, and in those that name it alone; undo takes back all of it."""
    session.answer("person", PEOPLE)
    before = session.answers
    session.rename_row("person", "Ann", " Anna ")

    assert {cell.row for cell in session.answers} == {"", "Anna", "Bob"}
    assert session.answers[Cell("person.name", "Anna")].value == "Anna"
    assert session.answers[Cell("person.reports_to", "Bob")].value == "Anna"
    assert session.answers[Cell("person.related_to", "Bob")].value == Choices(frozenset({"Anna"}), frozenset({"Bob"}))
    session.undo()
    assert session.answers == before


@pytest.mark.parametrize(
    ("old", "new", "message"), [("Cleo", "Dan", "no row `Cleo`"), ("Ann", "Bob", "another row"), ("Ann", "  ", "in words"), ("Ann", "?", "in words")]
)
def test_a_row_is_not_renamed_to_what_it_cannot_be(session: Session, old: str, new: str, message: str) -> None:
    """Two rows never share a name."""
    session.answer("person", PEOPLE)
    before = session.answers
    with pytest.raises(AnswerError, match=message):
        session.rename_row("person", old, new)

    assert session.answers == before


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("contract.wanted", "perhaps", "yes, no or not sure"),
        ("contract.wanted", "not yet", "does not offer"),
        ("contract.value", -1, "less than nought"),
        ("contract.signed_on", "soon", "a date"),
        ("contract.large", True, "worked out"),
        ("case.nation", "Narnia", "not an option"),
        ("nonsense", 1, "no question"),
        ("person", [{"name": "Ann", "roles": ["king"]}], "not an option"),
        ("person", [{"name": "Ann"}, {"name": "Ann"}], "two rows"),
        ("person[Cleo].roles", [], "no row"),
        ("person.roles", [], "write `person"),
        ("form", [], "fixed"),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(session: Session, name: str, value: object, message: str) -> None:
    """Not the answers, not the way back."""
    session.answer("contract.wanted", True)
    before = session.answers
    with pytest.raises(AnswerError, match=message):
        session.answer(name, value)

    assert session.answers == before
    assert (session.undo(), session.undo(), session.redo()) == (True, False, True)


def test_the_law_of_another_day_is_judged_on_the_same_answers(session: Session) -> None:
    """The threshold rose in 2025."""
    for name, value in (("case.nation", "England"), ("contract.wanted", True), ("contract.value", 110_000)):
        session.answer(name, value)
    now = session.outcome().value(Cell("contract.large"))
    session.judge_as_at(date(2024, 4, 1))

    assert (now, session.outcome().value(Cell("contract.large"))) == (False, True)


def test_not_yet_holds_on_the_day_it_was_said_and_before(session: Session) -> None:
    """What had not happened by April had not happened in March; of May nobody knows."""
    session.answer("case.topics", ["contract"])
    session.answer("case.nation", "England")
    session.answer("contract.wanted", True)
    session.answer("contract.value", 150_000)
    session.answer("contract.signed_on", "not yet")

    def asked(on: date) -> bool:
        session.judge_as_at(on)
        return "contract.signed_on" in {question.cell.fact for question in session.questions()}

    assert [asked(date(2026, month, 1)) for month in (3, 4, 5, 4)] == [False, False, True, False]


def test_a_session_takes_up_where_answers_were_left() -> None:
    """Answers of a case go in as they are; nothing before them can be undone."""
    first = Session(SMALL, ON)
    for name, value in STEPS:
        first.answer(name, value)
    again = Session(SMALL, ON, first.answers)

    assert again.outcome().values == first.outcome().values
    assert again.undo() is False
    first.close()
    again.close()


def test_what_was_done_about_a_line_is_undone_like_an_answer_and_follows_a_new_name() -> None:
    """Work is a change like any other; a row renamed is renamed in it; the outcome is not worked out again."""
    session = Session(SMALL, ON)
    session.answer("person", ["Ann"])
    before = session.outcome()
    session.record("take-off (p = Ann)", Work(note="told"))
    assert session.outcome() is before
    session.undo()
    assert dict(session.work) == {}
    session.redo()
    assert dict(session.work) == {"take-off (p = Ann)": Work(note="told")}
    session.record("take-off (p = Ann)", Work())
    assert dict(session.work) == {}


def test_several_changes_as_one_are_undone_at_once_or_not_made_at_all() -> None:
    """One undo takes both back; when one does not fit, neither is made."""
    session = Session(SMALL, ON)
    with session.as_one():
        session.answer("case.nation", "England")
        session.answer("person", ["Ann"])
    session.undo()
    assert dict(session.answers) == {}
    session.redo()
    assert len(session.answers) == 3  # the nation, the list, and the name in it
    with pytest.raises(AnswerError):
        move_to_mars(session)
    assert session.answers[session.cell("case.nation")].value == "England"


def test_weighing_a_change_tells_what_it_would_do_and_leaves_all_as_it_was() -> None:
    """The way back stays too."""
    session = Session(SMALL, ON)
    session.answer("case.nation", "England")
    answers = session.answers
    found = session.weigh(lambda: session.clear("case.nation"))
    assert session.answers is answers
    assert [str(question.cell) for question in found.wakes] == []
    assert session.undo()
    assert not session.undo()


def move_to_mars(session: Session) -> None:
    """Two changes of which the second does not fit."""
    with session.as_one():
        session.answer("case.nation", "Wales")
        session.answer("case.nation", "Mars")
