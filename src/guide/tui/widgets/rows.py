"""The rows of a list: named, renamed, taken away, and perhaps not all of them known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from guide.tui.messages import NotReady, RowsGiven, RowsPasted
from guide.tui.widgets.listing import PAGING, Listing, entry
from guide.tui.widgets.words import Words
from guide.values import MISSING, Answer, Cell, RowSet
from guide.words import plain

Row = tuple[str, str]
"""The name before, empty for a new row, and the name now."""
HOW = "Type a name and press Enter to add it. Press Enter on the empty line when the list is done."


class Name(Input):
    """The line where a name is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Add/done", key_display="Enter", tooltip="Add the name; on an empty line, answer with the list and go on"),
        Binding("down", "app.focus_next", "Names", key_display="↓", tooltip="Go to the names, to change or delete one"),
        *PAGING,
    ]

    def _on_paste(self, event: events.Paste) -> None:
        """Takes one line as typed; several are rows."""
        if len(event.text.strip().splitlines()) > 1:
            event.stop()
            event.prevent_default()
            self.post_message(RowsPasted(event.text))


class Names(Listing):
    """The names so far."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Rename", key_display="Enter", tooltip="Change the name with the > sign"),
        Binding("delete,backspace", "delete", "Delete", key_display="Del", tooltip="Take the name with the > sign off the list"),
        Binding("tab", "app.focus_previous", "Add more", key_display="Tab", tooltip="Go back to the line where names are typed"),
    ]

    def action_delete(self) -> None:
        """Asks for the row pointed at to go."""
        editor = self.parent
        if isinstance(editor, RowEditor) and self.highlighted is not None:
            editor.delete(self.highlighted)

    def action_cursor_up(self) -> None:
        """Moves up; from the first name, back to the line."""
        if self.highlighted in (0, None):
            self.screen.focus_previous()
        else:
            super().action_cursor_up()


class RowEditor(VerticalGroup):
    """A list's rows by their names. The answer is given when Enter is pressed on the empty line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "more", "May be more", tooltip="Say that there may be more that nobody has named, or that there are no more"),
    ]

    def __init__(self, cell: Cell, held: Answer | None, draft: object | None = None) -> None:
        super().__init__()
        self.cell = cell
        value = held.value if held else None
        self.held = (tuple((key, key) for key in value.keys), value.more) if isinstance(value, RowSet) else ((), False)
        self.answered = isinstance(value, RowSet)
        rows, self.more = draft if isinstance(draft, tuple) else self.held
        self.rows: list[Row] = list(rows)
        self.renaming: int | None = None
        self.asked_none = False

    def compose(self) -> ComposeResult:
        """The line to type in, then the names."""
        yield Words(HOW, classes="hint", id="how")
        yield Name(max_length=200, select_on_focus=False, compact=True)
        names = Names(self.lines())
        names.display = bool(self.rows)
        yield names
        yield Words(self.more_words(), id="more")

    def lines(self) -> Iterator[Option]:
        """The names, numbered."""
        return (entry(f"{number}  {name}") for number, (_, name) in enumerate(self.rows, 1))

    def more_words(self) -> str:
        """Whether the list may lack rows."""
        return f"[{'x' if self.more else ' '}] There may be more that nobody has named (F9)"

    def draft(self) -> object | None:
        """The rows, where they are not those of the answer."""
        now = (tuple(self.rows), self.more)
        return now if now != self.held else None

    def show_rows(self) -> None:
        """Shows the names as they are now."""
        names = self.query_one(Names)
        at = names.highlighted
        names.fill(self.lines())
        names.highlighted = min(at, len(self.rows) - 1) if at is not None and self.rows else None
        names.display = bool(self.rows)
        self.query_one("#more", Words).say(self.more_words())
        self.query_one("#how", Words).say(f"Change “{self.rows[self.renaming][1]}” to:" if self.renaming is not None else HOW)

    def action_more(self) -> None:
        """Says that there may be more rows, or takes it back."""
        self.more = not self.more
        self.show_rows()

    def delete(self, place: int) -> None:
        """Takes a row off the list."""
        del self.rows[place]
        self.renaming = None
        self.show_rows()
        if not self.rows:
            self.query_one(Name).focus()

    @on(OptionList.OptionSelected)
    def rename(self, event: OptionList.OptionSelected) -> None:
        """Puts a name in the line, to be changed."""
        event.stop()
        self.renaming = event.option_index
        line = self.query_one(Name)
        line.value = self.rows[event.option_index][1]
        line.cursor_position = len(line.value)
        line.focus()
        self.show_rows()

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Adds or changes a name; on the empty line, answers."""
        event.stop()
        name = plain(event.value).strip()
        if not name:
            self.finish()
        elif problem := self.problem(name):
            self.post_message(NotReady(problem))
        else:
            self.put(name)
            event.input.value = ""
            self.post_message(NotReady(""))

    def put(self, name: str) -> None:
        """Adds a name, or changes the one that is being renamed."""
        if self.renaming is None:
            self.rows.append((name if self.was(name) else "", name))
        else:
            self.rows[self.renaming] = (self.rows[self.renaming][0], name)
        self.renaming = None
        self.show_rows()

    def was(self, name: str) -> bool:
        """Whether a name is one that the list had before, and that no row goes by now."""
        return any(old == name for old, _ in self.held[0]) and not any(old == name for old, _ in self.rows)

    def problem(self, name: str) -> str:
        """Why a name will not do; empty when it will."""
        if name == MISSING:
            return "A name needs words. Press F9 to say that there may be more"
        others = [row for index, row in enumerate(self.rows) if index != self.renaming]
        if any(name in row for row in others):
            return f"Another row is, or was, called “{name}”: give each a name of its own"
        return ""

    def finish(self) -> None:
        """Answers with the names; a list without any is asked about once."""
        if self.renaming is not None:
            self.renaming = None
            self.show_rows()
        elif not self.rows and not self.more and not self.asked_none:
            self.asked_none = True
            self.post_message(NotReady("No names yet. If there are none, press Enter again. If you are not sure, press F2"))
        else:
            self.post_message(RowsGiven(self.cell, tuple(self.rows), self.more))
