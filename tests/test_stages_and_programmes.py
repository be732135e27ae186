"""The journey in the shipped rulebook: its stages, its barriers, and what an officer is told on two days."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import guide
from guide.engine import Engine
from guide.given import read_answers
from guide.outcome import Outcome, status_of
from guide.values import Status
from journeys import judged
from shipped import book

THEN, NOW = date(2012, 12, 6), date(2026, 11, 25)
GOLDEN = Path(__file__).parent / "golden/programmes.txt"


@pytest.mark.parametrize("id", book().stages)
def test_a_stage_says_what_its_page_says(id: str) -> None:
    """Every stage has a page of its name, with the same words on its start, its end, its lead, its gateway and its time."""
    stage, page = book().stages[id], book().pages[id]
    said = (stage.enter_when, stage.leave_when, stage.leads, stage.deliverables, stage.gateway, stage.typical_time)

    assert "" not in said
    assert [words for words in said if words not in page.body] == []


def test_every_stage_has_something_to_do() -> None:
    """None is empty in the checklist."""
    assert sorted(set(book().stages) - {item.stage for item in book().items.values() if item.kind == "item"}) == []


def test_every_barrier_has_an_article_and_something_to_do() -> None:
    """By the option's own name."""
    fact = book().facts["barrier.met"]
    lines = [line for item in book().items.values() for line in item.clause.when if line.left.fact == fact.id]

    assert [option for option in fact.options if f"help-b-{option}" not in book().articles] == []
    assert [option for option in fact.options if not any(option in line.right for line in lines)] == []


TIMES = {
    "mutuals-taskforce": date(2012, 6, 24),
    "delivering-differently": date(2014, 6, 1),
    "mutuals-interim-support-fund": date(2017, 6, 1),
    "mutuals-support-programme-2": date(2018, 6, 1),
    "govuk-introduction": date(2018, 6, 1),
    "govuk-process": date(2018, 6, 1),
    "govuk-commissioners": date(2018, 6, 1),
    "tna-archives-guidance": date(2018, 6, 1),
    "state-of-sector": date(2019, 6, 1),
    "toolkit-dcms": date(2021, 6, 1),
    "tuc-coops-guidance": date(2014, 6, 1),
    "lgr-section24": date(2026, 6, 1),
    "lgr-timetable": date(2026, 6, 1),
    "mutual-sector-doubling": date(2025, 6, 1),
}
"""A day in the time of each programme or paper; of all others the day of the committee's report."""


EVERYTHING = {
    "case": {"nation": "England"},
    "service": {"kind": "adult-care"},
    "journey": {"reached": "idea"},
    "barrier": {"met": list(book().facts["barrier.met"].options)},
    "support_needed": {"counted_on": list(book().facts["support_needed.counted_on"].options)},
    "reorganisation": {"ahead": True},
}
"""Somebody who counts on everything and meets every barrier."""


@cache
def engine() -> Engine:
    return Engine(book())


@cache
def told(day: date) -> Outcome:
    """What follows from everything on a day; one engine goes from day to day."""
    given, misfits = read_answers(EVERYTHING, book().facts, book().lists, day)
    assert misfits == ()
    return engine().update(given, day)


def answers(page: str) -> Iterator[str]:
    """What an officer reads of a programme or paper, in its time and now."""
    yield f"{page}: {book().pages[page].title}"
    for day in (TIMES.get(page, THEN), NOW):
        said = [item for item in book().items.values() if page in item.cite and not item.clause.variables and status_of(told(day), item, ()) is Status.HOLDS]
        yield from (f"  {day}  {item.kind} {item.id}: {item.title}" for item in said)
        if not said:
            yield f"  {day}  nothing"


def test_what_is_told_of_every_programme_in_its_time_and_now() -> None:
    """Word for word; no programme that has ended is a route today."""
    pages = sorted(id for id, page in book().pages.items() if "law/programmes/" in page.place.file)
    text = "".join(f"{line}\n" for page in pages for line in answers(page))
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")

    assert text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("option", "there", "closed", "day"),
    [
        ("information-service", "ask-the-information-service", "information-service-closed", THEN),
        ("support-programme", "apply-to-the-support-programme", "support-programme-closed", THEN),
        ("ambassadors", "ask-an-ambassador", "ambassadors-closed", THEN),
        ("right-to-provide", "use-right-to-provide", "right-to-provide-closed", THEN),
        ("rights-website", "use-the-rights-website", "rights-website-closed", THEN),
        ("taskforce", "taskforce-recommends", "taskforce-ended", THEN),
        ("delivering-differently", "ask-delivering-differently", "delivering-differently-closed", date(2014, 6, 1)),
        ("interim-fund", "ask-interim-support-fund", "interim-fund-closed", date(2017, 6, 1)),
        ("second-programme", "apply-to-second-programme", "second-programme-closed", date(2018, 6, 1)),
    ],
)
def test_a_programme_is_told_in_its_time_and_is_closed_now(option: str, there: str, closed: str, day: date) -> None:
    """Then it is there; today an officer who counts on it is told that it has ended, since when and what there is instead."""
    assert option in book().facts["support_needed.counted_on"].options
    assert status_of(told(day), book().items[there], ()) is Status.HOLDS
    assert [status_of(told(NOW), book().items[id], ()) for id in (there, closed)] == [Status.FAILS, Status.HOLDS]
    assert "Instead:" in book().items[closed].note or option == "right-to-provide"


def test_no_right_ballot_or_arbiter_is_promised() -> None:
    """On no day is any of the three a route; on each day an officer is told that there is none."""
    for day in (THEN, date(2018, 6, 1), NOW):
        assert status_of(told(day), book().items["no-right-to-spin-out"], ()) is Status.HOLDS
    promised = re.compile(r"\b(right to spin out|appeal against a refusal|arbiter|staff ballot)\b", re.IGNORECASE)
    assert [item.id for item in book().items.values() if item.kind == "route" and promised.search(f"{item.title} {item.note}")] == []


def test_every_trap_has_a_test_by_its_number() -> None:
    """The 21 traps of the journey: t1 to t21, with the rules that they are about."""
    texts = [path.read_text(encoding="utf-8") for path in (guide.shipped_rulebook() / "rules").rglob("tests/*.toml")]
    assert {int(number) for text in texts for number in re.findall(r"^\[test\.t(\d+)-", text, re.MULTILINE)} == set(range(1, 22))


def test_nothing_of_england_is_open_in_wales() -> None:
    """Of the routes to help from outside, on either day."""
    routes = [item for item in book().items.values() if item.kind == "route" and "programmes/" in item.place.file]
    for day in (THEN, NOW):
        outcome = judged(book(), {"case": {"nation": "Wales"}, "service": {"kind": "adult-care"}, "journey": {"reached": "idea"}}, day)
        assert [item.id for item in routes if status_of(outcome, item, ()) is not Status.FAILS] == []
