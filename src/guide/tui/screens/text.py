"""A longer text to read: a plan, a document, cases like this one. Its links open, and it can be written to a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from guide.finding import has_words
from guide.model import Article, Page
from guide.tui.desk import Desk
from guide.tui.keys import CLOSE
from guide.tui.links import called, linked
from guide.tui.screens.ask import LineScreen
from guide.tui.screens.page import PageScreen
from guide.tui.screens.pick import PickScreen
from guide.tui.texts import Text
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import entry
from guide.tui.widgets.paper import Paper
from guide.tui.widgets.words import Words

WORKING = "Working it out..."


class TextScreen(Screen[None]):
    """A text about the case, worked out aside."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "links", "Links", tooltip="See the pages of law that this text names, and read one"),
        Binding("w", "write", "Write to a file", tooltip="Write this text to a file (Markdown)"),
        CLOSE,
    ]

    def __init__(self, desk: Desk, shown: Text) -> None:
        super().__init__()
        self.desk = desk
        self.shown = shown
        self.text = ""
        self.linked: tuple[Page | Article, ...] = ()

    def compose(self) -> ComposeResult:
        """The text."""
        yield CaseBar(self.desk)
        yield Words(WORKING, id="none")
        yield Paper(id="text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Works the text out aside, so that keys are heard meanwhile."""
        self.work_out()

    @work(thread=True, exclusive=True)
    def work_out(self) -> None:
        """Makes the text, and looks for links in it."""
        text = self.shown.make()
        pages = linked(self.desk.rulebook, text)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.show_text, text, pages)

    def show_text(self, text: str, pages: tuple[Page | Article, ...]) -> None:
        """Shows the text, if the screen is still there."""
        if self.is_attached:
            self.text, self.linked = text, pages
            self.query_one("#none", Words).say("")
            self.query_one(Paper).read(text)
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Links can be followed when there are any."""
        return bool(self.linked) if action == "links" else True

    def action_links(self) -> None:
        """Offers the pages that the text links to, and shows the one picked."""

        def offered(text: str) -> Iterator[Option]:
            found = ((page.title, page.id, page.cite if isinstance(page, Page) else "Help article") for page in self.linked)
            return (entry(title, id, cite) for title, id, cite in found if has_words(f"{title} {cite}", text))

        def picked(id: str | None) -> None:
            page = called(self.desk.rulebook, id or "")
            if page:
                self.app.push_screen(PageScreen(self.desk.rulebook, page))

        self.app.push_screen(PickScreen("Pages that this text names", "Type some words:", offered), picked)

    def action_write(self) -> None:
        """Asks for the file."""
        if self.text:
            self.app.push_screen(LineScreen("Write the text", ("To which file?",), self.shown.file, self.problem_of), self.written)

    def problem_of(self, name: str) -> str:
        """Writes the text; why that will not do, if it will not."""
        if not name:
            return f"Type a name like {self.shown.file}"
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


__all__ = ["TextScreen"]
