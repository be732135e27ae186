"""Saved cases under another rulebook: which items come out otherwise in which case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from guide.edits import edits
from guide.model import Rulebook
from guide.reaching import resting
from guide.sweep import Worked, differing, encode, needed, worked
from guide.values import Status
from guide.witnesses import STANDS, Case, fitting

BATCH = 20_000


class Row(NamedTuple):
    """One item that comes out otherwise in one case."""

    case: str
    item: str
    title: str
    before: str
    after: str


def replay(old: Rulebook, new: Rulebook, cases: Sequence[tuple[str, Case]]) -> Iterator[Row]:
    """Every item that comes out otherwise in every case. Only items that rest on something edited are worked out."""
    changed = {edit.name for edit in edits(old, new) if edit.kind != "words"}
    cone = resting(old, changed) | resting(new, changed)
    shared = [f"item:{id}" for id in new.items if f"item:{id}" in cone and id in old.items]
    only = {"old": [f"item:{id}" for id in old.items if id not in new.items], "new": [f"item:{id}" for id in new.items if id not in old.items]}
    for start in range(0, len(cases), BATCH):
        batch = cases[start : start + BATCH]
        read = {name for side, book in (("old", old), ("new", new)) for name in needed(book, [*shared, *only[side]])}
        sides = [under(book, batch, [*shared, *only[side]], read) for side, book in (("old", old), ("new", new))]
        yield from told(batch, sides[0], sides[1], shared, only["old"], only["new"])


def under(book: Rulebook, batch: Sequence[tuple[str, Case]], names: Sequence[str], read: set[str]) -> Worked:
    """Some cases worked out as far as some items need; of their answers only what is read."""
    cases = (({cell: answer for cell, answer in answers.items() if cell.fact in read}, on) for _, (answers, on) in batch)
    return Worked(book, tuple(worked(book, encode(book, [(fitting(book, answers), on) for answers, on in cases]), names)))


def told(batch: Sequence[tuple[str, Case]], old: Worked, new: Worked, shared: Sequence[str], gone: Sequence[str], added: Sequence[str]) -> Iterator[Row]:
    """What comes out otherwise in a batch, case by case."""
    masks = {name: mask.tolist() for name, mask in differing(old, new, shared).items()}
    stands = {
        name: (old.live(name).tolist() if name not in added else None, new.live(name).tolist() if name not in gone else None)
        for name in (*masks, *gone, *added)
    }
    for number, (case, _) in enumerate(batch):
        for name, (before, after) in stands.items():
            one, other = (None if side is None else Status(side[number]) for side in (before, after))
            if masks[name][number] if name in masks else Status.FAILS not in (one, other):
                yield row(case, name, old, new, one, other)


def row(case: str, name: str, old: Worked, new: Worked, before: Status | None, after: Status | None) -> Row:
    """One row of the table."""
    id = name.partition(":")[2]
    item = new.rulebook.items.get(id) or old.rulebook.items[id]
    words = ["is not in this rulebook" if one is None else STANDS[one] for one in (before, after)]
    if before == after:
        words[1] += " for other rows, at another level or by another day"
    return Row(case, id, item.title, words[0], words[1])


__all__ = ["Row", "replay"]
