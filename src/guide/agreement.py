"""Whether the two evaluators say the same of a case: what a saved case and every export can show for themselves.

The engine and the sweep share no code that reads a line, joins rows, counts days or adds amounts. Where they differ, one of
them is wrong: a defect of the guide, which is told and never hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guide.checklist import Writer
from guide.interview import open_questions
from guide.outcome import Outcome, live_results, result_id

if TYPE_CHECKING:
    from guide.sweep import Sweep


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the comparison of the two evaluators found: everything that they say differently."""

    apart: tuple[str, ...] = ()

    @property
    def agree(self) -> bool:
        """Whether they say the same of every fact, row, rule, item, level, day and question."""
        return not self.apart

    def defect(self) -> tuple[str, ...]:
        """What to tell people when they do not: what it means, then each difference. Nothing when they agree."""
        points = "one point" if len(self.apart) == 1 else f"{len(self.apart)} points"
        warning = f"This is a defect of the guide: its two evaluators disagree on {points}. Report it, and do not rely on what it touches."
        return (warning, *self.apart) if self.apart else ()


def agreement_on(outcome: Outcome) -> Agreement:
    """Works the same answers out a second time, with the sweep, and compares everything."""
    try:
        return Agreement(tuple(apart(outcome)))
    except Exception as error:  # noqa: BLE001 - a defect to record like any other: it must not cost an officer the answers
        return Agreement((f"the second evaluator failed: {type(error).__name__}: {error}",))


def apart(outcome: Outcome) -> Iterator[str]:
    """What the sweep says otherwise than the outcome, the open questions among it."""
    from guide.sweep import encode, sweep  # noqa: PLC0415 - NumPy is loaded when a case is compared, not when the guide starts

    swept = sweep(outcome.rulebook, encode(outcome.rulebook, [(outcome.answers, outcome.as_at)]))
    yield from swept.disagreements(0, outcome)
    asked = {question.cell for question in open_questions(outcome)}
    for cell in sorted(asked ^ swept.asks(0)):
        yield f"question {cell}: {'not ' if cell in asked else ''}asked"
    yield from days_apart(swept, outcome)


def days_apart(swept: Sweep, outcome: Outcome, case: int = 0) -> Iterator[str]:
    """The results of which the sweep says another level, or another last or first day, in one of its cases."""
    from guide.sweep import live  # noqa: PLC0415 - as above

    found = {result_id(one.item.id, one.binding): (one.level, one.due, one.not_before) for one in live(swept) if one.case == case}
    writer = Writer(outcome)
    for item in outcome.rulebook.items.values():
        for result in live_results(outcome, item):
            last, first = (due.day if due else None for due in (writer.due(item, phrase, result) for phrase in (item.due, item.not_before)))
            there = (writer.level(item, result), last, first)
            here = found.get(result.id, there)
            if here != there:
                yield f"level and days of {result.id}: {shown(here)}, not {shown(there)}"


def shown(told: tuple[str, date | None, date | None]) -> str:
    """A level with the last and first day."""
    return ", ".join(str(part) for part in told if part) or "none"


__all__ = ["Agreement", "agreement_on"]
