"""Plain English for values, dates, levels and comparisons: the one place that turns data into words."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from guide.lines import Op
from guide.model import Fact, Rulebook
from guide.values import NA, Choices, NotApplicable, NotYet, Number, RowSet, Unknown, Value

LEVELS = {"prohibited": "Not allowed", "must": "Must", "should": "Should", "could": "Could", "declare": "Declare", "": ""}
CONFLICT_LEVELS = {"prohibited": "Not allowed", "must": "Must act", "should": "Should act", "could": "Could act", "declare": "Declare it", "": ""}
KINDS = {"item": "To do", "conflict": "Conflict of interest", "warning": "Warning", "route": "Route"}
CHECKED = {
    "text": "the text of the law was read",
    "guidance": "official guidance was read",
    "secondary": "taken from a secondary source; the law itself has not been read yet",
    "unchecked": "not checked against the law yet",
}
NOT_READ = {"secondary": "not yet read in the text", "unchecked": "not yet checked"}
"""The same in short, of pages that need a warning."""
COMPARISONS = {Op.GE: "at least", Op.LE: "no more than", Op.GT: "more than", Op.LT: "less than"}
DATE_COMPARISONS = {Op.GE: "on or after", Op.LE: "on or before", Op.GT: "after", Op.LT: "before"}
SHOWN = 6
"""The most decimals that a number is shown with; a share that needs more is told in round figures."""


def say_date(day: date) -> str:
    """`22 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def say_number(number: Number, kind: str, unit: str = "") -> str:
    """`£1,234.50`, `51%`, `1 month`; a third is said as about 33.33."""
    money = kind == "money" or unit.startswith("GBP")
    exact = Fraction(number)
    shown = next((places for places in range(SHOWN + 1) if (exact * 10**places).denominator == 1), None)
    text = say_decimals(abs(exact), 2 if shown is None else max(shown, 2) if money and shown else shown)
    signed = f"{'about ' if shown is None else ''}{'-' if exact < 0 else ''}{'£' if money else ''}{text}"
    if kind == "percent":
        return f"{signed}%"
    return signed if money else f"{signed} {singular(unit) if exact == 1 else unit}".rstrip()


def say_decimals(number: Fraction, places: int) -> str:
    """A number with so many decimals, rounded, however many digits it has."""
    whole, rest = divmod(round(number * 10**places), 10**places)
    return f"{whole:,}.{rest:0{places}}" if places else f"{whole:,}"


def singular(unit: str) -> str:
    """A unit for one: `month`, `person`."""
    return "person" if unit == "people" else unit.removesuffix("s")


def short_question(text: str) -> str:
    """A question without what stands behind its question mark: hints on how to answer."""
    return text[: text.rindex("?") + 1] if "?" in text else text


def say_value(fact: Fact | None, value: Value | RowSet) -> str:
    """A value as an officer would say it."""
    match value:
        case RowSet():
            names = ", ".join(value.keys) or "None"
            return f"{names}, and there may be more" if value.more else names
        case bool():
            return "Yes" if value else "No"
        case NotYet():
            return fact.not_yet if fact and fact.not_yet else "Not yet"
        case Unknown(least=None, most=None):
            return "Not known"
        case Unknown():
            return say_bounds(fact, value)
        case NotApplicable():
            return "Does not apply"
        case Choices():
            return say_choices(fact, value)
        case date():
            return say_date(value)
        case str():
            return fact.options.get(value, value) if fact else value
        case _:
            return say_number(value, fact.kind if fact else "number", fact.unit if fact else "")


def say_bounds(fact: Fact | None, value: Unknown) -> str:
    """`At least £5`, `no more than 3`."""
    parts = []
    if value.least is not None:
        parts.append(f"{'after' if isinstance(value.least, date) else 'at least'} {say_value(fact, value.least)}")
    if value.most is not None:
        parts.append(f"no {'later' if isinstance(value.most, date) else 'more'} than {say_value(fact, value.most)}")
    return " and ".join(parts)


def say_choices(fact: Fact | None, value: Choices) -> str:
    """The options chosen, and those nobody is sure of, in the order in which they are offered."""
    order = list(fact.options) if fact and fact.options else sorted(value.chosen | value.unsure)
    chosen = [fact.options.get(o, o) if fact else o for o in order if o in value.chosen]
    unsure = [fact.options.get(o, o) if fact else o for o in order if o in value.unsure]
    said = "; ".join(chosen) or "None of them"
    return f"{said} (not sure: {'; '.join(unsure)})" if unsure else said


def label(fact: Fact) -> str:
    """What a fact is called in a sentence: its label, else its question, else its id in words."""
    return fact.label or fact.id.replace(".", " ").replace("_", " ")


def humanised(id: str) -> str:
    """An id in words."""
    return re.sub(r"[-_.]", " ", id)


def level_word(level: str) -> str:
    """`Must`, `Not allowed`, `Should` and so on."""
    return LEVELS.get(level, level.capitalize())


def conflict_word(level: str) -> str:
    """How strongly a conflict of interest asks for action: its title says what is wrong, not what to do."""
    return CONFLICT_LEVELS.get(level, level.capitalize())


def role_name(book: Rulebook, role: str) -> str:
    """A role's title."""
    return book.roles.get(role, humanised(role))


def plain(text: str) -> str:
    """A text with control characters and line ends made harmless."""
    return "".join(" " if c in "\n\r\t" else c for c in text if c.isprintable() or c in "\n\r\t")


__all__ = [
    "CHECKED",
    "KINDS",
    "NA",
    "NOT_READ",
    "conflict_word",
    "label",
    "level_word",
    "plain",
    "role_name",
    "say_date",
    "say_number",
    "say_value",
    "short_question",
]
