"""Texts about a case: the plan, documents, cases like it; their links; another day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from village import BOOK, SMALL, Memory, answers_of, app, press, settle, type_in

from guide.tui import GuideApp
from guide.tui.links import linked
from guide.tui.screens.page import PageScreen
from guide.tui.screens.text import TextScreen
from guide.tui.widgets.listing import Listing
from guide.tui.widgets.paper import Paper, lines_of
from guide.values import Cell

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True, "bus.cost": 60_000}
PEOPLE: dict[str, object] = {"person": ["Ann", "Bob *loud*"], "person[Ann].roles": ["driver"]}


def read(screen: object) -> str:
    assert isinstance(screen, TextScreen)
    return "\n".join(line.text.rstrip() for line in screen.query_one(Paper).lines)


async def test_a_document_is_read_and_its_links_lead_to_pages_and_back() -> None:
    """From the menu, with the keyboard alone."""
    async with app({**BUS, **PEOPLE}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f12")
        await type_in(pilot, "register")
        await press(pilot, "enter")
        text = read(pilot.app.screen)
        assert "The bus costs £60,000 a year and has ____________." in text
        assert "Bob *loud*" in text
        await press(pilot, "l")
        await type_in(pilot, "costs")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PageScreen)
        assert pilot.app.screen.page.id == "publish-costs"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TextScreen)


async def test_a_text_is_written_to_a_file_and_never_over_another() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+p")
        await type_in(pilot, "dated plan")
        await press(pilot, "enter", "w", "enter")
        assert memory.texts[Path("case-plan.md")].startswith("# Plan: The village bus")
        await press(pilot, "w", "enter")
        assert "There is a file called case-plan.md already" in str(pilot.app.screen.query_one("#problem").render())


async def test_the_law_is_judged_on_another_day_and_back() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f12", "end")
        await type_in(pilot, "another day")
        await press(pilot, "enter", *["backspace"] * 20)
        await type_in(pilot, "someday")
        await press(pilot, "enter")
        assert "answer with a date" in str(pilot.app.screen.query_one("#problem").render())
        await press(pilot, *["backspace"] * 7)
        await type_in(pilot, "1 May 2027")
        await press(pilot, "enter")
        assert isinstance(pilot.app, GuideApp)
        assert pilot.app.desk
        assert pilot.app.desk.session.as_at == date(2027, 5, 1)
        await press(pilot, "ctrl+z")
        assert pilot.app.desk.session.as_at != date(2027, 5, 1)
        assert answers_of(pilot)[Cell("bus.cost")].value == 60_000


async def test_what_can_be_read_is_offered_on_every_screen_of_a_case() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f7", "f12")
        assert [str(option.id) for option in pilot.app.screen.query_one(Listing).options] == ["plan", "document:bus-register", "day"]


def test_links_are_files_of_pages_and_addresses_of_pages() -> None:
    """Each page once; what is no page of the rulebook is no link."""
    page = BOOK.pages["marking"]
    text = f"[a](marking.md) [b](<{page.url}>) [c](../articles/topics.md) [d](https://example.org/elsewhere) [e](no-page.md) [f](../law/bus/marking.md)"

    assert [one.id for one in linked(BOOK, text)] == ["marking", "topics"]


def test_lines_fit_and_hold_no_codes() -> None:
    """Whatever people wrote."""
    lines = lines_of("# A *title*\n\n| a | b |\n| --- | --- |\n| \x1b[31mred | [bold]x[/] |\n\n" + "word " * 50, 40)

    assert all(line.cell_length <= 40 for line in lines)
    text = "\n".join(line.text for line in lines)
    assert "\x1b" not in text
    assert "[bold]x[/]" in text
    assert all(segment.style is None or segment.style.color is None for line in lines for segment in line)
