"""A proposed test as TOML, for the file of the test that it starts from."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import tomli

from guide.accepting import SIDES, AcceptError, key_literal, literal
from guide.answers import raw_value
from guide.coverage import Point
from guide.figures import line_figures
from guide.model import BookTest, Rulebook
from guide.outcome import Outcome, live_results, ruled_out
from guide.values import NA, Cell, RowSet, Unknown, Value

Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One test, judged on another day or with one answer changed."""

    test: BookTest
    on: date
    cell: Cell | None = None
    value: Value | None = None


def free_name(point: Point, taken: set[str]) -> str:
    """A name that says what the test tries."""
    of = point.of.partition(":")[2] or point.of
    what = re.sub(r"[^a-z0-9]+", "-", f"{of} {point.what}".lower()).strip("-")[:60].strip("-")
    return next(name for number in range(1, 10_000) if (name := what if number == 1 else f"{what}-{number}") not in taken)


def written(root: Path, point: Point, name: str, change: Change, outcome: Outcome) -> str | None:
    """A proposal as TOML for the file of the test that it starts from; None where a test cannot say it."""
    data = tomli.loads((root / change.test.place.file).read_text(encoding="utf-8"), parse_float=Decimal)
    own = copy.deepcopy(data["test"][change.test.id].get("given", {}))
    try:
        if change.cell is not None and change.value is not None:
            give(own, data.get("given", {}), outcome.rulebook, change.cell, raw_value(change.value, change.on))
        lines = [f"# {point.said}.", f"# It starts from `{change.test.id}`, and expects what the rules say now: judge whether that is right.", f"[test.{name}]"]
        lines.append(f"on = {change.on}")
        lines += list(given_lines(own))
        lines += [f"expect.{kind} = {literal(names)}" for kind, names in expectations(about(point, outcome.rulebook), outcome).items()]
    except AcceptError:
        return None
    return "\n".join(lines) + "\n"


def give(own: Table, shared: Mapping[str, object], book: Rulebook, cell: Cell, raw: object) -> None:
    """Puts an answer into a test's `given`; rows that only its file gives are taken over first. Raises AcceptError where it has no place."""
    fact = book.facts[cell.fact]
    subject, _, attribute = cell.fact.partition(".")
    if not fact.list:
        own.setdefault(subject, {})
        table = own[subject]
        assert isinstance(table, dict)
        table[attribute] = raw
        return
    rows = own.setdefault(fact.list, copy.deepcopy(shared.get(fact.list, [])))
    key = book.lists[fact.list].key
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if row == cell.row:
            row = rows[index] = {key: row}  # type: ignore[index]  # noqa: PLW2901 - a row given by name alone becomes a table
        if isinstance(row, dict) and row.get(key) == cell.row:
            row[attribute] = raw
            return
    raise AcceptError(f"no row is called {cell.row}")


def given_lines(own: Table) -> Iterator[str]:
    """The answers of a test, a line each."""
    for subject, value in own.items():
        if isinstance(value, dict):
            yield from (f"given.{subject}.{key_literal(str(key))} = {literal(one)}" for key, one in value.items())
        else:
            yield f"given.{subject} = {literal(value)}"


def about(point: Point, book: Rulebook) -> str:
    """The clause of whose rule or item a proposal expects something: of an option or a figure one that reads it, an item if there is one."""
    if point.kind not in ("option", "figure"):
        return point.of
    clauses = [*(item.clause for item in book.items.values()), *(rule.clause for rule in book.rules.values())]
    reading = [clause.id for clause in clauses if point.of in line_figures(clause) or any(line.left.fact == point.of for line, _ in clause.lines())]
    return reading[0]


def expectations(clause: str, outcome: Outcome) -> dict[str, list[str]]:
    """What is so now of the rule or item of a clause. Raises AcceptError where a test cannot say it."""
    kind, _, id = clause.partition(":")
    found: dict[str, list[str]] = {}
    if kind == "item":
        item = outcome.rulebook.items[id]
        for result in (*live_results(outcome, item), *ruled_out(outcome, item)):
            if not any(key == "?" for _, key in result.binding):
                found.setdefault(SIDES[result.status], []).append(result.id)
    elif kind == "rule":
        rule = outcome.rulebook.rules[id]
        target = rule.then.target
        rows = outcome.rows[outcome.rulebook.facts[target.fact].list].keys if target.var else ("",)
        for row in rows:
            cell = Cell(target.fact, row)
            found.setdefault(side(outcome.value(cell)), []).append(str(cell))
    if not found:
        raise AcceptError("there is nothing to expect")
    return found


def side(value: Value | RowSet) -> str:
    """The list in which a fact belongs. Raises AcceptError for a value that is none of yes, no and unknown."""
    if value is True:
        return "holds"
    if value is False or value == NA:
        return "fails"
    if isinstance(value, Unknown):
        return "unknown"
    raise AcceptError("it has a value")
