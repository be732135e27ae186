"""First pass over facts and lists: everything but their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from guide.answers import AnswerError, parse_value
from guide.diagnostics import suggest
from guide.lines import Place
from guide.loader.files import Findings, take
from guide.loader.raw import SUBJECT, Declared, Raw, Table, add
from guide.model import Fact, FactKind, RowList
from guide.schema import ATTRIBUTE, CALCULATIONS, EXTENSION, FACT, LIST
from guide.values import NA, Value

FACT_KINDS: tuple[FactKind, ...] = ("yes-no", "choice", "choices", "number", "money", "percent", "date", "text")


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
    """Options with their words, made from their ids where none are given."""
    if isinstance(value, list):
        return {word: word.replace("-", " ").replace("_", " ").capitalize() for word in map(str, value)}
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
    made = attributes_of(id, attributes if isinstance(attributes, dict) else {}, key, raw, declared, findings)
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
        private=str(table.get("private", "")),
    )  # fmt: skip
    if fixed is None and not listed.ask:
        findings.error("R302", "a list needs a question, or rows of its own", raw.place, "add `ask = ...` or `rows = [...]`")
    add(declared.lists, id, listed, raw, "list", findings)
    if declared.lists.get(id) is listed:
        declared.raw_lists[id] = raw


def extend_list(id: str, raw: Raw, declared: Declared, findings: Findings) -> None:
    """More attributes for a list that stands elsewhere, so that each area can keep its own questions about the same rows."""
    table = take(raw.table, EXTENSION, raw.place, findings)
    listed = declared.lists.get(id)
    if listed is None:
        if id not in declared.unread:
            near = suggest(id, declared.lists)
            help = f"did you mean `{near}`?" if near else f"declare it with `[list.{id}]`, a question and the attribute that names a row"
            findings.error("R102", f"there is no list `{id}` to add to", Place(raw.place.file, raw.place.keys, on_key=True), help)
        return
    attributes = table.get("row")
    made = attributes_of(id, attributes if isinstance(attributes, dict) else {}, listed.key, raw, declared, findings)
    declared.lists[id] = replace(listed, attributes=(*listed.attributes, *made))


def attributes_of(id: str, attributes: Mapping[str, object], key: str, raw: Raw, declared: Declared, findings: Findings) -> list[str]:
    """The facts about the rows of a list that a table declares."""
    made = []
    for name, value in attributes.items():
        here = Raw({"type": value} if isinstance(value, str) else value, raw.at("row", name), raw.file) if isinstance(value, str | dict) else None
        fact = declare_attribute(id, name, here, name == key, declared, findings) if here else None
        if fact is not None:
            made.append(fact.id)
        elif here is None:
            findings.error("R304", f"`{name}` must be a type in quotes or a table", raw.at("row", name))
    return made


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
