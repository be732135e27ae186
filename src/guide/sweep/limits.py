"""What `only_if` lines make of a column: not applicable where one fails, unknown while one is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide.sweep.bounds import HIGH, LOW, Bools, Bound, Side, small, unbounded
from guide.sweep.columns import NA_CODE, NEVER, UNKNOWN_CODE, Code, Column, Many, Ordered, Status8, Truth


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """Where `only_if` lines hold, and how they stand elsewhere."""

    status: Status8
    holds: Bools
    always: bool


def limit_of(status: Status8) -> Limit:
    """A limit from the statuses of its lines."""
    holds = np.asarray(status == 1)
    return Limit(status, holds, bool(holds.all()))


def limited(column: Column, limit: Limit) -> Column:
    """A column within its limit."""
    if limit.always:
        return column
    holds, status = limit.holds, limit.status
    na = (status == -1).view(np.int8) * np.int8(NA_CODE)
    match column:
        case Truth():
            return Truth(small(holds, column.status, na))
        case Code():
            return Code(small(holds, column.code, small(status == 0, np.int8(UNKNOWN_CODE), np.int8(NA_CODE))), column.domain)
        case Many():
            has = small(holds[..., None, :], column.has, np.minimum(status, 0)[..., None, :])
            return Many(has, small(holds, column.state, na), column.domain)
        case Ordered():
            never = column.na is NEVER and not (na < 0).any()
            return Ordered(
                within(holds, column.low, LOW),
                within(holds, column.high, HIGH),
                NEVER if never else (column.na & holds) | (na < 0),
                NEVER if column.not_yet is NEVER else column.not_yet & holds,
            )


def within(holds: Bools, bound: Bound, side: Side) -> Bound:
    """A bound, open where the limit does not hold."""
    nothing = unbounded(side, bound)
    return Bound(np.where(holds, bound.num, nothing.num), bound.den if isinstance(bound.den, int) else np.where(holds, bound.den, 0))


def missing_row_unknown(column: Column, slots: int, own: bool) -> Column:
    """An attribute with nothing known of the row that is still missing. `own`: its arrays may be written to."""

    def last(array: NDArray[Any], value: Any, tail: int = 1) -> NDArray[Any]:
        shape = (slots, *array.shape[array.ndim - tail :])
        made = array if own and array.shape == shape else np.array(np.broadcast_to(array, shape))
        made[-1] = value
        return made

    def last_open(bound: Bound, side: Side) -> Bound:
        nothing = unbounded(side, bound)
        return Bound(last(bound.num, nothing.num[0]), bound.den if isinstance(bound.den, int) else last(bound.den, 0))

    match column:
        case Truth():
            return Truth(last(column.status, 0))
        case Code():
            return Code(last(column.code, UNKNOWN_CODE), column.domain)
        case Many():
            return Many(last(column.has, 0, 2), last(column.state, 0), column.domain)
        case Ordered():
            low, high = last_open(column.low, LOW), last_open(column.high, HIGH)
            na = column.na if column.na is NEVER else last(column.na, False)
            return Ordered(low, high, na, column.not_yet if column.not_yet is NEVER else last(column.not_yet, False))
