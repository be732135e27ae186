"""A Markdown document of the guide line by line, to be read aloud or piped: no signs of layout, each cell with its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from guide.words import plain

BLANK = re.compile(r"_{6,}")
BOX = re.compile(r"^\[([ xX])\]\s+")
REFERENCE = re.compile(r"<!-- guide: (.*) -->")
BOXES = {" ": "To do: ", "x": "Done: "}
TO_FILL_IN = "(to fill in)"


def aloud(markdown: str) -> Iterator[str]:
    """The lines of a document. The hidden id of a checklist line stands in brackets behind it, where it can be typed."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    depth, number, at = 0, [0], 0
    while at < len(tokens):
        token = tokens[at]
        match token.type:
            case "table_open":
                end = closing(tokens, at)
                yield from rows(tokens[at:end])
                at = end
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
                number.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0)
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
                number.pop()
            case "heading_open":
                yield from ("", plain(f"Heading: {said(tokens[at + 1])}"))
                at += 1
            case "inline":
                counted = tokens[at - 2].type == "list_item_open" and number[-1]
                number[-1] += bool(counted)
                yield plain(f"{'  ' * depth}{f'{counted}. ' if counted else ''}{said(token)}")
        at += 1


def closing(tokens: Sequence[Token], at: int) -> int:
    """Where a table that opens at a place closes."""
    return next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")


def rows(tokens: Sequence[Token]) -> Iterator[str]:
    """Each row of a table as one line, every cell behind the heading of its column; what is empty is left out."""
    found: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline":
            found[-1].append(said(token))
    heads, *body = found
    for row in body:
        cells = [f"{head}: {cell}" if head else cell for head, cell in zip(heads, row, strict=True) if cell]
        yield plain(f"  {'; '.join(cells) if any(heads) else ': '.join(cells)}")


def said(inline: Token) -> str:
    """A text without its marks; what is left to fill in is said so."""
    text = "".join(map(part, inline.children or ()))
    text = BOX.sub(lambda box: BOXES[box[1].lower()], text)
    return BLANK.sub(TO_FILL_IN, text).strip()


def part(token: Token) -> str:
    """What a part of a text says."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":
        found = REFERENCE.fullmatch(token.content)
        return f"[{unquote(found[1])}]" if found else ""
    return token.content if token.type in ("text", "code_inline") else ""


__all__ = ["aloud"]
