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


def entries(pair: str) -> list[Item]:
    """The entries of a pair."""
    return [BOOK.items[item] for item in PAIRS[pair]["items"]]


def held(pair: str, column: str, wrong: object) -> None:
    """A column is as the table of pairs says, or else the table says why. Law may also differ because no page stands for it yet."""
    differs = column in PAIRS[pair].get("differs", {})
    assert bool(wrong) == differs or (column == "law" and differs), (pair, column, wrong)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_is_as_strong_as_it_should_be(pair: str) -> None:
    """Its strongest entry is no milder than the table says, unless the table says why."""
    found = reached(entries(pair))
    milder = LEVELS.index(found) > LEVELS.index(PAIRS[pair]["level"])
    assert milder == ("level" in PAIRS[pair].get("differs", {})), (found, PAIRS[pair]["level"])


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_is_of_the_nature_it_should_be(pair: str) -> None:
    """Actual, potential or perceived. One that is actual is potential while the part is still to begin, unless a meeting decides."""
    conflicts = [item for item in entries(pair) if item.kind == "conflict"]
    held(pair, "nature", [item.id for item in conflicts if item.nature not in PAIRS[pair]["nature"]])
    by_person = [item for item in conflicts if item.nature == "actual" and "person" in dict(item.clause.variables).values()]
    assert conflicts
    assert [item.id for item in by_person if not item.potential_if and not at_a_meeting(item) and item.id not in ONLY_ACTUAL] == []


def at_a_meeting(item: Item) -> bool:
    """Whether a conflict is about one meeting or decision, whose day decides."""
    return "sitting" in dict(item.clause.variables).values()


ONLY_ACTUAL = {"officer-takes-reward"}
"""A reward that was taken or offered: nothing about it is still to begin."""


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_rests_on_the_law_that_it_should(pair: str) -> None:
    """Each page is cited by one of its entries."""
    cited = {page for item in entries(pair) for page in item.cite}
    held(pair, "law", [page for page in PAIRS[pair]["law"] if page not in cited])


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_says_what_to_do(pair: str) -> None:
    """In the title or note of one of its entries."""
    told = [f"{item.title} {item.note}".lower() for item in entries(pair)]
    held(pair, "does", [words for words in PAIRS[pair]["does"] if not any(words in text for text in told)])
    assert PAIRS[pair]["does"]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_says_who_acts(pair: str) -> None:
    """One of the roles that should, for every conflict."""
    held(pair, "who", [(item.id, item.who) for item in entries(pair) if item.kind == "conflict" and item.who not in PAIRS[pair]["who"]])


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_says_what_to_keep(pair: str) -> None:
    """Every conflict has a record to keep, and the one of the table is among them."""
    told = [item.record.lower() for item in entries(pair) if item.kind == "conflict"]
    held(pair, "record", [words for words in PAIRS[pair]["record"] if not any(words in text for text in told)])
    assert all(told)


def test_a_reason_to_differ_is_about_a_column() -> None:
    """And no pair gives one without words."""
    columns = {"nature", "level", "law", "does", "who", "record"}
    assert [pair for pair, told in PAIRS.items() if not told.get("differs", {}).keys() <= columns or not all(told.get("differs", {}).values())] == []


def test_the_table_for_readers_is_up_to_date() -> None:
    """docs/conflict-pairs.md, written by `GUIDE_UPDATE_GOLDEN=1 pytest tests/test_pairs.py`."""
    lines = [
        "# Pairs of roles",
        "",
        "Which entries of the conflicts register stand for which pair of roles: their nature and level, the law that they rest on, and who acts.",
        "Where one is otherwise than the table of pairs asks, the last column says why.",
        "",
        "| pair | roles | entries | law | who acts | why otherwise |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for pair, told in PAIRS.items():
        found = entries(pair)
        cells = (
            pair,
            " and ".join(told["roles"]).replace("|", " "),
            "; ".join(f"`{item.id}` ({', '.join(part for part in (item.nature, *levels(item)) if part)})" for item in found),
            ", ".join(dict.fromkeys(page for item in found for page in item.cite)),
            ", ".join(dict.fromkeys(item.who for item in found)),
            "; ".join(f"{column}: {why}" for column, why in told.get("differs", {}).items()),
        )
        lines.append(f"| {' | '.join(cells)} |")
    text = "\n".join(lines) + "\n"
    path = ROOT / "docs" / "conflict-pairs.md"
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def levels(item: Item) -> tuple[str, ...]:
    """The level of an entry, and those that it can be raised to."""
    return (item.level, *(f"or {level}" for level, _ in item.raised))
