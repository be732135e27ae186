"""A second reading of what rules mean, straight from section 2 of the design: slow, plain, and independent of the engine.

It enumerates every raw binding, knows no order of work and shares no code with the guide beyond the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from guide.lines import Clause, Line, Op, Operand, ParamRef, Ref
from guide.model import AS_AT, Fact, Rulebook
from guide.values import MISSING, NA, UNKNOWN, Answers, Cell, Choices, NotYet, RowSet, Status, Value
from naive_sums import Sums
from naive_values import FAILS, HOLDS, OPEN, agree, both, compared, differ, either, has, opposite, same, truth, unknown

Rows = Mapping[str, str]
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NaiveOutcome:
    """Every value, every list's rows, every clause's status per raw binding, and the facts whose rules contradict each other."""

    values: Mapping[Cell, Value]
    rows: Mapping[str, RowSet]
    statuses: Mapping[str, Mapping[Keys, Status]]
    contradictions: frozenset[Cell]


def naive_outcome(rulebook: Rulebook, answers: Answers, as_at: date) -> NaiveOutcome:
    """What the rules mean for these answers on a date."""
    reading = Reading(rulebook, answers, as_at)
    clauses = [*(rule.clause for rule in rulebook.rules.values()), *(item.clause for item in rulebook.items.values())]
    cells = [Cell(fact.id, row) for fact in rulebook.facts.values() for row in (reading.rows(fact.list).keys if fact.list else ("",))]
    return NaiveOutcome(
        {cell: reading.value(cell.fact, cell.row) for cell in cells},
        {listed: reading.rows(listed) for listed in rulebook.lists},
        {clause.id: {tuple(rows.values()): reading.clause(clause, rows) for rows in reading.bindings(clause)} for clause in clauses},
        frozenset(cell for cell in cells if reading.contradicted(cell.fact, cell.row)),
    )


@dataclass
class Reading:
    """One reading of a rulebook for some answers on a date; remembers what it has worked out."""

    rulebook: Rulebook
    answers: Answers
    as_at: date
    memo: dict[object, object] = field(default_factory=dict)

    def remember(self, key: object, work: Callable[[], object]) -> object:
        """The result of `work`, done once."""
        if key not in self.memo:
            self.memo[key] = work()
        return self.memo[key]

    # --- lists and bindings: section 2.5 ---

    def rows(self, listed: str) -> RowSet:
        """The rows of a list: none when it is not applicable, none yet while it is unknown."""
        found = self.remember(("rows", listed), lambda: self.work_rows(listed))
        assert isinstance(found, RowSet)
        return found

    def work_rows(self, listed: str) -> RowSet:
        """The rows of a list, read for the first time."""
        declared = self.rulebook.lists[listed]
        applies = self.all_of(declared.only_if, {}, declared.dated_by)
        if applies is FAILS:
            return RowSet()
        if applies is OPEN:
            return RowSet(more=True)
        if declared.rows is not None:
            return RowSet(tuple(declared.row_key(row) for row in declared.rows))
        answer = self.answers.get(Cell(listed))
        if answer is None or not isinstance(answer.value, RowSet):
            return RowSet(more=True)
        return answer.value

    def bindings(self, clause: Clause) -> Iterator[dict[str, str]]:
        """Every raw binding of rows to variables, with one missing row for every list that may have more."""
        names = [name for name, _ in clause.variables]
        choices = []
        for _, listed in clause.variables:
            rows = self.rows(listed)
            choices.append(rows.keys + ((MISSING,) if rows.more else ()))
        for keys in product(*choices):
            yield dict(zip(names, keys, strict=True))

    # --- clauses and lines: sections 2.2 and 2.3 ---

    def clause(self, clause: Clause, rows: Rows) -> Status:
        """How a clause stands for a binding; one with a missing row never holds, because there may be no such row."""
        there = both(*(OPEN if key == MISSING else HOLDS for key in rows.values()))
        when = both(*(self.line(line, rows, clause.dated_by) for line in clause.when))
        unless = both(*(opposite(self.line(line, rows, clause.dated_by)) for line in clause.unless))
        return both(there, when, unless)

    def all_of(self, lines: tuple[Line, ...], rows: Rows, dated_by: Ref | None) -> Status:
        """Whether all lines hold."""
        return both(*(self.line(line, rows, dated_by) for line in lines))

    def line(self, line: Line, rows: Rows, dated_by: Ref | None) -> Status:
        """How a line stands: open on a missing row, failed on anything not applicable, else what it says."""
        if any(rows.get(ref.var) == MISSING for ref in line.refs()):
            return OPEN
        left = self.read(line.left, rows)
        right = [self.operand(operand, rows, dated_by) for operand in line.right]
        if line.origin in ("from", "until") and isinstance(left, NotYet):
            left = self.as_at
        if NA in (left, *right):
            return FAILS
        if line.op is Op.UNCONFIRMED:
            return OPEN
        status = self.says(line, left, right, rows)
        return opposite(status) if line.negated else status

    def says(self, line: Line, left: Value, right: list[Value], rows: Rows) -> Status:
        """What a line says of applicable things, its negation aside."""
        if line.op is Op.TRUE:
            return OPEN if unknown(left) else truth(left is True)
        if line.op is Op.HAS:
            return self.includes(line.left, left, right[0], rows)
        if line.op is Op.IN and any(unknown(value) for value in right):
            return OPEN
        if line.op in (Op.IS, Op.IN):
            return either(*(self.is_same(line.left, left, operand, other, rows) for operand, other in zip(line.right, right, strict=True)))
        return compared(left, line.op, right[0])

    def is_same(self, ref: Ref, left: Value, operand: Operand, right: Value, rows: Rows) -> Status:
        """Whether two things are the same; rows that name each other both ways are asked on either side."""
        if self.goes_both_ways(ref):
            return self.named_either_way(ref.fact, rows[ref.var], right)
        if isinstance(operand, Ref) and self.goes_both_ways(operand):
            return self.named_either_way(operand.fact, rows[operand.var], left)
        return same(left, right)

    def includes(self, ref: Ref, left: Value, right: Value, rows: Rows) -> Status:
        """Whether several options or rows include one."""
        fact = self.rulebook.facts[ref.fact]
        row = rows.get(ref.var, "")
        if not isinstance(right, str) or left == UNKNOWN:
            return has(left, right)
        if fact.both_ways:
            return self.named_either_way(ref.fact, row, right)
        status = has(left, right)
        unnamed = not fact.asked and fact.kind == "rows" and self.rows(fact.of).more and right not in self.rows(fact.of).keys
        return OPEN if unnamed and status is FAILS else status

    # --- reading: facts, parameters, dates ---

    def read(self, ref: Ref, rows: Rows) -> Value:
        """The value of a fact, of an attribute of a bound row, or that row itself."""
        row = rows[ref.var] if ref.var else ""
        if not ref.fact:
            return row
        return UNKNOWN if row == MISSING else self.value(ref.fact, row)

    def operand(self, operand: Operand, rows: Rows, dated_by: Ref | None) -> Value:
        """The value of the right side of a line, or of a part of a calculation."""
        if isinstance(operand, Ref):
            return self.read(operand, rows)
        if isinstance(operand, ParamRef):
            return self.param(operand.id, rows, dated_by)
        return operand

    def param(self, id: str, rows: Rows, dated_by: Ref | None) -> Value:
        """A parameter on the date of what reads it: unknown before its first figure, not applicable after its end."""
        day: Value = self.as_at if dated_by is None else self.read(dated_by, rows)
        if isinstance(day, NotYet):
            day = self.as_at
        if not isinstance(day, date):
            return NA if day == NA else UNKNOWN
        param = self.rulebook.params[id]
        if param.until is not None and day > param.until:
            return NA
        figures = [figure for figure in param.figures if figure.start <= day]
        return max(figures, key=lambda figure: figure.start).value if figures else UNKNOWN

    # --- facts: sections 2.1 and 2.4 ---

    def value(self, id: str, row: str = "") -> Value:
        """The value of a fact or of an attribute of a row."""
        if id == AS_AT:
            return self.as_at
        return self.remember(("value", id, row), lambda: self.work_value(self.rulebook.facts[id], row))  # type: ignore[return-value]

    def work_value(self, fact: Fact, row: str) -> Value:
        """The value of a fact, read for the first time."""
        value = self.own_value(fact, row)
        if fact.both_ways and fact.kind == "rows" and value != NA and self.applies(fact, row) is HOLDS:
            pairs = {other: self.named_either_way(fact.id, row, other) for other in self.rows(fact.list).keys}
            chosen = frozenset(other for other, status in pairs.items() if status is HOLDS)
            unsure = frozenset(other for other, status in pairs.items() if status is OPEN)
            if unknown(value) and not chosen:
                return UNKNOWN
            beyond = value if isinstance(value, Choices) else Choices()
            return Choices(chosen | (beyond.chosen - pairs.keys()), unsure | (beyond.unsure - pairs.keys()))
        return value

    def own_value(self, fact: Fact, row: str) -> Value:
        """The value of a fact without what other rows say of it."""
        return self.remember(("own", fact.id, row), lambda: self.work_own_value(fact, row))  # type: ignore[return-value]

    def work_own_value(self, fact: Fact, row: str) -> Value:
        """Not applicable when an `only_if` line fails, unknown while one is open."""
        applies = self.applies(fact, row)
        if applies is FAILS:
            return NA
        if applies is OPEN:
            return UNKNOWN
        if fact.asked:
            return self.answered(fact, row)
        if fact.calculation:
            rows = {"row": row} if row else {}
            return Sums(self, fact, fact.calculation, rows).value()
        return self.concluded(fact, row)

    def applies(self, fact: Fact, row: str) -> Status:
        """Whether the `only_if` lines of a fact hold."""
        return self.all_of(fact.only_if, {"row": row} if row else {}, fact.dated_by)

    def answered(self, fact: Fact, row: str) -> Value:
        """What people said, or the rulebook says of a fixed row; "not yet" only lasts until its day."""
        listed = self.rulebook.lists.get(fact.list)
        if listed is not None and listed.rows is not None:
            fixed = [values for values in listed.rows if listed.row_key(values) == row]
            return fixed[0][fact.id]
        answer = self.answers.get(Cell(fact.id, row))
        if answer is None or isinstance(answer.value, RowSet):
            return UNKNOWN
        if isinstance(answer.value, NotYet) and self.as_at > answer.value.given_on:
            return UNKNOWN
        return answer.value

    def goes_both_ways(self, ref: Ref) -> bool:
        """Whether a ref reads a single row that another row may name instead."""
        fact = self.rulebook.facts.get(ref.fact)
        return fact is not None and fact.both_ways and fact.kind == "row"

    def named_either_way(self, id: str, row: str, other: Value) -> Status:
        """Whether one of two rows names the other."""
        fact = self.rulebook.facts[id]
        if not isinstance(other, str) or self.applies(fact, row) is OPEN:
            return OPEN
        rows = self.rows(fact.list)
        back = self.own_value(fact, other) if other in rows.keys else UNKNOWN if rows.more else NA
        return either(self.names(fact, self.own_value(fact, row), other), self.names(fact, back, row))

    @staticmethod
    def names(fact: Fact, value: Value, row: str) -> Status:
        """Whether the answer for one row names another."""
        if value == NA:
            return FAILS
        return has(value, row) if fact.kind == "rows" else same(value, row)

    # --- conclusions ---

    def conclusions(self, fact: Fact, row: str) -> Iterator[tuple[Status, Value, object]]:
        """How every rule about a fact stands for every binding (with its row), what it concludes, and where that is read."""
        for rule in self.rulebook.rules.values():
            if rule.then.target.fact != fact.id:
                continue
            for rows in self.bindings(rule.clause):
                if not row or rows[rule.then.target.var] == row:
                    status = self.clause(rule.clause, rows)
                    operand = rule.then.value
                    value = self.operand(operand, rows, rule.clause.dated_by)
                    yield status, value, (operand.fact, rows.get(operand.var)) if isinstance(operand, Ref) else value

    def concluded(self, fact: Fact, row: str) -> Value:
        """The value that rules give to a fact."""
        conclusions = [*self.conclusions(fact, row)]
        found = [(status, value) for status, value, _ in conclusions if status is not FAILS]
        if fact.kind == "yes-no":
            status = either(*(status for status, _ in found))
            return UNKNOWN if status is OPEN else status is HOLDS
        if fact.kind in ("choices", "rows"):
            return self.concluded_choices(fact, found)
        if not found:
            return NA
        held = [(value, source) for status, value, source in conclusions if status is HOLDS]
        agreed = all(agree(one, other) for one in held for other in held) and len(held) == len(found)
        return held[0][0] if agreed and not unknown(held[0][0]) else UNKNOWN

    def concluded_choices(self, fact: Fact, found: list[tuple[Status, Value]]) -> Value:
        """Chosen is what a rule that holds concludes; unsure is what an open one would, or any rule that does not say which yet."""
        chosen = frozenset(value for status, value in found if status is HOLDS and isinstance(value, str) and value != MISSING)
        unsure = {value for status, value in found if status is OPEN and isinstance(value, str) and value != MISSING}
        if any(unknown(value) for _, value in found):
            unsure |= set(fact.options) if fact.kind == "choices" else set(self.rows(fact.of).keys)
        return Choices(chosen, frozenset(unsure) - chosen)

    def contradicted(self, id: str, row: str) -> bool:
        """Whether two rules that hold conclude different values."""
        fact = self.rulebook.facts[id]
        if fact.asked or fact.calculation or fact.kind in ("yes-no", "choices", "rows") or self.applies(fact, row) is not HOLDS:
            return False
        held = [value for status, value, _ in self.conclusions(fact, row) if status is HOLDS and not unknown(value)]
        return any(differ(value, other) for value in held for other in held)
