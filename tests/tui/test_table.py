"""The rows of a list as a table: added, answered in place, copied, taken away and back, pasted."""

from __future__ import annotations

from textual.pilot import Pilot
from village import LARGE, SMALL, answers_of, app, asked, paste, press, said, settle, type_in

from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.table import Rows, TableScreen
from guide.tui.widgets.listing import Listing
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words
from guide.values import UNKNOWN, Cell, Choices, RowSet

START: dict[str, object] = {"case.topics": ["people"], "case.nation": "England"}
PEOPLE: dict[str, object] = {**START, "body": ["Bus Co-op", "Parish"], "person": ["Ann", "Bob"]}
PERSON = Cell("person")


def rows(pilot: Pilot[None]) -> Rows:
    return pilot.app.screen.query_one(Rows)


def lines(pilot: Pilot[None]) -> list[str]:
    """The table as it stands on the screen."""
    sheet = rows(pilot)
    return [sheet.render_line(y).text.rstrip() for y in range(sheet.size.height)]


async def table(pilot: Pilot[None]) -> None:
    """Goes to the table of the people."""
    await settle(pilot)
    await press(pilot, "ctrl+g")
    await type_in(pilot, "who is involved")
    await press(pilot, "enter", "ctrl+o")
    assert isinstance(pilot.app.screen, TableScreen)


async def test_answers_are_given_in_place() -> None:
    """By the keys of the options, and by the question itself, which leads back to its cell."""
    async with app(PEOPLE).run_test(size=SMALL) as pilot:
        await table(pilot)
        assert "3 Marks the bids" not in said(pilot, "cell")
        await press(pilot, "right")
        assert "3 Marks the bids" in said(pilot, "cell")
        await press(pilot, "3", "1", "1", "right", "2", "down", "u")
        assert answers_of(pilot)[Cell("person.roles", "Ann")].value == Choices(frozenset({"evaluator"}))
        assert answers_of(pilot)[Cell("person.works_for", "Ann")].value == "Parish"
        assert answers_of(pilot)[Cell("person.works_for", "Bob")].value == UNKNOWN
        await press(pilot, "enter")
        assert asked(pilot) == "person[Bob].works_for"
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, TableScreen)
        assert rows(pilot).cell == Cell("person.works_for", "Bob")
        assert "> " in lines(pilot)[2]
        assert "[Bus Co-op" in lines(pilot)[2]


async def test_rows_are_added_copied_renamed_taken_off_and_brought_back() -> None:
    async with app({**PEOPLE, "person[Ann].roles": ["driver"]}).run_test(size=SMALL) as pilot:
        await table(pilot)
        await press(pilot, "d", "C", "y", "enter", "a", "A", "n", "n", "enter")
        assert "Another row is called “Ann”" in said(pilot, "problem")
        await press(pilot, "e", "enter")
        assert answers_of(pilot)[PERSON].value == RowSet(("Ann", "Bob", "Cy", "Anne"))
        assert answers_of(pilot)[Cell("person.roles", "Cy")].value == Choices(frozenset({"driver"}))
        assert rows(pilot).key == "Anne"
        await press(pilot, "enter", "backspace", "enter")
        assert "called “Ann”" in said(pilot, "problem")
        await press(pilot, "a", "enter", "up", "delete", "enter")
        assert answers_of(pilot)[PERSON].value == RowSet(("Ann", "Bob", "Anna"))
        await press(pilot, "ctrl+z")
        assert answers_of(pilot)[PERSON].value == RowSet(("Ann", "Bob", "Cy", "Anna"))
        await press(pilot, "f9")
        assert answers_of(pilot)[PERSON].value == RowSet(("Ann", "Bob", "Cy", "Anna"), more=True)


async def test_the_questions_of_a_row_come_one_after_the_other() -> None:
    """Until one is left unanswered."""
    async with app(PEOPLE).run_test(size=SMALL) as pilot:
        await table(pilot)
        await press(pilot, "e")
        assert asked(pilot) == "person[Ann].roles"
        await press(pilot, "3", "enter")
        assert asked(pilot) == "person[Ann].acts_for"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TableScreen)
        assert rows(pilot).key == "Ann"


async def test_an_answer_is_taken_back_only_after_it_was_said_what_goes_with_it() -> None:
    async with app({**PEOPLE, "person[Ann].roles": ["evaluator"], "person[Ann].acts_for": ["Parish"]}).run_test(size=SMALL) as pilot:
        await table(pilot)
        await press(pilot, "right", "delete")
        assert "This change does more" in str(pilot.app.screen.query(Words).first().content)
        await press(pilot, "down", "enter")
        assert Cell("person.roles", "Ann") in answers_of(pilot)
        await press(pilot, "delete", "enter")
        assert Cell("person.roles", "Ann") not in answers_of(pilot)


async def test_pasted_rows_are_looked_at_first_and_taken_at_once() -> None:
    """Fifty people, with one slip."""
    text = "Name\tRoles\tWorks for\r\n" + "".join(f"Person {number:02}\tdriver; councillor\tParish\r\n" for number in range(50)) + "Ann\tpilot\tParish"
    async with app(PEOPLE).run_test(size=SMALL) as pilot:
        await table(pilot)
        await paste(pilot, text)
        told = str(pilot.app.screen.query_one(Reading).query_one(Words).content)
        assert "50 new, 1 there already." in told
        assert "! line 52, “Roles”: `pilot` is not offered; left out" in told
        await press(pilot, "down", "enter")
        assert answers_of(pilot)[PERSON].value == RowSet(("Ann", "Bob"))
        await paste(pilot, text)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TableScreen)
        assert len(rows(pilot).table.keys) == 52  # type: ignore[union-attr]
        assert answers_of(pilot)[Cell("person.works_for", "Person 49")].value == "Parish"
        assert rows(pilot).key == "Person 00"
        await press(pilot, "end")
        assert "> Person 49" in lines(pilot)[-1].replace(">  ", "> ") or "[Person 49" in lines(pilot)[-1]
        await press(pilot, "ctrl+z")
        assert answers_of(pilot)[PERSON].value == RowSet(("Ann", "Bob"))


async def test_several_lines_pasted_where_names_are_typed_open_the_table() -> None:
    """With what was typed before; one line is typed as it is."""
    async with app({**START, "body": ["Parish"], "body[Parish].council_owned": True}).run_test(size=LARGE) as pilot:
        await settle(pilot)
        assert asked(pilot) == "person"
        await paste(pilot, "Ann")
        await press(pilot, "enter")
        await paste(pilot, "Bob\nCy")
        assert len(pilot.app.screen.query(Listing)) == 1
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TableScreen)
        assert answers_of(pilot)[PERSON].value == RowSet(("Ann", "Bob", "Cy"))
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QuestionScreen)
