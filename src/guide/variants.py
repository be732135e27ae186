"""Cases made of cases that are there: shaken at random, put beside an edited line, moved to a day that an edited calendar treats otherwise."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from guide.model import Rulebook
from guide.values import UNKNOWN, Answer, Choices, NotApplicable, NotYet, RowSet, Unknown
from guide.witnesses import Case

MOST_DAYS = 2


def shaken(book: Rulebook, cases: list[Case], many: int, chance: random.Random) -> Iterator[Case]:
    """Random cases: each a case that is there with a few of the answers that the rulebook takes changed, left out or not sure."""
    keys = {f"{listed.id}.{listed.key}" for listed in book.lists.values()}
    loose = [(case, cells) for case in cases if (cells := sorted(cell for cell in case[0] if cell.fact in book.facts and cell.fact not in keys))]
    for _ in range(many if loose else 0):
        (answers, on), cells = chance.choice(loose)
        made = dict(answers)
        for cell in chance.sample(cells, min(len(cells), chance.randint(1, 4))):
            fact = book.facts[cell.fact]
            value = other_value(made[cell], fact.options, chance)
            if value is None:
                del made[cell]
            else:
                made[cell] = value
        yield made, on + timedelta(days=chance.choice((0, 0, 0, -1, 1, 365, -365)))


def changed_days(old: Rulebook, new: Rulebook, edited: Collection[str]) -> tuple[date, ...]:
    """The days that an edited calendar leaves out and did not, or the other way round: some, where there are many."""
    calendars = {calendar for book in (old, new) for name in edited if (calendar := calendar_of(book, name))}
    days = {day for id in calendars & old.calendars.keys() & new.calendars.keys() for day in old.calendars[id].off ^ new.calendars[id].off}
    return tuple(sorted(days)[:MOST_DAYS])


def calendar_of(book: Rulebook, name: str) -> str:
    """The calendar by which a fact or an item counts."""
    entry = book.facts.get(name) or book.items.get(name.removeprefix("item:"))
    return entry.calendar if entry else ""


def beside_days(book: Rulebook, cases: list[Case], days: Collection[date]) -> Iterator[Case]:
    """Cases that are there with one of their dates moved to just before some day, and judged a month after it."""
    for day in days:
        for answers, _ in cases:
            for cell, answer in answers.items():
                if isinstance(answer.value, date) and cell.fact in book.facts:
                    yield {**answers, cell: Answer(day - timedelta(days=1))}, day + timedelta(days=30)


def with_new_options(old: Rulebook, new: Rulebook, cases: list[Case]) -> Iterator[Case]:
    """Cases that are there with each option that a question has now and had not before: no line needs to name it for it to decide."""
    for id, fact in new.facts.items():
        before = old.facts.get(id)
        added = [option for option in fact.options if before is not None and before.options and option not in before.options]
        for option in added:
            value = option if fact.kind == "choice" else Choices(frozenset({option}))
            for answers, on in cases:
                yield from (({**answers, cell: Answer(value)}, on) for cell in answers if cell.fact == id)


def crossed(book: Rulebook, cases: list[Case], near: list[Case], many: int, chance: random.Random) -> Iterator[Case]:
    """Random cases for what rests on an edit from afar: each a case that is there, with the answers that put it beside an edited line."""
    there = [case for case in cases if any(cell.fact in book.facts for cell in case[0])]
    for _ in range(many if there and near else 0):
        (answers, on), (beside, day) = chance.choice(there), chance.choice(near)
        yield {**answers, **{cell: answer for cell, answer in beside.items() if cell.fact != book.topics}}, chance.choice((on, day))


def other_value(answer: Answer, options: Mapping[str, str], chance: random.Random) -> Answer | None:
    """Another answer to a question, `not sure`, or none."""
    value = answer.value
    if chance.random() < 0.2:
        return None
    if chance.random() < 0.1 or isinstance(value, RowSet | NotYet | Unknown | NotApplicable):
        return answer if isinstance(value, RowSet) else Answer(UNKNOWN)
    if isinstance(value, bool):
        return Answer(not value)
    if isinstance(value, Choices):
        return Answer(Choices(frozenset(option for option in options if chance.random() < 0.4)))
    if options:
        return Answer(chance.choice([*options]))
    if isinstance(value, str):
        return answer
    if isinstance(value, int):
        return Answer(max(0, value + chance.choice((-1, 1, 10, -10, 1000))))
    return Answer(value + timedelta(days=chance.choice((-1, 1, -40, 40, 400)))) if isinstance(value, date) else answer


__all__ = ["beside_days", "changed_days", "crossed", "shaken"]
