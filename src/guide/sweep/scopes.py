"""Lines with their variables renamed, so that the same line under other names is read once.

A clause's entry says which line it is, for which of the clause's variables, and what it must say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from guide.lines import Clause, Line, Operand, ParamRef, Place, Ref
from guide.values import Status

Lists = Mapping[str, str]
"""The list of each variable in scope."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it is read: variables `0`, `1`, ... over these lists, parameters on `dated_by`."""

    line: Line
    lists: tuple[str, ...]
    dated_by: Ref | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a clause: its number among the readings, the clause's variables for its own, and the status that speaks for the clause."""

    reading: int
    variables: tuple[str, ...]
    wanted: Status


class Readings:
    """Every different line of a rulebook, numbered."""

    def __init__(self) -> None:
        self.all: list[Reading] = []
        self._numbers: dict[Reading, int] = {}

    def entry(self, line: Line, lists: Lists, dated_by: Ref | None, wanted: Status = Status.HOLDS) -> Entry:
        """A line in a scope, numbered like every other that says the same."""
        reads_param = any(isinstance(operand, ParamRef) for operand in line.right)
        dated = dated_by if reads_param else None
        variables = tuple(dict.fromkeys(ref.var for ref in (*line.refs(), *([dated] if dated else [])) if ref.var))
        names = {variable: str(place) for place, variable in enumerate(variables)}
        plain = replace(
            line,
            text="",
            left=renamed_ref(line.left, names),
            right=tuple(renamed(operand, names) for operand in line.right),
            origin="from" if line.origin else "",
            place=Place(""),
        )
        reading = Reading(plain, tuple(lists[variable] for variable in variables), renamed_ref(dated, names) if dated else None)
        if reading not in self._numbers:
            self._numbers[reading] = len(self.all)
            self.all.append(reading)
        return Entry(self._numbers[reading], variables, wanted)

    def clause(self, clause: Clause, outer: Lists | None = None) -> tuple[Entry, ...]:
        """The lines of a clause; `outer` are variables bound outside it, like `row`."""
        lists = {**(outer or {}), **dict(clause.variables)}
        return tuple(self.entry(line, lists, clause.dated_by, wanted) for line, wanted in clause.lines())

    def conditions(self, lines: tuple[Line, ...], lists: Lists, dated_by: Ref | None) -> tuple[Entry, ...]:
        """Lines that must all hold."""
        return tuple(self.entry(line, lists, dated_by) for line in lines)


def renamed_ref(ref: Ref, names: Mapping[str, str]) -> Ref:
    """A ref under another variable name."""
    return Ref(ref.fact, names[ref.var]) if ref.var else ref


def renamed(operand: Operand, names: Mapping[str, str]) -> Operand:
    """An operand under other variable names."""
    return renamed_ref(operand, names) if isinstance(operand, Ref) else operand
