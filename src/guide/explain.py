"""Reasons as data: why something applies, why not, why it is open.

Everything is read off the lines, bindings, provisions and dates that decided it. `guide.sentences` turns it into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from guide.bindings import Keys, named, needs, survivors
from guide.lines import Clause, Line, Op, ParamRef, Ref
from guide.model import AS_AT, Fact, Rule
from guide.outcome import Outcome, Result, cited_on
from guide.reading import all_hold, read, reading_day, status
from guide.reasons import ClauseReason, FactReason, LineReason, Source
from guide.values import MISSING, UNKNOWN, Cell, RowSet, Status, Value

MOST_BINDINGS = 200
"""How many lines are told at most, of a clause that fails for each row in its own way."""


class Explainer:
    """Explains parts of one outcome; what it has explained once it remembers.

    Of what is open it tells the open lines; `whole` tells those that hold as well, since each could still rule it out.
    """

    def __init__(self, outcome: Outcome, whole: bool = False) -> None:
        self.outcome = outcome
        self.whole = whole
        self.book = outcome.rulebook
        self._facts: dict[tuple[Cell, str], FactReason] = {}
        self._by_row: dict[tuple[str, bool, tuple[int, ...]], dict[Keys, list[Keys]]] = {}
        """The bindings of a rule that hold or are open, by the rows at some places."""

    def result(self, result: Result) -> ClauseReason:
        """Why an item's result is what it is."""
        clause = result.item.clause
        rows = named(clause, result.bindings[0]) if result.bindings else dict(result.binding)
        cite = cited_on(self.outcome, result.item.cite, reading_day(self.outcome, clause.dated_by, rows))
        return self.live(clause, cite, result.bindings[0]) if result.bindings else self.failing(clause, cite, rows)

    def live(self, clause: Clause, cite: tuple[str, ...], keys: Keys) -> ClauseReason:
        """Why a clause holds for a binding (all its lines), or is open (its open lines)."""
        rows = named(clause, keys)
        lines = [self.line(line, wanted, rows, clause.dated_by) for line, wanted in clause.lines()]
        unsure = [reason for reason in lines if reason.status is Status.OPEN]
        if unsure:
            return ClauseReason(clause.id, Status.OPEN, cite, rows, tuple(lines if self.whole else unsure), arises=self.lists_arise(clause))
        return ClauseReason(clause.id, Status.HOLDS, cite, rows, tuple(lines), arises=self.lists_arise(clause))

    def lists_arise(self, clause: Clause) -> tuple[LineReason, ...]:
        """The `only_if` lines of the lists that a clause is about."""
        return tuple(reason for _, listed in clause.variables for reason in self.list_arises(listed))

    def list_arises(self, listed: str) -> tuple[LineReason, ...]:
        """The lines that decide whether a list arises: all that hold, or one that fails."""
        found = self.book.lists[listed]
        lines = tuple(self.line(line, Status.HOLDS, {}, found.dated_by) for line in found.only_if)
        return next(((line,) for line in lines if line.status is Status.FAILS), lines)

    def failing(self, clause: Clause, cite: tuple[str, ...], rows: dict[str, str]) -> ClauseReason:
        """Why a clause fails: one line where one is enough for all rows, else a line for each way the rows fail."""
        free = sorted(((var, listed) for var, listed in clause.variables if var not in rows), key=lambda pair: self.outcome.rows[pair[1]].more)
        decided = self.first_failing(clause, rows)
        if decided:
            return ClauseReason(clause.id, Status.FAILS, cite, rows, (decided,), arises=self.lists_arise(clause))
        for _, listed in free:
            if self.outcome.rows[listed] == RowSet():
                return ClauseReason(clause.id, Status.FAILS, cite, rows, no_rows=listed, arises=self.list_arises(listed))
        lines = tuple(islice(self.cover(clause, rows, free), MOST_BINDINGS))
        return ClauseReason(clause.id, Status.FAILS, cite, rows, lines, arises=self.lists_arise(clause))

    def cover(self, clause: Clause, rows: dict[str, str], free: list[tuple[str, str]]) -> Iterator[LineReason]:
        """A failing line for every way in which the free variables can be bound, each for as many ways as it can."""
        (var, listed), *others = free
        rowset = self.outcome.rows[listed]
        for key in (*rowset.keys, MISSING) if rowset.more else rowset.keys:
            bound = {**rows, var: key}
            reason = self.first_failing(clause, bound)
            if reason:
                yield reason
            elif others:
                yield from self.cover(clause, bound, others)

    def first_failing(self, clause: Clause, rows: dict[str, str]) -> LineReason | None:
        """The plainest line that speaks against a clause, of those whose rows are all bound."""
        against = []
        for line, wanted in clause.lines():
            if not needs(line, clause) <= rows.keys():
                continue
            day = reading_day(self.outcome, clause.dated_by, rows)
            if status(self.outcome, line, rows, day) == -wanted:
                against.append((line, wanted))
        if not against:
            return None
        line, wanted = min(against, key=lambda pair: self.depth(pair[0]))
        return self.line(line, wanted, rows, clause.dated_by)

    def depth(self, line: Line) -> int:
        """How far a line is from what people said: a date or nation first, then answers, then what is derived."""
        if line.origin:
            return 0
        facts = [self.book.facts[ref.fact] for ref in line.refs() if ref.fact in self.book.facts]
        return 1 if all(fact.asked for fact in facts) else 2

    def line(self, line: Line, wanted: Status, rows: Mapping[str, str], dated_by: Ref | None) -> LineReason:
        """Why a line is what it is."""
        missing = tuple(var for var in sorted(line.variables) if rows[var] == MISSING)
        day = reading_day(self.outcome, dated_by, rows)
        found = status(self.outcome, line, rows, day)
        facts = () if missing else tuple(self.line_facts(line, rows, day, dated_by))
        return LineReason(line, dict(rows), found, found == wanted, day, missing, facts)

    def line_facts(self, line: Line, rows: Mapping[str, str], day: Value, dated_by: Ref | None) -> Iterator[FactReason]:
        """Why the facts that a line reads have their values; of a `has` line, why the one option is in or not."""
        wanted = read(self.outcome, line.right[0], rows, day) if line.op is Op.HAS else None
        for ref in line.refs():
            if ref.fact:
                option = wanted if ref is line.left and isinstance(wanted, str) else ""
                yield self.fact(Cell(ref.fact, rows[ref.var] if ref.var else ""), option)
        for operand in line.right:
            fact = self.book.facts.get(line.left.fact)
            if fact and fact.both_ways and isinstance(operand, Ref) and operand.var and not operand.fact:
                yield self.fact(Cell(fact.id, rows[operand.var]))
        if dated_by and dated_by.fact and any(isinstance(operand, ParamRef) for operand in line.right):
            yield self.fact(Cell(dated_by.fact, rows.get(dated_by.var, "")))

    def fact(self, cell: Cell, option: str = "") -> FactReason:
        """Why a fact has its value, or why one option or row is among its values or not."""
        if (cell, option) not in self._facts:
            self._facts[cell, option] = self._fact(cell, option)
        return self._facts[cell, option]

    def _fact(self, cell: Cell, option: str) -> FactReason:
        value = self.outcome.value(cell)
        if cell.fact == AS_AT:
            return FactReason(cell, value, "as-at")
        fact = self.book.facts[cell.fact]
        rows = {"row": cell.row} if cell.row else {}
        applicable = all_hold(self.outcome, fact.only_if, rows, reading_day(self.outcome, fact.dated_by, rows))
        if applicable is not Status.HOLDS:
            lines = [self.line(line, Status.HOLDS, rows, fact.dated_by) for line in fact.only_if]
            deciding = [reason for reason in lines if reason.status is applicable]
            return FactReason(
                cell, value, "not-applicable" if applicable is Status.FAILS else "depends", tuple(deciding[:1] if applicable is Status.FAILS else deciding)
            )
        arises = tuple(self.line(line, Status.HOLDS, rows, fact.dated_by) for line in fact.only_if)
        if fact.list:
            arises += self.list_arises(fact.list)
        if fact.asked:
            return FactReason(cell, value, self.answer_source(fact, cell), arises=arises, option=option)
        if fact.calculation:
            return FactReason(cell, value, "calculated", tuple(self.operands(fact, cell)), arises)
        return FactReason(cell, value, "concluded", tuple(self.conclusions(fact, cell, option)), arises, option)

    def answer_source(self, fact: Fact, cell: Cell) -> Source:
        """Where the value of a fact that is asked comes from."""
        if fact.list and self.book.lists[fact.list].rows is not None:
            return "fixed"
        answer = self.outcome.answers.get(cell)
        if answer is None or (answer.sure and self.outcome.value(cell) == UNKNOWN):
            return "not-asked"
        return "said" if answer.sure else "not-sure"

    def operands(self, fact: Fact, cell: Cell) -> Iterator[FactReason | LineReason]:
        """What a calculation is worked out from."""
        calculation = fact.calculation
        assert calculation is not None
        rows = {"row": cell.row} if cell.row else {}
        for line in calculation.counted:
            yield self.line(line, Status.HOLDS, rows, fact.dated_by)
        bases = [calculation.phrase.base] if calculation.phrase else list(calculation.operands)
        if calculation.clause is None:
            yield from (self.fact(Cell(b.fact, rows.get(b.var, ""))) for b in bases if isinstance(b, Ref) and b.fact)
            return
        for keys in survivors(self.outcome, calculation.clause, rows):
            bound = {**rows, **named(calculation.clause, keys)}
            if MISSING not in keys:
                yield from (self.line(line, wanted, bound, calculation.clause.dated_by) for line, wanted in calculation.clause.lines())
                yield from (self.fact(Cell(b.fact, bound[b.var] if b.var else "")) for b in bases if isinstance(b, Ref) and b.fact)

    def conclusions(self, fact: Fact, cell: Cell, option: str) -> Iterator[ClauseReason | FactReason]:
        """The rule that makes a fact so; or every rule that does not; or those still open."""
        rules = [self.book.rules[id] for id in self.book.concluders.get(fact.id, ())]
        holding = [(rule, keys) for rule in rules for keys in self.bindings(rule, cell, option, sure=True)]
        unsure = [(rule, keys) for rule in rules for keys in self.bindings(rule, cell, option, sure=False)]
        if holding and (option or fact.kind not in ("choices", "rows")):
            rule, keys = holding[0]
            yield self.live(rule.clause, rule.cite, keys)
            yield from self.concluded_value(rule, named(rule.clause, keys))
        elif unsure and not holding:
            for rule, keys in {rule.id: (rule, keys) for rule, keys in reversed(unsure)}.values():
                yield self.live(rule.clause, rule.cite, keys)
        else:
            yield from (self.live(rule.clause, rule.cite, keys) for rule, keys in holding + unsure)
            for rule in rules if option or not holding else ():
                bound = self.bound_by(rule, cell, option)
                if bound is not None:
                    yield self.failing(rule.clause, rule.cite, bound)

    def concluded_value(self, rule: Rule, rows: Mapping[str, str]) -> Iterator[FactReason]:
        """Why the value that a rule concludes is what it is."""
        value = rule.then.value
        if isinstance(value, Ref) and value.fact:
            yield self.fact(Cell(value.fact, rows[value.var] if value.var else ""))

    def bound_by(self, rule: Rule, cell: Cell, option: str) -> dict[str, str] | None:
        """The rows that a conclusion about a cell (and one option of it) binds; None when the rule cannot conclude it."""
        then = rule.then
        bound = {then.target.var: cell.row} if then.target.var else {}
        if not option or then.op is not Op.HAS:
            return bound
        if isinstance(then.value, Ref) and not then.value.fact:
            return None if bound.get(then.value.var, option) != option else {**bound, then.value.var: option}
        return bound if isinstance(then.value, Ref) or then.value == option else None

    def bindings(self, rule: Rule, cell: Cell, option: str, sure: bool) -> Sequence[Keys]:
        """The bindings for which a rule concludes something of a cell."""
        bound = self.bound_by(rule, cell, option)
        if bound is None:
            return ()
        places = tuple(place for place, (var, _) in enumerate(rule.clause.variables) if var in bound)
        if (rule.id, sure, places) not in self._by_row:
            judged = self.outcome.judgements[rule.clause.id]
            found: dict[Keys, list[Keys]] = {}
            for keys in judged.holding if sure else judged.open:
                found.setdefault(tuple(keys[place] for place in places), []).append(keys)
            self._by_row[rule.id, sure, places] = found
        return self._by_row[rule.id, sure, places].get(tuple(bound[rule.clause.variables[place][0]] for place in places), ())
