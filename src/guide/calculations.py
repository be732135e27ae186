"""Works out calculated facts: exactly, or between bounds while some of what they need is unknown.

A bound is only given when no later answer can take it back: what may still turn out not applicable, or not to count, never
supports one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guide.bindings import full_mask, named, survivors
from guide.lines import Calculation, Clause, Ref
from guide.model import Fact, may_be_negative
from guide.reading import Rows, View, phrase_date, read, reading_day, status
from guide.values import MISSING, NA, UNKNOWN, NotApplicable, NotYet, Number, Status, Unknown, Value
from guide.verdicts import Bound, bounds


@dataclass(frozen=True, slots=True)
class Term:
    """One amount or date of a calculation; `sure` when it certainly counts."""

    value: Value
    sure: bool


def calculate(view: View, fact: Fact, calculation: Calculation, rows: Rows) -> Value:
    """The value of a calculated fact (of the row that `rows` binds, for an attribute)."""
    day = reading_day(view, fact.dated_by, rows)
    if calculation.phrase:
        return phrase_date(view, calculation.phrase, rows, day, fact.calendar)
    if calculation.counted:
        found = [status(view, line, rows, day) for line in calculation.counted]
        return between(found.count(Status.HOLDS), len(found) - found.count(Status.FAILS))
    if calculation.kind in ("product", "difference", "share"):
        values = [read(view, operand, rows, day) for operand in calculation.operands]
        return of_two(calculation.kind, values[0], values[1], signed(view, calculation))
    found_terms = list(terms(view, calculation, rows, day))
    if calculation.kind in ("least", "most"):
        return extreme(found_terms, calculation.kind == "least")
    return total(found_terms, signed(view, calculation))


def between(least: Bound, most: Bound) -> Value:
    """A value from its bounds: known when they meet."""
    if least is not None and least == most:
        return least
    return UNKNOWN if least is None and most is None else Unknown(least, most)


def signed(view: View, calculation: Calculation) -> bool:
    """Whether an amount of a calculation may lie below nought; its bounds then say nothing."""
    return calculation.kind != "count" and any(may_be_negative(view.rulebook.facts, view.rulebook.params, operand) for operand in calculation.operands)


def terms(view: View, calculation: Calculation, rows: Rows, day: Value) -> Iterator[Term]:
    """Every amount that counts or may count; what is not applicable is left out."""
    clause = calculation.clause
    for operand in calculation.operands:
        if clause is None:
            yield from term(read(view, operand, rows, day), sure=True)
            continue
        var = operand.var if isinstance(operand, Ref) else ""
        for key, sure in counted_rows(view, clause, var, rows).items():
            bound = {**rows, var: key} if var else rows
            if key == MISSING:
                yield Term(UNKNOWN, sure=False)
            elif calculation.kind == "count":
                yield Term(1, sure)
            else:
                yield from term(read(view, operand, bound, reading_day(view, clause.dated_by, bound)), sure)


def counted_rows(view: View, clause: Clause, var: str, rows: Rows) -> dict[str, bool]:
    """The rows of a variable (or, without one, the case) that count for some binding, and whether they surely do."""
    found: dict[str, bool] = {}
    for keys, mask in survivors(view, clause, rows).items():
        key = named(clause, keys).get(var, rows.get(var, ""))
        found[key] = found.get(key, False) or (mask == full_mask(clause) and MISSING not in keys)
    return found


def term(value: Value, sure: bool) -> Iterator[Term]:
    """An amount, unless it is not applicable; one that is quite unknown may yet turn out so."""
    if not isinstance(value, NotApplicable):
        yield Term(value, sure and value != UNKNOWN)


def total(found: Iterable[Term], negative: bool) -> Value:
    """A sum between its bounds. An amount that may not count adds nought at the least; where one may be negative, all must be known."""
    least: Number = 0
    most: Number | None = 0
    for one in found:
        low, high = amounts(one.value)
        if negative and not (one.sure and low is not None and low == high):
            return UNKNOWN
        least += (low or 0) if one.sure else 0
        most = None if most is None or high is None else most + high
    return between(least, most)


def amounts(value: Value) -> tuple[Number | None, Number | None]:
    """The bounds of a value as numbers."""
    low, high = bounds(value)
    return (low if isinstance(low, int | Fraction) else None, high if isinstance(high, int | Fraction) else None)


def extreme(found: list[Term], least: bool) -> Value:
    """The least or the most. *Not yet* comes after every day up to the one it was said on."""
    if not found:
        return NA
    sure = [one.value for one in found if one.sure]
    if not sure:
        return UNKNOWN
    if not_yet := all_not_yet(found, least):
        return not_yet
    near, far = (0, 1) if least else (1, 0)
    pick = min if least else max
    outer = [bounds(one.value)[near] for one in found]
    inner = [bound for bound in (bounds(value)[far] for value in sure) if bound is not None]
    outermost = None if None in outer else pick(outer)  # type: ignore[type-var]  # all numbers or all dates
    innermost = pick(inner) if inner else None
    return between(outermost, innermost) if least else between(innermost, outermost)


def all_not_yet(found: list[Term], least: bool) -> NotYet | None:
    """*Not yet* as the extreme: of the least when all are so, of the most when a sure one is and no other can lie later."""
    given = [one.value.given_on for one in found if isinstance(one.value, NotYet) and (least or one.sure)]
    if not given:
        return None
    if least:
        return NotYet(min(given)) if len(given) == len(found) else None
    others = [one.value.given_on if isinstance(one.value, NotYet) else bounds(one.value)[1] for one in found]
    return NotYet(max(given)) if all(isinstance(bound, date) and bound <= max(given) for bound in others) else None


def of_two(kind: str, left: Value, right: Value, negative: bool) -> Value:
    """A product, a difference or a share (in per cent) of two amounts. Of a share alone the bounds are told."""
    if isinstance(left, NotApplicable) or isinstance(right, NotApplicable):
        return NA
    if kind == "share" and right == 0:
        return NA
    if UNKNOWN in (left, right):
        return UNKNOWN
    (a, b), (c, d) = amounts(left), amounts(right)
    if a is not None and a == b and c is not None and c == d:
        return {"product": a * c, "difference": a - c}[kind] if kind != "share" else tidy(Fraction(100) * a / c)
    if kind != "share" or negative or a is None or c is None or c == 0:
        return UNKNOWN
    return between(tidy(Fraction(100) * a / d) if d is not None else 0, tidy(Fraction(100) * b / c) if b is not None else None)


def tidy(number: Fraction) -> Number:
    """A whole number as such."""
    return int(number) if number.denominator == 1 else number
