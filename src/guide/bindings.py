"""Finds the bindings of a clause's row variables that have not failed, joining as it goes.

Each binding comes with a mask: bit i is set when line i (the `when` lines, then the `unless` lines) already speaks for the
clause. Lines are read as soon as their variables are bound, single rows are sifted before they are joined, and `is` lines
between rows look their partner up instead of trying all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from guide.lines import Clause, Line, Op, ParamRef, Ref
from guide.reading import Rows, View, read, reading_day, status
from guide.values import MISSING, Status, Value

Keys = tuple[str, ...]
"""A row key per variable, in the order of `for`."""
Indexed = tuple[int, Line, Status]


@dataclass(frozen=True, slots=True)
class Step:
    """One variable of a join: its list, the lines it decides alone, and those it decides with the variables before it."""

    variable: str
    list: str
    alone: tuple[Indexed, ...]
    joined: tuple[tuple[Indexed, tuple[str, ...]], ...]
    """Each with the variables that it reads, when these are not all that are bound by now: its status is then worth remembering."""
    looked_up: Ref | None
    """An attribute of an earlier row that names this one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a clause is joined: the lines without variables, then a step per variable."""

    fixed: tuple[Indexed, ...]
    steps: tuple[Step, ...]
    positions: tuple[int, ...]


def full_mask(clause: Clause) -> int:
    """The mask of a binding for which every line speaks."""
    return (1 << (len(clause.when) + len(clause.unless))) - 1


def named(clause: Clause, keys: Keys) -> dict[str, str]:
    """The rows of a binding by variable."""
    return {variable: key for (variable, _), key in zip(clause.variables, keys, strict=True)}


def needs(line: Line, clause: Clause) -> frozenset[str]:
    """The variables that must be bound before a line can be read."""
    dated = clause.dated_by
    if dated and dated.var and any(isinstance(operand, ParamRef) for operand in line.right):
        return line.variables | {dated.var}
    return line.variables


@lru_cache(maxsize=50_000)
def plan(clause: Clause, first: str = "") -> Plan:
    """The order in which a clause's variables are bound: `first` if given, then most sifted, along the lines that tie rows together."""
    indexed = [(index, line, wanted) for index, (line, wanted) in enumerate(clause.lines())]
    own = {variable for variable, _ in clause.variables}
    waiting = dict(clause.variables)
    bound: list[str] = []
    steps = []
    while waiting:
        variable = first if first in waiting else min(waiting, key=lambda v: preference(v, clause, bound, own))
        before = {*bound, variable}
        here = [entry for entry in indexed if variable in needs(entry[1], clause) and needs(entry[1], clause) & own <= before]
        alone = tuple(entry for entry in here if needs(entry[1], clause) & own == {variable})
        joined = tuple(entry for entry in here if needs(entry[1], clause) & own != {variable})
        remembered = tuple((entry, read_rows(entry[1], clause, before)) for entry in joined)
        steps.append(Step(variable, waiting.pop(variable), alone, remembered, lookup(joined, variable, bound)))
        bound.append(variable)
    fixed = tuple(entry for entry in indexed if not needs(entry[1], clause) & own)
    return Plan(fixed, tuple(steps), tuple(bound.index(variable) for variable, _ in clause.variables))


def read_rows(line: Line, clause: Clause, bound: set[str]) -> tuple[str, ...]:
    """The variables that a line reads; none when it reads all that are bound, so that no two bindings share its status."""
    read = needs(line, clause)
    return () if bound <= read else tuple(sorted(read))


def preference(variable: str, clause: Clause, bound: list[str], own: set[str]) -> tuple[int, int, int]:
    """Ranks the next variable to bind: looked up by a bound row, tied to one, sifted by lines of its own."""
    lines = [line for line, _ in clause.lines()]
    found = any(lookup(((0, line, Status.HOLDS),), variable, bound) for line in clause.when)
    tied = any(variable in line.variables and line.variables & set(bound) for line in lines)
    alone = sum(needs(line, clause) & own == {variable} for line in lines)
    return (-int(found), -int(tied), -alone)


def lookup(joined: tuple[Indexed, ...], variable: str, bound: list[str]) -> Ref | None:
    """The attribute of a bound row that must name the row of `variable`."""
    for _, line, wanted in joined:
        plain = line.op is Op.IS and not line.negated and wanted is Status.HOLDS
        if plain and line.right == (Ref("", variable),) and line.left.var in bound:
            return line.left
    return None


