"""Tests that are missing, proposed: each starts from a test that is there, changed as little as possible, and is tried before it is shown.

What a proposal expects is what the rules say now. Whether that is right is for the author to judge.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from guide.accepting import SIDES, AcceptError, key_literal, literal
from guide.agreement import agreement_on
from guide.answers import raw_value
from guide.boundaries import Boundaries
from guide.coverage import Coverage, Point, bindings_of, standing_against
from guide.engine import Engine
from guide.explain import Explainer
from guide.lines import Clause, Line, ParamRef
from guide.model import AS_AT, BookTest, Rulebook
from guide.outcome import Outcome, live_results, ruled_out
from guide.reading import reading_day
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.values import NA, Answer, Cell, Choices, NotYet, RowSet, Unknown, Value

MOST_TRIES = 150
"""How many changes of one test are tried for one proposal."""
Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One test, judged on another day or with one answer changed."""

    test: BookTest
    on: date
    cell: Cell | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A test to add to a file, and the point that it would see."""

    point: Point
    file: str
    toml: str


def propose(root: Path, book: Rulebook, found: Coverage, wanted: Iterable[str] = ()) -> Iterator[Proposal]:
    """A test for each point that is missing, where one change of a test that is there gives one; of some files, rules or items, or of all."""
    names = set(wanted)
    seeker = Seeker(book, found)
    taken = set(book.tests)
    try:
        for point in found.missing():
            if names and not names & {point.place.file, point.of.partition(":")[2], point.of}:
                continue
            hit = seeker.seek(point)
            if hit is not None and agreement_on(hit[1]).agree:
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
        if point.kind == "figure":
            return any(self.reads_on(clause, outcome, day_of(point)) for clause in self.clauses.values() if reads(clause, point.of))
        clause = self.clauses[point.of]
        judged = outcome.judgements[clause.id]
        if point.kind == "rule":
            return bool(judged.holding) if point.what == "holds" else not judged.holding and not judged.open
        return any(self.decided(clause, keys, point, outcome) for keys in bindings_of(outcome, clause, judged.holding))

    def decided(self, clause: Clause, keys: tuple[str, ...], point: Point, outcome: Outcome) -> bool:
        """Whether a line or a date alone decides a clause for a binding."""
        rows = dict(zip((var for var, _ in clause.variables), keys, strict=True))
        against = standing_against(outcome, clause, rows, reading_day(outcome, clause.dated_by, rows))
        if against is None:
            return False
        if point.kind == "line":
            return len(against) == 1 and against[0].text == point.what
        edge = point.what.partition(" ")[0]
        return reading_day(outcome, clause.dated_by, rows) == day_of(point) and (not against or edge in {line.origin for line in against})

    @staticmethod
    def reads_on(clause: Clause, outcome: Outcome, day: date) -> bool:
        """Whether a clause reads its figures on a day, for any of its rows."""
        keys = bindings_of(outcome, clause, outcome.judgements[clause.id].holding)
        return any(reading_day(outcome, clause.dated_by, dict(zip((var for var, _ in clause.variables), row, strict=True))) == day for row in keys)

    # --- what to try ---

    def changes(self, point: Point) -> Iterator[Change]:
        """The changes worth trying for a point, the likeliest first."""
        if point.kind == "option":
            yield from self.other_options(point)
            return
        clauses = [self.clauses[point.of]] if point.of in self.clauses else [clause for clause in self.clauses.values() if reads(clause, point.of)]
        for clause in clauses:
            for test in self.bases(clause):
                outcome = self.engine.update(test.given, test.on)
                if point.kind in ("date", "figure"):
                    yield from self.days(test, clause, day_of(point))
                else:
                    lines = [line for line, _ in clause.lines() if point.kind == "rule" or line.text == point.what]
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


def reads(clause: Clause, param: str) -> bool:
    """Whether a line of a clause reads a parameter."""
    return any(isinstance(operand, ParamRef) and operand.id == param for line, _ in clause.lines() for operand in line.right)


def day_of(point: Point) -> date:
    """The day that a point is about: of a figure the day itself, or the one before."""
    word, _, text = point.what.partition(" ")
    day = date.fromisoformat(text)
    return day - timedelta(days=1) if word == "before" else day


# --- as TOML ---


def free_name(point: Point, taken: set[str]) -> str:
    """A name that says what the test tries."""
    of = point.of.partition(":")[2] or point.of
    what = re.sub(r"[^a-z0-9]+", "-", f"{of} {point.what}".lower()).strip("-")[:60].strip("-")
    return next(name for number in range(1, 10_000) if (name := what if number == 1 else f"{what}-{number}") not in taken)


def written(root: Path, point: Point, name: str, change: Change, outcome: Outcome) -> str | None:
    """A proposal as TOML for the file of the test that it starts from; None where a test cannot say it."""
    data = tomllib.loads((root / change.test.place.file).read_text(encoding="utf-8"), parse_float=Decimal)
    own = copy.deepcopy(data["test"][change.test.id].get("given", {}))
    try:
        if change.cell is not None and change.value is not None:
            give(own, data.get("given", {}), outcome.rulebook, change.cell, raw_value(change.value, change.on))
        lines = [f"# {point.said}.", f"# It starts from `{change.test.id}`, and expects what the rules say now: judge whether that is right.", f"[test.{name}]"]
        lines.append(f"on = {change.on}")
        lines += list(given_lines(own))
        lines += [f"expect.{kind} = {literal(names)}" for kind, names in expectations(about(point, outcome.rulebook), outcome).items()]
    except AcceptError:
        return None
    return "\n".join(lines) + "\n"


def give(own: Table, shared: Mapping[str, object], book: Rulebook, cell: Cell, raw: object) -> None:
    """Puts an answer into a test's `given`; rows that only its file gives are taken over first. Raises AcceptError where it has no place."""
    fact = book.facts[cell.fact]
    subject, _, attribute = cell.fact.partition(".")
    if not fact.list:
        own.setdefault(subject, {})
        table = own[subject]
        assert isinstance(table, dict)
        table[attribute] = raw
        return
    rows = own.setdefault(fact.list, copy.deepcopy(shared.get(fact.list, [])))
    key = book.lists[fact.list].key
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if row == cell.row:
            row = rows[index] = {key: row}  # type: ignore[index]  # noqa: PLW2901 - a row given by name alone becomes a table
        if isinstance(row, dict) and row.get(key) == cell.row:
            row[attribute] = raw
            return
    raise AcceptError(f"no row is called {cell.row}")


