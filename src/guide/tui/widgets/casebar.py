"""The line at the top: which case, how far it has come, and whether it is saved."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import HorizontalGroup

from guide.tui.desk import Desk
from guide.tui.widgets.words import Words
from guide.words import say_date


class CaseBar(HorizontalGroup):
    """The case in one line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """The title, which gives way when there is no room, and how things stand."""
        yield Words(self.desk.title, id="title")
        yield Words(self.standing(), id="standing")

    def standing(self) -> str:
        """How far the case has come."""
        saved = "NOT SAVED" if self.desk.unsaved else "saved"
        return f"as at {say_date(self.desk.session.as_at)} | {self.desk.progress().words} | {saved}"

    def show_standing(self) -> None:
        """Shows how the case stands now, if the line is still on the screen."""
        for words in self.query("#standing").results(Words):
            words.say(self.standing())
