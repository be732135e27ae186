"""Powers, form, people, tax and money: every trap is a test by name; a move on 1 April 2027 gets a plan whose steps are in order."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

import guide
from guide.checklist import build
from guide.engine import evaluate
from guide.given import read_answers
from guide.loader import load
from guide.model import Rulebook
from guide.plan import Plan, plan

TRAPS = {
    "the general power gives no decisions away": ["general-power-gives-no-decisions-away"],
    "a commercial purpose of the council's own needs a company": ["the-bar-is-on-the-councils-own-purpose"],
    "a society counts as a company": ["society-counts-as-a-company-where-a-partnership-fails"],
    "council employees on the shadow board count to 20%": [
        "twenty-percent-with-council-employees-on-the-shadow-board",
        "influenced-limited-company-is-authorised-not-regulated",
    ],
    "consents that protect assets can be control": ["consents-that-protect-assets-can-be-control"],
    "an asset lock does not stop a sale at full value": ["lock-does-not-stop-a-sale-at-full-value"],
    "the purpose comes before the form": ["staff-owned-community-company-must-benefit-others", "co-op-has-no-lock-and-bencom-pays-no-profit"],
    "direct award or ownership by staff, not both": ["teckal-or-staff-ownership-not-both", "01-control-contradiction", "01-shares-pass-to-staff"],
    "without a public contract there is still the transfer": ["no-public-contract-still-tupe-and-the-direction", "17-part5a-not-for-exempt-contracts"],
    "three answers to whether the pension moves": ["does-the-pension-move-three-answers"],
    "the direction covers every scheme, academies have their own policy": [
        "direction-covers-teachers-and-nhs-members-too",
        "academy-follows-fair-deal-not-the-direction",
    ],
    "a council with unions consults them": [
        "council-with-unions-cannot-consult-directly",
        "few-staff-at-the-new-body-do-not-let-the-council-off",
        "award-for-failing-runs-one-way",
    ],
    "one total of small and public interest support, by financial years": [
        "small-and-public-interest-support-share-one-total",
        "financial-years-not-rolling-36-months",
    ],
    "a short lease escapes the best price alone": ["short-lease-escapes-best-price-but-not-the-open-space-notice"],
    "an undervalue that needs no consent can be a subsidy": ["undervalue-within-the-consent-is-a-subsidy-above-the-limit"],
    "an entry left out never starts the clock": ["leaving-an-entry-out-does-not-run-the-clock-down"],
    "only market evidence takes the subsidy away": ["price-from-competition-is-no-subsidy", "contract-without-market-evidence-is-not-on-market-terms"],
    "the advantage of leisure trusts is gone": ["leisure-advantage-gone-in-house-since-2023"],
    "exempt income traps VAT, what is no business helps the council alone": [
        "exempt-income-is-bad-news-for-a-mutual",
        "non-business-is-good-for-the-council-only",
    ],
    "mutual trading rarely covers the contract": ["mutual-trading-rarely-covers-the-contract"],
    "a community company is no charity for rates": ["community-company-gets-rate-relief-by-decision-only"],
    "the bar on profit is on the wider functions for children": ["profit-bar-is-on-the-wider-functions-only", "keep-reviewing-officers-applies"],
    "premises of the new body may change library charges": ["library-premises-occupied-by-the-body-may-change-charges"],
    "only a body with fire-fighters puts out fires": ["only-a-body-with-fire-fighters-puts-out-fires"],
    "routes for urgent decisions are narrow": ["urgency-routes-are-narrow"],
    "fire and rehire: the exception needs a direction": ["fire-and-rehire-exception-only-under-a-direction"],
    "later law is not the law of 2012": ["later-law-on-6-december-2012", "no-incorporated-charity-and-no-ownership-trust-on-6-december-2012"],
}
SERVICES = ("libraries", "leisure", "youth", "adult-social-care", "fire-training-arm", "back-office")
MOVE = date(2027, 4, 1)
ANSWERS = {
    "case": {"nation": "England", "topics": ["staff-request", "procurement-route", "people-and-pensions", "assets-and-leases", "money-and-subsidy"]},
    "authority": {"kind": "county"},
    "service": {"kind": "libraries"},
    "mutual": {"form": "community-benefit-society"},
    "transfer": {"staff_move": True, "same_work": True, "between_authorities": False, "short_or_goods": False, "entity": True, "on": MOVE},
    "procurement": {"planned": True, "begun": False},
}


@cache
def book() -> Rulebook:
    """The shipped rulebook with its tests."""
    return load(guide.shipped_rulebook(), tests=True)


@cache
def planned(on: date) -> Plan:
    """The plan of a move on 1 April 2027, made on a day."""
    answers, misfits = read_answers(ANSWERS, book().facts, book().lists, on)
    assert misfits == ()
    outcome = evaluate(book(), answers, on)
    return plan(outcome, build(outcome))


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_is_a_test_by_name(trap: str) -> None:
    """In the files of the rules that it is about."""
    names = [name if name in book().tests else f"trap-{name}" for name in TRAPS[trap]]
    assert [name for name in names if name not in book().tests] == []


@pytest.mark.parametrize("service", SERVICES)
def test_six_services_are_compared_at_two_dates(service: str) -> None:
    """Of every form it is said on 6 December 2012 and today whether it is open."""
    forms = {item.id for item in book().items.values() if item.compare == "legal-form"}
    for name, on in ((f"{service}-on-6-december-2012", date(2012, 12, 6)), (f"{service}-today", date(2026, 11, 28))):
        test = book().tests[name]
        told = {item for kind in ("applies", "may", "ruled_out") for item, _ in test.expect.get(kind, ())}
        assert (test.on, forms - told) == (on, set())


@pytest.mark.parametrize("on", [date(2025, 6, 1), date(2026, 11, 29)])
def test_the_steps_of_a_move_are_in_order(on: date) -> None:
    """None starts before what comes before it has ended, forward from today or back from the last day."""
    by_item: dict[str, list[tuple[date, date | None]]] = {}
    for step in planned(on).steps:
        by_item.setdefault(step.entry.item, []).append((step.earliest_end, step.latest_end))
    assert len(by_item) > 20
    for step in planned(on).steps:
        for before in step.after:
            for earliest_end, latest_end in by_item.get(before, []):
                assert earliest_end <= step.earliest_start
                assert step.latest_start is None or (latest_end is not None and latest_end <= step.latest_start)


def test_what_should_have_started_in_the_past_says_by_how_much_it_is_short() -> None:
    """A last day for starting that is over means that the plan does not fit, and by how many days."""
    late = planned(date(2026, 11, 29))
    past = [step for step in late.steps if step.latest_start and step.latest_start < late.as_at]
    assert past
    assert all(step.spare is not None and step.spare < 0 for step in past)
    assert late.late_by == max(-(step.spare or 0) for step in past)
    early = planned(date(2025, 6, 1))
    assert [step.entry.id for step in early.steps if step.latest_start and step.latest_start < early.as_at] == []
    assert early.late_by == 0


def test_days_that_the_law_counts_back_from_the_move_are_in_the_plan() -> None:
    """The information about the employees, 28 days before."""
    ends = {step.entry.item: step.latest_end for step in planned(date(2026, 11, 29)).steps}
    assert ends["give-employee-information"] == MOVE - timedelta(days=28)
