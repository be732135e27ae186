"""Where a name stands in the keys of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from guide.positions import Keys
from guide.renaming.names import Renaming

ITEMS = ("item", "conflict", "warning", "route")
Finder = Callable[[Renaming, Keys, int], str | None]


def new_key(change: Renaming, keys: Keys, index: int) -> str | None:
    """What part `index` of a key becomes; None when it stays."""
    finder = KEYS.get(change.kind)
    return finder(change, keys, index) if finder else None


def after(keys: Keys, *starts: tuple[str, ...]) -> int | None:
    """How many keys stand before the names, where the keys begin with one of some paths (`*` is any one key)."""
    for start in starts:
        if len(keys) > len(start) and all(want in ("*", have) for want, have in zip(start, keys, strict=False)):
            return len(start)
    return None


GIVEN: tuple[tuple[str, ...], ...] = (("given",), ("test", "*", "given"), ("answers",), ("precedent", "like"))


def fact_key(change: Renaming, keys: Keys, index: int) -> str | None:
    """The subject and the attribute of a fact."""
    old, new = change.old.split("."), change.new.split(".")
    at = after(keys, ("fact",), *GIVEN, ("test", "*", "expect", "value"))
    if at is not None and list(keys[at : at + 2]) == old and index in (at, at + 1):
        return new[index - at]
    return change.new if keys[index] == change.old and len(keys) == index + 1 else None


def attribute_key(change: Renaming, keys: Keys, index: int) -> str | None:
    """An attribute: in its list, in rows, and by the name of one row."""
    at = after(keys, ("list", change.owner, "row"))
    if at is None and (rows := after(keys, *GIVEN)) is not None and keys[rows] == change.owner:
        at = rows + 2
    if at == index and keys[at] == change.old:
        return change.new
    return cell_key(keys[index], change.owner, change.old, change.new) if len(keys) == index + 1 else None


def cell_key(key: object, listed: str, old: str, new: str) -> str | None:
    """A key that names an attribute of one row, like `person[Ann].roles`."""
    match = re.fullmatch(rf"({re.escape(listed)}\[.*\]\.){re.escape(old)}", key) if isinstance(key, str) else None
    return match[1] + new if match else None


def list_key(change: Renaming, keys: Keys, index: int) -> str | None:
    """A list: its table, its rows, and the names of its rows' attributes."""
    at = after(keys, ("list",), *GIVEN)
    if at == index and keys[at] == change.old:
        return change.new
    key = keys[index]
    return change.new + key[len(change.old) :] if isinstance(key, str) and key.startswith(f"{change.old}[") and len(keys) == index + 1 else None


def option_key(change: Renaming, keys: Keys, index: int) -> str | None:
    """An option of a fact, or the words of an attribute's option."""
    subject, attribute = change.owner.split(".")
    at = after(keys, ("fact", subject, attribute, "options"), ("list", subject, "row", attribute, "words"))
    return change.new if at == index and keys[at] == change.old else None


def table_key(*tables: str) -> Finder:
    """A name that is the header of a table."""

    def key(change: Renaming, keys: Keys, index: int) -> str | None:
        return change.new if index == 1 and keys[0] in tables and keys[1] == change.old else None

    return key


def bound(text: str, change: Renaming) -> str:
    """An item or one of its results, like `inform-staff (p = Ann)`."""
    return change.new + text[len(change.old) :] if re.match(rf"{re.escape(change.old)}(\s*\(|$)", text) else text


def item_key(change: Renaming, keys: Keys, index: int) -> str | None:
    """An item: its table, and the tests of its days."""
    if (at := after(keys, *(("test", "*", "expect", kind) for kind in ("due", "not_before", "level")))) == index and at is not None:
        return bound(str(keys[at]), change)
    return table_key(*ITEMS)(change, keys, index)


KEYS: Mapping[str, Finder] = {
    "fact": fact_key,
    "attribute": attribute_key,
    "list": list_key,
    "option": option_key,
    "topic": option_key,
    "nation": option_key,
    "parameter": table_key("param"),
    "rule": table_key("rule"),
    "item": item_key,
    "test": table_key("test"),
    "role": table_key("role"),
    "stage": table_key("stage"),
    "section": table_key("section"),
    "calendar": table_key("calendar"),
}
