"""How each of many cases stands: what applies and may apply, what was done about it, what is overdue. Worked out over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guide.cases import Case, Work
from guide.interview import within
from guide.model import Item, Rulebook
from guide.outcome import result_id
from guide.sweep import Live, encode, live, sweep
from guide.values import MISSING, Status


@dataclass(frozen=True, slots=True)
class Point:
    """An item that applies or may apply in a case, for some of its rows, and the work on it."""

    item: Item
    status: Status
    level: str
    due: date | None
    work: Work

    @property
    def applies(self) -> bool:
        """Whether it applies for sure."""
        return self.status is Status.HOLDS

    @property
    def settled(self) -> bool:
        """Whether it was done, or decided that it is not followed."""
        return bool(self.work.done or self.work.not_followed)

    def overdue(self, by: date) -> bool:
        """Whether its last day was before this one, and it is not settled."""
        return self.applies and not self.settled and self.due is not None and self.due < by


@dataclass(frozen=True, slots=True)
class Standing:
    """A case and what is on its checklist, within its topics."""

    file: str
    case: Case
    points: tuple[Point, ...]

    def applying(self) -> tuple[Point, ...]:
        """What applies for sure."""
        return tuple(point for point in self.points if point.applies)

    def overdue(self, by: date) -> tuple[Point, ...]:
        """What is overdue on a day, the longest overdue first."""
        return tuple(sorted((point for point in self.points if point.overdue(by)), key=lambda point: (point.due or by, point.item.id)))

    def acted_on_by(self, role: str) -> Standing:
        """Only what one role acts on."""
        return Standing(self.file, self.case, tuple(point for point in self.points if point.item.who == role))


def standings(book: Rulebook, cases: Sequence[tuple[str, Case]]) -> list[Standing]:
    """How cases stand, each on its own day, under one rulebook."""
    if not cases:
        return []
    swept = sweep(book, encode(book, [(case.answers, case.as_at) for _, case in cases]))
    found: list[list[Live]] = [[] for _ in cases]
    for one in live(swept):
        found[one.case].append(one)
    chosen = swept.fact(book.topics)
    return [
        Standing(file, case, tuple(points(case, (one for one in found[number] if within(chosen.value(number), one.item)))))
        for number, (file, case) in enumerate(cases)
    ]


def points(case: Case, found: Iterable[Live]) -> Iterator[Point]:
    """What is on a case's checklist with the work on it; what may apply to rows not named yet is one point of each item."""
    missing: set[str] = set()
    for one in found:
        if any(key == MISSING for _, key in one.binding):
            if one.item.id in missing:
                continue
            missing.add(one.item.id)
        yield Point(one.item, one.status, one.level, one.due, case.work.get(result_id(one.item.id, one.binding), Work()))


__all__ = ["Point", "Standing", "standings"]
