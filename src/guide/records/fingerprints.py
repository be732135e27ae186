"""What a Markdown file says, line by line, and which of its lines the guide wrote.

The file is parsed as CommonMark. A line is known again by what it says, not by how it is laid out, so an editor that changes bullets,
indents or tables changes nothing. What the guide wrote is told by fingerprints that an export carries; all else is somebody's own.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

BOX = re.compile(r"\[([ xX])\][ \t]+")
MARKERS = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*", "s_open": "~~", "s_close": "~~"}
REFERENCE = "<!-- guide: "
RECORD = "<!-- guide:record"
SIZE = 6
"""How many bytes a fingerprint has: two lines of a file of 10,000 share one once in millions of files."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file. `entry` is the id of the checklist entry that it stands in; `head` says that it is the entry's own line."""

    raw: str
    says: str = ""
    entry: str = ""
    head: bool = False
    heading: int = 0
    """The level of a heading; 0 of what is none."""
    own: bool = True
    """Whether the guide wrote it. Blank lines, and what only lays out a table, belong to whatever is around them."""
    block: int = 0
    """Where the block that it stands in ends: the entry, the list point, the table, the paragraph."""
    unit: int = -1
    """Lines with the same number are one paragraph, row or other block."""


@dataclass(frozen=True, slots=True)
class Head:
    """The line of an entry: whether its box is ticked (None without a box), its Markdown before and behind the hidden id."""

    id: str
    line: int
    ticked: bool | None
    before: str
    behind: str
    own: bool = False
    """Whether what stands before is as the guide wrote it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: its lines, its entries by id in the order in which they stand (one may stand twice), and its record."""

    lines: tuple[Line, ...]
    heads: tuple[Head, ...]
    record: str
    missing: tuple[str, ...] = ()
    """The fingerprints of the guide's lines that are not there, or not as they were."""

    def entry(self, id: str) -> tuple[Line, ...]:
        """The lines of an entry below its own line."""
        return tuple(line for line in self.lines if line.entry == id and not line.head)


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and struck-through text."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def fingerprint(says: str) -> str:
    """A line in eight signs."""
    return urlsafe_b64encode(blake2b(" ".join(says.split()).encode("utf-8", "replace"), digest_size=SIZE).digest()).decode()


