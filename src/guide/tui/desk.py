"""The case on the desk: its session, its file, and the way through its questions. Knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guide.agreement import Agreement, agreement_on
from guide.cases import Case, CaseError, Work, with_work
from guide.checklist import Checklist, Writer, build
from guide.interview import Question, applicable, author_order
from guide.model import Rulebook
from guide.outcome import Outcome
from guide.preview import Difference
from guide.progress import Progress
from guide.records import export, shown_marks
from guide.session import Session
from guide.tui.files import Files
from guide.values import MISSING, Answer, Cell, NotYet, Unknown
from guide.words import KINDS, level_word, role_name, say_date, say_value


@dataclass(frozen=True, slots=True)
class Said:
    """An answer given, with its question and in words."""

    question: Question
    words: str
    dormant: bool


class Desk:
    """One case being worked on. `stale` while a change is not in its file yet; `unsaved` says why the last saving failed.

    Saving after an answer does not wait for the second evaluator: it is asked in a pause, or on leaving (decision 007).
    """

    def __init__(self, session: Session, files: Files, path: Path, case: Case, today: date | None = None) -> None:
        self.session = session
        self.files = files
        self.path = path
        self.today = today or case.as_at
        self._case = case
        self.stale = False
        self.unsaved = ""
        self.told = ""
        """What has been said of `unsaved`."""
        self._weighing = False
        self.compared: tuple[Outcome, Agreement] | None = None
        self.drafts: dict[Cell, object] = {}
        """What has been typed and not yet answered, so that it is there again when the question is."""
        self._checklist: tuple[Outcome, Checklist] | None = None
        self._progress: tuple[Outcome, Progress] | None = None

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook of the case."""
        return self.session.rulebook

    @property
    def title(self) -> str:
        """What the case is called."""
        return self._case.title or self.path.stem

    # --- answers ---

    def answer(self, cell: Cell, raw: object) -> None:
        """Gives an answer. Raises AnswerError, and then nothing has changed."""
        self.change(lambda: self.session.answer(cell, raw))

    def answer_rows(self, cell: Cell, rows: tuple[tuple[str, str], ...], more: bool) -> None:
        """Names the rows of a list, as pairs of the name before (if any) and now. Raises AnswerError."""
        held = self.rows(cell.fact)
        kept = [old for old, _ in rows if old in held]

        with self.session.as_one():
            if kept != list(held):
                self.session.answer(cell, [*kept, MISSING])
            for old, new in rows:
                if old in held and old != new:
                    self.session.rename_row(cell.fact, old, new)
            self.session.answer(cell, [new for _, new in rows] + ([MISSING] if more else []))
        self._changed()

    def not_sure(self, cell: Cell, note: str = "", left_to: str = "") -> None:
        """Answers "not sure"."""
        self.change(lambda: self.session.not_sure(cell, note, left_to))

    def clear(self, cell: Cell) -> None:
        """Takes an answer back."""
        self.change(lambda: self.session.clear(cell))

    def take(self, change: Callable[[], int]) -> int:
        """Takes several answers over; how many."""
        count = change()
        self._changed()
        return count

    def weigh(self, change: Callable[[], None]) -> Difference:
        """What a change would do, without making it. Raises AnswerError when it does not fit."""
        self._weighing = True
        try:
            return self.session.weigh(change)
        finally:
            self._weighing = False

    def undo(self) -> bool:
        """Takes the last change back; False when there is none."""
        undone = self.session.undo()
        if undone:
            self._changed()
        return undone

    def redo(self) -> bool:
        """Makes the change again that was taken back last; False when there is none."""
        redone = self.session.redo()
        if redone:
            self._changed()
        return redone

    def record_work(self, line: str, work: Work) -> None:
        """Writes down what was done about a line of the checklist."""
        self.change(lambda: self.session.record(line, work))

    def work(self, line: str) -> Work:
        """What was done about a line of the checklist."""
        return self.session.work.get(line, Work())

    def judge_as_at(self, day: date) -> None:
        """Judges the case on another day."""
        self.change(lambda: self.session.judge_as_at(day))

    def change(self, change: Callable[[], None]) -> None:
        """Makes a change of the case. Raises what it raises, and then nothing has changed."""
        change()
        self._changed()

    def _changed(self) -> None:
        """Puts a change on the disk before anything that follows from it can be shown."""
        if not self._weighing:
            self.stale = True
            self.save()

    # --- the file ---

    def save(self) -> bool:
        """Saves the case; when that fails, `unsaved` says why and nothing is lost."""
        book = self.rulebook
        case = replace(self._case, as_at=self.session.as_at, answers=self.session.answers, version=book.version, digest=book.digest, agreement=self.agreement())
        case = with_work(case, self.session.work)
        try:
            self.files.save(self.path, case)
        except CaseError as error:
            self.unsaved = str(error)
        else:
            self.stale, self.unsaved = False, ""
        return not self.unsaved

    def save_as(self, path: Path) -> bool:
        """Saves the case in another file, and from now on there; when that fails, the file stays the one it was."""
        before, self.path = self.path, path
        if not self.save():
            self.path = before
        return not self.unsaved

    # --- the second evaluator ---

    def agreement(self) -> Agreement | None:
        """How the evaluators compared on the answers as they are; None while nobody has looked."""
        return self.compared[1] if self.compared and self.compared[0] is self.session.outcome() else None

    @property
    def changed(self) -> bool:
        """Whether anything has been answered otherwise since the case was opened."""
        return self.session.as_at != self._case.as_at or dict(self.session.answers) != dict(self._case.answers)

    def record(self, outcome: Outcome, agreement: Agreement) -> None:
        """Puts into the case how the evaluators compared, unless the answers have changed since."""
        if outcome is self.session.outcome() and self.agreement() is None:
            self.compared = outcome, agreement
            self.stale = True

    # --- the way through ---

    def trail(self) -> tuple[Cell, ...]:
        """The questions answered that count, in the order in which they were first answered."""
        return self.session.trail()

    def before(self, cell: Cell | None) -> Cell | None:
        """The question answered before this one; the last answered for one that is open."""
        trail = self.trail()
        if cell in trail:
            place = trail.index(cell)
            return trail[place - 1] if place else None
        return trail[-1] if trail else None

    def after(self, cell: Cell) -> Cell | None:
        """The question that follows: the next of those answered, else the next open one; None when nothing is left to ask."""
        trail = self.trail()
        if cell in trail and cell != trail[-1]:
            return trail[trail.index(cell) + 1]
        return self.next()

    def next(self) -> Cell | None:
        """The open question to ask now; None when nothing that matters is left."""
        question = self.session.next_question()
        return question.cell if question else None

    def question(self, cell: Cell) -> Question:
        """A question, with what hangs on it while it is open."""
        return next((asked for asked in self.session.questions() if asked.cell == cell), None) or self.session.question(cell)

    def given(self, cell: Cell) -> Answer | None:
        """The answer to a question, if there is one."""
        return self.session.answers.get(cell)

    def rows(self, list: str) -> tuple[str, ...]:
        """The names of a list's rows."""
        return self.session.outcome().rows[list].keys

    def progress(self) -> Progress:
        """How far the interview has come; counted once for each outcome."""
        outcome = self.session.outcome()
        if self._progress is None or self._progress[0] is not outcome:
            self._progress = outcome, self.session.progress()
        return self._progress[1]

    def askable(self) -> Iterator[Question]:
        """Every question that arises, answered or not, in the authors' order."""
        outcome, book = self.session.outcome(), self.rulebook
        names = {f"{listed.id}.{listed.key}" for listed in book.lists.values()}
        cells = [Cell(id) for id, listed in book.lists.items() if listed.rows is None]
        for fact in book.facts.values():
            if fact.asked and fact.id not in names:
                cells += [Cell(fact.id, key) for key in outcome.rows[fact.list].keys] if fact.list else [Cell(fact.id)]
        questions = (self.session.question(cell) for cell in cells if applicable(outcome, cell))
        yield from sorted(questions, key=author_order(outcome).place)

    # --- to look at ---

    def said(self) -> tuple[Said, ...]:
        """Every answer given, in the authors' order; dormant ones among them."""
        outcome = self.session.outcome()
        place = author_order(outcome).place
        questions = sorted((self.session.question(cell) for cell in self.session.given()), key=place)
        return tuple(Said(asked, self.words(asked.cell), not applicable(outcome, asked.cell)) for asked in questions)

    def words(self, cell: Cell) -> str:
        """The answer to a question in words, with its note and the colleague it is left to."""
        answer = self.session.answers[cell]
        unsure = isinstance(answer.value, Unknown)
        text = "Not sure" if unsure else say_value(self.rulebook.facts.get(cell.fact), answer.value)
        if isinstance(answer.value, NotYet):
            text += f" (said on {say_date(answer.value.given_on)})"
        if answer.left_to:
            text += f"; to ask: {role_name(self.rulebook, answer.left_to)}"
        return f"{text}; note: {answer.note}" if answer.note else text

    def hangs_on(self, question: Question) -> tuple[str, ...]:
        """What hangs on an open question: the titles of the items it would settle."""
        outcome = self.session.outcome()
        writer = Writer(outcome)
        found = (f"{level_word(result.item.level) or KINDS[result.item.kind]}: {writer.result_title(result)}" for result in self.session.because(question.cell))
        return tuple(dict.fromkeys(found))

    def checklist(self, outcome: Outcome) -> Checklist:
        """The checklist of an outcome; asked for aside, while the session goes on."""
        if self._checklist is None or self._checklist[0] is not outcome:
            self._checklist = outcome, build(outcome)
        return self._checklist[1]

    def section(self, question: Question) -> str:
        """The title of a question's section."""
        return self.rulebook.sections.get(question.section, question.section)

    def export(self, path: Path, outcome: Outcome) -> Path:
        """Writes the checklist of an outcome as Markdown, over an older one so that what people wrote on it stays; where it is.

        Raises OSError, RecordError when the file holds something else, and Lost.
        """
        known = self.compared
        agreement = known[1] if known and known[0] is outcome else agreement_on(outcome)
        case = replace(with_work(self._case, self.session.work), title=self.title, as_at=outcome.as_at, answers=outcome.answers)
        return self.files.write(path, export(case, outcome, agreement, shown_marks(case, outcome), self.files.older(path)).text)


__all__ = ["Desk", "Said"]
