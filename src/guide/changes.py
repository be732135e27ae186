"""What would change this: the smallest changes of answers that bring a result or take it away, each tried out.

The answers that a reason comes down to decide the result (a test holds that), so whatever changes the result must change one
of them. Searching along the reasons, one change, then two, then three, therefore misses none of the smallest; this is Reiter's
hitting-set tree, with explanations for its conflict sets. Values tried are those on each side of what any line compares with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guide.boundaries import ORDERED, Boundaries, Values, together
from guide.explain import Explainer
from guide.interview import applicable, in_topics, open_questions, settling
from guide.lines import Binding
from guide.model import Item
from guide.outcome import Outcome, Result, live_results, ruled_out, status_of
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.values import MISSING, Answer, Answers, Cell, NotYet, Status, Value

Evaluate = Callable[[Answers], Outcome]
MOST_CHANGES = 3
MOST_TRIED = 2_000
"""How many sets of changes are tried before the search gives up."""


@dataclass(frozen=True, slots=True)
class Change:
    """A smallest set of changes, and what the result is after it."""

    values: Mapping[Cell, Value]
    after: Status


@dataclass(frozen=True, slots=True)
class Found:
    """All the smallest changes of one size; `complete` unless the search gave up."""

    changes: tuple[Change, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Moving:
    """What would move a result: the smallest changes to each status it can have instead; while it is open, what each answer would do."""

    to: Mapping[Status, Found]
    turns: tuple[Turn, ...] = ()
    first: Settling | None = None
    """The question to ask first."""


def what_would_move(outcome: Outcome, item: Item, binding: Binding, evaluate: Evaluate) -> Moving:
    """What would move a result: what applies can be ruled out, what is ruled out brought, and what is open both."""
    now = status_of(outcome, item, binding)
    goals = {Status.HOLDS: (Status.FAILS,), Status.FAILS: (Status.HOLDS,), Status.OPEN: (Status.HOLDS, Status.FAILS)}[now]
    to = {goal: what_would_change(outcome, item, binding, goal, evaluate) for goal in goals}
    open_result = next((r for r in live_results(outcome, item) if now is Status.OPEN and (not binding or dict(r.binding) == dict(binding))), None)
    if open_result is None:
        return Moving(to)
    return Moving(to, turns(outcome, open_result, evaluate), most_settling(outcome, evaluate, open_result))


def what_would_change(outcome: Outcome, item: Item, binding: Binding, goal: Status, evaluate: Evaluate) -> Found:
    """The smallest changes after which a result applies (`goal` HOLDS) or is ruled out (FAILS), each tried out."""
    values = Boundaries(outcome.rulebook)
    frontier: list[Tried] = [Tried({}, outcome)]
    seen: set[frozenset[tuple[Cell, Value]]] = set()
    for _ in range(MOST_CHANGES):
        found: list[Change] = []
        following: list[Tried] = []
        for step in steps(frontier, item, binding, values):
            key = frozenset(step.items())
            if key in seen:
                continue
            if len(seen) >= MOST_TRIED:
                return Found(nearest(outcome, found), complete=False)
            seen.add(key)
            after = evaluate({**outcome.answers, **{cell: Answer(value) for cell, value in step.items()}})
            if status_of(after, item, binding) is goal:
                found.append(Change(step, goal))
            else:
                following.append(Tried(step, after))
        if found:
            return Found(nearest(outcome, found))
        frontier = following
    return Found(())


def nearest(outcome: Outcome, found: Iterable[Change]) -> tuple[Change, ...]:
    """Of changes that differ only in amounts and days, the one nearest to what was said; those of fewer answers given already come first."""
    facts = outcome.rulebook.facts
    best: dict[frozenset[tuple[Cell, object]], tuple[Fraction, Change]] = {}
    for change in found:
        alike = frozenset(
            (cell, "near" if facts[cell.fact].kind in ORDERED and not isinstance(value, NotYet) else value) for cell, value in change.values.items()
        )
        far = sum((distance(outcome.value(cell), value) for cell, value in change.values.items()), Fraction(0))
        if alike not in best or far < best[alike][0]:
            best[alike] = far, change
    return tuple(sorted((change for _, change in best.values()), key=lambda change: sum(cell in outcome.answers for cell in change.values)))


def distance(now: Value, value: Value) -> Fraction:
    """How far an amount or a day is from what it is now; nought where there is nothing to measure."""
    if isinstance(now, date) and isinstance(value, date):
        return Fraction(abs((value - now).days))
    if isinstance(now, int | Fraction) and isinstance(value, int | Fraction):
        return abs(Fraction(value) - Fraction(now))
    return Fraction(0)


@dataclass(frozen=True, slots=True)
class Tried:
    """A set of changes that did not reach the goal, and the outcome they lead to."""

    values: Mapping[Cell, Value]
    outcome: Outcome


def steps(frontier: Iterable[Tried], item: Item, binding: Binding, values: Boundaries) -> Iterator[dict[Cell, Value]]:
    """Each set of changes with one more, along the reasons of where it led."""
    for tried in frontier:
        for cell in decisive(tried.outcome, item, binding):
            for value in values.around(tried.outcome, cell) if cell not in tried.values else ():
                yield {**tried.values, cell: value}


@dataclass(frozen=True, slots=True)
class Turn:
    """What an answer to one question makes of an open result: the status, and the values tried that lead to it."""

    cell: Cell
    ways: tuple[tuple[Status, Values], ...]


def turns(outcome: Outcome, result: Result, evaluate: Evaluate) -> tuple[Turn, ...]:
    """What each answer to each question that an open result hangs on would make of it."""
    boundaries = Boundaries(outcome.rulebook)
    found = []
    for question in settling(outcome, result):
        values = boundaries.values(outcome, question.cell)
        tried = [(value, status_of(evaluate(answered(outcome, question.cell, value)), result.item, result.binding)) for value in values]
        if tried:
            found.append(Turn(question.cell, together(tried, boundaries, outcome, question.cell)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Settling:
    """The question whose answer settles most: how many results on average over the values tried, of how many that are open."""

    cell: Cell
    settled: float
    open: int


def most_settling(outcome: Outcome, evaluate: Evaluate, of: Result | None = None) -> Settling | None:
    """The open question whose answer settles most of what is open, among those that one open result hangs on if it is given."""
    boundaries = Boundaries(outcome.rulebook)
    now = open_count(outcome)
    best: Settling | None = None
    for question in settling(outcome, of) if of else open_questions(outcome):
        if question.cell.fact == outcome.rulebook.topics:
            continue
        left = [open_count(evaluate(answered(outcome, question.cell, value))) for value in boundaries.around(outcome, question.cell)]
        settled = now - sum(left) / len(left) if left else 0.0
        if settled > (best.settled if best else 0.0):
            best = Settling(question.cell, settled, now)
    return best


def answered(outcome: Outcome, cell: Cell, value: Value) -> Answers:
    """The answers with one given or changed."""
    return {**outcome.answers, cell: Answer(value)}


def open_count(outcome: Outcome) -> int:
    """How many results within the chosen topics may apply."""
    return sum(r.status is Status.OPEN for item in outcome.rulebook.items.values() if in_topics(outcome, item) for r in live_results(outcome, item))


def decisive(outcome: Outcome, item: Item, binding: Binding) -> tuple[Cell, ...]:
    """The answers, given or missing, that a result's reason comes down to."""
    found: dict[Cell, None] = {}
    explainer = Explainer(outcome, whole=True)
    for result in (*live_results(outcome, item), *ruled_out(outcome, item)):
        if not binding or not result.binding or dict(result.binding) == dict(binding):
            found |= dict.fromkeys(leaves(explainer.result(result)))
    return tuple(cell for cell in found if applicable(outcome, cell) and cell.row != MISSING)


def leaves(reason: ClauseReason | FactReason | LineReason) -> Iterator[Cell]:
    """The cells of all answers that a reason comes down to."""
    match reason:
        case FactReason():
            if reason.source in ("said", "not-sure", "not-asked"):
                yield reason.cell
            parts: tuple[ClauseReason | FactReason | LineReason, ...] = reason.parts + reason.arises
        case ClauseReason():
            parts = reason.lines + reason.arises
        case LineReason():
            parts = reason.facts
    for part in parts:
        yield from leaves(part)


__all__ = ["Change", "Found", "Moving", "Settling", "Turn", "leaves", "most_settling", "turns", "what_would_change", "what_would_move"]
