"""The statuses of lines over the rows of their variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from guide.lines import Line, Op, Operand, ParamRef, Ref
from guide.model import AS_AT, Fact, Rulebook
from guide.sweep.bounds import Bools, pick, small
from guide.sweep.columns import NEVER, NO_CODE, Code, Column, Many, Ordered, Status8, Truth, is_na, is_unknown, spread, spread_column
from guide.sweep.literals import literal, literal_word
from guide.sweep.scopes import Reading
from guide.sweep.verdicts import among, compared, equals, finished, has_word


class Seen(NamedTuple):
    """A column with the variables of its row axes."""

    column: Column
    variables: tuple[str, ...] = ()
    na: Bools | None = None
    """Where it is not applicable; None when it always is."""


class Sight(Protocol):
    """What lines are read against."""

    @property
    def rulebook(self) -> Rulebook:
        """The rules that are read."""

    def fact(self, id: str) -> Column:
        """The column of a fact."""

    def parameter(self, id: str, dated_by: Ref | None) -> Ordered:
        """A parameter on the day of what reads it."""

    def rows_there(self, listed: str) -> Status8:
        """Which rows of a list there are: 1, at the last slot 0 when there may be more, else -1."""

    def not_applicable(self, id: str) -> Bools | None:
        """Where a fact is not applicable; None when it always is."""

    def applies(self, id: str) -> Status8 | None:
        """Whether the `only_if` lines of a fact hold; None if it has none."""

    def slots(self, listed: str) -> int:
        """The length of a list's axis."""

    def word_places(self, domain: str) -> dict[str, int]:
        """The codes of texts, or of the rows that the rulebook fixes."""


def see(sight: Sight, operand: Operand, lists: dict[str, str], dated_by: Ref | None, like: Column | None = None) -> Seen:
    """The column of an operand; a word is coded like the column that it is compared with."""
    if isinstance(operand, Ref):
        variables = (operand.var,) if operand.var else ()
        if operand.fact:
            return Seen(sight.fact(operand.fact), variables, sight.not_applicable(operand.fact))
        listed = lists[operand.var]
        return Seen(Code(np.arange(sight.slots(listed), dtype=np.int16)[:, None], listed), variables)
    if isinstance(operand, ParamRef):
        amount = sight.parameter(operand.id, dated_by)
        return Seen(amount, (dated_by.var,) if dated_by and dated_by.var else (), None if amount.na is NEVER else amount.na)
    if isinstance(operand, str):
        assert isinstance(like, Code | Many)
        places = sight.word_places(like.domain) if isinstance(like.domain, str) else {}
        return Seen(literal_word(operand, like.domain, places))
    return Seen(literal(operand))


def line_status(sight: Sight, reading: Reading) -> Status8:
    """Whether a line holds, fails or is open, for every row of each of its variables."""
    line, want = reading.line, tuple(map(str, range(len(reading.lists))))
    lists = dict(zip(want, reading.lists, strict=True))
    left = see(sight, line.left, lists, reading.dated_by)
    if line.origin and isinstance(left.column, Ordered):
        left = left._replace(column=not_yet_now(sight, left.column))
    rights = [see(sight, operand, lists, reading.dated_by, left.column) for operand in line.right]
    found = verdict(line, left, rights, want)
    if line.op in (Op.IS, Op.IN, Op.HAS):
        found = with_relations(sight, line, found, left, rights, want)
    nas = [spread(side.na, side.variables, want) for side in (left, *rights) if side.na is not None]
    return open_on_missing_rows(sight, finished(found, line.negated, nas), reading, want)


def not_yet_now(sight: Sight, column: Ordered) -> Ordered:
    """A date with the as-at date standing in for *not yet*."""
    if column.not_yet is NEVER:
        return column
    today = sight.fact(AS_AT)
    assert isinstance(today, Ordered)
    if not column.not_yet.any():
        return column
    return Ordered(pick(column.not_yet, today.low, column.low), pick(column.not_yet, today.high, column.high), column.na, NEVER)


def verdict(line: Line, left: Seen, rights: Sequence[Seen], want: tuple[str, ...]) -> Status8:
    """What a line says, its negation and what is not applicable aside."""
    match line.op:
        case Op.TRUE:
            assert isinstance(left.column, Truth)
            return spread(left.column.status, left.variables, want)
        case Op.UNCONFIRMED:
            return np.zeros(1, np.int8)
        case Op.HAS:
            assert isinstance(left.column, Many)
            return has(left.column, left.variables, rights[0], want, bare_variable(line.right[0]))
    here = spread_column(left.column, left.variables, want)
    there = [spread_column(right.column, right.variables, want) for right in rights]
    if line.op in (Op.IS, Op.IN):
        return equals(here, there[0]) if line.op is Op.IS else among(here, there)
    return compared(line.op, here, there[0])


def bare_variable(operand: Operand) -> str:
    """The row variable that an operand is, if it is one alone."""
    return operand.var if isinstance(operand, Ref) and not operand.fact else ""


def has(left: Many, variables: tuple[str, ...], right: Seen, want: tuple[str, ...], variable: str) -> Status8:
    """`has`: chosen for sure, surely not, or unsure. `variable` is the right side when that is a row variable alone."""
    if variable:
        return by_row(left, variables, variable, want)
    code = right.column
    assert isinstance(code, Code)
    if code.code.size == 1 and 0 <= (place := int(code.code.flat[0])) < left.has.shape[-2] and code.domain == left.domain:
        return spread(left.has[..., place, :], variables, want)
    here, there = spread_column(left, variables, want), spread_column(code, right.variables, want)
    assert isinstance(here, Many)
    assert isinstance(there, Code)
    return has_word(here, there)


