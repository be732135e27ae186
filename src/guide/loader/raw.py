"""What the first pass finds: the tables as authors wrote them, and everything that they declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from guide.conditions import Names
from guide.diagnostics import suggest
from guide.journey import Stage
from guide.lines import Place
from guide.loader.files import Findings
from guide.model import Article, Calendar, Fact, ItemKind, Page, Param, RowList

SUBJECT = re.compile(r"[a-z][a-z0-9_]*")
KEBAB = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
BOOK_FILE = "rules/rulebook.toml"
Table = dict[str, object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Raw:
    """A table as an author wrote it, with where it stands and what its file sets for all."""

    table: Table
    place: Place
    file: Mapping[str, object] = field(default_factory=dict)

    def default(self, key: str) -> str:
        """What the file sets for all its tables under a key."""
        value = self.table.get(key, self.file.get(key, ""))
        return value if isinstance(value, str) else ""

    def at(self, *keys: str | int) -> Place:
        """The place of an entry of the table."""
        return Place(self.place.file, (*self.place.keys, *keys))


@dataclass(slots=True)
class Declared:
    """What the first pass found; `raw` keeps the tables that the second pass reads lines from."""

    facts: dict[str, Fact] = field(default_factory=dict)
    lists: dict[str, RowList] = field(default_factory=dict)
    params: dict[str, Param] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    book: dict[str, object] = field(default_factory=dict)
    raw_facts: dict[str, Raw] = field(default_factory=dict)
    raw_lists: dict[str, Raw] = field(default_factory=dict)
    raw_rules: dict[str, Raw] = field(default_factory=dict)
    raw_items: dict[str, tuple[ItemKind, Raw]] = field(default_factory=dict)
    raw_precedents: dict[str, Raw] = field(default_factory=dict)
    raw_sections: dict[str, Raw] = field(default_factory=dict)
    raw_stages: dict[str, Raw] = field(default_factory=dict)
    raw_tests: dict[str, Raw] = field(default_factory=dict)
    extensions: list[tuple[str, Raw]] = field(default_factory=list)
    """Tables that add attributes to lists that stand elsewhere."""
    unread: set[str] = field(default_factory=set)
    broken: bool = False

    def names(self) -> Names:
        """What lines may name."""
        units = {id: one_unit(param) for id, param in self.params.items()}
        return Names(self.facts, self.lists, units, frozenset(self.unread))


def one_unit(param: Param) -> str:
    """A parameter's unit, when all its figures share one."""
    units = {figure.unit for figure in param.figures}
    return units.pop() if len(units) == 1 else ""


def day(value: object) -> date | None:
    """A date, where one was given."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def texts(value: object) -> tuple[str, ...]:
    """One text or several, as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(v) for v in value) if isinstance(value, list) else ()


def entries(file: Table, kind: str, name: str, findings: Findings, levels: int = 1) -> Iterator[tuple[Raw, str]]:
    """The tables `[kind.id]` (or `[kind.subject.attribute]`) of a file."""
    tables = file.get(kind, {})
    shared: dict[str, object] = {key: file[key] for key in ("topic", "dated_by", "calendar", "in_section", "given") if key in file}
    for key, table in tables.items() if isinstance(tables, dict) else ():
        place = Place(name, (kind, key))
        if not isinstance(table, dict):
            findings.error("R304", f"`{key}` must be a table", place, f"write `[{kind}.{key}]`")
        elif levels == 1:
            yield Raw(table, place, shared), key
        else:
            for attribute, inner in table.items():
                if isinstance(inner, dict):
                    yield Raw(inner, Place(name, (kind, key, attribute)), shared), f"{key}.{attribute}"
                else:
                    findings.error(
                        "R305",
                        f"`{kind}.{key}` is not the id of a fact",
                        Place(name, (kind, key), on_key=True),
                        f"name the subject and the attribute: `[{kind}.subject.attribute]`",
                    )
                    break


def add(into: dict[str, T], id: str, thing: T, raw: Raw, kind: str, findings: Findings) -> None:
    """Adds a declaration, unless its id is taken."""
    if id in into:
        first = getattr(into[id], "place", None)
        help = f"ids are unique in the whole rulebook, and the first stands in {first.file}" if first else "ids are unique in the whole rulebook"
        findings.error("R303", f"a second {kind} is called `{id}`", Place(raw.place.file, raw.place.keys, on_key=True), help)
    elif not KEBAB.fullmatch(id) and kind not in ("fact", "list", "parameter"):
        findings.error("R305", f"`{id}` is not an id", Place(raw.place.file, raw.place.keys, on_key=True), "use words joined by hyphens")
    else:
        into[id] = thing


def cited(pages: tuple[str, ...], raw: Raw, declared: Declared, findings: Findings) -> tuple[str, ...]:
    """The pages that a table cites, those that do not exist noted and left out."""
    good = []
    several = isinstance(raw.table.get("cite"), list)
    for index, page in enumerate(pages):
        if page in declared.pages:
            good.append(page)
        elif page not in declared.unread:
            near = suggest(page, declared.pages)
            place = raw.at("cite", index) if several else raw.at("cite")
            findings.error("R105", f"there is no page `{page}`", place, f"did you mean `{near}`?" if near else f"add `kb/law/{page}.md`")
    return tuple(good)
