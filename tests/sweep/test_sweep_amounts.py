"""Amounts of every size are exact: the sweep calculates and compares them as the engine does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.engine import Engine
from guide.loader import load
from guide.model import Rulebook
from guide.sweep import encode, sweep
from guide.values import UNKNOWN, Answer, Answers, Cell, RowSet

ON = date(2026, 4, 1)
FACTS = ("f.a", "f.b", "f.negative")
RULES = """
[fact.case.topics]
ask = "?"
type = "choices"
options.all = "All"
[fact.case.nation]
ask = "?"
type = "choice"
options.England = "England"
[fact.f.a]
ask = "?"
type = "number"
[fact.f.b]
ask = "?"
type = "number"
[fact.f.negative]
ask = "?"
type = "number"
negative = true
[list.deal]
ask = "?"
row.name = "text"
row.value = "number"
row.counts = "yes-no"
[fact.g.sum]
type = "number"
sum = ["f.a", "f.b", "0.25"]
[fact.g.signed]
type = "number"
sum = ["f.a", "f.negative"]
[fact.g.product]
type = "number"
product = ["f.a", "f.negative"]
[fact.g.difference]
type = "number"
difference = ["f.a", "f.b"]
[fact.g.share]
type = "percent"
share = ["f.a", "f.b"]
[fact.g.signed_share]
type = "percent"
share = ["f.negative", "g.difference"]
[fact.g.least]
type = "number"
least = ["f.a", "f.b", "g.share"]
[fact.g.most]
type = "number"
most = ["f.a", "f.negative", "g.share"]
[fact.g.twice]
type = "number"
sum = ["g.share", "g.share", "g.product"]
[fact.g.of_deals]
type = "percent"
share = ["d.most", "d.total"]
[fact.d.total]
type = "number"
sum = "x.value"
for = { x = "deal" }
when = ["x.counts"]
[fact.d.most]
type = "number"
most = "x.value"
for = { x = "deal" }
[fact.d.count]
type = "number"
count = "x"
for = { x = "deal" }
unless = ["x.value > 1000000.5"]
[fact.g.compared]
type = "number"
count = ["f.a > f.b", "g.share >= 33.5", "g.share is g.of_deals", "g.of_deals <= g.share", "g.product < g.sum", "d.total is not f.a", "f.negative >= g.least"]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("book")
    (folder / "rules").mkdir()
    (folder / "kb").mkdir()
    Path(folder, "rules/rulebook.toml").write_text(
        'title = "Book"\nversion = "1.0.0"\ntopics = "case.topics"\nnation = "case.nation"\ndisclaimer = "None"\n', encoding="utf-8"
    )
    Path(folder, "rules/case.toml").write_text(RULES, encoding="utf-8")
    return load(folder)


@pytest.fixture(scope="module")
def engine(book: Rulebook) -> Iterator[Engine]:
    found = Engine(book)
    yield found
    found.close()


small = st.integers(0, 12)
counts: st.SearchStrategy[Any] = st.sampled_from([True, True, False, UNKNOWN])
sized: dict[str, st.SearchStrategy[Any]] = {
    "small": small,
    "fractions": st.fractions(0, 100, max_denominator=30),
    "near the edge of an array": st.integers(0, 4).map(lambda n: 2**61 - 2 + n),
    "huge": st.integers(0, 10**30) | st.integers(0, 10**30).map(lambda n: Fraction(n, 10**30)),
}


@st.composite
def cases(draw: st.DrawFn) -> list[Answers]:
    """Some cases, each with amounts of its own size."""
    found: list[Answers] = []
    for _ in range(draw(st.integers(1, 4))):
        amounts: st.SearchStrategy[Any] = sized[draw(st.sampled_from(sorted(sized)))] | small | st.just(UNKNOWN)
        said: dict[Cell, Answer] = {}
        for id in FACTS:
            if draw(st.booleans()):
                amount = draw(amounts)
                said[Cell(id)] = Answer(-amount if id == "f.negative" and isinstance(amount, int | Fraction) and draw(st.booleans()) else amount)
        if draw(st.booleans()):
            keys = ("A", "B", "C")[: draw(st.integers(0, 3))]
            said[Cell("deal")] = Answer(RowSet(keys, more=draw(st.booleans())))
            said |= {Cell("deal.value", key): Answer(draw(amounts)) for key in keys}
            said |= {Cell("deal.counts", key): Answer(draw(counts)) for key in keys}
        found.append(said)
    return found


@settings(deadline=None, max_examples=150)
@given(cases())
def test_amounts_are_exact_whatever_their_size(book: Rulebook, engine: Engine, some: list[Answers]) -> None:
    """Side by side in one population, amounts that fit into arrays of integers and amounts that do not."""
    found = sweep(book, encode(book, [(said, ON) for said in some]))
    assert [found.disagreements(number, engine.update(said, ON)) for number, said in enumerate(some)] == [()] * len(some)
