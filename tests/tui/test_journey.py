"""A newcomer, with the keyboard alone at 80x24, from the start to a checklist in a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from village import BOOK, CASE, SMALL, TODAY, Memory, answers_of, asked, press, said, settle, start, type_in

from guide.tui import GuideApp
from guide.tui.files import on_disk
from guide.tui.screens.answers import AnswersScreen
from guide.tui.screens.checklist import ChecklistScreen
from guide.tui.screens.export import ExportScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.start import StartScreen
from guide.values import UNKNOWN, Answer, Cell


async def test_from_start_to_an_exported_checklist_with_a_break_on_the_way(tmp_path: Path) -> None:
    first = GuideApp(BOOK, TODAY, on_disk(BOOK, tmp_path))
    async with first.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(first.screen, StartScreen)
        await press(pilot, "enter")
        await type_in(pilot, "Village bus")
        await press(pilot, "enter", "enter", "enter")
        await press(pilot, "1", "enter")
        await press(pilot, "y")
        assert asked(pilot) == "bus.cost"
        await press(pilot, "f2")
        await press(pilot, "f3")
        await type_in(pilot, "count them")
        await press(pilot, "enter", "end", "enter")
        assert asked(pilot) == "bus.staff_share"
        await press(pilot, "f10")
    before = first.desk.session.answers if first.desk else {}
    assert before[Cell("bus.cost")] == Answer(UNKNOWN)
    assert before[Cell("bus.seats")] == Answer(UNKNOWN, "count them", "driver")

    second = GuideApp(BOOK, date(2027, 1, 1), on_disk(BOOK, tmp_path))
    async with second.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert [found.title for found in second.screen.files.find()] == ["Village bus"]  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert asked(pilot) == "bus.staff_share"
        assert dict(answers_of(pilot)) == dict(before)
        assert second.desk
        assert second.desk.session.as_at == TODAY
        await type_in(pilot, "60")
        await press(pilot, "enter")

        await press(pilot, "f6", "home", "down", "enter")
        assert asked(pilot) == "bus.wanted"
        await press(pilot, "n", "enter")
        assert isinstance(second.screen, AnswersScreen)
        await press(pilot, "enter")
        await press(pilot, "y", "enter")
        await press(pilot, "escape")

        while asked(pilot):
            await press(pilot, "f2")
        await press(pilot, "f8", "enter")
        assert isinstance(second.screen, ExportScreen)
        assert "case.md" in said(pilot, "done")
        await press(pilot, "f10")
    written = (tmp_path / "case.md").read_text()
    assert "A co-operative that the drivers own" in written
    assert second.return_value is None
    assert set(before) <= set(on_disk(BOOK, tmp_path).load(CASE).answers)


async def test_the_main_screens_lead_to_one_another_and_back_to_the_question() -> None:
    memory = Memory()
    async with start(memory).run_test(size=SMALL) as pilot:
        await press(pilot, "n", "enter", "enter", "enter")
        assert asked(pilot) == "case.topics"
        for keys, screen in ((["f6"], AnswersScreen), (["f7"], ChecklistScreen), (["f8"], ExportScreen), (["f6"], AnswersScreen), (["escape"], QuestionScreen)):
            await press(pilot, *keys)
            assert isinstance(pilot.app.screen, screen)
        for key in ("f6", "f7", "f8"):
            await press(pilot, key, key)
            assert isinstance(pilot.app.screen, QuestionScreen)
    assert Path("case.toml") in memory.cases


async def test_a_new_case_needs_a_file_of_its_own_and_a_day() -> None:
    memory = Memory()
    async with start(memory).run_test(size=SMALL) as pilot:
        await press(pilot, "n", "enter", "enter", "enter")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QuestionScreen)
    async with start(memory).run_test(size=SMALL) as pilot:
        await press(pilot, "n", "down", *["backspace"] * 20)
        await type_in(pilot, "case")
        await press(pilot, "enter", "end", *["backspace"] * 30)
        await type_in(pilot, "someday")
        await press(pilot, "enter")
        assert "already" in said(pilot, "problem")
        await type_in(pilot, "2")
        await press(pilot, "enter", "enter")
        assert "answer with a date" in said(pilot, "problem")
        await press(pilot, *["backspace"] * 30)
        await type_in(pilot, "6/12/2025")
        await press(pilot, "enter")
        assert asked(pilot) == "case.topics"
    assert memory.cases[Path("case2.toml")].as_at == date(2025, 12, 6)
