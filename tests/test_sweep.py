"""A sweep says of every case what the engine and the interview say of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import guide
from author import Author
from compared import loaded
from guide.agreement import days_apart
from guide.engine import Engine, evaluate
from guide.interview import open_questions
from guide.loader import load
from guide.model import Rulebook
from guide.outcome import Outcome
from guide.sweep import Population, Sweep, amounts, case_of, dates, encode, one_of, rows_of, several, sweep, yes_no
from guide.sweep.columns import Column
from guide.values import Answer, Answers, Cell, Choices, RowSet, Status
from plain_book import BASE, FACTS, ON
from strategies import answers, days
from test_meaning import examples

Case = tuple[Answers, date]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(guide.shipped_rulebook(), tests=True)


@pytest.fixture(scope="module")
def cases(book: Rulebook) -> list[Case]:
    """The case of every fourth test of the shipped rulebook: `benchmarks/sweep_agreement.py` and every saved case do the rest."""
    return [(test.given, test.on) for test in list(book.tests.values())[::24]]


@pytest.fixture(scope="module")
def swept(book: Rulebook, cases: list[Case]) -> Sweep:
    return sweep(book, encode(book, cases))


def outcomes(rulebook: Rulebook, cases: Sequence[Case]) -> Iterator[Outcome]:
    """What the engine says of each case."""
    engine = Engine(rulebook)
    try:
        for given_, as_at in cases:
            yield engine.update(given_, as_at)
    finally:
        engine.close()


def apart(swept: Sweep, case: int, outcome: Outcome) -> list[str]:
    """Whatever a sweep says otherwise than the engine, the interview and the checklist."""
    asks = {question.cell for question in open_questions(outcome)}
    return [*swept.disagreements(case, outcome), *(f"question {cell}" for cell in sorted(swept.asks(case) ^ asks)), *days_apart(swept, outcome, case)]


# --- the shipped rulebook -------------------------------------------------------


def test_every_test_of_the_rulebook_is_swept_as_the_engine_reads_it(book: Rulebook, cases: list[Case], swept: Sweep) -> None:
    """Every value, row, rule and item (and, of each fifth test, open question), of a twenty-fourth of the tests as one population."""
    told = zip(list(book.tests)[::24], outcomes(book, cases), strict=True)
    found = {id: apart(swept, number, outcome) if number % 5 == 0 else swept.disagreements(number, outcome) for number, (id, outcome) in enumerate(told)}
    assert {id: differences for id, differences in found.items() if differences} == {}


def test_the_size_of_chunks_does_not_matter(book: Rulebook, cases: list[Case], swept: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cases at a time say what all of them at once say."""
    monkeypatch.setattr(sys.modules["guide.sweep.worked"], "MOST_CASES", 3)
    few = sweep(book, encode(book, cases[:40]))
    assert len(few.chunks) == 14
    assert all((few.item(id).cases == swept.item(id).cases[:40]).all() for id in book.items)
    assert all((few.rule(id) == swept.rule(id)[:40]).all() for id in book.rules)


def test_only_what_is_wanted_is_worked_out(book: Rulebook, cases: list[Case], swept: Sweep) -> None:
    """An item by itself stands as it does beside all the others."""
    wanted = next(iter(book.items))
    one = sweep(book, encode(book, cases), [f"item:{wanted}"])
    assert (one.item(wanted).cases == swept.item(wanted).cases).all()
    assert {name for working in one.chunks for name in working.statuses} == {f"item:{wanted}"}


def test_a_case_comes_back_as_it_was_encoded(book: Rulebook, cases: list[Case], swept: Sweep) -> None:
    """Encoded again, it has the same outcome."""
    population = encode(book, cases)
    again = sweep(book, encode(book, [case_of(book, population, number) for number in range(len(cases))]))
    assert [id for id in book.items if (again.item(id).cases != swept.item(id).cases).any()] == []


def test_some_cases_of_a_population_are_a_population(book: Rulebook, cases: list[Case], swept: Sweep) -> None:
    """Every third case, and none."""
    population = encode(book, cases)
    third = sweep(book, population.select(slice(0, None, 3)))
    assert all((third.item(id).cases == swept.item(id).cases[::3]).all() for id in book.items)
    none = sweep(book, population.select([]))
    assert {none.item(id).cases.size for id in book.items} == {0}


# --- random rulebooks -----------------------------------------------------------


class Dresser(Author):
    """An author whose items have days, levels and titles that hang on facts."""

    def item(self) -> None:
        variables = self.variables(3) if self.chance(60) else {}
        read = [ref for ref, _ in self.readable(variables)]
        keys = [f'title = "Do {{{self.pick(read)}}}"' if self.chance(40) else 'title = "Do"', 'level = "should"', 'who = "clerk"', 'stage = "idea"']
        keys += [f'{key} = "{self.phrase(variables)}"' for key in ("due", "not_before") if self.chance(50)]
        keys += [line.replace("raised_must", "raised.must") for line in self.conditions("raised_must", variables, 40, 2)]
        if variables and self.chance(50):
            keys.append(f"per = {json.dumps([*variables][: self.number(1, len(variables))])}")
        self.write(f"[item.{self.new('item-')}]", *keys, *self.clause(variables))


