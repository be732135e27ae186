"""Writes the checklist to a file."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from guide.cases import CaseError
from guide.outcome import Outcome
from guide.records import Lost, RecordError
from guide.tui.screens.ask import WaysScreen
from guide.tui.screens.case import CaseScreen
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.words import Words
from guide.words import plain

WHAT = "The checklist, with its reasons, the law and your answers, as a text file (Markdown) that opens in any editor."


class FileLine(Input):
    """The line for the file's name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Write", key_display="Enter", tooltip="Write the checklist to this file"),
    ]


class ExportScreen(CaseScreen):
    """Asks for the file, asks before it replaces one, and says where the checklist is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "go('question')", "Back", key_display="Esc", tooltip="Go back to the questions"),
        Binding("f8", "go('question')", "Back", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The file's name, and what became of it."""
        yield CaseBar(self.desk)
        yield Words("Export the checklist", classes="heading")
        yield Words(WHAT, id="what")
        yield Words("Write it to which file?", classes="quiet")
        yield FileLine(str(self.desk.path.with_suffix(".md")), max_length=200, select_on_focus=False, compact=True)
        yield Words(id="problem")
        yield Words(id="done")
        yield KeyBar()

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Writes the file; asks first when there is one of that name."""
        event.stop()
        name = plain(event.value).strip()
        path = Path(name)
        self.query_one("#problem", Words).say("" if name else "! Type a name like case.md")
        self.query_one("#done", Words).say("")
        if not name:
            return
        if path == self.desk.path:
            self.query_one("#problem", Words).say("! Your answers are kept in that file: type another name")
        elif self.desk.files.exists(path):
            ways = {"keep": "Keep it, and type another name", "replace": "Write over it; what people wrote on a checklist stays"}
            self.app.push_screen(WaysScreen("Write over the file?", (f"There is a file called {name} already.",), ways), lambda way: self.decide(way, path))
        else:
            self.write(path)

    def decide(self, way: str | None, path: Path) -> None:
        """Replaces a file only when told so."""
        if way == "replace":
            self.write(path)

    def write(self, path: Path) -> None:
        """Writes the checklist aside, so that keys are heard meanwhile."""
        self.query_one("#done", Words).say("Writing...")
        self.write_aside(path, self.desk.session.outcome())

    @work(thread=True, exclusive=True)
    def write_aside(self, path: Path, outcome: Outcome) -> None:
        """Writes the checklist, then says how it went."""
        try:
            where = self.desk.export(path, outcome)
        except (CaseError, RecordError, Lost) as error:
            self.app.call_from_thread(self.say, f"! {path} is left as it is: {error}. Type another name", "")
        except OSError as error:
            self.app.call_from_thread(self.say, f"! {path} cannot be written: {str(error.strerror or error).lower()}. Type another name", "")
        else:
            self.app.call_from_thread(self.say, "", f"Written to {where}")

    def say(self, problem: str, done: str) -> None:
        """Says how it went."""
        self.query_one("#problem", Words).say(problem)
        self.query_one("#done", Words).say(done)
