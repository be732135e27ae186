"""What the main screens of a case have in common."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.screen import Screen

from guide.tui.desk import Desk
from guide.tui.keys import ANSWERS, CHECKLIST, EXPORT, REDO, UNDO
from guide.tui.messages import Changed, Go
from guide.tui.widgets.casebar import CaseBar


class CaseScreen(Screen[None]):
    """A screen about the case on the desk, from which the others can be reached."""

    BINDINGS: ClassVar[list[BindingType]] = [ANSWERS, CHECKLIST, EXPORT, UNDO, REDO]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def action_go(self, where: Literal["question", "answers", "checklist", "export"]) -> None:
        """Goes to another main screen."""
        self.post_message(Go(where))

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