@st.composite
def dressed_rulebooks(draw: st.DrawFn) -> Mapping[str, str]:
    """The files of a random rulebook whose items have all their keys."""
    return Dresser(draw).book()


def drawn(data: st.DataObject, files: Mapping[str, str], many: int) -> tuple[Rulebook, list[Case]]:
    """A random rulebook, and some cases."""
    for name, text in files.items():
        note(f"## {name}\n{text}")
    rulebook = loaded(files)
    found = []
    for _ in range(many):
        as_at = data.draw(days)
        found.append((data.draw(answers(rulebook, as_at)), as_at))
    return rulebook, found


@examples(120)
@given(st.data())
def test_random_rulebooks_are_swept_as_the_engine_reads_them(data: st.DataObject) -> None:
    """Several random cases side by side: what is said of one does not depend on the others."""
    rulebook, some = drawn(data, data.draw(dressed_rulebooks()), 6)
    found = sweep(rulebook, encode(rulebook, some))
    assert [apart(found, number, outcome) for number, outcome in enumerate(outcomes(rulebook, some))] == [[]] * len(some)


@examples(60)
@given(st.data())
def test_a_decoded_case_has_the_same_outcome(data: st.DataObject) -> None:
    """What a population says of a case is all that matters of it."""
    rulebook, some = drawn(data, data.draw(dressed_rulebooks()), 2)
    population = encode(rulebook, some)
    found = sweep(rulebook, population)
    again = [case_of(rulebook, population, number) for number in range(len(some))]
    assert [found.disagreements(number, outcome) for number, outcome in enumerate(outcomes(rulebook, again))] == [()] * len(some)


# --- populations built from arrays ----------------------------------------------

WARNINGS = """
[warning.old]
title = "W"
cite = "page"
when = ["f.day < 2024-02-01", "f.roles has owner", "f.form is charity", "f.b"]
[warning.rich]
title = "W"
cite = "page"
for = { p = "person", q = "person" }
when = ["p.value > 10.5", "p.knows has q", "p is not q"]
"""


def arrays(size: int) -> Population:
    """A population of which every column is made up."""
    random = np.random.default_rng(1)
    columns: dict[str, Column] = {
        "f.a": yes_no(random.integers(-1, 2, size)),
        "f.b": yes_no(random.integers(-1, 2, size)),
        "f.form": one_of(random.integers(-1, 2, size), ("mutual", "charity")),
        "f.roles": several(random.integers(-1, 2, (3, size)), ("buyer", "owner", "judge"), random.random(size) < 0.9),
        "f.day": dates(ON.toordinal() + random.integers(-60, 60, size), random.random(size) < 0.9, random.random(size) < 0.1),
        "person.value": amounts(random.integers(0, 40, (3, size)), 2, random.random((3, size)) < 0.8),
        "person.knows": several(random.integers(-1, 2, (3, 3, size)), "person"),
    }
    rows = {"person": rows_of(np.full(size, 3), random.random(size) < 0.3, random.random(size) < 0.9)}
    as_at = (ON.toordinal() + random.integers(-3, 4, size)).astype(np.int32)
    return Population(size, as_at, columns, rows)


def test_a_population_can_be_built_column_by_column() -> None:
    """Each of its cases is one that the engine reads the same way."""
    rulebook = loaded({**BASE, "rules/more.toml": FACTS + WARNINGS})
    population = arrays(120)
    found = sweep(rulebook, population)
    some = [case_of(rulebook, population, number) for number in range(population.size)]
    assert [apart(found, number, outcome) for number, outcome in enumerate(outcomes(rulebook, some))] == [[]] * len(some)
    assert {status for id in ("old", "rich") for status in found.item(id).cases.tolist()} == {-1, 0, 1}


def test_statuses_and_values_are_told_by_row() -> None:
    """By the names of rows, the missing one among them."""
    rulebook = loaded({**BASE, "rules/more.toml": FACTS + WARNINGS})
    given_ = {
        Cell("person"): Answer(RowSet(("Ann", "Bob"), more=True)),
        Cell("person.value", "Ann"): Answer(11),
        Cell("person.knows", "Ann"): Answer(Choices(frozenset({"Bob"}))),
        Cell("person.value", "Bob"): Answer(3),
    }
    found = sweep(rulebook, encode(rulebook, [({}, ON), (given_, ON)]))
    live = dict(found.item("rich").live(1))
    assert live[("Ann", "Bob")] is Status.HOLDS
    assert live[("?", "Ann")] is live[("Ann", "?")] is Status.OPEN
    assert not any(keys[0] == "Bob" for keys in live)
    assert found.fact("person.value").value(1, "Ann") == 11
    assert found.rows("person")(1) == RowSet(("Ann", "Bob"), more=True)
    assert found.item("rich").cases.tolist() == [0, 1]


def test_what_a_population_leaves_out_is_unknown() -> None:
    """Even everything."""
    rulebook = loaded({**BASE, "rules/more.toml": FACTS + WARNINGS})
    nothing = Population(2, np.array([ON.toordinal(), (ON + timedelta(1)).toordinal()], np.int32))
    found = sweep(rulebook, nothing)
    assert apart(found, 1, evaluate(rulebook, {}, ON + timedelta(1))) == []
