"""What the tests of a rulebook see: rules and items on both sides, each line where it decides alone, options, and days of change.

A line decides in a test when every other line of its rule speaks for the rule: once with the line for it, once with the line
against it (the idea of modified condition/decision coverage, MC/DC). A day of change is seen by a test on that day in which the rule holds,
and one on the day before in which it fails with nothing that it asks left open, by the date on which the rule is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Literal

from guide.bindings import Keys, named
from guide.lines import Clause, Line, Op, ParamRef, Place
from guide.model import AS_AT, BookTest, Fact, Rulebook
from guide.outcome import Outcome
from guide.reading import read, reading_day, status
from guide.values import Choices, NotYet, Status, Value

Kind = Literal["rule", "line", "option", "date", "figure"]
DAY = timedelta(days=1)
MOST_BINDINGS = 400
"""Tests have few rows; a rule over more bindings than this is looked at only where it holds."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a test should see. `of` is a clause, an option's fact or a parameter, `what` the side, the line or the day."""

    kind: Kind
    of: str
    what: str
    place: Place = field(compare=False)
    said: str = field(default="", compare=False)
    """What no test does, for an author to read."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every point of a rulebook, and for each that is seen the first test that sees it."""

    points: tuple[Point, ...]
    seen: Mapping[Point, str]

    def missing(self) -> tuple[Point, ...]:
        """The points that no test sees."""
        return tuple(point for point in self.points if point not in self.seen)

    def share(self, points: Iterable[Point] | None = None) -> float:
        """How much of some points is seen, in percent; of all of them when none are given."""
        wanted = self.points if points is None else tuple(points)
        return 100 * sum(point in self.seen for point in wanted) / len(wanted) if wanted else 100.0

    def by_file(self) -> dict[str, tuple[Point, ...]]:
        """The points of each file, in the order of the files."""
        found: dict[str, list[Point]] = {}
        for point in self.points:
            found.setdefault(point.place.file, []).append(point)
        return {file: tuple(points) for file, points in found.items()}


