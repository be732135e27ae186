"""A longer text to read with the arrow and page keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll


class Reading(VerticalScroll):
    """A text that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Scroll", key_display="↑↓", tooltip="Scroll by a line; Page Up and Page Down scroll by a page"),
        Binding("down", "scroll_down", "Scroll", show=False),
    ]

    def page(self, direction: int) -> None:
        """Scrolls by a page, for keys that are pressed elsewhere."""
        self.scroll_page_down() if direction > 0 else self.scroll_page_up()
