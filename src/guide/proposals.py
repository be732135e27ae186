"""Tests that are missing, proposed: each starts from a test that is there, changed as little as possible, and is tried before it is shown.

What a proposal expects is what the rules say now. Whether that is right is for the author to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from guide.agreement import agreement_on
from guide.boundaries import Boundaries
from guide.coverage import Coverage, Point
from guide.engine import Engine
from guide.explain import Explainer
from guide.figures import due_figures, line_figures
from guide.lines import Clause, Line
from guide.model import AS_AT, BookTest, Rulebook
from guide.outcome import Outcome
from guide.proposedtoml import Change, free_name, written
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.values import Answer, Cell, Choices, NotYet
from guide.watching import bindings_of, clause_seen

MOST_TRIES = 150
"""How many changes of one test are tried for one proposal."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A test to add to a file, and the point that it would see."""

    point: Point
    file: str
    toml: str


def propose(root: Path, book: Rulebook, found: Coverage, wanted: Iterable[str] = (), differ: Callable[[Point], None] = lambda _: None) -> Iterator[Proposal]:
    """A test for each point that is missing, where one change of a test that is there gives one; of some files, rules or items, or of all.

    `differ` is told each point whose proposal the two evaluators do not judge alike: a defect of theirs, and no test.
    """
    names = set(wanted)
    seeker = Seeker(book, found)
    taken = set(book.tests)
    try:
        for point in found.missing():
            if names and not names & {point.place.file, point.of.partition(":")[2], point.of}:
                continue
            hit = seeker.seek(point)
            if hit is not None and not agreement_on(hit[1]).agree:
                differ(point)
            elif hit is not None:
                name = free_name(point, taken)
                taken.add(name)
                if (text := written(root, point, name, *hit)) is not None:
                    yield Proposal(point, hit[0].test.place.file, text)
    finally:
        seeker.engine.close()


class Seeker:
    """Looks for a change of a test that makes it see a point."""

    def __init__(self, book: Rulebook, found: Coverage) -> None:
        self.book, self.found = book, found
        self.engine = Engine(book)
        self.boundaries = Boundaries(book)
        self.items = {item.clause.id: item for item in book.items.values()}
        self.clauses = {clause.id: clause for clause in (*(r.clause for r in book.rules.values()), *(i.clause for i in book.items.values()))}

    def seek(self, point: Point) -> tuple[Change, Outcome] | None:
        """The first change that makes a test see a point, and what follows from it."""
        for change in islice(self.changes(point), MOST_TRIES):
            outcome = self.outcome(change)
            if self.sees(point, outcome):
                return change, outcome
        return None

    def outcome(self, change: Change) -> Outcome:
        """What follows from a change; *not yet* is said on the day of the test."""
        given = dict(change.test.given)
        if change.cell is not None and change.value is not None:
            given[change.cell] = Answer(change.value)
        said = {cell: replace(answer, value=NotYet(change.on)) if isinstance(answer.value, NotYet) else answer for cell, answer in given.items()}
        return self.engine.update(said, change.on)

    def sees(self, point: Point, outcome: Outcome) -> bool:
        """Whether an outcome sees a point."""
        if point.kind == "option":
            return True
        return any(point in clause_seen(outcome, self.clauses[id], self.items.get(id)) for id in self.about(point))

    def about(self, point: Point) -> list[str]:
        """The clauses in which a point can be seen."""
        if point.of in self.clauses:
            return [point.of]
        due = [item.clause.id for item in self.items.values() if point.of in due_figures(item)]
        return [clause.id for clause in self.clauses.values() if point.of in line_figures(clause)] + due

    # --- what to try ---

    def changes(self, point: Point) -> Iterator[Change]:
        """The changes worth trying for a point, the likeliest first."""
        if point.kind == "option":
            yield from self.other_options(point)
            return
        for clause in map(self.clauses.__getitem__, self.about(point)):
            for test in self.bases(clause):
                outcome = self.engine.update(test.given, test.on)
                if point.kind in ("date", "figure"):
                    yield from self.days(test, clause, day_of(point))
                else:
                    lines = [line for line, _ in clause.lines() if point.kind == "rule" or point.what in (line.text, f"{line.text} at", f"{line.text} beside")]
                    yield from self.answers(test, clause, lines, outcome)

    def bases(self, clause: Clause) -> list[BookTest]:
        """Tests to start from: one in which the clause holds, then those that see any of it."""
        ids = [id for point, id in self.found.seen.items() if point.of == clause.id and point.what == "holds"]
        ids += [id for point, id in self.found.seen.items() if point.of == clause.id]
        return [self.book.tests[id] for id in dict.fromkeys(ids)][:4]

    def other_options(self, point: Point) -> Iterator[Change]:
        """A test that gives the question, with the option instead."""
        kind = self.book.facts[point.of].kind
        for test in self.book.tests.values():
            for cell in test.given:
                if cell.fact == point.of:
                    yield Change(test, test.on, cell, point.what if kind == "choice" else Choices(frozenset({point.what})))

    def days(self, test: BookTest, clause: Clause, day: date) -> Iterator[Change]:
        """The test on that day, or with the answer changed that dates the clause."""
        if clause.dated_by is None:
            yield Change(test, day)
            return
        outcome = self.engine.update(test.given, test.on)
        for keys in bindings_of(outcome, clause, outcome.judgements[clause.id].holding):
            rows = dict(zip((var for var, _ in clause.variables), keys, strict=True))
            dating = Cell(clause.dated_by.fact, rows.get(clause.dated_by.var, ""))
            yield from (Change(test, test.on, cell, day) for cell in said_below(Explainer(outcome).fact(dating)) if self.book.facts[cell.fact].kind == "date")
        yield Change(test, day)

    def answers(self, test: BookTest, clause: Clause, lines: Iterable[Line], outcome: Outcome) -> Iterator[Change]:
        """The test with one answer changed that one of the lines comes down to."""
        explainer = Explainer(outcome, whole=True)
        cells: dict[Cell, None] = {}
        for line in lines:
            for keys in bindings_of(outcome, clause, outcome.judgements[clause.id].holding):
                rows = dict(zip((var for var, _ in clause.variables), keys, strict=True))
                for ref in line.refs():
                    if ref.fact and ref.fact != AS_AT:
                        cells.update(dict.fromkeys(said_below(explainer.fact(Cell(ref.fact, rows.get(ref.var, ""))))))
        for cell in cells:
            for value in self.boundaries.around(outcome, cell):
                yield Change(test, test.on, cell, value)


def said_below(reason: FactReason) -> Iterator[Cell]:
    """The answers, given or still open, that a fact comes down to."""
    if not reason.parts and reason.source in ("said", "not-sure", "not-asked"):
        yield reason.cell
    for part in reason.parts:
        if isinstance(part, FactReason):
            yield from said_below(part)
            continue
        for line in part.lines if isinstance(part, ClauseReason) else (part,):
            yield from (cell for fact in line.facts for cell in said_below(fact))
    for line in (*reason.arises, *(line for part in reason.parts if isinstance(part, LineReason) for line in (part,))):
        yield from (cell for fact in line.facts for cell in said_below(fact))


def day_of(point: Point) -> date:
    """The day that a point is about: of a figure the day itself, or the one before."""
    word, _, text = point.what.partition(" ")
    day = date.fromisoformat(text)
    return day - timedelta(days=1) if word == "before" else day


__all__ = ["Proposal", "propose"]
