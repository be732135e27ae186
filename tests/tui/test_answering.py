"""Every type of question, answered with the keyboard alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from village import SMALL, TODAY, answers_of, app, asked, press, said, settle, type_in

from guide.tui.widgets.listing import Listing
from guide.tui.widgets.typed import Field
from guide.values import UNKNOWN, Answer, Cell, Choices, NotYet, RowSet, Value

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England"}
WANTED: dict[str, object] = {**BUS, "bus.wanted": True}
OWNED: dict[str, object] = {"body[Co-op].council_owned": True, "body[Parish].council_owned": True}
PEOPLE: dict[str, object] = {"case.topics": ["people"], "case.nation": "England", "body": ["Co-op", "Parish"], **OWNED, "person": ["Ann"]}


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["y"], True),
        (["n"], False),
        (["1"], True),
        (["2"], False),
        (["down", "enter"], True),
        (["up", "up", "enter"], False),
        (["u"], UNKNOWN),
        (["f2"], UNKNOWN),
    ],
)
async def test_yes_no(keys: list[str], value: Value) -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "bus.wanted"
        await press(pilot, *keys)
        assert answers_of(pilot)[Cell("bus.wanted")] == Answer(value)
        assert asked(pilot) != "bus.wanted"


async def test_enter_alone_chooses_nothing() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert asked(pilot) == "bus.wanted"
        assert "Choose an answer" in said(pilot, "problem")


async def test_an_answer_given_before_is_marked_and_enter_keeps_it() -> None:
    async with app({**BUS, "bus.wanted": False}).run_test(size=SMALL) as pilot:
        await press(pilot, "escape")
        assert asked(pilot) == "bus.wanted"
        listing = pilot.app.screen.query_one(Listing)
        assert str(listing.options[1].prompt) == "(x) n  No"
        await press(pilot, "enter")
        assert answers_of(pilot)[Cell("bus.wanted")] == Answer(False)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["1", "enter"], Choices(frozenset({"bus"}))),
        (["down", "space", "down", "question_mark", "enter"], Choices(frozenset({"people"}), frozenset({"depot"}))),
        (["1", "1", "2", "enter"], Choices(frozenset({"people"}))),
        (["1", "end", "space", "enter"], Choices()),
        (["end", "enter"], Choices()),
        (["f2"], UNKNOWN),
    ],
)
async def test_choices(keys: list[str], value: Value) -> None:
    async with app().run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "case.topics"
        await press(pilot, *keys)
        assert answers_of(pilot)[Cell("case.topics")] == Answer(value)


async def test_choices_without_a_mark_are_no_answer() -> None:
    async with app().run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert asked(pilot) == "case.topics"
        assert "None of these" in said(pilot, "problem")


@pytest.mark.parametrize(
    ("answers", "text", "value"),
    [
        (WANTED, "60,000.50", Fraction(120001, 2)),
        (WANTED, "£1 250", 1250),
        ({**WANTED, "bus.cost": 1}, "12", 12),
        ({**WANTED, "bus.cost": 1, "bus.seats": 1}, "12.5%", Fraction(25, 2)),
        ({**WANTED, "bus.cost": 1, "bus.seats": 1, "bus.staff_share": 1}, "6 December 2012", date(2012, 12, 6)),
        ({**WANTED, "bus.cost": 1, "bus.seats": 1, "bus.staff_share": 1}, "6/12/2012", date(2012, 12, 6)),
        ({**WANTED, "bus.cost": 1, "bus.seats": 1, "bus.staff_share": 1}, "2012-12-06", date(2012, 12, 6)),
        ({**WANTED, "bus.cost": 1, "bus.seats": 1, "bus.staff_share": 1, "bus.starts_on": "not yet"}, "7 [b]to[/b] town", "7 [b]to[/b] town"),
    ],
)
async def test_what_is_typed(answers: dict[str, object], text: str, value: Value) -> None:
    async with app(answers).run_test(size=SMALL) as pilot:
        await settle(pilot)
        cell = asked(pilot)
        await type_in(pilot, text)
        await press(pilot, "enter")
        assert answers_of(pilot)[Cell(cell)] == Answer(value)


async def test_a_text_that_does_not_fit_stays_with_the_reason_beside_it() -> None:
    async with app(WANTED).run_test(size=SMALL) as pilot:
        await type_in(pilot, "lots")
        await press(pilot, "enter")
        assert asked(pilot) == "bus.cost"
        assert said(pilot, "problem") == "! `lots` is not a number"
        assert pilot.app.screen.query_one(Field).value == "lots"


async def test_an_empty_line_is_no_answer() -> None:
    async with app(WANTED).run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert asked(pilot) == "bus.cost"
        assert said(pilot, "problem")


async def test_not_yet_has_a_key_where_the_question_offers_it() -> None:
    async with app({**WANTED, "bus.cost": 1, "bus.seats": 1, "bus.staff_share": 1}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "bus.starts_on"
        await press(pilot, "f9")
        assert answers_of(pilot)[Cell("bus.starts_on")] == Answer(NotYet(TODAY))


async def test_an_amount_given_before_can_be_sent_again_as_it_stands() -> None:
    async with app({**WANTED, "bus.cost": "1234.5"}).run_test(size=SMALL) as pilot:
        await press(pilot, "escape")
        assert pilot.app.screen.query_one(Field).value == "1,234.5"
        await press(pilot, "enter")
        assert answers_of(pilot)[Cell("bus.cost")] == Answer(Fraction(2469, 2))


async def test_not_sure_stays_as_it_is_when_enter_passes_by() -> None:
    async with app(WANTED).run_test(size=SMALL) as pilot:
        await press(pilot, "f3")
        await type_in(pilot, "ask")
        await press(pilot, "enter", "down", "enter")
        unsure = Answer(UNKNOWN, "ask", "clerk")
        assert answers_of(pilot)[Cell("bus.cost")] == unsure
        await press(pilot, "escape", "enter")
        assert answers_of(pilot)[Cell("bus.cost")] == unsure
        assert asked(pilot) == "bus.seats"


async def test_a_row_is_picked_by_its_number() -> None:
    async with app({**PEOPLE, "person[Ann].roles": ["councillor"]}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "person[Ann].works_for"
        await press(pilot, "2")
        assert answers_of(pilot)[Cell("person.works_for", "Ann")] == Answer("Parish")


async def test_a_row_that_is_missing_is_named_on_the_way() -> None:
    async with app({**PEOPLE, "person[Ann].roles": ["councillor"]}).run_test(size=SMALL) as pilot:
        await press(pilot, "end", "enter")
        assert asked(pilot) == "body"
        await type_in(pilot, "Union")
        await press(pilot, "enter", "enter")
        assert asked(pilot) == "person[Ann].works_for"
        await press(pilot, "3")
        assert answers_of(pilot)[Cell("person.works_for", "Ann")] == Answer("Union")


async def test_several_rows_are_ticked() -> None:
    async with app({**PEOPLE, "person[Ann].roles": ["evaluator"]}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "person[Ann].acts_for"
        await press(pilot, "1", "down", "question_mark", "enter")
        assert answers_of(pilot)[Cell("person.acts_for", "Ann")] == Answer(Choices(frozenset({"Co-op"}), frozenset({"Parish"})))


async def test_rows_are_named_renamed_and_deleted() -> None:
    async with app({"case.topics": ["people"]}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "body"
        for name in ("One", "Two", "Three"):
            await type_in(pilot, name)
            await press(pilot, "enter")
        await press(pilot, "down", "down", "delete")
        await press(pilot, "home", "enter", *["backspace"] * 3)
        await type_in(pilot, "First")
        await press(pilot, "enter", "f9", "enter")
        assert answers_of(pilot)[Cell("body")] == Answer(RowSet(("First", "Three"), more=True))


async def test_a_name_that_is_taken_is_refused_and_stays() -> None:
    async with app({"case.topics": ["people"]}).run_test(size=SMALL) as pilot:
        await type_in(pilot, "One")
        await press(pilot, "enter")
        await type_in(pilot, "One")
        await press(pilot, "enter")
        assert "a name of its own" in said(pilot, "problem")
        assert asked(pilot) == "body"


async def test_an_empty_list_is_asked_about_once() -> None:
    async with app({"case.topics": ["people"]}).run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert asked(pilot) == "body"
        assert "press Enter again" in said(pilot, "problem")
        await press(pilot, "enter")
        assert answers_of(pilot)[Cell("body")] == Answer(RowSet())


async def test_a_renamed_row_keeps_its_answers() -> None:
    async with app({**PEOPLE, "person[Ann].roles": ["councillor"]}).run_test(size=SMALL) as pilot:
        await press(pilot, "escape", "escape", "escape")
        while asked(pilot) != "person":
            await press(pilot, "enter")
        await press(pilot, "down", "enter")
        await type_in(pilot, "e")
        await press(pilot, "enter", "enter")
        assert answers_of(pilot)[Cell("person.roles", "Anne")] == Answer(Choices(frozenset({"councillor"})))
