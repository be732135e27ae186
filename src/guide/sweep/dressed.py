"""The level of an item and its days, over the rows of its `per` variables: what its entry in the checklist shows beside its status."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from guide.lines import Clause, DatePhrase, Operand, ParamRef
from guide.model import LEVELS, Item
from guide.sweep.bounds import meet
from guide.sweep.columns import Ordered, Status8, spread, spread_column
from guide.sweep.dated import phrase_date
from guide.sweep.joins import Factor, reduced
from guide.sweep.linework import see
from guide.sweep.working import Working

NO_LEVEL = len(LEVELS)
RULED_OUT = -1
UNKNOWN_DAY = 0


def alive(working: Working, clause: Clause) -> list[Factor]:
    """The lines of a clause and its rows, 1 for bindings of named rows that have not failed, else -1."""
    rows = {(variable,) for variable, _ in clause.variables}
    found = []
    for number, one in enumerate(working.clause_factors(clause)):
        least = 1 if number < len(rows) else 0
        found.append(Factor(one.variables, np.where(one.status >= least, np.int8(1), np.int8(-1))))
    return found


def levels(working: Working, item: Item) -> Status8:
    """The place of each result's level among LEVELS, the highest of its bindings; `RULED_OUT` where there is no such result."""
    status = working.statuses[item.clause.id]
    lengths = working.lengths(dict(item.clause.variables))
    found = np.full(status.shape, LEVELS.index(item.level) if item.level in LEVELS else NO_LEVEL, np.int8)
    for entries, (level, _) in zip(working.compiled.levels[item.id], item.raised, strict=True):
        raising = working.factors(entries)
        for wanted, factors in ((1, working.clause_factors(item.clause)), (0, alive(working, item.clause))):
            raised = (status == wanted) & (reduced([*factors, *raising], item.per, lengths) == 1)
            found = np.where(raised, np.minimum(found, np.int8(LEVELS.index(level))), found)
    return np.where(status >= 0, found, np.int8(RULED_OUT))


def days(working: Working, item: Item, phrase: DatePhrase) -> NDArray[np.int32]:
    """The ordinal of each result's day, the earliest of its bindings; `UNKNOWN_DAY` where none is known, `RULED_OUT` without a result."""
    clause = item.clause
    variables = tuple(variable for variable, _ in clause.variables)
    status = working.statuses[clause.id]
    lengths = working.lengths(dict(clause.variables))
    day = phrase_column(working, item, phrase, variables)
    told = meet(day.low, day.high) & ~day.na & ~day.not_yet
    late = np.int32(np.iinfo(np.int32).max)
    result = spread(status, item.per, variables)
    held = [Factor(one.variables, np.where(one.status == 1, np.int8(1), np.int8(-1))) for one in working.clause_factors(clause)]
    live = ((result == 1) & (reduced(held, variables, lengths) == 1)) | ((result == 0) & (reduced(alive(working, clause), variables, lengths) == 1))
    found = np.where(live & told, day.low.num, late).astype(np.int32)
    others = tuple(axis for axis, variable in enumerate(variables) if variable not in item.per)
    earliest = found.min(axis=others) if others else found
    kept = tuple(variable for variable in variables if variable in item.per)
    earliest = spread(earliest, kept, item.per)
    return np.where(status >= 0, np.where(earliest == late, np.int32(UNKNOWN_DAY), earliest), np.int32(RULED_OUT))


def phrase_column(working: Working, item: Item, phrase: DatePhrase, variables: tuple[str, ...]) -> Ordered:
    """The day that a phrase says for every binding."""
    span = phrase.span.count if phrase.span else None
    number = operand(working, item, span, variables) if isinstance(span, ParamRef) else span
    made = phrase_date(phrase, operand(working, item, phrase.base, variables), number, working.rulebook.calendars.get(item.calendar))
    assert isinstance(made, Ordered)
    return made


def operand(working: Working, item: Item, said: Operand, variables: tuple[str, ...]) -> Ordered:
    """A date or a length of time, on an axis per variable."""
    seen = see(working, said, dict(item.clause.variables), item.clause.dated_by)
    column = spread_column(seen.column, seen.variables, variables)
    assert isinstance(column, Ordered)
    return column
