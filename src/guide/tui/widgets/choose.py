"""One answer out of several: yes or no, an option, a row of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from guide.tui.messages import Given, NameAnother, NotReady, NotSure
from guide.tui.widgets.listing import PAGING, Listing, entry
from guide.values import Cell

NOT_SURE = "not-sure"
ANOTHER = "another"
MOST_KEYS = 9


class Choose(Listing):
    """Options, of which one is the answer. Nothing is pointed at until a key says so, so that Enter alone answers nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "select",
            "Answer",
            key_display="Enter",
            tooltip="Answer with the line that has the > sign, and go on; an option's number or letter does it at once",
        ),
        *(Binding(str(number + 1), f"pick({number})", "Pick", show=False) for number in range(MOST_KEYS)),
        Binding("u", "not_sure", "Not sure", show=False),
        *PAGING,
    ]

    def __init__(self, cell: Cell, options: Mapping[str, str], chosen: str | None, another: str = "", keys: str = "123456789") -> None:
        self.cell = cell
        self.answers = tuple(options)
        self.another = another
        super().__init__(lines(options, chosen, bool(another), keys))
        at = self.answers.index(chosen) if chosen in self.answers else len(self.answers) if chosen == NOT_SURE else None
        self.highlighted = at

    def draft(self) -> object | None:
        """What has been begun and is no answer yet: nothing, an option is an answer."""
        return None

    def action_select(self) -> None:
        """Answers with the option pointed at."""
        if self.highlighted is None:
            self.post_message(NotReady("Choose an answer: press its number, or go to it with the arrow keys and press Enter"))
        else:
            super().action_select()

    def action_pick(self, number: int) -> None:
        """Answers with an option by its number."""
        if number < len(self.answers):
            self.highlighted = number
            self.post_message(Given(self.cell, self.answers[number]))

    def action_not_sure(self) -> None:
        """Answers "not sure"."""
        self.post_message(NotSure(self.cell))

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Turns the option chosen into an answer."""
        event.stop()
        if event.option_index < len(self.answers):
            self.post_message(Given(self.cell, self.answers[event.option_index]))
        elif event.option_id == NOT_SURE:
            self.post_message(NotSure(self.cell))
        else:
            self.post_message(NameAnother(self.another))


class YesNo(Choose):
    """Yes or no, with keys of their own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "pick(0)", "Yes", tooltip="Answer yes, and go on"),
        Binding("n", "pick(1)", "No", tooltip="Answer no, and go on"),
    ]

    def __init__(self, cell: Cell, chosen: str | None) -> None:
        super().__init__(cell, {"yes": "Yes", "no": "No"}, chosen, keys="yn")


def lines(options: Mapping[str, str], chosen: str | None, another: bool, keys: str) -> Iterator[Option]:
    """The options with their keys, the one chosen before marked."""
    for place, (id, words) in enumerate(options.items()):
        yield entry(f"{mark(id == chosen)} {keys[place : place + 1] or ' '}  {words}")
    yield entry(f"{mark(chosen == NOT_SURE)} u  Not sure", NOT_SURE)
    if another:
        yield entry("+      One that is not named here yet", ANOTHER)


def mark(chosen: bool) -> str:
    """The sign of an option that is or is not the answer."""
    return "(x)" if chosen else "( )"
