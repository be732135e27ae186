"""The version without names: whatever people answered, wrote and did, no name of a private row and nothing said about one is anywhere in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from guide.agreement import Agreement
from guide.cases import NotFollowed, Work, new_case, with_answers, with_work
from guide.checklist import build
from guide.engine import evaluate
from guide.outcome import Outcome
from guide.privacy import withheld, without_names
from guide.records import export, marks_of, shown_work
from guide.render.documents import fill
from guide.render.html import page
from guide.render.json import render as render_json
from guide.render.plan import plan_json, render_plan
from guide.render.planning import calendar, table
from guide.render.similar import render_similar, similar_json
from guide.values import Answer, Cell, Choices, RowSet, Value
from small import ON, SMALL, answers

MARK = "Zqx"
"""Stands in everything that is private, and in nothing else."""
PRIVATE = {listed.id for listed in SMALL.lists.values() if listed.private}


def marked(key: str) -> str:
    """A name that is known again wherever it is."""
    return f"{MARK}{key.encode('utf-8', 'replace').hex()}"


def private(said: dict[Cell, Answer]) -> dict[Cell, Answer]:
    """The same answers, in which every name of a private row, every text about one and every note is marked."""
    found = {}
    for cell, answer in said.items():
        fact = SMALL.facts.get(cell.fact)
        about = fact.list if fact else cell.fact
        value = marked_value(answer.value, about in PRIVATE, fact.of if fact else about, bool(fact and fact.kind == "text"))
        there = Cell(cell.fact, marked(cell.row)) if cell.row and about in PRIVATE else cell
        found[there] = Answer(value, f"{MARK} {answer.note}" if answer.note else "", answer.left_to)
    return found


def marked_value(value: Value | RowSet, about: bool, of: str, words: bool) -> Value | RowSet:
    """A value with its private names marked."""
    if isinstance(value, RowSet):
        return RowSet(tuple(map(marked, value.keys)), value.more) if about else value
    if of in PRIVATE and isinstance(value, Choices):
        return Choices(frozenset(map(marked, value.chosen)), frozenset(map(marked, value.unsure)))
    return marked(value) if isinstance(value, str) and (of in PRIVATE or (words and about)) else value


@st.composite
def work_on(draw: st.DrawFn, outcome: Outcome) -> dict[str, Work]:
    """Work on some of the entries of a case, and on one that is not there any more."""
    ids = [entry.id for entry in (*build(outcome, words=False).applies, *build(outcome, words=False).may_apply)]
    chosen = [*draw(st.lists(st.sampled_from(ids), unique=True, max_size=4)), f"take-off (p = {MARK}gone)"] if ids else []
    done = st.none() | st.just(date(2026, 5, 3))
    override = st.none() | st.just(NotFollowed(f"{MARK} Jo", f"{MARK} said so"))
    return {id: Work(draw(done), draw(st.sampled_from(["", f"{MARK} rang", f"see {MARK}"])), draw(override)) for id in chosen}


def published(said: dict[Cell, Answer], work: dict[str, Work]) -> Iterator[tuple[str, str]]:
    """Everything that is written without names, by what it is."""
    real = evaluate(SMALL, said, ON)
    outcome = without_names(real)
    case = with_work(with_answers(new_case(SMALL, ON, f"{MARK} and others"), said), work)
    done = shown_work(case.work, real, withheld(outcome), without_names=True)
    for audience in ("everything", "cabinet", "role clerk", "role buyer"):
        text = export(case, outcome, Agreement(), marks_of(done), "", True, audience).text
        yield audience, text
        yield f"{audience} as a page", page(text)
    yield "json", render_json(outcome, Agreement(), done)
    yield "csv", table(outcome, done)
    yield "ics", calendar("Checklist", outcome, done)
    yield "plan", render_plan("Plan", outcome, done) + plan_json(outcome, done)
    yield "like", render_similar("Cases", outcome) + similar_json(outcome)
    for document in SMALL.documents.values():
        yield document.id, fill(document, outcome, work=done)


@settings(max_examples=20, deadline=None)
@given(answers(), st.data())
def test_no_name_is_anywhere(said: dict[Cell, Answer], data: st.DataObject) -> None:
    """In no form, for no reader, visible or hidden."""
    marked_answers = private(said)
    work = data.draw(work_on(evaluate(SMALL, marked_answers, ON)))
    found = {what: text[max(0, text.index(MARK) - 60) :][:120] for what, text in published(marked_answers, work) if MARK in text}
    assert found == {}


def test_what_was_done_is_still_there() -> None:
    """The days and that something is not followed, without who and why."""
    said = {
        Cell("person"): Answer(RowSet((f"{MARK}Ann",))),
        Cell("person.name", f"{MARK}Ann"): Answer(f"{MARK}Ann"),
        Cell("person.roles", f"{MARK}Ann"): Answer(Choices(frozenset({"evaluator"}))),
        Cell("person.acts_for", f"{MARK}Ann"): Answer(Choices(frozenset({"Newco"}))),
        Cell("body"): Answer(RowSet(("Newco",))),
        Cell("body.label", "Newco"): Answer("Newco"),
        Cell("body.kind", "Newco"): Answer("bidder"),
    }
    texts = dict(published(said, {f"take-off (p = {MARK}Ann)": Work(date(2026, 5, 3), f"{MARK} rang", NotFollowed(f"{MARK} Jo", "x"))}))
    assert "Take Person 1 off the evaluation <!-- guide: take-off%20(p%20=%20Person%201) -->" in texts["everything"] or "Person 1" in texts["everything"]
    assert "3 May 2026" in texts["everything"]
    assert "by somebody whose name is left out" in texts["everything"]
    assert json.loads(texts["json"])["work"]["take-off (p = Person 1)"]["done"] == "2026-05-03"
