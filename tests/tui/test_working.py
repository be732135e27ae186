"""Work on the checklist: ticked, noted, not followed; sifted and searched."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from test_screens import BUS, text_of
from village import CASE, SMALL, TODAY, Memory, app, press, said, type_in

from guide.cases import NotFollowed, Work
from guide.tui.screens.checklist import ChecklistScreen, Entries
from guide.tui.screens.pick import PickScreen
from guide.tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot


def first_of(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, ChecklistScreen)
    return screen.entries[0].id


async def test_a_line_is_ticked_as_done_today_and_the_tick_is_in_the_file() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "home", "space")
        line = first_of(pilot)
        assert "[x] " in text_of(pilot.app.screen.query_one(Entries))
        assert "Done on 22 November 2026" in text_of(pilot.app.screen.query_one(Entries))
        assert memory.cases[CASE].work == {line: Work(TODAY)}
        await press(pilot, "space")
        assert memory.cases[CASE].work == {}


async def test_a_tick_is_taken_back_and_made_again() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "home", "space", "ctrl+z")
        assert memory.cases[CASE].work == {}
        await press(pilot, "ctrl+y")
        assert list(memory.cases[CASE].work.values()) == [Work(TODAY)]


async def test_the_form_takes_day_note_name_and_reason() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "home", "w")
        assert isinstance(pilot.app.screen, WorkScreen)
        await press(pilot, "enter", "h", "i", "enter", "J", "o", "enter", "enter")
        assert "Give both the name and the reason" in said(pilot, "problem")
        await type_in(pilot, "no need")
        await press(pilot, "enter")
        assert list(memory.cases[CASE].work.values()) == [Work(None, "hi", NotFollowed("Jo", "no need"))]
        shown = text_of(pilot.app.screen.query_one(Entries))
        assert "[-] " in shown
        assert "Not followed, decided by Jo: no need" in shown


async def test_the_form_says_what_is_no_day_and_takes_an_earlier_one() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "home", "w", "x", "ctrl+s")
        assert said(pilot, "problem").startswith("! ")
        await press(pilot, "backspace")
        await type_in(pilot, "1 April 2026")
        await press(pilot, "ctrl+s")
        assert list(memory.cases[CASE].work.values()) == [Work(date(2026, 4, 1))]


async def test_words_and_filters_leave_out_what_is_not_like_that() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "s")
        await type_in(pilot, "publish costs")
        await press(pilot, "enter")
        assert "1 of 2" in said(pilot, "sieve")
        await press(pilot, "x")
        assert said(pilot, "sieve") == ""
        await press(pilot, "f")
        assert isinstance(pilot.app.screen, PickScreen)
        await type_in(pilot, "treasurer")
        await press(pilot, "enter")
        assert "only: Treasurer" in said(pilot, "sieve")


async def test_what_is_still_to_do_is_what_is_left() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "home", "space", "f", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ChecklistScreen)
        assert len(screen.entries) == 1
        assert "Still to do" in said(pilot, "sieve")


async def test_the_register_shows_only_conflicts() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "m", "c")
        screen = pilot.app.screen
        assert isinstance(screen, ChecklistScreen)
        assert {each.kind for each in screen.entries} == {"conflict"}
        await press(pilot, "c")
        assert said(pilot, "sieve") == ""


async def test_an_entry_is_ticked_and_noted_where_its_reasons_stand() -> None:
    """And the list below shows it when one comes back."""
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "home", "enter", "space")
        assert "[x] Done on 22 November 2026" in said(pilot, "entry")
        assert list(memory.cases[CASE].work.values()) == [Work(TODAY)]
        await press(pilot, "w", *["backspace"] * 16)
        await type_in(pilot, "1 May 2026")
        await press(pilot, "enter")
        await type_in(pilot, "at the stops")
        await press(pilot, "ctrl+s")
        assert "[x] Done on 1 May 2026. Note: at the stops" in said(pilot, "entry")
        await press(pilot, "escape")
        assert "Done on 1 May 2026" in text_of(pilot.app.screen.query_one(Entries))
