"""What every key does."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import HorizontalGroup, Vertical
from textual.screen import ModalScreen

from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import Key, KeyBar
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words


class KeysScreen(ModalScreen[None]):
    """The keys of the screen below, each with a sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__()
        self.keys = keys

    def compose(self) -> ComposeResult:
        """The keys."""
        with Vertical(classes="panel"):
            yield Words("Keys that work here", classes="heading")
            with Reading():
                for key in self.keys:
                    with HorizontalGroup():
                        yield Words(key.shown, classes="key")
                        yield Words(key.tooltip or key.says, classes="does")
            yield KeyBar()

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss()
