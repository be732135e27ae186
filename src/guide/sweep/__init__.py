"""Evaluates many cases at once over arrays: the same meaning as the engine, for whole populations.

`encode` reads answers into a `Population`; one can also be built column by column. `sweep` gives the outcome of all its cases.
This package is the only one that imports NumPy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from guide.model import Rulebook
from guide.sweep.chunk import Book, Chunk, cut
from guide.sweep.compile import compile_rulebook
from guide.sweep.decisive import FOR, Side, clauses_of, decided, sides
from guide.sweep.decoding import case_of
from guide.sweep.encoding import encode
from guide.sweep.fixed import fixed_columns
from guide.sweep.literals import literal_texts
from guide.sweep.population import Population, Rows, amounts, dates, one_of, rows_of, several, yes_no
from guide.sweep.results import Statuses, Sweep, Values
from guide.sweep.sizes import MOST_CASES, Sizes, sizes_of
from guide.sweep.working import Working


def sweep(rulebook: Rulebook, population: Population, keep: Collection[str] | None = None) -> Sweep:
    """The outcome of every case of a population.

    `keep` names what is wanted (facts, lists, `rule:id`, `item:id`); only these and what they read are worked out, and only
    these are remembered.
    """
    chunks, starts = [], []
    for start, working in worked(rulebook, population, keep):
        working.forget(keep)
        chunks.append(working)
        starts.append(start)
    return Sweep(rulebook, chunks, starts)


def on_sides(rulebook: Rulebook, population: Population, wanted: Iterable[Side]) -> Mapping[Side, int]:
    """For each of these sides of clauses the first case that is on it, where there is one."""
    sought = tuple(wanted)
    return decided(worked(rulebook, population, {reads for side in sought for reads in clause_reads(rulebook, side.clause)}), sought)


def clause_reads(rulebook: Rulebook, clause: str) -> Collection[str]:
    """What the lines of a clause read: that of its rule or item, or of the fact that it is a calculation of."""
    return rulebook.reads.get(clause) or {name for name in (clause, clause.partition(":")[2]) if name in rulebook.reads}


def worked(rulebook: Rulebook, population: Population, keep: Collection[str] | None) -> Iterator[tuple[int, Working]]:
    """A population worked out, chunk by chunk, each with the number of its first case."""
    ready = compile_rulebook(rulebook)
    texts = {text: place for place, text in enumerate(population.texts)}
    for text in literal_texts(rulebook):
        texts.setdefault(text, len(texts))
    book = Book(rulebook, texts, fixed_columns(rulebook, texts))
    order = rulebook.order if keep is None else needed(rulebook, keep)
    for start, chunk in pieces(book, population, sizes_of(ready)):
        working = Working(ready, chunk)
        working.run(order)
        yield start, working


def needed(rulebook: Rulebook, keep: Collection[str]) -> tuple[str, ...]:
    """The names that must be worked out for those wanted, in order."""
    found, waiting = set(), list(keep)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += rulebook.reads.get(name, ())
    return tuple(name for name in rulebook.order if name in found)


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


__all__ = [
    "FOR",
    "Population",
    "Rows",
    "Side",
    "Statuses",
    "Sweep",
    "Values",
    "amounts",
    "case_of",
    "clauses_of",
    "dates",
    "encode",
    "on_sides",
    "one_of",
    "rows_of",
    "several",
    "sides",
    "sweep",
    "yes_no",
]
