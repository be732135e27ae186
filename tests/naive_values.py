"""Kleene's three values, and what can be said of values that are known, unknown, between bounds or not yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from guide.lines import Op
from guide.values import NA, Choices, NotYet, Status, Unknown, Value

HOLDS, OPEN, FAILS = Status.HOLDS, Status.OPEN, Status.FAILS


def both(*statuses: Status) -> Status:
    """Kleene's and."""
    return min(statuses, default=HOLDS)


def either(*statuses: Status) -> Status:
    """Kleene's or."""
    return max(statuses, default=FAILS)


def opposite(status: Status) -> Status:
    """Kleene's not."""
    return Status(-status)


def truth(value: bool) -> Status:
    """A status that is decided."""
    return HOLDS if value else FAILS


def unknown(value: object) -> bool:
    """Whether nobody knows a value, bounds or not."""
    return isinstance(value, Unknown)


def between(least: object, most: object) -> Value:
    """What lies between two bounds; a single point is known."""
    if least is not None and least == most:
        return least  # type: ignore[return-value]
    return Unknown(least, most)  # type: ignore[arg-type]


def differ(left: Value, right: Value) -> bool:
    """Whether two conclusions are known to differ."""
    return left != right if NA in (left, right) else same(left, right) is FAILS


def agree(one: tuple[Value, object], other: tuple[Value, object]) -> bool:
    """Whether two conclusions are known to be the same: read from one place, or equal."""
    if one[1] == other[1] or one[0] == other[0] == NA:
        return True
    return NA not in (one[0], other[0]) and same(one[0], other[0]) is HOLDS


def same(left: Value, right: Value) -> Status:
    """Whether two applicable things are the same."""
    if isinstance(left, NotYet | Unknown) or isinstance(right, NotYet | Unknown):
        apart = either(compared(left, Op.LT, right), compared(left, Op.GT, right))
        return FAILS if apart is HOLDS else OPEN
    return truth(left == right)


def has(left: Value, right: Value) -> Status:
    """Whether several options or rows include one."""
    if not isinstance(left, Choices) or not isinstance(right, str):
        return OPEN
    return HOLDS if right in left.chosen else OPEN if right in left.unsure else FAILS


def edges(value: Value) -> tuple[object, object]:
    """The least and the most that an amount or a day can be, None where there is no bound."""
    if isinstance(value, NotYet):
        return date.fromordinal(value.given_on.toordinal() + 1), None
    if isinstance(value, Unknown):
        return value.least, value.most
    return value, value


def compared(left: Value, op: Op, right: Value) -> Status:
    """Whether one amount or day is more or less than another, as far as that is decided."""
    turned = {Op.GE: Op.LE, Op.LE: Op.GE, Op.GT: Op.LT, Op.LT: Op.GT}
    if op in (Op.GE, Op.GT):
        return compared(right, turned[op], left)
    (left_least, left_most), (right_least, right_most) = edges(left), edges(right)
    under: Callable[[object, object], bool] = (lambda a, b: a <= b) if op is Op.LE else (lambda a, b: a < b)  # type: ignore[operator]
    if left_most is not None and right_least is not None and under(left_most, right_least):
        return HOLDS
    if left_least is not None and right_most is not None and not under(left_least, right_most):
        return FAILS
    return OPEN
