"""What the files of a rulebook say of each rule and item, read without the guide's loader."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guide.lines import Clause, Op, Ref

Table = Mapping[str, object]
KINDS = ("rule", "item", "conflict", "warning", "route")
NONE = {"from": "always", "until": "never", "nation": "any"}


@dataclass(frozen=True)
class Written:
    """A clause as an author wrote it; `dated` says what its dates and nations ask of which fact."""

    when: tuple[str, ...]
    unless: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    dated_by: str
    dated: frozenset[tuple[str, str, object]]


def written_clauses(files: Mapping[str, str]) -> dict[str, Written]:
    """Every rule and item of some files."""
    pages = {name.rsplit("/", 1)[1].removesuffix(".md"): tomllib.loads(text.split("+++")[1]) for name, text in files.items() if name.endswith(".md")}
    rules = [tomllib.loads(text) for name, text in files.items() if name.startswith("rules/")]
    return dict(entry for file in rules for entry in clauses_of(file, pages))


def clauses_of(file: Table, pages: Mapping[str, Table]) -> Iterator[tuple[str, Written]]:
    """The rules and items of one file."""
    for kind in KINDS:
        tables = file.get(kind, {})
        assert isinstance(tables, dict)
        for id, table in tables.items():
            dated_by = str(table.get("dated_by", file.get("dated_by", "")))
            lines = tuple(table.get("when", ())), tuple(table.get("unless", ()))
            dated = frozenset(dates(table, pages, dated_by))
            yield f"{'rule' if kind == 'rule' else 'item'}:{id}", Written(*lines, tuple(table.get("for", {}).items()), dated_by, dated)


def dates(table: Table, pages: Mapping[str, Table], dated_by: str) -> Iterator[tuple[str, str, object]]:
    """What the dates and nations of a table ask: its own, else those of the page it names, else those its pages share."""
    cited = table.get("dates_of") or table["cite"]
    page = pages[cited if isinstance(cited, str) else cited[0]]  # type: ignore[index]
    for key, none in NONE.items():
        value = table.get(key, page.get(key))
        if value in (None, none):
            continue
        if key == "nation":
            yield key, "case.nation", frozenset([value] if isinstance(value, str) else value)  # type: ignore[call-overload]
        else:
            yield key, dated_by or "case.as_at", value


def as_written(clause: Clause) -> Written:
    """A clause that was loaded, as its author would write it."""
    lists = dict(clause.variables)
    own = [line for line in clause.when if not line.origin]
    dated = [(str(line.origin), words(line.left, lists), asked(line.op, line.right)) for line in clause.when if line.origin]
    by = words(clause.dated_by, lists) if clause.dated_by else ""
    return Written(tuple(line.text for line in own), tuple(line.text for line in clause.unless), clause.variables, by, frozenset(dated))


def words(ref: Ref, lists: Mapping[str, str]) -> str:
    """A fact, or an attribute of a row variable."""
    return f"{ref.var}.{ref.fact.removeprefix(lists[ref.var] + '.')}" if ref.var else ref.fact


def asked(op: Op, right: tuple[object, ...]) -> object:
    """The day or the nations that a line of a date asks for."""
    match op:
        case Op.UNCONFIRMED:
            return "not confirmed"
        case Op.IN:
            return frozenset(right)
        case Op.GE | Op.LE:
            assert isinstance(right[0], date)
            return right[0]
    raise AssertionError(op)
