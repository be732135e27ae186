"""The small rulebook, which has every type of question, and random answers to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from guide.loader import load
from guide.model import Fact, Rulebook
from guide.values import UNKNOWN, Answer, Cell, Choices, NotYet, RowSet, Value

SMALL = load(Path(__file__).parent / "books/good/small")
ON = date(2026, 4, 1)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
WEIRD = (
    "Ann", "Who?", "Who", "??", "not sure", "not yet", "true", "1", " Ann ", "a].roles", "person[x].name", "a.b", 'say "hi"', "'''", '"""', "\\", "# no",
    "a, b", "two\nlines", "\r\n", "\t", "\x00", "\x7f", "\u2028", "\ufeff", "e\u0301", "\N{FAMILY}\N{ZERO WIDTH JOINER}", "{ a = 1 }", "[x]",
)  # fmt: skip


words = st.sampled_from(WEIRD) | st.text(max_size=8)
names = words.filter(lambda name: bool(name.strip()) and name != "?")
days = st.dates()


def some_choices(from_: st.SearchStrategy[str]) -> st.SearchStrategy[Choices]:
    return st.tuples(st.frozensets(from_, max_size=3), st.frozensets(from_, max_size=2)).map(lambda pair: Choices(pair[0], pair[1] - pair[0]))


def amounts(negative: bool) -> st.SearchStrategy[int | Fraction]:
    least = -(10**24) if negative else 0
    hundredths = st.integers(least, 10**24).map(lambda n: Fraction(n, 100))
    return (st.integers(least, 10**24) | hundredths).map(lambda n: int(n) if n.denominator == 1 else n)


def values(fact: Fact, rows: st.SearchStrategy[str]) -> st.SearchStrategy[Value]:
    """Any answer that a question takes."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "yes-no": st.booleans(),
        "text": words,
        "date": days,
        "row": rows,
        "rows": some_choices(rows),
        "choice": st.sampled_from(sorted(fact.options) or [""]),
        "choices": some_choices(st.sampled_from(sorted(fact.options) or [""])),
    }
    known = kinds[fact.kind] if fact.kind in kinds else amounts(fact.negative)
    return st.just(UNKNOWN) | known | (days.map(NotYet) | st.just(NotYet(ON)) if fact.not_yet else known)


@st.composite
def answers(draw: st.DrawFn) -> dict[Cell, Answer]:
    """Answers to anything, also about rows that no list has, and naming such rows."""
    said: dict[Cell, Value | RowSet] = {}
    everybody = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    for listed in SMALL.lists.values():
        if listed.rows is None and draw(st.booleans()):
            keys = draw(st.lists(st.sampled_from(everybody), unique=True, max_size=3))
            said[Cell(listed.id)] = draw(st.builds(RowSet, st.just(tuple(keys)), st.booleans()) | st.just(UNKNOWN))
            if isinstance(said[Cell(listed.id)], RowSet):
                said |= {Cell(f"{listed.id}.{listed.key}", key): key for key in keys}
    for fact in SMALL.facts.values():
        fixed = bool(fact.list) and (SMALL.lists[fact.list].rows is not None or SMALL.lists[fact.list].key == fact.id.split(".")[1])
        if fact.asked and not fixed:
            for row in draw(st.lists(st.sampled_from(everybody), unique=True, max_size=3)) if fact.list else draw(st.lists(st.just(""), max_size=1)):
                said[Cell(fact.id, row)] = draw(values(fact, st.sampled_from(everybody)))
    return {cell: Answer(value, *draw(st.just(("", "")) | st.tuples(words, words))) for cell, value in said.items()}


@st.composite
def smaller_books(draw: st.DrawFn) -> Rulebook:
    """The small rulebook without some of its questions and lists."""
    gone = draw(st.frozensets(st.sampled_from([*SMALL.facts, "person", "body"])))
    keys = {f"{listed.id}.{listed.key}" for listed in SMALL.lists.values()}
    facts = {id: fact for id, fact in SMALL.facts.items() if fact.list not in gone and (id not in gone or id in keys)}
    lists = {id: replace(x, attributes=tuple(a for a in x.attributes if a in facts)) for id, x in SMALL.lists.items() if id not in gone}
    return replace(SMALL, facts=facts, lists=lists)
