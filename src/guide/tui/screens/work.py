"""What was done about a line of the checklist: the day, a note, or who decided not to follow it and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from guide.answers import AnswerError, parse_date
from guide.cases import NotFollowed, Work
from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.words import Words
from guide.words import plain, say_date


def ticked(work: Work, today: date) -> Work:
    """The same work done today, or not done where it was."""
    return replace(work, done=None) if work.done else replace(work, done=today, not_followed=None)


class WorkLine(Input):
    """A line of the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next, then keep", key_display="Enter", tooltip="Go to the next line; on the last one, keep what is written"),
        Binding("down", "app.focus_next", "Move", key_display="↑↓", tooltip="Go to the line below or above"),
        Binding("up", "app.focus_previous", "Move", show=False),
    ]


class WorkScreen(ModalScreen[Work | None]):
    """A form of four lines; None when it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE,
        Binding("ctrl+s", "keep", "Keep", key_display="Ctrl+S", tooltip="Keep what is written, from any line"),
    ]

    def __init__(self, title: str, work: Work) -> None:
        super().__init__()
        self.heading = title
        self.work = work

    def compose(self) -> ComposeResult:
        """The lines, with what is written now."""
        work = self.work
        by, because = (work.not_followed.by, work.not_followed.because) if work.not_followed else ("", "")
        with Vertical(classes="panel form"):
            yield Words(self.heading, classes="heading")
            yield Words("Done on which day? Leave it empty while it is not done.")
            yield WorkLine(say_date(work.done) if work.done else "", id="day", max_length=40, placeholder="like 22 November 2026", compact=True)
            yield Words("A note, if you like:")
            yield WorkLine(work.note, id="note", max_length=1000, compact=True)
            yield Words("If it is not to be followed: who decided so?")
            yield WorkLine(by, id="by", max_length=200, compact=True)
            yield Words("And why is it not followed?")
            yield WorkLine(because, id="because", max_length=1000, compact=True)
            yield Words(id="problem")
            yield KeyBar()

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Goes to the next line; on the last one, keeps what is written."""
        event.stop()
        if event.input.id == "because":
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self) -> None:
        """Keeps what is written, if it will do; else says what will not, and goes to that line."""
        note, by, because = (plain(self.query_one(f"#{id}", Input).value).strip() for id in ("note", "by", "because"))
        try:
            done = self.day()
        except AnswerError as error:
            self.refuse("day", str(error))
            return
        if bool(by) != bool(because):
            self.refuse("because" if by else "by", "Give both the name and the reason, or neither: somebody will ask")
        elif done and by:
            self.refuse("day", "It is done, or it is not followed: take one of the two away")
        else:
            self.dismiss(Work(done, note, NotFollowed(by, because) if by else None))

    def day(self) -> date | None:
        """The day written; None for none. Raises AnswerError."""
        text = plain(self.query_one("#day", Input).value).strip()
        return parse_date(text) if text else None

    def refuse(self, id: str, problem: str) -> None:
        """Says what will not do, and goes to its line."""
        self.query_one("#problem", Words).say(f"! {problem}")
        self.query_one(f"#{id}", Input).focus()

    def action_close(self) -> None:
        """Keeps nothing."""
        self.dismiss(None)
