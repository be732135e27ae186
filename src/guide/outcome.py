"""The outcome of a rulebook for some answers on a date: every value, every judgement, every result, as frozen data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from guide.bindings import Keys, named, survivors
from guide.lines import Binding, Clause
from guide.model import Item, Page, Rulebook
from guide.reading import value_of
from guide.values import MISSING, Answers, Cell, RowSet, Status, Value


@dataclass(frozen=True, slots=True)
class Judgement:
    """The bindings for which a clause holds, and those for which it is open; for every other one it fails."""

    holding: tuple[Keys, ...] = ()
    open: tuple[Keys, ...] = ()
    masks: tuple[int, ...] = field(default=(), compare=False)
    """For each open binding the lines that already speak for it."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Rules that hold and conclude different values of one fact; the fact is unknown."""

    cell: Cell
    values: tuple[Value, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """When each value and judgement of an evaluation last changed: by the number of the update. `source` tells evaluations apart."""

    source: object
    now: int
    last: Mapping[str, int]

    def since(self, rulebook: Rulebook, then: int) -> frozenset[str]:
        """The names that have changed since an update, or read something that has, however far below."""
        found: set[str] = set()
        for name in rulebook.order:
            if self.last.get(name, 0) > then or not found.isdisjoint(rulebook.reads[name]):
                found.add(name)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from some answers on a date."""

    rulebook: Rulebook
    as_at: date
    answers: Answers
    values: Mapping[str, Value | Mapping[str, Value]]
    rows: Mapping[str, RowSet]
    judgements: Mapping[str, Judgement]
    contradictions: tuple[Contradiction, ...] = ()
    changes: Changes | None = field(default=None, compare=False)
    """When each name last changed, for whoever remembers what followed from an earlier outcome."""

    def value(self, cell: Cell) -> Value:
        """The value of a fact, or of an attribute of a row."""
        return value_of(self, cell.fact, cell.row)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the outcome: an item for one binding of its `per` variables, with the bindings that speak for it."""

    item: Item
    binding: Binding
    status: Status
    bindings: tuple[Keys, ...] = field(default=())

    @property
    def id(self) -> str:
        """`item` or `item (p = Ann, q = Bob)`."""
        return result_id(self.item.id, self.binding)


def result_id(item: str, binding: Binding) -> str:
    """The name of an item's result for a binding."""
    return f"{item} ({', '.join(f'{var} = {key}' for var, key in binding)})" if binding else item


def per_binding(item: Item, keys: Keys) -> Binding:
    """The part of a full binding that makes one result."""
    rows = named(item.clause, keys)
    return tuple((var, rows[var]) for var in item.per)


def live_results(outcome: Outcome, item: Item) -> tuple[Result, ...]:
    """The results of an item that apply or may apply, those that apply first."""
    judged = outcome.judgements[item.clause.id]
    held = grouped(item, judged.holding)
    unsure = grouped(item, judged.open)
    applying = tuple(Result(item, binding, Status.HOLDS, keys) for binding, keys in held.items())
    return applying + tuple(Result(item, binding, Status.OPEN, keys) for binding, keys in unsure.items() if binding not in held)


def grouped(item: Item, bindings: tuple[Keys, ...]) -> dict[Binding, tuple[Keys, ...]]:
    """Full bindings by the result that they belong to."""
    found: dict[Binding, list[Keys]] = {}
    for keys in bindings:
        found.setdefault(per_binding(item, keys), []).append(keys)
    return {binding: tuple(several) for binding, several in found.items()}


def status_of(outcome: Outcome, item: Item, binding: Binding) -> Status:
    """How an item stands for one binding of its `per` variables (all of them taken together when it is empty)."""
    found = [result.status for result in live_results(outcome, item) if not binding or dict(result.binding) == dict(binding)]
    return max(found, default=Status.FAILS)


def ruled_out(outcome: Outcome, item: Item) -> Iterator[Result]:
    """The results of an item that are ruled out: each pair of rows that was cleared, or once for all when no row decides."""
    live = {result.binding for result in live_results(outcome, item)}
    if not item.per or fails_for_all(outcome, item.clause) or no_rows(outcome, item):
        if not live:
            yield Result(item, (), Status.FAILS)
        return
    lists = dict(item.clause.variables)
    for keys in product(*(outcome.rows[lists[var]].keys for var in item.per)):
        binding = tuple(zip(item.per, keys, strict=True))
        if binding not in live:
            yield Result(item, binding, Status.FAILS)


def cited_on(outcome: Outcome, cite: tuple[str, ...], day: Value) -> tuple[str, ...]:
    """The pages of a citation that are law on a day (the as-at date while it is not known); all of them when none is."""
    judged = day if isinstance(day, date) else outcome.as_at
    found = tuple(page for page in cite if in_force(outcome.rulebook.pages[page], judged))
    return found or cite


def in_force(page: Page, day: date) -> bool:
    """Whether a page is law on a day, as far as its own dates tell."""
    started = not isinstance(page.start, date) or page.start <= day
    return started and (page.end is None or day <= page.end)


def no_rows(outcome: Outcome, item: Item) -> bool:
    """Whether a list that an item is about has no rows at all."""
    lists = dict(item.clause.variables)
    return any(not outcome.rows[lists[var]].keys for var in item.per)


def fails_for_all(outcome: Outcome, clause: Clause) -> bool:
    """Whether the lines of a clause that read no row already fail."""
    variables = {var for var, _ in clause.variables}
    own = Clause(
        clause.id,
        tuple(line for line in clause.when if not line.variables & variables),
        tuple(line for line in clause.unless if not line.variables & variables),
        dated_by=None if clause.dated_by and clause.dated_by.var in variables else clause.dated_by,
    )
    return not survivors(outcome, own)


__all__ = ["MISSING", "Contradiction", "Judgement", "Outcome", "Result", "live_results", "result_id", "ruled_out", "status_of"]
