"""Questions left to colleagues: a form goes out, and its answers come back."""

from __future__ import annotations

from pathlib import Path

from village import BOOK, SMALL, TODAY, Memory, answers_of, app, asked, press, said, settle, type_in

from guide.cases.read import parse_case
from guide.tui import GuideApp
from guide.tui.screens.ask import WaysScreen
from guide.tui.screens.colleagues import NONE, ColleaguesScreen
from guide.tui.widgets.listing import Listing
from guide.values import UNKNOWN, Answer, Cell

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True}


async def test_nothing_is_out_at_first() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f6", "c")
        assert isinstance(pilot.app.screen, ColleaguesScreen)
        assert said(pilot, "none") == NONE


async def test_a_form_goes_out_and_its_answer_comes_back(tmp_path: Path) -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f3")
        await type_in(pilot, "look it up")
        await press(pilot, "enter", "end", "enter")
        assert answers_of(pilot)[Cell("bus.cost")].value == UNKNOWN
        await press(pilot, "f6", "c")
        shown = "\n".join(str(option.prompt) for option in pilot.app.screen.query_one(Listing).options)
        assert "What does the bus cost a year? Note: look it up" in shown
        await press(pilot, "enter", "enter")
        ((_, text),) = memory.texts.items()

        back = tmp_path / "b"
        back.write_text(text.replace("\nAnswer:", "\nAnswer: 60,000"), "utf-8")
        await press(pilot, "t")
        await type_in(pilot, str(back))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, WaysScreen)
        await press(pilot, "enter")
        assert answers_of(pilot)[Cell("bus.cost")] == Answer(60_000)
        assert said(pilot, "none") == NONE
        await press(pilot, "ctrl+z")
        assert answers_of(pilot)[Cell("bus.cost")].value == UNKNOWN


async def test_a_form_is_not_written_over_a_file() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f3", "enter", "end", "enter", "f6", "c", "enter")
        memory.texts[Path("driver.txt")] = "mine"
        await press(pilot, "enter")
        assert "already" in said(pilot, "problem")
        assert memory.texts[Path("driver.txt")] == "mine"


async def test_a_part_of_the_case_goes_out_and_asks_its_questions_alone() -> None:
    """On the colleague's screens, with the note; it is finished when they are answered."""
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "f3")
        await type_in(pilot, "ask Jo")
        await press(pilot, "enter", "end", "enter", "f6", "c", "enter", *["backspace"] * 3)
        await type_in(pilot, "toml")
        await press(pilot, "enter")
    ((path, text),) = memory.texts.items()
    case = parse_case(path, text.encode(), BOOK)
    async with GuideApp(BOOK, TODAY, Memory().files, (path, case)).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "bus.cost"
        assert "To find out: ask Jo" in said(pilot, "now")
        await press(pilot, "5", "enter")
        assert "Every question that matters has been asked" in said(pilot, "ask")
