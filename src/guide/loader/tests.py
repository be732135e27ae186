"""Reads the tests that stand in rule files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from guide.diagnostics import suggest
from guide.given import read_answers
from guide.lines import Place
from guide.loader.files import Findings, take
from guide.loader.raw import Declared, Raw
from guide.model import BookTest, Item
from guide.schema import EXPECTATIONS, TABLES, TEST
from guide.values import Answer, Cell

BOUND = re.compile(r"(?P<id>[\w.-]+)(\s*\((?P<binding>.*)\))?")
OF_ITEMS = ("applies", "may", "ruled_out", "due", "not_before", "level")
OF_FACTS = ("holds", "fails", "unknown", "value")
Asserted = tuple[tuple[str, object], ...]


def read_tests(declared: Declared, items: Mapping[str, Item], findings: Findings) -> dict[str, BookTest]:
    """All tests of the rule files, their answers and expectations read; none while a rule file is broken that may declare what they name."""
    tests: dict[str, BookTest] = {}
    if declared.broken:
        return tests
    for id, raw in declared.raw_tests.items():
        table = take(raw.table, TEST, raw.place, findings)
        on = table.get("on")
        if not isinstance(on, date):
            continue
        expect = table.get("expect")
        expected = read_expected(expect, declared, items, raw, findings) if isinstance(expect, dict) else {}
        tests[id] = BookTest(id, raw.place, on, read_given(table.get("given"), declared, raw, on, findings), expected)
    return tests


def read_given(given: object, declared: Declared, raw: Raw, on: date, findings: Findings) -> dict[Cell, Answer]:
    """A test's answers: those its file gives to all, overlaid by its own."""
    shared, own = raw.file.get("given"), given
    found: dict[Cell, Answer] = {}
    for table, place in ((shared, Place(raw.place.file, ("given",))), (own, raw.at("given"))):
        if not isinstance(table, dict):
            continue
        answers, misfits = read_answers(table, declared.facts, declared.lists, on)
        for listed in [cell.fact for cell in answers if cell.fact in declared.lists]:
            for cell in [cell for cell in found if cell.fact.startswith(f"{listed}.") and cell.row]:
                del found[cell]
        found |= answers
        for misfit in misfits:
            subject = str(misfit.keys[0])
            if subject not in declared.unread and ".".join(map(str, misfit.keys[:2])) not in declared.unread:
                findings.error("R208", misfit.message, Place(place.file, (*place.keys, *misfit.keys)), misfit.help)
    return found


def read_expected(table: Mapping[str, object], declared: Declared, items: Mapping[str, Item], raw: Raw, findings: Findings) -> dict[str, Asserted]:
    """What a test expects, by kind: names with the value or day expected of each (True where there is none)."""
    expected: dict[str, Asserted] = {}
    for kind, value in table.items():
        place = raw.at("expect", kind)
        if kind not in EXPECTATIONS:
            near = suggest(kind, EXPECTATIONS)
            findings.error(
                "R301",
                f"`{kind}` is nothing a test expects",
                Place(place.file, place.keys, on_key=True),
                f"did you mean `{near}`?" if near else f"use {', '.join(EXPECTATIONS)}",
            )
            continue
        pairs = tuple(expected_pairs(kind, value))
        if not pairs and value not in ([], {}):
            shape, help = ("a table", "write `{ item = value }`") if kind in TABLES else ("a list of texts", 'write `["..."]`, also of one')
            findings.error("R304", f"`{kind}` must be {shape}", place, help)
        for index, (name, _) in enumerate(pairs):
            check_expected(kind, name, Place(place.file, (*place.keys, name if isinstance(value, dict) else index)), declared, items, findings)
        expected[kind] = pairs
    return expected


def expected_pairs(kind: str, value: object) -> Iterator[tuple[str, object]]:
    """The names expected, each with its value."""
    if isinstance(value, dict):
        yield from flat(value)
    elif isinstance(value, list) and kind not in TABLES:
        yield from ((str(name), True) for name in value)


def flat(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The entries of a table whose dotted keys may be nested tables."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", found) for inner, found in flat(value))
        else:
            yield name, value


def check_expected(kind: str, name: str, place: Place, declared: Declared, items: Mapping[str, Item], findings: Findings) -> None:
    """The item, rule or fact that an expectation names must exist."""
    match = BOUND.fullmatch(name.split("[", 1)[0] if "[" in name else name)
    id = match["id"] if match else name
    if "[" in name and "]." in name:
        id = f"{id}.{name.rsplit('].', 1)[1]}"
    known: Mapping[str, object] = items if kind in OF_ITEMS else {**declared.facts, **declared.lists}
    if id not in known and id not in declared.unread:
        near = suggest(id, known)
        what = "item" if kind in OF_ITEMS else "fact"
        findings.error("R110" if what == "item" else "R101", f"there is no {what} `{id}`", place, f"did you mean `{near}`?" if near else "")
