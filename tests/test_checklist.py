"""The checklist: levels, days, titles, folding, and the law of the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import guide
from guide.checklist import Entry, build
from guide.loader import load
from guide.model import Rulebook
from guide.render.entries import until_settled
from guide.session import Session

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(SMALL, ON)
    session.answer("case.nation", "England")
    yield session
    session.close()


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return load(guide.shipped_rulebook())


def entries(session: Session) -> dict[str, Entry]:
    checklist = build(session.outcome())
    return {entry.id: entry for entry in (*checklist.applies, *checklist.may_apply, *checklist.ruled_out)}


def test_a_day_is_worked_out_when_it_can_be(session: Session) -> None:
    """Ten working days after Christmas Eve, the holidays left out."""
    session.answer("contract.wanted", True)
    session.answer("contract.value", 200_000)
    session.answer("contract.signed_on", date(2026, 12, 24))
    due = entries(session)["publish-notice"].due

    assert due is not None
    assert due.day == date(2027, 1, 11)


def test_a_day_that_cannot_be_worked_out_is_said_in_words(session: Session) -> None:
    """Nothing was signed yet: the words name what the day is counted from."""
    session.answer("contract.wanted", True)
    session.answer("contract.value", 200_000)
    session.answer("contract.signed_on", "not yet")
    due = entries(session)["publish-notice"].due

    assert due is not None
    assert (due.day, due.words) == (None, "the last day for the notice")


def test_a_title_names_its_rows(session: Session) -> None:
    """The person stands in the title, and in the id."""
    session.answer("body", [{"label": "Newco", "kind": "bidder"}])
    session.answer("person", [{"name": "Ann", "roles": ["evaluator"], "acts_for": ["Newco"], "related_to": []}])

    assert entries(session)["take-off (p = Ann)"].title == "Take Ann off the evaluation"


def test_a_rows_name_is_never_read_as_a_placeholder(session: Session) -> None:
    """A person called `{q.name}` stays so."""
    session.answer("person", [{"name": "{q.name}", "roles": ["evaluator"], "reports_to": "Bob"}, {"name": "Bob", "roles": ["director"]}])

    assert entries(session)["marks-own-manager (p = {q.name}, q = Bob)"].title == "{q.name} marks a bid of Bob, who manages them"


def test_people_not_named_yet_are_told_of_once(session: Session) -> None:
    """Pairs of a named and an unnamed person, and of two unnamed ones, are one line of the checklist."""
    session.answer("person", [{"name": "Ann", "roles": ["evaluator", "director"]}, "?"])
    checklist = build(session.outcome())
    unnamed = [entry for entry in checklist.may_apply if entry.item == "marks-own-manager" and ("q", "?") in entry.binding]

    assert [entry.id for entry in unnamed] == ["marks-own-manager (p = ?, q = ?)"]
    assert unnamed[0].title == "A person not named yet marks a bid of a person not named yet, who manages them"


def test_everyone_checked_is_among_the_ruled_out(session: Session) -> None:
    """Two people and two lists: every pair that was cleared is told."""
    session.answer("body", [])
    session.answer("person", [{"name": "Ann", "roles": []}, {"name": "Bob", "roles": []}])
    cleared = {entry.id for entry in build(session.outcome()).ruled_out if entry.item == "marks-own-manager"}

    assert cleared == {f"marks-own-manager (p = {p}, q = {q})" for p in ("Ann", "Bob") for q in ("Ann", "Bob")}


def test_what_must_come_first_stands_first(session: Session) -> None:
    """`before` and the stages decide the order."""
    session.answer("contract.wanted", True)
    order = [entry.item for entry in build(session.outcome()).may_apply if entry.kind == "item"]

    assert order.index("write-down-why") < order.index("publish-notice")


def test_what_may_apply_says_what_to_do_meanwhile(session: Session) -> None:
    """A duty is followed until it is settled; a route is not relied on."""
    found = entries(session)

    assert found["publish-notice"].meanwhile == "Follow it until this is settled"
    assert found["staff-owned"].meanwhile == "Do not rely on it until this is settled"


def test_a_warning_that_may_apply_asks_for_nothing_to_be_done(session: Session) -> None:
    """It is reckoned with."""
    duty = entries(session)["publish-notice"]

    assert until_settled(duty) == "Do this until it is settled."
    assert until_settled(replace(duty, kind="warning")) == "Reckon with it until it is settled."
    assert until_settled(replace(duty, kind="warning", if_unsure="wait")) == "Do not rely on it until it is settled."


def test_only_the_law_of_the_day_is_cited(shipped: Rulebook) -> None:
    """In 2013 no page that begins with the Procurement Act 2023 stands behind anything that applies."""
    session = Session(shipped, date(2013, 7, 16))
    session.answer("case.nation", "England")
    session.answer("procurement.planned", True)
    session.answer("council.roles", ["incubator", "purchaser"])
    checklist = build(session.outcome())
    session.close()

    cited = {page for entry in checklist.applies for page in entry.cite}
    assert cited
    assert not [page for page in cited if isinstance(start := shipped.pages[page].start, date) and start > date(2013, 7, 16)]
