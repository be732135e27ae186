"""A population worked out once more under rules that differ in one place, no further than the difference goes.

Names are gone through in order. One that reads nothing that came out otherwise is left as it was, and so is all that rests on it alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from guide.lines import DatePhrase, Line, Op, ParamRef
from guide.model import Rulebook
from guide.sweep.chunk import Chunk
from guide.sweep.compile import Compiled, outer_lists
from guide.sweep.literals import clauses
from guide.sweep.scopes import Reading
from guide.sweep.working import Working

Lines = Mapping[str, list[int]]
"""The numbers of the lines that are read from each name."""


class Redone(NamedTuple):
    """One chunk once more, the names that were worked out again, and those of them that came out otherwise."""

    working: Working
    names: frozenset[str]
    otherwise: frozenset[str]


def again(old: Working, rulebook: Rulebook, name: str, above: Iterable[str], lines: Lines) -> Redone:
    """One chunk once more; `above` are all names that rest on the one that differs, in order."""
    made = Working(
        recompiled(old.compiled, rulebook, name),
        Chunk(replace(old.chunk.book, rulebook=rulebook), old.chunk.population, old.chunk.lengths),
        dict(old.columns),
        dict(old.there),
        dict(old.statuses),
        dict(old.clashes),
        _lines=dict(old._lines),
        _sources=dict(old._sources),
    )
    redone, otherwise = set[str](), set[str]()
    start: Collection[str] = (name,)
    if name.startswith("param:"):
        start = readers_of(rulebook, name.removeprefix("param:"))
        made.forget_lines(lines.get(name, ()))
    for one in above:
        if one in start or not otherwise.isdisjoint(rulebook.reads[one]):
            redone.add(one)
            if differs(made, one):
                otherwise.add(one)
                made.forget_lines(lines.get(one, ()))
    return Redone(made, frozenset(redone), frozenset(otherwise))


def differs(made: Working, name: str) -> bool:
    """Works a name out again; whether it came out otherwise, or what reads it may see more than what came out."""
    table, clashes = table_of(made, name), made.clashes.pop(name, None)
    before = table.pop(name)
    made.run([name])
    if more_to_see(made.rulebook, name) or not same(before, table[name]) or not same(clashes, made.clashes.get(name)):
        return True
    table[name] = before
    return False


def table_of(working: Working, name: str) -> dict[str, Any]:
    """Where what was found of a name is kept."""
    if name.startswith(("rule:", "item:")):
        return working.statuses
    return working.there if name in working.rulebook.lists else working.columns


def more_to_see(rulebook: Rulebook, name: str) -> bool:
    """Whether others look at the lines of a name beside its outcome: at those of a rule that concludes a value, or of a relation that counts both ways."""
    rule = rulebook.rules.get(name.removeprefix("rule:"))
    if rule is not None and rule.clause.id == name:
        return rule.then.op is Op.IS
    return name in rulebook.facts and rulebook.facts[name].both_ways


def same(one: object, other: object) -> bool:
    """Whether two columns are alike, case by case."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and bool((one == other).all())
    if is_dataclass(one) and type(one) is type(other):
        return all(same(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    return type(one) is type(other) and one == other


def lines_by_name(ready: Compiled) -> Lines:
    """The numbers of the lines that are read from each name."""
    found: dict[str, list[int]] = {}
    for number, reading in enumerate(ready.readings.all):
        for name in read_by(reading, ready.rulebook):
            found.setdefault(name, []).append(number)
    return found


def read_by(reading: Reading, rulebook: Rulebook) -> set[str]:
    """The facts and lists that a line is read from."""
    facts = {ref.fact for ref in reading.line.refs() if ref.fact in rulebook.facts}
    if reading.dated_by:
        facts.add(reading.dated_by.fact)
    lists = {listed for id in facts if (fact := rulebook.facts.get(id)) for listed in (fact.list, fact.of) if listed}
    params = {f"param:{operand.id}" for operand in reading.line.right if isinstance(operand, ParamRef)}
    return facts | lists | params | set(reading.lists)


def readers_of(rulebook: Rulebook, param: str) -> frozenset[str]:
    """The names whose lines, calculations or days read a parameter."""
    found = {clause.id for clause in clauses(rulebook) if reads_param(param, (line for line, _ in clause.lines()))}
    found = {name.removeprefix("calc:") for name in found}
    for rule in rulebook.rules.values():
        found |= {rule.clause.id} if rule.then.value == ParamRef(param) else set()
    for item in rulebook.items.values():
        raised = any(reads_param(param, lines) for _, lines in item.raised)
        found |= {item.clause.id} if raised or in_phrase(param, item.due) or in_phrase(param, item.not_before) else set()
    for fact in rulebook.facts.values():
        how = fact.calculation
        mine = reads_param(param, (*fact.only_if, *(how.counted if how else ())))
        found |= {fact.id} if mine or (how and (ParamRef(param) in how.operands or in_phrase(param, how.phrase))) else set()
    return frozenset(found | {listed.id for listed in rulebook.lists.values() if reads_param(param, listed.only_if)})


def reads_param(param: str, lines: Iterable[Line]) -> bool:
    """Whether a line compares with a parameter."""
    return any(ParamRef(param) in line.right for line in lines)


def in_phrase(param: str, phrase: DatePhrase | None) -> bool:
    """Whether a date phrase counts by a parameter, or from one."""
    return phrase is not None and (phrase.base == ParamRef(param) or (phrase.span is not None and phrase.span.count == ParamRef(param)))


def recompiled(old: Compiled, rulebook: Rulebook, name: str) -> Compiled:
    """A rulebook made ready once more, where it differs in one rule, item or fact."""
    readings, id = old.readings, name.partition(":")[2]
    if name.startswith("rule:"):
        rule = rulebook.rules[id]
        texts = (*old.texts, rule.then.value) if isinstance(rule.then.value, str) else old.texts
        return replace(old, rulebook=rulebook, clauses={**old.clauses, name: readings.clause(rule.clause)}, texts=texts)
    if name.startswith("item:"):
        item = rulebook.items[id]
        lists = dict(item.clause.variables)
        levels = tuple(readings.conditions(lines, lists, item.clause.dated_by) for _, lines in item.raised)
        clauses, kept = {**old.clauses, name: readings.clause(item.clause)}, {**old.kept, name: item.per}
        return replace(old, rulebook=rulebook, clauses=clauses, kept=kept, levels={**old.levels, id: levels})
    if name.startswith("param:"):
        return replace(old, rulebook=rulebook)
    fact = rulebook.facts[name]
    outer, clauses = outer_lists(fact), dict(old.clauses)
    if fact.calculation and fact.calculation.clause:
        clauses[fact.calculation.clause.id] = readings.clause(fact.calculation.clause, outer)
    counted = {**old.counted, name: readings.conditions(fact.calculation.counted, outer, fact.dated_by)} if fact.calculation else old.counted
    only_if = {**old.only_if, name: readings.conditions(fact.only_if, outer, fact.dated_by)}
    return replace(old, rulebook=rulebook, clauses=clauses, counted=counted, only_if=only_if)
