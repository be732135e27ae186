"""The values of a question that are worth trying: one on each side of whatever the rules compare it with.

A question that a calculation reads is compared with nothing itself; its boundaries are those of the calculation, carried back
through it. What is carried back is a value to try, never a claim: whoever uses it works the case out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from guide.figures import due_figures, fact_figures, line_figures
from guide.lines import Calculation, Clause, Line, Operand, ParamRef, Ref
from guide.model import Fact, Rulebook
from guide.outcome import Outcome
from guide.reading import read, value_of
from guide.values import UNKNOWN, Cell, Choices, NotYet, Unknown, Value

Did = TypeVar("Did")
ORDERED = ("number", "money", "percent", "date")
"""The kinds of fact whose values lie in a row."""


@dataclass(frozen=True, slots=True)
class Values:
    """Values of one question that do the same. `range`: also all that lie between them; `below` and `above`: all beyond the ends too."""

    values: tuple[Value, ...]
    range: bool = False
    below: bool = False
    above: bool = False


class Boundaries:
    """What the lines of a rulebook compare each fact with, and where it is carried on to."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.compared: dict[str, list[tuple[Line, Ref]]] = {}
        self.carried: dict[str, list[str]] = {}
        """The derived facts that take a fact's value up: calculations, and what rules conclude."""
        self.dating: dict[str, set[str]] = {}
        """The parameters that are read on the date a fact gives."""
        for line in all_lines(book):
            for ref in line.refs():
                if ref.fact:
                    self.compared.setdefault(ref.fact, []).append((line, ref))
        for target, operand in carried(book):
            if isinstance(operand, Ref) and operand.fact and target not in self.carried.setdefault(operand.fact, []):
                self.carried[operand.fact].append(target)
        for dated_by, params in dated(book):
            if dated_by and params:
                self.dating.setdefault(dated_by.fact, set()).update(params)

    def around(self, outcome: Outcome, cell: Cell) -> tuple[Value, ...]:
        """Other values of a question that some line may tell from its own; ordered kinds in their order."""
        now = outcome.value(cell) if cell.fact in self.book.facts else None
        return tuple(value for value in self.values(outcome, cell) if value != now)

    def values(self, outcome: Outcome, cell: Cell) -> tuple[Value, ...]:
        """Every value of a question that is worth trying; of ordered kinds in their order, with *not yet* at the end."""
        fact = self.book.facts.get(cell.fact)
        found = () if fact is None else tuple(dict.fromkeys(self.some(outcome, fact, cell)))
        if fact is None or fact.kind not in ORDERED:
            return found
        later = tuple(value for value in found if isinstance(value, NotYet))
        return (*sorted(value for value in found if not isinstance(value, NotYet)), *later)  # type: ignore[type-var]

    def some(self, outcome: Outcome, fact: Fact, cell: Cell) -> Iterator[Value]:
        """The values worth trying, by kind."""
        match fact.kind:
            case "yes-no":
                yield from (True, False)
            case "choice":
                yield from fact.options
            case "choices":
                yield from toggled(outcome.value(cell), fact.options)
            case "row":
                yield from outcome.rows[fact.of].keys
            case "rows":
                yield from toggled(outcome.value(cell), outcome.rows[fact.of].keys)
            case "date":
                yield from self.days(outcome, fact, cell)
            case "text":
                return
            case _:
                yield from self.numbers(outcome, fact, cell)

    def days(self, outcome: Outcome, fact: Fact, cell: Cell) -> Iterator[Value]:
        """The day itself, the day before and the day after each date compared with; and *not yet*."""
        for other in (*self.edges(outcome, fact, outcome.value(cell)), outcome.as_at):
            if isinstance(other, date):
                yield from (other, other - timedelta(days=1), other + timedelta(days=1))
        if fact.not_yet:
            yield NotYet(outcome.as_at)

    def numbers(self, outcome: Outcome, fact: Fact, cell: Cell) -> Iterator[Value]:
        """The amount itself, one less and one more than each compared with."""
        for other in self.edges(outcome, fact, outcome.value(cell)):
            if isinstance(other, int | Fraction) and not isinstance(other, bool):
                yield from (value for value in (other, other - 1, other + 1) if value >= 0 or fact.negative)

    def edges(self, outcome: Outcome, fact: Fact, now: Value) -> Iterator[Value]:
        """What a fact's value is compared with, in the end: by its own lines, and by those of what takes it up."""
        yield from self.others(outcome, fact)
        for name in self.carried.get(fact.id, ()):
            taker = self.book.facts[name]
            held = value_of(outcome, name) if not taker.list else UNKNOWN
            for edge in self.edges(outcome, taker, held):
                yield from back(outcome, taker, fact, edge, least(held), least(now))

    def others(self, outcome: Outcome, fact: Fact) -> Iterator[Value]:
        """What lines compare a fact with: amounts, figures of parameters, values of other facts; and where those change that it dates."""
        for line, ref in self.compared.get(fact.id, ()):
            for operand in (*line.right, line.left):
                if isinstance(operand, ParamRef):
                    yield from (figure.value for figure in self.book.params[operand.id].figures)
                elif isinstance(operand, Ref):
                    if operand != ref and operand.fact and not operand.var:
                        yield value_of(outcome, operand.fact)
                else:
                    yield operand
        for id in sorted(self.dating.get(fact.id, ())):
            param = self.book.params[id]
            yield from (figure.start for figure in param.figures)
            if param.until:
                yield param.until

    def exact(self, outcome: Outcome, cell: Cell) -> bool:
        """Whether nothing changes between two neighbours of `values`: what it is compared with is firm, and no calculation from it is compared."""
        others = {other for line, ref in self.compared.get(cell.fact, ()) for other in line.refs() if other != ref and other.fact}
        return not any(map(self.matters, self.carried.get(cell.fact, ()))) and all(not other.var and is_firm(value_of(outcome, other.fact)) for other in others)

    def matters(self, name: str) -> bool:
        """Whether any line, in the end, compares a fact with something."""
        return name in self.compared or any(map(self.matters, self.carried.get(name, ())))


