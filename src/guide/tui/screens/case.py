"""What the main screens of a case have in common."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.screen import Screen

from guide.answers import AnswerError, parse_date
from guide.tui.desk import Desk
from guide.tui.keys import ANSWERS, CHECKLIST, EXPORT, MORE, REDO, UNDO
from guide.tui.messages import Changed, Go
from guide.tui.screens.ask import LineScreen
from guide.tui.screens.pick import PickScreen
from guide.tui.screens.text import TextScreen
from guide.tui.texts import DAY, more, texts_about
from guide.tui.widgets.casebar import CaseBar
from guide.words import say_date


class CaseScreen(Screen[None]):
    """A screen about the case on the desk, from which the others can be reached."""

    BINDINGS: ClassVar[list[BindingType]] = [ANSWERS, CHECKLIST, EXPORT, MORE, UNDO, REDO]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def action_go(self, where: Literal["question", "answers", "checklist", "export"]) -> None:
        """Goes to another main screen."""
        self.post_message(Go(where))

    def action_more(self) -> None:
        """Offers what can be read about the case, and another day to judge on; shows what is picked."""

        def picked(id: str | None) -> None:
            if id == DAY:
                self.ask_day()
            elif id:
                self.app.push_screen(TextScreen(self.desk, texts_about(self.desk)[id]))

        self.app.push_screen(PickScreen("More about this case", "Type some words:", partial(more, self.desk)), picked)

    def ask_day(self) -> None:
        """Asks for the day to judge on."""

        def judge(text: str | None) -> None:
            if text:
                self.desk.judge_as_at(parse_date(text))
                self.notify(f"The law as at {say_date(self.desk.session.as_at)}. Ctrl+Z goes back.", markup=False)
                self.case_changed()

        lines = ("Which day shall the law be judged on?",)
        self.app.push_screen(LineScreen("Judge on another day", lines, say_date(self.desk.session.as_at), problem_of_day), judge)

    def action_undo(self) -> None:
        """Takes the last change back."""
        if self.desk.undo():
            self.step(back=True)
        else:
            self.notify("There is no change to take back.", markup=False)

    def action_redo(self) -> None:
        """Makes the change again that was taken back last."""
        if self.desk.redo():
            self.step(back=False)
        else:
            self.notify("There is no change to make again.", markup=False)

    def step(self, back: bool) -> None:
        """Has the case saved as it is after a change was taken back, or made again."""
        self.notify("Taken back. Ctrl+Y makes the change again." if back else "Made again.", markup=False)
        self.case_changed()

    def case_changed(self) -> None:
        """Has it said how the case stands, as soon as what follows from the change is on the screen; it is in its file already."""
        self.app.call_after_refresh(self.app.post_message, Changed())

    def show_standing(self) -> None:
        """Shows how the case stands now in the line at the top."""
        for bar in self.query(CaseBar):
            bar.show_standing()


def problem_of_day(text: str) -> str:
    """Why a day will not do, if it will not."""
    try:
        parse_date(text)
    except AnswerError as error:
        return str(error)
    return ""
