"""Reads date phrases: `30 days beginning with challenge.received_on`, `eli_notice before transfer.on`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from guide.conditions import DAY, ConditionError, Names, UnreadName, day, kind_of, resolve
from guide.diagnostics import suggest
from guide.lines import DatePhrase, Operand, ParamRef, Relation, Span

COUNTED = re.compile(r"(?P<span>.+?)\s+(?P<relation>before|after|beginning\s+with|ending\s+with)\s+(?P<base>\S+)")
EDGE = re.compile(r"(?P<edge>start|end)\s+of\s+financial\s+year\s+of\s+(?P<base>\S+)")
LENGTH = re.compile(r"(?P<count>\d+|[a-z][\w]*)\s+(?P<unit>(?:working |clear )?days?|weeks?|months?|years?)")
RELATIONS: Mapping[str, Relation] = {"before": "before", "after": "after", "beginning with": "beginning with", "ending with": "ending with"}
UNITS = ("days", "working days", "clear days", "weeks", "months", "years")
SHAPE = "a date phrase is a date, or like `30 days after x.y`, `2 weeks beginning with x.y`, `start of financial year of x.y`"


def parse_phrase(text: str, names: Names, variables: Mapping[str, str]) -> DatePhrase:
    """The date that `text` says. Raises ConditionError or UnreadName."""
    words = re.sub(r"\s+", " ", text.strip())
    if match := EDGE.fullmatch(words):
        return DatePhrase(words, base(match["base"], names, variables), "start" if match["edge"] == "start" else "end")
    if match := COUNTED.fullmatch(words):
        return DatePhrase(words, base(match["base"], names, variables), RELATIONS[match["relation"]], parse_span(match["span"], names))
    if " " in words:
        raise ConditionError("R204", f"`{text}` is not a date phrase", help=SHAPE)
    return DatePhrase(words, base(words, names, variables))


def parse_span(text: str, names: Names) -> Span:
    """A length of time: a number or parameter and a unit, or a parameter whose own unit is one of time."""
    if text in names.params:
        return Span(ParamRef(text), time_unit(text, names))
    match = LENGTH.fullmatch(text)
    if match is None:
        if re.fullmatch(r"[a-z]\w*", text):
            raise no_parameter(text, names)
        near = suggest(text.replace(" ", "_"), names.params)
        help = f"did you mean `{near}`?" if near else "write like `30 days`, `10 working days`, `2 months`, or name a parameter"
        raise ConditionError("R204", f"`{text}` is not a length of time", text, help)
    unit = match["unit"] if match["unit"].endswith("s") else f"{match['unit']}s"
    if match["count"].isdigit():
        return Span(int(match["count"]), unit)
    if match["count"] not in names.params:
        raise no_parameter(match["count"], names)
    return Span(ParamRef(match["count"]), unit)


def time_unit(param: str, names: Names) -> str:
    """The unit of a parameter that is a length of time."""
    unit = names.params[param]
    if unit not in UNITS:
        raise ConditionError("R203", f"`{param}` is in {unit or 'no unit'}, not in a unit of time", param, f"its unit may be {', '.join(UNITS)}")
    return unit


def no_parameter(word: str, names: Names) -> Exception:
    """Nobody declares the parameter."""
    if word in names.unread:
        return UnreadName()
    near = suggest(word, names.params)
    return ConditionError("R103", f"nobody declares the parameter `{word}`", word, f"did you mean `{near}`?" if near else f"declare it with `[param.{word}]`")


def base(word: str, names: Names, variables: Mapping[str, str]) -> Operand:
    """The date that a phrase counts from."""
    if DAY.fullmatch(word):
        found: date = day(word)
        return found
    if word in names.params:
        if names.params[word] != "date":
            raise ConditionError("R203", f"`{word}` is not a date", word)
        return ParamRef(word)
    ref = resolve(word, names, variables)
    if kind_of(ref, names) != "date":
        raise ConditionError("R202", f"`{word}` is of type {kind_of(ref, names)}, not a date", word)
    return ref
