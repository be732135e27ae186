"""Routes side by side: all that are compared, how each stands, and what speaks for and against it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guide.agreement import Agreement
from guide.checklist import build
from guide.comparisons import Comparison, compared
from guide.loader import load
from guide.model import Rulebook
from guide.render.json import render as to_json
from guide.render.markdown import render
from guide.session import Session
from guide.values import Status
from plain_book import BASE

ON = date(2026, 4, 1)
RULES = """
title = "Forms"
[fact.aim.lock]
ask = "Is a lock wanted?"
label = "a lock | is wanted"
type = "yes-no"
[fact.aim.members]
ask = "How many members?"
type = "number"
unit = "people"
[route.society]
title = "Society | of members"
cite = "page"
compare = "legal-form"
suits = ["aim.members >= 3"]
strains = ["aim.lock"]
[route.company]
title = "Company"
cite = "page"
compare = "legal-form"
suits = ["aim.lock", "aim.members < 3"]
unless = ["aim.lock"]
[route.lease]
title = "Lease"
cite = "page"
when = ["aim.lock"]
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    for name, text in {**BASE, "rules/forms.toml": RULES}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(tmp_path)


@pytest.fixture
def session(book: Rulebook) -> Iterator[Session]:
    session = Session(book, ON)
    session.answer("aim.lock", True)
    yield session
    session.close()


def found(session: Session) -> Comparison:
    outcome = session.outcome()
    (one,) = compared(outcome, build(outcome))
    return one


def test_all_routes_of_a_comparison_stand_in_it_in_the_authors_order(session: Session) -> None:
    """The one that is ruled out too, and none that is not compared."""
    assert [(side.entry.item, side.entry.status) for side in found(session).sides] == [("society", Status.HOLDS), ("company", Status.FAILS)]


def test_a_line_that_holds_speaks_for_or_against(session: Session) -> None:
    """A yes-no fact in its own words, an amount as what was said."""
    session.answer("aim.members", 2)
    society, company = found(session).sides

    assert (society.suits, society.strains) == ((), ("a lock | is wanted",))
    assert company.suits == ("a lock | is wanted", "you said “2 people” to “How many members?”, which is less than 3 people")


def test_what_nobody_said_is_told_as_not_known(session: Session) -> None:
    """Unknown is not no."""
    society, _ = found(session).sides

    assert society.unknown == ("“How many members?” has not been answered",)
    assert society.entry.status is Status.HOLDS


def test_what_speaks_for_a_route_never_opens_it(session: Session) -> None:
    """The company has a line for it and stays ruled out."""
    _, company = found(session).sides

    assert company.suits
    assert company.entry.status is Status.FAILS


def test_the_document_has_one_table_and_does_not_tell_the_routes_twice(session: Session) -> None:
    """Texts of authors are escaped: they add no column."""
    text = render("A case", session.outcome(), Agreement())
    head, _, *rows = text.split("### Legal form\n\n")[1].split("\n\n")[0].split("\n")

    assert head == "| Route |  | Speaks for it | Speaks against it | Not known yet | Why | Law |"
    assert [row.replace("\\|", "").count("|") for row in rows] == [8, 8]
    assert text.count("Society") == text.count("| Company |") == 1
    assert "| Lease |" in text.split("## Routes")[1].split("## Side by side")[0]


def test_programs_get_the_comparison_too(session: Session) -> None:
    """By the ids of the results."""
    (comparison,) = json.loads(to_json(session.outcome(), Agreement()))["comparisons"]

    assert (comparison["id"], comparison["title"]) == ("legal-form", "Legal form")
    assert [(route["id"], route["standing"]) for route in comparison["routes"]] == [("society", "open"), ("company", "ruled-out")]


def test_without_comparisons_there_is_no_heading(session: Session, tmp_path: Path) -> None:
    """A rulebook that compares nothing has no such part."""
    (tmp_path / "rules/forms.toml").write_text(RULES.replace('compare = "legal-form"\n', ""), encoding="utf-8")
    outcome = Session(load(tmp_path), ON).outcome()

    assert not compared(outcome, build(outcome))
    assert "## Side by side" not in render("A case", outcome, Agreement())
