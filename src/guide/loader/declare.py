"""First pass over the rule files: everything that is declared, before any line is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar

from guide.answers import AnswerError, default_options, parse_value
from guide.conditions import Names
from guide.diagnostics import suggest
from guide.loader.files import Document, Findings, Sources, take
from guide.model import AS_AT, NA, Article, Calendar, Fact, FactKind, Figure, Page, Param, Place, RowList, Stage, Value
from guide.schema import ARTICLE, ATTRIBUTE, BOOK, CALCULATIONS, CALENDAR, FACT, FILE, LIST, PAGE, PARAM, SECTION, fits, is_number

FACT_KINDS: tuple[FactKind, ...] = ("yes-no", "choice", "choices", "number", "money", "percent", "date", "text")
CHECKED = ("text", "guidance", "secondary", "unchecked")
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
    raw_items: dict[str, tuple[str, Raw]] = field(default_factory=dict)
    raw_tests: dict[str, Raw] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def names(self) -> Names:
        """What lines may name."""
        units = {id: one_unit(param) for id, param in self.params.items()}
        return Names(self.facts, self.lists, units, frozenset(self.unread))


def one_unit(param: Param) -> str:
    """A parameter's unit, when all its figures share one."""
    units = {figure.unit for figure in param.figures}
    return units.pop() if len(units) == 1 else ""


def declare(sources: Sources, findings: Findings) -> Declared:
    """Everything that the files declare."""
    declared = Declared(unread=set(sources.unread))
    declared.facts[AS_AT] = Fact(AS_AT, "date", Place(BOOK_FILE), label="the day the law is judged on")
    for page in sources.pages:
        declare_page(page, declared, findings)
    for article in sources.articles:
        head = take(article.data, ARTICLE, Place(article.file), findings)
        declared.articles[article.stem] = Article(article.stem, Place(article.file), str(head.get("title", "")), article.body)
    for document in sources.rules:
        if document.file == BOOK_FILE:
            declared.book = take(dict(document.data), BOOK, Place(document.file), findings)
        else:
            declare_file(document, declared, findings)
    if not declared.book and not sources.unread:
        findings.error("R302", "the rulebook has no `rules/rulebook.toml`", Place(BOOK_FILE), "add it, with title, version, topics, nation and disclaimer")
    return declared


def declare_page(document: Document, declared: Declared, findings: Findings) -> None:
    """A page of law; its file name is its id."""
    place = Place(document.file)
    head = take(dict(document.data), PAGE, place, findings)
    if document.stem in declared.pages:
        findings.error("R303", f"two pages are called `{document.stem}`", place, f"the other is {declared.pages[document.stem].place.file}")
        return
    start = head.get("from")
    if start is not None and start != "not confirmed" and not fits(start, "day"):
        findings.error("R304", '`from` must be a date or "not confirmed"', Place(document.file, ("from",)))
        start = None
    checked = str(head.get("checked", "unchecked"))
    if checked not in CHECKED:
        findings.error("R104", f"`{checked}` is not a way a page is checked", Place(document.file, ("checked",)), f"use one of {', '.join(CHECKED)}")
    declared.pages[document.stem] = Page(
        document.stem,
        place,
        title=str(head.get("title", "")),
        cite=str(head.get("cite", "")),
        url=str(head.get("url", "")),
        nation=texts(head.get("nation")),
        start="not confirmed" if start == "not confirmed" else day(start),
        end=day(head.get("until")),
        checked=checked,
        checked_on=day(head.get("checked_on")),
        review_by=day(head.get("review_by")),
        body=document.body,
    )


def day(value: object) -> date | None:
    """A date, where one was given."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def texts(value: object) -> tuple[str, ...]:
    """One text or several, as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(v) for v in value) if isinstance(value, list) else ()


