"""Rewrites what tests expect, where it is not what the rules say now; everything else of their files stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import tomli

from guide.answers import parse_cell, raw_value
from guide.booktests import Failure, due_of, live_result
from guide.checklist import Writer
from guide.occurrences import Edit, Occurrence, edited, occurrences
from guide.outcome import status_of
from guide.positions import Extent
from guide.schema import TABLES
from guide.values import NA, Cell, Status, Unknown
from guide.why import item_called

SIDES = {Status.HOLDS: "applies", Status.OPEN: "may", Status.FAILS: "ruled_out"}


class AcceptError(Exception):
    """A test whose expectations cannot be rewritten where they stand."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A test file with its new text."""

    path: Path
    before: str
    after: str


def accept(root: Path, failures: Iterable[Failure]) -> tuple[Accepted, ...]:
    """The files of some failures, with expectations that are met. Nothing is written. Raises AcceptError."""
    by_file: dict[str, dict[str, list[Failure]]] = {}
    for failure in failures:
        by_file.setdefault(failure.test.place.file, {}).setdefault(failure.test.id, []).append(failure)
    return tuple(accept_file(root / file, tests) for file, tests in by_file.items())


def accept_file(path: Path, tests: Mapping[str, list[Failure]]) -> Accepted:
    """One file."""
    before = path.read_text(encoding="utf-8")
    before += "" if before.endswith("\n") else "\n"
    found = occurrences(before)
    tables = tomli.loads(before, parse_float=Decimal)["test"]
    edits = [edit for id, failed in tests.items() for edit in edits_of(before, found, id, tables[id]["expect"], failed)]
    return Accepted(path, before, edited(before, edits))


def edits_of(text: str, found: tuple[Occurrence, ...], id: str, expect: Mapping[str, object], failed: list[Failure]) -> Iterator[Edit]:
    """What changes in one test."""
    mine = {str(one.keys[3]): one for one in found if one.keys[:1] == ("test",) and one.keys[1] == id and one.keys[2:3] == ("expect",) and len(one.keys) == 4}
    after = expected(expect, failed)
    inline = any(one.keys == ("test", id, "expect") and text[one.value.start] == "{" for one in found)
    if inline or not set(expect) <= set(mine):
        raise AcceptError(f"`{id}` writes what it expects in one table: write `expect.applies = [...]` and so on, each on a line of its own")
    gone = [kind for kind in expect if kind not in after]
    fresh = [kind for kind in after if kind not in expect]
    for kind in expect:
        if kind in after and after[kind] != expect[kind]:
            yield Edit(mine[kind].value, like(text, mine[kind], after[kind]))
    for old, new in zip(gone, fresh, strict=False):
        yield Edit(mine[old].parts[-1], new)
        yield Edit(mine[old].value, like(text, mine[old], after[new]))
    for kind in gone[len(fresh) :]:
        yield Edit(whole_lines(text, mine[kind]), "")
    last = max((one for kind, one in mine.items() if kind not in gone[len(fresh) :]), key=lambda one: one.value.end, default=None)
    if last is not None and (more := fresh[len(gone) :]):
        prefix = text[last.parts[0].start : last.parts[-1].start]
        yield Edit(whole_lines_end(text, last), "".join(f"{prefix}{kind} = {literal(after[kind])}\n" for kind in more))


def like(text: str, one: Occurrence, value: object) -> str:
    """A value in the layout that the old one has."""
    return literal(value, "\n" in text[one.value.start : one.value.end])


def whole_lines(text: str, one: Occurrence) -> Extent:
    """The lines of an expectation, with the end of the last."""
    start = text.rfind("\n", 0, one.parts[0].start) + 1
    end = text.find("\n", one.value.end)
    return Extent(start, len(text) if end < 0 else end + 1)


def whole_lines_end(text: str, one: Occurrence) -> Extent:
    """Where the line after an expectation starts."""
    end = whole_lines(text, one).end
    return Extent(end, end)


def expected(expect: Mapping[str, object], failed: list[Failure]) -> dict[str, object]:
    """What a test would expect if what is so now were right."""
    lists = {kind: list(value) for kind, value in expect.items() if isinstance(value, list)}
    tables = {kind: dict(value) for kind, value in expect.items() if isinstance(value, dict)}
    for failure in failed:
        if failure.kind in TABLES:
            tables[failure.kind][failure.name] = said_now(failure)
            continue
        lists[failure.kind].remove(failure.name)
        if (kind := side_now(failure)) is not None and failure.name not in lists.setdefault(kind, []):
            lists[kind].append(failure.name)
    return {kind: value for kind, value in {**lists, **tables}.items() if value}


def side_now(failure: Failure) -> str | None:
    """The list in which an item or fact belongs; None where it belongs in none."""
    outcome = failure.outcome
    if failure.kind in SIDES.values():
        called = item_called(outcome.rulebook, failure.name)
        return SIDES[status_of(outcome, *called)] if called else None
    if failure.kind == "asks":
        return None
    value = outcome.value(cell_of(failure))
    return "holds" if value is True else "unknown" if isinstance(value, Unknown) else "fails" if value is False or value == NA else None


def said_now(failure: Failure) -> object:
    """The value, day or level that is so now. Raises AcceptError where a test cannot say it."""
    outcome = failure.outcome
    if failure.kind == "value":
        return "not applicable" if (value := outcome.value(cell_of(failure))) == NA else raw_value(value, failure.test.on)
    found = live_result(outcome, failure.name)
    if found is None:
        raise AcceptError(f"`{failure.name}` is ruled out in `{failure.test.id}`: it has no {failure.kind.replace('_', ' ')} to expect")
    if failure.kind == "level":
        return Writer(outcome).level(found.item, found)
    due = due_of(Writer(outcome), found, failure.kind)
    return (due.day or due.words) if due else "not known"


def cell_of(failure: Failure) -> Cell:
    """The fact of a failure."""
    return parse_cell(failure.name, failure.outcome.rulebook.facts, failure.outcome.rulebook.lists)


def literal(value: object, on_lines: bool = False) -> str:
    """A value as TOML writes it, a long list with each element on a line of its own."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case date() | int() | Decimal():
            return str(value)
        case float() | Fraction():
            return str(Decimal(str(float(value))))
        case list() if on_lines:
            return "[\n" + "".join(f"  {literal(one)},\n" for one in value) + "]"
        case list():
            return f"[{', '.join(literal(one) for one in value)}]"
        case dict():
            return f"{{ {', '.join(f'{key_literal(str(key))} = {literal(one)}' for key, one in value.items())} }}"
    raise AcceptError(f"a test cannot say {value!r}")


def key_literal(key: str) -> str:
    """A key as TOML writes it."""
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else json.dumps(key, ensure_ascii=False)
