"""The plain interview, line by line: everything the screens can do is a word at the prompt."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.values import Answer, Cell, Choices, RowSet
from talking import Talk

START = ("1", "1", "yes")  # the contract; England; a contract is wanted


def test_options_are_answered_by_number_or_by_id() -> None:
    """Both mean the same."""
    assert Talk("1", "2").session.answers == Talk("contract", "Wales").session.answers


def test_every_answer_is_saved_at_once() -> None:
    """The input may end at any time, and nothing is lost."""
    talk = Talk(*START)

    assert (talk.code, len(talk.saved), len(talk.session.answers)) == (0, 3, 3)


def test_not_sure_takes_a_note_and_a_role() -> None:
    """`? @role note` leaves a question to a colleague."""
    found = Talk("1", "? @buyer ask Jo").answer("case.nation")

    assert found is not None
    assert (found.sure, found.left_to, found.note) == (False, "buyer", "ask Jo")


def test_a_wrong_answer_is_explained_and_asked_again() -> None:
    """What is wrong is said beside the question, which stays."""
    talk = Talk("1", "7", "Engalnd", "1")

    assert "choose a number from 1 to 2" in talk.said
    assert "did you mean `England`?" in talk.said
    assert talk.answer("case.nation") == Answer("England")


def test_back_and_go_lead_to_earlier_questions() -> None:
    """An early answer can be changed at any time."""
    assert Talk(*START, "back", "no").answer("contract.wanted") == Answer(False)
    assert Talk(*START, "go case.nation", "2").answer("case.nation") == Answer("Wales")


def test_rows_are_named_and_may_be_incomplete() -> None:
    """Names with commas between; a question mark for those that may be missing."""
    talk = Talk("2", "1", "go person", "Ann, Bob, ?", "go person[Ann].roles", "1, 2?")

    assert talk.answer("person") == Answer(RowSet(("Ann", "Bob"), more=True))
    assert talk.answer("person[Ann].roles") == Answer(Choices(frozenset({"evaluator"}), frozenset({"director"})))


def test_undo_and_redo_and_clear() -> None:
    """Each takes one change back, or forward again."""
    assert Talk(*START, "undo").answer("contract.wanted") is None
    assert Talk(*START, "undo", "redo").answer("contract.wanted") == Answer(True)
    assert Talk(*START, "clear case.nation").answer("case.nation") is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("help", "not sure"),
        ("why", "Publish the notice"),
        ("why publish-notice", "may apply"),
        ("why nonsense", "nothing is called"),
        ("law notice-duty", "Made-up Act 2020 s.1"),
        ("list", "May apply:"),
        ("plan", "Nothing has a place in a plan yet."),
        ("like", "No real case is known"),
        ("review", "case.nation"),
        ("go nonsense", "there is no question"),
        ("on 2020-01-01", "1 January 2020"),
    ],
)
def test_words_at_the_prompt(typed: str, said: str) -> None:
    """Each does what `help` says."""
    assert said in Talk(*START, typed).said


def test_an_export_never_overwrites(tmp_path: Path) -> None:
    """The file is named, written once, and left alone the second time."""
    file = tmp_path / "list.md"
    talk = Talk(*START, f"export {file}", f"export {file}")

    assert "is there already" in talk.said
    assert file.read_text(encoding="utf-8").startswith("# A case")


def test_an_answer_may_be_a_command_word() -> None:
    """`=list` is the text "list"."""
    assert Talk("1", "1", "go service.name", "=list").answer("service.name") == Answer("list")


def test_the_end_is_told_once() -> None:
    """When nothing that matters is left, the conversation says what can still be done."""
    talk = Talk("1", "1", "no", "?", "?", "review", "quit")

    assert talk.said.count("No question is left that matters") == 1


def test_nothing_typed_is_an_escape_code() -> None:
    """Names come back without their terminal codes."""
    assert "\x1b" not in Talk("2", "1", "go person", "A\x1b[31mnn", "review", "list").said


def test_the_outcome_is_that_of_the_session() -> None:
    """One session underneath: the plain interview has no meaning of its own."""
    talk = Talk(*START, "150000")

    assert talk.session.outcome().judgements["item:publish-notice"].holding == ((),)
    assert Cell("contract.value") in talk.session.answers