def together(tried: Sequence[tuple[Value, Did]], boundaries: Boundaries, outcome: Outcome, cell: Cell) -> tuple[tuple[Did, Values], ...]:
    """Values tried, with what each did: those that do the same together. Of ordered kinds only neighbours are."""
    if boundaries.book.facts[cell.fact].kind not in ORDERED:
        return tuple((did, Values(tuple(value for value, other in tried if other == did))) for did in unique(did for _, did in tried))
    exact = boundaries.exact(outcome, cell)
    runs: list[tuple[Did, list[Value]]] = []
    for value, did in tried:
        if not runs or runs[-1][0] != did or isinstance(value, NotYet):
            runs.append((did, []))
        runs[-1][1].append(value)
    in_order = [values for _, values in runs if not isinstance(values[0], NotYet)]
    found = []
    for did, values in runs:
        ranged = exact and values in in_order
        found.append((did, Values(tuple(values), ranged, ranged and values is in_order[0], ranged and values is in_order[-1])))
    return tuple(found)


def unique(many: Iterable[Did]) -> Iterator[Did]:
    """Each thing once, in the order in which they come first; they need not be hashable."""
    seen: list[Did] = []
    for one in many:
        if one not in seen:
            seen.append(one)
            yield one


def is_firm(value: Value) -> bool:
    """Whether a value is known, or nothing about it is."""
    return value == UNKNOWN or not isinstance(value, Unknown | NotYet)


def least(value: Value) -> Value:
    """The value, or the least it can be."""
    return value.least if isinstance(value, Unknown) and value.least is not None else value


