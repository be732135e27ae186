"""The terms of the field, told where they are used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import shipped
from guide.agreement import Agreement
from guide.glossary import terms_in
from guide.interview import question, terms_of
from guide.lines import Place
from guide.loader.glossary import read_glossary
from guide.model import Article, Rulebook
from guide.render.markdown import render
from guide.session import Session
from guide.spoken import say_help
from guide.tui.widgets.help import told as help_told
from guide.values import Cell
from journeys import ON, judged
from small import SMALL

TEXT = """# Glossary

Words.

**Bond**: promise to pay.

**Step-in**: council runs it.

**Mutual**: owned by members.

**Public service mutual (policy)**: with influence of staff.

**LATCo / Teckal company**: owned by the council.

**Community interest company (CIC)**: with a lock.

**TUPE**: law that moves staff.
Not a term: nothing.
"""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return replace(SMALL, glossary=read_glossary(TEXT))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Test any bond that is asked for", ["Bond"]),
        ("Bonds and BONDS", ["Bond"]),
        ("Bonded, vagabond", []),
        ("Plan to step in, or a step-in", ["Step-in"]),
        ("A public service mutual", ["Public service mutual (policy)"]),
        ("A public service mutual is a mutual", ["Mutual", "Public service mutual (policy)"]),
        ("A Teckal company", ["LATCo / Teckal company"]),
        ("CICs, a cic", ["Community interest company (CIC)"]),
        ("a cic", []),
        ("tupe", []),
        ("Policy", []),
        ("", []),
    ],
)
def test_a_term_is_found_as_a_whole_word(book: Rulebook, text: str, terms: list[str]) -> None:
    """In singular and plural; an abbreviation only as it is written; not inside a longer term."""
    assert list(terms_in(book, [text])) == terms


def test_every_term_of_the_shipped_glossary_is_found_by_its_own_name() -> None:
    """None is written in a way that no text could use."""
    assert len(shipped.book().glossary) > 60
    assert [term for term in shipped.book().glossary if term not in terms_in(shipped.book(), [term.split(" (")[0].split(" / ")[0]])] == []


TERMS = """
Admission agreement
Arbiter (proposed)
Asset lock
Best value duty
Bond
Call-in
CCIN
Charitable incorporated organisation
Co-operative society
Community benefit society
Community interest company (CIC)
Commissioner
Concession
Community Right to Challenge
Company limited by guarantee
Competitive flexible procedure
Conflict of interest
Conflicts assessment
Contract manager
Direct award
Due diligence
Employee ownership trust
Employee liability information
Equality impact assessment
Expression of interest
Five case model
Incubator
Industrial and provident society
Insourcing
Investment readiness
Joint venture mutual
Key decision
LATCo / Teckal company
LGPS
Light touch contract
Light touch reservable service
Local government reorganisation
Measures letter
Monitoring officer
Multi-stakeholder
Mutual
NPPS
Options appraisal
Parent body
Pathfinder
Public interest test
Public service mutual (policy)
Public service mutual (statute)
Representative body
Reserved contract
Reserved matters
Right to Provide / Request
Ring-fence / ethical wall
Section 151 officer
Shadow board
Social value
Spin out
Standstill
Step-in
TUPE
Two-tier workforce
VCSE
Vesting day
"""
"""The terms of the field: a person on the first day meets each of them."""


def test_every_term_of_the_field_is_there() -> None:
    """By its own name; an abbreviation in brackets may stand beside it."""
    there = {name for term in shipped.book().glossary for name in (term, term.partition(" (")[0])}
    assert [term for term in TERMS.split("\n") if term and term not in there] == []


def test_every_question_tells_its_terms() -> None:
    """All that a question or an option uses, below its article."""
    outcome = judged(shipped.book(), {})
    questions = [question(outcome, Cell(id)) for id, fact in shipped.book().facts.items() if fact.asked and not fact.list]
    told = [(one, terms) for one in questions if (terms := terms_of(shipped.book(), one))]

    assert len(told) > 20
    for one, terms in told:
        lines = list(say_help(outcome, one))
        assert [term for term, meaning in terms.items() if f"  {term}: {meaning}" not in lines] == []


def test_the_screens_tell_terms_as_words() -> None:
    """Below the article, never as markup."""
    article = Article("a", Place("a.md"), "A", "Text.", 1)

    assert help_told(article, {}) == "Text."
    assert help_told(article, {"Bond": "a *promise*"}) == "Text.\n\nWords:\n\n- **Bond**: a \\*promise\\*\n"


@pytest.fixture
def session(book: Rulebook) -> Iterator[Session]:
    session = Session(replace(book, glossary={"Contract": "a *promise*", "Notice": "what is published", "Tupe": "never said"}), ON)
    session.answer("case.nation", "England")
    session.answer("contract.wanted", True)
    session.answer("contract.value", 200_000)
    yield session
    session.close()


def test_the_checklist_tells_the_words_it_uses(session: Session) -> None:
    """As words, never as markup; a term that stands nowhere is left out."""
    text = render("Case", session.outcome(), Agreement(()))

    assert "## Words" in text
    assert "- **Notice**: What is published." in text
    assert "Tupe" not in text


def test_the_help_of_a_question_tells_its_words(session: Session) -> None:
    """Even where it has no article."""
    lines = list(say_help(session.outcome(), session.question("contract.value")))

    assert "  Contract: a *promise*" in lines
    assert list(say_help(session.outcome(), None)) == ["There is no more help with this question."]
