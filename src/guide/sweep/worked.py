"""A population worked out chunk by chunk; and once more under rules that differ in one place, where only what rests on it is worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from guide.lines import DatePhrase, Line, ParamRef
from guide.model import Rulebook
from guide.sweep.chunk import Book, Chunk, cut
from guide.sweep.columns import Status8
from guide.sweep.compile import Compiled, compile_rulebook, outer_lists
from guide.sweep.fixed import fixed_columns
from guide.sweep.literals import clauses
from guide.sweep.population import Population
from guide.sweep.scopes import Reading
from guide.sweep.sizes import MOST_CASES, Sizes, sizes_of
from guide.sweep.working import Ending, Working


def worked(
    rulebook: Rulebook, population: Population, keep: Collection[str] | None = None, ready: Compiled | None = None, only_kept: bool = False
) -> Iterator[tuple[int, Working]]:
    """A population worked out, whole or as far as is needed for some names: each chunk with the number of its first case.

    With `only_kept` whatever is found on the way is dropped as soon as nothing reads it any more, so that the rest of the work
    stays in the processor's cache.
    """
    ready = ready or compile_rulebook(rulebook)
    texts = {text: place for place, text in enumerate(population.texts)}
    for text in ready.texts:
        texts.setdefault(text, len(texts))
    book = Book(rulebook, texts, fixed_columns(rulebook, texts))
    order = rulebook.order if keep is None else needed(rulebook, keep)
    ending = last_readers(ready, order, keep) if only_kept else {}
    for start, chunk in pieces(book, population, sizes_of(ready)):
        working = Working(ready, chunk)
        working.run(order, ending)
        yield start, working


def needed(rulebook: Rulebook, keep: Collection[str]) -> tuple[str, ...]:
    """The names that must be worked out for those wanted, in order."""
    found, waiting = set(), list(keep)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += rulebook.reads.get(name, frozenset()) - found
    return tuple(name for name in rulebook.order if name in found)


def last_readers(ready: Compiled, order: Sequence[str], keep: Collection[str] | None) -> Ending:
    """By each name of an order: the names and the lines that nothing after it reads, but for those kept."""
    last: dict[str | int, str] = {}
    for name in order:
        last[name] = name
        last |= dict.fromkeys(ready.rulebook.reads.get(name, ()), name)
        last |= {entry.reading: name for entry in ready.entries(name)}
    found: dict[str, list[str | int]] = {}
    for one, name in last.items():
        if isinstance(one, int) or (keep is not None and one not in keep):
            found.setdefault(name, []).append(one)
    return found


def pieces(book: Book, population: Population, size: Sizes) -> Iterator[tuple[int, Chunk]]:
    """A population cut into chunks, each of as many cases as the memory allows."""
    start, cases = 0, MOST_CASES
    while start < population.size:
        chunk = cut(book, population, slice(start, start + cases))
        fits = size.fitting(chunk.lengths)
        if fits < chunk.size:
            cases = max(1, min(cases // 2, fits))
            continue
        yield start, chunk
        start, cases = start + chunk.size, min(MOST_CASES, max(cases, fits))


@dataclass(slots=True)
class Worked:
    """A population worked out whole, with all that was found on the way."""

    rulebook: Rulebook
    parts: tuple[tuple[int, Working], ...]
    resting: dict[str, frozenset[str]] = field(default_factory=dict)
    """What rests on each name, as far as it was asked for."""

    @property
    def size(self) -> int:
        """How many cases there are."""
        return self.parts[-1][0] + self.parts[-1][1].chunk.size if self.parts else 0

    def above(self, name: str) -> frozenset[str]:
        """The names that rest on a rule, an item, a fact or a parameter (`param:id`), itself among them."""
        if name not in self.resting:
            found = {name, *(readers_of(self.rulebook, name.removeprefix("param:")) if name.startswith("param:") else ())}
            for other in self.rulebook.order:
                if not found.isdisjoint(self.rulebook.reads[other]):
                    found.add(other)
            self.resting[name] = frozenset(found)
        return self.resting[name]

    def live(self, name: str) -> Status8:
        """How an item or rule stands in every case, the best of all rows."""
        found = np.empty(self.size, np.int8)
        for start, working in self.parts:
            status = working.statuses[name]
            found[start : start + working.chunk.size] = status.reshape(-1, status.shape[-1]).max(axis=0)
        return found

    def anew(self, population: Population, keep: Collection[str]) -> Worked:
        """Other cases under the same rules, as far as is needed for some names."""
        ready = self.parts[0][1].compiled if self.parts else None
        return Worked(self.rulebook, tuple(worked(self.rulebook, population, keep, ready)))

    def remade(self, rulebook: Rulebook, name: str) -> Worked:
        """The same population under rules that differ in one rule, item, fact or parameter alone, and read nothing new."""
        touched = self.above(name)
        return Worked(rulebook, tuple((start, again(working, rulebook, name, touched)) for start, working in self.parts), self.resting)


def work(rulebook: Rulebook, population: Population) -> Worked:
    """A population worked out whole."""
    return Worked(rulebook, tuple(worked(rulebook, population)))


def again(old: Working, rulebook: Rulebook, name: str, touched: frozenset[str]) -> Working:
    """One chunk worked out again where it may differ."""
    ready = recompiled(old.compiled, rulebook, name)
    readings = ready.readings.all
    made = Working(
        ready,
        Chunk(replace(old.chunk.book, rulebook=rulebook), old.chunk.population, old.chunk.lengths),
        {id: column for id, column in old.columns.items() if id not in touched},
        {id: there for id, there in old.there.items() if id not in touched},
        {id: status for id, status in old.statuses.items() if id not in touched},
        {id: clash for id, clash in old.clashes.items() if id not in touched},
        _lines={key: status for key, status in old._lines.items() if read_by(readings[key[0]], rulebook).isdisjoint(touched)},
        _sources=dict(old._sources),
    )
    made.run([one for one in rulebook.order if one in touched], {})
    return made


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
        return replace(old, rulebook=rulebook, clauses={**old.clauses, name: readings.clause(item.clause)}, levels={**old.levels, id: levels})
    if name.startswith("param:"):
        return replace(old, rulebook=rulebook)
    fact = rulebook.facts[name]
    outer, clauses = outer_lists(fact), dict(old.clauses)
    if fact.calculation and fact.calculation.clause:
        clauses[fact.calculation.clause.id] = readings.clause(fact.calculation.clause, outer)
    counted = {**old.counted, name: readings.conditions(fact.calculation.counted, outer, fact.dated_by)} if fact.calculation else old.counted
    only_if = {**old.only_if, name: readings.conditions(fact.only_if, outer, fact.dated_by)}
    return replace(old, rulebook=rulebook, clauses=clauses, counted=counted, only_if=only_if)
