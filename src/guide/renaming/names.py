"""What a name is a name of, and whether it may become another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guide.model import Rulebook


class RenameError(Exception):
    """A renaming that cannot be done, in the author's words."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """One name that becomes another. `kind` is what it names; of an attribute or option `owner` is its list or fact."""

    kind: str
    old: str
    new: str
    owner: str = ""


def renaming(book: Rulebook, old: str, new: str) -> Renaming:
    """The renaming that two names mean. Raises RenameError when nothing or too much is called `old`, or something is called `new`."""
    found = kinds_of(book, old)
    if not found:
        raise RenameError(f"nothing is called `{old}`: name a fact, attribute, list, option (`fact.option`), parameter, rule, item, test, page or article")
    if len(found) > 1:
        raise RenameError(f"`{old}` is the name of {' and '.join(a(one.kind) for one in found)}: rename one of them by hand first")
    (one,) = found
    wanted = new if one.kind in WHOLE else new.removeprefix(f"{one.owner}.")
    if not SHAPES[one.kind].fullmatch(wanted):
        raise RenameError(f"`{new}` is not a name for {a(one.kind)}: {SHAPE_WORDS[one.kind]}")
    if one.kind in {there.kind for there in kinds_of(book, new if one.kind in WHOLE else f"{one.owner}.{wanted}")}:
        raise RenameError(f"there is {a(one.kind)} `{new}` already")
    return Renaming(one.kind, one.old, wanted, one.owner)


def past_renaming(book: Rulebook, old: str, new: str) -> Renaming | None:
    """The renaming that was made before, where only saved cases still have the old name; None when `old` is there or `new` is not."""
    found = kinds_of(book, new)
    if kinds_of(book, old) or len(found) != 1:
        return None
    (one,) = found
    return Renaming(one.kind, old if one.kind in WHOLE else old.removeprefix(f"{one.owner}."), one.old, one.owner)


def a(kind: str) -> str:
    """A kind with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def kinds_of(book: Rulebook, name: str) -> list[Renaming]:
    """Everything that a name may mean."""
    tables: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("fact", {id: fact for id, fact in book.facts.items() if not fact.list}),
        ("list", book.lists),
        ("parameter", book.params),
        ("rule", book.rules),
        ("item", book.items),
        ("test", book.tests),
        ("page", book.pages),
        ("article", book.articles),
        ("role", book.roles),
        ("stage", book.stages),
        ("section", book.sections),
        ("calendar", book.calendars),
    )
    found = [Renaming(kind, name, "") for kind, table in tables if name in table]
    owner, _, last = name.rpartition(".")
    if name in book.facts and book.facts[name].list:
        found.append(Renaming("attribute", last, "", owner))
    if owner in book.facts and last in book.facts[owner].options:
        found.append(Renaming({book.topics: "topic", book.nation: "nation"}.get(owner, "option"), last, "", owner))
    return found


WHOLE = ("fact", "list", "parameter", "rule", "item", "test", "page", "article", "role", "stage", "section", "calendar")
SNAKE, KEBAB, FACT = re.compile(r"[a-z][a-z0-9_]*"), re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*"), re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
SHAPES = dict.fromkeys((*WHOLE, "option", "topic", "nation"), KEBAB) | dict.fromkeys(("list", "parameter", "attribute"), SNAKE) | {"fact": FACT}
SHAPE_WORDS = dict.fromkeys(SHAPES, "write words joined by hyphens") | dict.fromkeys(("list", "parameter", "attribute"), "write words joined by `_`")
SHAPE_WORDS |= {"fact": "write subject and attribute with a dot between, words joined by `_`"}
