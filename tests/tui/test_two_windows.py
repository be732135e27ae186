"""Two windows on one case notice one another: whoever comes second is told, and changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

from village import BOOK, CASE, SMALL, TODAY, answered, asked, press, said, settle, type_in

from guide.cases.lock import lock_of
from guide.tui import GuideApp
from guide.tui.files import on_disk
from guide.tui.screens.start import StartScreen


def window(folder: Path) -> GuideApp:
    """The guide on its start screen."""
    return GuideApp(BOOK, TODAY, on_disk(BOOK, folder))


async def test_a_case_opened_from_the_start_screen_is_kept_from_other_windows(tmp_path: Path) -> None:
    """The second window says who has it and stays where it is; when the first is closed, it opens the case."""
    on_disk(BOOK, tmp_path).save(CASE, answered({"case.topics": ["bus"]}))
    first, second = window(tmp_path), window(tmp_path)
    async with second.run_test(size=SMALL) as late:
        async with first.run_test(size=SMALL) as early:
            await press(early, "enter")
            assert asked(early) == "bus.wanted"
            await press(late, "enter")
            assert isinstance(second.screen, StartScreen)
            assert f"it is open in another guide (process {os.getpid()} on " in said(late, "problem")
        await press(late, "enter")
        assert asked(late) == "bus.wanted"
    assert not lock_of(tmp_path / CASE).exists()


async def test_a_case_begun_or_saved_elsewhere_is_kept_too(tmp_path: Path) -> None:
    first = window(tmp_path)
    async with first.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "n", "enter", "enter", "enter")
        assert lock_of(tmp_path / CASE).exists()
        (tmp_path / CASE).write_text("somebody wrote something else here")
        await press(pilot, "1", "enter")
        await press(pilot, "ctrl+s", "enter")
        await press(pilot, "home")
        await type_in(pilot, "other-")
        await press(pilot, "enter")
        assert (tmp_path / "other-case.toml").exists()
        assert lock_of(tmp_path / "other-case.toml").exists()
        assert not lock_of(tmp_path / CASE).exists()
