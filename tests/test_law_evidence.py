"""Every entry of the law on conflicts of interest is a page that claims no better check than was made."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from crowd import shipped
from guide.model import Page

EVIDENCE = tomllib.loads((Path(__file__).parent / "conflicts-evidence.toml").read_text(encoding="utf-8"))
COUNT = 51
LEVELS = ("text", "guidance", "secondary", "unchecked")
NOT_READ = re.compile(r"\bnot (yet )?(been )?(read|checked)\b|\bnot established\b|\bfrom memory\b", re.IGNORECASE)


def page_of(id: str) -> Page:
    """The page of an entry."""
    found = EVIDENCE[id]
    return shipped().pages[found if isinstance(found, str) else id]


def test_no_entry_is_missing() -> None:
    """All of them, each once, and a page for each."""
    assert len(EVIDENCE) == COUNT
    assert {page_of(id).id for id in EVIDENCE} >= {id for id, found in EVIDENCE.items() if isinstance(found, list)}


@pytest.mark.parametrize("id", EVIDENCE)
def test_an_entry_is_relied_on_or_says_why_not(id: str) -> None:
    """A rule, an item or a figure cites it, or it is listed as information with the reason; never both."""
    book, page = shipped(), page_of(id)
    cited = any(page.id in rule.cite for rule in book.rules.values()) or any(page.id in item.cite for item in book.items.values())
    cited = cited or any(page.id in figure.cite for param in book.params.values() for figure in param.figures)
    assert cited != bool(page.information), page.information


@pytest.mark.parametrize("id", [id for id, found in EVIDENCE.items() if isinstance(found, list)])
def test_a_page_claims_no_better_check_than_was_made(id: str) -> None:
    """No level above the best of its evidence; and where parts rest on less than others quote, or on nothing, the page says so."""
    page, evidence = page_of(id), EVIDENCE[id]
    best, worst = (LEVELS.index(evidence[place]) for place in (0, -1))
    assert LEVELS.index(page.checked) >= best, (page.checked, evidence)
    assert page.checked_on is not None
    if worst >= LEVELS.index("secondary") and LEVELS.index(page.checked) < worst:
        assert NOT_READ.search(page.body), "the page does not say what was not read"