def survivors(view: View, clause: Clause, outer: Rows | None = None) -> dict[Keys, int]:
    """The bindings that hold or are open, each with its mask; `outer` binds variables from outside, like `row`."""
    planned = plan(clause)
    mask = sift(view, clause, planned.fixed, dict(outer or {}))
    if mask is None:
        return {}
    sifted = {}
    for step in planned.steps:
        sifted[step.variable] = sift_rows(view, clause, step, listed(view, step.list), outer)
        if not sifted[step.variable]:
            return {}
    return join(view, clause, planned, sifted, mask, outer)


def listed(view: View, list: str) -> Keys:
    """The rows that a variable can stand for; the missing one while the list may have more."""
    rowset = view.rows[list]
    return (*rowset.keys, MISSING) if rowset.more else rowset.keys


def sift_rows(view: View, clause: Clause, step: Step, keys: Iterable[str], outer: Rows | None = None) -> dict[str, int]:
    """Those of some rows of a variable that no line speaks against by itself, each with the bits of the lines that speak for it."""
    rows = dict(outer or {})
    kept = {}
    for key in keys:
        rows[step.variable] = key
        alone = sift(view, clause, step.alone, rows)
        if alone is not None:
            kept[key] = alone
    return kept


def join(view: View, clause: Clause, planned: Plan, sifted: Mapping[str, Mapping[str, int]], mask: int, outer: Rows | None = None) -> dict[Keys, int]:
    """All combinations of sifted rows that no line speaks against, each with its mask; `mask` has the bits of the fixed lines."""
    found = Extending(view, clause, planned, [sifted[step.variable] for step in planned.steps], dict(outer or {})).bindings(0, mask, ())
    return {tuple(keys[position] for position in planned.positions): mask for keys, mask in found}


def sift(view: View, clause: Clause, lines: Iterable[Indexed], rows: Rows) -> int | None:
    """The bits of the lines that speak for a binding; None as soon as one speaks against it."""
    mask = 0
    day: Value | None = None
    for index, line, wanted in lines:
        if day is None:
            day = reading_day(view, clause.dated_by, rows)
        found = status(view, line, rows, day)
        if found == -wanted:
            return None
        if found == wanted:
            mask |= 1 << index
    return mask


class Extending:
    """Binds one variable after another. A line that several bindings share is read once for them."""

    def __init__(self, view: View, clause: Clause, planned: Plan, sifted: list[Mapping[str, int]], rows: dict[str, str]) -> None:
        self.view, self.clause, self.steps, self.sifted, self.rows = view, clause, planned.steps, sifted, rows
        self._read: dict[tuple[int, Keys], int | None] = {}

    def bindings(self, depth: int, mask: int, keys: Keys) -> Iterator[tuple[Keys, int]]:
        """Every way to bind the variables from `depth` on that does not fail."""
        if depth == len(self.steps):
            yield keys, mask
            return
        step = self.steps[depth]
        for key, alone in candidates(self.view, step, self.sifted[depth], self.rows):
            self.rows[step.variable] = key
            joined = self.joined(step)
            if joined is not None:
                yield from self.bindings(depth + 1, mask | alone | joined, (*keys, key))

    def joined(self, step: Step) -> int | None:
        """The bits of the lines that speak for the rows bound so far; None when one speaks against them."""
        mask = 0
        for entry, shared in step.joined:
            if shared:
                place = entry[0], tuple(map(self.rows.__getitem__, shared))
                if place not in self._read:
                    self._read[place] = sift(self.view, self.clause, (entry,), self.rows)
                found = self._read[place]
            else:
                found = sift(self.view, self.clause, (entry,), self.rows)
            if found is None:
                return None
            mask |= found
        return mask


def candidates(view: View, step: Step, kept: Mapping[str, int], rows: Rows) -> Iterator[tuple[str, int]]:
    """The rows to try for a step: all that were kept, or only the one that an earlier row names."""
    if step.looked_up is not None and rows[step.looked_up.var] != MISSING:
        fact = view.rulebook.facts.get(step.looked_up.fact)
        partner = read(view, step.looked_up, rows, view.as_at)
        if isinstance(partner, str) and not (fact and fact.both_ways):
            for key in (partner, MISSING):
                if key in kept:
                    yield key, kept[key]
            return
    yield from kept.items()
