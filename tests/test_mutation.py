"""What tests notice of slips, and the tests that would notice the others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from guide.booktests import failures, run
from guide.engine import Engine
from guide.loader import load
from guide.mutation import Mutation, mutate

SMALL_FOLDER = Path(__file__).parent / "books/good/small"
SMALL = load(SMALL_FOLDER, tests=True)


@pytest.fixture(scope="module")
def without_tests() -> Mutation:
    """Of a rulebook whose tests expect nothing of people."""
    return mutate(replace(SMALL, tests={id: test for id, test in SMALL.tests.items() if "people" not in test.place.file}))


def test_every_slip_is_noticed_or_survives_or_changes_nothing(without_tests: Mutation) -> None:
    assert without_tests.killed
    assert without_tests.survivors
    assert 0 < without_tests.score() < 100
    assert without_tests.score("rules/people.toml") < mutate(SMALL).score("rules/people.toml")


def test_each_survivor_has_a_case_that_both_evaluators_vouch_for(without_tests: Mutation) -> None:
    for survivor in without_tests.survivors:
        assert survivor.witness is not None
        assert survivor.witness.proved
        assert survivor.witness.before != survivor.witness.after


def test_the_proposed_tests_pass_now_and_each_notices_its_slip(without_tests: Mutation, tmp_path: Path) -> None:
    """Pasted as they stand."""
    shutil.copytree(SMALL_FOLDER, tmp_path / "book")
    proposed = [survivor for survivor in without_tests.survivors if survivor.toml]
    assert len(proposed) >= 0.9 * len(without_tests.survivors)
    (tmp_path / "book/rules/tests").mkdir(exist_ok=True)
    (tmp_path / "book/rules/tests/proposed.toml").write_text('title = "Proposed"\n\n' + "\n".join(survivor.toml for survivor in proposed), encoding="utf-8")
    book = load(tmp_path / "book", tests=True)
    assert not run(book).failures
    for survivor in proposed:
        name = next(line for line in survivor.toml.splitlines() if line.startswith("[test.")).removeprefix("[test.").removesuffix("]")
        engine = Engine(survivor.mutant.book())
        assert any(failures(book.tests[name], engine.update(book.tests[name].given, book.tests[name].on))), survivor.mutant.said
        engine.close()


def test_only_what_is_asked_for_is_tried() -> None:
    found = mutate(SMALL, ["contract.large", "large-contract"])
    names = {mutant.name for mutant in (*found.killed, *found.without, *(one.mutant for one in found.survivors))}
    assert names == {"rule:large-contract"}
