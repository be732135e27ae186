"""Why a question is asked: what hangs on it, and what each answer would do."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from guide.interview import Question
from guide.preview import Effect
from guide.spoken import say_effects
from guide.tui.desk import Desk
from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words

WORKING = "\nWorking out what each answer would do..."
SETTLED = "Nothing that is open hangs on this answer now. A change may open something again."
TOPICS = "It decides which questions are asked."
LATE = "These apply already. The answer settles their day, their level or their name:"
OPEN = "These may apply. Whether they do hangs on this answer, alone or with others:"


class WhyScreen(ModalScreen[None]):
    """What hangs on a question, in words."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, desk: Desk, question: Question) -> None:
        super().__init__()
        self.desk = desk
        self.question = question
        self.titles = desk.hangs_on(question)
        self.topics = question.cell.fact == desk.rulebook.topics

    def compose(self) -> ComposeResult:
        """The question, then what hangs on it."""
        with Vertical(classes="panel"):
            yield Words("Why am I asked?", classes="heading")
            yield Words(self.question.ask)
            with Reading():
                yield Words(*self.lines())
                yield Words(WORKING, id="effects")
            yield KeyBar()

    def on_mount(self) -> None:
        """Works out what each answer would do, aside: there may be many."""
        self.work_out()

    @work(thread=True, exclusive=True)
    def work_out(self) -> None:
        """Tries every answer, while this screen is on top and the case stays as it is."""
        effects = self.desk.session.effects(self.question.cell)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.show_effects, effects)

    def show_effects(self, effects: tuple[Effect, ...]) -> None:
        """Says what each answer would do."""
        if self.is_attached:
            told = say_effects(self.desk.session, self.question.cell, effects, names=False)
            self.query_one("#effects", Words).say("", "What each answer would do", "", *told)

    def lines(self) -> tuple[str, ...]:
        """What hangs on the question."""
        if not self.titles:
            return (TOPICS if self.topics else SETTLED,)
        return LATE if self.question.late else OPEN, "", *(f"- {title}" for title in self.titles)

    def action_close(self) -> None:
        """Goes back to the question."""
        self.dismiss()
