"""One generated rulebook, the same cases, every evaluator; and how the engine and the sweep grow with the number of rules.

Every evaluator must give the same warnings in every case before anything is timed. Figures are medians of one run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from generated import Generated, generate, write
from peers import PEERS, Case

from guide.engine import Engine, WorkingMemoryError
from guide.loader import load
from guide.model import Rulebook
from guide.outcome import live_results
from guide.session import Session
from guide.sweep import encode, sweep
from guide.values import Answer, Answers, Cell, Status

ON = date(2026, 11, 25)
SIZES = (300, 1_000, 3_000, 10_000)
REPEATS = 5
SWEPT = 50_000
MOST_SECONDS = 3.0


def answers(case: Case) -> Answers:
    """A case as the guide has it."""
    return {Cell("case.nation"): Answer("England"), **{Cell(name): Answer(value) for name, value in case.items()}}


def applying(book: Rulebook, engine: Engine, case: Case) -> frozenset[str]:
    """The warnings that the engine finds, the case worked out from nothing."""
    engine.update({}, ON)
    outcome = engine.update(answers(case), ON)
    return frozenset(item.id for item in book.items.values() for result in live_results(outcome, item) if result.status is Status.HOLDS)


def median_of(run: Callable[[], object]) -> float:
    """The median time of some runs, in seconds; fewer runs of what takes long."""
    times = []
    began = time.perf_counter()
    while len(times) < REPEATS and (not times or time.perf_counter() - began < MOST_SECONDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def each(run: Callable[[Case], object], cases: list[Case]) -> float:
    """The median time a case of some runs over all cases, in seconds."""
    return median_of(lambda: [run(case) for case in cases]) / len(cases)


def compared(made: Generated, book: Rulebook, cases: list[Case]) -> dict[str, float]:
    """Seconds a case, by evaluator, once all agree."""
    engine = Engine(book)
    expected = [applying(book, engine, case) for case in cases]
    found = {"engine, from nothing": each(lambda case: applying(book, engine, case), cases[:20])}
    engine.close()
    found |= {"sweep": swept(book, cases, expected)}
    for name, make in PEERS.items():
        try:
            evaluate = make(made)
        except ModuleNotFoundError as error:
            print(f"{name}: not compared, {error.name} is not installed (pip install 'mutuals-guide[bench]')")
            continue
        if [evaluate(case) for case in cases] != expected:
            raise SystemExit(f"{name} does not agree with the engine")
        found[name] = each(evaluate, cases)
    return found


def swept(book: Rulebook, cases: list[Case], expected: list[frozenset[str]]) -> float:
    """Seconds a case of the sweep over a large population, once it agrees with the engine on all cases."""
    population = encode(book, [(answers(case), ON) for case in cases])
    keep = [f"item:{id}" for id in book.items]
    result = sweep(book, population, keep)
    columns = {id: result.item(id).cases == Status.HOLDS for id in book.items}
    if [frozenset(id for id, column in columns.items() if column[number]) for number in range(len(cases))] != expected:
        raise SystemExit("the sweep does not agree with the engine")
    many = population.select([number % len(cases) for number in range(SWEPT)])
    return median_of(lambda: sweep(book, many, keep)) / SWEPT


def answered(book: Rulebook, cases: list[Case]) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each answer through the engine and of planning the next question, and of changing one answer of a whole case."""
    given, planned, changed = [], [], []
    random = Random(1)
    for case in cases:
        session = Session(book, ON)
        session.answer("case.nation", "England")
        for _ in range(250):
            question = session.next_question()
            if question is None:
                break
            value = case.get(question.cell.fact, ["all"])
            start = time.perf_counter()
            session.answer(question.cell, value)
            session.outcome()
            given.append(time.perf_counter() - start)
            start = time.perf_counter()
            session.questions()
            planned.append(time.perf_counter() - start)
        for cell in random.sample(list(session.answers), min(20, len(session.answers))):
            start = time.perf_counter()
            session.clear(cell)
            session.outcome()
            changed.append(time.perf_counter() - start)
            session.undo()
            session.outcome()
        session.close()
    return given, planned, changed


def spread(seconds: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    milliseconds = sorted(1000 * second for second in seconds)
    return f"{statistics.median(milliseconds):6.1f} {milliseconds[int(0.95 * (len(milliseconds) - 1))]:6.1f}"


def peers(cases: int) -> None:
    """Every evaluator on 300 rules."""
    made = generate(300)
    with tempfile.TemporaryDirectory() as folder:
        book = load(write(made, Path(folder) / "book"))
    found = compared(made, book, [made.case(Random(seed)) for seed in range(cases)])
    print(f"\n300 generated rules, {len(made.questions)} answers a case, {cases} cases, all evaluators agree on each")
    print(f"{'':<32}{'microseconds a case':>20}{'cases a second':>16}{'times the sweep':>17}")
    for name, seconds in sorted(found.items(), key=lambda pair: pair[1]):
        print(f"{name:<32}{1e6 * seconds:>20.1f}{1 / seconds:>16,.0f}{seconds / found['sweep']:>17.1f}")


def growth() -> None:
    """The engine and the sweep on more and more rules."""
    print("\nhow it grows with rules           load    start   one answer      next question  an answer cleared  whole case    sweep")
    print("                                 (s)     (s)   median    p95   median    p95   median    p95       (ms)  (us a case)")
    for rules in SIZES:
        made = generate(rules)
        with tempfile.TemporaryDirectory() as folder:
            written = write(made, Path(folder) / "book")
            start = time.perf_counter()
            book = load(written)
            loaded = time.perf_counter() - start
        start = time.perf_counter()
        try:
            engine = Engine(book)
        except WorkingMemoryError as error:
            print(f"{rules:>6} rules: refused: {error}")
            continue
        started = time.perf_counter() - start
        cases = [made.case(Random(seed)) for seed in range(20)]
        expected = [applying(book, engine, case) for case in cases]
        whole = each(lambda case, book=book, engine=engine: applying(book, engine, case), cases[:3])  # type: ignore[misc]
        engine.close()
        given, planned, changed = answered(book, cases[:2])
        micro = 1e6 * swept(book, cases, expected)
        print(
            f"{rules:>6} rules, {len(made.questions):>5} questions {loaded:8.2f} {started:8.2f} {spread(given)}   {spread(planned)}    {spread(changed)}"
            f"   {1e3 * whole:8.1f}   {micro:8.1f}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    options = parser.parse_args()
    peers(options.cases)
    growth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
