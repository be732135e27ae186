"""How long a review, mutation and replay of the shipped rulebook take, each beside the same work done by a loop over the engine.

The loop does a sample, from which the whole is reckoned: `python benchmarks/reviewing.py --sample 30`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

import guide
from guide.booktests import failures
from guide.cases import load_case
from guide.engine import Engine
from guide.loader import load
from guide.model import Rulebook
from guide.mutants import Mutant, mutants
from guide.mutation import mutate
from guide.replay import replay
from guide.review import review
from guide.values import Answers
from guide.variants import shaken
from guide.witnesses import Case, fitting, standing

PARAM = "light_touch_threshold"


def timed(work: Callable[[], object]) -> float:
    """How many seconds something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def one_line_changed(book: Rulebook) -> Rulebook:
    """The rulebook with one figure of one parameter raised by a pound."""
    param = book.params[PARAM]
    last = param.figures[-1]
    assert isinstance(last.value, int)
    return replace(book, params={**book.params, PARAM: replace(param, figures=(*param.figures[:-1], replace(last, value=last.value + 1)))})


def outcomes_apart(old: Rulebook, new: Rulebook, cases: list[Case]) -> int:
    """How many items come out otherwise, case by case, with an engine for each rulebook."""
    engines, found = (Engine(old), Engine(new)), 0
    for answers, on in cases:
        before, after = (engine.update(fitting(engine.rulebook, answers), on) for engine in engines)
        found += sum(standing(before, f"item:{id}") != standing(after, f"item:{id}") for id in old.items if id in new.items)
    for engine in engines:
        engine.close()
    return found


def noticed(book: Rulebook, mutant: Mutant, few: int) -> bool:
    """Whether any of some tests fails under a slip, with the engine."""
    engine = Engine(mutant.book())
    try:
        return any(any(failures(test, engine.update(test.given, test.on))) for test in list(book.tests.values())[:few])
    finally:
        engine.close()


def saved(book: Rulebook, many: int) -> list[Case]:
    """As many cases as are wanted, each one of the worked examples with some answers changed."""
    cases = [load_case(path, book) for path in sorted((guide.shipped_rulebook() / "examples").glob("*.toml"))]
    known: list[tuple[Answers, object]] = [(case.answers, case.as_at) for case in cases]
    return list(shaken(book, known, many, Random(1)))  # type: ignore[arg-type]


def told(what: str, took: float, loop: float, sample: str) -> None:
    """One line of the report."""
    print(f"{what}: {took:.1f} s; a loop over the engine {loop:,.0f} s (reckoned from {sample}): {loop / took:,.0f} times as long", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=30, help="how many cases the loop over the engine does")
    parser.add_argument("--mutants", type=int, default=500)
    parser.add_argument("--cases", type=int, default=100_000)
    options = parser.parse_args()
    book = load(guide.shipped_rulebook(), tests=True)
    new = one_line_changed(book)

    known = [*((test.given, test.on) for test in book.tests.values()), *saved(book, 5000)][:5000]
    took = timed(lambda: review(book, new, known, at_random=0))
    loop = timed(lambda: outcomes_apart(book, new, known[: options.sample])) * len(known) / options.sample
    told(f"review of a one-line change over {len(known):,} cases", took, loop, f"{options.sample} cases")

    every = -(-sum(1 for _ in mutants(book)) // options.mutants)
    some = list(mutants(book))[::every]
    took = timed(lambda: mutate(book, (), every))
    few = min(options.sample, len(book.tests))
    loop = timed(lambda: noticed(book, some[0], few)) * len(some) * len(book.tests) / few
    told(f"{len(some)} slips against {len(book.tests):,} tests", took, loop, f"one slip and {few} tests")

    cases = [(str(number), case) for number, case in enumerate(saved(book, options.cases))]
    took = timed(lambda: list(replay(book, new, cases)))
    loop = timed(lambda: outcomes_apart(book, new, [case for _, case in cases[: options.sample]])) * len(cases) / options.sample
    told(f"replay of {len(cases):,} saved cases", took, loop, f"{options.sample} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
