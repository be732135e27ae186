"""The keys that each table of a rule file or page head may have, and the shape of their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

SHAPES: Mapping[str, str] = {
    "text": "a text in quotes",
    "texts": "a text, or a list of texts",
    "lines": "a list of condition lines",
    "flag": "true or false",
    "day": "a date like 2012-12-06",
    "table": "a table",
    "any": "a value",
    "texts-table": "a table of texts",
    "operands": "a text, or a list of texts",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the shape of its value, and whether every table of its kind must have it."""

    shape: str
    required: bool = False


def fits(value: object, shape: str) -> bool:
    """Whether a TOML value has a shape."""
    match shape:
        case "text":
            return isinstance(value, str)
        case "texts" | "operands":
            return isinstance(value, str) or is_texts(value)
        case "lines":
            return is_texts(value)
        case "flag":
            return isinstance(value, bool)
        case "day":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "table":
            return isinstance(value, dict)
        case "texts-table":
            return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        case _:
            return True


def is_texts(value: object) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def is_number(value: object) -> bool:
    """Whether a TOML value is a number (and no truth value)."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


TEXT, LINES, TABLE, FLAG, DAY, ANY = Key("text"), Key("lines"), Key("table"), Key("flag"), Key("day"), Key("any")
TITLE = Key("text", required=True)
CITE = Key("texts", required=True)
ALLOW: Mapping[str, Key] = {"allow": Key("texts-table")}
"""A finding that is meant to be so: its code, and the reason."""

DATING: Mapping[str, Key] = {"from": ANY, "until": ANY, "nation": Key("texts"), "dates_of": TEXT, "dated_by": TEXT}
CLAUSE: Mapping[str, Key] = {"for": Key("texts-table"), "when": LINES, "unless": LINES}
CALCULATIONS = ("sum", "product", "difference", "share", "count", "least", "most", "date")

FACT: Mapping[str, Key] = {
    "ask": TEXT,
    "label": TEXT,
    "type": TITLE,
    "options": Key("texts-table"),
    "section": TEXT,
    "only_if": LINES,
    "help": TEXT,
    "unit": TEXT,
    "not_yet": TEXT,
    "negative": FLAG,
    "dated_by": TEXT,
    "calendar": TEXT,
    **ALLOW,
    **CLAUSE,
    **dict.fromkeys(CALCULATIONS, Key("operands")),
}
ATTRIBUTE: Mapping[str, Key] = {
    **{name: key for name, key in FACT.items() if name not in ("type", "options", "section", "for")},
    "type": TEXT,
    "one": ANY,
    "many": ANY,
    "row": TEXT,
    "rows": TEXT,
    "words": Key("texts-table"),
    "derived": FLAG,
    "both_ways": FLAG,
}
LIST: Mapping[str, Key] = {
    "ask": TEXT,
    "label": TEXT,
    "key": TEXT,
    "row": Key("table", required=True),
    "rows": ANY,
    "only_if": LINES,
    "section": TEXT,
    "help": TEXT,
    "dated_by": TEXT,
    "private": TEXT,
    "withheld_if": LINES,
    **ALLOW,
}
PARAM: Mapping[str, Key] = {"unit": TEXT, "cite": Key("texts"), "from": Key("table", required=True), "until": DAY, **ALLOW}
RULE: Mapping[str, Key] = {"cite": CITE, "then": TITLE, **CLAUSE, **DATING, **ALLOW}
ITEM: Mapping[str, Key] = {
    "title": TITLE,
    "cite": CITE,
    "level": TEXT,
    "raised": TABLE,
    "who": TEXT,
    "stage": TEXT,
    "note": TEXT,
    "topic": Key("texts"),
    "per": LINES,
    "due": TEXT,
    "not_before": TEXT,
    "calendar": TEXT,
    "after": LINES,
    "before": LINES,
    "takes": TEXT,
    "if_unsure": TEXT,
    **CLAUSE,
    **DATING,
    **ALLOW,
}
NEEDED = {"level": TITLE, "who": TITLE}
ITEMS: Mapping[str, Mapping[str, Key]] = {
    "item": {**ITEM, **NEEDED, "stage": TITLE},
    "conflict": {**ITEM, **NEEDED, "nature": TITLE, "potential_if": LINES, "record": TEXT},
    "warning": ITEM,
    "route": {**ITEM, "compare": TEXT, "suits": LINES, "strains": LINES},
}
TEST: Mapping[str, Key] = {"on": Key("day", required=True), "given": TABLE, "expect": Key("table", required=True)}
EXPECTATIONS = ("applies", "may", "ruled_out", "holds", "fails", "unknown", "value", "due", "not_before", "level", "asks")
TABLES = ("value", "due", "not_before", "level")
"""The expectations that give each name a value."""
SECTION: Mapping[str, Key] = {"title": TITLE, "help": TEXT}
STAGE_TITLE = "title"
CALENDAR: Mapping[str, Key] = {"title": TITLE, "off": ANY, "known_to": Key("day", required=True), "known_from": DAY, **ALLOW}
BOOK: Mapping[str, Key] = {"title": TITLE, "version": TITLE, "topics": TITLE, "nation": TITLE, "disclaimer": TITLE}
FILE: Mapping[str, Key] = {
    "title": TEXT,
    "topic": Key("texts"),
    "dated_by": TEXT,
    "in_section": TEXT,
    "calendar": ANY,
    "given": TABLE,
    "role": Key("texts-table"),
    **dict.fromkeys(("fact", "list", "param", "rule", "item", "conflict", "warning", "route", "test", "section", "stage"), TABLE),
}
PAGE: Mapping[str, Key] = {
    "title": TITLE,
    "cite": TITLE,
    "url": TEXT,
    "nation": Key("texts"),
    "from": ANY,
    "until": DAY,
    "checked": TITLE,
    "checked_on": DAY,
    "review_by": DAY,
    "information": TEXT,
    **ALLOW,
}
DOCUMENT: Mapping[str, Key] = {"title": TITLE, "topic": Key("texts"), "for": Key("texts-table"), "only": LINES, **ALLOW}
ARTICLE: Mapping[str, Key] = {"title": TITLE, **ALLOW}
