"""Cases built from the rules put every line on both sides, where there can be such a case."""

from __future__ import annotations

from datetime import date
from itertools import product

from hypothesis import HealthCheck, given, settings

import guide
import strategies
from compared import loaded
from guide.bindings import named
from guide.engine import Engine
from guide.loader import RulebookError, load
from guide.model import Rulebook
from guide.reading import reading_day, status
from guide.specimens import reason_missed, specimens
from guide.sweep import FOR, Side, clauses_of
from guide.values import Answers, RowSet, Status
from small import SMALL
from wording import Files


def is_on(book: Rulebook, answers: Answers, on: date, side: Side) -> bool:
    """Whether a case is on a side of a rule or item, read line by line with the engine."""
    clause = next(clause for clause, _ in clauses_of(book) if clause.id == side.clause)
    engine = Engine(book)
    outcome = engine.update(answers, on)
    engine.close()
    for keys in product(*(outcome.rows[listed].keys for _, listed in clause.variables)):
        rows = named(clause, keys)
        day = reading_day(outcome, clause.dated_by, rows)
        stands = [status(outcome, line, rows, day) * wanted for line, wanted in clause.lines()]
        if stands == [Status(-1 if number == side.line else 1) for number in range(len(stands))]:
            return True
    return False


@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.rulebooks())
def test_every_case_is_on_the_side_it_is_said_to_be_on(files: Files) -> None:
    """Read again, line by line, with the engine."""
    try:
        book = loaded(files)
    except RulebookError:
        return
    found = specimens(book, rounds=1)
    for side, place in found.on.items():
        if not side.clause.startswith("calc:"):
            assert is_on(book, *found.cases[place], side)


def test_of_the_small_rulebook_only_lines_that_cannot_stand_alone_are_missed() -> None:
    """A day or nation that something else it reads has too; a relation that counts both ways."""
    found = specimens(SMALL)
    lines = {side: [line for line, _ in clause.lines()] for clause, _ in clauses_of(SMALL) for side in found.missed if side.clause == clause.id}
    assert all(side.line != FOR for side in found.missed)
    assert {lines[side][side.line].text for side in found.missed if not lines[side][side.line].origin} <= {"contract.wanted", "p.related_to has q"}
    assert "`contract.large` rests on the same" in {reason_missed(SMALL, side) for side in found.missed}


def test_lists_have_no_rows_one_or_several() -> None:
    cases = specimens(SMALL).cases
    sizes = {len(answer.value.keys) for case, _ in cases for answer in case.values() if isinstance(answer.value, RowSet)}
    assert sizes >= {0, 1, 2}


def test_the_same_seed_gives_the_same_cases() -> None:
    assert specimens(SMALL, seed=3).cases == specimens(SMALL, seed=3).cases


def test_the_lines_of_some_rules_of_the_shipped_rulebook() -> None:
    book = load(guide.shipped_rulebook())
    only = [clause.id for clause, _ in clauses_of(book)][:12]
    found = specimens(book, only)
    assert all(side.clause in only for side in (*found.on, *found.missed))
    assert all(is_on(book, *found.cases[place], side) for side, place in list(found.on.items())[:20])
