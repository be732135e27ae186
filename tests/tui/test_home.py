"""The start: copies of examples, and what newer rules change for a case."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot
from village import BOOK, SMALL, TODAY, Memory, answered, press, settle, type_in

from guide.cases import Case, CaseError, save_case
from guide.loader import load
from guide.tui import GuideApp
from guide.tui.files import Found, on_disk
from guide.tui.home import NOT_AT_HAND, news_for
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.start import StartScreen
from guide.tui.widgets.listing import Listing
from guide.tui.widgets.words import Words

GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True, "bus.cost": 60_000}


def home(memory: Memory, example: Case | None = None, news: tuple[str, ...] | None = None) -> GuideApp:
    """The guide on its start screen, with an example and news."""
    found = (Found(Path("bus.toml"), "A real bus"), Found(Path("tram.toml"), "A real tram"))
    files = replace(memory.files, examples=lambda: found, example=lambda _: example or answered(BUS), news=(lambda _: news) if news else None)
    return GuideApp(BOOK, TODAY, files)


def shown(pilot: Pilot[None]) -> str:
    return "\n".join(str(option.prompt) for option in pilot.app.screen.query_one(Listing).options)


async def test_a_copy_of_an_example_is_a_case_of_ones_own() -> None:
    """Under a name that is not taken, on the disk before anything is asked."""
    memory = Memory([(Path("bus.toml"), answered({}))])
    async with home(memory).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "A copy of an example (2 to choose from)" in shown(pilot)
        await press(pilot, "e")
        await type_in(pilot, "bus")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuestionScreen)
        assert memory.cases[Path("bus-2.toml")].answers == answered(BUS).answers
        assert memory.cases[Path("bus.toml")].answers == {}


async def test_an_example_is_not_opened_while_another_guide_has_its_name() -> None:
    """And the start stays."""
    memory = Memory()

    @contextmanager
    def held(path: Path) -> Iterator[None]:
        raise CaseError(path, ("it is open in another guide",))
        yield

    app = home(memory)
    app.files = replace(app.files, hold=held)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "e", "enter")
        assert isinstance(pilot.app.screen, StartScreen)
        assert memory.cases == {}


async def test_what_newer_rules_change_is_told_on_a_key() -> None:
    old = replace(answered(BUS), version="1.0.0")
    async with home(Memory([(Path("old.toml"), old)]), news=("licence: new",)).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "Last saved under rulebook 1.0.0, now 2.1.0: press W" in shown(pilot)
        await press(pilot, "w")
        assert "licence: new" in str(pilot.app.screen.query_one("#news", Words).content)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StartScreen)


def test_what_newer_rules_change_is_worked_out_from_the_history(tmp_path: Path) -> None:
    """Where the rulebook on record is in it; else that is said."""
    root = tmp_path / "book"
    shutil.copytree(Path(__file__).parent / "book", root)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*GIT, *command], cwd=root, check=True)
    old = load(root)
    case = replace(answered(BUS), digest=old.digest)
    save_case(tmp_path / "case.toml", case, old)
    rules = root / "rules" / "bus.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("bus.cost >= 50_000", "bus.cost >= 90_000"), encoding="utf-8")
    new = load(root)

    told = "\n".join(news_for(tmp_path / "case.toml", new, root))
    assert "publish-cost" in told
    assert told.endswith("No answer is asked for again.")
    assert tuple(news_for(tmp_path / "case.toml", new, None)) == (NOT_AT_HAND,)
    assert tuple(news_for(tmp_path / "case.toml", new, tmp_path)) == (NOT_AT_HAND,)


def test_examples_stand_beside_the_rules(tmp_path: Path) -> None:
    """By their titles; a folder without any has none."""
    (tmp_path / "examples").mkdir()
    save_case(tmp_path / "examples" / "bus.toml", answered(BUS, title="A real bus"), BOOK)
    files = on_disk(BOOK, tmp_path / "mine", tmp_path)

    assert files.examples() == (Found(Path("bus.toml"), "A real bus", BOOK.version),)
    assert files.example
    assert files.example(Path("bus.toml")).answers == answered(BUS).answers
    assert on_disk(BOOK, tmp_path, tmp_path / "mine").examples() == ()
