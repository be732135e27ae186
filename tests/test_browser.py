"""The interview in a real browser, from the first page to a checklist on the officer's own disk. `make browser` runs it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from browser import CHROMIUM, Browser
from guide.cli import main
from test_serving import served, until

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
    pytest.mark.skipif("GUIDE_BROWSER" not in os.environ, reason="takes a quarter of a minute: `make browser` runs it"),
]
DAY = "2026-11-25"
BEGUN = "case.nation=England"
ANSWERS = ("case.topics=right-to-challenge", "authority.kind?", "challenge.exists=yes", "challenge.submitted_by?")


async def test_an_interview_ends_in_the_checklist_that_the_command_line_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is loaded from elsewhere, the browser has no complaint, and when it goes away no process is left."""
    desk, store = tmp_path / "desk", tmp_path / "store"
    desk.mkdir()
    store.mkdir()
    for folder in (store, tmp_path):
        assert main(["answer", str(folder / "case.toml"), "--on", DAY, BEGUN]) == 0
    async with served(store) as (_, address):
        async with Browser(desk) as page:
            await page.open(f"{address}/")
            await page.wait("> case.toml")
            await page.press("enter")
            await page.wait("What do you need help with?")
            await page.press("down", "down", "space", "enter")
            await page.wait("What kind of council or authority is it?")
            await page.press("f2")
            await page.wait("Has the council received an expression of interest")
            await page.press("y")
            await page.wait("Who sent it?")
            await page.press("f2")
            await page.wait("5 answered")
            await page.press("f8")
            await page.wait("Write it to which file?")
            await page.press("enter")
            await page.wait("Written to case.md")
            await until((desk / "case.md").exists)
            assert page.complaints == []
            await page.press("f10")
            while not await page.value("document.body.classList.contains('-closed')"):
                await asyncio.sleep(0.05)
            assert await page.value("document.activeElement.textContent") == "Start again"
            await page.press("enter")
            await page.wait("> case.toml")
            assert {asked.split("://")[1].split("/")[0] for asked in page.asked if "://" in asked} == {address.removeprefix("http://")}
        await until(lambda: not (store / ".case.toml.lock").exists())

    assert main(["answer", str(tmp_path / "case.toml"), *ANSWERS]) == 0
    capsys.readouterr()
    assert main(["checklist", str(tmp_path / "case.toml")]) == 0
    said = capsys.readouterr().out
    assert (desk / "case.md").read_text(encoding="utf-8") == said
    assert "Confirm that the right to challenge binds your authority" in said
