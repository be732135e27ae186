"""The rows of a list as a table: added, answered in place, copied, taken away, pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from guide.answers import AnswerError
from guide.tables import OUTSIDE, Table, copy_row
from guide.tui.desk import Desk
from guide.tui.screens.ask import LineScreen
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.change import make_change
from guide.tui.screens.paste import PasteScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.widgets.answering import options_of, quick, turned
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.sheet import Pointed, Sheet
from guide.tui.widgets.words import Words
from guide.values import MISSING, Cell
from guide.words import short_question

HOW = "Rows copied from a spreadsheet, with headings, can be pasted here."


class Rows(Sheet):
    """The table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.answer", "Answer", key_display="Enter", tooltip="Answer the question in brackets; on a name, change the name"),
        Binding("a", "screen.add", "Add", tooltip="Add a row"),
        Binding("e", "screen.whole", "Whole row", tooltip="Answer what is still to be asked of this row, one question after the other"),
        Binding("d", "screen.copy", "Copy", tooltip="Add a row with the same answers as this one"),
        Binding(
            "delete,backspace", "screen.delete", "Delete", key_display="Del", tooltip="On a name take the row off the list, on an answer take the answer back"
        ),
        Binding("y", "screen.say('y')", "Yes", show=False),
        Binding("n", "screen.say('n')", "No", show=False),
        Binding("u", "screen.say('u')", "Not sure", show=False),
        *(Binding(str(number), f"screen.say('{number}')", "Pick", show=False) for number in range(1, 10)),
        Binding("i", "screen.load", "From a file", tooltip="Take rows from a file that a spreadsheet saved (CSV)"),
    ]


