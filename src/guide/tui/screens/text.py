"""A longer text to read: a plan, a document, cases like this one. It can be written to a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Markdown

from guide.tui.desk import Desk
from guide.tui.keys import CLOSE
from guide.tui.screens.ask import LineScreen
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words

WORKING = "Working it out..."


class TextScreen(Screen[None]):
    """A text in Markdown, worked out aside. `name` is the file that it would be written to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE,
        Binding("w", "write", "Write to a file", tooltip="Write this text to a file (Markdown)"),
    ]

    def __init__(self, desk: Desk, heading: str, make: Callable[[], str], file: str) -> None:
        super().__init__()
        self.desk, self.heading, self.make, self.file = desk, heading, make, file
        self.text = ""

    def compose(self) -> ComposeResult:
        """The heading, then the text."""
        yield CaseBar(self.desk)
        yield Words(self.heading, classes="heading")
        yield Words(WORKING, id="none")
        with Reading(id="text"):
            yield Markdown(open_links=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Works the text out aside, so that keys are heard meanwhile."""
        self.work_out()

    @work(thread=True, exclusive=True)
    def work_out(self) -> None:
        """Makes the text."""
        text = self.make()
        self.app.call_from_thread(self.show_text, text)

    def show_text(self, text: str) -> None:
        """Shows the text, if the screen is still there."""
        if self.is_attached:
            self.text = text
            self.query_one("#none", Words).say("")
            self.query_one(Markdown).update(text)

    def action_write(self) -> None:
        """Asks for the file."""
        if self.text:
            self.app.push_screen(LineScreen("Write to which file?", (), self.file, self.problem_of), self.written)

    def problem_of(self, name: str) -> str:
        """Writes the text; why that will not do, if it will not."""
        if not name or Path(name) == self.desk.path:
            return "Type a name like plan.md" if not name else "Your answers are kept in that file: type another name"
        if self.desk.files.exists(Path(name)):
            return f"There is a file called {name} already: type another name"
        try:
            self.desk.files.write(Path(name), self.text)
        except OSError as error:
            return f"{name} cannot be written: {str(error.strerror or error).lower()}. Type another name"
        return ""

    def written(self, name: str | None) -> None:
        """Says where the text is."""
        if name:
            self.notify(f"Written to {name}", markup=False)

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss()
