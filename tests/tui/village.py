"""A small rulebook with every type of question, and files that live in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from guide.cases import Case, CaseError, new_case
from guide.chores import reply_text
from guide.loader import load
from guide.session import Session
from guide.tui import GuideApp
from guide.tui.desk import Desk
from guide.tui.files import Files, Found
from guide.tui.screens.question import QuestionScreen
from guide.tui.widgets.words import Words
from guide.values import Answers

BOOK = load(Path(__file__).parent / "book")
TODAY = date(2026, 11, 22)
CASE = Path("case.toml")
SMALL, LARGE = (80, 24), (120, 36)
SIZES = [SMALL, LARGE]


class Memory:
    """Files in memory, whose disk can be full."""

    def __init__(self, cases: Iterable[tuple[Path, Case]] = ()) -> None:
        self.cases = dict(cases)
        self.texts: dict[Path, str] = {}
        self.full = False
        self.broken: set[Path] = set()
        self.savings = 0
        self.files = Files(self.find, self.load, self.save, self.write, self.exists, lambda path: self.texts.get(path, ""), reply_text)

    def find(self) -> tuple[Found, ...]:
        return tuple(Found(path, case.title, case.version) for path, case in sorted(self.cases.items()))

    def load(self, path: Path) -> Case:
        if path in self.broken:
            raise CaseError(path, ("the file is broken",))
        return self.cases[path]

    def save(self, path: Path, case: Case) -> None:
        if self.full:
            raise CaseError(path, ("the case is not saved: the disk is full",))
        self.savings += 1
        self.cases[path] = case

    def write(self, path: Path, text: str) -> Path:
        if self.full:
            raise OSError(28, "No space left on device")
        self.texts[path] = text
        return Path("/home/officer") / path

    def exists(self, path: Path) -> bool:
        return path in self.cases or path in self.texts


def answered(answers: dict[str, object], title: str = "The village bus") -> Case:
    """A case with these answers, in the form of case files."""
    session = Session(BOOK, TODAY)
    for name, raw in answers.items():
        session.answer(name, raw)
    case = replace(new_case(BOOK, TODAY, title), answers=session.answers)
    session.close()
    return case


def desk(answers: dict[str, object] | None = None, memory: Memory | None = None) -> Desk:
    """A desk with a case of these answers on it."""
    case = answered(answers or {})
    return Desk(Session(BOOK, TODAY, case.answers), (memory or Memory()).files, CASE, case)


def app(answers: dict[str, object] | None = None, memory: Memory | None = None) -> GuideApp:
    """The guide, opened on a case of these answers."""
    return GuideApp(BOOK, TODAY, (memory or Memory()).files, (CASE, answered(answers or {})))


def start(memory: Memory | None = None) -> GuideApp:
    """The guide, opened without a case."""
    return GuideApp(BOOK, TODAY, (memory or Memory()).files)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys one by one, as a person does: each once the screen has followed the one before."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Pastes a text, as terminals do."""
    assert pilot.app.focused
    pilot.app.focused.post_message(events.Paste(text))
    await settle(pilot)


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Types a text."""
    await press(pilot, *("space" if letter == " " else letter for letter in text))


async def settle(pilot: Pilot[None]) -> None:
    """Waits for what goes on aside, and for the screen."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


def asked(pilot: Pilot[None]) -> str:
    """The question on the screen, as `challenge.received_on` or `person[Ann].roles`."""
    screen = pilot.app.screen
    assert isinstance(screen, QuestionScreen)
    return str(screen.cell or "")


def said(pilot: Pilot[None], id: str) -> str:
    """The text of a widget; empty while it is hidden."""
    words = pilot.app.screen.query_one(f"#{id}", Words)
    return str(words.content) if words.display else ""


def answers_of(pilot: Pilot[None]) -> Answers:
    """The answers given so far."""
    assert isinstance(pilot.app, GuideApp)
    assert pilot.app.desk
    return pilot.app.desk.session.answers
