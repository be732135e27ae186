"""Cases built from the rules themselves: on each side of every line of every rule, item and calculation.

For each clause one case in which all its lines speak for it, and for each line one in which it alone stands against. So every
line is decisive in both directions, and a change of any of them shows. Lists have no rows, one, two or three.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from guide.lines import Clause, DatePhrase, Line, Op, ParamRef, Ref
from guide.making import MOST_STEPS, Making
from guide.model import AS_AT, Rulebook
from guide.sweep import FOR, Side, clauses_of, encode, on_sides, sides
from guide.values import Answer, Answers, Cell, Choices

ROUNDS = 4
"""So often is each side tried that no case is on yet."""
MOST_EXTRA = 3
Case = tuple[Answers, date]


@dataclass(frozen=True, slots=True)
class Specimens:
    """The boundary population, and which of its cases is on each side; sides that none is on are `missed`."""

    cases: tuple[Case, ...]
    on: Mapping[Side, int]
    missed: tuple[Side, ...]

    @property
    def share(self) -> float:
        """How many of the sides some case is on, in percent."""
        every = len(self.on) + len(self.missed)
        return 100 * len(self.on) / every if every else 100.0


def specimens(
    book: Rulebook,
    only: Iterable[str] | None = None,
    seed: int = 1,
    rounds: int = ROUNDS,
    through: Collection[str] | None = None,
    closely: bool = False,
) -> Specimens:
    """The boundary population of a rulebook, or of some of its clauses by id. The same seed gives the same cases.

    `through` leaves out the sides on which a line stands against its clause that reads none of these names. `closely` adds a case
    for each word that a line names beside others.
    """
    builder = Builder(book, random.Random(seed))
    only = None if only is None else frozenset(only)
    missed = tuple(side for side in sides(book, only) if through is None or side.line == FOR or builder.reads(side) & frozenset(through))
    kept: list[Case] = []
    on: dict[Side, int] = {}
    for number in range(rounds):
        made = [case for side in missed for case in builder.cases(side, number)]
        found = on_sides(book, encode(book, made), missed) if made else {}
        places = {place: len(kept) + index for index, place in enumerate(sorted(set(found.values())))}
        kept += [made[place] for place in places]
        on |= {side: places[place] for side, place in found.items()}
        missed = tuple(side for side in missed if side not in on)
    kept += [
        case for about in (*further(book), *(word_by_word(book) if closely else ())) if only is None or about.of in only for case in builder.further(about)
    ]
    return Specimens(tuple(kept), on, missed)


@dataclass(frozen=True, slots=True)
class Further:
    """Conditions that are no clause of their own: when a question arises, what is counted, a level, a day, a figure."""

    of: str
    clause: Clause
    alone: tuple[Line, ...] = ()
    outer: str = ""
    settled: tuple[Ref, ...] = ()
    days: tuple[date, ...] = ()


def further(book: Rulebook) -> Iterator[Further]:
    """All of them. `of` is the clause of the item or rule, or `calc:fact`, that they belong to."""
    for fact in book.facts.values():
        counted = fact.calculation.counted if fact.calculation else ()
        for lines in filter(None, (fact.only_if, counted)):
            own = (Ref(fact.id, "row" if fact.list else ""),) if fact.asked else ()
            yield Further(f"calc:{fact.id}", Clause(f"of:{fact.id}", lines, (), (), fact.dated_by), lines, fact.list, own)
        if fact.calculation and fact.calculation.phrase:
            yield Further(
                f"calc:{fact.id}",
                Clause(f"of:{fact.id}", fact.only_if),
                (),
                fact.list,
                (Ref(fact.id, "row" if fact.list else ""),),
                figure_days(book, fact.calculation.phrase),
            )
    for listed in book.lists.values():
        if listed.only_if:
            yield Further(f"calc:{listed.id}", Clause(f"of:{listed.id}", listed.only_if), listed.only_if)
    for item in book.items.values():
        clause = item.clause
        for _, lines in item.raised:
            yield Further(clause.id, replace(clause, when=(*clause.when, *lines)), lines)
        for phrase in (item.due, item.not_before):
            if phrase and isinstance(phrase.base, Ref) and phrase.base.fact:
                yield Further(clause.id, clause, (), "", (phrase.base,), figure_days(book, phrase))
    for clause, outer in clauses_of(book):
        params = {operand.id for line, _ in clause.lines() for operand in line.right if isinstance(operand, ParamRef)}
        if params:
            yield Further(clause.id, clause, (), outer, (), tuple(day for id in sorted(params) for day in starts(book, id)))


def word_by_word(book: Rulebook) -> Iterator[Further]:
    """Each clause once for every word that one of its lines names beside others: with that word, and all else speaking for the clause."""
    for clause, outer in clauses_of(book):
        for line, _ in clause.lines():
            for word in line.right if line.op is Op.IN and not line.origin and len(line.right) > 1 else ():
                when, unless = (tuple(other for other in lines if other is not line) for lines in (clause.when, clause.unless))
                yield Further(clause.id, replace(clause, when=(replace(line, right=(word,), negated=False), *when), unless=unless), (), outer)


def figure_days(book: Rulebook, phrase: DatePhrase) -> tuple[date, ...]:
    """The days on which the length of a date phrase changes, and those before."""
    span = phrase.span
    return starts(book, span.count.id) if span and isinstance(span.count, ParamRef) else ()


def starts(book: Rulebook, param: str) -> tuple[date, ...]:
    """The days on which a figure starts, and those before."""
    return tuple(figure.start + timedelta(days=step) for figure in book.params[param].figures for step in (0, -1))


def reason_missed(book: Rulebook, side: Side) -> str:
    """Why no case is on a side, as far as the rules tell."""
    clause = next(clause for clause, _ in clauses_of(book) if clause.id == side.clause)
    lines = [line for line, _ in clause.lines()]
    if any(line.op is Op.UNCONFIRMED for line in lines):
        return "a date that is not confirmed keeps it open"
    if side.line != FOR:
        mine = {ref.fact for ref in lines[side.line].refs() if ref.fact}
        beside = [other.text for number, other in enumerate(lines) if number != side.line and mine & resting(book, other)]
        if beside:
            return f"`{beside[0]}` rests on the same"
    return "no case was found"


def resting(book: Rulebook, line: Line) -> set[str]:
    """All that a line reads, however far below."""
    found: set[str] = set()
    waiting = [ref.fact for ref in line.refs() if ref.fact]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += book.reads.get(name, ())
    for name in list(found):
        if name.startswith("rule:"):
            found |= {ref.fact for one, _ in book.rules[name.removeprefix("rule:")].clause.lines() for ref in one.refs()}
    return found


class Builder:
    """Builds cases for the sides of clauses."""

    def __init__(self, book: Rulebook, chance: random.Random) -> None:
        self.book, self.chance = book, chance
        self.clauses = {clause.id: (clause, outer) for clause, outer in clauses_of(book)}
        self.today = latest_change(book)

    def reads(self, side: Side) -> set[str]:
        """The facts that the line of a side reads."""
        return {ref.fact for ref in [line for line, _ in self.clauses[side.clause][0].lines()][side.line].refs()}

    def cases(self, side: Side, number: int) -> Iterator[Case]:
        """Attempts at a case on one side of a clause, one for each day that may matter."""
        clause, outer = self.clauses[side.clause]
        for day in self.days(clause, side.line, number):
            making = Making(self.book, day, self.chance)
            against = None if side.line == FOR else [one for one, _ in clause.lines()][side.line]
            if self.make(making, clause, outer, against):
                yield self.dressed(making, (number + len(making.said)) % (MOST_EXTRA + 1) if number else 0), day

    def further(self, about: Further) -> Iterator[Case]:
        """Cases for what is no line of a rule or item: all its conditions hold, then each of some fails alone."""
        for day in dict.fromkeys((self.today, *about.days)):
            for against in (None, *about.alone) if day == self.today else (None,):
                making = Making(self.book, day, self.chance)
                if self.make(making, about.clause, about.outer, against, about.settled):
                    yield self.dressed(making, 0), day

    def make(self, making: Making, clause: Clause, outer: str, against: Line | None, settled: tuple[Ref, ...] = ()) -> bool:
        """Tries to put a case on a side, with a value for some facts."""
        scope = replace_variables(clause, outer)
        for rows, way in making.bound(scope, {}):
            for one in way.writes:
                making.write(one)
            steps = MOST_STEPS // 4 if against and against.origin else MOST_STEPS
            goals = (*way.goals, *making.clause(clause, rows, against), *(making.known(ref, rows) for ref in settled))
            return making.reach(goals, steps)
        return False

    def dressed(self, making: Making, extra: int) -> Answers:
        """The answers with every topic chosen, so that all of the rulebook is asked about."""
        answers = making.answers(extra)
        topics = self.book.facts[self.book.topics]
        for cell, answer in list(answers.items()):
            if cell.fact == topics.id and isinstance(answer.value, Choices):
                return answers
        return answers | {Cell(topics.id): Answer(Choices(frozenset(topics.options)))}

    def days(self, clause: Clause, line: int, number: int) -> tuple[date, ...]:
        """The days to judge a case on: today, and on each side of every day that the clause names."""
        bounds = [bound for one, _ in clause.lines() if one.left.fact == AS_AT for bound in one.right if isinstance(bound, date)]
        found = [self.today, *bounds, *(bound + timedelta(days=step) for bound in bounds for step in (-1, 1))]
        is_dated = line != FOR and [one for one, _ in clause.lines()][line].left.fact == AS_AT
        if is_dated or not number:
            return tuple(dict.fromkeys(found))[: None if is_dated else 2]
        return (self.chance.choice(found),)


def replace_variables(clause: Clause, outer: str) -> Clause:
    """A clause with `row` among its variables, where it is about an attribute."""
    return replace(clause, variables=(("row", outer), *clause.variables)) if outer else clause


def latest_change(book: Rulebook) -> date:
    """A day on which most of the law of a rulebook holds: just after the median of the days on which something begins."""
    ends = [bound for clause, _ in clauses_of(book) for line, _ in clause.lines() if line.origin == "until" for bound in line.right if isinstance(bound, date)]
    starts = [bound for clause, _ in clauses_of(book) for line, _ in clause.lines() if line.origin == "from" for bound in line.right if isinstance(bound, date)]
    days = sorted({*starts, *(end + timedelta(days=1) for end in ends)})
    return max(days, key=lambda day: (sum(start <= day for start in starts) - sum(end < day for end in ends), -day.toordinal())) if days else date(2026, 1, 1)
