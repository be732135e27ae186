"""An answer that is typed: a number, an amount, a share, a date or a text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.widgets import Input

from guide.answers import NOT_YET
from guide.model import Fact
from guide.tui.messages import Given, Kept, NotReady
from guide.tui.widgets.listing import PAGING
from guide.tui.widgets.words import Words
from guide.values import Answer, Cell, Choices, RowSet
from guide.words import plain, say_date

HINTS = {
    "number": "A number, like 12 or 1,250",
    "money": "An amount, like £1,250 or 663540",
    "percent": "A share, like 25 or 12.5%",
    "date": "A date, like 6 December 2012, 6/12/2012 or 2012-12-06",
    "text": "In a few words",
}
MOST_LETTERS = 2000


class Field(Input):
    """The line to type in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Answer", key_display="Enter", tooltip="Answer with what is typed, and go on"),
        *PAGING,
    ]


class Typed(VerticalGroup):
    """A line to type the answer in; what was answered before is there to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "not_yet", "Not yet", tooltip="Answer that it has not happened yet, and go on"),
    ]

    def __init__(self, cell: Cell, fact: Fact, held: Answer | None, draft: object | None = None) -> None:
        super().__init__()
        self.cell = cell
        self.fact = fact
        self.held = held
        self.before = text_of(held)
        self.text = draft if isinstance(draft, str) else self.before

    def compose(self) -> ComposeResult:
        """The field, with how to write the answer below."""
        yield Field(self.text, max_length=MOST_LETTERS, select_on_focus=False, compact=True)
        unit = f", in {self.fact.unit.replace('GBP', 'pounds')}" if self.fact.unit else ""
        yield Words(HINTS[self.fact.kind] + unit, f"F9: {self.fact.not_yet}" if self.fact.not_yet else "", classes="hint")

    def draft(self) -> object | None:
        """The text typed, where it is not the answer's."""
        text = self.query_one(Field).value
        return text if text != self.before else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offers "not yet" only where the question does."""
        return bool(self.fact.not_yet) if action == "not_yet" else True

    def action_not_yet(self) -> None:
        """Answers "not yet"."""
        self.post_message(Given(self.cell, NOT_YET))

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Answers with the text; an empty line leaves a "not sure" or "not yet" as it is."""
        event.stop()
        text = plain(event.value).strip()
        if text:
            self.post_message(Given(self.cell, text))
        elif self.held and not self.before:
            self.post_message(Kept(self.cell))
        else:
            self.post_message(NotReady("Type an answer, or press F2 if you are not sure"))


def text_of(answer: Answer | None) -> str:
    """An answer as a person would type it."""
    match answer.value if answer else None:
        case bool() | Choices() | RowSet() | None:
            return ""
        case date() as day:
            return say_date(day)
        case int() as number:
            return f"{number:,}"
        case Fraction() as number:
            return f"{Decimal(number.numerator) / Decimal(number.denominator):,}"
        case str() as text:
            return text
        case _:
            return ""
