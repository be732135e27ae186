"""A rulebook narrowed to what some of its names rest on: they come out the same under it, in a fraction of the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from guide.model import Rulebook

Entry = TypeVar("Entry")


def narrowed(book: Rulebook, names: Iterable[str]) -> Rulebook:
    """The rulebook with these facts, lists, rules (`rule:id`) and items (`item:id`), and all that they read. It keeps no tests."""
    kept: set[str] = set()
    more = {*names, book.topics, book.nation} & book.reads.keys()
    while not more <= kept:
        kept = below(book, kept | more)
        more = set(beside(book, kept))
    lists = {id: replace(listed, attributes=tuple(one for one in listed.attributes if one in kept)) for id, listed in of(book.lists, kept).items()}
    rules = of(book.rules, kept, "rule:")
    return replace(
        book,
        facts=of(book.facts, kept),
        lists=lists,
        rules=rules,
        items=of(book.items, kept, "item:"),
        order=tuple(name for name in book.order if name in kept),
        reads=of(book.reads, kept),
        concluders={id: many for id, many in book.concluders.items() if id in kept},
        tests={},
    )


def below(book: Rulebook, names: Iterable[str]) -> set[str]:
    """Some names, and all that they read, however far below."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += book.reads.get(name, ())
    return found


def beside(book: Rulebook, names: Iterable[str]) -> Iterator[str]:
    """What names go with though they do not rest on it: the names of rows, the lists that rows are chosen from, the facts in titles."""
    for name in names:
        if name.startswith("item:"):
            yield from (ref.fact for _, ref in book.items[name.removeprefix("item:")].named if ref.fact in book.reads)
        elif name in book.lists:
            yield f"{name}.{book.lists[name].key}"
        elif name in book.facts and book.facts[name].of:
            yield book.facts[name].of


def of(table: Mapping[str, Entry], kept: set[str], kind: str = "") -> dict[str, Entry]:
    """The entries of a table that are kept."""
    return {id: entry for id, entry in table.items() if f"{kind}{id}" in kept}


__all__ = ["below", "narrowed"]
