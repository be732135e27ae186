"""The results of items case by case, each with its level and days: what the checklists of a whole population show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guide.lines import Binding, DatePhrase
from guide.model import LEVELS, Item
from guide.sweep.columns import Status8
from guide.sweep.compile import item_axes
from guide.sweep.dressed import NO_LEVEL, days, levels
from guide.sweep.results import Sweep
from guide.sweep.working import Working
from guide.values import Status


class Live(NamedTuple):
    """An item that applies or may apply in a case: for which rows, how strong it is, and its days as far as they are known."""

    case: int
    item: Item
    binding: Binding
    status: Status
    level: str
    due: date | None
    not_before: date | None


def live(sweep: Sweep) -> Iterator[Live]:
    """Everything that applies or may apply in any case, item by item."""
    for working, start in zip(sweep.chunks, sweep.starts, strict=True):
        for item in sweep.rulebook.items.values():
            yield from live_in(working, start, item)


def live_in(working: Working, start: int, item: Item) -> Iterator[Live]:
    """Where one item applies or may apply in a chunk, whose first case has this number."""
    lists = item_axes(item)
    shape = (*map(working.slots, lists), working.chunk.size)
    status: Status8 = np.broadcast_to(working.statuses[item.clause.id], shape)
    places = np.argwhere(status >= 0).tolist()
    if not places:
        return
    strength = np.broadcast_to(levels(working, item), shape) if item.raised else None
    last, first = (dates(working, item, phrase, shape) if phrase else None for phrase in (item.due, item.not_before))
    own = LEVELS.index(item.level) if item.level in LEVELS else NO_LEVEL
    for place in map(tuple, places):
        *rows, case = place
        names = [working.chunk.row_names(listed, case) for listed in lists]
        keys = [many[row if row < length - 1 else -1] for many, row, length in zip(names, rows, shape, strict=False)]
        level = own if strength is None else int(strength[place])
        binding = tuple(zip(item.per, keys, strict=True))
        yield Live(start + case, item, binding, Status(int(status[place])), (*LEVELS, "")[level], day(last, place), day(first, place))


def dates(working: Working, item: Item, phrase: DatePhrase, shape: tuple[int, ...]) -> NDArray[np.int32]:
    """The ordinals of a day of an item over all of its rows."""
    return np.broadcast_to(days(working, item, phrase), shape)


def day(ordinals: NDArray[np.int32] | None, place: tuple[int, ...]) -> date | None:
    """The day at a place, where one is known."""
    ordinal = 0 if ordinals is None else int(ordinals[place])
    return date.fromordinal(ordinal) if ordinal > 0 else None


__all__ = ["Live", "live"]
