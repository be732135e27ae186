"""The way in from the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from village import BOOK, CASE, TODAY, answered

from guide.tui import GuideApp, run
from guide.tui.files import on_disk

ON = date(2025, 4, 1)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[GuideApp]:
    """The apps that were run, in an empty folder."""
    apps: list[GuideApp] = []
    monkeypatch.chdir(tmp_path)

    def remember(app: GuideApp) -> None:
        apps.append(app)

    monkeypatch.setattr(GuideApp, "run", remember)
    return apps


def test_without_a_case_it_begins_on_the_start_screen(begun: list[GuideApp]) -> None:
    assert run(BOOK, None, None, TODAY) == 0
    assert begun[0].case is None
    assert begun[0].today == TODAY


def test_a_case_that_does_not_exist_is_new_and_judged_on_the_day_asked_for(begun: list[GuideApp]) -> None:
    assert run(BOOK, CASE, ON, TODAY) == 0
    assert begun[0].case
    path, case = begun[0].case
    assert (path, case.title, case.as_at) == (CASE, "case", ON)


@pytest.mark.parametrize(("on", "day"), [(None, TODAY), (ON, ON)])
def test_a_case_is_judged_on_its_own_day_unless_another_is_asked_for(begun: list[GuideApp], on: date | None, day: date) -> None:
    on_disk(BOOK, Path()).save(CASE, answered({"bus.wanted": True}))

    assert run(BOOK, CASE, on, date(2030, 1, 1)) == 0
    assert begun[0].case
    assert begun[0].case[1].as_at == day


def test_a_case_that_cannot_be_read_is_said_and_left_alone(begun: list[GuideApp], capsys: pytest.CaptureFixture[str]) -> None:
    CASE.write_text("format = ")

    assert run(BOOK, CASE, None, TODAY) == 3
    assert "case.toml" in capsys.readouterr().err
    assert not begun
    assert CASE.read_text() == "format = "
