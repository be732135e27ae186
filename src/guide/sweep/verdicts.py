"""What a line asks of its two sides, over arrays: 1 so, 0 not decided, -1 not so, wherever both sides are applicable."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from guide.lines import Op
from guide.sweep.bounds import Bools, Numbers, meet, reaches, small, under
from guide.sweep.columns import UNKNOWN_CODE, Code, Column, Many, Ordered, Status8, Truth, is_unknown, joint, recoded


def decided(yes: Bools, no: Bools) -> Status8:
    """Statuses from where a thing is so and where it is not."""
    found: Status8 = yes.view(np.int8) - no.view(np.int8)
    return found


def is_true(left: Column) -> Status8:
    """A yes-no fact alone."""
    assert isinstance(left, Truth)
    return left.status


def equals(left: Column, right: Column) -> Status8:
    """`is`: also of amounts and dates known only between bounds."""
    match left, right:
        case Truth(), Truth():
            return left.status * right.status
        case Code(), Code():
            if right.code.size == 1 and right.code.flat[0] >= 0 and right.domain == left.domain:
                return is_word(left.code, int(right.code.flat[0]))
            domain = joint(left.domain, right.domain)
            here, there = recoded(left, domain), recoded(right, domain)
            known = (here != UNKNOWN_CODE) & (there != UNKNOWN_CODE)
            same = here == there
            return decided(known & same, known & ~same)
        case Ordered(), Ordered():
            apart = under(left.high, right.low) | under(right.high, left.low)
            point = meet(left.low, left.high) & meet(right.low, right.high) & meet(left.low, right.high)
            return decided(point, apart)
    raise TypeError(f"a {type(left).__name__} is no {type(right).__name__}")


def is_word(codes: Numbers, word: int) -> Status8:
    """Whether codes are one that is known."""
    found: Status8 = (codes == word).view(np.int8) * np.int8(2) - np.int8(1) + (codes == UNKNOWN_CODE).view(np.int8)
    return found


def among(left: Column, right: Sequence[Column]) -> Status8:
    """`in`: equal to any of several. Open while one of them is unknown: it may turn out not applicable, and the line then fails."""
    found, unsure = equals(left, right[0]), is_unknown(right[0])
    for other in right[1:]:
        found, unsure = np.maximum(found, equals(left, other)), unsure | is_unknown(other)
    return small(unsure, np.int8(0), found) if unsure.any() else found


def at_least(left: Column, right: Column) -> Status8:
    """`>=`, decided as soon as the bounds allow."""
    assert isinstance(left, Ordered)
    assert isinstance(right, Ordered)
    return decided(reaches(left.low, right.high), under(left.high, right.low))


def compared(op: Op, left: Column, right: Column) -> Status8:
    """One of the four comparisons."""
    match op:
        case Op.GE:
            return at_least(left, right)
        case Op.LE:
            return at_least(right, left)
        case Op.LT:
            return np.negative(at_least(left, right))
        case _:
            return np.negative(at_least(right, left))


def has_word(left: Many, right: Code) -> Status8:
    """`has`, where the right side is a fact that says which option or row, on the same axes."""
    domain = left.domain
    codes = recoded(right, domain) if isinstance(domain, tuple) else right.code
    strange = small(left.state == 1, np.int8(-1), np.int8(0))
    found: Status8 = small(codes == UNKNOWN_CODE, np.int8(0), strange)
    for place in range(left.has.shape[-2]):
        found = small(codes == place, left.has[..., place, :], found)
    return found


def finished(verdict: Status8, negated: bool, not_applicable: list[Bools]) -> Status8:
    """The status of a line from its verdict: turned round when negated, failed on what is not applicable."""
    found = np.negative(verdict) if negated else verdict
    for mask in not_applicable:
        found = found | np.negative(mask.view(np.int8))
    return found
