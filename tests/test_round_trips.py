"""Every form says what the case says, for whatever answers and work: read back, it is the same; and Markdown verifies and is worked on by command."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import jsonschema
import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from commanding import run
from guide.agreement import Agreement
from guide.cases import Case, NotFollowed, Work, load_case, new_case, save_case, with_answers, with_work
from guide.cases.read import parse_case
from guide.checklist import build
from guide.engine import evaluate
from guide.outcome import Outcome
from guide.privacy import withheld, without_names
from guide.records import export, marks_of, opened, shown_work, verify_checklist
from guide.records.fingerprints import read_sheet
from guide.render.html import page
from guide.render.json import render as render_json
from guide.render.planning import table
from guide.values import Answer, Cell
from small import ON, SMALL, answers
from test_planning import SCHEMA
from test_records import edited

AUDIENCES = ("everything", "cabinet", "role clerk", "role buyer")
numbers = count()
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9).filter(lambda text: "because" not in text)


@st.composite
def worked_cases(draw: st.DrawFn) -> tuple[Case, Outcome]:
    """A case with any answers, and any work on the entries that follow."""
    said = draw(answers())
    outcome = evaluate(SMALL, said, ON)
    checklist = build(outcome, words=False)
    ids = [entry.id for entry in (*checklist.applies, *checklist.may_apply)]
    works = st.builds(Work, st.none() | st.dates(date(1900, 1, 1), date(2999, 1, 1)), st.just("") | texts, st.none() | st.builds(NotFollowed, texts, texts))
    work = {id: draw(works) for id in draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))} if ids else {}
    return with_work(with_answers(new_case(SMALL, ON, "A case"), said), work), outcome


def written(case: Case, real: Outcome, audience: str, nameless: bool) -> str:
    outcome = without_names(real) if nameless else real
    return export(case, outcome, Agreement(), marks_of(shown_work(case.work, real, withheld(outcome), nameless)), "", nameless, audience).text


@settings(max_examples=12, deadline=None)
@given(worked_cases(), st.sampled_from(AUDIENCES), st.booleans())
def test_every_checklist_verifies(made: tuple[Case, Outcome], audience: str, nameless: bool) -> None:
    """For every reader, with and without names: from what is in the file alone."""
    sheet, record = opened(written(*made, audience, nameless))
    case = parse_case(Path("list.md"), tomli_w.dumps(record.case).encode(), SMALL)
    verdict = verify_checklist(sheet, record, case, SMALL)
    assert (verdict.apart, verdict.differs, verdict.lines) == ((), (), ())


class Shown(HTMLParser):
    """The headings of a page, and whether its boxes are ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[str, str]] = []
        self.boxes: list[bool] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, ""))
            self.inside = tag
        elif tag == "span":
            self.boxes.append(dict(attrs)["aria-label"] == "Done")

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.headings[-1] = (self.inside, self.headings[-1][1] + data)


@settings(max_examples=10, deadline=None)
@given(worked_cases(), st.sampled_from(AUDIENCES))
def test_a_page_has_the_headings_and_boxes_of_the_checklist(made: tuple[Case, Outcome], audience: str) -> None:
    """In the same order, ticked or not."""
    text = written(*made, audience, nameless=False)
    shown = Shown()
    shown.feed(page(text))
    sheet = read_sheet(text)
    assert shown.boxes == [bool(head.ticked) for head in sheet.heads if head.ticked is not None]
    assert [tag for tag, _ in shown.headings] == [f"h{line.heading}" for line in sheet.lines if line.heading]


@settings(max_examples=10, deadline=None)
@given(worked_cases())
def test_a_table_and_json_read_back(made: tuple[Case, Outcome]) -> None:
    """Entry by entry, with days and work; JSON as its schema says, the work in it."""
    case, outcome = made
    work = shown_work(case.work, outcome, outcome)
    checklist = build(outcome)
    entries = [entry for entry in (*checklist.applies, *checklist.may_apply) if entry.in_topics]
    rows = list(csv.DictReader(io.StringIO(table(outcome, work), newline="")))
    days = [entry.due.day.isoformat() if entry.due and entry.due.day else "" for entry in entries]
    assert [row["due"] for row in rows] == days
    assert [(row["done"], bool(row["not followed"])) for row in rows] == [
        (work[entry.id].done.isoformat() if entry.id in work and work[entry.id].done else "", entry.id in work and bool(work[entry.id].not_followed))  # type: ignore[union-attr]
        for entry in entries
    ]
    told = json.loads(render_json(outcome, Agreement(), work))
    jsonschema.validate(told, SCHEMA)
    assert {id: one["done"] for id, one in told.get("work", {}).items()} == {id: one.done.isoformat() if one.done else None for id, one in work.items()}
    assert [one["id"] for one in told["applies"]] == [entry.id for entry in checklist.applies]


def ticked(text: str) -> set[str]:
    return {head.id for head in read_sheet(text).heads if head.ticked}


@settings(max_examples=6, deadline=None)
@given(answers(), answers(), st.data())
def test_by_command_no_tick_and_no_word_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory, before: dict[Cell, Answer], after: dict[Cell, Answer], data: st.DataObject
) -> None:
    """Export, edit at random, answer otherwise, export over it, import, export again: every tick and every word is in the file."""
    folder = tmp_path_factory.mktemp(f"case{next(numbers)}")
    case, sheet = folder / "case.toml", folder / "list.md"
    save_case(case, with_answers(new_case(SMALL, ON, "A case"), before), SMALL)
    assert run("checklist", str(case), "-o", str(sheet)) == 0
    text, mine, _ = data.draw(edited(sheet.read_text(encoding="utf-8")))
    sheet.write_text(text, encoding="utf-8")
    save_case(case, with_answers(load_case(case, SMALL), after), SMALL)
    code = run("checklist", str(case), "-o", str(sheet))
    if code:
        assert sheet.read_text(encoding="utf-8") == text  # the record was cut or swallowed: nothing is written
        return
    again = sheet.read_text(encoding="utf-8")
    assert [word for word in mine if word not in again] == []
    assert ticked(text) <= ticked(again)
    assert run("import", str(case), str(sheet)) == 0
    assert run("checklist", str(case), "-o", str(sheet)) == 0
    last = sheet.read_text(encoding="utf-8")
    assert [word for word in mine if word not in last] == []
    assert ticked(again) <= ticked(last)
    done = {id for id, one in load_case(case, SMALL).work.items() if one.done}
    assert ticked(again) <= done
