"""A conflict check with many people, every question answered in a fixed way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import guide
from guide.interview import Question
from guide.loader import load
from guide.model import Rulebook
from guide.session import Session
from guide.values import Cell

ROLES = ("councillor", "council-employee", "evaluator", "contract-manager", "shadow-board", "transferring-staff", "s151-officer", "regulatory-officer")
MOST_QUESTIONS = 900
SO = ("procurement.planned",)
ALL_OR_SOME = {"council.roles": 3, "people.signs": None}
"""How many options are chosen, of those questions to which none is no answer; None for all."""


@cache
def shipped() -> Rulebook:
    """The shipped rulebook, loaded once."""
    return load(guide.shipped_rulebook())


@cache
def shipped_with_tests() -> Rulebook:
    """The same with the tests beside its rules."""
    return load(guide.shipped_rulebook(), tests=True)


def crowd(book: Rulebook, count: int, on: date) -> Session:
    """So many people around one new body, each with two roles; whoever sits on the shadow board manages the next."""
    names = [f"Person {chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(count)]
    session = Session(book, on)
    session.answer("case.topics", ["conflict-check"])
    session.answer("case.nation", "England")
    session.answer("body", [{"name": "Newco", "roles": ["new-body", "bidder"], "council_controlled": False}])
    session.answer("person", [{"name": name, "roles": [ROLES[n % 8], ROLES[(n + 2 + n // 8) % 8]]} for n, name in enumerate(names)])
    session.answer("person", [{"name": name, **dict(about(session, name, names))} for name in names])
    for _ in range(MOST_QUESTIONS):
        question = session.next_question()
        if question is None:
            break
        value = fixed(question, names)
        if value is None:
            session.not_sure(str(question.cell))
        else:
            session.answer(question.cell, value)
    return session


def about(session: Session, name: str, names: list[str]) -> Iterator[tuple[str, object]]:
    """Everything that can be said of a person, at once: a question at a time takes long with so many."""
    for fact in session.rulebook.facts.values():
        if fact.list == "person" and fact.asked and fact.id not in ("person.name", "person.roles"):
            value = fixed(session.question(Cell(fact.id, name)), names)
            if value is not None:
                yield fact.id.removeprefix("person."), value


def fixed(question: Question, names: list[str]) -> object:
    """The answer to a question: nothing, no, nobody; each eighth person is married to the next; None for not sure."""
    fact = question.fact
    if fact is None:
        return []
    number = names.index(question.cell.row) if question.cell.row in names else -1
    match fact.kind:
        case "yes-no":
            return question.cell.fact in SO or number % 9 == 4
        case "choice":
            return next(iter(fact.options))
        case "choices":
            return list(fact.options)[: ALL_OR_SOME.get(fact.id, 0)]
        case "row":
            return names[(number + 1) % len(names)] if fact.of == "person" else None
        case "rows":
            return [names[(number + 1) % len(names)]] if fact.id == "person.spouse_of" and number % 8 == 0 else []
        case "date":
            return date(2026, 5, 1)
        case "text":
            return "left blank"
        case _:
            return 1
