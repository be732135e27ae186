"""Calculations read backwards: the amounts or the day from which a value comes, about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from guide.calendars import Uncounted, count, financial_year_edge, shifted
from guide.lines import Calculation, DatePhrase, Operand
from guide.model import Calendar
from guide.values import Number, Value

Known = Callable[[Operand], Value | None]
"""What an operand is, None while nothing is known of it."""
DAYS_IN = {"days": 100, "clear days": 100, "weeks": 700, "working days": 140, "months": 3044, "years": 36524}
"""How many hundredths of a day a unit of time has, about."""
Amounts = tuple[tuple[Operand, Value], ...]


def amounts_before(how: Calculation, value: Value, known: Known) -> Iterator[Amounts]:
    """Operands with the amounts from which a value comes: each in turn takes what is left, the others what they have, or a plain amount."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return
    for place, operand in enumerate(how.operands if how.kind == "sum" else how.operands[:1]):
        others = [other for number, other in enumerate(how.operands) if number != place]
        amounts = [amount if isinstance(amount := known(other), int | Fraction) else plain(how.kind) for other in others]
        left = left_over(how.kind, Fraction(value), amounts)
        if left is not None:
            yield (*zip(others, amounts, strict=True), (operand, whole(left)))


def beside(kind: str, value: Value) -> Value | None:
    """An amount or a day that does not matter beside a least or a most."""
    if isinstance(value, date):
        return value + timedelta(days=400 if kind == "least" else -400)
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return value + 100 if kind == "least" else max(value - 100, 0)
    return None


def plain(kind: str) -> Number:
    """An amount for what nobody has settled: nothing in a sum, else a round one."""
    return 0 if kind == "sum" else 100


def left_over(kind: str, value: Fraction, others: list[Number]) -> Fraction | None:
    """The first amount of a calculation that comes to a value with these others."""
    other = sum((Fraction(one) for one in others), Fraction(0))
    match kind:
        case "sum":
            return value - other
        case "difference":
            return value + other
        case "product":
            return value / other if other else None
        case _:
            return value * other / 100


def whole(amount: Fraction) -> Number:
    """An amount as a whole number where it is one."""
    return amount.numerator if amount.denominator == 1 else amount


def base_before(how: Calculation, value: Value, known: Known, calendar: Calendar | None) -> date | None:
    """The day from which another is counted; one near it where no day leads there."""
    phrase = how.phrase
    if phrase is None or not isinstance(value, date):
        return None
    if phrase.span is None or phrase.relation in ("", "start", "end"):
        return value
    length = known(phrase.span.count) if not isinstance(phrase.span.count, int) else phrase.span.count
    unit, many = phrase.span.unit, length if isinstance(length, int) else 0
    back = -1 if phrase.relation in ("after", "beginning with") else 1
    try:
        guess = value + timedelta(days=back * many * DAYS_IN[unit] // 100)
        if unit in ("months", "years"):
            guess = shifted(value, back * many * (12 if unit == "years" else 1))[0]
        near = [guess + timedelta(days=step) for step in sorted(range(-9, 10), key=abs)]
        return next((day for day in near if count(day, phrase.relation, many, unit, calendar) == value), guess)
    except (OverflowError, Uncounted):
        return None


def day_after(phrase: DatePhrase, known: Known, calendar: Calendar | None) -> date | None:
    """The day that a phrase comes to, once what it counts from is known."""
    base = known(phrase.base)
    if not isinstance(base, date) or not phrase.relation:
        return base if isinstance(base, date) else None
    try:
        if phrase.span is None:
            return financial_year_edge(base, phrase.relation)
        many = known(phrase.span.count) if not isinstance(phrase.span.count, int) else phrase.span.count
        return count(base, phrase.relation, many, phrase.span.unit, calendar) if isinstance(many, int) else None
    except Uncounted:
        return None
