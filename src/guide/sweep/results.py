"""What a sweep found, case by case: statuses of items and rules, values of facts, rows of lists, open questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from guide.model import Item, Rulebook
from guide.outcome import Outcome
from guide.sweep.bounds import Bools
from guide.sweep.columns import NEVER, Status8
from guide.sweep.comparing import disagreements
from guide.sweep.compile import item_axes
from guide.sweep.questions import Hanging
from guide.sweep.working import Working
from guide.values import UNKNOWN, Cell, RowSet, Status, Value

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Statuses:
    """How an item stands in every case: 1 holds, 0 is open, -1 fails.

    `by_row` has an axis per variable of `per` before the cases: the rows of its list by position, the missing row last.
    """

    by_row: Status8
    lists: tuple[str, ...]
    keys: Callable[[str, int], list[str]]
    """The names of a list's rows in a case, by position, the missing row last."""

    @property
    def cases(self) -> Status8:
        """The status of every case: the best of all rows."""
        found: Status8 = self.by_row.max(axis=tuple(range(self.by_row.ndim - 1)))
        return found

    def live(self, case: int) -> Iterator[tuple[Keys, Status]]:
        """The rows for which it holds or is open in one case."""
        here = self.by_row[..., case]
        names = [self.keys(listed, case) for listed in self.lists]
        for places in map(tuple, np.argwhere(here >= 0).tolist()):
            keys = tuple(many[place if place < length - 1 else -1] for many, place, length in zip(names, places, here.shape, strict=True))
            yield keys, Status(int(here[places]))


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The values of a fact in every case."""

    sweep: Sweep
    fact: str

    def value(self, case: int, row: str = "") -> Value:
        """The value in one case, for an attribute of a row by its name."""
        return self.sweep.value(case, Cell(self.fact, row))


class Sweep:
    """The outcome of every case of a population."""

    def __init__(self, rulebook: Rulebook, chunks: Sequence[Working], starts: Sequence[int]) -> None:
        self.rulebook = rulebook
        self.chunks = tuple(chunks)
        self.starts = tuple(starts)
        self._questions: dict[str, Bools] | None = None

    @property
    def size(self) -> int:
        """How many cases there are."""
        return self.starts[-1] + self.chunks[-1].chunk.size if self.chunks else 0

    def place(self, case: int) -> tuple[Working, int]:
        """The chunk of a case, and its place in it."""
        found = int(np.searchsorted(self.starts, case, side="right")) - 1
        return self.chunks[found], case - self.starts[found]

    # --- statuses ---

    def item(self, id: str) -> Statuses:
        """How an item stands, over the rows of its `per` variables."""
        axes = item_axes(self.rulebook.items[id])
        shape = tuple(max((working.slots(listed) for working in self.chunks), default=1) for listed in axes)
        made = np.full((*shape, self.size), -1, np.int8)
        for working, start in zip(self.chunks, self.starts, strict=True):
            fill(made[..., start : start + working.chunk.size], working.statuses[f"item:{id}"])
        return Statuses(made, axes, self.row_keys)

    def item_at(self, item: Item, case: int) -> Iterator[tuple[Keys, Status]]:
        """The rows for which an item holds or is open in one case."""
        working, inside = self.place(case)
        status, axes = working.statuses[item.clause.id], item_axes(item)
        here = Statuses(np.broadcast_to(status, (*map(working.slots, axes), working.chunk.size)), axes, working.chunk.row_names)
        return here.live(inside)

    def rule(self, id: str) -> Status8:
        """How a rule stands: the best of all its bindings."""
        made = np.empty(self.size, np.int8)
        for working, start in zip(self.chunks, self.starts, strict=True):
            status = working.statuses[f"rule:{id}"]
            made[start : start + working.chunk.size] = status.reshape(-1, status.shape[-1]).max(axis=0)
        return made

    # --- facts and lists ---

    def fact(self, id: str) -> Values:
        """The values of a fact."""
        return Values(self, id)

    def value(self, case: int, cell: Cell) -> Value:
        """The value of a fact, or of an attribute of a row, in one case; unknown for a row that its list lacks."""
        working, inside = self.place(case)
        fact = self.rulebook.facts[cell.fact]
        if not fact.list:
            return working.chunk.value(working.columns[cell.fact], fact, inside, None)
        place = self.row_places(fact.list, case).get(cell.row)
        return UNKNOWN if place is None else working.chunk.value(working.columns[cell.fact], fact, inside, place)

    def rows(self, listed: str) -> Callable[[int], RowSet]:
        """The rows of a list, by case."""
        return lambda case: self.row_set(listed, case)

    def row_set(self, listed: str, case: int) -> RowSet:
        """The rows of a list in one case."""
        working, inside = self.place(case)
        return working.chunk.row_set(working.there[listed], listed, inside)

    def row_places(self, listed: str, case: int) -> dict[str, int]:
        """The positions of the rows that a list has in one case, by their names."""
        working, inside = self.place(case)
        there = working.there[listed]
        marks = there[:-1, 0 if there.shape[1] == 1 else inside]
        return {key: place for place, (key, mark) in enumerate(zip(self.row_keys(listed, case), marks.tolist(), strict=False)) if mark == 1}

    def row_keys(self, listed: str, case: int) -> list[str]:
        """The names used of a list's rows by position, the missing row last."""
        working, inside = self.place(case)
        return working.chunk.row_names(listed, inside)

    def contradicted(self, case: int) -> frozenset[Cell]:
        """The facts for which rules that hold disagree."""
        working, inside = self.place(case)
        found = set()
        for id, clash in working.clashes.items():
            if not clash.any():
                continue
            listed = self.rulebook.facts[id].list
            whole = np.broadcast_to(clash, (working.slots(listed) if listed else 1, working.chunk.size))[:, inside]
            places = self.row_places(listed, case) if listed else {"": 0}
            found |= {Cell(id, key) for key, place in places.items() if whole[place]}
        return frozenset(found)

    # --- questions, and the engine ---

    def open_questions(self) -> dict[str, Bools]:
        """The questions that the interview would still ask: by fact or list, per case, for an attribute per row before that.

        Needs everything that was worked out, so not a sweep that kept only some of it.
        """
        found = [Hanging(working).questions() for working in self.chunks]
        names = dict.fromkeys(name for questions in found for name in questions)
        return {name: self._masks(name, [questions.get(name, NEVER) for questions in found]) for name in names}

    def asks(self, case: int) -> frozenset[Cell]:
        """The cells that the interview would still ask in one case. Worked out for all cases at the first call."""
        if self._questions is None:
            self._questions = self.open_questions()
        found = set()
        for name, mask in self._questions.items():
            if mask.ndim == 1:
                found |= {Cell(name)} if mask[case] else set()
                continue
            keys = self.row_keys(self.rulebook.facts[name].list, case)
            found |= {Cell(name, keys[place]) for place in np.flatnonzero(mask[:, case])}
        return frozenset(found)

    def disagreements(self, case: int, outcome: Outcome) -> tuple[str, ...]:
        """Every value, row set and judgement that differs from the engine's outcome of the same case."""
        return tuple(disagreements(self, case, outcome))

    def _masks(self, name: str, masks: Sequence[Bools]) -> Bools:
        """Masks of all chunks as one, by row without the missing one."""
        fact = self.rulebook.facts.get(name)
        listed = fact.list if fact else ""
        rows = max(working.slots(listed) for working in self.chunks) - 1 if listed else 1
        made = np.zeros((rows, self.size), bool)
        for mask, start, working in zip(masks, self.starts, self.chunks, strict=True):
            slots = working.slots(listed) if listed else 2
            made[: slots - 1, start : start + working.chunk.size] = np.broadcast_to(mask, (slots, working.chunk.size))[:-1]
        return made if listed else made[0]


def fill(made: Status8, status: Status8) -> None:
    """Puts statuses onto longer row axes, with the missing row still last."""
    axes = made.ndim - 1
    inside = status.reshape((1,) * (axes + 1 - status.ndim) + status.shape)
    for corner in product(*((False, True) for _ in range(axes))):
        here: Any = tuple(-1 if missing else slice(0, length - 1) for missing, length in zip(corner, inside.shape, strict=False))
        made[here] = inside[here]


__all__ = ["Statuses", "Sweep", "Values"]