def back(outcome: Outcome, taker: Fact, fact: Fact, edge: Value, held: Value, now: Value) -> Iterator[Value]:
    """The values of `fact` at which `taker`, which takes it up, would about reach an edge."""
    calculation = taker.calculation
    if calculation is None or calculation.kind in ("least", "most"):
        yield edge
    elif calculation.kind == "date":
        if isinstance(edge, date) and isinstance(held, date) and isinstance(now, date):
            yield from in_calendar(now, edge - held)
        elif isinstance(edge, date):
            yield edge
    elif isinstance(edge, int | Fraction) and not isinstance(edge, bool):
        yield from amounts_back(outcome, calculation, fact, Fraction(edge), number(held), number(now))


def in_calendar(day: date, more: timedelta) -> Iterator[date]:
    """A day so much later, where the calendar has one."""
    try:
        yield day + more
    except OverflowError:
        return


def number(value: Value) -> Fraction:
    """An amount; nought for what is not known."""
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else Fraction(0)


def amounts_back(outcome: Outcome, calculation: Calculation, fact: Fact, edge: Fraction, held: Fraction, now: Fraction) -> Iterator[Value]:
    """The amounts of `fact` at which a sum, difference, product or share would reach an edge."""
    first = calculation.operands[0] == Ref(fact.id)
    other = other_amount(outcome, calculation, fact)
    match calculation.kind:
        case "sum":
            yield whole(now + edge - held)
        case "difference":
            yield whole(now + (edge - held if first else held - edge))
        case "product" if other:
            yield whole(edge / other)
        case "share" if first:
            yield whole(edge * other / 100)
        case "share" if edge:
            yield whole(other * 100 / edge)


def other_amount(outcome: Outcome, calculation: Calculation, fact: Fact) -> Fraction:
    """The other operand of a calculation of two, as far as it is known."""
    others = [operand for operand in calculation.operands if operand != Ref(fact.id)]
    if not others or (isinstance(others[0], Ref) and others[0].var):
        return Fraction(0)
    return number(least(read(outcome, others[0], {}, outcome.as_at)))


def whole(amount: Fraction) -> Value:
    """An amount as a whole number where it is one."""
    return amount.numerator if amount.denominator == 1 else amount


def toggled(now: Value, names: Iterable[str]) -> Iterator[Choices]:
    """A choice of several with one name put in or taken out."""
    held = now if isinstance(now, Choices) else Choices()
    if not isinstance(now, Choices):
        yield Choices()
    for name in names:
        chosen = held.chosen - {name} if name in held.chosen else held.chosen | {name}
        yield Choices(chosen, held.unsure - {name})


def all_clauses(book: Rulebook) -> Iterator[Clause]:
    """Every clause of a rulebook."""
    yield from (rule.clause for rule in book.rules.values())
    yield from (item.clause for item in book.items.values())
    yield from (fact.calculation.clause for fact in book.facts.values() if fact.calculation and fact.calculation.clause)


def all_lines(book: Rulebook) -> Iterator[Line]:
    """Every condition line of a rulebook."""
    for clause in all_clauses(book):
        yield from clause.when
        yield from clause.unless
    for fact in book.facts.values():
        yield from fact.only_if
        if fact.calculation:
            yield from fact.calculation.counted
    for listed in book.lists.values():
        yield from listed.only_if


def carried(book: Rulebook) -> Iterator[tuple[str, Operand]]:
    """What each derived fact takes up: the operands of its calculation, and the values that its rules conclude."""
    for fact in book.facts.values():
        if fact.calculation and fact.calculation.kind != "count":
            yield from ((fact.id, operand) for operand in fact.calculation.operands)
            if fact.calculation.phrase:
                yield fact.id, fact.calculation.phrase.base
    for rule in book.rules.values():
        yield rule.then.target.fact, rule.then.value


def dated(book: Rulebook) -> Iterator[tuple[Ref | None, frozenset[str]]]:
    """What each clause and fact is dated by, with the parameters that it reads on that date."""
    yield from ((clause.dated_by, line_figures(clause)) for clause in all_clauses(book))
    yield from ((fact.dated_by, fact_figures(fact)) for fact in book.facts.values())
    yield from ((item.clause.dated_by, due_figures(item)) for item in book.items.values())


__all__ = ["ORDERED", "Boundaries", "Values", "all_lines", "together", "toggled"]
