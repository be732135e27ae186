"""Holds a sweep against the engine: whatever the two say differently of one case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guide.model import Item
from guide.outcome import Outcome
from guide.values import Cell, Status

if TYPE_CHECKING:
    from guide.sweep.results import Sweep

Keys = tuple[str, ...]


def disagreements(sweep: Sweep, case: int, outcome: Outcome) -> Iterator[str]:
    """Every row set, value, contradiction, rule and item of one case that differs from the engine's outcome."""
    yield from rows_apart(sweep, case, outcome)
    yield from values_apart(sweep, case, outcome)
    yield from rules_apart(sweep, case, outcome)
    for item in sweep.rulebook.items.values():
        yield from item_apart(sweep, case, outcome, item)


def rows_apart(sweep: Sweep, case: int, outcome: Outcome) -> Iterator[str]:
    """The lists that have other rows."""
    for listed in sweep.rulebook.lists:
        here = sweep.row_set(listed, case)
        if here != outcome.rows[listed]:
            yield f"rows of {listed}: {here}, not {outcome.rows[listed]}"


def values_apart(sweep: Sweep, case: int, outcome: Outcome) -> Iterator[str]:
    """The facts that have other values, and those of which only one says that rules contradict each other."""
    for id, fact in sweep.rulebook.facts.items():
        for row in outcome.rows[fact.list].keys if fact.list else ("",):
            cell = Cell(id, row)
            here, there = sweep.value(case, cell), outcome.value(cell)
            if here != there:
                yield f"{cell}: {here}, not {there}"
    contradictions = frozenset(found.cell for found in outcome.contradictions)
    for cell in sorted(sweep.contradicted(case) ^ contradictions):
        yield f"contradiction of {cell}: {'not ' if cell in contradictions else ''}found"


def rules_apart(sweep: Sweep, case: int, outcome: Outcome) -> Iterator[str]:
    """The rules that stand otherwise."""
    working, inside = sweep.place(case)
    for id in sweep.rulebook.rules:
        judged, status = outcome.judgements[f"rule:{id}"], working.statuses[f"rule:{id}"]
        here = Status(int(status[..., 0 if status.shape[-1] == 1 else inside].max()))
        there = Status.HOLDS if judged.holding else Status.OPEN if judged.open else Status.FAILS
        if here != there:
            yield f"rule {id}: {here.name}, not {there.name}"


def item_apart(sweep: Sweep, case: int, outcome: Outcome, item: Item) -> Iterator[str]:
    """The rows for which an item stands otherwise."""
    judged = outcome.judgements[item.clause.id]
    there = by_result(item, judged.open, Status.OPEN) | by_result(item, judged.holding, Status.HOLDS)
    here = dict(sweep.item_at(item, case))
    for keys in sorted(here.keys() | there.keys()):
        one, other = here.get(keys, Status.FAILS), there.get(keys, Status.FAILS)
        if one != other:
            yield f"item {item.id} {keys}: {one.name}, not {other.name}"


def by_result(item: Item, bindings: Sequence[Keys], status: Status) -> dict[Keys, Status]:
    """Full bindings as the rows of the item's `per` variables."""
    names = [name for name, _ in item.clause.variables]
    places = [names.index(variable) for variable in item.per]
    return {tuple(keys[place] for place in places): status for keys in bindings}
