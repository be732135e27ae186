"""How quick the guide feels: start, answers, changes, whole cases. Prints medians and the 95th percentile of one run.

Run with `make bench`. Figures are of this machine at this moment; compare ratios, not runs.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

import guide
from guide.engine import Engine
from guide.interview import Question
from guide.loader import load
from guide.model import Fact, Rulebook
from guide.session import Session
from guide.values import Cell

TODAY = date(2026, 11, 25)
SEED = 2012


def report(name: str, seconds: list[float]) -> None:
    milliseconds = sorted(1000 * second for second in seconds)
    p95 = milliseconds[min(len(milliseconds) - 1, int(0.95 * len(milliseconds)))]
    print(f"{name:<44}{len(seconds):>6}{statistics.median(milliseconds):>10.1f}{p95:>10.1f}{milliseconds[-1]:>10.1f}")


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def process(code: str) -> float:
    """The time of a whole Python process."""
    return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True))


def starts() -> None:
    first = (
        "import datetime, guide; from guide.loader import load; from guide.session import Session; {}"
        "Session(load(guide.shipped_rulebook()), datetime.date(2026, 11, 25)).next_question()"
    )
    for name, code in [
        ("process: python alone", "pass"),
        ("process: import textual.app (the floor)", "import textual.app"),
        ("process: first question, no screen", first.format("")),
        ("process: first question and Textual", first.format("import guide.tui; ")),
    ]:
        process(code)
        report(name, [process(code) for _ in range(7)])


def named_rows(session: Session, fact: Fact) -> list[str]:
    return list(session.outcome().rows[fact.of].keys) if fact.of else []


def some_value(session: Session, question: Question, chance: random.Random) -> object:
    fact = question.fact
    if fact is None:
        return [{question.list.key: f"Row {n}"} for n in range(chance.randrange(1, 5))] if question.list else []
    match fact.kind:
        case "yes-no":
            return chance.random() < 0.6
        case "choice":
            return chance.choice(list(fact.options))
        case "choices":
            return chance.sample(list(fact.options), min(2, len(fact.options)))
        case "rows":
            return chance.sample(rows := named_rows(session, fact), min(1, len(rows)))
        case "row":
            return chance.choice(named_rows(session, fact))
        case "date":
            return date(chance.randrange(2024, 2028), chance.randrange(1, 13), 5)
        case "text":
            return "words"
        case _:
            return chance.choice([1, 60, 700_000])


class Times:
    """What a journey measured."""

    def __init__(self) -> None:
        self.answers: list[float] = []
        self.plans: list[float] = []
        self.cleared: list[float] = []
        self.whole: list[float] = []


def clear(session: Session, cell: Cell) -> None:
    session.clear(cell)
    session.outcome()


def answer(session: Session, question: Question, value: object) -> None:
    session.answer(question.cell, value)
    session.outcome()


def journey(book: Rulebook, chance: random.Random, times: Times) -> None:
    """Answers everything that matters, then clears some answers, then works the whole case out from nothing."""
    session = Session(book, TODAY)
    session.answer("case.topics", list(book.facts[book.topics].options))
    session.answer("case.nation", "England")
    for _ in range(250):
        question = session.next_question()
        if question is None:
            break
        times.answers.append(timed(partial(answer, session, question, some_value(session, question, chance))))
        times.plans.append(timed(session.questions))
    for cell in chance.sample(list(session.answers), min(40, len(session.answers))):
        times.cleared.append(timed(partial(clear, session, cell)))
        session.undo()
        session.outcome()
    engine = Engine(book)
    for _ in range(10):
        engine.update({}, TODAY)
        times.whole.append(timed(partial(engine.update, session.answers, TODAY)))
    engine.close()
    session.close()


def journeys() -> None:
    book = load(guide.shipped_rulebook())
    times = Times()
    for seed in range(4):
        journey(book, random.Random(SEED + seed), times)
    report("answer: outcome through the engine", times.answers)
    report("answer: next questions planned", times.plans)
    report("answer: key to next question", [a + p for a, p in zip(times.answers, times.plans, strict=True)])
    report("an earlier answer cleared", times.cleared)
    report("a whole case from nothing", times.whole)


def name_people(session: Session, count: int) -> None:
    """Answers until the guide asks who is involved, and names that many people."""
    while question := session.next_question():
        if question.fact is None and question.list is not None and question.list.id == "person":
            session.answer(question.cell, [{question.list.key: f"Person {n}"} for n in range(count)])
            return
        session.answer(question.cell, some_value(session, question, random.Random(SEED)))
    raise SystemExit("the shipped rulebook no longer asks who is involved: give this benchmark another list")


def with_people(book: Rulebook, count: int) -> Times:
    """A conflict check with that many people named, nothing said of them yet, then forty answers about them."""
    session, times, chance = Session(book, TODAY), Times(), random.Random(SEED)
    session.answer("case.topics", ["conflict-check"])
    session.answer("case.nation", "England")
    name_people(session, count)
    session.questions()
    for _ in range(40):
        question = session.next_question()
        if question is None:
            break
        times.answers.append(timed(partial(answer, session, question, some_value(session, question, chance))))
        times.plans.append(timed(session.questions))
    session.close()
    return times


def add(session: Session, names: list[str]) -> None:
    session.answer("person", names)
    session.outcome()


def twelfth(book: Rulebook) -> Times:
    """A conflict check with eleven people of whom everything is said; then a twelfth is added, again and again."""
    session, times, chance = Session(book, TODAY), Times(), random.Random(SEED)
    session.answer("case.topics", ["conflict-check"])
    session.answer("case.nation", "England")
    name_people(session, 11)
    while question := session.next_question():
        session.answer(question.cell, some_value(session, question, chance))
    names = list(session.outcome().rows["person"].keys)
    for number in range(20):
        times.answers.append(timed(partial(add, session, [*names, f"Newcomer {number}"])))
        times.plans.append(timed(session.questions))
        session.undo()
        session.questions()
    session.close()
    return times


def crowds() -> None:
    book = load(guide.shipped_rulebook())
    times = twelfth(book)
    report("the twelfth person added", times.answers)
    report("the twelfth person: next questions planned", times.plans)
    for count in (5, 20, 50):
        times = with_people(book, count)
        report(f"{count} people: one answer", times.answers)
        report(f"{count} people: next questions planned", times.plans)


def main() -> None:
    print(f"{'':<44}{'runs':>6}{'median':>10}{'p95':>10}{'max':>10}  (milliseconds)")
    starts()
    journeys()
    crowds()


if __name__ == "__main__":
    main()
