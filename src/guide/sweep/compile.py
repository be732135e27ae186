"""A rulebook made ready for sweeping: its lines numbered, and what depends on no case worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from guide.lines import Line, ParamRef, Ref
from guide.model import Fact, Item, Rule, Rulebook
from guide.sweep.literals import literal_texts
from guide.sweep.scopes import Entry, Readings


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """The lines of a rulebook numbered, and which of them each clause and each `only_if` has."""

    rulebook: Rulebook
    readings: Readings
    clauses: Mapping[str, tuple[Entry, ...]]
    only_if: Mapping[str, tuple[Entry, ...]]
    counted: Mapping[str, tuple[Entry, ...]]
    kept: Mapping[str, tuple[str, ...]]
    """The variables over which the statuses of a rule or an item are wanted."""
    levels: Mapping[str, tuple[tuple[Entry, ...], ...]]
    """The lines that raise each item's level, per level."""
    texts: tuple[str, ...]
    """The words that the rulebook compares texts with, or gives to them."""

    def entries(self, name: str) -> Iterator[Entry]:
        """The lines that are read to work out a fact, a list, a rule (`rule:id`) or an item (`item:id`)."""
        yield from self.clauses.get(name, ())
        yield from self.only_if.get(name, ())
        yield from self.counted.get(name, ())
        for rule in self.rulebook.concluders.get(name, ()):
            yield from self.clauses[f"rule:{rule}"]
        fact = self.rulebook.facts.get(name)
        if fact and fact.calculation and fact.calculation.clause:
            yield from self.clauses[fact.calculation.clause.id]

    def raised(self, item: Item) -> Iterator[tuple[tuple[Entry, ...], tuple[Line, ...]]]:
        """The lines of each higher level of an item, as they are numbered and as they are written."""
        yield from zip(self.levels[item.id], (lines for _, lines in item.raised), strict=True)


@lru_cache(maxsize=4)
def compile_rulebook(rulebook: Rulebook) -> Compiled:
    """A rulebook with its lines numbered; kept, since whoever asks once asks often."""
    readings = Readings()
    clauses = {clause.id: readings.clause(clause) for clause in (x.clause for many in (rulebook.rules, rulebook.items) for x in many.values())}
    only_if, counted = {}, {}
    for id, listed in rulebook.lists.items():
        only_if[id] = readings.conditions(listed.only_if, {}, listed.dated_by)
    for id, fact in rulebook.facts.items():
        outer = outer_lists(fact)
        only_if[id] = readings.conditions(fact.only_if, outer, fact.dated_by)
        if fact.calculation:
            counted[id] = readings.conditions(fact.calculation.counted, outer, fact.dated_by)
            if fact.calculation.clause:
                clauses[fact.calculation.clause.id] = readings.clause(fact.calculation.clause, outer)
    kept = {rule.clause.id: kept_by(rule) for rule in rulebook.rules.values()} | {item.clause.id: item.per for item in rulebook.items.values()}
    levels = {
        id: tuple(readings.conditions(lines, dict(item.clause.variables), item.clause.dated_by) for _, lines in item.raised)
        for id, item in rulebook.items.items()
    }
    return Compiled(rulebook, readings, clauses, only_if, counted, kept, levels, literal_texts(rulebook))


def outer_lists(fact: Fact) -> dict[str, str]:
    """The list of `row`, in what an attribute's own declaration says."""
    return {"row": fact.list} if fact.list else {}


def kept_by(rule: Rule) -> tuple[str, ...]:
    """The variables on which a rule's conclusion depends: the row it is about, and the rows that its value is read from."""
    found = [rule.then.target.var]
    value = rule.then.value
    if isinstance(value, Ref):
        found.append(value.var)
    if isinstance(value, ParamRef) and rule.clause.dated_by:
        found.append(rule.clause.dated_by.var)
    return tuple(dict.fromkeys(variable for variable in found if variable))


def item_axes(item: Item) -> tuple[str, ...]:
    """The lists whose rows an item's statuses are over."""
    lists = dict(item.clause.variables)
    return tuple(lists[variable] for variable in item.per)
