"""A case in the making: what was answered so far, what may still be answered, and how to take steps back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from guide.backwards import day_after
from guide.lines import Line, Op, Operand, ParamRef, Ref
from guide.model import AS_AT, Fact, Rulebook
from guide.values import MISSING, Answer, Cell, Number, RowSet, Value

Rows = Mapping[str, str]
T = TypeVar("T")
ORDER: Mapping[Op, Callable[[Number, Number], bool]] = {
    Op.GE: lambda one, other: one >= other,
    Op.LE: lambda one, other: one <= other,
    Op.GT: lambda one, other: one > other,
    Op.LT: lambda one, other: one < other,
    Op.IS: lambda one, other: one == other,
    Op.IN: lambda one, other: one == other,
}


@dataclass(frozen=True, slots=True)
class Write:
    """One entry of the draft: an answer to a cell, the rows of a list, words that a cell must not have, a conclusion that is wanted."""

    table: str
    key: Any
    value: Any


class Way(NamedTuple):
    """One way to reach a goal: goals to reach instead, and entries to make."""

    goals: tuple[Goal, ...] = ()
    writes: tuple[Write, ...] = ()


Goal = Callable[[], Iterator[Way]]


class Draft:
    """What was answered so far, judged on a day. `trail` has what each entry was before, so that it can be taken back."""

    def __init__(self, book: Rulebook, day: date, chance: random.Random) -> None:
        self.book, self.day, self.chance = book, day, chance
        fixed = {id: tuple(map(listed.row_key, listed.rows)) for id, listed in book.lists.items() if listed.rows is not None}
        self.tables: dict[str, dict[Any, Any]] = {"said": {}, "rows": dict(fixed), "without": {}, "closed": {}}
        self.trail: list[tuple[str, Any, Any]] = []

    @property
    def said(self) -> dict[Cell, Value]:
        """The answers made."""
        return self.tables["said"]

    def rows_of(self, listed: str) -> tuple[str, ...]:
        """The rows of a list made so far."""
        found: tuple[str, ...] = self.tables["rows"].get(listed, ())
        return found

    def write(self, one: Write) -> None:
        """Makes an entry."""
        table = self.tables[one.table]
        self.trail.append((one.table, one.key, table.get(one.key)))
        table[one.key] = one.value

    def back_to(self, mark: int) -> None:
        """Takes back all entries after a mark."""
        while len(self.trail) > mark:
            table, key, before = self.trail.pop()
            if before is None:
                del self.tables[table][key]
            else:
                self.tables[table][key] = before

    def answers(self, extra: int = 0) -> dict[Cell, Answer]:
        """The answers made, every list with its rows and so many more."""
        found: dict[Cell, Answer] = {}
        for listed in self.book.lists.values():
            if listed.rows is None:
                there = self.rows_of(listed.id)
                keys = there + tuple(f"{listed.id} {number}" for number in range(len(there) + 1, len(there) + extra + 1))
                found[Cell(listed.id)] = Answer(RowSet(keys))
                found |= {Cell(f"{listed.id}.{listed.key}", key): Answer(key) for key in keys}
        return found | {cell: Answer(value) for cell, value in self.said.items()}

    # --- what is there ---

    def held(self, cell: Cell) -> Value | None:
        """What is answered to a cell, what the rulebook fixes, or what is wanted of a conclusion; None while nothing is."""
        if cell.fact == AS_AT:
            return self.day
        listed = self.book.facts[cell.fact].list
        if listed and (fixed := self.book.lists[listed].rows) is not None and self.book.facts[cell.fact].asked:
            return next((row.get(cell.fact) for row in fixed if self.book.lists[listed].row_key(row) == cell.row), None)
        if listed and cell.fact == f"{listed}.{self.book.lists[listed].key}":
            return cell.row
        found: Value | None = self.said.get(cell, self.tables["closed"].get(cell))
        return self.counted_on(cell) if found is None else found

    def counted_on(self, cell: Cell) -> Value | None:
        """The day that a date comes to which is counted from one that is known."""
        fact = self.book.facts[cell.fact]
        phrase = fact.calculation.phrase if fact.calculation else None
        if phrase is None:
            return None
        rows = {"row": cell.row} if fact.list else {}
        return day_after(phrase, lambda operand: self.operand(operand, rows, fact.dated_by), self.book.calendars.get(fact.calendar))

    @staticmethod
    def cell(ref: Ref, rows: Rows) -> Cell:
        """The cell that a ref reads."""
        return Cell(ref.fact, rows.get(ref.var, MISSING) if ref.var else "")

    def operand(self, operand: Operand, rows: Rows, dated_by: Ref | None = None) -> Value | None:
        """What a line compares with, as far as it is known; None where it is not."""
        if isinstance(operand, ParamRef):
            day = self.held(self.cell(dated_by, rows)) if dated_by else self.day
            figure = self.book.params[operand.id].on(day if isinstance(day, date) else self.day)
            return figure.value if figure else None
        if not isinstance(operand, Ref):
            return operand
        return self.held(self.cell(operand, rows)) if operand.fact else rows.get(operand.var)

    def distance(self, line: Line, rows: Rows) -> int:
        """How far from settled a line is: already so, a question, a conclusion."""
        if not line.left.fact or self.cell(line.left, rows).row == MISSING or self.held(self.cell(line.left, rows)) is not None:
            return 0
        return 1 if self.book.facts[line.left.fact].asked else 2

    # --- what may be answered ---

    def mixed(self, many: Iterable[T]) -> list[T]:
        """Things in a random order."""
        found = [*many]
        self.chance.shuffle(found)
        return found

    def some(self, fact: Fact) -> Sequence[Value]:
        """A few values of a fact that nothing speaks against."""
        match fact.kind:
            case "yes-no":
                return self.mixed((True, False))
            case "choice":
                return self.mixed(fact.options)
            case "date":
                return (self.day, self.day - timedelta(days=40))
            case "row":
                return self.mixed(self.rows_of(fact.of))
            case "text":
                return ("words",)
            case _:
                return (10, 0, 1000)

    def candidates(self, cell: Cell, op: Op, others: Sequence[Value], truth: bool) -> Iterator[Value]:
        """Values of a cell for which a comparison is so, or not; what it has already, if that will do."""
        held = self.held(cell)
        found = self.around(self.book.facts[cell.fact], others) if held is None else (held,)
        for value in found:
            if any(meets(op, value, other) for other in others) == truth:
                yield value

    def around(self, fact: Fact, others: Sequence[Value]) -> Iterator[Value]:
        """Values on and beside others; of options and rows any, of texts one more."""
        match fact.kind:
            case "choice":
                yield from self.mixed(fact.options)
            case "row":
                yield from (*others, *self.mixed(self.rows_of(fact.of)))
            case "yes-no":
                yield from (True, False)
            case "text":
                yield from (*others, "other words")
            case "date":
                days = [other for other in others if isinstance(other, date)]
                yield from (day + timedelta(days=step) for step in (0, -1, 1, -70, 70, -800, 800) for day in days)
            case _:
                amounts = [other for other in others if isinstance(other, int | Fraction)]
                yield from (amount + step for step in (0, -1, 1) for amount in amounts if amount + step >= 0 or fact.negative)


def meets(op: Op, value: Value, other: Value) -> bool:
    """Whether a value stands to another as a comparison asks."""
    if isinstance(value, date) and isinstance(other, date):
        return ORDER[op](value.toordinal(), other.toordinal())
    if isinstance(value, int | Fraction) and isinstance(other, int | Fraction):
        return ORDER[op](value, other)
    return op in (Op.IS, Op.IN) and value == other


__all__ = ["Draft", "Goal", "Rows", "Way", "Write"]
