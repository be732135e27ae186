"""Kills the guide at random moments of a journey in a real terminal, and looks at what is left of the case.

`python tests/killing.py --count 200 --seed 1` plays a journey with a new process after each kill. Whenever it happens: the case opens, every
answer whose next question was on the screen is in it, and nothing is that was not answered. So no more is lost than the key in flight.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from guide.cases import load_case
from guide.interview import Question
from guide.loader import load
from guide.model import Rulebook
from guide.session import Session
from guide.values import Answers
from terminal import Terminal

DAY = date(2026, 11, 25)
LONGEST = 12
"""Questions of a journey."""
BEFORE_KEYS, BETWEEN_KEYS, AFTER_KEYS = "while it starts", "at a question", "after an answer"


@dataclass(frozen=True)
class Step:
    """A question as it stands on the screen, the keys that answer it, and all answers then."""

    ask: str
    keys: tuple[str, ...]
    answers: Answers


def journey(book: Rulebook) -> tuple[Step, ...]:
    """The first questions of an interview, each answered by a few keys."""
    session = Session(book, DAY)
    steps: list[Step] = []
    while len(steps) < LONGEST and (question := session.next_question()):
        keys = give(session, question)
        steps.append(Step(question.ask[:40], keys, dict(session.answers)))
    session.close()
    return tuple(steps)


def give(session: Session, question: Question) -> tuple[str, ...]:
    """Answers a question; the keys that do so in a terminal."""
    if question.cell.fact == session.rulebook.topics and question.fact:
        session.answer(question.cell, [next(iter(question.fact.options))])
        return "space", "enter"
    match question.kind:
        case "yes-no":
            session.answer(question.cell, True)
            return ("y",)
        case "choice" if question.fact:
            session.answer(question.cell, next(iter(question.fact.options)))
            return ("1",)
        case "number" | "money" | "percent":
            session.answer(question.cell, "12")
            return "1", "2", "enter"
        case _:
            session.not_sure(question.cell)
            return ("f2",)


class Killing:
    """One case after another, each killed until its journey has come to its end."""

    def __init__(self, book: Rulebook, rules: Path, folder: Path, seed: int) -> None:
        self.book, self.rules, self.path = book, rules, folder / "case.toml"
        self.steps = journey(book)
        self.dice = random.Random(seed)
        self.moments: Counter[str] = Counter()
        self.in_flight = 0

    def done(self) -> int:
        """How many steps of the journey are in the file. Raises when there is anything else in it."""
        if not self.path.exists():
            return 0
        found = load_case(self.path, self.book).answers
        states: list[Answers] = [{}, *(step.answers for step in self.steps)]
        if found not in states:
            raise AssertionError(f"the case holds what nobody answered so: {found}")
        return states.index(found)

    def kill(self) -> None:
        """Plays on from where the case is, and kills the process at some moment."""
        start = self.done()
        if start == len(self.steps):
            self.path.unlink()
            start = 0
        screen = Terminal(self.path.parent, "ask", self.path.name, "--rules", str(self.rules), "--on", DAY.isoformat())
        moment = self.dice.choices((BEFORE_KEYS, BETWEEN_KEYS, AFTER_KEYS), (1, 2, 7))[0]
        seen = sent = start
        if moment == BEFORE_KEYS:
            time.sleep(self.dice.random() * 3)
        else:
            last = self.dice.randrange(start, len(self.steps))
            for number in range(start, last + 1):
                screen.wait(self.steps[number].ask, seconds=60)
                seen = number
                if number == last and moment == BETWEEN_KEYS:
                    break
                for key in self.steps[number].keys:
                    screen.send(key) if number == last else screen.press(key)
                sent = number + 1
            time.sleep(self.dice.random() ** 2 * 0.25)
        os.kill(screen.process.pid, signal.SIGKILL)
        screen.process.wait()
        shown, left = screen.read(), self.done()  # what it still wrote before it died
        if sent > seen and sent < len(self.steps) and self.steps[sent].ask in shown:
            seen = sent
        self.check(seen, left, sent, moment)
        self.moments[moment] += 1
        self.in_flight += left < sent

    def check(self, seen: int, left: int, sent: int, moment: str) -> None:
        """Raises when less is left than was followed by a question, or more than was given."""
        if not seen <= left <= sent:
            raise AssertionError(f"killed {moment}: {seen} answers had been followed by a question, {sent} were given, and {left} are left")


def run(count: int, seed: int, rules: Path) -> str:
    """Kills as often as said; what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        killing = Killing(load(rules), rules.resolve(), Path(folder), seed)
        for _ in range(count):
            killing.kill()
        moments = ", ".join(f"{number} {moment}" for moment, number in sorted(killing.moments.items()))
        return f"killed {count} times ({moments}); an answer in flight was lost {killing.in_flight} times, nothing else ever (seed {seed})"


if __name__ == "__main__":
    import guide

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", type=Path, default=guide.shipped_rulebook())
    options = parser.parse_args()
    print(run(options.count, options.seed, options.rules))
