"""Follows whatever is open in an outcome down to the questions it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from guide.bindings import Keys, named, survivors
from guide.lines import Calculation, Clause, DatePhrase, Line, Operand, ParamRef, Ref
from guide.model import AS_AT, Fact, Item, Rule
from guide.outcome import Outcome, Result
from guide.reading import all_hold, reading_day, status
from guide.values import MISSING, Cell, Choices, NotYet, Status, Unknown, Value

Cells = frozenset[Cell]
Open = tuple[Keys, int]
"""An open binding, with the mask of the lines that speak for it."""
Read = tuple[Cell, Callable[[], Iterable[Keys]]]
"""What is read, and in which bindings."""
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


class Group:
    """Open bindings for which the same lines are open."""

    def __init__(self, bindings: list[Keys]) -> None:
        self.bindings = bindings
        self._rows: dict[int, tuple[str, ...]] = {}
        self._whole: dict[frozenset[int], Group] = {}

    def rows(self, place: int) -> tuple[str, ...]:
        """The rows that a variable stands for."""
        if place not in self._rows:
            self._rows[place] = tuple(dict.fromkeys(map(itemgetter(place), self.bindings)))
        return self._rows[place]

    def having(self, place: int, row: str) -> Callable[[], Iterator[Keys]]:
        """The bindings in which a variable stands for a row, when they are wanted."""
        return lambda: (keys for keys in self.bindings if keys[place] == row)

    def without_missing(self, places: frozenset[int]) -> Group:
        """The bindings in which some variables stand for no missing row."""
        if places not in self._whole:
            missing = [place for place in places if MISSING in self.rows(place)]
            there = [keys for keys in self.bindings if not any(keys[place] == MISSING for place in missing)] if missing else self.bindings
            self._whole[places] = Group(there) if missing else self
        return self._whole[places]


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
        self._lines: dict[tuple[int, tuple[str, ...]], Cells] = {}
        self._concluding: dict[str, dict[str, tuple[list[Open], list[Keys]]]] = {}

    def of_item(self, item: Item) -> Cells:
        """The questions that the results of an item hang on which may apply."""
        if item.id not in self._items:
            self._items[item.id] = self.of_open(item.clause, open_results(self.outcome, item))
        return self._items[item.id]

    def of_result(self, result: Result) -> Cells:
        """The questions that an open result hangs on."""
        clause = result.item.clause
        return union(self.of_clause(clause, clause_scope(clause, keys)) for keys in result.bindings)

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
        return union(self.of_cell(cell) for cell in dict.fromkeys(cell for cell, _ in self.read_by(clause, bindings)))

    def on(self, clause: Clause, bindings: Iterable[Open], question: Cell) -> set[Keys]:
        """Those of some open bindings that hang on a question."""
        found: set[Keys] = set()
        for cell, those in self.read_by(clause, bindings):
            if question in self.of_cell(cell):
                found.update(those())
        return found

    def read_by(self, clause: Clause, bindings: Iterable[Open]) -> Iterator[Read]:
        """What the open lines of open bindings read, each with the bindings in which it is read."""
        groups: dict[int, list[Keys]] = {}
        for keys, mask in bindings:
            groups.setdefault(mask, []).append(keys)
        lines = [line for line, _ in clause.lines()]
        lacking = frozenset(place for place, (_, listed) in enumerate(clause.variables) if self.outcome.rows[listed].more)
        for mask, keys_of in groups.items():
            group = Group(keys_of)
            for place in lacking:
                if MISSING in group.rows(place):
                    yield Cell(clause.variables[place][1]), group.having(place, MISSING)
            for index, line in enumerate(lines):
                if not mask >> index & 1:
                    yield from self.read_by_line(line, clause, group, lacking)

    def read_by_line(self, line: Line, clause: Clause, group: Group, lacking: frozenset[int]) -> Iterator[Read]:
        """What a line reads that is open in some bindings; of a row that is missing the list itself, which was told already."""
        places = {variable: place for place, (variable, _) in enumerate(clause.variables)}
        group = group.without_missing(lacking.intersection(places[variable] for variable in line.variables if variable in places))
        dated = clause.dated_by if any(isinstance(operand, ParamRef) for operand in line.right) else None
        for ref in (*line.refs(), *self.mirrors(line), *([dated] if dated else [])):
            if not group.bindings or not ref.fact or ref.fact == AS_AT:
                continue
            if not ref.var:
                yield Cell(ref.fact), partial(iter, group.bindings)
                continue
            place = places[ref.var]
            for row in group.rows(place):
                yield Cell(clause.variables[place][1]) if row == MISSING else Cell(ref.fact, row), group.having(place, row)

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


def open_bindings(outcome: Outcome, clause: Clause) -> Iterator[Open]:
    """The open bindings of a rule or item, each with its mask."""
    judged = outcome.judgements[clause.id]
    return zip(judged.open, judged.masks, strict=True)


def open_results(outcome: Outcome, item: Item) -> Iterator[Open]:
    """The open bindings of an item that make a result which may apply: not those of one that applies anyway."""
    holding = outcome.judgements[item.clause.id].holding
    if not holding or not item.per:
        return iter(()) if holding else open_bindings(outcome, item.clause)
    variables = [name for name, _ in item.clause.variables]
    result = itemgetter(*map(variables.index, item.per))
    held = set(map(result, holding))
    return ((keys, mask) for keys, mask in open_bindings(outcome, item.clause) if result(keys) not in held)


def settled(value: Value) -> bool:
    """Whether nothing about a value is open."""
    return not isinstance(value, Unknown | NotYet) and not (isinstance(value, Choices) and value.unsure)


def union(many: Iterable[Cells]) -> Cells:
    """All the cells of several sets."""
    found: set[Cell] = set()
    for cells in many:
        found |= cells
    return frozenset(found)