def declare_file(document: Document, declared: Declared, findings: Findings) -> None:
    """All the tables of one rule file."""
    file = take(dict(document.data), FILE, Place(document.file), findings)
    for raw, id in entries(file, "fact", document.file, findings, levels=2):
        declare_fact(id, raw, declared, findings)
    for raw, id in entries(file, "list", document.file, findings):
        declare_list(id, raw, declared, findings)
    for raw, id in entries(file, "param", document.file, findings):
        declare_param(id, raw, declared, findings)
    for raw, id in entries(file, "rule", document.file, findings):
        add(declared.raw_rules, id, raw, raw, "rule", findings)
    for kind in ("item", "conflict", "warning", "route"):
        for raw, id in entries(file, kind, document.file, findings):
            add(declared.raw_items, id, (kind, raw), raw, "item, conflict, warning or route", findings)
    for raw, id in entries(file, "test", document.file, findings):
        add(declared.raw_tests, id, raw, raw, "test", findings)
    declare_words(document, file, declared, findings)


def declare_words(document: Document, file: Table, declared: Declared, findings: Findings) -> None:
    """Sections, roles, stages and calendars."""
    for raw, id in entries(file, "section", document.file, findings):
        head = take(raw.table, SECTION, raw.place, findings)
        add(declared.sections, id, str(head.get("title", "")), raw, "section", findings)
    roles = file.get("role", {})
    declared.roles |= {str(id): str(title) for id, title in roles.items()} if isinstance(roles, dict) else {}
    for raw, id in entries(file, "stage", document.file, findings):
        details = {str(k): str(v) for k, v in raw.table.items()}
        if not details.get("title"):
            findings.error("R302", "`title` is missing", raw.place)
        add(declared.stages, id, Stage(id, details.pop("title", id), details), raw, "stage", findings)
    if isinstance(file.get("calendar"), dict):
        for raw, id in entries(file, "calendar", document.file, findings):
            declare_calendar(id, raw, declared, findings)


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
        findings.error("R303", f"a second {kind} is called `{id}`", Place(raw.place.file, raw.place.keys, on_key=True), "ids are unique in the whole rulebook")
    elif not KEBAB.fullmatch(id) and kind not in ("fact", "list", "parameter"):
        findings.error("R305", f"`{id}` is not an id", Place(raw.place.file, raw.place.keys, on_key=True), "use words joined by hyphens")
    else:
        into[id] = thing


def declare_fact(id: str, raw: Raw, declared: Declared, findings: Findings) -> None:
    """A fact of the case; its lines are read later."""
    table = take(raw.table, FACT, raw.place, findings)
    subject, _, attribute = id.partition(".")
    if not SUBJECT.fullmatch(subject) or not SUBJECT.fullmatch(attribute):
        findings.error(
            "R305", f"`{id}` is not the id of a fact", Place(raw.place.file, raw.place.keys, on_key=True), "use small letters, digits and `_`, with one dot"
        )
    kind = one_of(table.get("type"), FACT_KINDS, raw, "type", findings)
    if kind is None:
        declared.unread.add(id)
        return
    options = options_of(table.get("options"))
    if kind in ("choice", "choices") and not options:
        findings.error("R302", "a choice needs options", raw.place, 'add lines like `options.yes-please = "Yes, please"`')
    ask = str(table["ask"]) if "ask" in table else None
    if ask is not None and (clash := [c for c in CALCULATIONS if c in table]):
        findings.error("R306", f"`{id}` is both asked and calculated", raw.at(clash[0]), "leave out `ask` or the calculation")
    fact = make_fact(id, kind, raw, table, ask, options)
    add(declared.facts, id, fact, raw, "fact", findings)
    if declared.facts.get(id) is fact:
        declared.raw_facts[id] = raw


def make_fact(id: str, kind: FactKind, raw: Raw, table: Table, ask: str | None, options: Mapping[str, str], list_id: str = "", of: str = "") -> Fact:
    """A fact from its table, without its lines."""
    return Fact(
        id,
        kind,
        raw.place,
        ask,
        label=str(table.get("label", "")),
        list=list_id,
        options=options,
        of=of,
        unit=str(table.get("unit", "")),
        not_yet=str(table.get("not_yet", "")),
        negative=table.get("negative") is True,
        both_ways=table.get("both_ways") is True,
        section=str(table.get("section", raw.file.get("in_section", ""))),
        help=str(table.get("help", "")),
        calendar=raw.default("calendar"),
    )


