"""Follows whatever is open in an outcome down to the questions it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from guide.bindings import Keys, named, survivors
from guide.groups import Group, LineReads, Open, Read, cells_read, open_bindings, open_results
from guide.lines import Calculation, Clause, DatePhrase, Line, Operand, ParamRef, Ref
from guide.model import AS_AT, Fact, Item, Rule
from guide.outcome import Outcome, Result
from guide.reading import all_hold, reading_day, status
from guide.values import MISSING, Cell, Choices, NotYet, Status, Unknown, Value

Cells = frozenset[Cell]
NONE: Cells = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """What lines are read in: the rows bound to variables, the lists these belong to, and the date of parameters."""

    rows: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    dated_by: Ref | None = None

    def day(self, outcome: Outcome) -> Value:
        """The date on which parameters are read."""
        return reading_day(outcome, self.dated_by, self.rows)


def clause_scope(clause: Clause, keys: Keys, outer: Scope | None = None) -> Scope:
    """The scope of a clause for one binding."""
    outer = outer or Scope()
    return Scope({**outer.rows, **named(clause, keys)}, {**outer.lists, **dict(clause.variables)}, clause.dated_by)


class Hanging:
    """Finds the questions that what is open hangs on, each cell looked into once.

    What an earlier one found for an outcome of the same evaluation is found no other way now, unless something below has changed.
    """

    def __init__(self, outcome: Outcome, before: Hanging | None = None) -> None:
        self.outcome = outcome
        self.book = outcome.rulebook
        self._cells: dict[Cell, Cells] = {}
        self._items: dict[str, Cells] = {}
        old, now = before.outcome.changes if before else None, outcome.changes
        if before and old and now and old.source is now.source:
            stale = now.since(self.book, old.now) if old.now != now.now else frozenset()
            self._cells = {cell: found for cell, found in before._cells.items() if cell.fact not in stale}
            self._items = {id: found for id, found in before._items.items() if f"item:{id}" not in stale}
        self._reads: dict[Clause, tuple[LineReads, ...]] = before._reads if before and before.book is self.book else {}
        self._lines: dict[tuple[int, tuple[str, ...]], Cells] = {}
        self._masks: dict[Clause, dict[Keys, int]] = {}
        self._concluding: dict[str, dict[str, tuple[list[Open], list[Keys]]]] = {}

    def of_item(self, item: Item) -> Cells:
        """The questions that the results of an item hang on which may apply."""
        if item.id not in self._items:
            self._items[item.id] = self.of_open(item.clause, open_results(self.outcome, item))
        return self._items[item.id]

    def of_result(self, result: Result) -> Cells:
        """The questions that an open result hangs on."""
        clause = result.item.clause
        if clause not in self._masks:
            self._masks[clause] = dict(open_bindings(self.outcome, clause))
        masks = self._masks[clause]
        return self.of_open(clause, ((keys, masks[keys]) for keys in result.bindings))

    def of_dressing(self, result: Result) -> Cells:
        """The questions that the day, level and title of a result that applies hang on."""
        item = result.item
        scope = clause_scope(item.clause, result.bindings[0])
        found = union(self.of_phrase(phrase, scope) for phrase in (item.due, item.not_before) if phrase)
        for _, lines in item.raised:
            if all_hold(self.outcome, lines, scope.rows, scope.day(self.outcome)) is Status.OPEN:
                found |= union(self.of_line(line, scope) for line in lines)
        return found | union(self.of_operand(ref, scope) for _, ref in item.named)

    def of_open(self, clause: Clause, bindings: Iterable[Open]) -> Cells:
        """The questions that open bindings hang on. Each row is looked at once, not each combination of rows."""
        rows: dict[tuple[str, int | None], set[str]] = {}
        for read in self.read_by(clause, bindings):
            rows.setdefault((read.fact, read.place), set()).update(read.group.rows(read.place))
        cells = {cell for (fact, place), of in rows.items() for cell in cells_read(clause, fact, place, of)}
        return union(map(self.of_cell, cells))

    def on(self, clause: Clause, bindings: Iterable[Open], question: Cell) -> set[Keys]:
        """Those of some open bindings that hang on a question."""
        found: set[Keys] = set()
        for fact, place, group in self.read_by(clause, bindings):
            hanging = [cell.row or MISSING for cell in cells_read(clause, fact, place, group.rows(place)) if question in self.of_cell(cell)]
            found.update(group.at(place, hanging))
        return found

    def read_by(self, clause: Clause, bindings: Iterable[Open]) -> Iterator[Read]:
        """What the open lines of open bindings read, each with the bindings in which it is read."""
        groups: dict[int, list[Keys]] = {}
        for keys, mask in bindings:
            groups.setdefault(mask, []).append(keys)
        if clause not in self._reads:
            self._reads[clause] = tuple(self.line_reads(line, clause) for line, _ in clause.lines())
        lacking = frozenset(place for place, (_, listed) in enumerate(clause.variables) if self.outcome.rows[listed].more)
        for mask, keys_of in groups.items():
            group = Group(keys_of)
            for place in lacking:
                yield Read("", place, group)
            for index, (places, reads) in enumerate(self._reads[clause]):
                if not mask >> index & 1:
                    there = group.without_missing(lacking & places) if lacking else group
                    for fact, at in reads if there.bindings else ():
                        yield Read(fact, at, there)

    def line_reads(self, line: Line, clause: Clause) -> LineReads:
        """At which places a line stands for rows, and what it reads of which; of a row that is missing the list itself, which was told already."""
        places = {variable: place for place, (variable, _) in enumerate(clause.variables)}
        dated = clause.dated_by if any(isinstance(operand, ParamRef) for operand in line.right) else None
        refs = (*line.refs(), *self.mirrors(line), *([dated] if dated else []))
        reads = tuple((ref.fact, places.get(ref.var)) for ref in refs if ref.fact and ref.fact != AS_AT)
        return frozenset(places[variable] for variable in line.variables if variable in places), reads

    def of_clause(self, clause: Clause, scope: Scope) -> Cells:
        """The questions that a clause's open lines hang on."""
        lacking = (scope.lists[var] for var, row in scope.rows.items() if row == MISSING)
        return union(self.of_line(line, scope) for line, _ in clause.lines()) | union(self.of_cell(Cell(listed)) for listed in lacking)

    def of_line(self, line: Line, scope: Scope) -> Cells:
        """The questions that a line hangs on; none when it is decided."""
        key = (id(line), tuple(scope.rows.values()))
        if key not in self._lines:
            self._lines[key] = self._line(line, scope)
        return self._lines[key]

    def _line(self, line: Line, scope: Scope) -> Cells:
        if status(self.outcome, line, scope.rows, scope.day(self.outcome)) is not Status.OPEN:
            return NONE
        missing = {scope.lists[var] for var in line.variables if scope.rows[var] == MISSING}
        if missing:
            return union(self.of_cell(Cell(listed)) for listed in missing)
        found = union(self.of_operand(ref, scope) for ref in (*line.refs(), *self.mirrors(line)))
        if scope.dated_by and any(isinstance(operand, ParamRef) for operand in line.right):
            found |= self.of_operand(scope.dated_by, scope)
        return found

    def mirrors(self, line: Line) -> list[Ref]:
        """The same attribute of the row on the other side, where an entry there counts too."""
        pairs = [(line.left, other) for other in line.right if isinstance(other, Ref)]
        pairs += [(other, line.left) for _, other in pairs]
        return [Ref(here.fact, there.var) for here, there in pairs if here.fact and self.book.facts[here.fact].both_ways and not there.fact]

    def of_operand(self, operand: Operand, scope: Scope) -> Cells:
        """The questions that an operand's value hangs on; the list's own for a row that is missing."""
        if not isinstance(operand, Ref) or operand.fact == AS_AT:
            return NONE
        row = scope.rows[operand.var] if operand.var else ""
        if row == MISSING:
            return self.of_cell(Cell(scope.lists[operand.var]))
        return self.of_cell(Cell(operand.fact, row)) if operand.fact else NONE

    def of_cell(self, cell: Cell) -> Cells:
        """The questions that a cell hangs on: itself when it can be asked, else what it is worked out from."""
        if cell not in self._cells:
            self._cells[cell] = self._list(cell) if cell.fact in self.book.lists else self._fact(cell)
        return self._cells[cell]

    def _fact(self, cell: Cell) -> Cells:
        fact = self.book.facts[cell.fact]
        if settled(self.outcome.value(cell)):
            return NONE
        scope = Scope({"row": cell.row}, {"row": fact.list}, fact.dated_by) if cell.row else Scope(dated_by=fact.dated_by)
        if all_hold(self.outcome, fact.only_if, scope.rows, scope.day(self.outcome)) is Status.OPEN:
            return union(self.of_line(line, scope) for line in fact.only_if)
        if fact.asked:
            return frozenset({cell})
        if fact.calculation:
            return self._calculation(fact.calculation, scope)
        return self._conclusions(fact, cell.row)

    def _list(self, cell: Cell) -> Cells:
        listed = self.book.lists[cell.fact]
        scope = Scope(dated_by=listed.dated_by)
        if all_hold(self.outcome, listed.only_if, {}, scope.day(self.outcome)) is Status.OPEN:
            return union(self.of_line(line, scope) for line in listed.only_if)
        return frozenset({cell}) if self.outcome.rows[cell.fact].more else NONE

    def _conclusions(self, fact: Fact, row: str) -> Cells:
        found = NONE
        for id in self.book.concluders.get(fact.id, ()):
            rule = self.book.rules[id]
            unsure, holding = self.concluding(rule, row)
            found |= self.of_open(rule.clause, unsure)
            if isinstance(rule.then.value, Ref) and rule.then.value.fact:
                bindings = [*(keys for keys, _ in unsure), *holding]
                found |= union(self.of_operand(rule.then.value, clause_scope(rule.clause, keys)) for keys in bindings)
        return found

    def concluding(self, rule: Rule, row: str) -> tuple[list[Open], list[Keys]]:
        """The open bindings for which a rule may conclude something of a row (of the case when it is empty), and those that hold."""
        if rule.id not in self._concluding:
            place = next((place for place, (name, _) in enumerate(rule.clause.variables) if name == rule.then.target.var), None)
            found: dict[str, tuple[list[Open], list[Keys]]] = {}
            for keys, mask in open_bindings(self.outcome, rule.clause):
                found.setdefault("" if place is None else keys[place], ([], []))[0].append((keys, mask))
            for keys in self.outcome.judgements[rule.clause.id].holding:
                found.setdefault("" if place is None else keys[place], ([], []))[1].append(keys)
            self._concluding[rule.id] = found
        return self._concluding[rule.id].get(row, ([], []))

    def _calculation(self, calculation: Calculation, scope: Scope) -> Cells:
        found = union(self.of_line(line, scope) for line in calculation.counted)
        if calculation.phrase:
            found |= self.of_phrase(calculation.phrase, scope)
        if calculation.clause:
            return found | self._rows(calculation, calculation.clause, scope)
        return found | union(self.of_operand(operand, scope) for operand in calculation.operands)

    def _rows(self, calculation: Calculation, clause: Clause, outer: Scope) -> Cells:
        found = NONE
        for scope in self.row_scopes(clause, outer):
            found |= self.of_clause(clause, scope)
            found |= union(self.of_cell(Cell(scope.lists[var])) for var, row in scope.rows.items() if row == MISSING)
            if calculation.kind != "count":
                found |= union(self.of_operand(operand, scope) for operand in calculation.operands)
        return found

    def row_scopes(self, clause: Clause, outer: Scope) -> Iterator[Scope]:
        """The scopes of a calculation over rows: one for each row, or combination of rows, that may count."""
        return (clause_scope(clause, keys, outer) for keys in survivors(self.outcome, clause, outer.rows))

    def of_phrase(self, phrase: DatePhrase, scope: Scope) -> Cells:
        """The questions that a date phrase hangs on."""
        found = self.of_operand(phrase.base, scope)
        if scope.dated_by and phrase.span and isinstance(phrase.span.count, ParamRef):
            found |= self.of_operand(scope.dated_by, scope)
        return found


def settled(value: Value) -> bool:
    """Whether nothing about a value is open."""
    return not isinstance(value, Unknown | NotYet) and not (isinstance(value, Choices) and value.unsure)


def union(many: Iterable[Cells]) -> Cells:
    """All the cells of several sets."""
    found: set[Cell] = set()
    for cells in many:
        found |= cells
    return frozenset(found)
