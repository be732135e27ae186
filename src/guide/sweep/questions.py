"""Which questions are still open in every case of a chunk: `guide.interview` walks down from open items, and so does this.

Names are gone through against the rulebook's order. Each hands what is wanted of it down to what it is worked out from, as a
mask over its rows; what reaches a question that nobody has answered is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from guide.bindings import plan
from guide.lines import Calculation, Clause, DatePhrase, Line, Operand, ParamRef, Ref
from guide.model import AS_AT, Fact, Item, Rule
from guide.sweep.bounds import Bools, meet
from guide.sweep.columns import NEVER, Column, Many, Ordered, is_unknown
from guide.sweep.compile import outer_lists
from guide.sweep.joins import Factor, factor, reduced
from guide.sweep.masks import Variables, marginal, over_one, overall, whole
from guide.sweep.scopes import Entry, Lists
from guide.sweep.working import Working


@dataclass(slots=True)
class Alive:
    """The bindings of a clause that have not failed and are wanted, seen over any of its variables."""

    factors: list[Factor]
    lists: dict[str, str]
    lengths: dict[str, int]
    _seen: dict[Variables, Bools] = field(default_factory=dict)

    def over(self, variables: Variables) -> Bools:
        """Where some binding with these rows is alive."""
        if variables not in self._seen:
            self._seen[variables] = np.asarray(reduced(self.factors, variables, self.lengths), bool)
        return self._seen[variables]


class Hanging:
    """Finds the questions that what is open hangs on, in every case of a chunk."""

    def __init__(self, working: Working) -> None:
        self.working = working
        self.book = working.rulebook
        self.wanted: dict[str, Bools] = {}
        """Masks by fact and list: per case, for an attribute per row before that."""
        self.asked: dict[str, Bools] = {}
        self.seen: set[str] = set()
        """The items, rules and facts whose lines were looked at in some case: what no other says decides no question."""

    def questions(self) -> dict[str, Bools]:
        """Every question that is open, with the cases (and rows) in which it is."""
        for item in self.book.items.values():
            self.item(item)
        self.asked[self.book.topics] = ~NEVER
        for name in reversed(self.book.order):
            mask = self.wanted.pop(name, None)
            if mask is None or not mask.any():
                continue
            if name in self.book.lists:
                self.list_rows(name, mask)
            else:
                self.fact(self.book.facts[name], mask)
        return {name: found for name, mask in self.asked.items() if (found := mask & self.unasked(name)).any()}

    def unasked(self, name: str) -> Bools:
        """Where nobody has answered a question; "not sure" is an answer, *not yet* of an earlier day is none."""
        population, slots = self.working.chunk.population, 0
        if name in self.book.lists:
            rows = population.rows.get(name)
            return ~NEVER if rows is None else ~rows.said
        column = population.columns.get(name)
        if column is None:
            return ~NEVER
        said = population.said.get(name)
        found = is_unknown(column) if said is None else ~said
        if isinstance(column, Ordered) and column.not_yet is not NEVER:
            found = found | (column.not_yet & (column.low.num <= population.as_at))
        listed = self.book.facts[name].list
        if not listed or found.ndim == 1:
            return found
        slots = self.working.slots(listed)
        whole = np.ones((slots, found.shape[-1]), bool)
        whole[: min(slots, len(found))] = found[:slots]
        return whole

    # --- wanting ---

    def want(self, name: str, mask: Bools) -> None:
        """Notes that something is wanted."""
        if name in self.wanted:
            mask = self.wanted[name] | mask
        self.wanted[name] = mask

    def want_operand(self, operand: Operand, mask: Bools, variables: Variables, lists: Lists) -> None:
        """Notes what an operand's value is worked out from; the list's own question for a row that is missing."""
        if not isinstance(operand, Ref) or not operand.fact or operand.fact == AS_AT:
            return
        if not operand.var:
            self.want(operand.fact, overall(mask))
            return
        rows = over_one(mask, variables, operand.var, self.working.slots(lists[operand.var]))
        self.want(lists[operand.var], rows[-1])
        rows[-1] = False
        self.want(operand.fact, rows)

    def want_line(self, entry: Entry, line: Line, dated_by: Ref | None, mask: Bools, lists: Lists) -> None:
        """Notes what a line is open on, wherever it is wanted. `mask` is over the entry's variables."""
        mask = mask & (self.working.line(entry.reading) == 0)
        if not mask.any():
            return
        present = mask = whole(mask, [self.working.slots(lists[variable]) for variable in entry.variables])
        for axis, variable in enumerate(entry.variables):
            if variable in line.variables:
                missing = (slice(None),) * axis + (-1,)
                self.want(lists[variable], overall(mask[missing]))
                present = present.copy()
                present[missing] = False
        for ref in (*line.refs(), *self.mirrors(line)):
            self.want_operand(ref, present, entry.variables, lists)
        if dated_by and any(isinstance(operand, ParamRef) for operand in line.right):
            self.want_operand(dated_by, present, entry.variables, lists)

    def mirrors(self, line: Line) -> list[Ref]:
        """The same attribute of the row on the other side, where an entry there counts too."""
        pairs = [(line.left, other) for other in line.right if isinstance(other, Ref)]
        pairs += [(other, line.left) for _, other in pairs]
        return [Ref(here.fact, there.var) for here, there in pairs if here.fact and self.book.facts[here.fact].both_ways and not there.fact]

    def want_phrase(self, phrase: DatePhrase, dated_by: Ref | None, mask: Bools, variables: Variables, lists: Lists) -> None:
        """Notes what a date phrase hangs on."""
        self.want_operand(phrase.base, mask, variables, lists)
        if dated_by and phrase.span and isinstance(phrase.span.count, ParamRef):
            self.want_operand(dated_by, mask, variables, lists)

    # --- clauses ---

    def alive(self, clause: Clause, extra: Iterable[Factor], outer: Lists | None = None) -> Alive:
        """The bindings of a clause that have not failed, and are wanted by some further factors."""
        lists = {**(outer or {}), **dict(clause.variables)}
        factors = [Factor(one.variables, np.asarray(one.status >= 0)) for one in self.working.clause_factors(clause)]
        return Alive([*factors, *extra], lists, self.working.lengths(lists))

    def want_clause(self, clause: Clause, alive: Alive) -> None:
        """Notes what the open lines of a clause hang on, and the lists of rows that are missing."""
        lines = [line for line, _ in clause.lines()]
        for entry, line in zip(self.working.compiled.clauses[clause.id], lines, strict=True):
            if (self.working.line(entry.reading) == 0).any():
                self.want_line(entry, line, clause.dated_by, alive.over(entry.variables), alive.lists)
        for variable, listed in clause.variables:
            if (self.working.rows_there(listed)[-1] == 0).any():
                self.want(listed, alive.over((variable,))[-1])

    def item(self, item: Item) -> None:
        """Notes what an item hangs on: whether it applies, and where it does, its day, level and title."""
        within = self.in_topics(item)
        status = self.working.status(item.clause.id)
        held, open_ = (status == 1) & within, (status == 0) & within
        if open_.any() or held.any():
            self.seen.add(item.clause.id)
        if open_.any():
            self.want_clause(item.clause, self.alive(item.clause, [factor(item.per, open_)]))
        if held.any() and (item.due or item.not_before or item.raised or item.named):
            self.dressing(item, held)

    def in_topics(self, item: Item) -> Bools:
        """Where an item is within the chosen topics."""
        topics = self.working.columns.get(self.book.topics)
        if not item.topics or not isinstance(topics, Many):
            return ~NEVER
        chosen = [topics.has[topics.domain.index(topic)] >= 0 for topic in item.topics if topic in topics.domain]
        return np.asarray(np.logical_or.reduce([topics.state != 1, *chosen]))

    def dressing(self, item: Item, held: Bools) -> None:
        """Notes what the day, level and title of an item hang on, for the first binding of each result that applies."""
        first = self.first_bindings(item, held)
        lists = dict(item.clause.variables)
        variables = tuple(lists)
        for phrase in (item.due, item.not_before):
            if phrase:
                self.want_phrase(phrase, item.clause.dated_by, first, variables, lists)
        for entries, lines in self.working.compiled.raised(item):
            unsure = first & (reduced(self.working.factors(entries), variables, {}) == 0)
            for entry, line in zip(entries, lines, strict=True):
                self.want_line(entry, line, item.clause.dated_by, marginal(unsure, variables, entry.variables), lists)
        for _, ref in item.named:
            if ref.fact in self.book.facts:
                self.want_operand(ref, first, variables, lists)

    def first_bindings(self, item: Item, held: Bools) -> Bools:
        """The first binding that holds of each result, in the order in which rows are joined."""
        clause = item.clause
        variables = tuple(name for name, _ in clause.variables)
        factors = [Factor(one.variables, np.asarray(one.status == 1)) for one in self.working.clause_factors(clause)]
        factors.append(factor(item.per, held))
        kept = item.per
        for variable in (step.variable for step in plan(clause).steps if step.variable not in item.per):
            kept = (*kept, variable)
            there = np.asarray(reduced(factors, kept, self.working.lengths(dict(clause.variables))), bool)
            rows = there.shape[len(kept) - 1]
            earliest = there.argmax(axis=len(kept) - 1)[..., None, :] == np.arange(rows)[:, None]
            factors.append(Factor(kept, there & earliest))
        return np.asarray(reduced(factors, variables, {}), bool)

    # --- facts and lists ---

    def list_rows(self, name: str, mask: Bools) -> None:
        """Notes what the rows of a list hang on."""
        listed = self.book.lists[name]
        limit = self.working.limit(name, ())
        if limit is not None:
            unsure = mask & (limit.status == 0)
            for entry, line in zip(self.working.compiled.only_if[name], listed.only_if, strict=True):
                self.want_line(entry, line, listed.dated_by, unsure, {})
            mask = mask & (limit.status != 0)
        self.asked[name] = mask & (self.working.rows_there(name)[-1] == 0)

    def fact(self, fact: Fact, mask: Bools) -> None:
        """Notes what a fact hangs on: itself when it can be asked, else what it is worked out from."""
        self.seen.add(fact.id)
        outer = outer_lists(fact)
        variables = tuple(outer)
        mask = mask & unsettled(self.working.fact(fact.id))
        limit = self.working.limit(fact.id, variables)
        if limit is not None:
            unsure = mask & (limit.status == 0)
            for entry, line in zip(self.working.compiled.only_if[fact.id], fact.only_if, strict=True):
                self.want_line(entry, line, fact.dated_by, marginal(unsure, variables, entry.variables), outer)
            mask = mask & (limit.status != 0)
        if not mask.any():
            return
        if fact.asked:
            self.asked[fact.id] = mask
        elif fact.calculation:
            self.calculation(fact, fact.calculation, mask)
        else:
            for id in self.book.concluders.get(fact.id, ()):
                self.conclusion(self.book.rules[id], mask)

    def conclusion(self, rule: Rule, mask: Bools) -> None:
        """Notes what a rule's conclusion about the rows wanted hangs on."""
        self.seen.add(rule.clause.id)
        target = rule.then.target.var
        alive = self.alive(rule.clause, [factor((target,) if target else (), mask)])
        self.want_clause(rule.clause, alive)
        value = rule.then.value
        variables = (value.var,) if isinstance(value, Ref) and value.var else ()
        self.want_operand(value, alive.over(variables), variables, alive.lists)

    def calculation(self, fact: Fact, calculation: Calculation, mask: Bools) -> None:
        """Notes what a calculation hangs on."""
        outer = outer_lists(fact)
        variables = tuple(outer)
        for entry, line in zip(self.working.compiled.counted[fact.id], calculation.counted, strict=True):
            self.want_line(entry, line, fact.dated_by, marginal(mask, variables, entry.variables), outer)
        if calculation.phrase:
            self.want_phrase(calculation.phrase, fact.dated_by, mask, variables, outer)
        if not calculation.clause:
            for operand in calculation.operands:
                self.want_operand(operand, mask, variables, outer)
            return
        alive = self.alive(calculation.clause, [factor(variables, mask)], outer)
        self.want_clause(calculation.clause, alive)
        for operand in calculation.operands if calculation.kind != "count" else ():
            own = (operand.var,) if isinstance(operand, Ref) and operand.var else ()
            self.want_operand(operand, alive.over(own), own, alive.lists)


def unsettled(column: Column) -> Bools:
    """Where something about a value is open."""
    match column:
        case Ordered():
            return ~column.na & ~meet(column.low, column.high)
        case Many():
            return np.asarray((column.state == 0) | ((column.state == 1) & (column.has == 0).any(axis=-2)))
        case _:
            return is_unknown(column)
