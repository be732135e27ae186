"""Every trap in the law on conflicts of interest has tests that fail when somebody falls into it, and words that warn of it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crowd import shipped_with_tests

TRAPS = tomllib.loads((Path(__file__).parent / "traps.toml").read_text(encoding="utf-8"))
COUNT = 27


def test_no_trap_is_missing() -> None:
    """All of them, in order, each in a sentence and with a test."""
    assert list(TRAPS) == [f"T{number:02}" for number in range(1, COUNT + 1)]
    assert [trap for trap, told in TRAPS.items() if not told["says"] or not told["shown"]] == []


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_shown_by_tests(trap: str) -> None:
    """Each test is in the rulebook and expects just that, so that it fails where the rule falls into the trap."""
    book = shipped_with_tests()
    for name, kind, what in TRAPS[trap]["shown"]:
        expected = [told.partition(" (")[0] for told, _ in book.tests[name].expect.get(kind, ())]
        assert what in expected, (name, kind, expected)


@pytest.mark.parametrize("trap", [trap for trap, told in TRAPS.items() if "told" in told])
def test_a_trap_that_no_rule_can_spring_is_told_in_words(trap: str) -> None:
    """In the note of the item that an officer reads, or on the page of law."""
    book = shipped_with_tests()
    for name, words in TRAPS[trap]["told"]:
        assert words in (book.items[name].note if name in book.items else book.pages[name].body), name
