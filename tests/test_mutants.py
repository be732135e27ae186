"""Slips in rules, worked out over many cases at once, and held to the engine one by one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from compared import loaded
from guide.booktests import failures
from guide.checklist import Entry, build
from guide.engine import Engine
from guide.loader import RulebookError, load
from guide.model import BookTest, Rulebook
from guide.mutants import STEPS, Mutant, mutants
from guide.outcome import Outcome, live_results
from guide.sweep import Worked, differing, encode, expected, work
from guide.values import Answers
from wording import Files

SMALL = load(Path(__file__).parent / "books/good/small", tests=True)
Case = tuple[Answers, date]


def outcomes(book: Rulebook, cases: list[Case]) -> list[Outcome]:
    """What the engine says of some cases."""
    engine = Engine(book)
    try:
        return [engine.update(answers, on) for answers, on in cases]
    finally:
        engine.close()


def engine_unmet(book: Rulebook, tests: list[BookTest]) -> set[tuple[str, str, str]]:
    """What tests expect and the engine does not say."""
    found = outcomes(book, [(test.given, test.on) for test in tests])
    return {(test.id, failure.kind, failure.name) for test, outcome in zip(tests, found, strict=True) for failure in failures(test, outcome)}


def swept_unmet(worked: Worked, tests: list[BookTest]) -> set[tuple[str, str, str]]:
    return {(wish.test, wish.kind, wish.name) for wish in expected(SMALL, tests).unmet(worked)}


def test_every_slip_in_the_small_rulebook_fails_the_tests_that_it_fails_in_the_engine() -> None:
    """Of every test, and every expectation; each population is worked out only where the slip may show."""
    tests = list(SMALL.tests.values())
    base = work(SMALL, encode(SMALL, [(test.given, test.on) for test in tests]))
    assert swept_unmet(base, tests) == engine_unmet(SMALL, tests) == set()
    made = list(mutants(SMALL))
    assert {mutant.step for mutant in made} <= STEPS.keys()
    for mutant in made:
        book = mutant.book()
        assert swept_unmet(base.remade(book, mutant.name), tests) == engine_unmet(book, tests), mutant.said


def test_a_test_that_expects_the_wrong_level_or_day_is_found_out() -> None:
    for test in SMALL.tests.values():
        for kind in ("level", "due", "not_before"):
            if kind in test.expect:
                wrong = {kind: tuple((name, "could" if kind == "level" else date(1999, 1, 1)) for name, _ in test.expect[kind])}
                other = replace(test, expect=wrong)
                worked = work(SMALL, encode(SMALL, [(other.given, other.on)]))
                assert swept_unmet(worked, [other]) == engine_unmet(SMALL, [other]) != set()


def said_of(outcome: Outcome, name: str) -> object:
    """What the engine says of a name: of an item also the level and the days."""
    if name.startswith("item:"):
        item = outcome.rulebook.items[name.removeprefix("item:")]
        entries = {entry.id: (entry.level, entry.due and entry.due.day, entry.not_before and entry.not_before.day) for entry in live(outcome, item.id)}
        return {result.binding: (result.status, entries.get(result.id)) for result in live_results(outcome, item)}
    if name.startswith("rule:"):
        judged = outcome.judgements[name]
        return 1 if judged.holding else 0 if judged.open else -1
    if name in outcome.rulebook.lists:
        return outcome.rows[name]
    return outcome.values.get(name)


def live(outcome: Outcome, item: str) -> list[Entry]:
    """The entries of an item that applies or may."""
    checklist = build(outcome)
    return [entry for entry in (*checklist.applies, *checklist.may_apply) if entry.item == item]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.rulebooks(), st.data())
def test_a_slip_changes_the_cases_that_it_changes_in_the_engine(files: Files, data: st.DataObject) -> None:
    """No case is missed, and none is named without a reason, in every name that rests on the slip."""
    try:
        book = loaded(files)
    except RulebookError:
        return
    cases = []
    for _ in range(4):
        on = data.draw(strategies.days)
        cases.append((data.draw(strategies.answers(book, on)), on))
    made = list(mutants(book))
    random.Random(1).shuffle(made)
    base, before = work(book, encode(book, cases)), outcomes(book, cases)
    for mutant in made[:4]:
        held_to_the_engine(mutant, book, base, cases, before)


def held_to_the_engine(mutant: Mutant, book: Rulebook, base: Worked, cases: list[Case], before: list[Outcome]) -> None:
    """One slip."""
    other = mutant.book()
    after = outcomes(other, cases)
    names = [name for name in base.above(mutant.name) if name in book.reads]
    found = differing(base, base.remade(other, mutant.name), names)
    for name in names:
        mask = found.get(name)
        for number, (one, two) in enumerate(zip(before, after, strict=True)):
            differs = said_of(one, name) != said_of(two, name)
            assert (mask is not None and bool(mask[number])) >= differs, (mutant.said, name, number)
            if name.startswith(("rule:", "item:")):
                assert (mask is not None and bool(mask[number])) == differs, (mutant.said, name, number)
