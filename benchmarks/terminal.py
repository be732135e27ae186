"""From a key to the next screen, in a real terminal of 80 by 24: the time until the next question stands on it.

Run with `make bench`. A pseudo-terminal runs the guide; the clock stops when the next question has come through it, so the
figure is the guide's own and has no terminal's drawing in it.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import guide
from guide.interview import Question
from guide.loader import load
from guide.session import Session

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from terminal import Terminal

TODAY = date(2026, 11, 25)
LONGEST = 5.0
TOPIC = "right-to-challenge"
CODES = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z]")


def shown(terminal: Terminal, text: str) -> None:
    """Waits until a text has come through the terminal, its codes left out."""
    end = time.perf_counter() + LONGEST
    come = b""
    while text not in CODES.sub(b"", come).decode("utf-8", "replace"):
        come += terminal.more()
        if time.perf_counter() > end:
            raise SystemExit(f"{text!r} did not come up")


def give(session: Session, question: Question) -> str:
    """Answers a question in the session alongside; the key that gives the same answer in the terminal."""
    if question.kind == "yes-no":
        session.answer(question.cell, True)
        return "y"
    if question.kind == "choice" and question.fact:
        session.answer(question.cell, next(iter(question.fact.options)))
        return "1"
    session.not_sure(question.cell)
    return "f2"


def main() -> None:
    session = Session(load(guide.shipped_rulebook()), TODAY)
    times = []
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        terminal = Terminal(Path(folder), "ask", "case.toml", "--on", TODAY.isoformat())
        shown(terminal, "What do you need help with?")
        print(f"start to first question on the screen: {1000 * (time.perf_counter() - start):.0f} ms")
        time.sleep(0.3)
        for key in (*["down"] * list(session.rulebook.facts["case.topics"].options).index(TOPIC), "space", "enter"):
            terminal.send(key)
            time.sleep(0.3)
        session.answer("case.topics", [TOPIC])
        while (question := session.next_question()) is not None:
            time.sleep(0.4)
            while terminal.more():
                pass
            key = give(session, question)
            following = session.next_question()
            if following is None:
                break
            start = time.perf_counter()
            terminal.send(key)
            shown(terminal, following.ask[:30])
            times.append(1000 * (time.perf_counter() - start))
        terminal.close()
    times.sort()
    print(
        f"key to next question, {len(times)} keys: median {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms, max {times[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
