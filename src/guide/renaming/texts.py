"""Where a name stands in the texts of a file: in condition lines, in answers, in lists of names, in the braces of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from guide.positions import Keys
from guide.renaming.keys import GIVEN, after, bound
from guide.renaming.names import Renaming

LINES: tuple[str, ...] = (
    "when",
    "unless",
    "only_if",
    "then",
    "raised",
    "potential_if",
    "done_when",
    "suits",
    "strains",
    "dated_by",
    "topics",
    "nation",
    "alike",
)
LINES += ("count", "sum", "product", "difference", "share", "least", "most", "date", "due", "not_before", "takes")
LINES += ("holds", "fails", "unknown", "asks")
SHOWN = ("title", "note", "ask", "label", "record")
TOKEN = re.compile(r"[\w.-]+")
Scope = Mapping[str, str]
"""The list of each row variable where a text stands."""
Reader = Callable[[Renaming, Keys, str, Scope], str]


def new_text(change: Renaming, keys: Keys, text: str, scope: Scope) -> str:
    """What a text becomes that stands under some keys."""
    return TEXTS[change.kind](change, keys, text, scope)


def under(keys: Keys, names: tuple[str, ...]) -> bool:
    """Whether a text stands under one of some keys."""
    return any(key in names for key in keys)


def tokens(text: str, new: Callable[[str], str | None]) -> str:
    """A text with some of its words replaced."""
    return TOKEN.sub(lambda match: new(match[0]) or match[0], text)


def braces(text: str, new: Callable[[str], str | None]) -> str:
    """A text with some of the names in its braces replaced."""
    return re.sub(r"\{([^{}]+)\}", lambda match: f"{{{new(match[1]) or match[1]}}}", text)


def fact_text(change: Renaming, keys: Keys, text: str, _scope: Scope) -> str:
    """Names of a fact in lines, and in the braces of what officers read."""

    def new(word: str) -> str | None:
        return change.new if word == change.old else None

    return braces(text, new) if under(keys, SHOWN) else tokens(text, new) if under(keys, LINES) else text


def attribute_text(change: Renaming, keys: Keys, text: str, scope: Scope) -> str:
    """Names of an attribute, after a variable of its list or after the name of a row."""

    def new(word: str) -> str | None:
        variable, _, attribute = word.partition(".")
        return f"{variable}.{change.new}" if attribute == change.old and scope.get(variable) == change.owner else None

    if under(keys, SHOWN):
        own = {change.old: change.new} if keys[:2] == ("list", change.owner) else {}
        return braces(text, lambda word: new(word) or own.get(word))
    if keys[:2] == ("list", change.owner) and keys[-1] == "key" and text == change.old:
        return change.new
    text = re.sub(rf"(\b{re.escape(change.owner)}\[[^\]]*\]\.){re.escape(change.old)}\b", lambda match: match[1] + change.new, text)
    return tokens(text, new) if under(keys, LINES) else text


def list_text(change: Renaming, keys: Keys, text: str, _scope: Scope) -> str:
    """Names of a list where rows are bound, and in what tests expect."""
    if text == change.old and (keys[-1] in ("row", "rows") or "for" in keys[-2:]):
        return change.new
    if "expect" in keys:
        return re.sub(rf"\b{re.escape(change.old)}\b(?=\[|$)", change.new, text)
    return text


def option_text(change: Renaming, keys: Keys, text: str, scope: Scope) -> str:
    """An option in answers, in lists of options, and on the right side of lines about its fact."""
    subject, attribute = change.owner.split(".")
    if (at := after(keys, *GIVEN)) is not None:
        mine = keys[at : at + 2] == (subject, attribute) or (keys[at] == subject and keys[at + 2 : at + 3] == (attribute,))
        return re.sub(rf"^{re.escape(change.old)}(\??)$", rf"{change.new}\1", text) if mine else text
    if keys[:4] in (("list", subject, "row", attribute),) and under(keys, ("one", "many")):
        return change.new if text == change.old else text
    if change.kind != "option" and under(keys, (change.kind,)):
        return change.new if text == change.old else text
    if keys[:4] == ("test", keys[1] if len(keys) > 1 else "", "expect", "value"):
        name = str(keys[4]) if len(keys) == 5 else ".".join(map(str, keys[4:6]))
        return change.new if text == change.old and re.sub(r"\[.*\]", "", name) == change.owner else text
    left = TOKEN.match(text) if under(keys, LINES) else None
    variable, _, last = left[0].partition(".") if left else ("", "", "")
    if left is None or not (left[0] == change.owner or (scope.get(variable) == subject and last == attribute)):
        return text
    return left[0] + tokens(text[left.end() :], lambda word: change.new if word == change.old else None)


def parameter_text(change: Renaming, keys: Keys, text: str, _scope: Scope) -> str:
    """Names of a parameter in lines and date phrases."""
    plain = under(keys, LINES) and not re.search(r"\s(is|is not|in|not in|has|lacks)\s", text)
    return tokens(text, lambda word: change.new if word == change.old else None) if plain else text


def item_text(change: Renaming, keys: Keys, text: str, _scope: Scope) -> str:
    """Names of an item in the order of others and in what tests expect."""
    return bound(text, change) if "expect" in keys or under(keys, ("after", "before", "answered_by")) else text


def exact(*names: str) -> Reader:
    """A name that stands alone under some keys."""

    def text(change: Renaming, keys: Keys, text: str, _scope: Scope) -> str:
        return change.new if text == change.old and under(keys, names) else text

    return text


TEXTS: Mapping[str, Reader] = {
    "fact": fact_text,
    "attribute": attribute_text,
    "list": list_text,
    "option": option_text,
    "topic": option_text,
    "nation": option_text,
    "parameter": parameter_text,
    "rule": exact(),
    "item": item_text,
    "test": exact(),
    "page": exact("cite", "dates_of"),
    "article": exact("help"),
    "role": exact("who"),
    "stage": exact("stage", "needs"),
    "section": exact("section", "in_section"),
    "calendar": exact("calendar"),
}
