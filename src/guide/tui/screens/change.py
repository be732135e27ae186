"""What a change of an answer would drop or add, said before it is made."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from guide.preview import Difference
from guide.spoken import say_difference
from guide.tui.desk import Desk
from guide.tui.screens.ask import WaysScreen
from guide.values import Cell, RowSet

CHANGE, LEAVE = "change", "leave"
WAYS = {CHANGE: "Change the answer", LEAVE: "Leave it as it was"}
HEADING = "This change does more"


def worth_telling(desk: Desk, cell: Cell, change: Callable[[], None]) -> Difference | None:
    """What a change of an answer would do, when it would drop or add anything. Raises AnswerError when it does not fit.

    An answer where there was none, or none that was sure, changes nothing that anybody said; of a list only rows that go do.
    """
    held = desk.given(cell)
    if held is None or not (held.sure or isinstance(held.value, RowSet)):
        return None
    found = desk.weigh(change)
    if isinstance(held.value, RowSet) and cell.fact in desk.rulebook.lists:
        return found if found.dormant else None
    return found if found.dormant or found.revived or found.appears or found.vanishes else None


class ChangeScreen(WaysScreen):
    """Says what a change would do, and asks whether to make it."""

    def __init__(self, desk: Desk, found: Difference) -> None:
        super().__init__(HEADING, tuple(say_difference(desk.session, found, names=False)), WAYS)


def make_change(app: App[None], desk: Desk, cell: Cell, give: Callable[[], None], done: Callable[[], None]) -> None:
    """Changes an answer; asks first when that would drop or add anything. Raises AnswerError, and then nothing has changed."""
    found = worth_telling(desk, cell, give)
    if found is None:
        give()
        done()
        return

    def decided(way: str | None) -> None:
        if way == CHANGE:
            give()
            done()

    app.push_screen(ChangeScreen(desk, found), decided)


__all__ = ["CHANGE", "ChangeScreen", "make_change", "worth_telling"]
