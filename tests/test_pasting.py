"""Rows pasted from a spreadsheet: what is read, what is wrong and where, what is taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guide.pasting import pasted, say_pasted, take_rows
from guide.session import Session
from guide.tables import copy_row, say_table
from guide.values import UNKNOWN, Cell, Choices, RowSet
from talking import ON, SMALL, Talk

PEOPLE = ("2", "go person")


@pytest.fixture
def session() -> Iterator[Session]:
    """A case that nobody has answered anything in."""
    made = Session(SMALL, ON)
    yield made
    made.close()


def test_headings_are_ids_words_or_questions_and_columns_may_stand_anyhow(session: Session) -> None:
    """Commas, semicolons or tabs; a comma in quotation marks is part of a name."""
    texts = (
        'reports_to,Name,ROLES\nBob,"Ann, the first",evaluator\n,Bob,',
        "Reports to;name;roles\nBob;Ann, the first;evaluator\n;Bob;",
        "reports to\tNAME\troles\r\nBob\tAnn, the first\tevaluator\r\n\tBob\t\r\n",
    )
    for text in texts:
        found = pasted(session, "person", text)
        assert found.problems == ()
        assert [row.name for row in found.rows] == ["Ann, the first", "Bob"]
        take_rows(session, found)
        assert session.answers[Cell("person")].value == RowSet(("Ann, the first", "Bob"))
        assert session.answers[Cell("person.roles", "Ann, the first")].value == Choices(frozenset({"evaluator"}))
        assert session.answers[Cell("person.reports_to", "Ann, the first")].value == "Bob"
        assert Cell("person.roles", "Bob") not in session.answers
        assert session.undo()


def test_a_column_without_a_heading_is_names(session: Session) -> None:
    """As somebody keeps them in an e-mail."""
    assert [row.name for row in pasted(session, "person", "Ann\n\nBob\n").rows] == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "there is nothing in it"),
        ("Ann,evaluator\nBob,evaluator", "the first line has to say what stands in each column; the columns can be: Name, "),
        ("roles\nevaluator", "no column has the names"),
        ("name,shoe\nAnn,4", "column 2: “shoe” is nothing that is asked here; left out"),
        ("name,role\nAnn,x", "column 2: “role” is nothing that is asked here; did you mean “Roles”?; left out"),
        ("name,roles,roles\nAnn,evaluator,evaluator", "column 3: “roles” is there twice; left out"),
        ("name\nAnn\nBob\nAnn", "line 4: “Ann” stands on line 2 already; left out"),
        ("name,roles\n,evaluator", "line 2: there is no name; left out"),
        ("name\n?", "line 2: there is no name; left out"),
        ("name,roles\nAnn,evaluater", "line 2, “Roles”: `evaluater` is not offered; did you mean `evaluator`?; left out"),
        ("name,reports to\nAnn,Zed", "line 2, “Reports to”: `Zed` is not offered; left out"),
        ('name\nAnn\n"Bob', "line 3: a quotation mark is opened and not closed, or stands inside a cell; nothing from there on is read"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(session: Session, text: str, problem: str) -> None:
    """Everything else is taken all the same."""
    problems = pasted(session, "person", text).problems

    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_rows_that_are_there_keep_what_the_text_does_not_say(session: Session) -> None:
    """And the preview tells what the case says now."""
    session.answer("person", [{"name": "Ann", "roles": ["evaluator"]}, {"name": "Bob", "reports_to": "Ann"}, "?"])
    found = pasted(session, "person", "name,roles,reports to\nBob,evaluator?,?\nCy,,Bob")
    told = "\n".join(say_pasted(session, found))
    assert "1 new, 1 there already." in told
    assert "Bob (there already): Roles: None of them (not sure: " in told
    assert "Reports to: Not sure (now: Ann)" in told
    take_rows(session, found)

    assert session.answers[Cell("person")].value == RowSet(("Ann", "Bob", "Cy"), more=True)
    assert session.answers[Cell("person.roles", "Ann")].value == Choices(frozenset({"evaluator"}))
    assert session.answers[Cell("person.roles", "Bob")].value == Choices(frozenset(), frozenset({"evaluator"}))
    assert session.answers[Cell("person.reports_to", "Bob")].value == UNKNOWN
    assert session.answers[Cell("person.reports_to", "Cy")].value == "Bob"


def test_text_is_never_more_than_text(session: Session) -> None:
    """Codes of terminals and marks of the guide's own form are taken off or taken as they stand."""
    take_rows(session, pasted(session, "person", "name\n\x1b[31mAnn\x1b[0m\nnot sure\n"))

    assert session.answers[Cell("person")].value == RowSet(("[31mAnn[0m", "not sure"))


def test_a_copy_has_the_same_answers_under_its_own_name(session: Session) -> None:
    """As one change."""
    session.answer("person", [{"name": "Ann", "roles": ["evaluator"]}, "Bob"])
    session.not_sure("person[Ann].reports_to")
    copy_row(session, "person", "Ann", "Cy")

    assert session.answers[Cell("person")].value == RowSet(("Ann", "Bob", "Cy"))
    assert session.answers[Cell("person.roles", "Cy")].value == Choices(frozenset({"evaluator"}))
    assert session.answers[Cell("person.reports_to", "Cy")].value == UNKNOWN
    assert "  3. Cy. Roles: " in "\n".join(say_table(session, "person"))
    session.undo()
    assert session.answers[Cell("person")].value == RowSet(("Ann", "Bob"))


def test_rows_are_pasted_at_the_prompt_looked_at_and_taken() -> None:
    """Up to an empty line; `no` and the end of the input take nothing."""
    lines = ("paste", "name,roles", "Ann,evaluator", "Bob,pilot", "")
    taken = Talk(*PEOPLE, *lines, "yes")
    left = Talk(*PEOPLE, *lines, "no")

    assert taken.value("person") == RowSet(("Ann", "Bob"))
    assert "line 3, “Roles”: `pilot` is not offered" in taken.said
    assert taken.saved
    assert left.value("person") is None
    assert Talk(*PEOPLE, *lines[:3]).value("person") is None


def test_rows_are_pasted_from_a_file(tmp_path: Path) -> None:
    """As a spreadsheet saves it; a file that is not there is no end of the conversation."""
    file = tmp_path / "people.csv"
    file.write_bytes("name\r\nAnn\r\nZoë\r\n".encode("utf-8-sig"))

    assert Talk(*PEOPLE, f"paste {file}", "y").value("person") == RowSet(("Ann", "Zoë"))
    assert "cannot be read" in Talk(*PEOPLE, f"paste {file}x").said


def test_a_row_is_copied_and_the_table_read_out_at_the_prompt() -> None:
    """Also while its rows are asked about."""
    talk = Talk(*PEOPLE, "Ann, Bob", "go person[Ann].roles", "1", "go person[Bob].roles", "copy Ann = Cy", "table", "copy Zed = X")

    assert talk.value("person") == RowSet(("Ann", "Bob", "Cy"))
    assert "  2. Bob. Nothing is answered." in talk.said
    assert "  3. Cy. Roles: " in talk.said
    assert "write `copy OLD = NEW`, with one of the names given: Ann, Bob, Cy" in talk.said
