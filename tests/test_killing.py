"""A guide that is killed at any moment loses no more than the key in flight. `python tests/killing.py` does it 200 times."""

from __future__ import annotations

from pathlib import Path

import pytest

import killing
from commanding import SMALL
from guide.cases import new_case, save_case, with_answers
from guide.values import Answer, Cell
from small import SMALL as BOOK


def test_a_kill_at_any_moment_costs_no_answer() -> None:
    assert "nothing else ever" in killing.run(3, 4, SMALL)


def test_a_guide_that_saved_late_would_be_found_out(tmp_path: Path) -> None:
    """A file that lacks an answer whose next question was on the screen, or has one that nobody gave, is no good end of a journey."""
    found = killing.Killing(BOOK, SMALL, tmp_path, 1)
    found.check(1, 2, 2, "after an answer")
    with pytest.raises(AssertionError, match="2 answers had been followed by a question, 3 were given, and 1 are left"):
        found.check(2, 1, 3, "after an answer")
    save_case(found.path, with_answers(new_case(BOOK, killing.DAY), {Cell("contract.value"): Answer(1)}), BOOK)
    with pytest.raises(AssertionError, match="what nobody answered so"):
        found.done()
