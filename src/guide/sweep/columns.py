"""Values as arrays: one column per fact, its last axis the cases, for an attribute the rows before it.

A column's type follows the type of its fact. Every one knows of three states beside a value: unknown, not applicable, and (of
amounts and dates) known between bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guide.model import Fact
from guide.sweep.bounds import DAYS, ROOM, Bools, Bound, opened, pick, small

Status8 = NDArray[np.int8]
"""Kleene's values as arrays: 1 holds, 0 is open, -1 fails."""
Domain = tuple[str, ...] | str
"""What codes stand for: options, the rows of a list (by its id), or texts (`""`)."""
TEXT = ""
UNKNOWN_CODE = -1
NA_CODE = -2
NO_CODE = -3
"""A word that is none of the domain's."""
ORDERED = ("number", "money", "percent", "date")


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Yes (1), unknown (0), no (-1) or not applicable (-2)."""

    status: Status8


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """One of several words: which one, or unknown (-1), or not applicable (-2)."""

    code: NDArray[Any]
    domain: Domain


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """Several of some words. `has` has an axis of words before the cases: 1 chosen, 0 unsure, -1 not chosen.

    `state` is 1 where this is said, 0 where all is unknown (every word unsure), -2 where not applicable (every word not chosen).
    """

    has: Status8
    state: Status8
    domain: Domain


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """An amount or a date between two bounds; not applicable where `na`; of dates, *not yet* since the day before `low`."""

    low: Bound
    high: Bound
    na: Bools
    not_yet: Bools


Column = Truth | Code | Many | Ordered
NEVER: Bools = np.zeros(1, np.bool_)
NEVER.flags.writeable = False


def unknown(fact: Fact, words: int = 1) -> Column:
    """Nothing known of a fact, whatever the case and row; `words` is the length of a row axis of several rows."""
    match fact.kind:
        case "yes-no":
            return Truth(np.zeros(1, np.int8))
        case "choice" | "row" | "text":
            return Code(np.full(1, UNKNOWN_CODE, np.int8), domain_of(fact))
        case "choices" | "rows":
            length = len(fact.options) if fact.kind == "choices" else words
            return Many(np.zeros((length, 1), np.int8), np.zeros(1, np.int8), domain_of(fact))
        case "date":
            return Ordered(Bound(np.array([-DAYS], np.int32)), Bound(np.array([DAYS], np.int32)), NEVER, NEVER)
        case _:
            return Ordered(Bound(np.array([-ROOM], np.int64)), Bound(np.array([ROOM], np.int64)), NEVER, NEVER)


def domain_of(fact: Fact) -> Domain:
    """What a fact's codes stand for."""
    return tuple(fact.options) if fact.kind in ("choice", "choices") else fact.of if fact.kind in ("row", "rows") else TEXT


def not_applicable(like: Column) -> Column:
    """A column of the same type that is nowhere applicable."""
    match like:
        case Truth():
            return Truth(np.full(1, NA_CODE, np.int8))
        case Code():
            return Code(np.full(1, NA_CODE, np.int8), like.domain)
        case Many():
            return Many(np.full((like.has.shape[-2], 1), -1, np.int8), np.full(1, NA_CODE, np.int8), like.domain)
        case Ordered():
            return Ordered(like.low, like.high, ~NEVER, NEVER)


def is_na(column: Column) -> Bools:
    """Where a column is not applicable."""
    match column:
        case Truth():
            return np.asarray(column.status == NA_CODE)
        case Code():
            return np.asarray(column.code == NA_CODE)
        case Many():
            return np.asarray(column.state == NA_CODE)
        case Ordered():
            return column.na


def choose(where: Bools, one: Column, other: Column) -> Column:
    """One column where it is wanted, else the other."""
    match one, other:
        case Truth(), Truth():
            return Truth(small(where, one.status, other.status))
        case Code(), Code():
            domain = joint(one.domain, other.domain)
            return Code(np.where(where, recoded(one, domain), recoded(other, domain)), domain)
        case Many(), Many():
            domain = joint(one.domain, other.domain)
            has = small(where[..., None, :], widened(one, domain), widened(other, domain))
            return Many(has, small(where, one.state, other.state), domain)
        case Ordered(), Ordered():
            return Ordered(
                pick(where, one.low, other.low),
                pick(where, one.high, other.high),
                either(where, one.na, other.na),
                either(where, one.not_yet, other.not_yet),
            )
    raise TypeError(f"a {type(one).__name__} and a {type(other).__name__} make no column")


