"""The terminal interface: opens cases, leads from screen to screen, saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.worker import get_current_worker

from guide.agreement import Agreement, agreement_on
from guide.cases import Case, CaseError, Work, new_case
from guide.model import Rulebook
from guide.outcome import Outcome
from guide.session import Session
from guide.tui.desk import Desk
from guide.tui.files import Files
from guide.tui.keys import COMMANDS, FIND
from guide.tui.messages import CaseBegun, CaseChosen, Changed, Go
from guide.tui.screens.answers import AnswersScreen
from guide.tui.screens.ask import LineScreen, WaysScreen
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.checklist import ChecklistScreen
from guide.tui.screens.export import ExportScreen
from guide.tui.screens.keys import KeysScreen
from guide.tui.screens.page import PageScreen, called
from guide.tui.screens.pick import PickScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.start import StartScreen
from guide.tui.ways import commands, pages
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.help import WIDE
from guide.tui.widgets.keybar import FUNCTION, keys_of
from guide.values import Answers

SCREENS: dict[str, Callable[[Desk], CaseScreen]] = {"answers": AnswersScreen, "checklist": ChecklistScreen, "export": ExportScreen}
PAUSE = 0.7
"""Seconds without an answer, before the second evaluator is asked."""
UNSAVED_WAYS = {"another": "Save in another file", "try": "Try the same file again", "stay": "Go on with the case"}


class GuideApp(App[None]):
    """The guide in the terminal. Without a case it begins on the start screen."""

    CSS_PATH = "guide.tcss"
    TITLE = "guide"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - so declared by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "keys", "Keys", tooltip="See what every key does"),
        Binding("ctrl+s", "save_as", "Save as", key_display="Ctrl+S", tooltip="Your answers are not saved: try again, or save them in another file"),
        FIND,
        COMMANDS,
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
        super().__init__()
        self.rulebook = rulebook
        self.today = today
        self.files = files
        self.case = case
        self.begin_session = session
        self.desk: Desk | None = None
        self.pause: Timer | None = None
        self.held = ExitStack()

    def on_mount(self) -> None:
        """Begins with the case, or on the start screen."""
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

    def hold(self, path: Path) -> None:
        """Keeps a case to this guide, instead of the one before. Raises CaseError while another guide has it."""
        with ExitStack() as held:
            held.enter_context(self.files.hold(path))
            self.held.close()
            self.held = held.pop_all()

    def open(self, path: Path, case: Case) -> None:
        """Puts a case on the desk and shows its first open question."""
        self.desk = Desk(self.begin_session(self.rulebook, case.as_at, case.answers, case.work), self.files, path, case, self.today)
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
        """Begins a new case; its file is written at once, so that a name that will not do is found now."""
        self.pop_screen()
        try:
            self.hold(message.path)
        except CaseError as error:
            self.notify(str(error), title="Not begun", severity="error", markup=False)
            return
        self.open(message.path, new_case(self.rulebook, message.as_at, message.title))
        if self.desk:
            self.desk.stale = True
            self.save()

    # --- saving ---

    @on(Changed)
    def save(self) -> None:
        """Saves the case, if it has changed; when that fails, says so and goes on."""
        if self.desk is None or not self.desk.stale:
            return
        before = self.desk.unsaved
        if not self.desk.save() and self.desk.unsaved != before:
            self.notify(f"{self.desk.unsaved}. Go on if you like; Ctrl+S saves in another file.", title="Not saved", severity="error", markup=False)
        for bar in self.screen.query(CaseBar):
            bar.show_standing()
        self.screen.refresh_bindings()
        if self.pause:
            self.pause.stop()
        self.pause = self.set_timer(PAUSE, self.compare)

    def compare(self) -> None:
        """Asks the second evaluator in a pause, aside."""
        if self.desk and self.desk.agreement() is None:
            self.compare_aside(self.desk, self.desk.session.outcome())

    @work(thread=True, exclusive=True, group="compare")
    def compare_aside(self, desk: Desk, outcome: Outcome) -> None:
        """Works the case out a second time; a thread, since it takes longer than a key may."""
        agreement = agreement_on(outcome)
        if not get_current_worker().is_cancelled:
            self.call_from_thread(self.compared, desk, outcome, agreement)

    def compared(self, desk: Desk, outcome: Outcome, agreement: Agreement) -> None:
        """Records how the evaluators compared; says so when they disagree."""
        if desk is not self.desk:
            return
        desk.record(outcome, agreement)
        if desk.stale:
            self.save()
            for line in agreement.defect()[:1]:
                self.notify(f"{line} The exported checklist lists it.", title="Defect", severity="error", markup=False)

    def compare_now(self) -> None:
        """Asks the second evaluator before the case is put away."""
        if self.desk and self.desk.changed and self.desk.agreement() is None:
            outcome = self.desk.session.outcome()
            self.desk.record(outcome, agreement_on(outcome))

    def action_save_as(self) -> None:
        """Asks how to save what could not be saved."""
        if self.desk:
            self.push_screen(WaysScreen("Your answers are not saved", (self.desk.unsaved,), UNSAVED_WAYS), self.save_otherwise)

    def save_otherwise(self, way: str | None) -> None:
        """Tries again, or asks for another file."""
        if way == "try":
            self.save()
        elif way == "another" and self.desk:
            self.push_screen(LineScreen("Save in another file", ("Which file?",), str(self.desk.path), self.problem_of), self.saved_as)

    def problem_of(self, name: str) -> str:
        """Saves the case in another file; why that will not do, if it will not."""
        if self.desk is None or not name:
            return "Type a name like case.toml"
        path = Path(name if name.endswith(".toml") else f"{name}.toml")
        if path != self.desk.path and self.files.exists(path):
            return f"There is a file called {path} already: type another name"
        if not self.desk.save_as(path):
            return self.desk.unsaved
        with suppress(CaseError):  # it is this guide's already
            self.hold(path)
        return ""

    def saved_as(self, name: str | None) -> None:
        """Says where the case is now."""
        if name and self.desk:
            self.notify(f"Saved in {self.desk.path}", markup=False)
            for bar in self.screen.query(CaseBar):
                bar.show_standing()
            self.screen.refresh_bindings()

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
        """Offers the keys that work on this screen, and presses the one picked."""
        keys = tuple(key for key in keys_of(self.screen) if key.tooltip)

        def picked(key: str | None) -> None:
            if key:
                self.call_after_refresh(self.simulate_key, key)

        self.push_screen(PickScreen("Commands", "Type what you want to do:", partial(commands, keys)), picked)

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
