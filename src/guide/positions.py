"""Finds where a place is in its file: line, column and the words to underline.

tomli keeps no positions, so the file is parsed a second time by tree-sitter, which is loaded only when a place is needed
and gives a tree even of a broken file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from guide.lines import Place

if TYPE_CHECKING:
    from tree_sitter import Node

Keys = tuple[str | int, ...]
KEYS = ("bare_key", "quoted_key", "dotted_key")
HEAD = re.compile(r"\A\+\+\+[ \t]*\r?$(.*?)^\+\+\+[ \t]*\r?$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Span:
    """Part of one line of a file. Columns count characters from 1; `end_column` is the first one after the words."""

    line: int
    column: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Extent:
    """From one character of a text up to, not including, another."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one key of a TOML file and its value stand; a table's value is its header."""

    key: Extent
    value: Extent


def locate(root: Path, place: Place) -> Span:
    """Where a place is; the nearest enclosing key when there is no such key, and the first line when there is none."""
    try:
        text = (root / place.file).read_bytes().decode("utf-8", "replace")
    except OSError:
        return Span(max(place.line, 1), max(place.column, 1), max(place.column, 1), "")
    if place.line:
        return in_line(text, place)
    toml = head_of(text) if place.file.endswith(".md") else text
    mark = nearest(marks(toml), place.keys)
    if mark is None:
        return in_line(text, Place(place.file, words=place.words, line=1))
    whole = mark.key if place.on_key else mark.value
    return span(text, narrow(text, whole, place.words) or whole)


def in_line(text: str, place: Place) -> Span:
    """A place known by its line: the words from its column on, the one character there, or without a column all of the line."""
    lines = text.split("\n")
    number = min(place.line, len(lines))
    start = sum(len(line) + 1 for line in lines[: number - 1])
    line = lines[number - 1].rstrip()
    first = min(place.column - 1, len(line)) if place.column else len(line) - len(line.lstrip())
    rest = Extent(start + first, start + len(line))
    one = rest if not place.column else Extent(rest.start, rest.start + 1)
    return span(text, narrow(text, rest, place.words) or one)


def head_of(text: str) -> str:
    """The TOML head of a page, on the lines and columns that it has in the page."""
    match = HEAD.match(text)
    return re.sub(r"[^\n]", " ", text[: match.start(1)]) + match[1] if match else ""


def nearest(known: Mapping[Keys, Mark], keys: Keys) -> Mark | None:
    """The mark of the keys, or of the longest beginning of them that has one."""
    return next((known[keys[:size]] for size in range(len(keys), 0, -1) if keys[:size] in known), None)


def narrow(text: str, whole: Extent, words: str) -> Extent | None:
    """Where the words are: as words of their own, else as part of a dotted name, else wherever they are."""
    if words:
        for letter in (r"[\w.-]", r"[\w-]", r"(?!)"):  # the last is no letter at all
            if match := re.compile(rf"(?<!{letter}){re.escape(words)}(?!{letter})").search(text, whole.start, whole.end):
                return Extent(*match.span())
    return None


def span(text: str, extent: Extent) -> Span:
    """The line and columns of an extent; of one that goes over several lines, the part on the first."""
    start = text.rfind("\n", 0, extent.start) + 1
    end = text.find("\n", extent.start)
    line = text[start : len(text) if end < 0 else end].rstrip("\r")
    last = min(extent.end - start, max(len(line), extent.start - start + 1))
    return Span(text.count("\n", 0, start) + 1, extent.start - start + 1, last + 1, line)


@lru_cache(maxsize=64)
def marks(toml: str) -> Mapping[Keys, Mark]:
    """The marks of all keys and array elements of a TOML text."""
    import tree_sitter_toml  # noqa: PLC0415 - only a finding needs the parser
    from tree_sitter import Language, Parser  # noqa: PLC0415

    # One byte for each character: what the tree counts in bytes are then characters.
    tree = Parser(Language(tree_sitter_toml.language())).parse(toml.encode("ascii", "replace"))
    marker = Marker(toml)
    marker.tables(tree.root_node.children)
    return marker.found


class Marker:
    """Walks a tree and marks what it meets; of keys given twice the first counts."""

    def __init__(self, toml: str) -> None:
        self.toml = toml
        self.found: dict[Keys, Mark] = {}
        self.latest: dict[Keys, int] = {}

    def tables(self, nodes: Iterable[Node]) -> None:
        """The top of a file: pairs, `[tables]` and `[[tables]]`, also those that stand in an error."""
        for node in nodes:
            if node.type in ("table", "table_array_element"):
                self.table(node)
            elif node.type == "pair":
                self.pair((), node)
            elif node.type == "ERROR":
                self.tables(node.children)

    def table(self, node: Node) -> None:
        """One table: its header, then its pairs."""
        opening, header, *rest = node.children
        if header.type not in KEYS:
            return
        whole = Extent(opening.start_byte, rest[0].end_byte if rest and rest[0].type in ("]", "]]") else header.end_byte)
        keys = self.path((), header)
        if node.type == "table_array_element":
            self.mark(keys, extent(header), whole)
            self.latest[keys] = self.latest.get(keys, -1) + 1
        keys = self.entered(keys)
        self.mark(keys, extent(header), whole)
        for child in rest:
            if child.type == "pair":
                self.pair(keys, child)

    def pair(self, prefix: Keys, node: Node) -> None:
        """`key = value`, the key perhaps dotted."""
        key, value = node.children[0], node.children[-1]
        keys = self.path(prefix, key)
        self.mark(keys, extent(key), extent(value))
        self.value(keys, value)

    def value(self, keys: Keys, node: Node) -> None:
        """What is inside an array or an inline table."""
        if node.type == "inline_table":
            for child in node.children:
                if child.type == "pair":
                    self.pair(keys, child)
        elif node.type == "array":
            elements = (child for child in node.named_children if child.type not in ("comment", "ERROR"))
            for index, element in enumerate(elements):
                self.mark((*keys, index), extent(element), extent(element))
                self.value((*keys, index), element)

    def path(self, prefix: Keys, key: Node) -> Keys:
        """The keys that a dotted key leads to; the tables that it goes through are marked."""
        *above, last = parts(key)
        for part in above:
            prefix = self.entered((*prefix, self.name(part)))
            here = Extent(key.start_byte, part.end_byte)
            self.mark(prefix, here, here)
        return (*prefix, self.name(last))

    def entered(self, keys: Keys) -> Keys:
        """The keys, with the number of the latest table when they name an array of tables."""
        return (*keys, self.latest[keys]) if keys in self.latest else keys

    def mark(self, keys: Keys, key: Extent, value: Extent) -> None:
        """Notes a mark, unless the keys have one."""
        self.found.setdefault(keys, Mark(key, value))

    def name(self, part: Node) -> str:
        """A simple key as tomli reads it."""
        text = self.toml[part.start_byte : part.end_byte]
        if part.type != "quoted_key":
            return text
        try:
            return str(tomli.loads(f"key = {text}")["key"])
        except tomli.TOMLDecodeError:
            return text.strip("\"'")


def parts(key: Node) -> Iterator[Node]:
    """The simple keys of a key, left to right."""
    if key.type == "dotted_key":
        for child in key.named_children:
            yield from parts(child)
    else:
        yield key


def extent(node: Node) -> Extent:
    """Where a node stands."""
    return Extent(node.start_byte, node.end_byte)