class TableScreen(CaseScreen):
    """A list, a row to a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back", key_display="Esc", tooltip="Go back to where you came from"),
        Binding("f9", "more", "May be more", tooltip="Say that there may be more rows that nobody has named, or that there are no more"),
    ]

    def __init__(self, desk: Desk, list: str, at: Cell | None = None, text: str = "") -> None:
        super().__init__(desk)
        self.list = list
        self.at = at
        self.text = text

    def compose(self) -> ComposeResult:
        """The table, and below it the cell pointed at in full."""
        yield CaseBar(self.desk)
        yield Words(short_question(self.desk.question(Cell(self.list)).ask), classes="heading")
        yield Words(HOW, id="how", classes="quiet")
        yield Rows(id="sheet")
        yield Words(id="cell")
        yield Words(id="problem")
        yield KeyBar()

    def on_mount(self) -> None:
        """Shows what was pasted before the table was there."""
        if self.text:
            self.paste(self.text)

    def on_screen_resume(self) -> None:
        """Shows the table as it is now."""
        self.show_table()
        self.show_standing()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """The main screens are reached from where the table was opened."""
        return action != "go"

    @property
    def sheet(self) -> Rows:
        """The table on the screen."""
        return self.query_one(Rows)

    def show_table(self, row: str = "") -> None:
        """Shows the table as it is now, and points at a row."""
        at, self.at = self.at, None
        self.sheet.show(Table(self.desk.session, self.list), row or (at.row if at else ""), at.fact if at else "")

    @on(Pointed)
    def show_cell(self) -> None:
        """Shows in full what the cell pointed at asks and says, and the keys that answer it."""
        self.query_one("#problem", Words).say("")
        self.query_one("#cell", Words).say(*self.cell_lines())

    def cell_lines(self) -> Iterator[str]:
        """The cell pointed at in words."""
        table, cell = self.sheet.table, self.sheet.cell
        assert table is not None
        if table.keys:
            more = ", and there may be more" if table.more else ""
            yield f"Row {self.sheet.row + 1} of {len(table.keys)}{more}; column {self.sheet.column + 1} of {len(table.columns) + 1}"
        if cell is None:
            return
        question, words = self.desk.question(cell), table.words(cell)
        yield question.ask
        yield "This question does not arise here." if words == OUTSIDE else f"Answer now: {words}" if words else "Not answered."
        yield quick(self.desk, question) if words != OUTSIDE else ""

    # --- answering in place ---

    def action_answer(self) -> None:
        """Asks the question pointed at; on a name, asks for another name."""
        sheet = self.sheet
        if sheet.cell is None and sheet.key:
            self.ask_name("Another name", sheet.key, lambda name: self.rename(sheet.key, name))
        elif sheet.cell and sheet.table and sheet.table.words(sheet.cell) != OUTSIDE:
            self.app.push_screen(QuestionScreen(self.desk, sheet.cell, alone=True))

    def action_say(self, key: str) -> None:
        """Answers the question pointed at by a key."""
        cell, table = self.sheet.cell, self.sheet.table
        if cell is None or table is None or table.words(cell) == OUTSIDE:
            return
        question = self.desk.question(cell)
        if key == "u":
            self.change(cell, lambda: self.desk.not_sure(cell))
        elif key in (options := options_of(self.desk, question)):
            raw = turned(self.desk, question, options[key][0])
            self.change(cell, lambda: self.desk.answer(cell, raw))

    def action_whole(self) -> None:
        """Asks what is still to be asked of the row, until somebody leaves a question unanswered."""
        key, table = self.sheet.key, self.sheet.table
        cells = table.open(key) if table and key else ()
        if not cells:
            self.notify("Nothing is left to ask of this row.", markup=False)
            return
        self.at = cells[0]

        def answered(_: object) -> None:
            if cells[0] in self.desk.session.answers:
                self.show_table()
                self.action_whole() if self.sheet.table and self.sheet.table.open(key) else None

        self.app.push_screen(QuestionScreen(self.desk, cells[0], alone=True), answered)

    def change(self, cell: Cell, give: Callable[[], None], row: str = "", said: str = "") -> None:
        """Makes a change; asks first when another answer gives way and more changes with it."""

        def done() -> None:
            self.show_table(row)
            self.case_changed()
            if said:
                self.notify(said, markup=False)

        try:
            make_change(self.app, self.desk, cell, give, done)
        except AnswerError as error:
            self.query_one("#problem", Words).say(f"! {error}")

    # --- rows ---

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The rows, each with the name it has and keeps."""
        return tuple((key, key) for key in self.desk.rows(self.list))

    def action_add(self) -> None:
        """Asks for a name, and adds a row."""
        held = self.desk.session.outcome().rows[self.list]
        more = held.more and self.desk.given(Cell(self.list)) is not None

        def add(name: str) -> None:
            self.change(Cell(self.list), lambda: self.desk.answer(Cell(self.list), [*held.keys, name, *([MISSING] if more else [])]), name)

        self.ask_name("Add a row", "", add)

    def action_copy(self) -> None:
        """Asks for a name, and adds a row with the same answers."""
        key = self.sheet.key
        if key:
            self.ask_name(
                f"A copy of {key}",
                "",
                lambda name: self.change(Cell(self.list), lambda: self.desk.change(lambda: copy_row(self.desk.session, self.list, key, name)), name),
            )

    def rename(self, old: str, new: str) -> None:
        """Gives a row another name."""
        pairs = tuple((key, new if key == old else key) for key, _ in self.pairs())
        self.change(Cell(self.list), lambda: self.desk.answer_rows(Cell(self.list), pairs, self.more()), new)

    def action_delete(self) -> None:
        """Takes a row off the list, or an answer back."""
        cell, key = self.sheet.cell, self.sheet.key
        if cell is not None:
            self.change(cell, lambda: self.desk.clear(cell))
        elif key:
            pairs = tuple(pair for pair in self.pairs() if pair[0] != key)
            self.change(Cell(self.list), lambda: self.desk.answer_rows(Cell(self.list), pairs, self.more()), said=f"Ctrl+Z brings {key} back.")

    def more(self) -> bool:
        """Whether there may be more rows."""
        return self.desk.session.outcome().rows[self.list].more

    def action_more(self) -> None:
        """Says that there may be more rows, or takes it back."""
        more = not self.more() if self.desk.given(Cell(self.list)) else True
        self.change(Cell(self.list), lambda: self.desk.answer_rows(Cell(self.list), self.pairs(), more))

    def ask_name(self, heading: str, text: str, named: Callable[[str], None]) -> None:
        """Asks for the name of a row."""

        def problem(name: str) -> str:
            if not name or name == MISSING:
                return "A name needs words"
            taken = name != text and name in self.desk.rows(self.list)
            return f"Another row is called “{name}”: give each a name of its own" if taken else ""

        def asked(name: str | None) -> None:
            if name and name != text:
                named(name)

        self.app.push_screen(LineScreen(heading, ("What is it called?",), text, problem), asked)

    # --- rows from elsewhere ---

    def on_paste(self, event: events.Paste) -> None:
        """Looks at rows that are pasted."""
        event.stop()
        self.paste(event.text)

    def action_load(self) -> None:
        """Asks for a file, and looks at the rows in it."""
        read: list[str] = []

        def problem(name: str) -> str:
            try:
                read.append(self.desk.files.reply(Path(name).expanduser()))
            except AnswerError as error:
                return str(error)
            return ""

        self.app.push_screen(
            LineScreen("Rows from a file", ("Which file? CSV, as spreadsheets save it.",), "", problem), lambda name: self.paste(read[-1]) if name else None
        )

    def paste(self, text: str) -> None:
        """Says what would be taken, and takes what is wanted."""

        def taken(names: tuple[str, ...] | None) -> None:
            if names:
                self.show_table(names[0])
                self.case_changed()
                self.notify(f"Taken: {len(names)}. Ctrl+Z takes all of it back.", markup=False)

        self.app.push_screen(PasteScreen(self.desk, self.list, text), taken)

    def step(self, back: bool) -> None:
        """Shows the table as it is after a change was taken back, or made again."""
        super().step(back)
        self.show_table()

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss()


__all__ = ["TableScreen"]
