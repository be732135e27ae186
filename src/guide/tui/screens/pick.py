"""Something to pick from a long list, which typing makes shorter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing
from guide.tui.widgets.words import Words
from guide.words import plain

Offered = Callable[[str], Iterable[Option]]
"""What is offered for the words typed."""
NOTHING = "Nothing has all of these words. Take some away."


class Sought(Input):
    """The line for the words; the arrow keys move in the list below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Choose", key_display="Enter", tooltip="Choose the line with the > sign"),
        Binding("down", "screen.move(1)", "Move", key_display="↑↓", tooltip="Move in the list below; Page Up and Page Down move further"),
        Binding("up", "screen.move(-1)", "Move", show=False),
        Binding("pagedown", "screen.page(1)", "Move", show=False),
        Binding("pageup", "screen.page(-1)", "Move", show=False),
    ]


class Offers(Listing):
    """What is offered; pointed at while words are typed above it."""

    can_focus = False

    @property
    def pointing(self) -> bool:
        """The line above has the focus, and Enter chooses here."""
        return True


class PickScreen(ModalScreen[str | None]):
    """Offers what has the words typed; gives what was picked, None when it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, heading: str, how: str, offered: Offered, text: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.how = how
        self.offered = offered
        self.text = text

    def compose(self) -> ComposeResult:
        """The line, then what is offered."""
        with Vertical(classes="panel pick"):
            yield Words(self.heading, classes="heading")
            yield Words(self.how, classes="quiet")
            yield Sought(self.text, max_length=200, select_on_focus=False, compact=True)
            yield Words(id="none")
            yield Offers(id="offers")
            yield KeyBar()

    def on_mount(self) -> None:
        """Offers everything, or what has the words given."""
        self.offer(self.text)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Offers what has the words."""
        self.offer(event.value)

    def offer(self, text: str) -> None:
        """Offers what has the words, with the pointer at the first."""
        offers = self.query_one(Offers)
        offers.fill(self.offered(plain(text)))
        self.query_one("#none", Words).say("" if offers.option_count else NOTHING)

    def action_move(self, by: int) -> None:
        """Moves the pointer."""
        offers = self.query_one(Offers)
        offers.action_cursor_down() if by > 0 else offers.action_cursor_up()

    def action_page(self, direction: int) -> None:
        """Moves the pointer further."""
        self.query_one(Offers).page(direction)

    @on(Input.Submitted)
    def chosen(self, event: Input.Submitted) -> None:
        """Gives what is pointed at."""
        event.stop()
        option = self.query_one(Offers).highlighted_option
        if option and option.id:
            self.dismiss(option.id)

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """Gives what was clicked."""
        event.stop()
        self.dismiss(event.option_id)

    def action_close(self) -> None:
        """Gives nothing."""
        self.dismiss(None)


__all__ = ["PickScreen"]
