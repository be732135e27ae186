"""What would change this: the smallest changes of answers that bring a result or take it away, each tried out.

The answers that a reason comes down to decide the result (a test holds that), so whatever changes the result must change one
of them. Searching along the reasons, one change, then two, then three, therefore misses none of the smallest; this is Reiter's
hitting-set tree, with explanations for its conflict sets. Values tried are those on each side of what any line compares with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from guide.explain import Explainer
from guide.interview import applicable, in_topics, open_questions
from guide.lines import Binding, Line, ParamRef, Ref
from guide.model import Fact, Item, Rulebook
from guide.outcome import Outcome, live_results, ruled_out, status_of
from guide.reading import value_of
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.values import MISSING, Answer, Answers, Cell, Choices, NotYet, Status, Value

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


def what_would_change(outcome: Outcome, item: Item, binding: Binding, evaluate: Evaluate) -> Found:
    """The smallest changes that rule out a result that applies or may, or that make one apply that is ruled out."""
    goal = Status.HOLDS if status_of(outcome, item, binding) is Status.FAILS else Status.FAILS
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
                return Found(tuple(found), complete=False)
            seen.add(key)
            after = evaluate({**outcome.answers, **{cell: Answer(value) for cell, value in step.items()}})
            if status_of(after, item, binding) is goal:
                found.append(Change(step, goal))
            else:
                following.append(Tried(step, after))
        if found:
            return Found(tuple(found))
        frontier = following
    return Found(())


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


def most_settling(outcome: Outcome, evaluate: Evaluate) -> tuple[Cell, float] | None:
    """The open question whose answer settles most of what is open, and how much on average over the values tried."""
    values = Boundaries(outcome.rulebook)
    now = open_count(outcome)
    best: tuple[Cell, float] | None = None
    for question in open_questions(outcome):
        if question.cell.fact == outcome.rulebook.topics:
            continue
        tried = values.around(outcome, question.cell)
        left = [open_count(evaluate({**outcome.answers, question.cell: Answer(value)})) for value in tried]
        settled = now - sum(left) / len(left) if left else 0.0
        if settled > (best[1] if best else 0.0):
            best = question.cell, settled
    return best


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


class Boundaries:
    """The values on each side of whatever the lines of a rulebook compare each fact with."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.compared: dict[str, list[tuple[Line, Ref]]] = {}
        for line in all_lines(book):
            for ref in line.refs():
                if ref.fact:
                    self.compared.setdefault(ref.fact, []).append((line, ref))

    def around(self, outcome: Outcome, cell: Cell) -> tuple[Value, ...]:
        """Other values of a cell that some line tells from its own."""
        fact = self.book.facts.get(cell.fact)
        if fact is None:
            return ()
        now = outcome.value(cell)
        return tuple(value for value in dict.fromkeys(self.values(outcome, fact, now)) if value != now)

    def values(self, outcome: Outcome, fact: Fact, now: Value) -> Iterator[Value]:
        """Every value worth trying, in a fixed order."""
        match fact.kind:
            case "yes-no":
                yield from (True, False)
            case "choice":
                yield from fact.options
            case "choices":
                yield from toggled(now, fact.options)
            case "row":
                yield from outcome.rows[fact.of].keys
            case "rows":
                yield from toggled(now, outcome.rows[fact.of].keys)
            case "date":
                yield from self.days(outcome, fact)
            case "text":
                return
            case _:
                yield from self.numbers(outcome, fact)

    def others(self, outcome: Outcome, fact: Fact) -> Iterator[Value]:
        """What lines compare a fact with: amounts, the figures of parameters, the values of other facts."""
        for line, ref in self.compared.get(fact.id, ()):
            for operand in (*line.right, line.left):
                if isinstance(operand, ParamRef):
                    yield from (figure.value for figure in self.book.params[operand.id].figures)
                elif isinstance(operand, Ref):
                    if operand != ref and operand.fact and not operand.var:
                        yield value_of(outcome, operand.fact)
                else:
                    yield operand

    def days(self, outcome: Outcome, fact: Fact) -> Iterator[Value]:
        """The day itself, the day before and the day after each date compared with; and *not yet*."""
        for other in self.others(outcome, fact):
            if isinstance(other, date):
                yield from (other, other - timedelta(days=1), other + timedelta(days=1))
        yield outcome.as_at
        if fact.not_yet:
            yield NotYet(outcome.as_at)

    def numbers(self, outcome: Outcome, fact: Fact) -> Iterator[Value]:
        """The amount itself, one less and one more than each compared with."""
        for other in self.others(outcome, fact):
            if isinstance(other, int | Fraction) and not isinstance(other, bool):
                yield from (value for value in (other, other - 1, other + 1) if value >= 0 or fact.negative)


def toggled(now: Value, names: Iterable[str]) -> Iterator[Choices]:
    """A choice of several with one name put in or taken out."""
    held = now if isinstance(now, Choices) else Choices()
    if not isinstance(now, Choices):
        yield Choices()
    for name in names:
        chosen = held.chosen - {name} if name in held.chosen else held.chosen | {name}
        yield Choices(chosen, held.unsure - {name})


def all_lines(book: Rulebook) -> Iterator[Line]:
    """Every condition line of a rulebook."""
    for clause in (*(rule.clause for rule in book.rules.values()), *(item.clause for item in book.items.values())):
        yield from clause.when
        yield from clause.unless
    for fact in book.facts.values():
        yield from fact.only_if
        if fact.calculation:
            yield from fact.calculation.counted
            if fact.calculation.clause:
                yield from fact.calculation.clause.when
                yield from fact.calculation.clause.unless
    for listed in book.lists.values():
        yield from listed.only_if


__all__ = ["Boundaries", "Change", "Found", "all_lines", "leaves", "what_would_change"]
