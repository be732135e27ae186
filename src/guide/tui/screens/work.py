"""What was done about a line of the checklist: the day, a note, or why it is not followed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from guide.answers import AnswerError, parse_date
from guide.cases import NotFollowed, Work
from guide.tui.keys import CLOSE
from guide.tui.widgets.formline import FormLine
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.words import Words
from guide.words import plain, say_date

LAST = "by"


class WorkScreen(ModalScreen[Work | None]):
    """Asks what was done about a line; None when it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, title: str, before: Work) -> None:
        super().__init__()
        self.line = title
        self.before = before

    def compose(self) -> ComposeResult:
        """Four lines to fill in; all may be empty."""
        kept = self.before.not_followed or NotFollowed("", "")
        with Vertical(classes="panel"):
            yield Words(self.line, classes="heading")
            yield Words("Done on which day? Empty while it is not done.")
            yield FormLine(say_date(self.before.done) if self.before.done else "", id="day", max_length=40, select_on_focus=False, compact=True)
            yield Words("Note")
            yield FormLine(self.before.note, id="note", max_length=500, select_on_focus=False, compact=True)
            yield Words("If you will not follow this: why not?")
            yield FormLine(kept.because, id="because", max_length=500, select_on_focus=False, compact=True)
            yield Words("Who decided that?")
            yield FormLine(kept.by, id=LAST, max_length=200, select_on_focus=False, compact=True)
            yield Words(id="problem")
            yield KeyBar()

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Goes to the next line; on the last one, records."""
        event.stop()
        if event.input.id == LAST:
            self.record()
        else:
            self.focus_next()

    def record(self) -> None:
        """Records what is written, if it will do; else says what will not, and goes to that line."""
        day, note, because, by = (plain(self.query_one(f"#{id}", Input).value).strip() for id in ("day", "note", "because", LAST))
        if bool(because) != bool(by):
            self.refuse("because" if by else LAST, "A line that is not followed needs both: why not, and who decided")
            return
        try:
            done = parse_date(day) if day else None
        except AnswerError as error:
            self.refuse("day", str(error))
            return
        self.dismiss(Work(done, note, NotFollowed(by, because) if by else None))

    def refuse(self, id: str, problem: str) -> None:
        """Says what will not do, and goes to its line."""
        self.query_one("#problem", Words).say(f"! {problem}")
        self.query_one(f"#{id}", Input).focus()

    def action_close(self) -> None:
        """Goes back and records nothing."""
        self.dismiss(None)
