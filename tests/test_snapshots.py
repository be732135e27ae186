"""One case judged on eight days, and a case for each way to the contract: what there is to do, which ways are open, and the law that says so.

`GUIDE_UPDATE_GOLDEN=1 pytest tests/test_snapshots.py` writes the golden files anew; read each as an officer of its day before you keep it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import guide
from goldens import compare
from guide.checklist import Checklist, Entry, build
from guide.comparisons import Comparison, compared
from guide.interview import applicable
from guide.loader import load
from guide.model import Item, Rulebook
from guide.outcome import Outcome
from guide.values import Status
from guide.words import say_date
from journeys import judged

CASES = Path(__file__).parent / "snapshots"
DAYS = [
    date(2012, 12, 6),
    date(2015, 2, 26),
    date(2022, 1, 1),
    date(2024, 1, 1),
    date(2025, 2, 23),
    date(2025, 2, 24),
    date(2026, 1, 6),
    date(2026, 11, 25),
]
WORKED = sorted(path.stem for path in (CASES / "worked").glob("*.toml"))
PACK = ("rules/procurement/", "rules/challenge/", "rules/social-value/", "rules/conflicts/procurement")
STANDING = {Status.HOLDS: "open", Status.OPEN: "may be open", Status.FAILS: "ruled out"}


@cache
def book() -> Rulebook:
    return load(guide.shipped_rulebook())


@cache
def outcome(day: date) -> Outcome:
    """What follows for the family centres on a day."""
    return judged(book(), tomllib.loads((CASES / "family-centres.toml").read_text(encoding="utf-8")), day)


@cache
def case(name: str) -> dict[str, Any]:
    """A worked case: its title, its day and its answers."""
    return tomllib.loads((CASES / "worked" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def worked(name: str) -> Outcome:
    """What follows in a worked case, on its own day."""
    return judged(book(), case(name)["given"], case(name)["on"])


def within(entries: tuple[Entry, ...], kinds: tuple[str, ...]) -> list[Entry]:
    return [entry for entry in entries if entry.in_topics and entry.kind in kinds]


def law(entry: Entry) -> str:
    return "; ".join(book().pages[page].cite for page in entry.cite)


def line(entry: Entry) -> str:
    """One entry: its level or kind, its title, its days and the law."""
    days = [f"{word} {due.words}" for word, due in (("by", entry.due), ("not before", entry.not_before)) if due]
    told = [entry.title, *days, *([entry.meanwhile.lower()] if entry.meanwhile else [])]
    return f"- {entry.level or entry.kind}: {'; '.join(told)} [{law(entry)}]"


def routes(found: tuple[Comparison, ...]) -> Iterator[str]:
    """The ways that are or may be open, with what speaks for and against them; then those that are ruled out."""
    for side in (side for comparison in found for side in comparison.sides):
        if side.entry.status is not Status.FAILS:
            told = [("for", side.suits), ("against", side.strains), ("not known", side.unknown)]
            said = "".join(f"; {word}: {', '.join(lines)}" for word, lines in told if lines)
            yield f"- {STANDING[side.entry.status]}: {side.entry.title}{said} [{law(side.entry)}]"
    out = [side.entry.item for comparison in found for side in comparison.sides if side.entry.status is Status.FAILS]
    yield f"- ruled out: {', '.join(out)}"


def snapshot(title: str, found: Outcome) -> str:
    """The whole of it, in the order of the checklist."""
    checklist = build(found)
    parts: list[tuple[str, list[str]]] = [
        ("Ways to the contract", list(routes(compared(found, checklist)))),
        ("Other powers", [line(entry) for entry in within(checklist.applies, ("route",)) if not book().items[entry.item].compare]),
        ("To do", [line(entry) for entry in within(checklist.applies, ("item", "conflict"))]),
        ("Beware", [line(entry) for entry in within(checklist.applies, ("warning",))]),
        ("May apply", [line(entry) for entry in within(checklist.may_apply, ("item", "conflict", "warning"))]),
    ]
    text = "".join(f"\n## {head}\n\n" + "\n".join(lines or ["- nothing"]) + "\n" for head, lines in parts)
    return f"# {title} on {say_date(found.as_at)}\n{text}"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_checklist_of_the_day_is_as_it_was_accepted(day: date) -> None:
    """Read by a person as an officer of that day."""
    compare(f"snapshots/family-centres-{day}.md", snapshot("Family centres", outcome(day)))


def shown(checklist: Checklist) -> Iterator[Entry]:
    yield from checklist.applies
    yield from checklist.may_apply


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_is_cited_on_a_day_on_which_it_is_not_law(day: date) -> None:
    """Neither before its first day nor after its last. Nothing has begun, so the law is that of the day."""
    cited = {(entry.item, page) for entry in shown(build(outcome(day))) if entry.in_topics for page in entry.cite}
    pages = book().pages
    late = [(item, page) for item, page in cited if isinstance(start := pages[page].start, date) and start > day]
    over = [(item, page) for item, page in cited if isinstance(end := pages[page].end, date) and end < day]

    assert sorted(late) == []
    assert sorted(over) == []


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_case_is_as_it_was_accepted(name: str) -> None:
    """Each way to the contract once, with the answers that an interview asks for."""
    compare(f"snapshots/{name}.md", snapshot(case(name)["title"], worked(name)))


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_case_answers_only_real_questions(name: str) -> None:
    """None that the interview would not ask in that case."""
    found = worked(name)
    assert [str(cell) for cell in found.answers if not applicable(found, cell)] == []


def bounds(item: Item, origin: str) -> list[date]:
    return [line.right[0] for line in item.clause.when if line.origin == origin and line.right and isinstance(line.right[0], date)]


def test_no_item_rests_on_later_law_alone() -> None:
    """Nor on law that is over: whenever an item of these rules can apply, some page that it cites is law."""
    items = [item for item in book().items.values() if item.place.file.startswith(PACK)]
    pages = {item.id: [book().pages[page] for page in item.cite] for item in items}
    early = [
        i.id
        for i in items
        if (first := [p.start for p in pages[i.id] if isinstance(p.start, date)])
        and len(first) == len(pages[i.id])
        and max(bounds(i, "from"), default=date.min) < min(first)
    ]
    late = [
        i.id
        for i in items
        if (last := [p.end for p in pages[i.id] if p.end]) and len(last) == len(pages[i.id]) and min(bounds(i, "until"), default=date.max) > max(last)
    ]

    assert early == []
    assert late == []
