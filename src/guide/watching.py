"""What one test of a rulebook sees, of the points that `coverage` lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Literal

from guide.bindings import Keys, named
from guide.coverage import BESIDE, DAY, Coverage, Point, all_points, clauses, compares_amounts
from guide.figures import due_figures, fact_figures, params_in
from guide.lines import Clause, Line, ParamRef, Place
from guide.model import AS_AT, BookTest, Fact, Item, Rulebook
from guide.outcome import Outcome
from guide.reading import parameter, read, reading_day, status
from guide.values import Cell, Choices, NotYet, Status, Unknown, Value

MOST_BINDINGS = 400
"""Tests have few rows; a rule over more bindings than this is looked at only where it holds."""


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


def seen_by(outcome: Outcome, test: BookTest, changed: frozenset[str]) -> Iterator[Point]:
    """The points that one test sees, of clauses among what changed since the test before it."""
    nowhere = Place("")
    for fact_id, answer in ((cell.fact, answer.value) for cell, answer in test.given.items()):
        chosen = answer.chosen if isinstance(answer, Choices) else (answer,)
        yield from (Point("option", fact_id, option, nowhere) for option in chosen if isinstance(option, str))
    book = outcome.rulebook
    for rule in book.rules.values():
        if rule.clause.id in changed:
            yield from clause_seen(outcome, rule.clause)
    for item in book.items.values():
        if item.clause.id in changed:
            yield from clause_seen(outcome, item.clause, item)
    for fact in book.facts.values():
        yield from fact_seen(outcome, fact)


def clause_seen(outcome: Outcome, clause: Clause, item: Item | None = None) -> Iterator[Point]:
    """The points of a clause, and of its item, that a test sees."""
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
        for line in amount_lines(outcome.rulebook, clause):
            if against in ((), (line,)) and (met := how_met(outcome, line, rows, day)):
                yield Point("amount", clause.id, f"{line.text} {met}", nowhere)
        if len(against) == 1 and not against[0].origin:
            yield Point("line", clause.id, against[0].text, nowhere)
        for line in figure_lines(clause):
            if against in ((), (line,)):
                yield from figures_told_apart(outcome, line, rows, day)
        if not against and item:
            yield from figures_seen(outcome, due_figures(item), day)


def amount_lines(book: Rulebook, clause: Clause) -> tuple[Line, ...]:
    """The lines of a clause that ask for more or less than an amount."""
    return tuple(line for line, _ in clause.lines() if line.op in BESIDE and compares_amounts(book, line))


@lru_cache(maxsize=4096)
def figure_lines(clause: Clause) -> tuple[Line, ...]:
    """The lines of a clause that read parameters."""
    return tuple(line for line, _ in clause.lines() if params_in(line.right))


def how_met(outcome: Outcome, line: Line, rows: Mapping[str, str], day: Value) -> Literal["at", "beside", ""]:
    """Whether an amount is met to the unit, or missed by no more than one on the side on which the line turns."""
    left, right = read(outcome, line.left, rows, day), read(outcome, line.right[0], rows, day)
    if not isinstance(left, int | Fraction) or not isinstance(right, int | Fraction):
        return ""
    past = (left - right) * BESIDE[line.op]
    return "at" if past == 0 else "beside" if 0 < past <= 1 else ""


def bindings_of(outcome: Outcome, clause: Clause, holding: tuple[Keys, ...]) -> Iterable[Keys]:
    """The bindings of named rows."""
    rows = [outcome.rows[listed].keys for _, listed in clause.variables]
    count = 1
    for keys in rows:
        count *= len(keys)
    return product(*rows) if count <= MOST_BINDINGS else holding


def standing_against(outcome: Outcome, clause: Clause, rows: Mapping[str, str], day: Value) -> tuple[Line, ...] | None:
    """The lines that stand against a clause; None when one is open. Before a clause starts, one may be for want of its figure."""
    against: list[Line] = []
    figureless = False
    for line, wanted in own_lines_first(clause):
        found = status(outcome, line, rows, day)
        if found is Status.OPEN:
            if not any(isinstance(parameter(outcome, id, day), Unknown) for id in params_in(line.right)):
                return None
            figureless = True
        elif found is not wanted:
            against.append(line)
    return None if figureless and not any(line.origin == "from" for line in against) else tuple(against)


@lru_cache(maxsize=4096)
def own_lines_first(clause: Clause) -> tuple[tuple[Line, Status], ...]:
    """The lines of a clause, those of dates and nations last: in most tests an own line is open, and nothing more need be read."""
    return tuple(sorted(clause.lines(), key=lambda pair: bool(pair[0].origin)))


def day_of(outcome: Outcome, line: Line, rows: Mapping[str, str]) -> Value:
    """The day that a date line reads."""
    found = outcome.as_at if line.left.fact == AS_AT else read(outcome, line.left, rows, outcome.as_at)
    return outcome.as_at if isinstance(found, NotYet) else found


def figures_told_apart(outcome: Outcome, line: Line, rows: Mapping[str, str], day: Value) -> Iterator[Point]:
    """The figures on whose first day, or the day before, a line comes out as it would not with the figure of the other day."""
    for point in figures_seen(outcome, params_in(line.right), day):
        first = date.fromisoformat(point.what.partition(" ")[2])
        if status(outcome, line, rows, first) is not status(outcome, line, rows, first - DAY):
            yield point


def figures_seen(outcome: Outcome, params: Iterable[str], day: Value) -> Iterator[Point]:
    """The figures on whose first day, or the day before, some parameters are read."""
    read_on = outcome.as_at if isinstance(day, NotYet) else day
    if not isinstance(read_on, date):
        return
    for param in params:
        for figure in outcome.rulebook.params[param].figures:
            if read_on in (figure.start, figure.start - DAY):
                yield Point("figure", param, f"{'on' if read_on == figure.start else 'before'} {figure.start}", Place(""))


def fact_seen(outcome: Outcome, fact: Fact) -> Iterator[Point]:
    """The figures that a fact reads, of the case and of each row."""
    params = fact_figures(fact)
    for row in (outcome.rows[fact.list].keys if fact.list else ("",)) if params else ():
        value = outcome.value(Cell(fact.id, row))
        if not isinstance(value, Unknown):
            yield from figures_seen(outcome, params, reading_day(outcome, fact.dated_by, {"row": row} if row else {}))
