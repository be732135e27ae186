"""Evaluates many cases at once over arrays: the same meaning as the engine, for whole populations.

`encode` reads answers into a `Population`; one can also be built column by column. `sweep` gives the outcome of all its cases.
This package is the only one that imports NumPy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from guide.model import Rulebook
from guide.sweep.chunk import Book, Chunk, cut
from guide.sweep.compile import compile_rulebook
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
    ready = compile_rulebook(rulebook)
    texts = {text: place for place, text in enumerate(population.texts)}
    for text in literal_texts(rulebook):
        texts.setdefault(text, len(texts))
    book = Book(rulebook, texts, fixed_columns(rulebook, texts))
    order = rulebook.order if keep is None else needed(rulebook, keep)
    chunks, starts = [], []
    for start, chunk in pieces(book, population, sizes_of(ready)):
        working = Working(ready, chunk)
        working.run(order)
        working.forget(keep)
        chunks.append(working)
        starts.append(start)
    return Sweep(rulebook, chunks, starts)


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
    "Population",
    "Rows",
    "Statuses",
    "Sweep",
    "Values",
    "amounts",
    "case_of",
    "dates",
    "encode",
    "one_of",
    "rows_of",
    "several",
    "sweep",
    "yes_no",
]