def read_sheet(text: str) -> Sheet:
    """Reads a file; all of its lines as the guide's own until `with_owners` says whose they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    raws = text.split("\n")
    lines = [Line(raw) for raw in raws]
    heads: list[Head] = []
    record = ""
    reader = Reader(lines, heads)
    for token in parser().parse(text):
        if token.type == "html_block" and token.content.lstrip().startswith(RECORD) and token.map:
            record = token.content
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = Line("", block=number + 1)
        else:
            reader.take(token)
    return Sheet(tuple(lines), tuple(heads), record)


class Reader:
    """Goes through the tokens of a file and notes on each line what it says and where it stands."""

    def __init__(self, lines: list[Line], heads: list[Head]) -> None:
        self.lines, self.heads = lines, heads
        self.items: list[tuple[int, int, str, int]] = []
        """The list points that are open: first and last line, the id of their entry, and their depth."""
        self.cells: list[str] = []
        self.row: tuple[int, int] | None = None
        self.block = (0, 0)
        self.heading = 0
        self.units = 0

    def take(self, token: Token) -> None:
        """Takes the next token."""
        first, last = token.map or (0, 0)
        if token.level == 0 and token.map:
            self.block = first, last
        match token.type:
            case "list_item_open":
                self.items.append((first, last, "", token.level))
            case "list_item_close":
                self.items.pop()
            case "heading_open":
                self.heading = int(token.tag[1:])
            case "heading_close":
                self.heading = 0
            case "table_open":
                self.note(range(first + 1, first + 2), [""])
            case "tr_open":
                self.row, self.cells = (first, first + 1), []
            case "tr_close" if self.row:
                self.note(range(*self.row), [" | ".join(self.cells)])
                self.row = None
            case "inline" if self.row:
                self.cells.append(plain_text(token.children or ()))
            case "inline":
                self.paragraph(token, first, last)
            case "fence" | "code_block" | "html_block" | "hr":
                self.note(range(first, last), [token.content or token.markup])

    def paragraph(self, token: Token, first: int, last: int) -> None:
        """A paragraph or heading, the line of an entry among them."""
        children = token.children or []
        id = next((entry_id(child.content) for child in children if child.type == "html_inline" and child.content.startswith(REFERENCE)), "")
        is_head = bool(id and self.items and self.items[-1][0] == first and (BOX.match(token.content) or self.items[-1][3] == 1))
        if is_head:
            start, end, _, depth = self.items[-1]
            self.items[-1] = start, end, id, depth
            self.heads.append(head(id, first, token))
        self.note(range(first, last), plain_text(children).split("\n"), is_head)

    def note(self, numbers: range, says: list[str], is_head: bool = False) -> None:
        """Notes what some lines say; lines that cannot be told apart say it together."""
        last = len(self.lines)
        entry = next((id for _, _, id, _ in reversed(self.items) if id), "")
        block = next((end for _, end, id, _ in reversed(self.items) if id or end), self.block[1])
        self.units += 1
        for index, number in enumerate(n for n in numbers if n < last):
            said = says[index] if len(says) == len(numbers) else "\n".join(says)
            if is_head and index == 0:
                said = BOX.sub("", said, count=1) if BOX.match(said) else said
            self.lines[number] = Line(self.lines[number].raw, said, entry, is_head and index == 0, self.heading, True, block, self.units)


def head(id: str, line: int, token: Token) -> Head:
    """The line of an entry taken apart."""
    content = token.content
    box = BOX.match(content)
    comment = next(child.content for child in token.children or () if child.type == "html_inline" and child.content.startswith(REFERENCE))
    before, _, behind = content[box.end() if box else 0 :].partition(comment)
    return Head(id, line, box[1] != " " if box else None, before.split("\n")[0].strip(), behind.split("\n")[0].strip())


def entry_id(comment: str) -> str:
    """The id that a hidden comment carries."""
    return unquote(comment.removeprefix(REFERENCE).removesuffix("-->").strip())


def plain_text(children: Iterable[Token]) -> str:
    """What an inline text says, with its emphasis and the addresses of its links, without hidden comments."""
    return "".join(said(child) for child in children).strip(" ")


def said(token: Token) -> str:
    """What a part of a text says."""
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            return "" if token.content.startswith(REFERENCE) else token.content
        case "link_open":
            return f"<{token.attrs.get('href', '')}>"
        case "image":
            return f"!<{token.attrs.get('src', '')}>{token.content}"
    return MARKERS.get(token.type, token.content)


def units(lines: Iterable[Line]) -> Iterator[tuple[str, int]]:
    """What the paragraphs, rows and other blocks of a file say, with how many lines each has."""
    found: dict[int, list[str]] = {}
    for line in lines:
        if line.unit >= 0:
            found.setdefault(line.unit, []).append(line.says)
    yield from ((says[0] if "\n" in says[0] else " ".join(says), len(says)) for says in found.values())


def fingerprints(sheet: Sheet) -> tuple[str, ...]:
    """The fingerprints of everything that the guide's lines of a file say."""
    return tuple(fingerprint(says) for says, _ in units(line for line in sheet.lines if line.own) if says)


def with_owners(sheet: Sheet, written: Iterable[str]) -> Sheet:
    """The file with each line known as the guide's own or somebody's; a line that the guide wrote once is its own once."""
    written = tuple(written)
    left = Counter(written)
    whole = {}
    for unit, (says, many) in zip(dict.fromkeys(line.unit for line in sheet.lines if line.unit >= 0), units(sheet.lines), strict=True):
        if many > 1 and left[fingerprint(says)] > 0:
            left[fingerprint(says)] -= 1
            whole[unit] = True
    lines = []
    for line in sheet.lines:
        own = True
        if line.unit >= 0 and line.says:
            own = whole.get(line.unit, False) or left[fingerprint(line.says)] > 0
            left[fingerprint(line.says)] -= 1 if own and line.unit not in whole else 0
        elif line.unit < 0 and line.raw.strip():
            own = False
        lines.append(replace(line, own=own))
    prints = set(written)
    heads = tuple(replace(head, own=fingerprint(inline_text(head.before)) in prints) for head in sheet.heads)
    return Sheet(tuple(lines), heads, sheet.record, tuple(left.elements()))


def inline_text(markdown: str) -> str:
    """What a piece of inline Markdown says."""
    return plain_text(child for token in parser().parseInline(markdown) for child in token.children or ())
