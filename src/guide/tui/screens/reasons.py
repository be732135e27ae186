"""The whole of the reasons of an entry as a tree, and what would change it."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import get_current_worker

from guide.changes import Moving, what_would_move
from guide.checklist import Entry
from guide.spoken import say_moving, say_why
from guide.tui.desk import Desk
from guide.tui.keys import CLOSE
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words

WORKING = "Working out what would change this..."
NOTHING = "No change of up to three answers would change this."


class ReasonsScreen(Screen[None]):
    """Why, or why not, step by step down to the answers given; then what would change it."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, desk: Desk, shown: Entry) -> None:
        super().__init__()
        self.desk = desk
        self.shown = shown

    def compose(self) -> ComposeResult:
        """The tree, set in step by step."""
        yield CaseBar(self.desk)
        yield Words(self.shown.title, classes="heading")
        with Reading(id="text"):
            yield Words(*say_why(self.desk.session.outcome(), self.shown.id))
            yield Words(f"\n{WORKING}", id="moving")
        yield KeyBar()

    def on_mount(self) -> None:
        """Looks for changes aside: many answers are tried."""
        self.query_one(Reading).focus()
        self.work_out()

    @work(thread=True, exclusive=True)
    def work_out(self) -> None:
        """Tries changes of answers, while this screen is on top and the case stays as it is."""
        session = self.desk.session
        found = what_would_move(session.outcome(), self.desk.rulebook.items[self.shown.item], self.shown.binding, session.tried)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.show_moving, found)

    def show_moving(self, found: Moving) -> None:
        """Says what would change the entry."""
        if self.is_attached:
            self.query_one("#moving", Words).say("", *(list(say_moving(self.desk.session, found)) or [NOTHING]))

    def action_close(self) -> None:
        """Goes back to the entry."""
        self.dismiss()


__all__ = ["ReasonsScreen"]