def one_of(value: object, kinds: tuple[FactKind, ...], raw: Raw, key: str, findings: Findings) -> FactKind | None:
    """The type that a table names; None, with a finding, when there is no such type."""
    for kind in kinds:
        if value == kind:
            return kind
    if value is not None:
        near = suggest(str(value), kinds)
        findings.error("R205", f"`{value}` is not a type", raw.at(key), f"did you mean `{near}`?" if near else f"the types are {', '.join(kinds)}")
    return None


def options_of(value: object) -> dict[str, str]:
    """Options with their words."""
    if isinstance(value, list):
        return default_options([str(v) for v in value])
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def declare_list(id: str, raw: Raw, declared: Declared, findings: Findings) -> None:
    """A list with its attributes; fixed rows are read once the attributes are known."""
    table = take(raw.table, LIST, raw.place, findings)
    if not SUBJECT.fullmatch(id):
        findings.error(
            "R305", f"`{id}` is not the id of a list", Place(raw.place.file, raw.place.keys, on_key=True), "use small letters, digits and `_`, without a dot"
        )
    key = str(table.get("key", "name"))
    attributes = table.get("row")
    made = []
    for name, value in attributes.items() if isinstance(attributes, dict) else ():
        here = Raw({"type": value} if isinstance(value, str) else value, raw.at("row", name), raw.file) if isinstance(value, str | dict) else None
        fact = declare_attribute(id, name, here, name == key, declared, findings) if here else None
        if fact is not None:
            made.append(fact.id)
        elif here is None:
            findings.error("R304", f"`{name}` must be a type in quotes or a table", raw.at("row", name))
    if isinstance(attributes, dict) and key not in attributes:
        findings.error(
            "R302",
            f"the list has no attribute `{key}` to name its rows",
            raw.place,
            f'add `row.{key} = "text"`, or say which attribute names a row with `key = ...`',
        )
    fixed = fixed_rows(id, table.get("rows"), raw, declared, findings) if "rows" in table else None
    listed = RowList(
        id, raw.place, str(table.get("ask", "")), str(table.get("label", id.replace("_", " "))), key, tuple(made), fixed,
        section=str(table.get("section", raw.file.get("in_section", ""))), help=str(table.get("help", "")),
    )  # fmt: skip
    if fixed is None and not listed.ask:
        findings.error("R302", "a list needs a question, or rows of its own", raw.place, "add `ask = ...` or `rows = [...]`")
    add(declared.lists, id, listed, raw, "list", findings)
    if declared.lists.get(id) is listed:
        declared.raw_lists[id] = raw


def declare_attribute(list_id: str, name: str, raw: Raw, is_key: bool, declared: Declared, findings: Findings) -> Fact | None:
    """One attribute of a list's rows."""
    id = f"{list_id}.{name}"
    table = take(raw.table, ATTRIBUTE, raw.place, findings)
    kind: FactKind | None
    of, options = "", {}
    words = options_of(table.get("words"))
    if "one" in table or "many" in table:
        kind = "choice" if "one" in table else "choices"
        options = options_of(table.get("one", table.get("many"))) | words
    elif "row" in table or "rows" in table:
        kind = "row" if "row" in table else "rows"
        of = str(table.get("row", table.get("rows")))
    else:
        kind = one_of(table.get("type"), FACT_KINDS, raw, "type", findings)
        if kind is None and "type" not in table:
            findings.error("R302", f"`{name}` has no type", raw.place, "add `type`, `one`, `many`, `row` or `rows`")
    if kind is None:
        declared.unread.add(id)
        return None
    derived = table.get("derived") is True or any(c in table for c in CALCULATIONS)
    ask = None if derived else str(table.get("ask", f"{{{'name' if is_key else 'row'}}}: {name.replace('_', ' ')}"))
    fact = make_fact(id, kind, raw, table, ask, options, list_id, of)
    add(declared.facts, id, fact, raw, "fact", findings)
    declared.raw_facts.setdefault(id, raw)
    return fact


