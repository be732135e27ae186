"""How many cases fit into one chunk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from guide.model import Fact
from guide.sweep.compile import Compiled

MEMORY = 512 << 20
"""How many bytes the work on one chunk may take, more or less."""
MOST_CASES = 32_768
"""More cases at a time fall out of the processor's cache."""
WIDTHS = {"yes-no": 1, "choice": 2, "row": 2, "choices": 1, "rows": 1, "text": 4, "date": 8}
AMOUNT = 16

Axes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a rulebook's columns, lines and joins take: bytes over the rows of some lists."""

    held: tuple[tuple[int, Axes], ...]
    joins: frozenset[Axes]

    def bytes_per_case(self, lengths: Mapping[str, int]) -> int:
        """About how much memory one case takes, with so many names in each list."""
        held = sum(width * prod(lengths[listed] + 1 for listed in axes) for width, axes in self.held)
        widest = max((prod(sorted(lengths[listed] + 1 for listed in axes)[-3:]) for axes in self.joins), default=0)
        return held + 4 * widest

    def fitting(self, lengths: Mapping[str, int]) -> int:
        """How many cases fit."""
        return max(1, min(MOST_CASES, MEMORY // max(1, self.bytes_per_case(lengths))))


@lru_cache(maxsize=4)
def sizes_of(compiled: Compiled) -> Sizes:
    """What a rulebook takes."""
    book = compiled.rulebook
    held = [*map(of_fact, book.facts.values()), *((1, reading.lists) for reading in compiled.readings.all)]
    clauses = [one.clause for many in (book.rules.values(), book.items.values()) for one in many]
    for clause in clauses:
        lists = dict(clause.variables)
        held.append((1, tuple(lists[variable] for variable in compiled.kept[clause.id])))
    return Sizes(tuple(added(held)), frozenset(tuple(listed for _, listed in clause.variables) for clause in clauses))


def of_fact(fact: Fact) -> tuple[int, Axes]:
    """What a fact's column takes."""
    width = WIDTHS.get(fact.kind, AMOUNT) * (len(fact.options) if fact.kind == "choices" else 1)
    return width, ((fact.list,) if fact.list else ()) + ((fact.of,) if fact.kind == "rows" else ())


def added(held: Iterable[tuple[int, Axes]]) -> Iterable[tuple[int, Axes]]:
    """Bytes over the same lists together."""
    found: dict[Axes, int] = {}
    for width, axes in held:
        found[axes] = found.get(axes, 0) + width
    return ((width, axes) for axes, width in found.items())
