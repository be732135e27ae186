"""What the tests of a rulebook see: rules and items on both sides, each line where it decides alone, options, and days of change.

A line decides in a test when every other line of its rule speaks for the rule: once with the line for it, once with the line
against it (the idea of modified condition/decision coverage, MC/DC). A day of change is seen by a test on that day in which the rule holds,
and one on the day before in which it fails with nothing that it asks left open, by the date on which the rule is read. An end is seen by
tests on the last day and on the day after. An amount is seen by a test that meets it to the unit, and by one that misses it by no more than one.
A figure is seen by tests on its first day and on the day before that would come out otherwise with the figure of the other day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from guide.figures import due_figures, fact_figures, line_figures
from guide.lines import Clause, Line, Op, Place, Ref
from guide.model import Fact, Rulebook
from guide.values import Status

Kind = Literal["rule", "line", "amount", "option", "date", "figure"]
KINDS: tuple[Kind, ...] = ("rule", "line", "amount", "option", "date", "figure")
DAY = timedelta(days=1)
AMOUNTS = ("number", "money", "percent")
BESIDE = {Op.GE: -1, Op.LT: -1, Op.LE: 1, Op.GT: 1}
"""On which side of its amount a comparison turns."""


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
            if compares_amounts(book, line):
                alone = f"and nothing else stands against the {name}"
                yield Point("amount", clause.id, f"{line.text} at", line.place, f"no test in which `{line.text}` is read at the amount itself {alone}")
                yield Point("amount", clause.id, f"{line.text} beside", line.place, f"no test in which `{line.text}` is read one unit past the amount {alone}")
    for fact in asked_options(book):
        for option in fact.options:
            yield Point("option", fact.id, option, fact.place, f"no test answers `{option}` to `{fact.id}`")
    for param in book.params.values():
        if param.id in params_read(book):
            for figure in param.figures:
                for what, day in (("on", figure.start), ("before", figure.start - DAY)):
                    if what == "on" or figure is not param.figures[0]:
                        at = Place(param.place.file, (*param.place.keys, "from", str(figure.start)), on_key=True)
                        yield Point(
                            "figure", param.id, f"{what} {figure.start}", at, f"no test on {day} would come out otherwise with another figure of `{param.id}`"
                        )


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


def compares_amounts(book: Rulebook, line: Line) -> bool:
    """Whether a line asks for more or less than an amount."""
    fact = book.facts.get(line.left.fact)
    return line.op in BESIDE and fact is not None and fact.kind in AMOUNTS and not isinstance(line.right[0], Ref)


def asked_options(book: Rulebook) -> Iterator[Fact]:
    """The questions with options of which lines tell some apart; topics and nations apart."""
    named_in = {line.left.fact for _, _, clause in clauses(book) for line, _ in clause.lines()}
    for fact in book.facts.values():
        if fact.asked and fact.options and fact.id in named_in and fact.id not in (book.topics, book.nation):
            yield fact


def params_read(book: Rulebook) -> frozenset[str]:
    """The parameters that anything reads: lines, calculations, days to act by."""
    found = {id for _, _, clause in clauses(book) for id in line_figures(clause)}
    return frozenset(found.union(*map(fact_figures, book.facts.values()), *map(due_figures, book.items.values())))
