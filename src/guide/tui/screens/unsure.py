""" "Not sure", with a note and the colleague who would know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words
from guide.words import plain

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Unsure:
    """What goes with "not sure": a note, and the role of the colleague who would know."""

    note: str = ""
    left_to: str = ""


class NoteLine(Input):
    """The line for the note."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "submit", "Next", key_display="Enter", tooltip="Go on to who would know"),
    ]


class Roles(Listing):
    """The roles to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Answer", key_display="Enter", tooltip="Answer “not sure” with this note and role, and go on"),
    ]


class UnsureScreen(ModalScreen[Unsure | None]):
    """Asks for a note and a role; either may be left out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE,
        Binding("tab", "app.focus_next", "Next field", key_display="Tab", tooltip="Go from the note to the roles and back"),
    ]

    def __init__(self, roles: Mapping[str, str], before: Unsure) -> None:
        super().__init__()
        self.roles = roles
        self.before = before

    def compose(self) -> ComposeResult:
        """The note, then the roles."""
        with Vertical(classes="panel"):
            yield Words("Not sure", classes="heading")
            yield Words("What should be found out? A note, if you like:", classes="quiet")
            yield NoteLine(self.before.note, max_length=500, compact=True)
            yield Words("Who would know?", classes="quiet")
            yield Roles([entry("Nobody in particular", NOBODY), *(entry(title, role) for role, title in self.roles.items())])
            yield KeyBar()

    def on_mount(self) -> None:
        """Points at the role chosen before."""
        if self.before.left_to in self.roles:
            roles = self.query_one(Roles)
            roles.highlighted = roles.get_option_index(self.before.left_to)

    @on(Input.Submitted)
    def to_roles(self, event: Input.Submitted) -> None:
        """Goes on to the roles."""
        event.stop()
        self.query_one(Roles).focus()

    @on(OptionList.OptionSelected)
    def answer(self, event: OptionList.OptionSelected) -> None:
        """Answers with the note and the role."""
        event.stop()
        role = event.option_id if event.option_id in self.roles else ""
        self.dismiss(Unsure(plain(self.query_one(NoteLine).value).strip(), role or ""))

    def action_close(self) -> None:
        """Goes back without an answer."""
        self.dismiss(None)
