"""The terminal interface: opens cases, leads from screen to screen, saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from guide.cases import Case, CaseError, Work, new_case
from guide.model import Rulebook
from guide.parts import questions_of
from guide.session import Session
from guide.tui.desk import Desk
from guide.tui.files import Files
from guide.tui.keys import COMMANDS, FIND
from guide.tui.links import called
from guide.tui.messages import CaseBegun, CaseChosen, ExampleChosen, Go, TableWanted
from guide.tui.saving import UNSAVED_WAYS, SavingApp
from guide.tui.screens.answers import AnswersScreen
from guide.tui.screens.ask import WaysScreen
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.checklist import ChecklistScreen
from guide.tui.screens.export import ExportScreen
from guide.tui.screens.keys import KeysScreen
from guide.tui.screens.page import PageScreen
from guide.tui.screens.pick import PickScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.start import StartScreen
from guide.tui.screens.table import TableScreen
from guide.tui.screens.text import TextScreen
from guide.tui.texts import texts_about
from guide.tui.ways import commands, pages
from guide.tui.widgets.help import WIDE
from guide.tui.widgets.keybar import FUNCTION, keys_of
from guide.values import Answers

SCREENS: dict[str, Callable[[Desk], CaseScreen]] = {"answers": AnswersScreen, "checklist": ChecklistScreen, "export": ExportScreen}


class GuideApp(SavingApp):
    """The guide in the terminal. Without a case it begins on the start screen."""

    CSS_PATH = "guide.tcss"
    TITLE = "guide"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - so declared by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "keys", "All keys", tooltip="See what every key does"),
        Binding("ctrl+s", "save_as", "Save as", key_display="Ctrl+S", tooltip="Your answers are not saved: try again, or save them in another file"),
        FIND,
        COMMANDS,
        Binding("ctrl+l", "light", "Light/dark", key_display="Ctrl+L", tooltip="Show dark letters on light, or light letters on dark"),
        Binding("f10", "quit", "Quit", tooltip="Leave the guide; your answers are saved"),
    ]

    def __init__(
        self,
        rulebook: Rulebook,
        today: date,
        files: Files,
        case: tuple[Path, Case] | None = None,
        session: Callable[[Rulebook, date, Answers, Mapping[str, Work]], Session] = Session,
    ) -> None:
        super().__init__(files)
        self.rulebook = rulebook
        self.today = today
        self.case = case
        self.begin_session = session

    def on_mount(self) -> None:
        """Begins with the case, or on the start screen."""
        if self.console.color_system == "standard" and not self.is_headless:
            self.add_class("-sixteen")
        if self.case is None:
            self.push_screen(StartScreen(self.rulebook, self.files, self.today))
        else:
            self.open(*self.case)

    def on_unmount(self) -> None:
        """Lets nothing be lost, however the guide ends."""
        if self.desk:
            self.compare_now()
            if self.desk.stale:
                self.desk.save()
            self.desk.session.close()
        self.held.close()

    def get_key_display(self, binding: Binding) -> str:
        """Function keys as they stand on the keyboard."""
        return binding.key.upper() if FUNCTION.fullmatch(binding.key) else super().get_key_display(binding)

    # --- cases ---

    def open(self, path: Path, case: Case) -> None:
        """Puts a case on the desk and shows its first open question."""
        session = self.begin_session(self.rulebook, case.as_at, case.answers, case.work)
        session.ask_only(questions_of(case, session))
        self.desk = Desk(session, self.files, path, case, self.today)
        self.push_screen(QuestionScreen(self.desk))

    @on(CaseChosen)
    def open_file(self, message: CaseChosen) -> None:
        """Opens a case of the folder."""
        try:
            self.hold(message.path)
            case = self.files.load(message.path)
        except CaseError as error:
            if isinstance(self.screen, StartScreen):
                self.screen.say(str(error))
        else:
            self.open(message.path, case)

    @on(CaseBegun)
    def begin(self, message: CaseBegun) -> None:
        """Begins a new case."""
        self.pop_screen()
        self.begin_with(message.path, new_case(self.rulebook, message.as_at, message.title))

    @on(ExampleChosen)
    def open_example(self, message: ExampleChosen) -> None:
        """Opens a copy of an example."""
        try:
            case = self.files.example(message.example) if self.files.example else None
        except CaseError as error:
            self.notify(str(error), title="Not opened", severity="error", markup=False)
        else:
            self.begin_with(message.path, case) if case else None

    def begin_with(self, path: Path, case: Case) -> None:
        """Puts a case on the desk that has no file yet; the file is written at once, so that a name that will not do is found now."""
        try:
            self.hold(path)
        except CaseError as error:
            self.notify(str(error), title="Not begun", severity="error", markup=False)
            return
        self.open(path, case)
        if self.desk:
            self.desk.stale = True
            self.save()

    # --- ways ---

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offers to save as only when the case is not saved, and to look for things outside of dialogues."""
        if action in ("find", "commands"):
            return not isinstance(self.screen, ModalScreen)
        if action == "save_as":
            return self.desk is not None and bool(self.desk.unsaved)
        return True

    @on(Go)
    def go(self, message: Go) -> None:
        """Leads to another of the main screens; the question stays below them, as it is."""
        if self.desk is None:
            return
        if message.where == "question":
            self.pop_screen()
        elif isinstance(self.screen, QuestionScreen):
            self.push_screen(SCREENS[message.where](self.desk))
        else:
            self.switch_screen(SCREENS[message.where](self.desk))

    @on(TableWanted)
    def open_table(self, message: TableWanted) -> None:
        """Shows a list as a table, on top of where it was wanted."""
        if self.desk:
            self.push_screen(TableScreen(self.desk, message.list, message.at, message.text))

    def action_light(self) -> None:
        """Turns light to dark, or dark to light."""
        self.theme = "textual-light" if self.current_theme.dark else "textual-dark"

    def action_keys(self) -> None:
        """Shows what every key does."""
        if not isinstance(self.screen, KeysScreen):
            self.push_screen(KeysScreen(keys_of(self.screen)))

    def action_find(self) -> None:
        """Offers the pages and articles with some words, and shows the one picked."""

        def picked(id: str | None) -> None:
            page = called(self.rulebook, id or "")
            if page:
                self.push_screen(PageScreen(self.rulebook, page))

        self.push_screen(PickScreen("Find a page of law or an article", "Type some words:", partial(pages, self.rulebook)), picked)

    def action_commands(self) -> None:
        """Offers the keys that work on this screen, and presses the one picked; and the texts about the case."""
        desk = self.desk
        texts = texts_about(desk) if desk else {}
        keys = tuple(key for key in keys_of(self.screen) if key.tooltip)

        def picked(key: str | None) -> None:
            if desk and key in texts:
                self.push_screen(TextScreen(desk, texts[key]))
            elif key:
                self.call_after_refresh(self.simulate_key, key)

        self.push_screen(PickScreen("Commands", "Type what you want to do:", partial(commands, keys, texts)), picked)

    async def action_quit(self) -> None:
        """Saves and leaves; asks first when something is not saved, or typed and not answered."""
        for screen in self.screen_stack:
            if isinstance(screen, QuestionScreen):
                screen.keep_draft()
        self.save()
        if self.desk and self.desk.unsaved:
            ways = {**UNSAVED_WAYS, "leave": "Leave all the same, and lose what is not saved"}
            self.push_screen(WaysScreen("Your answers are not saved", (self.desk.unsaved,), ways), self.leave)
        elif self.desk and self.desk.drafts:
            begun = tuple(f"- {self.desk.session.question(cell).ask}" for cell in self.desk.drafts)
            ways = {"stay": "Stay, and finish it", "leave": "Leave all the same"}
            self.push_screen(WaysScreen("Begun, but not answered yet", ("Enter was not pressed at:", *begun), ways), self.leave)
        else:
            self.exit()

    def leave(self, way: str | None) -> None:
        """Leaves, stays, or saves first."""
        if way == "leave":
            self.exit()
        else:
            self.save_otherwise(way)
