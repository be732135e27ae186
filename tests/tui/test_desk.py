"""The case on the desk, without a screen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import village
from village import CASE, Memory, desk

from guide.answers import AnswerError
from guide.interview import Question
from guide.values import Answer, Cell, RowSet

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True, "bus.cost": 60_000}
PEOPLE: dict[str, object] = {"body": ["Co-op"], "person": ["Ann", "Bob"], "person[Ann].works_for": "Co-op", "person[Bob].acts_for": ["Co-op"]}


def test_a_change_is_in_its_file_before_anything_is_made_of_it() -> None:
    """A change that is only weighed is not."""
    memory = Memory()
    at = desk(memory=memory)

    at.answer(Cell("bus.wanted"), True)
    at.weigh(lambda: at.answer(Cell("bus.wanted"), False))

    assert not at.stale
    assert memory.cases[CASE].answers == {Cell("bus.wanted"): Answer(True)}
    assert memory.savings == 1


def test_an_answer_that_does_not_fit_changes_nothing() -> None:
    at = desk(BUS)

    with pytest.raises(AnswerError):
        at.answer(Cell("bus.cost"), "plenty")

    assert not at.stale
    assert at.words(Cell("bus.cost")) == "£60,000"


def test_when_saving_fails_the_reason_is_kept_and_so_are_the_answers() -> None:
    memory = Memory()
    memory.full = True
    at = desk(memory=memory)
    at.answer(Cell("bus.wanted"), True)

    assert not at.save()
    assert "the disk is full" in at.unsaved
    assert at.given(Cell("bus.wanted")) == Answer(True)

    memory.full = False
    assert at.save_as(Path("other.toml"))
    assert at.unsaved == ""
    assert memory.cases[Path("other.toml")].answers == at.session.answers


def test_saving_in_another_file_that_fails_leaves_the_case_in_its_own() -> None:
    memory = Memory()
    memory.full = True
    at = desk(memory=memory)

    assert not at.save_as(Path("other.toml"))
    assert at.path == CASE


def test_back_leads_along_the_answers_in_the_order_given() -> None:
    at = desk({"case.nation": "Wales", "case.topics": ["bus"]})

    assert at.before(Cell("bus.wanted")) == Cell("case.topics")
    assert at.before(Cell("case.topics")) == Cell("case.nation")
    assert at.before(Cell("case.nation")) is None


def test_forward_leads_along_the_answers_and_then_to_the_next_open_question() -> None:
    at = desk({"case.topics": ["bus"], "case.nation": "England"})

    assert at.after(Cell("case.topics")) == Cell("case.nation")
    assert at.after(Cell("case.nation")) == Cell("bus.wanted")


def test_a_dormant_answer_is_not_on_the_way_but_is_among_what_was_said() -> None:
    at = desk(BUS)
    at.answer(Cell("bus.wanted"), False)

    assert Cell("bus.cost") not in at.trail()
    assert [each.dormant for each in at.said() if each.question.cell == Cell("bus.cost")] == [True]
    assert at.progress().answered == 3


def test_a_not_yet_of_an_earlier_day_is_open_again() -> None:
    at = desk({**BUS, "bus.starts_on": "not yet"})
    assert Cell("bus.starts_on") in at.trail()

    at.judge_as_at(date(2027, 1, 1))

    assert Cell("bus.starts_on") not in at.trail()
    assert at.words(Cell("bus.starts_on")) == "No day agreed yet (said on 22 November 2026)"


def test_rows_renamed_keep_their_answers_and_are_still_named_elsewhere() -> None:
    at = desk(PEOPLE)

    at.answer_rows(Cell("body"), (("Co-op", "Bus Co-op"), ("", "Parish")), more=True)

    assert at.given(Cell("body")) == Answer(RowSet(("Bus Co-op", "Parish"), more=True))
    assert at.words(Cell("person.works_for", "Ann")) == "Bus Co-op"
    assert at.words(Cell("person.acts_for", "Bob")) == "Bus Co-op"


def test_one_row_can_go_while_another_takes_its_name() -> None:
    at = desk(PEOPLE)

    at.answer_rows(Cell("person"), (("Bob", "Ann"),), more=False)

    assert at.rows("person") == ("Ann",)
    assert at.words(Cell("person.acts_for", "Ann")) == "Co-op"


def test_what_hangs_on_a_question_is_said_in_titles() -> None:
    at = desk({"case.topics": ["bus"], "case.nation": "England"})

    assert at.hangs_on(at.question(Cell("bus.wanted"))) == (
        "Must: Tell the passengers of (not known yet: bus route) who will run the bus",
        "Should: Publish what the bus costs",
        "Must: Apply for the licence of a large bus",
        "Warning: Without the co-operative the bus stops",
        "Route: A co-operative that the drivers own",
    )


def test_a_question_that_nothing_hangs_on_says_so() -> None:
    at = desk({"case.topics": ["bus"], "bus.wanted": False})
    asked: Question = at.question(Cell("bus.wanted"))

    assert at.hangs_on(asked) == ()


def test_a_note_and_a_colleague_are_part_of_the_words() -> None:
    at = desk()
    at.not_sure(Cell("bus.seats"), note="look it up", left_to="driver")

    assert at.words(Cell("bus.seats")) == "Not sure; to ask: Lead driver; note: look it up"


def test_the_checklist_is_worked_out_once_for_the_same_answers() -> None:
    at = desk(BUS)
    before = at.checklist(at.session.outcome())

    assert at.checklist(at.session.outcome()) is before
    at.answer(Cell("bus.wanted"), False)
    assert at.checklist(at.session.outcome()) is not before


def test_the_export_goes_through_the_files() -> None:
    memory = Memory()

    at = desk(BUS, memory)

    assert at.export(Path("bus.md"), at.session.outcome()) == Path("/home/officer/bus.md")
    assert "The village bus" in memory.texts[Path("bus.md")]
    assert village.BOOK.version in memory.texts[Path("bus.md")]
