"""A new case: its title, its file and the day it is judged on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from guide.answers import AnswerError, parse_date
from guide.tui.files import Files
from guide.tui.keys import CLOSE
from guide.tui.messages import CaseBegun
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.words import Words
from guide.words import plain, say_date

SUFFIX = ".toml"


class FormLine(Input):
    """A line of the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next, then begin", key_display="Enter", tooltip="Go to the next line; on the last one, begin the case"),
        Binding("down", "app.focus_next", "Move", key_display="↑↓", tooltip="Go to the line below or above"),
        Binding("up", "app.focus_previous", "Move", show=False),
    ]


class NewCaseScreen(ModalScreen[None]):
    """Asks for what a case needs before its first question."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, files: Files, today: date) -> None:
        super().__init__()
        self.files = files
        self.today = today

    def compose(self) -> ComposeResult:
        """Three lines to fill in."""
        with Vertical(classes="panel"):
            yield Words("A new case", classes="heading")
            yield Words("What shall the case be called?")
            yield FormLine(id="title", max_length=200, placeholder="The library service", compact=True)
            yield Words("Which file shall it be kept in?")
            yield FormLine(self.free_name(), id="file", max_length=200, select_on_focus=False, compact=True)
            yield Words("Which day shall the law be judged on?")
            yield FormLine(say_date(self.today), id="day", max_length=40, select_on_focus=False, compact=True)
            yield Words(id="problem")
            yield KeyBar()

    def free_name(self) -> str:
        """A file name that is not taken."""
        return free_name(f"case{SUFFIX}", self.files.exists)

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Goes to the next line; on the last one, begins the case."""
        event.stop()
        if event.input.id == "day":
            self.begin()
        else:
            self.focus_next()

    def begin(self) -> None:
        """Begins the case, if everything will do; else says what will not, and goes to that line."""
        title, name, day = (plain(self.query_one(f"#{id}", Input).value).strip() for id in ("title", "file", "day"))
        path = Path(name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")
        if not name:
            self.refuse("file", "A case needs a file: type a name like case.toml")
        elif self.files.exists(path):
            self.refuse("file", f"There is a file called {path} already: type another name, or press Esc and open it")
        else:
            try:
                as_at = parse_date(day)
            except AnswerError as error:
                self.refuse("day", str(error))
                return
            self.post_message(CaseBegun(path, title, as_at))

    def refuse(self, id: str, problem: str) -> None:
        """Says what will not do, and goes to its line."""
        self.query_one("#problem", Words).say(f"! {problem}")
        self.query_one(f"#{id}", Input).focus()

    def action_close(self) -> None:
        """Goes back to the start."""
        self.dismiss()


def free_name(name: str, taken: Callable[[Path], bool]) -> str:
    """A file name that is not taken: case.toml, case-2.toml and so on."""
    path = Path(name)
    names = (name if number == 1 else f"{path.stem}-{number}{path.suffix}" for number in count(1))
    return next(found for found in names if not taken(Path(found)))
