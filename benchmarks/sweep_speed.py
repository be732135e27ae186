"""How many cases a second (of processor time, one core) a sweep works out, and encodes: `python benchmarks/sweep_speed.py --cases 100000`."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from datetime import date, timedelta
from random import Random

import guide
from guide.loader import load
from guide.model import Fact, Rulebook
from guide.sweep import encode, sweep
from guide.values import UNKNOWN, Answer, Answers, Cell, Choices, RowSet, Value

ANSWERED = 0.75
ROWS = (0, 1, 1, 2, 2, 3, 4)
FIRST_DAY = date(2010, 1, 1)
DAYS = 6_000


def some_case(rulebook: Rulebook, random: Random) -> tuple[Answers, date]:
    """A case with most questions answered and a few rows in every list."""
    found: dict[Cell, Answer] = {}
    rows = {id: tuple(f"{id} {place}" for place in range(random.choice(ROWS))) for id, listed in rulebook.lists.items() if listed.rows is None}
    for id, keys in rows.items():
        found[Cell(id)] = Answer(RowSet(keys, more=random.random() < 0.1))
    for fact in rulebook.facts.values():
        if fact.asked and (not fact.list or fact.list in rows):
            for row in rows[fact.list] if fact.list else ("",):
                if random.random() < ANSWERED:
                    found[Cell(fact.id, row)] = Answer(some_value(rulebook, fact, rows, random))
    return found, FIRST_DAY + timedelta(days=random.randrange(DAYS))


def some_value(rulebook: Rulebook, fact: Fact, rows: dict[str, tuple[str, ...]], random: Random) -> Value:
    """An answer to a question; sometimes "not sure"."""
    if random.random() < 0.05:
        return UNKNOWN
    fixed = rulebook.lists[fact.of].rows if fact.of else None
    words = tuple(map(rulebook.lists[fact.of].row_key, fixed)) if fixed is not None else rows.get(fact.of, tuple(fact.options))
    match fact.kind:
        case "yes-no":
            return random.random() < 0.5
        case "choice" | "row":
            return random.choice(words) if words else UNKNOWN
        case "choices" | "rows":
            return Choices(frozenset(word for word in words if random.random() < 0.3))
        case "date":
            return FIRST_DAY + timedelta(days=random.randrange(DAYS))
        case "text":
            return "words"
        case "percent":
            return random.randrange(101)
        case _:
            return random.randrange(10 ** random.randrange(1, 8))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--different", type=int, default=5_000, help="how many different cases are made up, to be repeated")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    rulebook = load(guide.shipped_rulebook())
    random = Random(1)
    cases = [some_case(rulebook, random) for _ in range(min(options.different, options.cases))]
    began = time.process_time()
    population = encode(rulebook, cases)
    took = time.process_time() - began
    answers = sum(len(case[0]) for case in cases) / len(cases)
    print(f"encode: {len(cases) / took:,.0f} cases a second, of {answers:.0f} answers each")
    many = population.select([place % len(cases) for place in range(options.cases)])
    wanted = [f"item:{id}" for id in rulebook.items]
    profile = cProfile.Profile()
    for name, keep in (("everything kept", None), ("items kept", wanted)):
        began = time.process_time()
        if options.profile:
            profile.enable()
        sweep(rulebook, many, keep)
        profile.disable()
        took = time.process_time() - began
        print(f"sweep, {name}: {options.cases / took:,.0f} cases a second ({1e6 * took / options.cases:.1f} microseconds each)")
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
    return 0


if __name__ == "__main__":
    sys.exit(main())
