"""The packs of facts that the guide was written from: each entry is told, tells no more than was read, and each trap is tested by name."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import guide
from guide.loader import load
from guide.model import Page, Rulebook
from guide.mutants import Mutant, mutants
from guide.sweep import Expected, Worked, encode, expected, work

ROOT = Path(__file__).parents[1]
PACKS: dict[str, Any] = tomllib.loads((ROOT / "tests" / "packs.toml").read_text(encoding="utf-8"))
ENTRIES: dict[str, str | dict[str, list[str]]] = {id: told for pack in PACKS["entries"].values() for id, told in pack.items()}
TRAPS: dict[tuple[str, str], dict[str, Any]] = {(pack, number): trap for pack, traps in PACKS["traps"].items() for number, trap in traps.items()}
SIZES = {"conflicts-of-interest": 51, "powers-form-people-money": 91, "procurement-and-challenge": 62, "programmes-process-cases": 73}
NUMBERED = {"procurement-and-challenge": 23}
STRENGTH = ("text", "guidance", "secondary", "unchecked")
READ = re.compile(r"^Read: ", re.MULTILINE)


@cache
def book() -> Rulebook:
    return load(guide.shipped_rulebook(), tests=True)


def test_no_entry_is_missing() -> None:
    """As many as each pack has; those told elsewhere say where."""
    assert {pack: len(entries) for pack, entries in PACKS["entries"].items()} == SIZES
    assert len(ENTRIES) == sum(SIZES.values())


def test_every_entry_is_a_page_or_told_by_other_pages() -> None:
    """By the entry's own name."""
    pages = {id: told["same_rule_as"] if isinstance(told, dict) else [id] for id, told in ENTRIES.items()}
    assert [(id, page) for id, named in pages.items() for page in named if page not in book().pages] == []


def test_every_page_is_cited_or_says_why_it_is_information() -> None:
    """By a rule, an item or a figure; a real case stands beside cases like it, a stage has the page of its name."""
    cited = {id for rule in book().rules.values() for id in rule.cite}
    cited |= {id for item in book().items.values() for id in item.cite}
    cited |= {id for param in book().params.values() for figure in param.figures for id in figure.cite}
    assert [page.id for page in book().pages.values() if page.id not in cited and not page.information] == []


def overstated(page: Page, evidence: str) -> bool:
    """Whether a page claims more than the pack knew, and does not say what was read since, and when."""
    raised = STRENGTH.index(page.checked) < STRENGTH.index(evidence)
    return raised and not (page.checked_on and READ.search(page.body))


def test_no_page_claims_more_than_was_read() -> None:
    """`checked` is no stronger than the evidence of the entry, unless the page ends by saying what was read."""
    entries = {id: told for id, told in ENTRIES.items() if isinstance(told, str)}
    assert [id for id, evidence in entries.items() if overstated(book().pages[id], evidence)] == []


def test_no_trap_is_missing() -> None:
    """All that are numbered, and every test that is named after one belongs to it."""
    assert {pack: len(PACKS["traps"][pack]) for pack in NUMBERED} == NUMBERED
    named = {test: number for (_, number), trap in TRAPS.items() for test in trap["tests"]}
    assert [test for test, count in Counter(test for trap in TRAPS.values() for test in trap["tests"]).items() if count > 1] == []
    assert {test: test[5:7] for test in book().tests if re.match(r"trap-\d\d-", test)} == {t: n for t, n in named.items() if re.match(r"trap-\d\d-", t)}


@cache
def trapped() -> tuple[Worked, Expected]:
    """All cases of traps as one population, and what their tests expect."""
    tests = [book().tests[test] for trap in TRAPS.values() for test in trap["tests"]]
    return work(book(), encode(book(), [(test.given, test.on) for test in tests])), expected(book(), tests)


@cache
def slips() -> dict[str, Mutant]:
    """Those that traps name, by rule, step and line."""
    wanted = {slip for trap in TRAPS.values() for slip in trap["slips"]}
    return {name: mutant for mutant in mutants(book()) if (name := f"{mutant.name} {mutant.step} {mutant.before}") in wanted}


@pytest.mark.parametrize(("pack", "number"), TRAPS)
def test_a_trap_fallen_into_fails_a_test_of_its_name(pack: str, number: str) -> None:
    """Rules with the slip in them: some test of this very trap no longer holds. Without it all of them do."""
    trap = TRAPS[pack, number]
    worked, wishes = trapped()

    def broken(within: Worked) -> set[str]:
        return {wish.test for wish in wishes.unmet(within)} & set(trap["tests"])

    assert trap["slips"]
    assert broken(worked) == set()
    assert [slip for slip in trap["slips"] if not broken(worked.remade(slips()[slip].book(), slips()[slip].name))] == []
