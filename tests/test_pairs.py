"""Each of the 108 pairs of roles is realised by conflicts that tests see on both sides, as strong as the table of pairs says."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from crowd import shipped_with_tests
from guide.loader.tests import BOUND
from guide.model import LEVELS, Item

ROOT = Path(__file__).parents[1]
PAIRS = tomllib.loads((ROOT / "tests" / "pairs.toml").read_text(encoding="utf-8"))
BOOK = shipped_with_tests()


def reached(items: Iterable[Item]) -> str:
    """The highest level that items can reach."""
    return min((level for item in items for level in (item.level, *(level for level, _ in item.raised))), key=LEVELS.index)


def expected(kind: str) -> set[str]:
    """The items that some test expects to apply, or to be ruled out."""
    names = (name for test in BOOK.tests.values() for name, _ in test.expect.get(kind, ()))
    return {match["id"] for name in names if (match := BOUND.fullmatch(name))}


APPLIES, RULED_OUT = expected("applies"), expected("ruled_out")


def test_no_pair_is_missing() -> None:
    """74 of one person or two, 34 of the council's own roles."""
    assert list(PAIRS) == [*(f"P{number:02}" for number in range(1, 75)), *(f"O{number:02}" for number in range(1, 35))]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_is_realised_and_tested_on_both_sides(pair: str) -> None:
    """Each of its entries is expected to apply by one test and to be ruled out by another."""
    items = PAIRS[pair]["items"]
    assert [item for item in items if item not in BOOK.items] == []
    assert [item for item in items if item not in APPLIES or item not in RULED_OUT] == []


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_is_as_strong_as_it_should_be(pair: str) -> None:
    """Its strongest entry is no milder than the table says, unless the table says why."""
    found = reached(BOOK.items[item] for item in PAIRS[pair]["items"])
    milder = LEVELS.index(found) > LEVELS.index(PAIRS[pair]["level"])
    assert milder == ("differs" in PAIRS[pair]), (found, PAIRS[pair]["level"])


def test_the_table_for_readers_is_up_to_date() -> None:
    """docs/conflict-pairs.md, written by `GUIDE_UPDATE_GOLDEN=1 pytest tests/test_pairs.py`."""
    lines = [
        "# Pairs of roles",
        "",
        "Which entries of the conflicts register stand for which pair of roles.",
        "",
        "| pair | roles | level | entries |",
        "| --- | --- | --- | --- |",
    ]
    for pair, told in PAIRS.items():
        entries = "; ".join(f"`{item}` ({BOOK.items[item].level})" for item in told["items"])
        lines.append(
            f"| {pair} | {' and '.join(told['roles']).replace('|', ' ')} | {told['level']}{': ' + told['differs'] if 'differs' in told else ''} | {entries} |"
        )
    text = "\n".join(lines) + "\n"
    path = ROOT / "docs" / "conflict-pairs.md"
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
