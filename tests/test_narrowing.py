"""A rulebook narrowed to some names says the same of them as the whole."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from compared import loaded
from guide.agreement import agreement_on
from guide.engine import Engine
from guide.loader import RulebookError, load
from guide.model import Rulebook
from guide.narrowing import below, narrowed
from guide.values import Answers
from guide.witnesses import fitting, standing
from wording import Files

SMALL = load(Path(__file__).parent / "books/good/small", tests=True)


def outcomes_alike(book: Rulebook, part: Rulebook, case: tuple[Answers, object], names: set[str]) -> None:
    """Of these names, and with both evaluators."""
    whole, narrow = Engine(book), Engine(part)
    try:
        one, other = whole.update(case[0], case[1]), narrow.update(fitting(part, case[0]), case[1])  # type: ignore[arg-type]
        assert {name: standing(one, name) for name in names} == {name: standing(other, name) for name in names}
        assert agreement_on(other).agree
    finally:
        whole.close()
        narrow.close()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.rulebooks(), st.data())
def test_what_is_kept_comes_out_the_same(files: Files, data: st.DataObject) -> None:
    try:
        book = loaded(files)
    except RulebookError:
        return
    names = set(data.draw(st.lists(st.sampled_from(book.order), min_size=1, max_size=3)))
    on = data.draw(strategies.days)
    outcomes_alike(book, narrowed(book, names), (data.draw(strategies.answers(book, on)), on), names)


def test_nothing_is_kept_that_the_names_do_not_rest_on() -> None:
    """But for the topics, the nation, and the names of rows."""
    for id in SMALL.items:
        part = narrowed(SMALL, [f"item:{id}"])
        assert set(part.items) == {id}
        assert below(SMALL, [f"item:{id}"]) <= set(part.order)
        assert {f"rule:{rule}" for rule in part.rules} <= set(part.order)
    assert len(narrowed(SMALL, []).order) < len(SMALL.order)
