"""The same cases under two rulebooks: for each name the cases in which it comes out otherwise.

Rows are held against each other by their place in a case. Where the rows of a list are not the same under both, all that is about
them may be said to differ: whoever tells people of a difference works the case out first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from guide.model import Fact, Item
from guide.sweep.bounds import Bools, Bound, Side, comparable, is_open
from guide.sweep.columns import NEVER, Code, Column, Many, Ordered, Truth, joint, recoded, widened
from guide.sweep.compile import item_axes
from guide.sweep.dressed import days, levels
from guide.sweep.questions import Hanging
from guide.sweep.worked import Worked
from guide.sweep.working import Working


class Pair(NamedTuple):
    """Neighbouring cases under both rulebooks: where each chunk has them."""

    start: int
    stop: int
    old: Working
    old_at: slice
    new: Working
    new_at: slice


def pairs(one: Worked, other: Worked) -> Iterator[Pair]:
    """The chunks of two workings of the same cases, cut alike."""
    edges = sorted({start for worked in (one, other) for start, _ in worked.parts} | {one.size})
    for start, stop in pairwise(edges):
        (at, old), (other_at, new) = (next(part for part in reversed(worked.parts) if part[0] <= start) for worked in (one, other))
        yield Pair(start, stop, old, slice(start - at, stop - at), new, slice(start - other_at, stop - other_at))


def differing(one: Worked, other: Worked, names: Iterable[str], firmly: bool = False) -> dict[str, Bools]:
    """For each name that both have, the cases in which it comes out otherwise; names that never do are left out.

    `firmly` leaves out cases in which an item, rule or yes-no fact is merely open under one of them, for whatever row.
    """
    found: dict[str, Bools] = {}
    for name in names:
        mask = np.zeros(one.size, bool)
        for pair in pairs(one, other):
            mask[pair.start : pair.stop] = apart(pair, name) & (is_firm(pair, name) if firmly else ~NEVER)
        if mask.any():
            found[name] = mask
    return found


def apart(pair: Pair, name: str) -> Bools:
    """Where a name comes out otherwise in some cases."""
    old, new = pair.old.rulebook, pair.new.rulebook
    id = name.partition(":")[2]
    if name.startswith("item:"):
        return items_apart(pair, old.items[id], new.items[id])
    if name.startswith("rule:"):
        return everywhere(pair, overall(sliced(pair.old.statuses[name], pair.old_at)) != overall(sliced(pair.new.statuses[name], pair.new_at)))
    if name in old.lists:
        return everywhere(pair, any_apart(sliced(pair.old.there[name], pair.old_at), sliced(pair.new.there[name], pair.new_at), -1))
    return everywhere(pair, facts_apart(pair, old.facts[name], new.facts[name]))


def is_firm(pair: Pair, name: str) -> Bools:
    """Where nothing about a name is open under either."""
    found: Bools = ~NEVER
    for working, at in ((pair.old, pair.old_at), (pair.new, pair.new_at)):
        column = working.columns.get(name)
        array = working.statuses.get(name) if column is None else column.status if isinstance(column, Truth) else None
        if array is not None:
            here = sliced(array, at)
            found = found & np.asarray(
                (here != 0).reshape(-1, here.shape[-1]).all(axis=0) if column is None else ((here[:-1] if here.ndim > 1 else here[None]) != 0).all(axis=0)
            )
    return everywhere(pair, found)


def everywhere(pair: Pair, mask: Bools) -> Bools:
    """A mask over the cases of a pair, which may have been the same for all of them."""
    return np.broadcast_to(mask, pair.stop - pair.start)


def sliced(array: Any, where: slice) -> Any:
    """Some cases of an array; one that is the same for all stays so."""
    return array if array.shape[-1] == 1 else array[..., where]


def overall(array: Any) -> Any:
    """The greatest over all axes but the cases."""
    return array.reshape(-1, array.shape[-1]).max(axis=0)


def lengthened(array: Any, shape: tuple[int, ...], fill: Any) -> Any:
    """An array on longer row axes, the missing row still last."""
    for axis, length in enumerate(shape):
        have = array.shape[axis]
        if 1 < have < length:
            rows, last = np.split(array, [have - 1], axis=axis)
            gap = np.full((*rows.shape[:axis], length - have, *rows.shape[axis + 1 :]), fill, array.dtype)
            array = np.concatenate([rows, gap, last], axis=axis)
    return array


def any_apart(here: Any, there: Any, fill: Any) -> Bools:
    """Where two arrays differ in any row."""
    if here.ndim != there.ndim:
        return np.asarray(overall(here) != overall(there))
    shape = tuple(max(pair) for pair in zip(here.shape[:-1], there.shape[:-1], strict=True))
    differ = lengthened(here, shape, fill) != lengthened(there, shape, fill)
    return np.asarray(differ.reshape(-1, differ.shape[-1]).any(axis=0))


def items_apart(pair: Pair, old: Item, new: Item) -> Bools:
    """Where an item stands otherwise for any row, or where it applies at another level or by another day; anywhere where its results are of other lists."""
    here, there = (sliced(w.statuses[item.clause.id], at) for w, at, item in ((pair.old, pair.old_at, old), (pair.new, pair.new_at, new)))
    if item_axes(old) != item_axes(new):
        return everywhere(pair, np.asarray((overall(here) >= 0) | (overall(there) >= 0)))
    found = any_apart(here, there, -1)
    if old.raised or new.raised or old.level != new.level:
        found = found | any_apart(sliced(levels(pair.old, old), pair.old_at), sliced(levels(pair.new, new), pair.new_at), -1)
    for key in ("due", "not_before"):
        before, after = getattr(old, key), getattr(new, key)
        if before or after:
            one = days(pair.old, old, before) if before else np.where(pair.old.statuses[old.clause.id] >= 0, -2, -1)
            two = days(pair.new, new, after) if after else np.where(pair.new.statuses[new.clause.id] >= 0, -2, -1)
            found = found | any_apart(sliced(one, pair.old_at), sliced(two, pair.new_at), -1)
    return everywhere(pair, found)


def facts_apart(pair: Pair, old: Fact, new: Fact) -> Bools:
    """Where a fact has another value, for an attribute in any row that is there under both."""
    if old.kind != new.kind or old.list != new.list:
        return np.ones(1, bool)
    differ = columns_apart(cut(pair.old.columns[old.id], pair.old_at), cut(pair.new.columns[new.id], pair.new_at), pair)
    if not old.list:
        return np.asarray(differ.reshape(-1, differ.shape[-1]).any(axis=0))
    rows = min(len(pair.old.there[old.list]), len(pair.new.there[old.list])) - 1
    both = (sliced(pair.old.there[old.list], pair.old_at)[:rows] == 1) & (sliced(pair.new.there[old.list], pair.new_at)[:rows] == 1)
    differ = np.broadcast_to(differ, (max(rows, 1), differ.shape[-1])) if differ.ndim == 1 or len(differ) == 1 else differ
    return np.asarray((differ[:rows] & both).any(axis=0))


def cut(column: Column, where: slice) -> Column:
    """Some cases of a column."""
    match column:
        case Truth():
            return Truth(sliced(column.status, where))
        case Code():
            return Code(sliced(column.code, where), column.domain)
        case Many():
            return Many(sliced(column.has, where), sliced(column.state, where), column.domain)
        case Ordered():
            low, high = (Bound(sliced(b.num, where), b.den if isinstance(b.den, int) else sliced(b.den, where)) for b in (column.low, column.high))
            return Ordered(low, high, sliced(column.na, where), sliced(column.not_yet, where))


def shortened(here: Any, there: Any) -> tuple[Any, Any]:
    """Two arrays with as many named rows as the shorter has."""
    if here.ndim < 2 or there.ndim < 2 or 1 in (len(here), len(there)):
        return here, there
    rows = min(len(here), len(there)) - 1
    return here[:rows], there[:rows]


def columns_apart(one: Column, other: Column, pair: Pair) -> Bools:
    """Where two columns differ, by row where they have rows."""
    match one, other:
        case Truth(), Truth():
            here, there = shortened(one.status, other.status)
            return np.asarray(here != there)
        case Code(), Code():
            if isinstance(one.domain, tuple):
                domain = joint(one.domain, other.domain)
                here, there = shortened(recoded(one, domain), recoded(other, domain))
                return np.asarray(here != there)
            here, there = shortened(*(worded(column, working) for column, working in ((one, pair.old), (other, pair.new))))
            return np.asarray(here != there)
        case Many(), Many():
            return many_apart(one, other)
        case Ordered(), Ordered():
            return ordered_apart(one, other)
    return np.ones(1, bool)


def worded(column: Code, working: Working) -> Any:
    """The codes of a column of texts as the texts themselves; those of rows as they are."""
    if column.domain:
        return column.code
    words = np.array([*working.chunk.book.texts, "", "\0", "\1"], object)
    return words[column.code]


def many_apart(one: Many, other: Many) -> Bools:
    """Where several options or rows differ."""
    domain = joint(one.domain, other.domain)
    here, there = widened(one, domain), widened(other, domain)
    width = min(here.shape[-2], there.shape[-2])
    here, there = here[..., :width, :], there[..., :width, :]
    if isinstance(one.domain, str) and here.shape[-2] > 1:
        here, there = here[..., :-1, :], there[..., :-1, :]
    marks, other_marks = shortened(here, there) if here.ndim > 2 and there.ndim > 2 else (here, there)
    states, other_states = shortened(one.state, other.state)
    return np.asarray((marks != other_marks).any(axis=-2) | (states != other_states))


def ordered_apart(one: Ordered, other: Ordered) -> Bools:
    """Where amounts or dates, or what is known of them, differ."""
    bounds = bounds_apart(one.low, other.low, -1) | bounds_apart(one.high, other.high, 1)
    na, other_na = one.na, other.na
    later, other_later = one.not_yet, other.not_yet
    return np.asarray((na != other_na) | (~na & ~other_na & (bounds | (later != other_later))))


def bounds_apart(one: Bound, other: Bound, side: Side) -> Bools:
    """Where two bounds differ."""
    here, there, shut = comparable(one, other)
    differ = np.asarray(here != there, bool) if shut is None else np.asarray((here != there) & shut, bool)
    return np.asarray(differ | (is_open(one, side) != is_open(other, side)), bool)


class AskedApart(NamedTuple):
    """A question that is asked in other cases: which, and in which it was asked before (of any row)."""

    cases: Bools
    before: Bools


def asked_apart(one: Worked, other: Worked) -> dict[str, AskedApart]:
    """For each question and list, the cases in which only one of the rulebooks still asks it (of any row)."""
    found: dict[str, AskedApart] = {}
    for pair in pairs(one, other):
        old, new = Hanging(pair.old).questions(), Hanging(pair.new).questions()
        for name in sorted(old.keys() | new.keys()):
            masks = [questions[name] if name in questions else np.zeros((1, 1), bool) for questions in (old, new)]
            here, there = (sliced(mask if mask.ndim > 1 else mask[None], at) for mask, at in zip(masks, (pair.old_at, pair.new_at), strict=True))
            mask = any_apart(here, there, False) if len(here) == len(there) else overall(here) != overall(there)
            if mask.any():
                apart = found.setdefault(name, AskedApart(np.zeros(one.size, bool), np.zeros(one.size, bool)))
                apart.cases[pair.start : pair.stop], apart.before[pair.start : pair.stop] = mask, overall(here)
    return found
