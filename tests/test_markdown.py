"""The exported checklist: complete, readable CommonMark in which nothing a user typed is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

from guide.checklist import build
from guide.loader import load
from guide.render.markdown import escape, render
from guide.session import Session

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)
HOSTILE = '<b>*x*</b> [y](http://z) `c` | # ~~s~~ ![i](j) {{q}} \x1b[31m <!-- --> &amp; "'
PARSER = MarkdownIt("commonmark").enable("table").use(tasklists_plugin)


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(SMALL, ON)
    session.answer("case.nation", "England")
    session.answer("contract.wanted", True)
    session.answer("contract.value", 200_000)
    session.answer("contract.signed_on", date(2026, 12, 24))
    session.answer("body", [{"label": "Newco", "kind": "bidder"}])
    session.answer("person", [{"name": "Ann", "roles": ["evaluator"], "acts_for": ["Newco"], "related_to": []}, {"name": "Bob", "roles": []}])
    yield session
    session.close()


def tokens(text: str) -> list[Token]:
    return [token for block in PARSER.parse(text) for token in (block, *(block.children or ()))]


def test_the_document_has_its_parts(session: Session) -> None:
    """What to do, what may apply, routes, the register, what is open, what was ruled out, answers, law, and how to make it again."""
    headings = re.findall(r"^## (.+)$", render("A case", session.outcome()), re.MULTILINE)

    assert headings == [
        "Dates to keep",
        "What to do",
        "Routes",
        "Warnings",
        "Conflicts of interest register",
        "Still open",
        "Ruled out",
        "Worked out from your answers",
        "Answers given",
        "Law relied on",
        "About this checklist",
    ]


def test_what_follows_from_many_answers_is_told_once(session: Session) -> None:
    """Ann's conflict comes down to three answers: they stand once, and the entry points to them."""
    text = render("A case", session.outcome())
    section = text.split("## Worked out from your answers", 1)[1].split("## ", 1)[0]

    assert "(see “Worked out from your answers”)" in text
    assert "You said “Newco”" in section
    assert section.count("You said “A bidder”") == 1


def test_it_says_once_that_it_is_not_legal_advice(session: Session) -> None:
    """In the words of the rulebook."""
    assert render("A case", session.outcome()).count(escape(SMALL.disclaimer)) == 1


def test_it_carries_the_date_and_the_rulebook(session: Session) -> None:
    """Enough to derive it again."""
    text = render("A case", session.outcome())

    assert "1 April 2026" in text
    assert SMALL.digest in text
    assert f"version {SMALL.version}" in text


def test_every_entry_that_applies_is_a_task_with_its_reason_and_law(session: Session) -> None:
    """Tasks are those of the checklist: things to do and conflicts, applying or not settled."""
    text = render("A case", session.outcome())
    checklist = build(session.outcome())
    wanted = [entry for entry in (*checklist.applies, *checklist.may_apply) if entry.kind in ("item", "conflict")]
    boxes = [token for token in tokens(text) if token.type == "html_inline" and "checkbox" in token.content]

    assert len(boxes) == len(wanted)
    assert len(re.findall(r"^  - \*\*(Why|It turns on):\*\*", text, re.MULTILINE)) >= len(wanted)


def test_tables_parse_as_tables(session: Session) -> None:
    """The register, routes, what was ruled out, answers and law are tables."""
    assert sum(token.type == "table_open" for token in tokens(render("A case", session.outcome()))) >= 6


@pytest.mark.parametrize("text", [HOSTILE, "a | b", "- [ ] x", "1. y", "# z", "\n\n# z", "+++", "x" * 5000, "<script>alert(1)</script>", "&lt;", "http://a.b"])
def test_a_users_words_are_never_markup(session: Session, text: str) -> None:
    """Titles, notes and the names of rows come out as they went in, as text."""
    session.answer("person", [{"name": f"P{text}", "roles": ["evaluator"], "acts_for": ["Newco"], "related_to": [], "remark": text}])
    session.not_sure("contract.length", note=text)
    found = tokens(render(text, session.outcome()))

    links = {str(token.attrs["href"]) for token in found if token.type == "link_open"}
    assert links == {page.url for page in SMALL.pages.values()}
    assert not [token for token in found if token.type == "html_block"]
    assert not [token for token in found if token.type == "html_inline" and not re.fullmatch(r"<!-- guide: [^<>]*-->|<input class=\"task.*>", token.content)]
    assert not [token for token in found if token.type in ("image", "code_inline") and token.content != SMALL.digest]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_escaped_text_reads_as_it_was(text: str) -> None:
    """Whatever is typed, the parsed text is the typed text on one line."""
    found = PARSER.parse(f"x {escape(text)}")
    shown = "".join(child.content for block in found for child in (block.children or ()))
    expected = " ".join("".join(c if c.isprintable() else " " if c in "\n\r\t" else "" for c in text).split())

    assert len([block for block in found if block.type == "inline"]) == 1
    assert " ".join(shown.split()) == " ".join(f"x {expected}".split())
