"""The rule format as a JSON Schema (draft 4, which taplo and tombi read), narrowed to the names that one rulebook declares.

Editors show it while an author types: the keys of a table with what each says, and the roles, stages, topics, lists and pages there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import get_args

from guide.loader.facts import FACT_KINDS
from guide.loader.items import NATURES
from guide.loader.pages import CHECKED
from guide.model import LEVELS, ItemKind, Rulebook
from guide.schema import ATTRIBUTE, BOOK, CALENDAR, EXPECT, FACT, FILE, ITEMS, LIST, PARAM, RULE, SECTION, STAGES, TEST, Key

Schema = dict[str, object]
TEXT: Schema = {"type": "string"}


def rules_schema(book: Rulebook) -> str:
    """The schema of rule files, as JSON text that is the same for the same rulebook."""
    writer = SchemaWriter(book)
    return json.dumps(writer.file(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


class SchemaWriter:
    """Writes the schema of one rulebook."""

    def __init__(self, book: Rulebook) -> None:
        self.names: Mapping[str, Iterable[str]] = {
            "role": book.roles,
            "stage": book.stages,
            "topic": book.facts[book.topics].options,
            "nation": (*book.facts[book.nation].options, "any"),
            "list": book.lists,
            "page": book.pages,
            "article": book.articles,
            "section": book.sections,
            "calendar": book.calendars,
            "level": LEVELS,
            "nature": NATURES,
            "unsure": ("follow", "wait"),
            "type": FACT_KINDS,
            "checked": CHECKED,
        }

    def file(self) -> Schema:
        """A rule file."""
        tables: dict[str, Schema] = {
            "fact": each(each(self.table(FACT))),
            "list": each(self.list()),
            "param": each(self.table(PARAM)),
            "rule": each(self.table(RULE)),
            "test": each(self.test()),
            "section": each(self.table(SECTION)),
            "stage": each(self.table(STAGES)),
            "calendar": {"anyOf": [self.one_of("calendar"), each(self.table(CALENDAR))]},
            **{kind: each(self.table(ITEMS[kind])) for kind in get_args(ItemKind)},
        }
        made = self.table({**FILE, **{name: key for name, key in BOOK.items() if name not in FILE}})
        properties = made["properties"]
        assert isinstance(properties, dict)
        for name, schema in tables.items():
            properties[name] = {**schema, "description": FILE[name].says}
        made.pop("required", None)
        declared = {kind: {"type": "string", "enum": list(names)} for kind, names in self.names.items() if names}
        return {"$schema": "http://json-schema.org/draft-04/schema#", "title": "A rule file of the guide", "definitions": declared, **made}

    def table(self, keys: Mapping[str, Key]) -> Schema:
        """A table with known keys."""
        required = [name for name, key in keys.items() if key.required]
        made: Schema = {"type": "object", "additionalProperties": False, "properties": {name: self.key(key) for name, key in keys.items()}}
        return made | ({"required": required} if required else {})

    def key(self, key: Key) -> Schema:
        """The value of one key, with what it says."""
        shape = self.shape(key)
        return {**({"allOf": [shape]} if "$ref" in shape else shape), "description": key.says}

    def shape(self, key: Key) -> Schema:
        """The value of one key."""
        name = self.one_of(key.names) if key.names in self.names else TEXT
        match key.shape:
            case "text" | "day":
                return dict(name)
            case "texts" | "operands":
                return {"anyOf": [name, many(name)]}
            case "lines" | "days":
                return many(name)
            case "flag":
                return {"type": "boolean"}
            case "texts-table":
                return each(name)
            case "table":
                return {"type": "object"}
            case _:
                return {}

    def one_of(self, kind: str) -> Schema:
        """A name of a kind; any text where the rulebook declares none."""
        return {"$ref": f"#/definitions/{kind}"} if self.names[kind] else TEXT

    def list(self) -> Schema:
        """A list, whose attributes are a type in quotes or a table."""
        made = self.table(LIST)
        properties = made["properties"]
        assert isinstance(properties, dict)
        properties["row"] = each({"anyOf": [self.one_of("type"), self.table(ATTRIBUTE)]}) | {"description": LIST["row"].says}
        return made

    def test(self) -> Schema:
        """A test, with what it may expect."""
        made = self.table(TEST)
        properties = made["properties"]
        assert isinstance(properties, dict)
        properties["expect"] = self.table(EXPECT) | {"description": TEST["expect"].says}
        return made


def each(schema: Schema) -> Schema:
    """A table of any keys, each with such a value."""
    return {"type": "object", "additionalProperties": schema}


def many(schema: Schema) -> Schema:
    """A list of such values."""
    return {"type": "array", "items": schema}
