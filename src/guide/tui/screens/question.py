"""A question of the interview: one at a time, with help beside or below."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical

from guide.answers import AnswerError
from guide.interview import Question, terms_of
from guide.outcome import Outcome
from guide.tui.desk import Desk
from guide.tui.messages import Given, Kept, NameAnother, NotReady, NotSure, RowsGiven
from guide.tui.screens.change import CHANGE, ChangeScreen, worth_telling
from guide.tui.screens.done import DONE, DONE_HOW, done_lines
from guide.tui.screens.leading import LeadingScreen
from guide.tui.screens.unsure import Unsure, UnsureScreen
from guide.tui.widgets.answering import answering
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.choose import Choose
from guide.tui.widgets.help import Help
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing
from guide.tui.widgets.rows import RowEditor
from guide.tui.widgets.tick import Tick
from guide.tui.widgets.typed import Typed
from guide.tui.widgets.words import Words
from guide.values import Cell


class QuestionScreen(LeadingScreen):
    """The question to answer now; or one question by itself, opened from another screen and closed when answered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", key_display="Esc", tooltip="Go back to the question before, or to where you came from"),
        Binding("f2", "not_sure", "Not sure", tooltip="Answer that you are not sure, and go on"),
        Binding("f3", "unsure_note", "With note", tooltip="Answer that you are not sure; add a note and who would know"),
        Binding("f4", "help", "Help", tooltip="Show or hide the help about this question"),
    ]

    def __init__(self, desk: Desk, cell: Cell | None = None, alone: bool = False) -> None:
        super().__init__(desk, cell, alone)
        self.seen: Outcome | None = None
        self.undone: Cell | None = None

    def compose(self) -> ComposeResult:
        """The question and its field, with room for help."""
        yield CaseBar(self.desk)
        with Horizontal(id="body"):
            with Vertical(id="asking"):
                yield Words(id="section", classes="quiet")
                yield Words(id="ask")
                yield Words(id="now", classes="quiet")
                yield Words(id="problem")
                yield Container(id="answer")
            yield Help(self.desk.rulebook.articles)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Shows the question."""
        await self.show_question(self.cell or self.desk.next())

    async def on_screen_resume(self) -> None:
        """Looks again when another screen was on top: the case may have changed there. What is typed stays."""
        if self.seen is None or self.seen is self.desk.session.outcome():
            self.show_standing()
            return
        self.keep_draft()
        await self.show_again()

    def on_resize(self) -> None:
        """Looks whether there is room for the help now."""
        for help in self.query(Help):
            help.look()

    # --- showing ---

    async def show_question(self, cell: Cell | None) -> None:
        """Shows a question, or that none is left."""
        self.cell, self.seen = cell, self.desk.session.outcome()
        question = self.desk.question(cell) if cell else None
        self.field = answering(self.desk, question) if question else Listing(done_lines())
        with self.app.batch_update():
            self.show_words(question)
            answer = self.query_one("#answer", Container)
            removed = answer.remove_children()  # goes on while the new field is mounted: one after the other takes too long
            await answer.mount(self.field)
            await removed
            (self.field if self.field.can_focus else self.field.query("Input").first()).focus()
            self.refresh_bindings()
        self.call_after_refresh(self.show_standing)  # with many people it takes as long as the question itself
        self.query_one(Help).about(question.help, terms_of(self.desk.rulebook, question)) if question else self.query_one(Help).about("")

    def show_words(self, question: Question | None) -> None:
        """Shows where the question stands, what it asks, and what was answered before."""
        self.query_one("#problem", Words).say("")
        if question is None:
            self.query_one("#section", Words).say("")
            self.query_one("#ask", Words).say(DONE)
            self.query_one("#now", Words).say(DONE_HOW)
            return
        self.query_one("#section", Words).say(self.desk.section(question))
        self.query_one("#ask", Words).say(question.ask)
        answered = question.cell in self.desk.session.answers
        wanted = self.desk.session.to_find_out(question.cell)
        now = f"Your answer now: {self.desk.words(question.cell)}" if answered else ""
        self.query_one("#now", Words).say(*(line for line in (f"To find out: {wanted}" if wanted else "", now) if line))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """A question by itself leads back to where it was opened, and nowhere else; keys that need a question need one."""
        if action in ("go", "jump") and self.alone:
            return False
        if action == "table":
            return bool(self.listed())
        if action in ("not_sure", "unsure_note", "why"):
            return self.cell is not None
        if action == "page":
            return bool(self.query(Help)) and self.query_one(Help).display
        if action == "help":
            return self.cell is not None and bool(self.desk.session.question(self.cell).help)
        return True

    # --- answering ---

    @on(Given)
    async def give(self, message: Given) -> None:
        """Takes an answer; one that does not fit stays in its field, with the reason above."""
        if message.cell == self.cell:
            await self.change(lambda: self.desk.answer(message.cell, message.raw))

    @on(RowsGiven)
    async def give_rows(self, message: RowsGiven) -> None:
        """Takes the rows of a list."""
        if message.cell == self.cell:
            await self.change(lambda: self.desk.answer_rows(message.cell, message.rows, message.more))

    @on(NotSure)
    async def give_not_sure(self, message: NotSure) -> None:
        """Takes "not sure", with the note it had if it was that before."""
        if message.cell != self.cell:
            return
        held = self.desk.given(message.cell)
        if held and not held.sure:
            await self.go_on(message.cell)
        else:
            await self.change(lambda: self.desk.not_sure(message.cell))

    @on(Kept)
    async def keep(self, message: Kept) -> None:
        """Leaves an answer as it is."""
        if message.cell == self.cell:
            await self.go_on(message.cell)

    @on(NotReady)
    def not_ready(self, message: NotReady) -> None:
        """Says what is missing."""
        self.query_one("#problem", Words).say(f"! {message.text}" if message.text else "")

    @on(NameAnother)
    def name_another(self, message: NameAnother) -> None:
        """Asks for the rows of a list on top of the question that lacks one."""
        self.app.push_screen(QuestionScreen(self.desk, Cell(message.list), alone=True))

    async def change(self, give: Callable[[], None]) -> None:
        """Gives an answer and goes on; asks first when another answer gives way and more changes with it.

        An answer that does not fit stays where it is, with the reason beside it.
        """
        cell = self.cell
        assert cell is not None
        try:
            found = worth_telling(self.desk, cell, give)
            if found is None:
                await self.changed(cell, give)
                return
        except AnswerError as error:
            self.query_one("#problem", Words).say(f"! {error}")
            return

        async def decided(way: str | None) -> None:
            if way == CHANGE:
                await self.changed(cell, give)
            else:
                self.desk.drafts.pop(cell, None)
                await self.show_question(cell)

        self.app.push_screen(ChangeScreen(self.desk, found), decided)

    async def changed(self, cell: Cell, give: Callable[[], None]) -> None:
        """Gives an answer and goes on. Raises AnswerError."""
        give()
        self.desk.drafts.pop(cell, None)
        await self.go_on(cell)
        self.case_changed()

    async def go_on(self, cell: Cell) -> None:
        """Goes to the question that follows, or back to where a question by itself was opened."""
        if self.alone:
            self.dismiss()
        else:
            await self.show_question(self.desk.after(cell))

    def keep_draft(self) -> None:
        """Remembers what has been begun at this question and is no answer yet."""
        if self.cell is None or not isinstance(self.field, Choose | Tick | Typed | RowEditor):
            return
        draft = self.field.draft()
        self.desk.drafts.pop(self.cell, None)
        if draft is not None:
            self.desk.drafts[self.cell] = draft

    # --- keys ---

    async def action_back(self) -> None:
        """Goes to the question answered before this one, or back to where this one was opened."""
        self.keep_draft()
        before = None if self.alone else self.desk.before(self.cell)
        if self.alone:
            self.dismiss()
        elif before is None:
            self.notify("This is the first question. Press F10 to leave: your answers are saved.", markup=False)
        else:
            await self.show_question(before)

    async def action_not_sure(self) -> None:
        """Answers "not sure"."""
        if self.cell:
            await self.give_not_sure(NotSure(self.cell))

    def action_unsure_note(self) -> None:
        """Asks for a note and for the colleague who would know, and answers "not sure"."""
        if not self.cell:
            return
        cell, held = self.cell, self.desk.given(self.cell)

        async def answer(unsure: Unsure | None) -> None:
            if unsure is not None:
                await self.change(lambda: self.desk.not_sure(cell, unsure.note, unsure.left_to))

        before = Unsure(held.note, held.left_to) if held and not held.sure else Unsure()
        self.app.push_screen(UnsureScreen(self.desk.rulebook.roles, before), answer)

    def action_undo(self) -> None:
        """Takes the last change back, and goes to the question whose answer it was: the next key must not answer another."""
        before = self.desk.session.answers
        super().action_undo()
        after = self.desk.session.answers
        self.undone = next((cell for cell in before if before[cell] != after.get(cell)), None)

    def step(self, back: bool) -> None:
        """Shows the question that is to be answered after a change was taken back, or made again."""
        super().step(back)
        self.run_worker(self.show_again())

    async def show_again(self) -> None:
        """Shows the question whose answer was taken back, or this one as it is now; the next when it no longer arises."""
        asked = {*self.desk.trail(), *(question.cell for question in self.desk.session.questions())}
        cell, self.undone = self.undone or self.cell, None
        await self.show_question(self.cell if self.alone else cell if cell in asked else self.desk.next())

    def action_help(self) -> None:
        """Shows or hides the help."""
        self.query_one(Help).turn()
        self.refresh_bindings()

    def action_page(self, direction: int) -> None:
        """Scrolls the help where it is shown, else the options."""
        if not self.query_one(Help).page(direction) and isinstance(self.field, Listing):
            self.field.page(direction)


__all__ = ["QuestionScreen"]
