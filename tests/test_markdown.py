"""The exported checklist: complete, readable CommonMark in which nothing a user typed is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

from guide.agreement import Agreement
from guide.checklist import build
from guide.loader import load
from guide.outcome import Contradiction
from guide.render.entries import GUIDANCE, by_guidance_alone
from guide.render.markdown import escape, render
from guide.session import Session
from guide.values import Cell

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
    """What an officer needs first comes first: what is open to do, and when; what an auditor needs comes last."""
    headings = re.findall(r"^## (.+)$", render("A case", session.outcome(), Agreement()), re.MULTILINE)

    assert headings == [
        "In short",
        "Side by side",
        "Dates to keep",
        "Warnings",
        "What to do",
        "Conflicts of interest register",
        "Still open",
        "Answers given",
        "Ruled out",
        "Notes: worked out from your answers",
        "Law relied on",
        "About this checklist",
    ]


def test_what_follows_from_many_answers_is_told_once(session: Session) -> None:
    """Ann's conflict comes down to three answers: they stand once, and the entry points to them."""
    text = render("A case", session.outcome(), Agreement())
    section = text.split("## Notes: worked out from your answers", 1)[1].split("## ", 1)[0]

    assert re.search(r"\*\*Must act:\*\* Take Ann off.*\n(  - .*\n)*  - \*\*Why:\*\* .*\(note \d\)\.", text)
    assert "You said “Newco”" in section
    assert section.count("You said “A bidder”") == 1


def test_it_says_once_that_it_is_not_legal_advice(session: Session) -> None:
    """In the words of the rulebook."""
    assert render("A case", session.outcome(), Agreement()).count(escape(SMALL.disclaimer)) == 1


def test_it_carries_the_date_and_the_rulebook(session: Session) -> None:
    """Enough to derive it again."""
    text = render("A case", session.outcome(), Agreement())

    assert "1 April 2026" in text
    assert SMALL.digest in text
    assert f"version {SMALL.version}" in text


def test_every_entry_that_applies_is_a_task_with_its_reason_and_law(session: Session) -> None:
    """Tasks are those of the checklist: things to do and conflicts, applying or not settled."""
    text = render("A case", session.outcome(), Agreement())
    checklist = build(session.outcome())
    wanted = [entry for entry in (*checklist.applies, *checklist.may_apply) if entry.kind in ("item", "conflict")]
    boxes = [token for token in tokens(text) if token.type == "html_inline" and "checkbox" in token.content]

    assert len(boxes) == len(wanted)
    assert len(re.findall(r"^  - \*\*(Why|It turns on):\*\*", text, re.MULTILINE)) >= len(wanted)


def test_a_duty_that_rests_on_guidance_alone_says_so(session: Session) -> None:
    """As long as nobody has read the text of any law that it cites; advice on guidance says nothing of it."""
    duty = next(entry for entry in build(session.outcome()).applies if entry.level == "must")
    on_guidance, unread = (replace(SMALL, pages={id: replace(page, checked=how) for id, page in SMALL.pages.items()}) for how in ("guidance", "secondary"))

    assert by_guidance_alone(SMALL, duty) == ""
    assert by_guidance_alone(on_guidance, duty) == GUIDANCE
    assert by_guidance_alone(on_guidance, replace(duty, level="should")) == ""
    assert by_guidance_alone(unread, duty) == ""


def test_tables_parse_as_tables(session: Session) -> None:
    """Who acts, routes, dates, the register, answers by section, and law are tables."""
    assert sum(token.type == "table_open" for token in tokens(render("A case", session.outcome(), Agreement()))) >= 7


def test_the_register_is_that_of_the_checklist(session: Session) -> None:
    """A row for each conflict found or not settled, with its state, nature, level and who acts; the cleared are counted."""
    session.answer("person[Ann].reports_to", "Bob")
    session.answer("person[Bob].roles", ["director?"])
    checklist = build(session.outcome())
    found = tables(render("A case", session.outcome(), Agreement()))["Conflict"]

    assert [(row[0], row[1]) for row in found] == [
        *((entry.title, "Found") for entry in checklist.applies if entry.kind == "conflict"),
        *((entry.title, "Not settled") for entry in checklist.may_apply if entry.kind == "conflict"),
    ]
    assert ["Ann marks a bid of Bob, who manages them", "Not settled", "Potential", "Should act", "Clerk"] in found


