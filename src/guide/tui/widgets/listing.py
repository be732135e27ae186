"""A list to choose from, whose place is shown by a sign and not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from guide.words import plain

POINTER = "> "
PAGING = (
    Binding("pageup", "screen.page(-1)", "Scroll", show=False),
    Binding("pagedown", "screen.page(1)", "Scroll", key_display="PgUp/PgDn", tooltip="Read on in the text, or go back in it"),
)
"""For lists beside a longer text: the page keys scroll the text."""


class Listing(OptionList):
    """Options as plain text, one of them pointed at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Move", key_display="↑↓", tooltip="Move up and down; Home and End go to the first and last"),
        Binding("enter", "select", "Choose", key_display="Enter", tooltip="Choose the line with the > sign"),
    ]

    def __init__(self, options: Iterable[Option | None] = (), id: str | None = None, classes: str | None = None) -> None:
        super().__init__(*options, id=id, classes=classes, markup=False, compact=True)

    def fill(self, options: Iterable[Option | None], at: str | None = None) -> None:
        """Shows other options and points at one of them, by id; at the first when there is no such option."""
        self.set_options(options)
        place = next((index for index, option in enumerate(self.options) if option.id == at), None) if at else None
        if place is None:
            self.action_first()
        else:
            self.highlighted = place

    @property
    def pointing(self) -> bool:
        """Whether the pointer is shown: the keys go here."""
        return self.has_focus

    def page(self, direction: int) -> None:
        """Moves by as many lines as can be seen."""
        self._move_page(1 if direction > 0 else -1)

    def _get_left_gutter_width(self) -> int:
        return len(POINTER)

    def render_line(self, y: int) -> Strip:
        """A line of an option, with the pointer in front of the first line of the one pointed at."""
        line = super().render_line(y)
        number = self.scroll_offset.y + y
        place, within = self._lines[number] if number < len(self._lines) else (None, 0)
        here = self.pointing and place is not None and place == self.highlighted and within == 0
        style = next((segment.style for segment in line), None)
        return Strip([Segment(POINTER if here else " " * len(POINTER), style), *line])


def entry(text: str, id: str | None = None, *below: str, heading: bool = False) -> Option:
    """An option of plain text, with further lines set in below it. A heading cannot be chosen."""
    lines = [plain(text), *(f"    {plain(line)}" for line in below if line)]
    return Option(Content("\n".join(lines)), id=id, disabled=heading)
