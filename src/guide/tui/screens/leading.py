"""What leads away from a question: to another, to the table of its list, to why it is asked."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from guide.answers import AnswerError
from guide.tui.desk import Desk
from guide.tui.keys import JUMP, TABLE
from guide.tui.messages import Go, RowsPasted, TableWanted
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.pick import PickScreen
from guide.tui.screens.why import WhyScreen
from guide.tui.ways import Places
from guide.tui.widgets.answering import Field
from guide.tui.widgets.listing import Listing
from guide.tui.widgets.rows import RowEditor
from guide.tui.widgets.words import Words
from guide.values import Cell


class LeadingScreen(CaseScreen):
    """A screen about one question, with the ways from it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "why", "Why", tooltip="See why this is asked, and what each answer would do"),
        JUMP,
        TABLE,
    ]

    def __init__(self, desk: Desk, cell: Cell | None, alone: bool) -> None:
        super().__init__(desk)
        self.cell = cell
        self.alone = alone
        self.field: Field | Listing | None = None

    def keep_draft(self) -> None:
        """Remembers what has been begun at this question."""
        raise NotImplementedError

    async def show_question(self, cell: Cell | None) -> None:
        """Shows a question."""
        raise NotImplementedError

    def action_why(self) -> None:
        """Shows what hangs on the question, and what each answer would do."""
        if self.cell:
            self.app.push_screen(WhyScreen(self.desk, self.desk.question(self.cell)))

    def action_jump(self) -> None:
        """Offers every section and question, and goes to the one picked."""
        self.keep_draft()
        places = Places(self.desk)

        async def picked(id: str | None) -> None:
            cell = places.cell(id) if id else None
            if cell:
                await self.show_question(cell)

        self.app.push_screen(PickScreen("Go to a section or a question", "Type some words of it:", places.offered), picked)

    def listed(self) -> str:
        """The list that the question names the rows of, or is about a row of; empty when it is about no list, or was opened from the table."""
        question = self.desk.question(self.cell) if self.cell else None
        if question is None or self.alone:
            return ""
        return question.list.id if question.list else question.fact.list if question.fact else ""

    def action_table(self) -> None:
        """Shows the list as a table."""
        self.open_table("")

    @on(RowsPasted)
    def pasted(self, message: RowsPasted) -> None:
        """Shows the table with what was pasted."""
        self.open_table(message.text)

    def open_table(self, text: str) -> None:
        """Shows the list as a table, with the names that have been typed."""
        if isinstance(self.field, RowEditor) and self.field.draft() is not None:
            rows, more = self.field.rows, self.field.more
            try:
                self.desk.answer_rows(self.field.cell, tuple(rows), more)
            except AnswerError as error:
                self.query_one("#problem", Words).say(f"! {error}")
                return
            self.desk.drafts.pop(self.field.cell, None)
            self.case_changed()
        self.post_message(TableWanted(self.listed(), self.cell, text))

    @on(OptionList.OptionSelected)
    def leave(self, event: OptionList.OptionSelected) -> None:
        """Goes where the officer chose to go when nothing is left to ask."""
        match event.option_id:
            case "answers" | "checklist" | "export" as where:
                self.post_message(Go(where))


__all__ = ["LeadingScreen"]
