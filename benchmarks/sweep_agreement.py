"""Random rulebooks and cases, engine against sweep: `python benchmarks/sweep_agreement.py --cases 100000 --seed 1`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import strategies
from compared import loaded
from guide.engine import Engine
from guide.interview import open_questions
from guide.loader import RulebookError
from guide.model import Rulebook
from guide.outcome import Outcome
from guide.sweep import encode, sweep
from guide.values import Answers, Cell
from test_sweep import dressed_rulebooks

CASES_EACH = 8
Case = tuple[Answers, date]


def apart(rulebook: Rulebook, cases: list[Case]) -> Iterator[tuple[Case, tuple[str, ...]]]:
    """The cases of which engine and sweep say different things, with what differs."""
    swept = sweep(rulebook, encode(rulebook, cases))
    engine = Engine(rulebook)
    try:
        for number, (answers, as_at) in enumerate(cases):
            outcome = engine.update(answers, as_at)
            found = (*swept.disagreements(number, outcome), *questions_apart(swept.asks(number), outcome))
            if found:
                yield (answers, as_at), found
    finally:
        engine.close()


def questions_apart(asks: frozenset[Cell], outcome: Outcome) -> tuple[str, ...]:
    """The questions that only one of sweep and interview would still ask."""
    there = {question.cell for question in open_questions(outcome)}
    return tuple(f"question {cell}: {'asked' if cell in asks else 'not asked'}" for cell in sorted(asks ^ there))


def smallest(rulebook: Rulebook, case: Case) -> tuple[Case, tuple[str, ...]]:
    """The case with every answer left out that the disagreement does not need."""
    answers, as_at = dict(case[0]), case[1]
    found = next(apart(rulebook, [case]), (case, ("only beside other cases",)))[1]
    for cell in list(answers):
        fewer = {other: answer for other, answer in answers.items() if other != cell}
        still = next(apart(rulebook, [(fewer, as_at)]), None)
        if still is not None:
            answers, found = fewer, still[1]
    return (answers, as_at), found


def report(files: strategies.Files, case: Case, found: tuple[str, ...]) -> None:
    """Prints a disagreement with all that brings it about."""
    print("=" * 100)
    for name, text in files.items():
        print(f"--- {name}\n{text}")
    print(f"--- as at {case[1]}")
    for cell, answer in case[0].items():
        print(f"{cell} = {answer.value}")
    print(f"--- {len(found)} apart", *found, sep="\n")


def run(cases: int, start: int, show: int, tell: Callable[[str], None]) -> int:
    """Compares so many cases; how many disagree."""
    done, bad = 0, 0

    @seed(start)
    @settings(max_examples=-(-cases // CASES_EACH), phases=(Phase.generate,), database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def compare(data: st.DataObject) -> None:
        nonlocal done, bad
        files = data.draw(dressed_rulebooks())
        try:
            rulebook = loaded(files)
        except RulebookError:
            return
        drawn = []
        for _ in range(CASES_EACH):
            as_at = data.draw(strategies.days)
            drawn.append((data.draw(strategies.answers(rulebook, as_at)), as_at))
        for case, _ in apart(rulebook, drawn):
            bad += 1
            if bad <= show:
                report(files, *smallest(rulebook, case))
        done += len(drawn)
        if done // 1000 != (done - len(drawn)) // 1000:
            tell(f"{done} cases, {bad} disagree")

    compare()
    print(f"{done} cases compared, {done - bad} agree, {bad} disagree")
    return bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=5, help="how many disagreements to print in full")
    options = parser.parse_args()
    return 1 if run(options.cases, options.seed, options.show, lambda text: print(text, file=sys.stderr)) else 0


if __name__ == "__main__":
    sys.exit(main())
