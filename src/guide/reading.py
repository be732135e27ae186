"""Reads lines, operands and date phrases against what is known: the three-valued meaning of a single line.

Kleene's strong logic: a line holds, fails or is open; a line that reads what is not applicable fails, whatever it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

from guide.calendars import Uncounted, count, financial_year_edge
from guide.lines import DatePhrase, Line, Op, Operand, ParamRef, Ref, Span
from guide.model import AS_AT, Fact, Rulebook
from guide.values import MISSING, NA, UNKNOWN, NotApplicable, NotYet, RowSet, Status, Unknown, Value
from guide.verdicts import VERDICTS, either, equals, has

Rows = Mapping[str, str]
"""Which row each variable stands for."""


class View(Protocol):
    """What lines are read against: the values of facts, per row for attributes, and the rows of lists."""

    @property
    def rulebook(self) -> Rulebook:
        """The rules that are read."""

    @property
    def as_at(self) -> date:
        """The day the law is judged on."""

    @property
    def values(self) -> Mapping[str, Value | Mapping[str, Value]]:
        """The value of each fact, by row for an attribute."""

    @property
    def rows(self) -> Mapping[str, RowSet]:
        """The rows of each list."""


def value_of(view: View, fact: str, row: str = "") -> Value:
    """The value of a fact, or of an attribute of a row; unknown for a row that is still missing."""
    if fact == AS_AT:
        return view.as_at
    held = view.values.get(fact, UNKNOWN)
    if isinstance(held, Mapping):
        return held.get(row, UNKNOWN)
    return held


def read(view: View, operand: Operand, rows: Rows, day: Value) -> Value:
    """The value of an operand; parameters are read on `day`."""
    if isinstance(operand, Ref):
        if not operand.fact:
            return rows[operand.var]
        return value_of(view, operand.fact, rows[operand.var] if operand.var else "")
    if isinstance(operand, ParamRef):
        return parameter(view, operand.id, day)
    return operand


def parameter(view: View, id: str, day: Value) -> Value:
    """A parameter on a day: unknown before its first figure, not applicable after its last day."""
    if isinstance(day, NotApplicable):
        return NA
    if isinstance(day, NotYet):
        day = view.as_at
    if not isinstance(day, date):
        return UNKNOWN
    param = view.rulebook.params[id]
    if param.until is not None and day > param.until:
        return NA
    figure = param.on(day)
    return figure.value if figure else UNKNOWN


def reading_day(view: View, dated_by: Ref | None, rows: Rows) -> Value:
    """The date on which parameters are read: what `dated_by` says, or the as-at date; unknown while its row is not bound or missing."""
    if dated_by is None:
        return view.as_at
    if dated_by.var and rows.get(dated_by.var, MISSING) == MISSING:
        return UNKNOWN
    return read(view, dated_by, rows, UNKNOWN)


def status(view: View, line: Line, rows: Rows, day: Value) -> Status:
    """Whether a line holds, fails or is open."""
    for var in line.variables:
        if rows[var] == MISSING:
            return Status.OPEN
    left = read(view, line.left, rows, day)
    if line.op is Op.TRUE and isinstance(left, bool):
        return Status.HOLDS if left is not line.negated else Status.FAILS
    if line.origin and isinstance(left, NotYet):
        left = view.as_at
    if isinstance(left, NotApplicable):
        return Status.FAILS
    right = [read(view, operand, rows, day) for operand in line.right]
    if NA in right:
        return Status.FAILS
    verdict = VERDICTS[line.op](left, right)
    if (
        verdict is not True
        and line.op in RELATIONS
        and relates(view, line)
        and not (line.op is Op.IN and verdict is None and any(isinstance(value, Unknown) for value in right))
    ):
        verdict = either(verdict, *(related(view, line, left, operand, value, rows) for operand, value in zip(line.right, right, strict=True)))
    if verdict is None:
        return Status.OPEN
    return Status.HOLDS if verdict is not line.negated else Status.FAILS


RELATIONS = frozenset({Op.IS, Op.IN, Op.HAS})


def relates(view: View, line: Line) -> bool:
    """Whether a line compares with a fact of which more is known than what stands on its own row."""
    if line.op not in RELATIONS:
        return False
    known = view.rulebook.related
    return line.left.fact in known or any(isinstance(operand, Ref) and operand.fact in known for operand in line.right)


def related(view: View, line: Line, left: Value, operand: Operand, value: Value, rows: Rows) -> bool | None:
    """What a line's own two sides do not say of a relation between rows: the other row's entry, and rows not named yet."""
    return either(
        mirrored(view, line.left, value, rows),
        mirrored(view, operand, left, rows) if isinstance(operand, Ref) and line.op is not Op.HAS else False,
        None if may_be_missing(view, line.left, value) else False,
    )


def mirrored(view: View, ref: Ref, other: Value, rows: Rows) -> bool | None:
    """Whether the other row's entry names the row of `ref`, where an entry on either row counts for both."""
    fact = view.rulebook.facts.get(ref.fact)
    if fact is None or not fact.both_ways or not ref.var:
        return False
    if fact.only_if and all_hold(view, fact.only_if, {"row": rows[ref.var]}, reading_day(view, fact.dated_by, {"row": rows[ref.var]})) is not Status.HOLDS:
        return None
    return names(view, fact, other, rows[ref.var])


def may_be_missing(view: View, ref: Ref, row: Value) -> bool:
    """Whether a row that an answer names is one that its list still lacks, so that rules may yet conclude something of it."""
    fact = view.rulebook.facts.get(ref.fact)
    if fact is None or fact.asked or fact.kind != "rows" or not isinstance(row, str):
        return False
    rowset = view.rows[fact.of]
    return rowset.more and row not in rowset.keys


def names(view: View, fact: Fact, row: Value, other: str) -> bool | None:
    """Whether an attribute of one row names another row; a row that its list surely lacks names none."""
    if not isinstance(row, str):
        return None
    rowset = view.rows[fact.list]
    if row not in rowset.keys:
        return None if rowset.more else False
    held = value_of(view, fact.id, row)
    if isinstance(held, NotApplicable):
        return False
    return has(held, [other]) if fact.kind == "rows" else equals(held, [other])


def all_hold(view: View, lines: tuple[Line, ...], rows: Rows, day: Value) -> Status:
    """The weakest status of several lines; they hold when there are none."""
    return min((status(view, line, rows, day) for line in lines), default=Status.HOLDS)


def length(view: View, span: Span, day: Value) -> Value:
    """The number of units of a length of time, its parameter read on a day."""
    return span.count if isinstance(span.count, int) else parameter(view, span.count.id, day)


def phrase_date(view: View, phrase: DatePhrase, rows: Rows, day: Value, calendar: str) -> Value:
    """The date that a phrase says: a date, unknown, or not applicable. A bare date keeps *not yet*."""
    base = read(view, phrase.base, rows, day)
    number = length(view, phrase.span, day) if phrase.span else 0
    if isinstance(number, NotApplicable):
        return NA
    if not phrase.relation or isinstance(base, NotApplicable):
        return base
    if not isinstance(base, date) or not isinstance(number, int | Fraction):
        return UNKNOWN
    unit = phrase.span.unit if phrase.span else ""
    try:
        if phrase.relation in ("start", "end"):
            return financial_year_edge(base, phrase.relation)
        return count(base, phrase.relation, int(number), unit, view.rulebook.calendars.get(calendar))
    except Uncounted:
        return UNKNOWN
