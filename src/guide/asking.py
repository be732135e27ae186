"""Why a question is asked: every result that hangs on it, each with the shortest way from the result down to the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.hanging import Hanging, Scope, clause_scope
from guide.interview import because, open_questions
from guide.lines import Clause, Line, Operand, ParamRef, Ref
from guide.model import Fact
from guide.outcome import Outcome, Result
from guide.reading import all_hold
from guide.values import MISSING, Cell, Status


@dataclass(frozen=True, slots=True)
class Step:
    """A fact on the way, that is not known yet, and the rule by which the question may decide it (empty for a calculation or an `only_if`)."""

    cell: Cell
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A result that hangs on a question. `late`: it applies, and its day, level or title hangs on it."""

    result: Result
    late: bool
    way: tuple[Step, ...]


def why_asked(outcome: Outcome, cell: Cell, hanging: Hanging | None = None) -> tuple[Asking, ...]:
    """What hangs on a question that is still to be asked; nothing when it is answered or no longer matters. `hanging` may know some of it already."""
    hanging = hanging or Hanging(outcome)
    if all(question.cell != cell for question in open_questions(outcome, hanging)):
        return ()
    ways = Ways(outcome, cell, hanging)
    return tuple(Asking(result, result.status is Status.HOLDS, ways.to_result(result)) for result in because(outcome, cell, hanging))


Way = tuple[Step, ...]


class Ways:
    """Finds the shortest ways from what is open down to one question."""

    def __init__(self, outcome: Outcome, target: Cell, hanging: Hanging) -> None:
        self.outcome = outcome
        self.book = outcome.rulebook
        self.target = target
        self.hanging = hanging
        self._cells: dict[Cell, Way | None] = {}

    def to_result(self, result: Result) -> Way:
        """The way from a result."""
        clause = result.item.clause
        late = result.status is Status.HOLDS
        scopes = [clause_scope(clause, keys) for keys in result.bindings]
        found = shortest(self.dressing(result, scopes[0]) if late else (way for scope in scopes for way in self.clause(clause, scope)))
        assert found is not None, f"{result.id} hangs on {self.target}, and no way leads there"
        return found

    def dressing(self, result: Result, scope: Scope) -> Iterator[Way]:
        """The ways from a day, a level or a title."""
        item = result.item
        for phrase in (item.due, item.not_before):
            yield from self.operands((phrase.base, scope.dated_by) if phrase else (), scope)
        for _, lines in item.raised:
            yield from self.lines(lines, scope)
        yield from self.operands((ref for _, ref in item.named), scope)

    def clause(self, clause: Clause, scope: Scope) -> Iterator[Way]:
        """The ways from a clause for one binding."""
        missing = [var for var, row in scope.rows.items() if row == MISSING]
        yield from (way for var in missing if (way := self.to_cell(Cell(scope.lists[var]))) is not None)
        yield from self.lines([line for line, _ in clause.lines()], scope)

    def lines(self, lines: Iterable[Line], scope: Scope) -> Iterator[Way]:
        """The ways from open lines."""
        for line in lines:
            if self.target in self.hanging.of_line(line, scope):
                yield from self.line(line, scope)

    def line(self, line: Line, scope: Scope) -> Iterator[Way]:
        """The ways from a line that hangs on the question."""
        missing = [var for var in line.variables if scope.rows[var] == MISSING]
        if missing:
            yield from (way for var in missing if (way := self.to_cell(Cell(scope.lists[var]))) is not None)
            return
        dated = scope.dated_by if any(isinstance(operand, ParamRef) for operand in line.right) else None
        yield from self.operands((*line.refs(), *self.hanging.mirrors(line), dated), scope)

    def operands(self, operands: Iterable[Operand | None], scope: Scope) -> Iterator[Way]:
        """The ways from whatever is read."""
        for operand in operands:
            if isinstance(operand, Ref) and operand.fact in self.book.facts and self.target in self.hanging.of_operand(operand, scope):
                row = scope.rows[operand.var] if operand.var else ""
                way = self.to_cell(Cell(scope.lists[operand.var]) if row == MISSING else Cell(operand.fact, row))
                if way is not None:
                    yield way

    def to_cell(self, cell: Cell) -> Way | None:
        """The way from a fact or list: none when it is the question itself."""
        if cell == self.target:
            return ()
        if cell not in self._cells:
            self._cells[cell] = shortest(self.below(cell)) if self.target in self.hanging.of_cell(cell) else None
        return self._cells[cell]

    def below(self, cell: Cell) -> Iterator[Way]:
        """The ways from a fact or list that is not the question itself."""
        if cell.fact in self.book.lists:
            listed = self.book.lists[cell.fact]
            yield from ((Step(cell), *way) for way in self.lines(listed.only_if, Scope(dated_by=listed.dated_by)))
            return
        fact = self.book.facts[cell.fact]
        scope = Scope({"row": cell.row}, {"row": fact.list}, fact.dated_by) if cell.row else Scope(dated_by=fact.dated_by)
        if all_hold(self.outcome, fact.only_if, scope.rows, scope.day(self.outcome)) is Status.OPEN:
            yield from ((Step(cell), *way) for way in self.lines(fact.only_if, scope))
        elif fact.calculation:
            yield from ((Step(cell), *way) for way in self.calculation(fact, scope))
        else:
            yield from self.concluded(fact, cell)

    def concluded(self, fact: Fact, cell: Cell) -> Iterator[Way]:
        """The ways through the rules that may conclude a fact."""
        for id in self.book.concluders.get(fact.id, ()):
            rule = self.book.rules[id]
            judged = self.outcome.judgements[rule.clause.id]
            for keys in judged.open + judged.holding:
                scope = clause_scope(rule.clause, keys)
                if not rule.then.target.var or scope.rows[rule.then.target.var] == cell.row:
                    ways = (*self.clause(rule.clause, scope), *self.operands((rule.then.value,), scope))
                    yield from ((Step(cell, id), *way) for way in ways)

    def calculation(self, fact: Fact, scope: Scope) -> Iterator[Way]:
        """The ways through what a calculation is worked out from."""
        calculation = fact.calculation
        assert calculation is not None
        yield from self.lines(calculation.counted, scope)
        if calculation.phrase:
            yield from self.operands((calculation.phrase.base, scope.dated_by), scope)
        if calculation.clause is None:
            yield from self.operands(calculation.operands, scope)
            return
        for inner in self.hanging.row_scopes(calculation.clause, scope):
            yield from self.clause(calculation.clause, inner)
            yield from self.operands(calculation.operands if calculation.kind != "count" else (), inner)


def shortest(ways: Iterable[Way]) -> Way | None:
    """The shortest of some ways, the first of those that are as short."""
    return min(ways, key=len, default=None)


__all__ = ["Asking", "Step", "why_asked"]
