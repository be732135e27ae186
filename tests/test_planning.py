"""The checklist for other programs: a table that no spreadsheet calculates, a calendar that reads back, JSON as its schema says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from icalendar import Calendar

from commanding import output, run
from guide.agreement import Agreement
from guide.checklist import build
from guide.engine import evaluate
from guide.outcome import Outcome
from guide.render.json import render as render_json
from guide.render.planning import COLUMNS, calendar, safe, table
from guide.values import Answer, Cell
from small import ON, SMALL, answers
from test_golden import FINISHED, UNSURE, told

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "checklist.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def outcome() -> Iterator[Outcome]:
    session = told(FINISHED)
    yield session.outcome()
    session.close()


def events(text: str) -> list[Any]:
    found: Any = Calendar.from_ical(text)
    return list(found.walk("VEVENT"))


def test_every_entry_is_a_row(outcome: Outcome) -> None:
    """That applies or may apply within the topics, in the order of the checklist, with its day as planners read it."""
    rows = list(csv.DictReader(io.StringIO(table(outcome))))
    checklist = build(outcome)

    assert [row["id"] for row in rows] == [entry.id for entry in (*checklist.applies, *checklist.may_apply) if entry.in_topics]
    assert next(row for row in rows if row["id"] == "publish-notice")["due"] == "2027-01-11"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=HYPERLINK(1)"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A name that looks like one is shown as it is."""
    assert safe(text) == f"'{text}"


def test_names_with_signs_stay_in_their_cell() -> None:
    """Commas, quotes, line breaks and markup are text."""
    session = told(UNSURE)
    rows = list(csv.reader(io.StringIO(table(session.outcome()))))
    session.close()

    assert rows[0] == list(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_each_known_day_is_an_event(outcome: Outcome) -> None:
    """Of the whole day, with the same id whenever it is written."""
    (event,) = events(calendar("A case", outcome))

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2027, 1, 11), date(2027, 1, 12))
    assert str(event["summary"]) == "By: Publish the notice"
    assert "Law: Made-up Act 2020 s.1" in str(event["description"])
    assert calendar("A case", outcome) == calendar("A case", outcome)


@settings(max_examples=40, deadline=None)
@given(answers())
def test_a_calendar_reads_back(said: dict[Cell, Answer]) -> None:
    """Whatever people are called."""
    found = evaluate(SMALL, said, ON)
    checklist = build(found)
    days = [due.day for e in (*checklist.applies, *checklist.may_apply) if e.in_topics for due in (e.due, e.not_before) if due and due.day]
    read = events(calendar("A case", found))

    assert sorted(event["dtstart"].dt for event in read) == sorted(days)
    assert all(event["dtend"].dt - event["dtstart"].dt == timedelta(days=1) for event in read if "dtend" in event)


@settings(max_examples=40, deadline=None)
@given(answers())
def test_json_is_as_its_schema_says(said: dict[Cell, Answer]) -> None:
    """Every key, and no other."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(render_json(evaluate(SMALL, said, ON), Agreement())), SCHEMA)


def test_the_schema_refuses_what_is_not_so(outcome: Outcome) -> None:
    """A key too few, a key too many, a day that is none."""
    good = json.loads(render_json(outcome, Agreement()))
    entry = good["applies"][0]
    for bad in ({**good, "more": 1}, {key: value for key, value in good.items() if key != "as_at"}, {**good, "applies": [{**entry, "due": "soon"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, SCHEMA)


def test_a_role_gets_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In Markdown, as a page, as a table and as days; a role that there is not is told with a suggestion."""
    case = str(tmp_path / "case.toml")
    more = ["contract.signed_on=2026-12-24", 'body=[{"label": "Newco", "kind": "bidder"}]']
    people = 'person=[{"name": "Ann", "roles": ["evaluator"], "acts_for": ["Newco"]}]'
    run("answer", case, "case.nation=England", 'case.topics=["contract", "people"]', "contract.wanted=yes", "contract.value=200000", *more, people)
    output(capsys)
    told = {}
    for form in ("md", "html", "csv", "ics"):
        assert run("checklist", case, "--format", form, "--role", "buyer") == 0
        told[form] = output(capsys)
        assert "Publish the notice" in told[form]
        assert "Take Ann off" not in told[form]
    assert "# case: Buyer" in told["md"]
    assert run("checklist", case, "--role", "buyr") == 2
    assert "did you mean `buyer`?" in capsys.readouterr().err
    assert run("checklist", case, "--role", "buyer", "--cabinet") == 2
    assert run("checklist", case, "--format", "json", "--cabinet") == 2


def test_the_cabinet_gets_options_risks_and_law(outcome: Outcome) -> None:
    """In this order, without the tasks of each role."""
    from guide.render.audiences import render

    parts = [line[3:] for line in render("cabinet", "A case", outcome, Agreement()).split("\n") if line.startswith("## ")]
    wanted = ("Options", "Options side by side", "Risks", "Conflicts of interest register", "Legal basis", "What to do", "Answers given")
    assert [part for part in parts if part in wanted] == ["Options side by side", "Conflicts of interest register", "Legal basis"]
