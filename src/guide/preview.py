"""What a change of answers does: the difference between two outcomes, told before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guide.boundaries import Boundaries, Values, together
from guide.interview import Question, applicable, in_topics, open_questions
from guide.outcome import Outcome, Result, live_results
from guide.values import UNKNOWN, Answer, Answers, Cell, Status


@dataclass(frozen=True, slots=True)
class Move:
    """A result whose status differs: from ruled out to applying, from open to ruled out, and so on."""

    result: Result
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything within the chosen topics that differs between two outcomes."""

    moves: tuple[Move, ...]
    wakes: tuple[Question, ...]
    """Questions that are asked after and were not before."""
    sleeps: tuple[Question, ...]
    """Questions that were asked before and are not after."""
    dormant: tuple[Cell, ...]
    """Answers that no longer count; they are kept."""
    revived: tuple[Cell, ...]
    """Answers that count again."""

    @property
    def told(self) -> tuple[object, ...]:
        """What is told of it: two differences that tell the same are the same to an officer."""
        moved = tuple((move.result.id, move.before, move.after) for move in self.moves)
        return moved, *(tuple(question.cell for question in questions) for questions in (self.wakes, self.sleeps)), self.dormant, self.revived

    @property
    def appears(self) -> tuple[Result, ...]:
        """Results that were ruled out and apply or may apply after."""
        return tuple(move.result for move in self.moves if move.before is Status.FAILS)

    @property
    def vanishes(self) -> tuple[Result, ...]:
        """Results that applied or might have and are ruled out after."""
        return tuple(move.result for move in self.moves if move.after is Status.FAILS)


def difference(before: Outcome, after: Outcome, asked: tuple[Question, ...] | None = None) -> Difference:
    """What differs from one outcome to another; `asked` are the open questions of the first, if they are at hand."""
    asked_before = {question.cell: question for question in (open_questions(before) if asked is None else asked)}
    asked_after = {question.cell: question for question in open_questions(after)}
    return Difference(
        moves=tuple(moves(before, after)),
        wakes=tuple(question for cell, question in asked_after.items() if cell not in asked_before and cell not in before.answers),
        sleeps=tuple(question for cell, question in asked_before.items() if cell not in asked_after and cell not in after.answers),
        dormant=tuple(cell for cell in after.answers if cell in before.answers and applicable(before, cell) and not applicable(after, cell)),
        revived=tuple(cell for cell in after.answers if cell in before.answers and not applicable(before, cell) and applicable(after, cell)),
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """What some answers to a question do, all of them the same; "not sure" has no values."""

    values: Values | None
    difference: Difference


def effects(outcome: Outcome, cell: Cell, evaluate: Callable[[Answers], Outcome]) -> tuple[Effect, ...]:
    """What each answer to a question would do: the values on each side of whatever it is compared with, and "not sure"."""
    boundaries, asked = Boundaries(outcome.rulebook), open_questions(outcome)
    now = outcome.answers.get(cell)
    values = [value for value in boundaries.values(outcome, cell) if now is None or now.value != value]
    found = {value: difference(outcome, evaluate({**outcome.answers, cell: Answer(value)}), asked) for value in values}
    alike = together([(value, did.told) for value, did in found.items()], boundaries, outcome, cell) if found else ()
    told = [Effect(values, found[values.values[0]]) for _, values in alike]
    if now and not now.sure:
        return tuple(told)
    return (*told, Effect(None, difference(outcome, evaluate({**outcome.answers, cell: Answer(UNKNOWN)}), asked)))


def moves(before: Outcome, after: Outcome) -> Iterable[Move]:
    """The results whose status differs, in the order of the rulebook."""
    for item in after.rulebook.items.values():
        if not (in_topics(before, item) or in_topics(after, item)):
            continue
        old = {result.binding: result for result in live_results(before, item)}
        new = {result.binding: result for result in live_results(after, item)}
        for binding, result in {**old, **new}.items():
            was = old[binding].status if binding in old else Status.FAILS
            now = new[binding].status if binding in new else Status.FAILS
            if was is not now:
                yield Move(result, was, now)
