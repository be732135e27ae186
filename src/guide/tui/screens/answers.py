"""All answers given so far: to look at, change and clear."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from guide.tui.desk import Desk, Said
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.change import make_change
from guide.tui.screens.colleagues import ColleaguesScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words
from guide.values import Cell

DORMANT = "Not used now: the question does not arise. Kept in case it does again."
NONE = "You have not answered anything yet."


class AnswerList(Listing):
    """The answers by section."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Change", key_display="Enter", tooltip="Answer the question with the > sign anew"),
        Binding("delete", "screen.clear", "Clear", key_display="Del", tooltip="Take this answer back; its question is open again"),
    ]


class AnswersScreen(CaseScreen):
    """The answers by section, in the authors' order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "go('question')", "Back", key_display="Esc", tooltip="Go back to the questions"),
        Binding("f6", "go('question')", "Back", show=False),
        Binding("c", "colleagues", "Colleagues", tooltip="See what is left to whom, write their questions to a file, take answers back"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cells: list[Cell] = []

    def compose(self) -> ComposeResult:
        """The list."""
        yield CaseBar(self.desk)
        yield Words("Your answers", classes="heading")
        yield Words(NONE, id="none")
        yield AnswerList(id="answers")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Shows the answers as they are now."""
        self.show_answers()

    def show_answers(self) -> None:
        """Shows all answers, and stays where the pointer was."""
        listing = self.query_one(AnswerList)
        at = listing.highlighted_option.id if listing.highlighted_option else None
        said = self.desk.said()
        self.cells = [each.question.cell for each in said]
        listing.fill(self.lines(said), at)
        self.query_one("#none", Words).say(NONE if not said else "")
        self.show_standing()

    def lines(self, said: tuple[Said, ...]) -> Iterator[Option]:
        """The sections with their questions and answers."""
        number = 0
        for section, group in groupby(said, key=lambda each: self.desk.section(each.question)):
            yield entry(section.upper(), heading=True)
            for each in group:
                yield entry(each.question.ask, str(number), each.words, DORMANT if each.dormant else "")
                number += 1

    def pointed(self) -> Cell | None:
        """The question pointed at."""
        option = self.query_one(AnswerList).highlighted_option
        return self.cells[int(option.id)] if option and option.id else None

    @on(OptionList.OptionSelected)
    def change(self, event: OptionList.OptionSelected) -> None:
        """Opens a question again, and comes back here."""
        event.stop()
        cell = self.pointed()
        if cell:
            self.app.push_screen(QuestionScreen(self.desk, cell, alone=True))

    def action_colleagues(self) -> None:
        """Shows what is left to colleagues."""
        self.app.push_screen(ColleaguesScreen(self.desk))

    def action_clear(self) -> None:
        """Takes an answer back."""
        cell = self.pointed()
        if not cell:
            return

        def cleared() -> None:
            self.show_answers()
            self.case_changed()
            self.notify(f"Cleared: {question} Ctrl+Z takes it back.", markup=False)

        question = self.desk.question(cell).ask
        make_change(self.app, self.desk, cell, lambda: self.desk.clear(cell), cleared)

    def step(self, back: bool) -> None:
        """Shows the answers as they are after a change was taken back, or made again."""
        super().step(back)
        self.show_answers()


__all__ = ["AnswersScreen"]