def by_row(left: Many, variables: tuple[str, ...], variable: str, want: tuple[str, ...]) -> Status8:
    """`has` of a row variable: the axis of rows is that variable's own."""
    if left.has.ndim == 2:
        return spread(left.has, (variable,), want)
    if variable in variables:
        return np.moveaxis(np.diagonal(left.has, axis1=0, axis2=left.has.ndim - 2), -1, 0)
    return spread(left.has, (*variables, variable), want)


def open_on_missing_rows(sight: Sight, status: Status8, reading: Reading, want: tuple[str, ...]) -> Status8:
    """A line that reads a row which is still missing is open, whatever it says."""
    variables = reading.line.variables
    if not variables:
        return status
    made = np.empty((*(sight.slots(listed) for listed in reading.lists), status.shape[-1]), np.int8)
    made[...] = status
    for axis, variable in enumerate(want):
        if variable in variables:
            made[(slice(None),) * axis + (-1,)] = 0
    return made


# --- relations between rows ---


def with_relations(sight: Sight, line: Line, verdict: Status8, left: Seen, rights: Sequence[Seen], want: tuple[str, ...]) -> Status8:
    """A verdict with what its two sides do not say: the other row's entry, and rows not named yet."""
    found = verdict
    for operand, right in zip(line.right, rights, strict=True):
        told = [
            mirrored(sight, line.left, operand, right, want),
            mirrored(sight, operand, line.left, left, want) if isinstance(operand, Ref) and line.op is not Op.HAS else None,
            may_be_missing(sight, line.left, operand, right, want),
        ]
        for other in told:
            found = found if other is None else np.maximum(found, other)
    if found is verdict or line.op is not Op.IN:
        return found
    for right in rights:
        found = small(spread(is_unknown(right.column), right.variables, want), np.int8(0), found)
    return found


def mirrored(sight: Sight, ref: Ref, operand: Operand, other: Seen, want: tuple[str, ...]) -> Status8 | None:
    """Whether the other row's entry names the row of `ref`; None where an entry on either row does not count for both."""
    fact = sight.rulebook.facts.get(ref.fact)
    if fact is None or not fact.both_ways or not ref.var:
        return None
    if not isinstance(other.column, Code):
        return np.zeros(1, np.int8)
    variable = bare_variable(operand)
    if variable:
        there = sight.fact(fact.id)
        found = small(spread(is_na(there), (variable,), want), np.int8(-1), says(sight, fact, there, variable, ref.var, want))
    else:
        found = named_by(sight, fact, other, ref.var, want)
    applies = sight.applies(fact.id)
    return found if applies is None else small(spread(applies, (ref.var,), want) == 1, found, np.int8(0))


def named_by(sight: Sight, fact: Fact, row: Seen, own: str, want: tuple[str, ...]) -> Status8:
    """Whether the row that a column says names the row of `own`; one that its list surely lacks names none."""
    assert isinstance(row.column, Code)
    code = spread(row.column.code, row.variables, want)
    there, rows = sight.fact(fact.id), sight.rows_there(fact.list)
    strange = small(rows[-1] == 0, np.int8(0), np.int8(-1))
    found = small(code < 0, small(code == NO_CODE, strange, np.int8(0)), strange)
    for place in range(sight.slots(fact.list) - 1):
        here = at_place(there, place)
        back = small(is_na(here), np.int8(-1), says(sight, fact, here, "", own, want))
        back = small(rows[place] == 1, back, strange)
        found = small(code == place, back, found)
    return found


def may_be_missing(sight: Sight, ref: Ref, operand: Operand, row: Seen, want: tuple[str, ...]) -> Status8 | None:
    """Open where an answer names a row that its list still lacks: rules may yet conclude something of it. None if they cannot."""
    fact = sight.rulebook.facts.get(ref.fact)
    if fact is None or fact.asked or fact.kind != "rows" or bare_variable(operand) or not isinstance(row.column, Code):
        return None
    rows = sight.rows_there(fact.of)
    code = spread(row.column.code, row.variables, want)
    lacking = code == NO_CODE
    for place in range(len(rows) - 1):
        lacking = lacking | ((code == place) & (rows[place] != 1))
    return small(lacking & (rows[-1] == 0), np.int8(0), np.int8(-1))


def says(sight: Sight, fact: Fact, there: Column, at: str, own: str, want: tuple[str, ...]) -> Status8:
    """Whether the rows of variable `at` name the rows of `own`."""
    variables = (at,) if at else ()
    me = Code(np.arange(sight.slots(fact.of), dtype=np.int16)[:, None], fact.of)
    if isinstance(there, Many):
        return has(there, variables, Seen(me, (own,)), want, own)
    return equals(spread_column(there, variables, want), spread_column(me, (own,), want))


def at_place(column: Column, place: int) -> Column:
    """What one row says."""
    if isinstance(column, Many):
        has_ = column.has if column.has.ndim == 2 else column.has[place]
        return Many(has_, column.state if column.state.ndim == 1 else column.state[place], column.domain)
    assert isinstance(column, Code)
    return Code(column.code if column.code.ndim == 1 else column.code[place], column.domain)
