"""Calculations as section 2.4 of the design describes them, for the naive reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from guide.lines import Calculation, Clause, Line, Operand, ParamRef, Ref
from guide.model import Fact, Rulebook
from guide.values import MISSING, NA, UNKNOWN, NotYet, Status, Value
from naive_dates import counted
from naive_values import FAILS, HOLDS, OPEN, between, edges, either, unknown

Rows = Mapping[str, str]


class Reads(Protocol):
    """What calculations are worked out against."""

    rulebook: Rulebook

    def bindings(self, clause: Clause) -> Iterator[dict[str, str]]: ...
    def clause(self, clause: Clause, rows: Rows) -> Status: ...
    def line(self, line: Line, rows: Rows, dated_by: Ref | None) -> Status: ...
    def operand(self, operand: Operand, rows: Rows, dated_by: Ref | None) -> Value: ...
    def param(self, id: str, rows: Rows, dated_by: Ref | None) -> Value: ...


@dataclass(frozen=True)
class Part:
    """One amount that goes into a calculation: whether it does for sure, and what it is."""

    within: Status
    value: Value
    endless: bool = False
    """Whether it stands for any number of rows that nobody has named yet."""


@dataclass
class Sums:
    """The calculations of section 2.4."""

    reading: Reads
    fact: Fact
    calculation: Calculation
    rows: Rows

    def value(self) -> Value:
        """What the calculation gives."""
        match self.calculation.kind:
            case "date":
                return self.day()
            case "count":
                return self.count()
            case "sum":
                return self.sum()
            case "least" | "most":
                return self.extreme()
            case "product" | "difference":
                return self.of_two()
            case "share":
                return self.share()

    def operands(self) -> list[Value]:
        """The values of the amounts it is over."""
        return [self.reading.operand(operand, self.rows, self.fact.dated_by) for operand in self.calculation.operands]

    def parts(self) -> list[Part]:
        """The amounts it is over, one per operand, or one per operand and row."""
        clause = self.calculation.clause
        if clause is None:
            return [Part(HOLDS, value) for value in self.operands()]
        return [part for operand in self.calculation.operands for part in self.row_parts(clause, operand)]

    def row_parts(self, clause: Clause, operand: Operand) -> Iterator[Part]:
        """One amount per row (or rows) that it speaks of, which counts if the lines hold for some binding with that row."""
        of = [operand.var] if isinstance(operand, Ref) and operand.var else []
        grouped: dict[tuple[str, ...], list[dict[str, str]]] = {}
        for rows in self.reading.bindings(clause):
            grouped.setdefault(tuple(rows[name] for name in of), []).append(rows)
        for keys, bindings in grouped.items():
            within = either(*(self.reading.clause(clause, rows) for rows in bindings))
            yield Part(within, self.reading.operand(operand, bindings[0], clause.dated_by), MISSING in keys)

    def count(self) -> Value:
        """How many lines hold, or for how many rows."""
        if self.calculation.clause:
            parts = self.parts()
            statuses = [part.within for part in parts]
            endless = any(part.endless and part.within is OPEN for part in parts)
        else:
            statuses = [self.reading.line(line, self.rows, self.fact.dated_by) for line in self.calculation.counted]
            endless = False
        least = statuses.count(HOLDS)
        return between(least, None if endless else least + statuses.count(OPEN))

    def sum(self) -> Value:
        """The total of what is applicable; of amounts that cannot be negative, at least what is sure."""
        parts = [part for part in self.parts() if part.within is not FAILS and part.value != NA]
        if all(part.within is HOLDS and not unknown(part.value) for part in parts):
            return sum((exact(part.value) for part in parts), start=Fraction(0))
        if self.may_be_negative():
            return UNKNOWN
        least = sum((exact(edges(part.value)[0] or 0) for part in parts if part.within is HOLDS), start=Fraction(0))
        mosts = [None if part.endless else edges(part.value)[1] for part in parts]
        most = None if None in mosts else sum((exact(most) for most in mosts), start=Fraction(0))
        return between(least, most)

    def extreme(self) -> Value:
        """The least or the most of what is applicable; nothing applicable, nothing to compare."""
        parts = [part for part in self.parts() if part.within is not FAILS and part.value != NA]
        if not parts:
            return NA
        sure = [part.value for part in parts if part.within is HOLDS]
        if not any(part.within is HOLDS and part.value != UNKNOWN for part in parts):
            return UNKNOWN
        return self.least(parts, sure) if self.calculation.kind == "least" else self.most(parts, sure)

    def least(self, parts: list[Part], sure: list[Value]) -> Value:
        """The least of several; not yet comes after its day, and is the least when there is nothing else."""
        pending = [part.value.given_on for part in parts if isinstance(part.value, NotYet)]
        if len(pending) == len(parts):
            return NotYet(min(pending))
        mosts = [most for value in sure if (most := edges(value)[1]) is not None]
        leasts = [edges(part.value)[0] for part in parts]
        least = None if None in leasts or any(part.endless for part in parts) else min(leasts)  # type: ignore[type-var]
        return between(least, min(mosts, default=None))  # type: ignore[type-var]

    def most(self, parts: list[Part], sure: list[Value]) -> Value:
        """The most of several; not yet comes after its day, and is the most when nothing else can lie after that."""
        pending = [value.given_on for value in sure if isinstance(value, NotYet)]
        known_most = [part.value.given_on if isinstance(part.value, NotYet) else edges(part.value)[1] for part in parts]
        if pending and all(isinstance(most, date) and most <= max(pending) for most in known_most):
            return NotYet(max(pending))
        leasts = [least for value in sure if (least := edges(value)[0]) is not None]
        mosts = [None if part.endless else edges(part.value)[1] for part in parts]
        most = None if None in mosts else max(mosts)  # type: ignore[type-var]
        return between(max(leasts, default=None), most)  # type: ignore[type-var]

    def of_two(self) -> Value:
        """A product or a difference: known when both are."""
        first, second = self.operands()
        if NA in (first, second):
            return NA
        if unknown(first) or unknown(second):
            return UNKNOWN
        return exact(first) * exact(second) if self.calculation.kind == "product" else exact(first) - exact(second)

    def share(self) -> Value:
        """A part of a whole in percent; of nothing, not applicable."""
        part, whole = self.operands()
        if NA in (part, whole) or whole == 0:
            return NA
        if not unknown(part) and not unknown(whole):
            return 100 * exact(part) / exact(whole)
        if UNKNOWN in (part, whole) or self.may_be_negative():
            return UNKNOWN
        (part_least, part_most), (whole_least, whole_most) = edges(part), edges(whole)
        if not whole_least:
            return UNKNOWN
        least = 100 * exact(part_least or 0) / exact(whole_most) if whole_most is not None else Fraction(0)
        return between(least, None if part_most is None else 100 * exact(part_most) / exact(whole_least))

    def may_be_negative(self) -> bool:
        """Whether one of the amounts may be less than nought."""
        return any(amount_may_be_negative(operand, self.reading.rulebook) for operand in self.calculation.operands)

    def day(self) -> Value:
        """The day that a date phrase says."""
        phrase = self.calculation.phrase
        assert phrase is not None
        base = self.reading.operand(phrase.base, self.rows, self.fact.dated_by)
        if not phrase.relation:
            return base
        count: Value = 0
        if phrase.span is not None:
            span = phrase.span.count
            count = self.reading.param(span.id, self.rows, self.fact.dated_by) if isinstance(span, ParamRef) else span
        if NA in (base, count):
            return NA
        if not isinstance(base, date) or unknown(count):
            return UNKNOWN
        calendar = self.reading.rulebook.calendars.get(self.fact.calendar)
        day = counted(int(exact(count)), phrase.span.unit if phrase.span else "", phrase.relation, base, calendar)
        return UNKNOWN if day is None else day


def exact(value: object) -> Fraction:
    """An amount as an exact fraction."""
    assert isinstance(value, int | Fraction)
    return Fraction(value)


def amount_may_be_negative(operand: Operand, rulebook: Rulebook) -> bool:
    """Whether an amount may be less than nought: declared so, or worked out from such, or a difference."""
    if isinstance(operand, ParamRef):
        return any(isinstance(figure.value, int | Fraction) and figure.value < 0 for figure in rulebook.params[operand.id].figures)
    if not isinstance(operand, Ref):
        return isinstance(operand, int | Fraction) and operand < 0
    if not operand.fact:
        return False
    fact = rulebook.facts[operand.fact]
    if fact.negative or fact.asked:
        return fact.negative
    if fact.calculation:
        parts = fact.calculation.operands
        return fact.calculation.kind == "difference" or any(amount_may_be_negative(part, rulebook) for part in parts)
    return any(amount_may_be_negative(rule.then.value, rulebook) for rule in rulebook.rules.values() if rule.then.target.fact == fact.id)
