"""How every screen looks, at 80x24 and 120x36. A person looks at each picture before it is accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from village import BOOK, SIZES, TODAY, Memory, answered, app, paste, press, settle, start

from guide.tui import GuideApp
from guide.tui.files import Found

START: dict[str, object] = {"case.topics": ["bus", "people"], "case.nation": "England"}
BUS: dict[str, object] = {**START, "bus.wanted": True, "bus.cost": 60_000, "bus.seats": 12}
PEOPLE: dict[str, object] = {
    "body": ["Bus Co-op", "Parish"],
    "body[Bus Co-op].council_owned": False,
    "body[Parish].council_owned": True,
    "person": ["Ann", "Bob"],
}
DATE: dict[str, object] = {**BUS, "bus.staff_share": 50, **PEOPLE, "person[Ann].roles": ["driver"], "person[Bob].roles": ["driver"]}
EMPLOYED: dict[str, object] = {**BUS, "bus.staff_share": 50, **PEOPLE, "person[Ann].roles": ["councillor", "evaluator?"]}

MANY: dict[str, object] = {
    **BUS,
    "bus.staff_share": 50,
    "body": ["Parish"],
    "body[Parish].council_owned": False,
    "person": [f"Person {number}" for number in range(50)],
}


def begin() -> GuideApp:
    return start(Memory([(Path("bus.toml"), answered(BUS))]))


def home() -> GuideApp:
    old = replace(answered(BUS), version="1.0.0")
    files = Memory([(Path("old.toml"), old)]).files
    news = ("licence: may apply -> ruled out", "  - page `large-bus` is gone", "No answer is asked for again.")
    examples = tuple(Found(Path(f"{place}.toml"), f"A real bus in {place}") for place in ("Ashford", "Bradford", "Catford"))
    return GuideApp(BOOK, TODAY, replace(files, examples=lambda: examples, news=lambda _: news))


def failing() -> GuideApp:
    memory = Memory()
    memory.full = True
    return app(START, memory)


LOOKS: dict[str, tuple[Callable[[], GuideApp], tuple[str, ...]]] = {
    "start": (begin, ()),
    "new-case": (begin, ("n",)),
    "home": (home, ()),
    "examples": (home, ("e",)),
    "news": (home, ("w",)),
    "yes-no": (lambda: app(START), ("down",)),
    "choices-with-all-signs": (app, ("space", "down", "question_mark")),
    "help": (app, ("f4",)),
    "money-that-does-not-fit": (lambda: app({**START, "bus.wanted": True}), ("l", "o", "t", "s", "enter")),
    "date-with-not-yet": (lambda: app(DATE), ()),
    "not-sure-before": (lambda: app({**START, "bus.wanted": True}), ("f2", "escape")),
    "names": (lambda: app({**BUS, "bus.staff_share": 50}), ("A", "enter", "B", "enter", "f9", "down", "down")),
    "table": (lambda: app({**EMPLOYED, "person[Bob].roles": ["driver"]}), ("ctrl+o", "right")),
    "table-with-many": (lambda: app(MANY), ("ctrl+o", "end")),
    "pasted": (lambda: app({**BUS, "bus.staff_share": 50}), ("paste:name,council owned,shoe\nBus Co-op,y,4\nParish,perhaps,\nParish",)),
    "row-to-pick": (lambda: app({**EMPLOYED, "person[Bob].roles": []}), ("end",)),
    "nothing-left": (lambda: app({**START, "case.topics": ["bus"], "bus.wanted": False}), ()),
    "why": (lambda: app(START), ("f5",)),
    "not-sure-with-note": (lambda: app(START), ("f3", "w", "h", "o", "enter", "down")),
    "keys": (lambda: app(BUS), ("f1",)),
    "answers": (lambda: app({**EMPLOYED, "bus.wanted": False}), ("f6", "down")),
    "applies": (lambda: app(BUS), ("f7",)),
    "may-apply": (lambda: app(EMPLOYED), ("f7", "m")),
    "ruled-out": (lambda: app({**BUS, "case.topics": ["bus"]}), ("f7", "r")),
    "reasons": (lambda: app(BUS), ("f7", "enter")),
    "reasons-open": (lambda: app(EMPLOYED), ("f7", "m", "enter")),
    "law": (lambda: app(BUS), ("f7", "enter", "enter")),
    "done-and-noted": (lambda: app(BUS), ("f7", "space", "down", "w", "enter", "h", "i", "ctrl+s")),
    "work": (lambda: app(BUS), ("f7", "w")),
    "entry-done": (lambda: app(BUS), ("f7", "enter", "space")),
    "only-conflicts": (lambda: app(EMPLOYED), ("f7", "m", "c")),
    "filter": (lambda: app(BUS), ("f7", "f")),
    "all-reasons": (lambda: app(BUS), ("f7", "enter", "t")),
    "go-to": (lambda: app(BUS), ("ctrl+g",)),
    "find": (lambda: app(BUS), ("ctrl+f", "c", "o", "s", "t")),
    "commands": (lambda: app(BUS), ("ctrl+p",)),
    "more": (lambda: app(BUS), ("f12",)),
    "plan": (lambda: app(BUS), ("f12", "enter")),
    "document": (lambda: app(EMPLOYED), ("f12", *"register", "enter", "pagedown")),
    "links": (lambda: app(BUS), ("f12", *"register", "enter", "l")),
    "another-day": (lambda: app(BUS), ("f12", "d", "a", "y", "enter")),
    "change": (lambda: app(BUS), ("f6", "home", "down", "down", "enter", "n")),
    "export": (lambda: app(BUS), ("f8", "enter")),
    "export-over-a-file": (lambda: app(BUS), ("f8", "enter", "enter")),
    "not-saved": (failing, ("y", "ctrl+s")),
    "begun": (lambda: app({**START, "bus.wanted": True}), ("1", "2", "f10")),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", LOOKS)
def test_look(snap_compare: Callable[..., bool], name: str, size: tuple[int, int]) -> None:
    make, keys = LOOKS[name]

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in keys:
            await (paste(pilot, key.removeprefix("paste:")) if key.startswith("paste:") else press(pilot, key))

    assert snap_compare(make(), terminal_size=size, run_before=go)