def given_lines(own: Table) -> Iterator[str]:
    """The answers of a test, a line each."""
    for subject, value in own.items():
        if isinstance(value, dict):
            yield from (f"given.{subject}.{key_literal(str(key))} = {literal(one)}" for key, one in value.items())
        else:
            yield f"given.{subject} = {literal(value)}"


def about(point: Point, book: Rulebook) -> str:
    """The clause of whose rule or item a proposal expects something: of an option or a figure one that reads it, an item if there is one."""
    if point.kind not in ("option", "figure"):
        return point.of
    clauses = [*(item.clause for item in book.items.values()), *(rule.clause for rule in book.rules.values())]
    reading = [clause.id for clause in clauses if reads(clause, point.of) or any(line.left.fact == point.of for line, _ in clause.lines())]
    return reading[0]


def expectations(clause: str, outcome: Outcome) -> dict[str, list[str]]:
    """What is so now of the rule or item of a clause. Raises AcceptError where a test cannot say it."""
    kind, _, id = clause.partition(":")
    found: dict[str, list[str]] = {}
    if kind == "item":
        item = outcome.rulebook.items[id]
        for result in (*live_results(outcome, item), *ruled_out(outcome, item)):
            if not any(key == "?" for _, key in result.binding):
                found.setdefault(SIDES[result.status], []).append(result.id)
    elif kind == "rule":
        rule = outcome.rulebook.rules[id]
        target = rule.then.target
        rows = outcome.rows[outcome.rulebook.facts[target.fact].list].keys if target.var else ("",)
        for row in rows:
            cell = Cell(target.fact, row)
            found.setdefault(side(outcome.value(cell)), []).append(str(cell))
    if not found:
        raise AcceptError("there is nothing to expect")
    return found


def side(value: Value | RowSet) -> str:
    """The list in which a fact belongs. Raises AcceptError for a value that is none of yes, no and unknown."""
    if value is True:
        return "holds"
    if value is False or value == NA:
        return "fails"
    if isinstance(value, Unknown):
        return "unknown"
    raise AcceptError("it has a value")


__all__ = ["Proposal", "propose"]
