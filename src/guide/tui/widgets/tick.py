"""Several answers out of many, each chosen, not chosen, or unsure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets.option_list import Option

from guide.tui.messages import Given, NameAnother, NotReady
from guide.tui.widgets.choose import ANOTHER, MOST_KEYS
from guide.tui.widgets.listing import PAGING, Listing, entry
from guide.values import Cell, Choices

NONE = "none"
SIGNS = {None: "[ ]", True: "[x]", False: "[?]"}


class Tick(Listing):
    """Options, each with a sign: `[x]` chosen, `[ ]` not, `[?]` not sure. Enter answers with them all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Answer", key_display="Enter", tooltip="Answer with everything that is marked, and go on"),
        Binding("space", "tick", "Mark", key_display="Space", tooltip="Mark the line with the > sign, or take its mark away; an option's number does the same"),
        Binding("question_mark", "doubt", "Unsure", key_display="?", tooltip="Mark the line with the > sign as one you are not sure of"),
        *(Binding(str(number + 1), f"number({number})", "Mark", show=False) for number in range(MOST_KEYS)),
        *PAGING,
    ]

    def __init__(self, cell: Cell, options: Mapping[str, str], held: Choices | None, another: str = "", draft: object | None = None) -> None:
        self.cell = cell
        self.words = options
        self.another = another
        self.held = marks_of(options, held)
        begun = isinstance(draft, dict)
        self.marks: dict[str, bool | None] = dict(draft) if isinstance(draft, dict) else dict(self.held)
        self.none = not begun and held is not None and not held.chosen and not held.unsure
        super().__init__(self.lines())

    def draft(self) -> object | None:
        """The marks, where they are not those of the answer."""
        return self.marks if self.marks != self.held else None

    def lines(self) -> Iterator[Option]:
        """The options with their signs."""
        for number, (id, words) in enumerate(self.words.items(), 1):
            unsure = " (not sure)" if self.marks[id] is False else ""
            yield entry(f"{SIGNS[self.marks[id]]} {number if number <= MOST_KEYS else ' '}  {words}{unsure}", id)
        yield entry(f"{SIGNS[True if self.none else None]}    None of these", NONE)
        if self.another:
            yield entry("+      One that is not named here yet", ANOTHER)

    def mark(self, place: int | None, to: bool) -> None:
        """Gives an option a mark, or takes the same mark away."""
        if place is None or place > len(self.words):
            return
        if place == len(self.words):
            self.none = not self.none
            self.marks = dict.fromkeys(self.marks, None) if self.none else self.marks
        else:
            id = tuple(self.words)[place]
            self.marks[id] = None if self.marks[id] is to else to
            self.none = False
        for index, line in enumerate(self.lines()):
            if index < self.option_count and str(line.prompt) != str(self.options[index].prompt):
                self.replace_option_prompt_at_index(index, line.prompt)

    def action_tick(self) -> None:
        """Marks the option pointed at, or opens the list that lacks one."""
        if self.highlighted_option and self.highlighted_option.id == ANOTHER:
            self.post_message(NameAnother(self.another))
        else:
            self.mark(self.highlighted, True)

    def action_doubt(self) -> None:
        """Marks the option pointed at as unsure."""
        if self.highlighted != len(self.words):
            self.mark(self.highlighted, False)

    def action_number(self, number: int) -> None:
        """Marks an option by its number."""
        if number < len(self.words):
            self.highlighted = number
            self.mark(number, True)

    def action_select(self) -> None:
        """Answers with the options marked; nothing marked is no answer, "none of these" is."""
        if self.highlighted_option and self.highlighted_option.id == ANOTHER:
            self.post_message(NameAnother(self.another))
            return
        marked = [id if sure else f"{id}?" for id, sure in self.marks.items() if sure is not None]
        if not marked and self.highlighted == len(self.words):
            self.none = True
        if marked or self.none:
            self.post_message(Given(self.cell, marked))
        else:
            self.post_message(NotReady("Mark at least one line with the space bar, or “None of these”"))


def marks_of(options: Mapping[str, str], held: Choices | None) -> dict[str, bool | None]:
    """The marks that an answer gives: chosen True, unsure False, None otherwise."""
    if held is None:
        return dict.fromkeys(options, None)
    return {id: True if id in held.chosen else False if id in held.unsure else None for id in options}
