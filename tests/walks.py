"""Walks through an interview on one topic: answers as a person gives them, the keys for them on the screens, and the words at the prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import guide
from guide.interview import Question
from guide.loader import load
from guide.model import Rulebook
from guide.session import Session
from guide.typed import options
from guide.values import Answers

DAY = date(2026, 11, 25)
LONGEST = 60
"""Questions after which a walk has lost its way."""
Said = Mapping[str, object]
COUNTY: Said = {"case.nation": "England", "authority.kind": "county", "service.kind": "libraries", "journey.reached": "business-case"}
TENDER: Said = {"challenge.exists": False, "procurement.planned": True, "procurement.begun": True, "contract.kind": "services"}
WALKS: Mapping[str, Said] = {
    "right-for-us": {
        **COUNTY,
        **{"service.nhs_pooled": False, "power.recorded": True, "mutual.form": "community-benefit-society", "transfer.on": "1 October 2027"},
    },
    "staff-request": {**COUNTY, "reorganisation.ahead": False, "governance.executive": True, "equality.analysed": False, "transfer.on": "1 October 2027"},
    "right-to-challenge": {
        **COUNTY,
        **{"challenge.exists": True, "challenge.submitted_by": "employees", "challenge.employee_count": "12", "challenge.received_on": "2 November 2026"},
    },
    "procurement-route": {**COUNTY, **TENDER, "procurement.contract_notice_on": "1 June 2026", "contract.months": "36", "power.contract_years": "5"},
    "conflict-check": {**COUNTY, **TENDER, "body": ["Co-op"], "person": ["Ann", "Bob"], "council.roles": ["landlord"], "legality.concern": False},
    "legal-form": {**COUNTY, "mutual.form": "community-benefit-society", "form.first_members": "4", "form.largest_share": "250", "mutual.public_income": "80"},
    "people-and-pensions": {**COUNTY, **TENDER, "transfer.staff_move": True, "mutual.employees": "140", "mutual.turnover": "2500000"},
    "money-and-subsidy": {**COUNTY, "cash.opening": "90000", "cash.month": "20000", "support": ["Rent"], "tax.charity": False},
    "assets-and-leases": {**COUNTY, "reorganisation.ahead": False, "data.personal": True, "site": ["Depot"]},
    "regulator-too": {**COUNTY, **TENDER, "council.roles": ["landlord"], "building": ["Town hall"]},
    "contract-live": {**COUNTY, **TENDER, "contract.signed_on": "4 May 2026", "data.personal": True, "data.assessed": False},
    "renewal-or-exit": {**COUNTY, **TENDER, "contract.signed_on": "4 May 2020", "transfer.staff_move": False},
}
"""What is said in each topic; every question that is not named here is answered "not sure"."""


@dataclass(frozen=True)
class Step:
    """A question as it comes up, its answer both ways, and how many are answered then."""

    ask: str
    keys: tuple[str, ...]
    line: str
    answered: int


@dataclass(frozen=True)
class Walk:
    """The steps of an interview, and what is answered at its end."""

    steps: tuple[Step, ...]
    answers: Answers


def walk(book: Rulebook, topic: str) -> Walk:
    """The whole interview on a topic, played in a session."""
    session = Session(book, DAY)
    said = {book.topics: [topic], **WALKS[topic]}
    steps = tuple(played(session, said))
    found = Walk(steps, dict(session.answers))
    session.close()
    return found


def played(session: Session, said: Said) -> Iterator[Step]:
    """Answers each question that comes up."""
    for _ in range(LONGEST):
        question = session.next_question()
        if question is None:
            return
        value = said.get(str(question.cell))
        keys, line = keys_for(session, question, value), words_for(value)
        if value is None:
            session.not_sure(question.cell)
        else:
            session.answer(question.cell, value)
        yield Step(question.ask, keys, line, session.progress().answered)
    raise AssertionError("the interview does not end")


def keys_for(session: Session, question: Question, value: object) -> tuple[str, ...]:
    """The keys that answer a question on the screens."""
    there = [id for id, _ in options(session, question)]
    match question.kind, value:
        case _, None:
            return ("f2",)
        case "yes-no", bool():
            return ("y" if value else "n",)
        case (("choice" | "row"), _):
            return pointed(there.index(str(value)), "enter")
        case (("choices" | "rows"), list()):
            return (*(key for one in value for key in pointed(there.index(one), "space")), "enter")
        case "list", list():
            return (*(key for name in value for key in (*name, "enter")), "enter")
        case _:
            return (*str(value), "enter")


def pointed(place: int, key: str) -> tuple[str, ...]:
    """The keys that pick the option at a place: its number, where it has one."""
    return (str(place + 1),) if place < 9 else ("home", *["down"] * place, key)


def words_for(value: object) -> str:
    """What is typed at the prompt to give an answer."""
    match value:
        case None:
            return "?"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(value)
        case _:
            return str(value)


def shipped() -> Rulebook:
    """The rulebook of the guide."""
    return load(guide.shipped_rulebook())
