"""A table of rows and columns to move about in. The place is shown by signs and not by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from guide.tables import Column, Table
from guide.tui.widgets.listing import POINTER
from guide.values import Cell
from guide.words import humanised, plain

NARROWEST, WIDEST = 10, 18
NEEDED = {"yes-no": 10, "number": 10, "money": 12, "percent": 10, "date": 17}
"""How much room answers need, by their kind; all others as much as there is."""
EMPTY = "No rows yet. Press A to add one, or paste rows copied from a spreadsheet."


@dataclass
class Pointed(Message):
    """The pointer has come to another cell."""


class Sheet(Widget, can_focus=True):
    """The rows of a list, their names on the left; one cell is pointed at."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--head", "sheet--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Move", key_display="↑↓←→", tooltip="Move about; Page Up and Page Down, Home and End go further"),
        Binding("down", "move(1, 0)", "Move", show=False),
        Binding("left", "move(0, -1)", "Move", show=False),
        Binding("right", "move(0, 1)", "Move", show=False),
        Binding("pageup", "page(-1)", "Move", show=False),
        Binding("pagedown", "page(1)", "Move", show=False),
        Binding("home", "move(-100000, 0)", "Move", show=False),
        Binding("end", "move(100000, 0)", "Move", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.table: Table | None = None
        self.row = 0
        self.column = 0
        """0 is the name."""
        self.top = 0
        self.left = 0

    def show(self, table: Table, row: str = "", fact: str = "") -> None:
        """Shows a table, and points at a row and column of it, if they are given and there."""
        self.table = table
        if row in table.keys:
            self.row = table.keys.index(row)
        ids = [column.fact.id for column in table.columns]
        if fact in ids:
            self.column = ids.index(fact) + 1
        self.action_move(0, 0)

    @property
    def key(self) -> str:
        """The row pointed at; empty when there is none."""
        return self.table.keys[self.row] if self.table and self.table.keys else ""

    @property
    def cell(self) -> Cell | None:
        """The question pointed at; None at a name."""
        return Cell(self.table.columns[self.column - 1].fact.id, self.key) if self.table and self.key and self.column else None

    # --- moving ---

    def action_move(self, down: int, right: int) -> None:
        """Moves the pointer, as far as there are rows and columns."""
        if self.table is None:
            return
        self.row = max(0, min(self.row + down, len(self.table.keys) - 1))
        self.column = max(0, min(self.column + right, len(self.table.columns)))
        self.look()
        self.post_message(Pointed())

    def action_page(self, direction: int) -> None:
        """Moves by as many rows as can be seen."""
        self.action_move(direction * max(1, self.size.height - 2), 0)

    def look(self) -> None:
        """Brings the pointer into sight."""
        seen = max(1, self.size.height - 1)
        rows = len(self.table.keys) if self.table else 0
        self.top = max(0, min(self.top, self.row, rows - seen), self.row - seen + 1)
        at = self.column - 1
        self.left = max(0, min(self.left, at))
        while self.left < at and self.taken(self.left, at) > self.room():
            self.left += 1
        while self.left > 0 and self.taken(self.left - 1, len(self.table.columns) if self.table else 0) <= self.room():
            self.left -= 1
        self.refresh()

    def taken(self, first: int, last: int) -> int:
        """How much room some columns take."""
        return sum(map(width_of, self.table.columns[first : last + 1])) if self.table else 0

    def on_resize(self) -> None:
        """Brings the pointer into sight in the new size."""
        self.look()

    def on_click(self, event: events.Click) -> None:
        """Points at what is clicked."""
        if self.table is None or event.y < 1:
            return
        end, column = len(POINTER) + self.name_width() + 2, 0
        for place, one in enumerate(self.columns(), self.left + 1):
            if event.x < end:
                break
            end, column = end + width_of(one), place
        self.row, self.column = self.top + event.y - 1, column
        self.action_move(0, 0)

    # --- showing ---

    def columns(self) -> tuple[Column, ...]:
        """The columns from the first in sight on."""
        return self.table.columns[self.left :] if self.table else ()

    def room(self) -> int:
        """How much room there is beside the names."""
        return self.size.width - len(POINTER) - self.name_width() - 2

    def name_width(self) -> int:
        """How wide the names are."""
        names = self.table.keys if self.table else ()
        return min(WIDEST, max([NARROWEST, *map(cell_len, names)]))

    def render_line(self, y: int) -> Strip:
        """A line: the headings, or a row."""
        table, style = self.table, self.rich_style
        if table is None:
            return Strip.blank(self.size.width, style)
        head = y == 0
        row = self.top + y - 1
        if not head and row >= len(table.keys):
            text = EMPTY if y == 1 else ""
            return Strip([Segment(fitted(f"  {text}", self.size.width), style)])
        base = self.get_component_rich_style("sheet--head") if head else style
        here = row == self.row and not head and self.has_focus
        parts = [Segment(POINTER if here else " " * len(POINTER), base)]
        name = humanised(table.list.key).capitalize() if head else table.keys[row]
        parts.append(self.part(name, self.name_width() + 2, here and self.column == 0, base))
        for place, column in enumerate(self.columns(), self.left + 1):
            words = column.title if head else table.words(Cell(column.fact.id, table.keys[row]))
            parts.append(self.part(words, width_of(column), here and place == self.column, base))
        return Strip(parts).adjust_cell_length(self.size.width, base).crop(0, self.size.width)

    def part(self, words: str, width: int, here: bool, style: Style) -> Segment:
        """What stands in a cell; in brackets where the pointer is."""
        text = fitted(plain(words), width - 2)
        cursor = self.get_component_rich_style("sheet--cursor")
        return Segment(f"[{text}]" if here else f" {text} ", cursor if here else style)


def width_of(column: Column) -> int:
    """How wide a column is, with room for the brackets."""
    need = NEEDED.get(column.fact.kind, WIDEST)
    return max(need, min(WIDEST, cell_len(column.title))) + 2


def fitted(text: str, width: int) -> str:
    """A text in exactly so much room."""
    return set_cell_size(text, width) if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


__all__ = ["Pointed", "Sheet"]
