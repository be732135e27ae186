"""What was pasted: what would be taken of it, what is wrong and where."""

from __future__ import annotations

from textual import on, work
from textual.widgets import OptionList

from guide.pasting import pasted, say_pasted, take_rows
from guide.tui.desk import Desk
from guide.tui.screens.ask import AskScreen
from guide.tui.widgets.words import Words

TAKE, LEAVE = "take", "leave"
WORKING = "Taking them over..."


class PasteScreen(AskScreen[tuple[str, ...]]):
    """Shows what was read and offers to take it; the names taken, None for nothing."""

    def __init__(self, desk: Desk, list: str, text: str) -> None:
        self.desk = desk
        self.found = pasted(desk.session, list, text)
        many = len(self.found.rows)
        ways = {TAKE: f"Take {'this row' if many == 1 else f'these {many} rows'}"} if many else {}
        super().__init__("Rows that were pasted", tuple(say_pasted(desk.session, self.found)), {**ways, LEAVE: "Take nothing"})

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Takes the rows, or nothing."""
        event.stop()
        if event.option_id == TAKE:
            event.option_list.disabled = True
            self.query_one(".heading", Words).say(WORKING)
            self.take_over()
        else:
            self.dismiss(None)

    @work(thread=True, exclusive=True)
    def take_over(self) -> None:
        """Takes the rows over aside, with what follows from them: of many rows that takes a while."""
        self.desk.change(lambda: take_rows(self.desk.session, self.found))
        self.desk.session.questions()
        self.app.call_from_thread(self.dismiss, tuple(row.name for row in self.found.rows))


__all__ = ["PasteScreen"]
