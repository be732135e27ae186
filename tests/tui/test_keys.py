"""Every key that works has a sentence about it; those wanted most are in the footer."""

from __future__ import annotations

import pytest
from village import SIZES, SMALL, app, press, settle, start

from guide.tui.screens.keys import KeysScreen
from guide.tui.widgets.keybar import KeyBar, keys_of

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True}
WAYS: list[list[str]] = [
    [],
    ["f1"],
    ["f3"],
    ["f4"],
    ["f5"],
    ["f6"],
    ["f6", "enter"],
    ["f7"],
    ["f7", "enter"],
    ["f7", "enter", "enter"],
    ["f7", "enter", "t"],
    ["f7", "w"],
    ["f7", "f"],
    ["f7", "s"],
    ["ctrl+f"],
    ["ctrl+g"],
    ["ctrl+p"],
    ["ctrl+o"],
    ["f8"],
    ["f8", "enter", "enter"],
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("way", WAYS)
async def test_every_key_has_a_sentence_and_the_way_back_and_to_all_keys_are_in_the_footer(way: list[str], size: tuple[int, int]) -> None:
    """A footer of one line, whatever the size."""
    async with app(BUS).run_test(size=size) as pilot:
        await press(pilot, *way)
        screen = pilot.app.screen
        shown = str(screen.query_one(KeyBar).render())
        keys = {key.shown: key for key in keys_of(screen)}
        assert all(key.tooltip for key in keys.values())
        for name in {"F1", "Esc"} & set(keys):
            assert f"{name} {keys[name].says}" in shown
        bar = screen.query_one(KeyBar)
        assert (bar.region.bottom, bar.content_size.height) <= (size[1], 1)
        assert "\n" not in shown
        assert len(shown) <= bar.content_size.width


@pytest.mark.parametrize("way", [*WAYS, ["f8", "f6", "delete"]])
async def test_escape_leads_out_of_every_screen(way: list[str]) -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        first = pilot.app.screen
        await press(pilot, *way, *["escape"] * len(way))
        assert pilot.app.screen is first


async def test_the_start_has_sentences_too() -> None:
    async with start().run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert all(key.tooltip for key in keys_of(pilot.app.screen))
        await press(pilot, "n")
        assert all(key.tooltip for key in keys_of(pilot.app.screen))


async def test_f1_says_what_every_key_does() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, KeysScreen)
        assert any("not sure" in key.tooltip for key in pilot.app.screen.keys)


async def test_a_key_can_be_clicked() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        bar = pilot.app.screen.query_one(KeyBar)
        await pilot.click(KeyBar, offset=(str(bar.render()).index("F1 ") + 1, 0))
        await settle(pilot)
        assert isinstance(pilot.app.screen, KeysScreen)
