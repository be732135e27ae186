"""Work on the checklist, the menu of what is seldom wanted, search, undo: by keyboard."""

from __future__ import annotations

from datetime import date

from village import BOOK, CASE, SMALL, TODAY, Memory, answered, answers_of, app, asked, press, said, settle, start, type_in

from guide.cases import NotFollowed, Work
from guide.tui import GuideApp
from guide.tui.screens.checklist import ChecklistScreen, Entries
from guide.tui.screens.more import MoreScreen
from guide.tui.screens.page import ArticleScreen, PageScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.search import SearchScreen
from guide.tui.screens.text import TextScreen
from guide.tui.screens.work import WorkScreen
from guide.values import Cell

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True, "bus.cost": 60_000}


def listing(pilot: object) -> str:
    return "\n".join(str(option.prompt) for option in pilot.app.screen.query_one("OptionList").options)  # type: ignore[attr-defined]


async def test_a_line_is_ticked_noted_and_ticked_off_again() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f7")
        await settle(pilot)
        name = pilot.app.screen.entries[0].id  # type: ignore[attr-defined]
        await press(pilot, "space")
        assert memory.cases[CASE].work[name] == Work(done=TODAY)
        assert "[x] " in listing(pilot)
        assert "Done on 22 November 2026" in listing(pilot)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, WorkScreen)
        await press(pilot, "enter")
        await type_in(pilot, "see file 7")
        await press(pilot, "enter", "enter", "enter")
        assert memory.cases[CASE].work[name] == Work(TODAY, "see file 7")
        await press(pilot, "space")
        assert memory.cases[CASE].work[name] == Work(note="see file 7")


async def test_a_line_that_is_not_followed_needs_a_reason_and_a_name() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f7")
        await settle(pilot)
        name = pilot.app.screen.entries[0].id  # type: ignore[attr-defined]
        await press(pilot, "n", "enter", "enter")
        await type_in(pilot, "no time")
        await press(pilot, "enter", "enter")
        assert "needs both" in said(pilot, "problem")
        await type_in(pilot, "Cy")
        await press(pilot, "enter")
        assert memory.cases[CASE].work[name].not_followed == NotFollowed("Cy", "no time")
        await press(pilot, "n")
        await type_in(pilot, "soon")
        await press(pilot, "enter", "enter", "enter", "enter")
        assert said(pilot, "problem")


async def test_the_list_is_searched_and_sifted() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ChecklistScreen)
        there = len(screen.entries)
        await press(pilot, "slash")
        await type_in(pilot, "zzz")
        await press(pilot, "enter")
        assert (len(screen.entries), f"0 of {there} shown" in said(pilot, "none")) == (0, True)
        await press(pilot, "f", "enter")
        assert len(screen.entries) == there
        await press(pilot, "f", "down", "enter")
        assert 0 < len(screen.entries) <= there
        assert "shown: Level: " in said(pilot, "none")
        assert isinstance(pilot.app.focused, Entries)


async def test_the_menu_leads_to_texts_search_and_sections() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f12")
        assert isinstance(pilot.app.screen, MoreScreen)
        await press(pilot, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, TextScreen)
        assert "# " in pilot.app.screen.text
        await press(pilot, "w", "enter")
        assert [path.name for path in memory.texts] == ["case-plan.md"]
        await press(pilot, "escape")
        words = listing(pilot)
        assert "THE BUS" not in words
        assert "Search the law and the help" in words
        await press(pilot, "end", "enter")
        assert "(answered)" in listing(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuestionScreen)
        await press(pilot, "escape", "f12")
        assert isinstance(pilot.app.screen, QuestionScreen)


async def test_another_day_is_asked_for_and_refused_when_it_is_none() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f12", "down", "down", "enter")
        await type_in(pilot, "x")
        await press(pilot, "enter")
        assert said(pilot, "problem")
        await press(pilot, "ctrl+u")
        await type_in(pilot, "6 December 2012")
        await press(pilot, "enter")
        assert pilot.app.desk.session.as_at == date(2012, 12, 6)  # type: ignore[attr-defined]


async def test_words_are_looked_for_in_law_and_help() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        pilot.app.push_screen(SearchScreen(BOOK))
        await settle(pilot)
        await type_in(pilot, "zzzz")
        await press(pilot, "enter")
        assert "Nothing has all of these words" in said(pilot, "none")
        for hit, screen in ((next(iter(BOOK.pages.values())).title, PageScreen), (next(iter(BOOK.articles.values())).title, ArticleScreen)):
            pilot.app.screen.action_again()  # type: ignore[attr-defined]
            await press(pilot, "ctrl+u")
            pilot.app.screen.query_one("#words").value = hit  # type: ignore[attr-defined]
            await press(pilot, "enter", "enter")
            await settle(pilot)
            assert isinstance(pilot.app.screen, screen)
            await press(pilot, "escape")


async def test_changes_are_taken_back_and_made_again() -> None:
    async with app({"case.topics": ["bus"], "case.nation": "England"}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        cell = Cell(asked(pilot))
        await press(pilot, "y")
        assert cell in answers_of(pilot)
        await press(pilot, "ctrl+z")
        assert (cell in answers_of(pilot), asked(pilot)) == (False, str(cell))
        await press(pilot, "ctrl+y")
        assert cell in answers_of(pilot)
        await press(pilot, "ctrl+y")
        assert asked(pilot) != ""


__all__ = ["GuideApp", "answered", "start"]
