"""A line of a form."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class FormLine(Input):
    """One of several lines to fill in, one below the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next, then done", key_display="Enter", tooltip="Go to the next line; on the last one, finish"),
        Binding("down", "app.focus_next", "Move", key_display="↑↓", tooltip="Go to the line below or above"),
        Binding("up", "app.focus_previous", "Move", show=False),
    ]
