"""The conflicts of interest of many people: the documents that an officer gets, at three dates, and the law behind them."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crowd import crowd, shipped
from goldens import compare
from guide.model import Rulebook
from guide.render.documents import fill

ROOT = Path(__file__).parents[1]
DATES = (date(2012, 12, 6), date(2016, 6, 1), date(2026, 11, 25))


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return replace(shipped(), digest="0" * 64)


@pytest.mark.parametrize("on", DATES, ids=str)
def test_twelve_people_at_three_dates(book: Rulebook, on: date) -> None:
    """The register and the assessment, to the letter: other law, other conflicts."""
    session = crowd(book, 12, on)
    for document in ("conflicts-register", "conflicts-assessment"):
        compare(f"conflicts/{document}-12-{on}.md", fill(book.documents[document], session.outcome()))
    session.close()


def test_fifty_people(book: Rulebook) -> None:
    """Each stands in the register once, with the count of what was checked; nobody is missed."""
    session = crowd(book, 50, DATES[2])
    text = fill(book.documents["conflicts-register"], session.outcome())
    compare("conflicts/conflicts-register-50.md", text)
    lines = [line for line in text.split("\n") if line.startswith("| Person ") and line.count("|") == 6 and line.split("|")[2].strip().isdigit()]
    assert len(lines) == 50
    for line in lines:
        found, unsure, cleared, total = (int(cell) for cell in line.strip("| ").split(" | ")[1:])
        assert found + unsure + cleared == total > 50
    session.close()


def test_every_page_of_law_is_cited_or_says_why_not(book: Rulebook) -> None:
    """docs/law.md tells of each page what rests on it and how it was checked; written by `GUIDE_UPDATE_GOLDEN=1 pytest tests/test_conflicts.py`."""
    lines = ["# The law in the rulebook", "", "Every page, what cites it, and how it was checked.", ""]
    for area in sorted({page.place.file.split("/")[2] for page in book.pages.values()}):
        lines += [f"## {area.capitalize()}", "", "| page | law | rests on it | checked |", "| --- | --- | --- | --- |"]
        for page in sorted((page for page in book.pages.values() if page.place.file.split("/")[2] == area), key=lambda page: page.id):
            number = sum(page.id in rule.cite for rule in book.rules.values()) + sum(page.id in item.cite for item in book.items.values())
            number += sum(page.id in figure.cite for param in book.params.values() for figure in param.figures)
            assert number or page.information, page.id
            rests = str(number) if number else f"information: {page.information}"
            lines.append(f"| [{page.id}](../{page.place.file}) | {page.cite.replace('|', chr(92) + '|')} | {rests} | {page.checked} |")
        lines.append("")
    text = "\n".join(lines)
    path = ROOT / "docs" / "law.md"
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
