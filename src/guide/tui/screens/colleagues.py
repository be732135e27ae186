"""Questions left to colleagues: what is out with whom, a form to send, and the answers that came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from guide.answers import AnswerError
from guide.handoff import Fit, Weighed, form, out_with, say_weighed, take, weigh
from guide.parts import SUFFIX, came_back, part_text
from guide.tui.desk import Desk
from guide.tui.screens.ask import LineScreen, WaysScreen
from guide.tui.screens.case import CaseScreen
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words
from guide.words import role_name

NONE = "No question is left to anybody. At a question, F3 leaves it to a colleague, with a note."
HOW = ("To which file? A name with .txt makes a form to fill in with any editor,", "one with .toml a part of the case, which their guide opens.")
TAKE = {"take": "Take the new answers", "theirs": "Take their answers, also where the case says otherwise", "leave": "Take nothing"}


class Colleagues(Listing):
    """The roles that questions are left to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Write a form", key_display="Enter", tooltip="Write the questions of this role to a file, to fill in and send back"),
    ]


class ColleaguesScreen(CaseScreen):
    """What is out with whom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back", key_display="Esc", tooltip="Go back to your answers"),
        Binding("t", "take", "Take answers", tooltip="Take answers over from a form that came back"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.weighed: tuple[Weighed, ...] = ()

    def compose(self) -> ComposeResult:
        """The roles with their questions."""
        yield CaseBar(self.desk)
        yield Words("Left to colleagues", classes="heading")
        yield Words(id="none")
        yield Colleagues(id="colleagues")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Shows what is out now."""
        self.show_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """The main screens are reached from the answers, below."""
        return action != "go"

    def show_out(self) -> None:
        """Shows each role with what is left to it."""
        options = list(self.lines())
        self.query_one(Colleagues).fill(options)
        self.query_one("#none", Words).say("" if options else NONE)
        self.show_standing()

    def lines(self) -> Iterator[Option]:
        """The roles, each with its questions and the notes to them."""
        session = self.desk.session
        for role, cells in out_with(session).items():
            notes = ((session.question(cell).ask, session.answers[cell].note) for cell in cells)
            yield entry(role_name(session.rulebook, role), role, *(f"{ask}{f' Note: {note}' if note else ''}" for ask, note in notes))

    @on(OptionList.OptionSelected)
    def hand_out(self, event: OptionList.OptionSelected) -> None:
        """Asks for a file, and writes the form of a role to it."""
        event.stop()
        role = event.option_id or ""

        def problem(name: str) -> str:
            if not name or self.desk.files.exists(Path(name)):
                return f"There is a file called {name} already: type another name" if name else "Type a name like questions.txt"
            try:
                make = part_text if name.endswith(SUFFIX) else form
                self.desk.files.write(Path(name), make(self.desk.session, role, self.desk.title))
            except AnswerError as error:
                return str(error)
            except OSError as error:
                return f"Not written: {(error.strerror or 'this is no name of a file').lower()}"
            return ""

        def written(name: str | None) -> None:
            if name:
                self.notify(f"Written to {name}. Send it, and press T when it comes back.", markup=False)

        self.app.push_screen(LineScreen("Write the questions", HOW, f"{role}.txt", problem), written)

    def action_take(self) -> None:
        """Asks for a form that came back, says what is on it, and takes what is wanted."""

        def problem(name: str) -> str:
            try:
                self.weighed = weigh(self.desk.session, came_back(self.desk.session, self.desk.files.reply(Path(name))))
            except AnswerError as error:
                return str(error)
            return ""

        def read(name: str | None) -> None:
            if name:
                told = tuple(say_weighed(self.weighed)) or ("Everything on it is in the case already.",)
                self.app.push_screen(WaysScreen("What came back", told, self.ways()), self.taken)

        self.app.push_screen(LineScreen("A form that came back", ("Which file?",), "", problem), read)

    def ways(self) -> dict[str, str]:
        """What can be done with what came back."""
        fits = {each.fit for each in self.weighed}
        wanted = {"take": Fit.NEW in fits, "theirs": Fit.APART in fits, "leave": True}
        return {way: words for way, words in TAKE.items() if wanted[way]}

    def taken(self, way: str | None) -> None:
        """Takes what is wanted over, as one change."""
        if way in ("take", "theirs"):
            count = self.desk.take(lambda: take(self.desk.session, self.weighed, theirs=way == "theirs"))
            self.notify(f"Taken: {count}. Ctrl+Z takes all of it back.", markup=False)
            self.show_out()
            self.case_changed()

    def step(self, back: bool) -> None:
        """Shows what is out after a change was taken back, or made again."""
        super().step(back)
        self.show_out()

    def action_close(self) -> None:
        """Goes back to the answers."""
        self.dismiss()


__all__ = ["ColleaguesScreen"]
