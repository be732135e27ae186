"""Saves the case on the desk, says so when that fails, and has the second evaluator asked in a pause."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path

from textual import on, work
from textual.app import App
from textual.timer import Timer
from textual.worker import get_current_worker

from guide.agreement import Agreement, agreement_on
from guide.cases import CaseError
from guide.outcome import Outcome
from guide.tui.desk import Desk
from guide.tui.files import Files
from guide.tui.messages import Changed
from guide.tui.screens.ask import LineScreen, WaysScreen
from guide.tui.widgets.casebar import CaseBar

PAUSE = 0.7
"""Seconds without an answer, before the second evaluator is asked."""
UNSAVED_WAYS = {"another": "Save in another file", "try": "Try the same file again", "stay": "Go on with the case"}


class SavingApp(App[None]):
    """An app with a case on its desk, or none."""

    def __init__(self, files: Files) -> None:
        super().__init__()
        self.files = files
        self.desk: Desk | None = None
        self.pause: Timer | None = None
        self.held = ExitStack()

    def hold(self, path: Path) -> None:
        """Keeps a case to this guide, instead of the one before. Raises CaseError while another guide has it."""
        with ExitStack() as held:
            held.enter_context(self.files.hold(path))
            self.held.close()
            self.held = held.pop_all()

    @on(Changed)
    def save(self) -> None:
        """Saves the case, if it has changed since; when that fails, or has failed, says so and goes on."""
        if self.desk is None:
            return
        if self.desk.stale:
            self.desk.save()
        told, self.desk.told = self.desk.told, self.desk.unsaved
        if self.desk.unsaved not in ("", told):
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


__all__ = ["UNSAVED_WAYS", "SavingApp"]
