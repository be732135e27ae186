"""Small dialogues: a choice between a few ways on, and a line to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from guide.tui.keys import CLOSE
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import PAGING, Listing, entry
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words
from guide.words import plain

Chosen = TypeVar("Chosen")


class AskScreen(ModalScreen[Chosen | None]):
    """Says how things stand and offers ways on; None when it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE, *PAGING]

    def __init__(self, heading: str, lines: tuple[str, ...], ways: Mapping[str, str]) -> None:
        super().__init__()
        self.heading = heading
        self.lines = lines
        self.ways = ways

    def compose(self) -> ComposeResult:
        """What there is to say, then the ways on."""
        with Vertical(classes="panel"):
            yield Words(self.heading, classes="heading")
            with Reading(can_focus=False):
                yield Words(*self.lines)
            yield Listing(entry(words, way) for way, words in self.ways.items())
            yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Page keys are of use when not all that is said can be seen."""
        return self.query_one(Reading).max_scroll_y > 0 if action == "page" and self.query(Reading) else True

    def action_page(self, direction: int) -> None:
        """Scrolls what is said."""
        self.query_one(Reading).page(direction)

    def action_close(self) -> None:
        """Goes no way."""
        self.dismiss(None)


class WaysScreen(AskScreen[str]):
    """Says how things stand and gives the way on that is chosen."""

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Goes the way chosen."""
        event.stop()
        self.dismiss(event.option_id)


class Line(Input):
    """The line to fill in."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Done", key_display="Enter", tooltip="Go on with what is typed")]


class LineScreen(ModalScreen[str | None]):
    """Asks for a line; `problem` says why a text will not do, and the text stays. None when it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, heading: str, lines: tuple[str, ...], text: str, problem: Callable[[str], str]) -> None:
        super().__init__()
        self.heading = heading
        self.lines = lines
        self.text = text
        self.problem = problem

    def compose(self) -> ComposeResult:
        """What is asked, and the line."""
        with Vertical(classes="panel"):
            yield Words(self.heading, classes="heading")
            yield Words(*self.lines)
            yield Line(self.text, max_length=200, select_on_focus=False, compact=True)
            yield Words(id="problem")
            yield KeyBar()

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        """Goes on with the text, if it will do."""
        event.stop()
        text = plain(event.value).strip()
        problem = self.problem(text)
        if problem:
            self.query_one("#problem", Words).say(f"! {problem}")
        else:
            self.dismiss(text)

    def action_close(self) -> None:
        """Goes back without a text."""
        self.dismiss(None)
