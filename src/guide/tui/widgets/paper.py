"""A long document in Markdown, laid out aside and shown line by line: a widget for each of its blocks would take seconds."""

from __future__ import annotations

import io
from typing import ClassVar

from rich.console import Console
from rich.markdown import Markdown
from rich.segment import Segment
from rich.style import Style
from rich.theme import Theme
from textual import work
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import get_current_worker

from guide.words import plain

BOLD, PLAIN = Style(bold=True), Style()
UNCOLOURED = ("block_quote", "item", "item.bullet", "item.number", "hr", "link", "link_url", "table.border", "code", "list")
LOOKS = Theme(
    {
        **{f"markdown.h{level}": BOLD for level in range(1, 8)},
        **{f"markdown.{name}": PLAIN for name in UNCOLOURED},
        "markdown.h1": Style(bold=True, underline=True),
        "markdown.table.header": BOLD,
    }
)


class Paper(ScrollView, can_focus=True):
    """A document that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "Scroll", key_display="↑↓", tooltip="Scroll by a line; Page Up and Page Down by a page, Home and End to the ends"),
    ]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.lines: list[Strip] = []
        self.laid = 0
        """The width for which the lines are."""

    def read(self, text: str) -> None:
        """Takes another text."""
        self.text, self.laid = text, 0
        self.on_resize()

    def on_resize(self) -> None:
        """Lays the text out for the width that there is now."""
        width = self.scrollable_content_region.width
        if self.text and width and width != self.laid:
            self.laid = width
            self.lay_out(self.text, width)

    @work(thread=True, exclusive=True)
    def lay_out(self, text: str, width: int) -> None:
        """Lays a text out, aside."""
        lines = lines_of(text, width)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.show_lines, lines)

    def show_lines(self, lines: list[Strip]) -> None:
        """Shows the lines."""
        self.lines = lines
        self.virtual_size = Size(self.laid, len(lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the text."""
        at = self.scroll_offset.y + y
        line = self.lines[at] if at < len(self.lines) else Strip.blank(self.size.width)
        return line.apply_style(self.rich_style).extend_cell_length(self.size.width, self.rich_style)


def lines_of(text: str, width: int) -> list[Strip]:
    """A text in Markdown as lines of a width, without colours."""
    console = Console(width=width, file=io.StringIO(), theme=LOOKS, color_system=None)
    harmless = "\n".join(plain(line) for line in text.splitlines())
    laid = console.render_lines(Markdown(harmless, hyperlinks=True), console.options)
    return [Strip([Segment(one.text, one.style.update_link(None) if one.style else None) for one in line]) for line in laid]


__all__ = ["Paper"]
