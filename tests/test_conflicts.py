"""The conflicts of interest of many people: the documents that an officer gets, at three dates, and the law behind them."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crowd import crowd, fixed, shipped
from goldens import compare
from guide.agreement import Agreement
from guide.cases import load_case
from guide.checklist import build
from guide.engine import evaluate
from guide.model import Rulebook
from guide.paperwork import say_conflicts
from guide.render import markdown
from guide.render.documents import fill
from guide.render.report import Report
from guide.render.unsettled import summed_up
from guide.session import Session
from guide.values import Answers

ROOT = Path(__file__).parents[1]
DATES = (date(2012, 12, 6), date(2016, 6, 1), date(2026, 11, 25))


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return replace(shipped(), digest="0" * 64)


@pytest.mark.parametrize("on", DATES, ids=str)
def test_twelve_people_around_a_library_mutual_at_three_dates(book: Rulebook, on: date) -> None:
    """The register and the assessment, to the letter: before the contract, while it runs, and before the next one; other law, other conflicts."""
    outcome = evaluate(book, load_case(ROOT / "tests" / "cases" / "libraries.toml", book).answers, on)
    for name in ("register", "assessment"):
        compare(f"conflicts/libraries-{name}-{on}.md", fill(book.documents[f"conflicts-{name}"], outcome))


@pytest.fixture(scope="module")
def fifty(book: Rulebook) -> Answers:
    """What is said of fifty people."""
    session = crowd(book, 50, DATES[2])
    session.close()
    return session.answers


@pytest.mark.parametrize("on", DATES, ids=str)
def test_fifty_people_at_three_dates(book: Rulebook, fifty: Answers, on: date) -> None:
    """Each stands in the register once, with the count of what was checked; nobody is missed."""
    outcome = evaluate(book, fifty, on)
    text = fill(book.documents["conflicts-register"], outcome)
    compare(f"conflicts/fifty-register-{on}.md", text)
    compare(f"conflicts/fifty-assessment-{on}.md", fill(book.documents["conflicts-assessment"], outcome))
    lines = [line for line in text.split("\n") if line.startswith("| Person ") and line.count("|") == 6 and line.split("|")[2].strip().isdigit()]
    assert len(lines) == 50
    for line in lines:
        found, unsure, cleared, total = (int(cell) for cell in line.strip("| ").split(" | ")[1:])
        assert found + unsure + cleared == total > 50


def test_people_of_whom_nothing_is_known_are_told_in_two_tables(book: Rulebook) -> None:
    """By missing answer, each conflict counted once, and by person: the sums are those of the checklist, and nobody is missed."""
    session = Session(book, DATES[2])
    people = [f"Person {letter}" for letter in "ABCDEF"]
    for name, value in {"case.topics": ["conflict-check"], "case.nation": "England", "person": [{"name": name} for name in people]}.items():
        session.answer(name, value)
    report = Report(session.outcome())
    entries = report.maybe("conflict")
    lines = list(summed_up(report, entries))
    waiting, whose = ([line.strip("| ").split(" | ") for line in part] for part in (rows(lines, 4), rows(lines, 3)))

    assert len(lines) < 24
    assert [int(row[-1]) for row in waiting if row[0] != "In all"] == [*Counter(entry.cells[0].fact for entry in entries).values()]
    assert waiting[-1][-1] == str(len(entries))
    counts = {name: int(row[1]) for row in whose for name in row[0].removesuffix(f" ({len(people)})").split(", ")}
    assert {name: counts[name] for name in people} == {name: sum(name in dict(entry.binding).values() for entry in entries) for name in people}
    text = markdown.render("Case", session.outcome(), Agreement())
    assert ("- [ ] **Not allowed" in text, len(text.splitlines()) < 700) == (False, True)
    assert all(re.search(rf"Should, if it applies, for each of 6.*register the gift(.*\n)*?.*About:.*{name}", text) for name in people)
    said = list(say_conflicts(session))
    assert (f"May apply: {len(entries)}" in said, len(said) < 40) == (True, True)
    session.close()


def test_a_check_of_five_people_asks_few_questions(book: Rulebook) -> None:
    """One question finds out whether anybody is related, paid or has spoken out; only where somebody is, each is asked about."""
    roles = (["councillor"], ["incubation-lead", "council-employee"], ["evaluator"], ["shadow-board", "transferring-staff"], ["contract-manager"])
    session = Session(book, DATES[2])
    given: dict[str, object] = {"case.topics": ["conflict-check"], "case.nation": "England", "people.signs": [], "council.roles": []}
    given |= {"body": [{"name": "Newco", "roles": ["new-body", "bidder"]}], "procurement.planned": False}
    given |= {"person": [{"name": f"Person {number}", "roles": parts} for number, parts in enumerate(roles)]}
    for name, value in given.items():
        session.answer(name, value)
    asked = len(given) + 1 + len(roles)  # the body's and each person's roles are questions of their own
    while question := session.next_question():
        asked += 1
        answer = fixed(question, [])
        session.not_sure(question.cell) if answer is None else session.answer(question.cell, answer)
    session.close()
    assert asked <= 30


def test_a_part_that_is_still_to_begin_makes_a_conflict_potential(book: Rulebook) -> None:
    """Until the day on which it begins; then the same conflict is actual."""
    session = Session(book, date(2026, 11, 25))
    ann = {"name": "Ann", "roles": ["councillor", "council-employee", "to-come"], "begins_on": date(2026, 12, 1)}
    for name, value in {"case.topics": ["conflict-check"], "case.nation": "England", "person": [ann]}.items():
        session.answer(name, value)
    natures = []
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        session.judge_as_at(day)
        natures += [entry.nature for entry in build(session.outcome()).applies if entry.id == "councillor-and-employee (p = Ann)"]
    session.close()
    assert natures == ["potential", "actual"]


def rows(lines: list[str], columns: int) -> list[str]:
    """The rows of the first table with so many columns."""
    return [line for line in lines if line.startswith("| ") and line.replace("\\|", "").count(" | ") == columns - 1][2:]


def test_every_page_of_law_is_cited_or_says_why_not(book: Rulebook) -> None:
    """docs/law.md tells of each page what rests on it and how it was checked; written by `GUIDE_UPDATE_GOLDEN=1 pytest tests/test_conflicts.py`."""
    lines = ["# The law in the rulebook", "", "Every page, what cites it, and how it was checked.", ""]
    for area in sorted({page.place.file.split("/")[2] for page in book.pages.values()}):
        lines += [f"## {area.capitalize()}", "", "| page | law | rests on it | checked |", "| --- | --- | --- | --- |"]
        for page in sorted((page for page in book.pages.values() if page.place.file.split("/")[2] == area), key=lambda page: page.id):
            number = sum(page.id in rule.cite for rule in book.rules.values()) + sum(page.id in item.cite for item in book.items.values())
            number += sum(page.id in figure.cite for param in book.params.values() for figure in param.figures)
            assert number or page.information, page.id
            rests = str(number) if number else f"information: {page.information}"
            lines.append(f"| [{page.id}](../{page.place.file}) | {page.cite.replace('|', chr(92) + '|')} | {rests} | {page.checked} |")
        lines.append("")
    text = "\n".join(lines)
    path = ROOT / "docs" / "law.md"
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
