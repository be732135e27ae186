"""The journey in the shipped rulebook: its stages, its barriers, and what an officer is told on two days."""

from __future__ import annotations

from datetime import date

import pytest

from guide.outcome import status_of
from guide.values import Status
from journeys import judged
from shipped import book

THEN, NOW = date(2012, 12, 6), date(2026, 11, 25)


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


PROGRAMMES = {
    "information-service": ("ask-the-information-service", "information-service-closed"),
    "support-programme": ("apply-to-the-support-programme", "support-programme-closed"),
    "ambassadors": ("ask-an-ambassador", "ambassadors-closed"),
    "right-to-provide": ("use-right-to-provide", "right-to-provide-closed"),
    "rights-website": ("use-the-rights-website", "rights-website-closed"),
    "taskforce": ("taskforce-recommends", "taskforce-ended"),
}


@pytest.mark.parametrize("option", PROGRAMMES)
def test_a_programme_of_the_report_is_told_then_and_is_closed_now(option: str) -> None:
    """On 6 December 2012 it is there; today an officer who counts on it is told that it has ended."""
    there, closed = PROGRAMMES[option]
    given: dict[str, dict[str, object]] = {
        "case": {"nation": "England"},
        "service": {"kind": "adult-care"},
        "journey": {"reached": "idea"},
        "support_needed": {"counted_on": [option]},
    }
    then, now = judged(book(), given, THEN), judged(book(), given, NOW)

    assert status_of(then, book().items[there], ()) is Status.HOLDS
    assert [status_of(now, book().items[id], ()) for id in (there, closed)] == [Status.FAILS, Status.HOLDS]


def test_nothing_of_england_is_open_in_wales() -> None:
    """Of the routes to help from outside, on either day."""
    routes = [item for item in book().items.values() if item.kind == "route" and "programmes/" in item.place.file]
    for day in (THEN, NOW):
        outcome = judged(book(), {"case": {"nation": "Wales"}, "service": {"kind": "adult-care"}, "journey": {"reached": "idea"}}, day)
        assert [item.id for item in routes if status_of(outcome, item, ()) is not Status.FAILS] == []
