"""In which cases a line alone decides a clause: every other line speaks for the clause, and this one for it, or against it.

With `for` this is so when there is such a binding of rows (modified condition/decision coverage, over all bindings).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from guide.lines import Clause
from guide.model import Rulebook
from guide.sweep.joins import Factor, factor, reduced
from guide.sweep.working import Working

FOR = -1
"""The side of a clause on which all its lines stand for it; any other side is the number of the line that alone stands against."""


class Side(NamedTuple):
    """One side of a clause: `FOR`, or the number of the line that alone stands against it."""

    clause: str
    line: int


def clauses_of(rulebook: Rulebook) -> Iterator[tuple[Clause, str]]:
    """Every clause of rules, items and calculations, with the list of `row` where it is about an attribute."""
    yield from ((rule.clause, "") for rule in rulebook.rules.values())
    yield from ((item.clause, "") for item in rulebook.items.values())
    yield from ((fact.calculation.clause, fact.list) for fact in rulebook.facts.values() if fact.calculation and fact.calculation.clause)


def sides(rulebook: Rulebook, only: Iterable[str] | None = None) -> tuple[Side, ...]:
    """Every side of every clause, or of some."""
    wanted = None if only is None else set(only)
    found = []
    for clause, _ in clauses_of(rulebook):
        if wanted is None or clause.id in wanted:
            found.append(Side(clause.id, FOR))
            found += [Side(clause.id, number) for number, _ in enumerate(clause.lines())]
    return tuple(found)


def decided(workings: Iterable[tuple[int, Working]], wanted: Iterable[Side]) -> Mapping[Side, int]:
    """For each side that some case is on, the first such case, by its number in the population."""
    waiting = list(wanted)
    found: dict[Side, int] = {}
    for start, working in workings:
        clauses = {clause.id: (clause, outer) for clause, outer in clauses_of(working.rulebook)}
        for side in waiting:
            if side not in found and (case := first(working, *clauses[side.clause], side.line)) is not None:
                found[side] = start + case
    return found


def first(working: Working, clause: Clause, outer: str, line: int) -> int | None:
    """The first case of a chunk on one side of a clause."""
    lists = {**({"row": outer} if outer else {}), **dict(clause.variables)}
    factors = [Factor((variable,), working.rows_there(listed)) for variable, listed in lists.items()]
    for number, entry in enumerate(working.compiled.clauses[clause.id]):
        status = working.line(entry.reading, entry.wanted)
        factors.append(factor(entry.variables, np.negative(status) if number == line else status))
    met = np.atleast_1d(np.asarray(reduced(factors, (), working.lengths(lists)) == 1))
    places = np.flatnonzero(np.broadcast_to(met, working.chunk.size))
    return int(places[0]) if places.size else None
