"""The dated plan, counted back and forward, and where a case stands on its journey."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import guide
from guide.checklist import build
from guide.loader import RulebookError, load
from guide.model import Rulebook
from guide.plan import Plan, State, Step, plan, where
from guide.render.documents import fill
from guide.render.plan import NOT_SAID, plan_json, render_plan
from journeys import HEAD, ITEMS, ON, judged, written


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load(written(tmp_path_factory.mktemp("plan") / "book"))


def planned(book: Rulebook, on: date = ON, **work: object) -> Plan:
    outcome = judged(book, {"work": work}, on)
    return plan(outcome, build(outcome))


def step(found: Plan, id: str) -> Step:
    return next(one for one in found.steps if one.entry.id == id)


def test_a_plan_counts_back_from_the_last_day(book: Rulebook) -> None:
    """Move on 30 June: build from 20 June, ask from 6 June (two weeks, the figure of the day), draw from 16 May."""
    found = planned(book, reached="first", move_on=date(2026, 6, 30), extra=True)

    assert [one.entry.id for one in found.steps] == ["draw", "ask", "build", "move"]
    assert [one.latest_start for one in found.steps] == [date(2026, 5, 16), date(2026, 6, 6), date(2026, 6, 20), date(2026, 6, 30)]
    assert [one.earliest_end for one in found.steps] == [date(2026, 4, 22), date(2026, 5, 6), date(2026, 5, 16), date(2026, 5, 16)]
    assert (found.late_by, {one.spare for one in found.steps}) == (0, {45})


def test_a_plan_that_does_not_fit_says_by_how_much(book: Rulebook) -> None:
    """45 days are needed: on 15 May one is missing, on 16 May none is."""
    assert planned(book, reached="first", move_on=date(2026, 5, 15), extra=True).late_by == 1
    assert planned(book, reached="first", move_on=date(2026, 5, 16), extra=True).late_by == 0
    late = planned(book, reached="first", move_on=date(2026, 5, 15), extra=True)
    assert [one.entry.id for one in late.chain] == ["draw", "ask", "build", "move"]


@given(st.integers(min_value=0, max_value=400))
def test_a_day_later_is_a_day_less_short(book: Rulebook, days: int) -> None:
    """45 days are needed, whatever day is set."""
    found = planned(book, reached="first", move_on=ON + timedelta(days=days), extra=True)

    assert found.late_by == max(0, 45 - days)
    assert {step.spare for step in found.steps} == {days - 45}


def test_what_is_ruled_out_passes_its_order_on(book: Rulebook) -> None:
    """Nobody has to ask: building still waits for drawing, and two weeks are won."""
    found = planned(book, reached="first", move_on=date(2026, 6, 30), extra=False)

    assert step(found, "build").after == ("draw",)
    assert step(found, "move").earliest_end == date(2026, 5, 2)


def test_what_is_settled_passes_its_order_on_too(book: Rulebook) -> None:
    """Drawing is done: three weeks are won, and the stage has nothing left to do."""
    outcome = judged(book, {"work": {"reached": "first", "move_on": date(2026, 6, 30), "extra": True}})
    checklist = build(outcome)
    found = plan(outcome, checklist, {"draw"})

    assert [one.entry.id for one in found.steps] == ["ask", "build", "move"]
    assert step(found, "move").earliest_end == date(2026, 4, 25)
    assert [len(one.to_do) for one in where(outcome, checklist, {"draw"})] == [0, 2, 2]
    assert [len(one.to_do) for one in where(outcome, checklist)] == [1, 2, 2]


def test_what_may_apply_keeps_its_time(book: Rulebook) -> None:
    """Nobody knows yet whether to ask: the plan leaves the two weeks in."""
    found = planned(book, reached="first", move_on=date(2026, 6, 30))

    assert step(found, "ask").entry.meanwhile
    assert step(found, "move").earliest_end == date(2026, 5, 16)


def test_a_length_that_is_a_figure_is_read_on_the_day(book: Rulebook) -> None:
    """Three weeks from 1 June 2026."""
    assert step(planned(book, on=date(2026, 5, 31), reached="first", extra=True, move_on=date(2027, 1, 1)), "ask").takes == "2 weeks"
    assert step(planned(book, on=date(2026, 6, 1), reached="first", extra=True, move_on=date(2027, 1, 1)), "ask").takes == "3 weeks"


def test_without_a_day_there_is_an_earliest_end_and_no_shortfall(book: Rulebook) -> None:
    """The day is not set: nothing is counted back."""
    found = planned(book, reached="first", move_on="not yet", extra=True)

    assert {one.latest_end for one in found.steps} == {None}
    assert (found.tight, found.late_by) == (None, 0)
    assert found.chain[-1].earliest_end == date(2026, 5, 16)


def test_what_has_no_place_in_time_is_left_out(book: Rulebook) -> None:
    """It has no length, no day and no order."""
    assert "alone" not in {one.entry.id for one in planned(book, reached="first", move_on=date(2026, 6, 30)).steps}


def test_a_day_that_has_passed_is_listed_apart(book: Rulebook) -> None:
    """On the day itself it is in the plan, the day after it is done or late."""
    assert planned(book, reached="third", move_on=ON).passed == ()
    found = planned(book, reached="third", move_on=date(2026, 3, 31))
    assert ([entry.id for entry in found.passed], found.steps, found.late_by) == (["move"], (), 0)


def test_a_day_that_has_passed_outside_the_topics_is_not_told(tmp_path: Path) -> None:
    """Nobody asked about it; it takes no time in the plan either."""
    head = HEAD.replace('options.all = "Everything"', 'options.all = "Everything"\noptions.bus = "The bus"')
    topical = load(written(tmp_path / "book", head, ITEMS.replace("[item.move]", '[item.move]\ntopic = ["all"]')))
    for topic, passed in (("all", ["move"]), ("bus", [])):
        outcome = judged(topical, {"case": {"topics": [topic]}, "work": {"reached": "third", "move_on": date(2026, 3, 31)}})
        found = plan(outcome, build(outcome))
        assert ([entry.id for entry in found.passed], found.steps) == (passed, ())


def test_a_case_that_has_not_said_how_far_it_is_shows_no_empty_stages(tmp_path: Path) -> None:
    """Only those with something to do; once it is said, all of them."""
    longer = load(written(tmp_path / "book", HEAD + '[stage.four]\ntitle = "Four"\nneeds = ["three"]\n'))
    unsaid, said = (render_plan("Case", judged(longer, {"work": work})) for work in ({"extra": True}, {"extra": True, "reached": "third"}))

    assert ("| Three | Not known |" in unsaid, "| Four |" in unsaid, NOT_SAID in unsaid) == (True, False, True)
    assert ("| Four |" in said, NOT_SAID in said) == (True, False)


def states(book: Rulebook, **work: object) -> list[State]:
    outcome = judged(book, {"work": work})
    return [one.state for one in where(outcome, build(outcome))]


def test_a_stage_is_done_now_or_ahead(book: Rulebook) -> None:
    """A stage waits for those that it needs; one that never says when it is done goes on."""
    assert states(book, reached="first") == [State.NOW, State.AHEAD, State.AHEAD]
    assert states(book, reached="second") == [State.BEHIND, State.NOW, State.AHEAD]
    assert states(book, reached="third") == [State.BEHIND, State.BEHIND, State.NOW]


def test_unknown_is_not_no_for_stages(book: Rulebook) -> None:
    """Nobody said how far the work is."""
    assert states(book) == [State.UNKNOWN, State.UNKNOWN, State.UNKNOWN]


def test_the_document_says_who_decides_and_whether_it_fits(book: Rulebook) -> None:
    """And a title that looks like markup stays words."""
    outcome = judged(book, {"work": {"reached": "first", "move_on": date(2026, 5, 1), "extra": True}})
    text = render_plan("<b>A</b>", outcome)

    assert "# \\<b\\>A\\</b\\>" in text
    assert "**One**. It ends when: The first thing is there. Who decides: The clerk: go on?" in text
    assert "The plan does not fit: it is short of 15 days." in text


def test_the_data_has_every_step(book: Rulebook) -> None:
    """With ISO days."""
    outcome = judged(book, {"work": {"reached": "first", "move_on": date(2026, 5, 1), "extra": True}})
    data = json.loads(plan_json(outcome))

    assert (data["late_by_days"], data["chain"]) == (15, ["draw", "ask", "build", "move"])
    assert [stage["state"] for stage in data["stages"]] == ["now", "ahead", "ahead"]
    assert data["steps"][0]["latest_start"] == "2026-03-17"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('needs = ["tow"]', "there is no stage `tow`"),
        ('needs = ["three"]', "which does not stand above it"),
        ('done_when = ["work.raeched is third"]', "work.raeched"),
        ("length = 3", "length"),
    ],
)
def test_a_stage_that_cannot_be_read_is_a_finding(tmp_path: Path, wrong: str, said: str) -> None:
    """A name that is not there, an order in a circle, a line with a slip, a key that means nothing."""
    with pytest.raises(RulebookError) as caught:
        load(written(tmp_path / "book", HEAD.replace('[stage.three]\ntitle = "Three"\nneeds = ["two"]', f'[stage.three]\ntitle = "Three"\n{wrong}')))

    assert any(said in finding.message for finding in caught.value.findings)


def test_an_order_in_a_circle_makes_no_endless_plan(tmp_path: Path) -> None:
    """`check` reports the circle; the plan leaves it out."""
    items = ITEMS.replace('title = "Draw"', 'title = "Draw"\nafter = ["build"]')
    circle = load(written(tmp_path / "book", items=items))

    assert planned(circle, reached="first", move_on=date(2026, 6, 30), extra=True).steps


def test_the_shipped_plan_reaches_from_the_idea_to_the_hundredth_day() -> None:
    """It includes the procurement, pensions, assets and registrations, and takes 18 to 24 months from an idea."""
    book = load(guide.shipped_rulebook())
    answers: dict[str, dict[str, object]] = {
        "case": {"nation": "England", "topics": ["right-for-us"]},
        "service": {"kind": "libraries"},
        "journey": {"reached": "idea"},
    }
    outcome = judged(book, {**answers, "transfer": {"on": date(2029, 4, 1), "staff_move": True}}, date(2026, 11, 25))
    found = plan(outcome, build(outcome))
    ids = {one.entry.id for one in found.steps}

    assert {"run-the-procurement", "settle-pensions-first", "keep-assets-reversible", "have-registrations-live", "close-the-first-hundred-days"} <= ids
    assert found.late_by == 0
    assert 18 * 30 <= (step(found, "move-the-service").earliest_end - outcome.as_at).days <= 24 * 31
    assert [one.state for one in where(outcome, build(outcome))][:2] == [State.NOW, State.AHEAD]


def report_of(**answers: object) -> str:
    """The report to the sponsor, of a case as at 25 November 2026."""
    book = load(guide.shipped_rulebook())
    answers_given: dict[str, dict[str, object]] = {
        "case": {"nation": "England", "topics": ["staff-request"]},
        "service": {"kind": "youth"},
        "journey": {"reached": "idea"},
        "barrier": answers,
    }
    return fill(book.documents["sponsor-report"], judged(book, answers_given, date(2026, 11, 25)))


def test_the_report_for_the_sponsor_says_which_barriers_the_case_meets() -> None:
    """Each with what works against it; one that nobody is sure of is marked; the others are left out."""
    text = report_of(met=["finance", "managers?"])

    assert "**No money to start, or lenders who do not know the form**\n\n- [ ] **Could:** Plan opening reserves" in text
    assert "**Managers who block or delay** (not sure)\n\n- [ ] **Could, if it applies:** Give the request an owner" in text
    assert "The council waits for proof" not in text
    assert "## Where you are" in text
    assert "## Plan" in text
    assert "Knowsley Youth Mutual" in text


def test_the_report_leaves_a_blank_where_nobody_was_asked() -> None:
    """And says so where none is named."""
    assert "\nWhich of these stand in the way? ____________\n" in report_of()
    assert "None is named." in report_of(met=[])
