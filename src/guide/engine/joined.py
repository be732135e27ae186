"""The bindings of one clause, kept up to date: when something changes, only bindings with a row that it touches are read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guide.bindings import Indexed, Keys, join, listed, plan, sift_rows
from guide.lines import Clause, Line, ParamRef, Ref
from guide.model import Rulebook
from guide.reading import View, reading_day, status
from guide.values import Status

EVERYTHING = None
"""A change that leaves nothing as it was."""
Rows = frozenset[str]
Changes = Mapping[str, Rows | None]
"""What changed, by the names of facts and lists: the rows, or everything."""


@dataclass(frozen=True, slots=True)
class News:
    """What an update did to a clause's bindings: those that no longer stand, and those that are new or stand otherwise."""

    gone: tuple[Keys, ...]
    found: Mapping[Keys, int]


class Once:
    """Reads lines without variables, each once in an update however many clauses have it: most clauses share their nation and dates."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._read: dict[int, Status] = {}

    def forget(self) -> None:
        """Something changed: every line is to be read again."""
        self._read.clear()

    def numbered(self, lines: Iterable[Indexed], dated_by: Ref | None) -> tuple[tuple[int, Indexed], ...]:
        """Lines with a number each, the same for those that say the same."""
        return tuple((self._numbers.setdefault(meaning(line, dated_by), len(self._numbers)), (index, line, wanted)) for index, line, wanted in lines)

    def sift(self, view: View, lines: Iterable[tuple[int, Indexed]], dated_by: Ref | None) -> int | None:
        """The bits of the lines that speak for their clause; None as soon as one speaks against it."""
        mask = 0
        for number, (index, line, wanted) in lines:
            found = self._read.get(number)
            if found is None:
                found = self._read[number] = status(view, line, {}, reading_day(view, dated_by, {}))
            if found == -wanted:
                return None
            if found == wanted:
                mask |= 1 << index
        return mask


def meaning(line: Line, dated_by: Ref | None) -> tuple[object, ...]:
    """What a line says: the same for two that are read alike. `True` is no 1 here."""
    dated = dated_by if any(isinstance(operand, ParamRef) for operand in line.right) else None
    return (line.left, line.op, line.right, tuple(map(type, line.right)), line.negated, bool(line.origin), dated)


class Joined:
    """The bindings of a clause that have not failed, each with its mask."""

    def __init__(self, rulebook: Rulebook, clause: Clause, once: Once) -> None:
        self.clause = clause
        self._once = once
        self.masks: dict[Keys, int] = {}
        self.fixed: int | None = None
        """The bits of the lines without variables that hold; None while one of them speaks against all."""
        self._rulebook = rulebook
        self._touching: Mapping[str, Touch] | None = None
        self._kept: dict[str, dict[str, int]] = {}
        self._started = False
        planned = plan(clause)
        self._fixed_lines = once.numbered(planned.fixed, clause.dated_by)
        self.fixed_bits = sum(1 << index for index, _, _ in planned.fixed)

    @property
    def touching(self) -> Mapping[str, Touch]:
        """How each fact and list that the clause reads touches it; made out when something changes, since at the start all is read."""
        if self._touching is None:
            self._touching = touching(self._rulebook, self.clause)
        return self._touching

    @property
    def settled(self) -> bool:
        """Whether every line without variables speaks for the clause."""
        return self.fixed == self.fixed_bits

    def update(self, view: View, changes: Changes) -> News:
        """Reads again what the changes touch."""
        if not self._started:
            return self.again(view)
        rows, fixed, everything = self.touched(changes)
        after = self._once.sift(view, self._fixed_lines, self.clause.dated_by) if fixed else self.fixed
        if everything or self.every_row(view, rows) or (after is not self.fixed and None in (after, self.fixed)):
            return self.again(view)
        if self.fixed is None or after is None:
            return News((), {})
        if after == self.fixed:
            return self.replaced(view, rows) if rows else News((), {})
        self.fixed = after
        self.masks = {keys: mask & ~self.fixed_bits | after for keys, mask in self.masks.items()}
        gone = self.replaced(view, rows).gone if rows else ()
        return News(gone, dict(self.masks))

    def every_row(self, view: View, rows: Mapping[str, Rows]) -> bool:
        """Whether a variable has no row left that is as it was: reading everything once is then less work than joining per variable."""
        return any(rows[variable].issuperset(listed(view, list)) for variable, list in self.clause.variables if variable in rows)

    def again(self, view: View) -> News:
        """Reads everything again."""
        self._started = True
        before, planned = self.masks, plan(self.clause)
        self.fixed = self._once.sift(view, self._fixed_lines, self.clause.dated_by)
        self.masks = {}
        if self.fixed is not None:
            self._kept = {step.variable: sift_rows(view, self.clause, step, listed(view, step.list)) for step in planned.steps}
            self.masks = join(view, self.clause, planned, self._kept, self.fixed)
        return News(tuple(keys for keys in before if keys not in self.masks), self.changed(before, self.masks))

    def replaced(self, view: View, rows: Mapping[str, Rows]) -> News:
        """Reads the bindings again in which a variable stands for one of some rows."""
        assert self.fixed is not None
        found: dict[Keys, int] = {}
        fresh: dict[str, dict[str, int]] = {}
        for variable, touched in rows.items():
            step = plan(self.clause, variable).steps[0]
            fresh[variable] = sift_rows(view, self.clause, step, [key for key in listed(view, step.list) if key in touched])
            self._kept[variable] = {key: bits for key, bits in self._kept[variable].items() if key not in touched} | fresh[variable]
        for variable in rows:
            planned = plan(self.clause, variable)
            found |= join(view, self.clause, planned, {**self._kept, variable: fresh[variable]}, self.fixed)
        gone = tuple(keys for keys in self.with_rows(rows) if keys not in found)
        changed = self.changed(self.masks, found)
        for keys in gone:
            del self.masks[keys]
        more = len(self.masks)
        self.masks |= found
        if len(self.masks) > more:
            self.masks = self.in_order(view)
        return News(gone, changed)

    def in_order(self, view: View) -> dict[Keys, int]:
        """The bindings in the order in which they are found when everything is read: nothing may depend on what was answered first."""
        planned = plan(self.clause)
        ranks = [{key: rank for rank, key in enumerate(listed(view, step.list))} for step in planned.steps]
        variables = [variable for variable, _ in self.clause.variables]
        places = [variables.index(step.variable) for step in planned.steps]
        if len(places) == 1:
            return {keys: self.masks[keys] for keys in sorted(self.masks, key=lambda keys: ranks[0][keys[0]])}
        return {keys: self.masks[keys] for keys in sorted(self.masks, key=lambda keys: [rank[keys[place]] for rank, place in zip(ranks, places, strict=True)])}

    def with_rows(self, rows: Mapping[str, Rows]) -> Iterable[Keys]:
        """The bindings in which a variable stands for one of some rows."""
        places = [(place, rows[variable]) for place, (variable, _) in enumerate(self.clause.variables) if variable in rows]
        if len(places) == 1:
            place, here = places[0]
            return [keys for keys in self.masks if keys[place] in here]
        return [keys for keys in self.masks if any(keys[place] in touched for place, touched in places)]

    @staticmethod
    def changed(before: Mapping[Keys, int], after: Mapping[Keys, int]) -> dict[Keys, int]:
        """The bindings that are new, or whose mask is another."""
        return {keys: mask for keys, mask in after.items() if before.get(keys) != mask}

    def touched(self, changes: Changes) -> tuple[dict[str, Rows], bool, bool]:
        """What changes touch: rows by variable, the lines without variables, or everything."""
        rows: dict[str, Rows] = {}
        fixed = False
        for name, changed in changes.items():
            touch = self.touching.get(name)
            if touch is None:
                continue
            if touch.everything or (changed is EVERYTHING and touch.variables):
                return {}, False, True
            fixed = fixed or touch.fixed
            for variable in touch.variables:
                rows[variable] = rows.get(variable, frozenset()) | (changed or frozenset())
        return rows, fixed, False


@dataclass(frozen=True, slots=True)
class Touch:
    """How a change of a fact or list touches a clause."""

    variables: frozenset[str] = frozenset()
    """Only bindings in which these stand for a row that changed."""
    fixed: bool = False
    """The lines without variables."""
    everything: bool = False

    def __or__(self, other: Touch) -> Touch:
        return Touch(self.variables | other.variables, self.fixed or other.fixed, self.everything or other.everything)


def touching(rulebook: Rulebook, clause: Clause) -> dict[str, Touch]:
    """How each fact and list that a clause reads touches it."""
    found: dict[str, Touch] = {}

    def add(name: str, touch: Touch) -> None:
        found[name] = found.get(name, Touch()) | touch

    for variable, list in clause.variables:
        add(list, Touch(frozenset({variable})))
    for line, _ in clause.lines():
        for name, touch in line_touches(rulebook, clause, line):
            add(name, touch)
    return found


def line_touches(rulebook: Rulebook, clause: Clause, line: Line) -> Iterator[tuple[str, Touch]]:
    """How what a line reads touches its clause."""
    dated = clause.dated_by if any(isinstance(operand, ParamRef) for operand in line.right) else None
    alone = not line.variables and not (dated and dated.var)
    rest = Touch(fixed=True) if alone else Touch(everything=True)
    for ref in (*line.refs(), *([dated] if dated else [])):
        if ref.fact:
            yield ref.fact, Touch(frozenset({ref.var})) if ref.var else rest
            yield from relation_touches(rulebook, line, ref, rest)


def relation_touches(rulebook: Rulebook, line: Line, ref: Ref, rest: Touch) -> Iterator[tuple[str, Touch]]:
    """How a relation between rows touches a clause: by the other row's entry, by whether its question arises, by the rows there are."""
    fact = rulebook.facts.get(ref.fact)
    if fact is None or not fact.of or (fact.asked and not fact.both_ways):
        return
    others = [operand for operand in (line.left, *line.right) if operand != ref]
    rows = [operand.var for operand in others if isinstance(operand, Ref) and operand.var and not operand.fact]
    touch = Touch(frozenset(rows)) if ref.var and len(rows) == len(others) else rest
    yield fact.of, touch
    if fact.both_ways:
        yield fact.id, touch
        for inner in (*(inner for condition in fact.only_if for inner in condition.refs()), *([fact.dated_by] if fact.dated_by else [])):
            yield inner.fact, Touch(frozenset({ref.var})) if ref.var and inner.var else rest


__all__ = ["EVERYTHING", "Changes", "Joined", "News", "Once"]
