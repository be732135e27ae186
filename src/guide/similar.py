"""Real cases that are like a case: how they ended, what went wrong, and the items that answer it.

A real case is near by the facts that the rulebook compares by, the weightiest first. What is not known on either side says
nothing: it neither brings a case nearer nor drives it away.
"""

from __future__ import annotations

from dataclasses import dataclass

from guide.journey import Precedent
from guide.model import Item, Page
from guide.outcome import Outcome, in_force, status_of
from guide.values import Cell, Choices, Status, Value

MOST = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A real case, by which facts it is alike, by which it differs, and how the items that answer it stand here."""

    page: Page
    precedent: Precedent
    same: tuple[str, ...]
    differs: tuple[str, ...]
    answers: tuple[tuple[Item, Status], ...]


def similar(outcome: Outcome, most: int = MOST) -> tuple[Likeness, ...]:
    """The nearest real cases, the nearest first; none that is alike in nothing, and none that began after the as-at date."""
    found = [likeness(outcome, precedent) for precedent in outcome.rulebook.precedents.values()]
    near = [one for one in found if one.same and in_force(one.page, outcome.as_at)]
    return tuple(sorted(near, key=lambda one: -weight(outcome, one))[:most])


def likeness(outcome: Outcome, precedent: Precedent) -> Likeness:
    """How a real case compares."""
    book = outcome.rulebook
    same: list[str] = []
    differs: list[str] = []
    for fact in book.alike:
        options, mine = precedent.like.get(fact, frozenset()), chosen(outcome.value(Cell(fact)))
        if options and mine:
            (same if options & mine else differs).append(fact)
    items = [book.items[id] for id in precedent.answered_by]
    stand = tuple((item, status_of(outcome, item, ())) for item in items)
    return Likeness(book.pages[precedent.page], precedent, tuple(same), tuple(differs), stand)


def chosen(value: Value) -> frozenset[str]:
    """The options of a value; none while it is not known."""
    return value.chosen if isinstance(value, Choices) else frozenset({value} if isinstance(value, str) else ())


def weight(outcome: Outcome, one: Likeness) -> int:
    """How near a case is: each fact outweighs all those behind it."""
    facts = outcome.rulebook.alike
    return sum(2 ** (len(facts) - facts.index(fact)) for fact in one.same)
