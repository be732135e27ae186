"""What rules mean, on random rulebooks: the engine beside a naive reading of the design, any order of answers, more answers.

The suite runs a few rulebooks, always the same ones, and shows the first that goes wrong as it is;
`GUIDE_EXAMPLES=5000 pytest tests/test_meaning.py` runs so many others, and makes small what it finds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from compared import differences, loaded, taken_back
from guide.engine import Engine, evaluate
from guide.model import Rulebook
from guide.values import Answer, Cell
from strategies import answers, any_cells, completed, days, one_more, other_answers, rulebooks
from wording import Files
from written import as_written, written_clauses

EXAMPLES = int(os.environ.get("GUIDE_EXAMPLES", "0"))


def examples(few: int) -> settings:
    """So many random rulebooks as a rule, or as the environment asks for."""
    return settings(
        max_examples=EXAMPLES or few,
        derandomize=not EXAMPLES,
        phases=[Phase.generate, Phase.shrink] if EXAMPLES else [Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


@contextmanager
def case(data: st.DataObject) -> Iterator[tuple[Rulebook, Engine]]:
    """A random rulebook and a live engine for it."""
    files = data.draw(rulebooks().map(dict))
    for name, text in files.items():
        note(f"## {name}\n{text}")
    rulebook = loaded(files)
    engine = Engine(rulebook)
    try:
        yield rulebook, engine
    finally:
        engine.close()


def drawn(data: st.DataObject, rulebook: Rulebook) -> tuple[dict[Cell, Answer], date]:
    """Random answers, and the date they were given on."""
    as_at = data.draw(days)
    return dict(data.draw(answers(rulebook, as_at))), as_at


@examples(40)
@given(st.data())
def test_the_engine_reads_rules_as_the_design_does(data: st.DataObject) -> None:
    """Every value, list, rule, item and contradiction is what section 2 says, for every binding, on any date."""
    with case(data) as (rulebook, engine):
        for _ in range(3):
            said, as_at = drawn(data, rulebook)

            assert differences(engine.update(said, as_at)) == []


@examples(60)
@given(rulebooks())
def test_a_rule_is_loaded_as_it_is_written(files: Files) -> None:
    """Its lines, its variables and its date, and a line for each of its own dates and nations, or else of the pages it cites."""
    rulebook = loaded(files)
    clauses = {f"rule:{id}": rule.clause for id, rule in rulebook.rules.items()} | {f"item:{id}": item.clause for id, item in rulebook.items.items()}

    assert {id: as_written(clause) for id, clause in clauses.items()} == written_clauses(files)


@examples(60)
@given(st.data())
def test_the_order_of_answers_never_matters(data: st.DataObject) -> None:
    """Asked in any order, changed, cleared and given again, on other days in between: the outcome is that of the answers at the end."""
    with case(data) as (rulebook, engine):
        said, as_at = drawn(data, rulebook)
        state: dict[Cell, Answer] = {}
        for cell in data.draw(st.permutations(list(said))):
            for detour in data.draw(st.lists(st.sampled_from(["wrong", "clear", "day"]), max_size=2)):
                wander(data, rulebook, engine, state, cell, as_at, detour)
            state[cell] = said[cell]
            if data.draw(st.booleans()):
                engine.update(state, as_at)

        assert evaluate(rulebook, said, as_at) == engine.update(state, as_at)


def wander(data: st.DataObject, rulebook: Rulebook, engine: Engine, state: dict[Cell, Answer], cell: Cell, as_at: date, detour: str) -> None:
    """A wrong answer, an answer cleared, or another day."""
    if detour == "wrong":
        state[cell] = data.draw(other_answers(rulebook, cell, state, as_at))
    elif detour == "clear":
        state.pop(cell, None)
    engine.update(state, data.draw(days) if detour == "day" else as_at)


@examples(60)
@given(st.data())
def test_a_change_and_its_undoing_change_nothing(data: st.DataObject) -> None:
    """An answer replaced or cleared and given again, and a day gone and come back, leave the outcome as it was."""
    with case(data) as (rulebook, engine):
        said, as_at = drawn(data, rulebook)
        before = engine.update(said, as_at)
        cell = data.draw(any_cells(rulebook, said))
        changed = dict(said)
        changed.pop(cell, None)
        if data.draw(st.booleans()):
            changed[cell] = data.draw(other_answers(rulebook, cell, said, as_at))
        engine.update(changed, as_at)
        engine.update(changed, data.draw(days))

        assert before == engine.update(said, as_at)


@examples(60)
@given(st.data())
def test_one_more_answer_takes_nothing_back(data: st.DataObject) -> None:
    """What holds or fails stays so and what is known stays known, when something unknown is answered."""
    with case(data) as (rulebook, engine):
        said, as_at = drawn(data, rulebook)
        before = engine.update(said, as_at)
        for _ in range(4):
            said = dict(data.draw(one_more(rulebook, said, as_at)))
            after = engine.update(said, as_at)
            note(f"{said}")

            assert taken_back(before, after) == []
            before = after


@examples(60)
@given(st.data())
def test_bounds_hold_however_the_rest_is_answered(data: st.DataObject) -> None:
    """Once everything is answered every amount and day lies within the bounds that were known before, and none is not applicable."""
    with case(data) as (rulebook, engine):
        said, as_at = drawn(data, rulebook)
        before = engine.update(said, as_at)
        for _ in range(2):
            assert taken_back(before, evaluate(rulebook, data.draw(completed(rulebook, said, as_at)), as_at)) == []