def test_the_summary_counts_what_follows(session: Session) -> None:
    """In short, and by who acts."""
    text = render("A case", session.outcome(), Agreement())

    assert "- **1 thing to do**" in text
    assert "- **1 conflict of interest**" in text
    assert tables(text)["Who acts"] == [["Clerk", "1", "0"], ["Buyer", "1", "0"]]


def test_dates_are_in_order_and_say_when_they_have_passed(session: Session) -> None:
    """A last day before the day the law is judged on has passed."""
    session.answer("contract.signed_on", date(2026, 3, 2))

    assert tables(render("A case", session.outcome(), Agreement()))["When"] == [["By 16 March 2026 (has passed)", "Publish the notice", "Buyer"]]


def test_what_was_ruled_out_is_told_by_reason(session: Session) -> None:
    """Every item ruled out stands once, below the line that decides it; of many rows, with how many were checked."""
    text = render("A case", session.outcome(), Agreement())
    section = text.split("## Ruled out", 1)[1].split("\n## ", 1)[0]
    out = {entry.item for entry in build(session.outcome()).ruled_out if entry.kind != "route"}

    assert sorted(re.findall(r"<!-- guide: (\S+) -->", section)) == sorted(out)
    assert re.search(r"\n  - … marks a bid of …, who manages them \(4 checked\)", section)


def test_every_note_that_a_reason_names_is_there(session: Session) -> None:
    """Numbered from 1, in the order in which they come up."""
    text = render("A case", session.outcome(), Agreement())
    named = list(dict.fromkeys(re.findall(r"\(note (\d+)\)", text)))
    section = text.split("## Notes", 1)[1].split("\n## ", 1)[0]

    assert named == re.findall(r"^(\d+)\. ", section, re.MULTILINE)
    assert named == [str(number) for number in range(1, len(named) + 1)]


def test_what_is_open_says_who_would_know(session: Session) -> None:
    """A question left to a colleague stands under what is still open with the role, the note and what waits on it."""
    session.not_sure("contract.value", "in the finance file", "buyer")
    section = render("A case", session.outcome(), Agreement()).split("## Still open", 1)[1].split("\n## ", 1)[0]

    assert "1. **What is the contract worth?** Not sure. Ask: Buyer. Note: in the finance file.\n" in section
    assert re.search(r"   - Waiting for this: .*Publish the notice", section)


def test_an_answer_that_does_not_arise_is_marked(session: Session) -> None:
    """It is kept, and not used."""
    session.answer("contract.wanted", False)
    answers = tables(render("A case", session.outcome(), Agreement()))["Question"]

    assert ["What is the contract worth?", "£200,000 (does not arise now: kept, not used)"] in answers


def test_a_contradiction_stands_at_the_top() -> None:
    """It is a mistake in the rulebook, which nobody may miss."""
    session = Session(SMALL, ON)
    found = Contradiction(Cell("contract.per_year"), (1, 2), ("a", "b"))
    text = render("A case", replace(session.outcome(), contradictions=(found,)), Agreement())

    assert text.index("## Contradictions in the rulebook") < text.index("## Still open" if "## Still open" in text else "## Answers given")
    assert "contract.per\\_year would be £1 and £2 at once, by the rules a, b" in text
    session.close()


def tables(text: str) -> dict[str, list[list[str]]]:
    """The rows of the tables of a document, by the first heading of each; tables with the same heading taken together."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for token in PARSER.parse(text):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level >= 4:
            rows[-1].append("".join(child.content for child in token.children or () if child.type == "text"))
        elif token.type == "table_close":
            found.setdefault(rows[0][0], []).extend(rows[1:])
            rows = []
    return found


@pytest.mark.parametrize("text", [HOSTILE, "a | b", "- [ ] x", "1. y", "# z", "\n\n# z", "+++", "x" * 5000, "<script>alert(1)</script>", "&lt;", "http://a.b"])
def test_a_users_words_are_never_markup(session: Session, text: str) -> None:
    """Titles, notes and the names of rows come out as they went in, as text."""
    session.answer("person", [{"name": f"P{text}", "roles": ["evaluator"], "acts_for": ["Newco"], "related_to": [], "remark": text}])
    session.not_sure("contract.length", note=text)
    found = tokens(render(text, session.outcome(), Agreement()))

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
