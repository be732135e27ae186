"""Why a question is asked: what hangs on it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from guide.interview import Question
from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words

SETTLED = "Nothing that is open hangs on this answer now. A change may open something again."
TOPICS = "It decides which questions are asked."
LATE = "These apply already. The answer settles their day, their level or their name:"
OPEN = "These may apply. Whether they do hangs on this answer, alone or with others:"


class WhyScreen(ModalScreen[None]):
    """What hangs on a question, in words."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, question: Question, titles: tuple[str, ...], topics: bool) -> None:
        super().__init__()
        self.question = question
        self.titles = titles
        self.topics = topics

    def compose(self) -> ComposeResult:
        """The question, then what hangs on it."""
        with Vertical(classes="panel"):
            yield Words("Why am I asked?", classes="heading")
            yield Words(self.question.ask)
            with Reading():
                yield Words(*self.lines())
            yield KeyBar()

    def lines(self) -> tuple[str, ...]:
        """What hangs on the question."""
        if not self.titles:
            return (TOPICS if self.topics else SETTLED,)
        return LATE if self.question.late else OPEN, "", *(f"- {title}" for title in self.titles)

    def action_close(self) -> None:
        """Goes back to the question."""
        self.dismiss()