def fixed_rows(id: str, rows: object, raw: Raw, declared: Declared, findings: Findings) -> tuple[Mapping[str, Value], ...]:
    """The rows that the rulebook itself gives to a list."""
    made: list[Mapping[str, Value]] = []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        findings.error("R304", "`rows` must be a list of tables", raw.at("rows"))
        return ()
    attributes = {f.id: f for f in declared.facts.values() if f.list == id}
    for index, row in enumerate(rows):
        values: dict[str, Value] = dict.fromkeys(attributes, NA)
        for name, value in row.items():
            fact = attributes.get(f"{id}.{name}")
            if fact is None:
                findings.error("R101", f"`{id}` has no attribute `{name}`", raw.at("rows", index, name))
                continue
            try:
                values[fact.id] = parse_value(fact, value, date.min)
            except AnswerError as error:
                findings.error("R202", f"`{name}`: {error}", raw.at("rows", index, name))
        made.append(values)
    return tuple(made)


def declare_param(id: str, raw: Raw, declared: Declared, findings: Findings) -> None:
    """A parameter and its figures by date."""
    table = take(raw.table, PARAM, raw.place, findings)
    if not SUBJECT.fullmatch(id):
        findings.error("R305", f"`{id}` is not the id of a parameter", Place(raw.place.file, raw.place.keys, on_key=True), "use small letters, digits and `_`")
    figures = []
    starts = table.get("from", {})
    for start, value in starts.items() if isinstance(starts, dict) else ():
        figure = read_figure(start, value, str(table.get("unit", "")), ", ".join(texts(table.get("cite"))), raw, findings)
        if figure:
            figures.append(figure)
    param = Param(id, raw.place, tuple(sorted(figures, key=lambda f: f.start)), day(table.get("until")))
    cited(texts(table.get("cite")), raw, declared, findings)
    add(declared.params, id, param, raw, "parameter", findings)


def read_figure(start: str, value: object, unit: str, cite: str, raw: Raw, findings: Findings) -> Figure | None:
    """One figure: an amount or a date, or a table of value, unit and cite."""
    try:
        since = date.fromisoformat(start)
    except ValueError:
        findings.error(
            "R304", f"`{start}` is not a date", Place(raw.place.file, (*raw.place.keys, "from", start), on_key=True), "write `from.2024-01-01 = ...`"
        )
        return None
    if isinstance(value, dict):
        unit, cite, value = str(value.get("unit", unit)), str(value.get("cite", cite)), value.get("value")
    if day(value) is not None:
        return Figure(since, day(value) or since, unit or "date", cite)
    if not is_number(value):
        findings.error("R304", "a figure must be a number or a date", raw.at("from", start))
        return None
    exact = Fraction(str(value))
    return Figure(since, int(exact) if exact.denominator == 1 else exact, unit, cite)


def declare_calendar(id: str, raw: Raw, declared: Declared, findings: Findings) -> None:
    """The days that are no working days."""
    table = take(raw.table, CALENDAR, raw.place, findings)
    off = table.get("off", [])
    bad = [i for i, d in enumerate(off) if day(d) is None] if isinstance(off, list) else [0]
    for index in bad:
        findings.error("R304", "`off` must be a list of dates", raw.at("off", index))
    days = frozenset(d for d in off if isinstance(d, date)) if isinstance(off, list) else frozenset()
    known_to, known_from = day(table.get("known_to")), day(table.get("known_from"))
    add(declared.calendars, id, Calendar(id, str(table.get("title", id)), days, known_to or date.max, known_from or date.min), raw, "calendar", findings)


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
