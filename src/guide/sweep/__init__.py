"""Evaluates many cases at once over arrays: the same meaning as the engine, for whole populations.

`encode` reads answers into a `Population`; one can also be built column by column. `sweep` gives the outcome of all its cases.
This package is the only one that imports NumPy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from guide.model import Rulebook
from guide.sweep.against import asked_apart, differing
from guide.sweep.compile import Compiled, compile_rulebook
from guide.sweep.decisive import FOR, Side, clauses_of, decided, sides
from guide.sweep.decoding import case_of
from guide.sweep.encoding import encode
from guide.sweep.entries import Live, live
from guide.sweep.expected import Expected, Wish, expected
from guide.sweep.population import Population, Rows, amounts, dates, one_of, rows_of, several, yes_no
from guide.sweep.remade import readers_of
from guide.sweep.results import Statuses, Sweep, Values
from guide.sweep.worked import Worked, work, worked


def sweep(rulebook: Rulebook, population: Population, keep: Collection[str] | None = None, ready: Compiled | None = None) -> Sweep:
    """The outcome of every case of a population.

    `keep` names what is wanted (facts, lists, `rule:id`, `item:id`); only these and what they read are worked out, and only
    these are remembered. `ready` is the rulebook made ready before, where many populations are worked out.
    """
    chunks, starts = [], []
    for start, working in worked(rulebook, population, keep, ready, only_kept=True):
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


__all__ = [
    "FOR",
    "Compiled",
    "Expected",
    "Live",
    "Population",
    "Rows",
    "Side",
    "Statuses",
    "Sweep",
    "Values",
    "Wish",
    "Worked",
    "amounts",
    "asked_apart",
    "case_of",
    "clauses_of",
    "compile_rulebook",
    "dates",
    "differing",
    "encode",
    "expected",
    "live",
    "on_sides",
    "one_of",
    "readers_of",
    "rows_of",
    "several",
    "sides",
    "sweep",
    "work",
    "worked",
    "yes_no",
]