def either(where: Bools, one: Bools, other: Bools) -> Bools:
    """A mask from two; nothing to do where neither says anything."""
    return NEVER if one is NEVER and other is NEVER else np.asarray((one & where) | (other & ~where))


def is_unknown(column: Column) -> Bools:
    """Where a column is quite unknown: nothing said, no bound."""
    match column:
        case Truth():
            return np.asarray(column.status == 0)
        case Code():
            return np.asarray(column.code == UNKNOWN_CODE)
        case Many():
            return np.asarray(column.state == 0)
        case Ordered():
            return open_on_both_sides(column) & ~column.na


def open_on_both_sides(column: Ordered) -> Bools:
    """Where an amount or date has no bound at all."""
    return opened(column.low) & opened(column.high)


def joint(one: Domain, other: Domain) -> Domain:
    """A domain that holds both."""
    if one == other or isinstance(one, str) or isinstance(other, str):
        return one
    return (*one, *(word for word in other if word not in one))


def recoded(column: Code, domain: Domain) -> NDArray[Any]:
    """The codes of a column in another domain."""
    if column.domain == domain or isinstance(domain, str) or isinstance(column.domain, str):
        return column.code
    places = {word: place for place, word in enumerate(domain)}
    table = np.array([*(places.get(word, NO_CODE) for word in column.domain), NO_CODE, NA_CODE, UNKNOWN_CODE], np.int16)
    found: NDArray[Any] = table[column.code]
    return found


def widened(column: Many, domain: Domain) -> Status8:
    """What a column has of each word of a wider domain; a word it does not know it has not, or nobody knows."""
    if column.domain == domain or isinstance(domain, str) or isinstance(column.domain, str):
        return column.has
    places = [column.domain.index(word) if word in column.domain else -1 for word in domain]
    strange = small(column.state == 0, np.int8(0), np.int8(-1))
    return np.stack([column.has[..., place, :] if place >= 0 else strange for place in places], axis=-2)


def spread(array: NDArray[Any], have: Sequence[str], want: Sequence[str], tail: int = 1) -> NDArray[Any]:
    """An array with an axis per variable of `have` (before its last `tail` axes) as one with an axis per variable of `want`."""
    if array.ndim == tail or have == want:
        return array
    order, index = respread(tuple(have), tuple(want), tail)
    return (array.transpose(order) if order else array)[index]


@lru_cache(maxsize=10_000)
def respread(have: tuple[str, ...], want: tuple[str, ...], tail: int) -> tuple[tuple[int, ...], tuple[slice | None, ...]]:
    """How the axes of an array are turned round (not at all if empty), and where new ones go."""
    order = sorted(range(len(have)), key=lambda axis: want.index(have[axis]))
    turned = (*order, *range(len(have), len(have) + tail)) if order != sorted(order) else ()
    return turned, tuple(slice(None) if variable in have else None for variable in want) + (slice(None),) * tail


def spread_column(column: Column, have: Sequence[str], want: Sequence[str]) -> Column:
    """A column with an axis per variable of `want`."""
    match column:
        case Truth():
            return Truth(spread(column.status, have, want))
        case Code():
            return Code(spread(column.code, have, want), column.domain)
        case Many():
            return Many(spread(column.has, have, want, 2), spread(column.state, have, want), column.domain)
        case Ordered():
            low, high = spread_bound(column.low, have, want), spread_bound(column.high, have, want)
            return Ordered(low, high, spread(column.na, have, want), spread(column.not_yet, have, want))


def spread_bound(bound: Bound, have: Sequence[str], want: Sequence[str]) -> Bound:
    """A bound with an axis per variable of `want`."""
    return Bound(spread(bound.num, have, want), bound.den if isinstance(bound.den, int) else spread(bound.den, have, want))