class Watch:
    """Looks on while tests run, in one engine one after the other, and notes what each sees."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.points = {point: point for point in all_points(book)}
        self.found: dict[Point, str] = {}
        self._dated = by_the_day(book)
        self._before, self._day = 0, date.min

    def see(self, test: BookTest, outcome: Outcome) -> None:
        """Notes what a test sees of what changed since the test before it."""
        assert outcome.changes is not None
        changed = outcome.changes.since(self.book, self._before) | (self._dated if test.on != self._day else frozenset())
        for point in seen_by(outcome, test, changed):
            if point in self.points:
                self.found.setdefault(self.points[point], test.id)
        self._before, self._day = outcome.changes.now, test.on

    def coverage(self) -> Coverage:
        """What was seen."""
        return Coverage(tuple(self.points), self.found)


def by_the_day(book: Rulebook) -> frozenset[str]:
    """The clauses that read the as-at date itself."""
    found = set()
    for _, _, clause in clauses(book):
        lines = [line for line, _ in clause.lines()]
        figures = clause.dated_by is None and any(isinstance(operand, ParamRef) for line in lines for operand in line.right)
        if figures or any(ref.fact == AS_AT for line in lines for ref in line.refs()):
            found.add(clause.id)
    return frozenset(found)


# --- what there is to see ---


def clauses(book: Rulebook) -> Iterator[tuple[str, Place, Clause]]:
    """The clauses of all rules and items, with what authors call them."""
    for rule in book.rules.values():
        yield f"rule `{rule.id}`", rule.place, rule.clause
    for item in book.items.values():
        yield f"{item.kind} `{item.id}`", item.place, item.clause


def all_points(book: Rulebook) -> Iterator[Point]:
    """Every point of a rulebook."""
    for name, place, clause in clauses(book):
        here = Place(place.file, place.keys, on_key=True)
        yield Point("rule", clause.id, "holds", here, f"no test in which the {name} {'applies' if clause.id.startswith('item:') else 'holds'}")
        if clause.when or clause.unless:
            yield Point("rule", clause.id, "fails", here, f"no test in which the {name} {'is ruled out' if clause.id.startswith('item:') else 'fails'}")
        for line, wanted in clause.lines():
            yield from line_points(name, here, clause, line, wanted)
    for fact in asked_options(book):
        for option in fact.options:
            yield Point("option", fact.id, option, fact.place, f"no test answers `{option}` to `{fact.id}`")
    for param in book.params.values():
        if param.id in params_read(book):
            for figure in param.figures:
                for what, day in (("on", figure.start), ("before", figure.start - DAY)):
                    if what == "on" or figure is not param.figures[0]:
                        at = Place(param.place.file, (*param.place.keys, "from", str(figure.start)), on_key=True)
                        yield Point("figure", param.id, f"{what} {figure.start}", at, f"no test reads `{param.id}` on {day}")


def line_points(name: str, place: Place, clause: Clause, line: Line, wanted: Status) -> Iterator[Point]:
    """The points of one line: a day of change on both sides, any other line where it alone stands against."""
    if line.origin in ("from", "until") and line.op is not Op.UNCONFIRMED:
        bound = line.right[0]
        assert isinstance(bound, date)
        other = bound - DAY if line.origin == "from" else bound + DAY
        for day in (bound, other):
            yield Point("date", clause.id, f"{line.origin} {day}", place, f"no test on {day} in which all is known that the {name} asks")
    elif not line.origin:
        against = f"`{line.text}` {'fails' if wanted is Status.HOLDS else 'holds'}"
        yield Point("line", clause.id, line.text, line.place, f"no test in which {against} and nothing else stands against the {name}")


def asked_options(book: Rulebook) -> Iterator[Fact]:
    """The questions with options of which lines tell some apart; topics and nations apart."""
    named_in = {line.left.fact for _, _, clause in clauses(book) for line, _ in clause.lines()}
    for fact in book.facts.values():
        if fact.asked and fact.options and fact.id in named_in and fact.id not in (book.topics, book.nation):
            yield fact


def params_read(book: Rulebook) -> frozenset[str]:
    """The parameters that lines of rules and items read."""
    return frozenset(operand.id for _, _, clause in clauses(book) for line, _ in clause.lines() for operand in line.right if isinstance(operand, ParamRef))


# --- what one test sees ---


def seen_by(outcome: Outcome, test: BookTest, changed: frozenset[str]) -> Iterator[Point]:
    """The points that one test sees, of clauses among what changed since the test before it."""
    nowhere = Place("")
    for fact_id, answer in ((cell.fact, answer.value) for cell, answer in test.given.items()):
        chosen = answer.chosen if isinstance(answer, Choices) else (answer,)
        yield from (Point("option", fact_id, option, nowhere) for option in chosen if isinstance(option, str))
    for _, _, clause in clauses(outcome.rulebook):
        if clause.id in changed:
            yield from clause_seen(outcome, clause)


def clause_seen(outcome: Outcome, clause: Clause) -> Iterator[Point]:
    """The points of a clause that a test sees."""
    nowhere = Place("")
    judged = outcome.judgements[clause.id]
    if judged.holding:
        yield Point("rule", clause.id, "holds", nowhere)
    elif not judged.open:
        yield Point("rule", clause.id, "fails", nowhere)
    for keys in bindings_of(outcome, clause, judged.holding):
        rows = named(clause, keys)
        day = reading_day(outcome, clause.dated_by, rows)
        against = standing_against(outcome, clause, rows, day)
        if against is None:
            continue
        for line, _ in clause.lines():
            if line.origin in ("from", "until") and (not against or line in against):
                yield Point("date", clause.id, f"{line.origin} {day_of(outcome, line, rows)}", nowhere)
        if len(against) == 1 and not against[0].origin:
            yield Point("line", clause.id, against[0].text, nowhere)
        if len(against) <= 1:
            yield from figures_seen(outcome, clause, day)


def bindings_of(outcome: Outcome, clause: Clause, holding: tuple[Keys, ...]) -> Iterable[Keys]:
    """The bindings of named rows."""
    rows = [outcome.rows[listed].keys for _, listed in clause.variables]
    count = 1
    for keys in rows:
        count *= len(keys)
    return product(*rows) if count <= MOST_BINDINGS else holding


def standing_against(outcome: Outcome, clause: Clause, rows: Mapping[str, str], day: Value) -> tuple[Line, ...] | None:
    """The lines that stand against a clause; None when one is open."""
    against: list[Line] = []
    for line, wanted in own_lines_first(clause):
        found = status(outcome, line, rows, day)
        if found is Status.OPEN:
            return None
        if found is not wanted:
            against.append(line)
    return tuple(against)


@lru_cache(maxsize=4096)
def own_lines_first(clause: Clause) -> tuple[tuple[Line, Status], ...]:
    """The lines of a clause, those of dates and nations last: in most tests an own line is open, and nothing more need be read."""
    return tuple(sorted(clause.lines(), key=lambda pair: bool(pair[0].origin)))


def day_of(outcome: Outcome, line: Line, rows: Mapping[str, str]) -> Value:
    """The day that a date line reads."""
    found = outcome.as_at if line.left.fact == AS_AT else read(outcome, line.left, rows, outcome.as_at)
    return outcome.as_at if isinstance(found, NotYet) else found


def figures_seen(outcome: Outcome, clause: Clause, day: Value) -> Iterator[Point]:
    """The figures on whose first day, or the day before, a test reads a parameter."""
    read_on = outcome.as_at if isinstance(day, NotYet) else day
    if not isinstance(read_on, date):
        return
    for line, _ in clause.lines():
        for operand in line.right:
            if isinstance(operand, ParamRef):
                for figure in outcome.rulebook.params[operand.id].figures:
                    if read_on in (figure.start, figure.start - DAY):
                        yield Point("figure", operand.id, f"{'on' if read_on == figure.start else 'before'} {figure.start}", Place(""))
