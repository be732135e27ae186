"""A population worked out chunk by chunk; and once more under rules that differ in one place, where only what rests on it is worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from guide.model import Rulebook
from guide.narrowing import below
from guide.sweep.chunk import Book, Chunk, cut
from guide.sweep.columns import Status8
from guide.sweep.compile import Compiled, compile_rulebook
from guide.sweep.fixed import fixed_columns
from guide.sweep.population import Population
from guide.sweep.questions import Hanging
from guide.sweep.remade import again, lines_by_name, readers_of
from guide.sweep.sizes import MOST_CASES, Sizes, sizes_of
from guide.sweep.working import Ending, Working


def worked(
    rulebook: Rulebook, population: Population, keep: Collection[str] | None = None, ready: Compiled | None = None, only_kept: bool = False
) -> Iterator[tuple[int, Working]]:
    """A population worked out, whole or as far as is needed for some names: each chunk with the number of its first case.

    With `only_kept` whatever is found on the way is dropped as soon as nothing reads it any more, so that the rest of the work
    stays in the processor's cache.
    """
    ready = ready or compile_rulebook(rulebook)
    texts = {text: place for place, text in enumerate(population.texts)}
    for text in ready.texts:
        texts.setdefault(text, len(texts))
    book = Book(rulebook, texts, fixed_columns(rulebook, texts))
    wanted = None if keep is None else below(rulebook, keep)
    order = [name for name in rulebook.order if wanted is None or name in wanted]
    ending = last_readers(ready, order, keep) if only_kept else None
    for start, chunk in pieces(book, population, sizes_of(ready)):
        working = Working(ready, chunk)
        working.run(order, ending)
        yield start, working


def last_readers(ready: Compiled, order: Sequence[str], keep: Collection[str] | None) -> Ending:
    """By each name of an order: the names and the lines that nothing after it reads, but for those kept."""
    last: dict[str | int, str] = {}
    for name in order:
        last[name] = name
        last |= dict.fromkeys(ready.rulebook.reads.get(name, ()), name)
        last |= {entry.reading: name for entry in ready.entries(name)}
    found: dict[str, list[str | int]] = {}
    for one, name in last.items():
        if isinstance(one, int) or (keep is not None and one not in keep):
            found.setdefault(name, []).append(one)
    return found


def pieces(book: Book, population: Population, size: Sizes) -> Iterator[tuple[int, Chunk]]:
    """A population cut into chunks, each of as many cases as the memory allows."""
    start, cases = 0, MOST_CASES
    while start < population.size:
        chunk = cut(book, population, slice(start, start + cases))
        fits = size.fitting(chunk.lengths)
        if fits < chunk.size:
            cases = max(1, min(cases // 2, fits))
            continue
        yield start, chunk
        start, cases = start + chunk.size, min(MOST_CASES, max(cases, fits))


@dataclass(slots=True)
class Worked:
    """A population worked out whole, with all that was found on the way."""

    rulebook: Rulebook
    parts: tuple[tuple[int, Working], ...]
    resting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What rests on each name, as far as it was asked for."""
    lines: dict[str, list[int]] = field(default_factory=dict)
    redone: frozenset[str] = frozenset()
    """The names that were worked out once more; all others came out as before."""
    otherwise: frozenset[str] = frozenset()
    """Those of them that may have come out otherwise."""

    @property
    def size(self) -> int:
        """How many cases there are."""
        return self.parts[-1][0] + self.parts[-1][1].chunk.size if self.parts else 0

    def above(self, name: str) -> tuple[str, ...]:
        """The names that rest on a rule, an item, a fact or a parameter (`param:id`), in order; a rule, item or fact itself first."""
        if name not in self.resting:
            first = readers_of(self.rulebook, name.removeprefix("param:")) if name.startswith("param:") else (name,)
            found = set(first)
            for other in self.rulebook.order:
                if not found.isdisjoint(self.rulebook.reads[other]):
                    found.add(other)
            self.resting[name] = tuple(one for one in self.rulebook.order if one in found)
        return self.resting[name]

    def live(self, name: str) -> Status8:
        """How an item or rule stands in every case, the best of all rows."""
        found = np.empty(self.size, np.int8)
        for start, working in self.parts:
            status = working.statuses[name]
            found[start : start + working.chunk.size] = status.reshape(-1, status.shape[-1]).max(axis=0)
        return found

    def remade(self, rulebook: Rulebook, name: str) -> Worked:
        """The same population under rules that differ in one rule, item, fact or parameter alone, and read nothing new."""
        if not self.lines and self.parts:
            self.lines |= lines_by_name(self.parts[0][1].compiled)
        above = self.above(name)
        made = [again(working, rulebook, name, above, self.lines) for _, working in self.parts]
        parts = tuple((start, redone.working) for (start, _), redone in zip(self.parts, made, strict=True))
        redone, otherwise = (frozenset[str]().union(*names) for names in ((one.names for one in made), (one.otherwise for one in made)))
        return Worked(rulebook, parts, self.resting, redone=redone, otherwise=otherwise)

    def looked_at(self) -> frozenset[str]:
        """The items, rules and facts whose lines decide which questions are open in some case."""
        found = [Hanging(working) for _, working in self.parts]
        for hanging in found:
            hanging.questions()
        return frozenset[str]().union(*(hanging.seen for hanging in found))


def work(rulebook: Rulebook, population: Population) -> Worked:
    """A population worked out whole."""
    return Worked(rulebook, tuple(worked(rulebook, population)))
