"""The rulebook that comes with the guide is clean, tested on both sides, and right about dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

import guide
import guide.sweep as sweeping
from guide.check import check
from guide.engine import Engine
from guide.given import read_answers
from guide.lines import Op
from guide.loader import load
from guide.loader.tests import BOUND
from guide.model import BookTest, Rulebook
from guide.outcome import status_of
from guide.sweep import encode, sweep, work
from guide.values import Status


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(guide.shipped_rulebook(), tests=True)


def test_check_has_nothing_to_say() -> None:
    """The shipped rulebook is clean."""
    assert check(guide.shipped_rulebook()) == ()


def expected(book: Rulebook, kind: str) -> set[str]:
    """The items that some test expects to apply, may apply or be ruled out."""
    names = (name for test in book.tests.values() for name, _ in test.expect.get(kind, ()))
    return {match["id"] for name in names if (match := BOUND.fullmatch(name))}


def test_every_item_is_tested_where_it_applies(book: Rulebook) -> None:
    """No item without a test that expects it."""
    assert sorted(book.items.keys() - expected(book, "applies")) == []


def test_every_item_is_tested_where_it_is_ruled_out(book: Rulebook) -> None:
    """No item without a test that expects it to be ruled out."""
    assert sorted(book.items.keys() - expected(book, "ruled_out")) == []


def test_every_test_passes(book: Rulebook) -> None:
    """All of them as one population; `make check` runs them through the engine, and `test_sweep` holds the two together."""
    cases = encode(book, [(test.given, test.on) for test in book.tests.values()])
    unmet = sweeping.expected(book, book.tests.values()).unmet(work(book, cases))
    assert [f"{wish.test}: {wish.kind} {wish.name}" for wish in unmet] == []


def test_every_rule_and_item_is_seen_on_both_sides(book: Rulebook) -> None:
    """A rule from a day that is not confirmed never holds."""
    found = sweep(book, encode(book, [(test.given, test.on) for test in book.tests.values()]))
    unconfirmed = {rule.id for rule in book.rules.values() if any(line.op is Op.UNCONFIRMED for line in rule.clause.when)}
    sides = {f"rule {id}": found.rule(id) for id in book.rules if id not in unconfirmed} | {f"item {id}": found.item(id).cases for id in book.items}
    always = {f"rule {rule.id}" for rule in book.rules.values() if not rule.clause.when and not rule.clause.unless}
    assert [name for name, statuses in sides.items() if Status.HOLDS not in statuses] == []
    assert [name for name, statuses in sides.items() if Status.FAILS not in statuses and name not in always] == []


def bounds(book: Rulebook) -> Iterator[tuple[str, str, date]]:
    """Each date on which a rule or item starts (`from`), or the day after its last (`until`), judged as at."""
    for name, clause in [*((f"rule:{r.id}", r.clause) for r in book.rules.values()), *((f"item:{i.id}", i.clause) for i in book.items.values())]:
        for line in clause.when:
            if line.origin in ("from", "until") and line.right and isinstance(line.right[0], date):
                yield name, line.origin, line.right[0]


def test_every_date_of_the_law_is_tested_on_the_day_and_the_day_before(book: Rulebook) -> None:
    """For each `from` and `until` date some test judges the law on the day the law changes, and one on the day before."""
    seen = {test.on for test in book.tests.values()} | {value for test in book.tests.values() for value in dates(test)}
    changes = {day if origin == "from" else day + timedelta(days=1) for _, origin, day in bounds(book)}

    assert sorted(str(day) for day in changes if day not in seen or day - timedelta(days=1) not in seen) == []


def dates(test: BookTest) -> Iterator[date]:
    """The dates that a test's answers give."""
    return (answer.value for answer in test.given.values() if isinstance(answer.value, date))


ONE_CASE = {
    "case": {"nation": "England", "topics": ["procurement-route"]},
    "authority": {"kind": "unitary"},
    "challenge": {"exists": False},
    "procurement": {
        "planned": True,
        "begun": False,
        "specials": [],
        "method": "competitive-flexible",
        "reserved": True,
        "documents_reserve": True,
        "urgent": False,
    },
    "contract": {
        "kind": "services",
        "value_ex_vat": 700_000,
        "value_inc_vat": 840_000,
        "in_kind_value": 0,
        "value_uncertain": False,
        "months": 36,
    },
    "part": [{"name": "Libraries", "code": "culture"}],
    "reserved_contract": [],
    "bidder": [
        {
            "name": "Newco",
            "mainly_reservable": True,
            "staff_vote_share": 60,
            "counts_others_as_staff": False,
            "board_chosen_by": "employees",
            "outside_veto": False,
            "profit_to": "nobody",
            "public_mission": True,
            "participatory": True,
            "tendered": False,
        }
    ],
}
BY_DATE = [
    (date(2012, 12, 6), {"no-reserved-contract", "part-b-2006"}, {"consider-social-value", "reserve-reg77", "reserve-s33"}),
    (date(2013, 1, 30), {"no-reserved-contract"}, {"consider-social-value", "reserve-reg77", "reserve-s33"}),
    (date(2013, 1, 31), {"no-reserved-contract", "consider-social-value"}, {"reserve-reg77", "reserve-s33"}),
    (date(2015, 2, 25), {"no-reserved-contract", "consider-social-value"}, {"reserve-reg77", "reserve-s33"}),
    (date(2015, 2, 26), {"reserve-reg77", "consider-social-value"}, {"no-reserved-contract", "reserve-s33"}),
    (date(2025, 2, 23), {"reserve-reg77", "consider-social-value"}, {"no-reserved-contract", "reserve-s33"}),
    (date(2025, 2, 24), {"reserve-s33", "consider-social-value"}, {"no-reserved-contract", "reserve-reg77"}),
    (date(2026, 11, 25), {"reserve-s33", "consider-social-value"}, {"no-reserved-contract", "reserve-reg77"}),
]


@pytest.mark.parametrize(("day", "applies", "out"), BY_DATE)
def test_the_same_facts_give_the_law_of_the_day(book: Rulebook, day: date, applies: set[str], out: set[str]) -> None:
    """On 6 December 2012 no social value duty and no reserved contract; section 33 only from 24 February 2025."""
    answers, misfits = read_answers(ONE_CASE, book.facts, book.lists, day)
    engine = Engine(book)
    outcome = engine.update(answers, day)
    engine.close()

    assert misfits == ()
    assert {id for id in applies if status_of(outcome, book.items[id], ()) is not Status.HOLDS} == set()
    assert {id for id in out if status_of(outcome, book.items[id], ()) is not Status.FAILS} == set()
