"""Makes answers under which the lines of a clause stand as wanted, by reading the rules backwards.

A goal has ways to be reached: each makes entries in the draft and sets further goals. A way that leads nowhere is taken back and the
next one tried. What comes of it is a guess, never a claim: whoever uses it works the case out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import product

from guide.backwards import amounts_before, base_before, beside
from guide.drafts import Draft, Goal, Rows, Way, Write
from guide.lines import Calculation, Clause, Line, Op, Operand, Ref
from guide.model import Fact
from guide.values import MISSING, NA, Cell, Choices, Status, Value

DEEPEST = 12
"""So many conclusions are followed down from a line."""
MOST_STEPS = 250
MOST_BINDINGS = 24
MOST_ROWS = 4


class Making(Draft):
    """A case in the making that is led to goals."""

    def reach(self, goals: Iterable[Goal], steps: int = MOST_STEPS) -> bool:
        """Whether all goals could be reached within so many steps; the draft is then as they want it."""
        agenda, again = tuple(goals), True
        stack: list[tuple[Iterator[Way], tuple[Goal, ...], int]] = []
        for _ in range(steps):
            if not agenda and again:
                agenda, again = tuple(self.rechecks()), False
            if not agenda:
                return True
            stack.append((agenda[0](), agenda[1:], len(self.trail)))
            while stack:
                ways, rest, mark = stack[-1]
                self.back_to(mark)
                way = next(ways, None)
                if way is not None:
                    break
                stack.pop()
            else:
                return False
            for one in way.writes:
                self.write(one)
            agenda = way.goals + rest
        return False

    def rechecks(self) -> Iterator[Goal]:
        """What was to be false over rows, once more when all rows are there."""
        for cell, value in list(self.tables["closed"].items()):
            if value is False:
                yield from (partial(self.refuted, id, cell, 1) for id in self.book.concluders.get(cell.fact, ()) if self.book.rules[id].clause.variables)

    # --- clauses and lines ---

    def clause(self, clause: Clause, rows: Rows, against: Line | None = None, depth: int = 0) -> tuple[Goal, ...]:
        """Every line for a clause, but one; that one first, and those of dates and nations."""
        found = self.mixed(clause.lines())
        found.sort(key=lambda pair: (pair[0] is not against, not pair[0].origin))
        return tuple(self.line(line, rows, Status(-wanted) if line is against else wanted, depth, clause.dated_by) for line, wanted in found)

    def line(self, line: Line, rows: Rows, wanted: Status, depth: int = 0, dated_by: Ref | None = None) -> Goal:
        """A line that holds or fails."""
        return partial(self.stands, line, rows, wanted, depth, dated_by)

    def lines(self, lines: Iterable[Line], rows: Rows, depth: int) -> tuple[Goal, ...]:
        """Lines that hold."""
        return tuple(self.line(line, rows, Status.HOLDS, depth) for line in lines)

    def stands(self, line: Line, rows: Rows, wanted: Status, depth: int, dated_by: Ref | None) -> Iterator[Way]:
        """The ways to make a line hold or fail."""
        if depth > DEEPEST or line.op is Op.UNCONFIRMED:
            return
        yield from self.says(
            line, rows, (wanted is Status.HOLDS) != line.negated, depth, partial(self.stands, line, rows, wanted, depth + 1, dated_by), dated_by
        )
        if wanted is Status.FAILS and line.left.fact in self.book.facts:
            yield from self.not_applicable(self.cell(line.left, rows), depth)

    def says(self, line: Line, rows: Rows, truth: bool, depth: int, again: Goal, dated_by: Ref | None) -> Iterator[Way]:
        """The ways to make what a line asks be so, or not."""
        if not line.left.fact:
            named = [rows.get(other.var) for other in line.right if isinstance(other, Ref)]
            if (rows.get(line.left.var) in named) == truth:
                yield Way()
            return
        cell = self.cell(line.left, rows)
        if cell.row == MISSING:
            return
        if line.op is Op.TRUE:
            yield Way((partial(self.settle, cell, truth, depth + 1),))
            return
        for operand in line.right:
            if self.operand(operand, rows, dated_by) is None:
                yield from self.first_settled(operand, rows, depth, again)
                return
        others = [other for operand in line.right if (other := self.operand(operand, rows, dated_by)) is not None]
        if line.op is Op.HAS:
            yield from self.has(cell, str(others[0]), truth, depth + 1)
            return
        for value in self.candidates(cell, line.op, others, truth):
            yield Way((partial(self.settle, cell, value, depth + 1),))
        fact = self.book.facts.get(cell.fact)
        if fact and fact.kind == "row" and not truth and self.held(cell) is None and (more := self.new_row(fact.of)):
            key, way = more
            yield Way((*way.goals, partial(self.settle, cell, key, depth + 1)), way.writes)

    def first_settled(self, operand: Operand, rows: Rows, depth: int, again: Goal) -> Iterator[Way]:
        """The ways to settle what a line compares with, before the line itself."""
        if isinstance(operand, Ref) and operand.fact:
            cell = self.cell(operand, rows)
            for value in self.some(self.book.facts[operand.fact]):
                yield Way((partial(self.settle, cell, value, depth + 1), again))

    def known(self, ref: Ref, rows: Rows) -> Goal:
        """A fact that has a value, whichever."""
        return partial(self.some_value, ref, rows)

    def some_value(self, ref: Ref, rows: Rows) -> Iterator[Way]:
        """The ways to give a fact a value: any; none where it cannot have one."""
        if self.operand(ref, rows) is None:
            yield from self.first_settled(ref, rows, 0, lambda: iter([Way()]))
        yield Way()

    # --- rows ---

    def new_row(self, listed: str) -> tuple[str, Way] | None:
        """A row more for a list, if it may have one."""
        there = self.rows_of(listed)
        if self.book.lists[listed].rows is not None or len(there) >= MOST_ROWS:
            return None
        key = f"{listed} {len(there) + 1}"
        goals = self.lines(self.book.lists[listed].only_if, {}, 1) if not there else ()
        return key, Way(goals, (Write("rows", listed, (*there, key)),))

    def bound(self, clause: Clause, rows: Rows) -> Iterator[tuple[dict[str, str], Way]]:
        """Rows for the variables of a clause: those that are there, new ones where there are too few; then one new for each."""
        for fresh in (False, True):
            found, lists = dict(rows), dict(clause.variables)
            goals: tuple[Goal, ...] = ()
            writes: dict[str, Write] = {}
            for variable, listed in clause.variables:
                if variable in found:
                    continue
                there = writes[listed].value if listed in writes else self.rows_of(listed)
                taken = {found[other] for other in found if lists.get(other) == listed}
                free = [key for key in there if key not in taken]
                if free and not fresh:
                    found[variable] = self.chance.choice(free)
                elif (self.book.lists[listed].rows is not None or len(there) >= MOST_ROWS) and there:
                    found[variable] = self.chance.choice(there)
                elif self.book.lists[listed].rows is None:
                    found[variable] = f"{listed} {len(there) + 1}"
                    writes[listed] = Write("rows", listed, (*there, found[variable]))
                    goals = (*goals, *(self.lines(self.book.lists[listed].only_if, {}, 1) if not there else ()))
                else:
                    return
            yield found, Way(goals, tuple(writes.values()))
            if all(variable in rows for variable, _ in clause.variables):
                return

    # --- facts ---

    def settle(self, cell: Cell, value: Value, depth: int) -> Iterator[Way]:
        """The ways to make a fact have a value."""
        held = self.held(cell)
        if held is not None or depth > DEEPEST:
            if held == value:
                yield Way()
            return
        fact = self.book.facts[cell.fact]
        if fact.asked and fact.list and self.book.lists[fact.list].rows is not None:
            return
        if value == NA:
            yield from self.not_applicable(cell, depth)
            if not fact.asked and not fact.calculation and fact.kind != "yes-no":
                yield Way(tuple(partial(self.refuted, id, cell, depth + 1) for id in self.book.concluders.get(cell.fact, ())))
            return
        arises = self.lines(fact.only_if, {"row": cell.row}, depth + 1)
        if fact.asked:
            if fact.kind != "choice" or value in fact.options:
                yield Way(arises, (Write("said", cell, value),))
            return
        closed = (Write("closed", cell, value),)
        if fact.calculation:
            yield from (Way((*arises, *way.goals), (*closed, *way.writes)) for way in self.calculated(fact, fact.calculation, cell, value, depth + 1))
        elif value is False:
            yield Way((*arises, *(partial(self.refuted, id, cell, depth + 1) for id in self.mixed(self.book.concluders.get(cell.fact, ())))), closed)
        else:
            yield Way((*arises, partial(self.concluded, cell, value, depth + 1)), closed)

    def concluded(self, cell: Cell, value: Value, depth: int) -> Iterator[Way]:
        """The ways to conclude a value: its rules, those of few lines rather first."""
        rules = self.mixed(self.book.rules[id] for id in self.book.concluders.get(cell.fact, ()))
        for rule in sorted(rules, key=lambda rule: self.chance.random() + 0.05 * len([*rule.clause.lines()])):
            then = rule.then
            for rows, way in self.bound(rule.clause, {then.target.var: cell.row} if then.target.var else {}):
                gives = () if then.op is Op.TRUE else (partial(self.gives, then.value, rows, value, depth),)
                yield Way((*way.goals, *gives, *self.clause(rule.clause, rows, depth=depth)), way.writes)

    def gives(self, operand: Operand, rows: Rows, value: Value, depth: int) -> Iterator[Way]:
        """The ways to make what an operand says be a value."""
        if isinstance(operand, Ref) and operand.fact:
            yield Way((partial(self.settle, self.cell(operand, rows), value, depth),))
        elif self.operand(operand, rows) == value:
            yield Way()

    def refuted(self, id: str, cell: Cell, depth: int) -> Iterator[Way]:
        """The way to make a rule fail for a row, whatever its other rows are, as far as there are any yet."""
        rule = self.book.rules[id]
        target = rule.then.target.var
        others = [(variable, self.rows_of(listed)) for variable, listed in rule.clause.variables if variable != target]
        bindings = [dict(zip((variable for variable, _ in others), keys, strict=True)) for keys in product(*(keys for _, keys in others))]
        if len(bindings) <= MOST_BINDINGS:
            yield Way(tuple(partial(self.some_line_against, rule.clause, rows | ({target: cell.row} if target else {}), depth) for rows in bindings))

    def some_line_against(self, clause: Clause, rows: Rows, depth: int) -> Iterator[Way]:
        """The ways to make one line stand against a clause: what is settled first, then questions."""
        found = self.mixed(clause.lines())
        found.sort(key=lambda pair: self.distance(pair[0], rows))
        for line, wanted in found:
            yield Way((self.line(line, rows, Status(-wanted), depth + 1, clause.dated_by),))

    def not_applicable(self, cell: Cell, depth: int) -> Iterator[Way]:
        """The ways to make a question not arise."""
        if cell.row != MISSING and self.held(cell) is None:
            for line in self.mixed(self.book.facts[cell.fact].only_if):
                yield Way((self.line(line, {"row": cell.row}, Status.FAILS, depth + 1),))

    def has(self, cell: Cell, word: str, truth: bool, depth: int) -> Iterator[Way]:
        """The ways to make a choice of several have a word, or lack it."""
        fact, held = self.book.facts[cell.fact], self.held(cell)
        chosen = held.chosen if isinstance(held, Choices) else frozenset()
        if fact.asked and fact.list and self.book.lists[fact.list].rows is not None:
            yield from (Way(),) if isinstance(held, Choices) and (word in chosen) == truth else ()
            return
        arises, never = self.lines(fact.only_if, {"row": cell.row}, depth + 1), self.tables["without"].get(cell, frozenset())
        if (word in never or (fact.options and word not in fact.options)) if truth else (word in chosen):
            return
        if fact.asked:
            said = Write("said", cell, Choices(chosen | {word} if truth else chosen))
            yield Way(arises, (said,) if truth else (said, Write("without", cell, never | {word})))
        elif truth:
            yield Way((*arises, partial(self.concluded, cell, word, depth + 1)))
        else:
            values = {id: self.book.rules[id].then.value for id in self.book.concluders.get(cell.fact, ())}
            rules = [id for id, value in values.items() if value == word or isinstance(value, Ref)]
            yield Way((*arises, *(partial(self.refuted, id, cell, depth + 1) for id in rules)))

    # --- calculations ---

    def calculated(self, fact: Fact, how: Calculation, cell: Cell, value: Value, depth: int) -> Iterator[Way]:
        """The ways to make a calculation come to a value, or about."""
        rows = {"row": cell.row} if fact.list else {}
        if how.clause is not None:
            yield from self.over_rows(how, how.clause, rows, value, depth)
        elif how.kind == "count":
            order = self.mixed(how.counted)
            if isinstance(value, int) and 0 <= value <= len(order):
                wanted = [Status.HOLDS if number < value else Status.FAILS for number, _ in enumerate(order)]
                yield Way(tuple(self.line(line, rows, side, depth, fact.dated_by) for line, side in zip(order, wanted, strict=True)))
        elif how.kind == "date":
            base = base_before(how, value, lambda operand: self.operand(operand, rows, fact.dated_by), self.book.calendars.get(fact.calendar))
            if base is not None and how.phrase is not None:
                yield Way((partial(self.gives, how.phrase.base, rows, base, depth),))
        elif how.kind in ("least", "most"):
            for first in self.mixed(how.operands):
                others = tuple(partial(self.out_of_the_way, operand, rows, beside(how.kind, value), depth) for operand in how.operands if operand is not first)
                yield Way((partial(self.gives, first, rows, value, depth), *others))
        else:
            for amounts in amounts_before(how, value, lambda operand: self.operand(operand, rows, fact.dated_by)):
                yield Way(tuple(partial(self.gives, operand, rows, amount, depth) for operand, amount in amounts))

    def out_of_the_way(self, operand: Operand, rows: Rows, other: Value | None, depth: int) -> Iterator[Way]:
        """The ways to make an operand not matter: as it is, an amount that is further off, or not applicable."""
        if self.operand(operand, rows) is not None:
            yield Way()
        elif isinstance(operand, Ref):
            yield from (Way((partial(self.settle, self.cell(operand, rows), value, depth),)) for value in (NA, other) if value is not None)

    def over_rows(self, how: Calculation, clause: Clause, rows: Rows, value: Value, depth: int) -> Iterator[Way]:
        """The ways to make an amount over rows: one new row has it all; a count has as many new rows."""
        rounds = value if how.kind == "count" and isinstance(value, int) else 1
        if rounds == 0:
            yield Way()
        for bound, way in self.bound(clause, rows):
            amounts: tuple[Goal, ...] = tuple(partial(self.gives, operand, bound, value, depth) for operand in how.operands if how.kind != "count")
            goals = (*way.goals, *self.clause(clause, bound, depth=depth), *amounts)
            if rounds == 1:
                yield Way(goals, way.writes)
            elif rounds > 1:
                yield Way((*goals, partial(self.over_rows, how, clause, rows, rounds - 1, depth)), way.writes)


__all__ = ["MOST_STEPS", "Making"]
