"""One interview in progress: the answers given so far, what follows from them, and the way back.

The only thing in the guide that changes. Its state is a replay of answers: the outcome depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from types import MappingProxyType

from guide import interview
from guide.answers import NOT_SURE, AnswerError, parse_cell, parse_value
from guide.cases.work import Work, without_nothing
from guide.cases.work import renamed as renamed_work
from guide.engine import Engine
from guide.given import parse_rows
from guide.hanging import Hanging
from guide.model import Rulebook
from guide.naming import renamed, row_keys, without_rows
from guide.outcome import Outcome, Result
from guide.preview import Difference, Effect, difference, effects
from guide.progress import Progress, Reach, counted, progress
from guide.values import MISSING, UNKNOWN, Answer, Answers, Cell


@dataclass(frozen=True, slots=True)
class State:
    """A moment of the interview that undo can come back to."""

    answers: Answers
    as_at: date
    work: Mapping[str, Work]


class Session:
    """An interview about one case, judged on the as-at date.

    Answers go in by the name of the question (`challenge.received_on`, `person`, `person[Ann].roles`) in the form that case
    files use: `True`, `"county"`, `["evaluator", "shadow-board?"]`, `date(2012, 12, 6)`, `"not yet"`, a list of rows. What does
    not fit raises AnswerError and changes nothing.
    """

    def __init__(self, rulebook: Rulebook, as_at: date, answers: Answers | None = None, work: Mapping[str, Work] | None = None) -> None:
        self.rulebook = rulebook
        self._engine = Engine(rulebook)
        self._trial: Engine | None = None
        self._trying = Lock()
        self._state = State(MappingProxyType(dict(answers or {})), as_at, MappingProxyType(dict(work or {})))
        self._undo: list[State] = []
        self._redo: list[State] = []
        self._outcome: Outcome | None = None
        self._questions: tuple[interview.Question, ...] | None = None
        self._hanging: Hanging | None = None
        self._reach = Reach(rulebook)
        self._only: Mapping[Cell, str] = {}

    @property
    def as_at(self) -> date:
        """The day the law is judged on."""
        return self._state.as_at

    @property
    def answers(self) -> Answers:
        """Every answer given, dormant ones included."""
        return self._state.answers

    @property
    def work(self) -> Mapping[str, Work]:
        """What was done about the lines of the checklist, by their names."""
        return self._state.work

    def record(self, line: str, work: Work) -> None:
        """Writes down what was done about a line of the checklist; nothing takes back what was written."""
        if self.work.get(line, Work()) != work:
            self._enter(replace(self._state, work=MappingProxyType(without_nothing({**self.work, line: work}))))

    def outcome(self) -> Outcome:
        """What follows from the answers so far."""
        if self._outcome is None:
            self._outcome = self._engine.update(self._state.answers, self._state.as_at)
        return self._outcome

    def questions(self) -> tuple[interview.Question, ...]:
        """The questions that still matter, in order."""
        if self._questions is None:
            self._hanging = Hanging(self.outcome(), self._hanging)
            outcome = self.outcome()
            self._questions = interview.those_unasked(outcome, self._only) if self._only else interview.open_questions(outcome, self._hanging)
        return self._questions

    def to_find_out(self, cell: Cell) -> str:
        """What somebody who left a question to others wants to know."""
        return self._only.get(cell, "")

    def ask_only(self, cells: Mapping[Cell, str]) -> None:
        """Asks these questions, each with a note or none, and no others, whatever hangs on them; of none, all that matter."""
        self._only, self._questions = cells, None

    def given(self) -> tuple[Cell, ...]:
        """What is answered, in the order in which it first was; not the names of rows, which belong to their list."""
        names = {f"{listed.id}.{listed.key}" for listed in self.rulebook.lists.values()}
        return tuple(cell for cell in self.answers if cell.fact not in names)

    def trail(self) -> tuple[Cell, ...]:
        """The questions answered that count now, in the order in which they were first answered."""
        outcome = self.outcome()
        counts = (cell for cell in self.given() if interview.applicable(outcome, cell) and not interview.is_unasked(outcome, cell))
        return tuple(cell for cell in counts if not self._only or cell in self._only)

    def progress(self) -> Progress:
        """How far the interview has come."""
        open = [question.cell for question in self.questions()]
        if self._only:
            return counted(self.rulebook, self.trail(), open)
        assert self._hanging is not None
        return progress(self.outcome(), self._reach, self._hanging, self.trail(), open)

    def because(self, cell: Cell) -> tuple[Result, ...]:
        """The results that hang on a question."""
        self.questions()
        return interview.because(self.outcome(), cell, self._hanging)

    def next_question(self) -> interview.Question | None:
        """The question to ask now; None when nothing that matters is left to ask."""
        return next(iter(self.questions()), None)

    def question(self, name: str | Cell) -> interview.Question:
        """Any question by name, whether it matters now or not. Raises AnswerError when there is none."""
        return interview.question(self.outcome(), self.cell(name))

    def cell(self, name: str | Cell) -> Cell:
        """The cell that a question's name means. Raises AnswerError."""
        return name if isinstance(name, Cell) else parse_cell(name, self.rulebook.facts, self.rulebook.lists)

    def answer(self, name: str | Cell, value: object, note: str = "") -> None:
        """Gives or changes an answer. Raises AnswerError when it does not fit the question."""
        cell = self._answerable(name)
        if cell.fact in self.rulebook.lists:
            self._change(lambda answers: self._with_rows(answers, cell, value, note))
            return
        fact = self.rulebook.facts[cell.fact]
        if fact.list and cell.fact == f"{fact.list}.{self.rulebook.lists[fact.list].key}":
            self.rename_row(fact.list, cell.row, str(parse_value(fact, value, self.as_at)))
            return
        given = Answer(parse_value(fact, value, self.as_at), note)
        self._change(lambda answers: {**answers, cell: given})

    def not_sure(self, name: str | Cell, note: str = "", left_to: str = "") -> None:
        """Answers "not sure", with a note or the role of a colleague who would know."""
        cell = self._answerable(name)
        self._change(lambda answers: {**answers, cell: Answer(UNKNOWN, note, left_to)})

    def _answerable(self, name: str | Cell) -> Cell:
        """The cell of a question that can be answered. Raises AnswerError when it is derived, fixed, or about no row there is."""
        cell = self.cell(name)
        listed = self.rulebook.lists.get(cell.fact)
        fact = self.rulebook.facts.get(cell.fact)
        if fact is not None and not fact.asked:
            raise AnswerError(f"`{cell.fact}` is worked out from other answers and cannot be given")
        if fact is not None and fact.list:
            listed = self.rulebook.lists[fact.list]
            if listed.rows is None and cell.row not in self.outcome().rows[fact.list].keys:
                raise AnswerError(f"`{fact.list}` has no row `{cell.row}`")
        if listed is not None and listed.rows is not None:
            raise AnswerError(f"the rows of `{listed.id}` are fixed in the rulebook")
        return cell

    def clear(self, name: str | Cell) -> None:
        """Takes an answer back, so that its question is open again."""
        cell = self.cell(name)
        self._change(lambda answers: {given: answer for given, answer in answers.items() if given != cell})

    def judge_as_at(self, as_at: date) -> None:
        """Judges the same answers on another day."""
        if as_at != self.as_at:
            self._enter(State(self.answers, as_at, self.work))

    def undo(self) -> bool:
        """Goes one change back; False when there is none."""
        if not self._undo:
            return False
        self._redo.append(self._state)
        self._set(self._undo.pop())
        return True

    def redo(self) -> bool:
        """Takes an undo back; False when there is none."""
        if not self._redo:
            return False
        self._undo.append(self._state)
        self._set(self._redo.pop())
        return True

    def preview(self, name: str | Cell, value: object = NOT_SURE) -> Difference:
        """What an answer would do, without giving it. Raises AnswerError when it does not fit the question."""
        return self.weigh(lambda: self.answer(name, value))

    def weigh(self, change: Callable[[], None]) -> Difference:
        """What some changes would do, without making them. Raises what they raise."""
        before, asked = self.outcome(), self.questions()
        return difference(before, self.tried(self.after(change)), asked)

    def after(self, change: Callable[[], None]) -> Answers:
        """The answers that there would be after some changes, without making them. Raises what they raise."""
        state, outcome, questions = self._state, self._outcome, self._questions
        undo, redo = list(self._undo), list(self._redo)
        try:
            change()
            return self.answers
        finally:
            self._undo, self._redo = undo, redo
            self._state, self._outcome, self._questions = state, outcome, questions

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Makes of several changes one that undo takes back at once; of changes of which one fails, none."""
        state, undo, redo = self._state, list(self._undo), list(self._redo)
        try:
            yield
        except BaseException:
            self._undo, self._redo = undo, redo
            self._set(state)
            raise
        del self._undo[len(undo) + 1 :]

    def effects(self, name: str | Cell) -> tuple[Effect, ...]:
        """What each answer to a question would do. Raises AnswerError when it is no question."""
        return effects(self.outcome(), self._answerable(name), self.tried)

    def tried(self, answers: Answers) -> Outcome:
        """What would follow from other answers on the same day; the interview stays as it is. May be called from any thread."""
        with self._trying:
            if self._trial is None:
                self._trial = Engine(self.rulebook)
            return self._trial.update(answers, self.as_at)

    def dormant(self) -> tuple[Cell, ...]:
        """Answers to questions that do not arise now; kept, never used."""
        outcome = self.outcome()
        return tuple(cell for cell in self.answers if not interview.applicable(outcome, cell))

    def close(self) -> None:
        """Gives the engine's memory back."""
        self._engine.close()
        with self._trying:
            if self._trial:
                self._trial.close()

    def _with_rows(self, answers: Answers, cell: Cell, value: object, note: str) -> Answers:
        """The answers with a list's rows given: attributes left out of a row that stays are kept."""
        listed = self.rulebook.lists[cell.fact]
        given = parse_rows(listed, self.rulebook.facts, value, self.as_at)
        rows = given[cell]
        given[cell] = Answer(rows.value, note)
        before, after = row_keys(answers.get(cell)), row_keys(rows)
        name = f"{listed.id}.{listed.key}"
        old = {c: a for c, a in answers.items() if not (c.fact == name and c.row not in after)}
        return {**without_rows(self.rulebook, old, listed.id, before - after), **given}

    def rename_row(self, list_id: str, old: str, new: str) -> None:
        """Gives a row another name, in its own answers and in every answer that names it. Raises AnswerError."""
        listed = self.rulebook.lists.get(list_id)
        if listed is None or listed.rows is not None:
            raise AnswerError(f"`{list_id}` is no list whose rows have names to change")
        keys = self.outcome().rows[list_id].keys
        new = new.strip()
        if old not in keys:
            raise AnswerError(f"`{list_id}` has no row `{old}`")
        if not new or new == MISSING:
            raise AnswerError("a row needs a name, in words")
        if new in keys and new != old:
            raise AnswerError(f"another row is called `{new}`")
        answers = dict(renamed(self.rulebook, listed, cell, answer, old, new) for cell, answer in self.answers.items())
        self._enter(State(MappingProxyType(answers), self.as_at, MappingProxyType(renamed_work(self.work, self.rulebook, list_id, old, new))))

    def _change(self, change: Callable[[Answers], Mapping[Cell, Answer]]) -> None:
        """Enters the state that a change of answers leads to."""
        changed = change(self.answers)
        if dict(changed) != dict(self.answers):
            self._enter(State(MappingProxyType(dict(changed)), self.as_at, self.work))

    def _enter(self, state: State) -> None:
        self._undo.append(self._state)
        self._redo.clear()
        self._set(state)

    def _set(self, state: State) -> None:
        if state.answers is not self.answers or state.as_at != self.as_at:
            self._outcome, self._questions = None, None
        self._state = state


__all__ = ["AnswerError", "Session"]
