"""What newer rules change for a case that was saved under others."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from guide.cases import CaseError
from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words

WORKING = "Working out the case under the rules that it was saved under, and under those of today..."


class NewsScreen(ModalScreen[None]):
    """What differs, worked out aside."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, title: str, news: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self.heading = title
        self.news = news

    def compose(self) -> ComposeResult:
        """The case, then what differs."""
        with Vertical(classes="panel"):
            yield Words(f"What is new for: {self.heading}", classes="heading")
            with Reading():
                yield Words(WORKING, id="news")
            yield KeyBar()

    def on_mount(self) -> None:
        """Works it out."""
        self.work_out()

    @work(thread=True, exclusive=True)
    def work_out(self) -> None:
        """Works the case out twice."""
        try:
            lines = self.news()
        except CaseError as error:
            lines = tuple(str(error).splitlines())
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.show_news, lines)

    def show_news(self, lines: tuple[str, ...]) -> None:
        """Says what differs, if anybody still wants to know."""
        if self.is_attached:
            self.query_one("#news", Words).say(*lines)

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss()


__all__ = ["NewsScreen"]
