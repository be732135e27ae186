"""What reads what: the order in which a rulebook is worked out, and the cycles that make that impossible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from guide.lines import Calculation, Clause, DatePhrase, Line, Op, Operand, Place, Ref
from guide.loader.files import Findings
from guide.loader.raw import Declared
from guide.model import Fact, Item, Rule, may_be_negative

Facts = Mapping[str, Fact]


def line_reads(lines: tuple[Line, ...], facts: Facts) -> Iterator[str]:
    """The facts that lines read; of a relation also what decides it beside its value: whether its question arises, and which rows there are."""
    for line in lines:
        for ref in line.refs():
            if ref.fact:
                yield ref.fact
                yield from relation_reads(facts.get(ref.fact))


def relation_reads(fact: Fact | None) -> Iterator[str]:
    """What a line about rows reads beside the value of a fact: an entry on the other row counts only when this one's question arises."""
    if fact is not None and fact.both_ways:
        yield from (ref.fact for line in fact.only_if for ref in line.refs() if ref.fact)
        yield from operand_reads(fact.dated_by)
    if fact is not None and fact.of and (fact.both_ways or not fact.asked):
        yield fact.of


def operand_reads(operand: Operand | None) -> Iterator[str]:
    """The fact that an operand reads."""
    if isinstance(operand, Ref) and operand.fact:
        yield operand.fact


def phrase_reads(phrase: DatePhrase | None) -> Iterator[str]:
    """The fact that a date phrase counts from."""
    if phrase:
        yield from operand_reads(phrase.base)


def clause_reads(clause: Clause, facts: Facts) -> Iterator[str]:
    """The facts and lists that a clause reads."""
    yield from (listed for _, listed in clause.variables)
    yield from line_reads(clause.when + clause.unless, facts)
    yield from operand_reads(clause.dated_by)


def calculation_reads(calculation: Calculation, facts: Facts) -> Iterator[str]:
    """The facts and lists that a calculation reads."""
    for operand in calculation.operands:
        yield from operand_reads(operand)
    yield from line_reads(calculation.counted, facts)
    yield from phrase_reads(calculation.phrase)
    if calculation.clause:
        yield from clause_reads(calculation.clause, facts)


def fact_reads(fact: Fact, concluding: Iterable[Rule], facts: Facts) -> Iterator[str]:
    """What must be known before a fact is: its own lines, its calculation, its rules and the values that these conclude."""
    yield from line_reads(fact.only_if, facts)
    yield from operand_reads(fact.dated_by)
    if fact.list:
        yield fact.list
    if fact.of and not fact.asked:
        yield fact.of
    if fact.calculation:
        yield from calculation_reads(fact.calculation, facts)
    for rule in concluding:
        yield f"rule:{rule.id}"
        yield from operand_reads(rule.then.value)
        yield from operand_reads(rule.clause.dated_by)


def rule_reads(rule: Rule, facts: Facts) -> Iterator[str]:
    """What a rule reads."""
    yield from clause_reads(rule.clause, facts)


def item_reads(item: Item, facts: Facts) -> Iterator[str]:
    """What decides an item, its level and its days."""
    yield from clause_reads(item.clause, facts)
    for _, lines in item.raised:
        yield from line_reads(lines, facts)
    yield from line_reads(item.potential_if + item.suits + item.strains, facts)
    yield from phrase_reads(item.due)
    yield from phrase_reads(item.not_before)


def read_graph(
    declared: Declared, rules: Mapping[str, Rule], items: Mapping[str, Item], concluders: Mapping[str, tuple[str, ...]]
) -> dict[str, frozenset[str]]:
    """What every fact, list, rule and item reads directly."""
    graph: dict[str, set[str]] = {
        id: set(fact_reads(fact, [rules[rule] for rule in concluders.get(id, ())], declared.facts)) for id, fact in declared.facts.items()
    }
    for id, listed in declared.lists.items():
        graph[id] = {*line_reads(listed.only_if, declared.facts), *operand_reads(listed.dated_by)}
    for id, rule in rules.items():
        graph[f"rule:{id}"] = set(rule_reads(rule, declared.facts))
    for id, item in items.items():
        graph[f"item:{id}"] = set(item_reads(item, declared.facts))
    return {name: frozenset(read & graph.keys()) for name, read in graph.items()}


def work_order(graph: Mapping[str, frozenset[str]], declared: Declared, rules: Mapping[str, Rule], findings: Findings) -> tuple[str, ...]:
    """Every name after all that it reads; each cycle is noted where its first rule or fact stands."""
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        cycle = from_a_fact([str(name) for name in reversed(error.args[1])])
        said = " needs ".join(f"`{name}`" for name in cycle if not name.startswith("rule:"))
        place = cycle_place(cycle, declared, rules)
        findings.error("R501", f"`{cycle[0]}` depends on itself: {said}", place, "break the circle: no fact may need itself to be known")
        cut = {name: reads - {cycle[1]} if name == cycle[0] else reads for name, reads in graph.items()}
        return work_order(cut, declared, rules, findings)


def from_a_fact(cycle: list[str]) -> list[str]:
    """A cycle (its first name again at the end) turned so that it starts with the first fact in the alphabet."""
    round_trip = cycle[:-1]
    start = round_trip.index(min(name for name in round_trip if not name.startswith("rule:")))
    turned = round_trip[start:] + round_trip[:start]
    return [*turned, turned[0]]


def cycle_place(cycle: list[str], declared: Declared, rules: Mapping[str, Rule]) -> Place:
    """The place of the first rule of a cycle, or of its first fact."""
    for name in cycle:
        if name.startswith("rule:"):
            place = rules[name.removeprefix("rule:")].place
            return Place(place.file, place.keys, on_key=True)
    found = declared.facts.get(cycle[0]) or declared.lists.get(cycle[0])
    return Place(found.place.file, found.place.keys, on_key=True) if found else Place("")


def mark_signs(order: tuple[str, ...], declared: Declared, rules: Mapping[str, Rule], concluders: Mapping[str, tuple[str, ...]]) -> None:
    """Marks the derived facts that may be negative: a difference always, anything else when what it comes from may be."""
    facts = declared.facts
    for name in order:
        fact = facts.get(name)
        if fact is None or fact.asked or fact.negative:
            continue
        calculation = fact.calculation
        operands = calculation.operands if calculation and calculation.kind != "count" else ()
        operands += tuple(rules[rule].then.value for rule in concluders.get(name, ()) if rules[rule].then.op is Op.IS)
        if (calculation and calculation.kind == "difference") or any(may_be_negative(facts, declared.params, operand) for operand in operands):
            facts[name] = replace(fact, negative=True)
