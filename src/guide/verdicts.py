"""What a comparison comes to, in Kleene's three values: None while what it reads is unknown and the rest does not decide it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from guide.lines import Op
from guide.values import Choices, NotYet, Number, Unknown, Value

Bound = Number | date | None


def either(*verdicts: bool | None) -> bool | None:
    """Kleene's "or"."""
    if True in verdicts:
        return True
    return None if None in verdicts else False


def is_true(left: Value, _right: list[Value]) -> bool | None:
    """A yes-no fact alone."""
    return left if isinstance(left, bool) else None


def equals(left: Value, right: list[Value]) -> bool | None:
    """`is`: also of amounts and dates known only between bounds."""
    other = right[0]
    if isinstance(left, str | bool) or isinstance(other, str | bool):
        return None if isinstance(left, Unknown) or isinstance(other, Unknown) else left == other
    here, there = bounds(left), bounds(other)
    if below(here[1], there[0]) or below(there[1], here[0]):
        return False
    return True if here[0] is not None and here[0] == here[1] == there[0] == there[1] else None


def among(left: Value, right: list[Value]) -> bool | None:
    """`in`: equal to any of several. Open while one of them is unknown: it may turn out not applicable, and the line then fails."""
    if any(isinstance(other, Unknown) for other in right):
        return None
    return either(*(equals(left, [other]) for other in right))


def has(left: Value, right: list[Value]) -> bool | None:
    """`has`: chosen for sure, surely not, or unsure."""
    wanted = right[0]
    if not isinstance(left, Choices) or not isinstance(wanted, str):
        return None
    if wanted in left.chosen:
        return True
    return None if wanted in left.unsure else False


def bounds(value: Value) -> tuple[Bound, Bound]:
    """The least and the most a value can be."""
    if isinstance(value, NotYet):
        return value.given_on + timedelta(days=1), None
    if isinstance(value, Unknown):
        return value.least, value.most
    if isinstance(value, int | Fraction | date):
        return value, value
    return None, None


def below(left: Bound, right: Bound) -> bool:
    """Whether a known bound lies strictly below another."""
    return left is not None and right is not None and left < right  # type: ignore[operator]  # both numbers or both dates


def at_least(left: Value, right: list[Value]) -> bool | None:
    """`>=`, decided as soon as the bounds allow."""
    here, there = bounds(left), bounds(right[0])
    if here[0] is not None and there[1] is not None and not below(here[0], there[1]):
        return True
    return False if below(here[1], there[0]) else None


def more(left: Value, right: list[Value]) -> bool | None:
    """`>`, decided as soon as the bounds allow."""
    opposite = at_least(right[0], [left])
    return None if opposite is None else not opposite


def at_most(left: Value, right: list[Value]) -> bool | None:
    """`<=`."""
    return at_least(right[0], [left])


def less(left: Value, right: list[Value]) -> bool | None:
    """`<`."""
    return more(right[0], [left])


def unconfirmed(_left: Value, _right: list[Value]) -> bool | None:
    """A date that nobody has confirmed: always open."""
    return None


VERDICTS: Mapping[Op, Callable[[Value, list[Value]], bool | None]] = {
    Op.TRUE: is_true,
    Op.IS: equals,
    Op.IN: among,
    Op.HAS: has,
    Op.GE: at_least,
    Op.LE: at_most,
    Op.GT: more,
    Op.LT: less,
    Op.UNCONFIRMED: unconfirmed,
}
