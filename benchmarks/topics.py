"""How many questions each topic asks on the example cases: `python benchmarks/topics.py [TOPIC ...]`.

An interview is played from the start with one topic chosen. Each question is answered as the example answers it, and with
"not sure" where the example does not. The goal is a median of at most 25 questions a topic.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

import guide
from guide.answers import raw_value
from guide.cases import Case, load_case
from guide.loader import load
from guide.model import Rulebook
from guide.session import Session
from guide.values import MISSING, Cell, RowSet, Value

EXAMPLES = Path(__file__).parents[1] / "examples"
GOAL = 25
ENOUGH = 150


def asked(book: Rulebook, case: Case, topic: str) -> list[Cell]:
    """The questions of an interview about one topic, in order."""
    session = Session(book, case.as_at)
    session.answer(Cell(book.topics), [topic])
    found = [Cell(book.topics)]
    while (question := session.next_question()) and len(found) < ENOUGH:
        found.append(question.cell)
        answer = case.answers.get(question.cell)
        if answer is None or not answer.sure:
            session.not_sure(question.cell)
        else:
            session.answer(question.cell, raw(answer.value, case))
    session.close()
    return found


def raw(value: Value | RowSet, case: Case) -> object:
    """An answer as a person gives it."""
    return [*value.keys, *([MISSING] if value.more else [])] if isinstance(value, RowSet) else raw_value(value, case.as_at)


def main() -> None:
    """Prints the median, the least and the most of each topic, and which questions come up most."""
    book = load(guide.shipped_rulebook())
    cases = [load_case(path, book) for path in sorted(EXAMPLES.glob("*.toml"))]
    for topic in sys.argv[1:] or book.facts[book.topics].options:
        runs = [asked(book, case, topic) for case in cases]
        counts = sorted(map(len, runs))
        over = "" if median(counts) <= GOAL else "  OVER"
        print(f"{topic:20} median {median(counts):5}  least {counts[0]:3}  most {counts[-1]:3}{over}", flush=True)
        if sys.argv[1:]:
            often: dict[str, int] = {}
            for run in runs:
                for cell in run:
                    often[cell.fact] = often.get(cell.fact, 0) + 1
            for fact, times in sorted(often.items(), key=lambda pair: -pair[1]):
                print(f"    {times:4}  {fact}")


if __name__ == "__main__":
    main()
