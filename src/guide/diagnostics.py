"""Findings about a rulebook: what is wrong, where, and what to do, as text, JSON or notes on a pull request."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from guide.lines import Place
from guide.positions import Span, locate

TAB = 4
POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an author should look at."""

    code: str
    message: str
    place: Place
    help: str = ""
    severity: Literal["error", "warning"] = "error"


def warning(code: str, message: str, place: Place, help: str = "") -> Finding:
    """A finding that leaves the rulebook usable."""
    return Finding(code, message, place, help, "warning")


def render_text(findings: Sequence[Finding], root: Path) -> str:
    """All findings for a person to read, each with its line and the words underlined."""
    return "\n\n".join(paragraph(finding, span) for finding, span in placed(findings, root))


def render_json(findings: Sequence[Finding], root: Path) -> str:
    """All findings as a JSON list."""
    return json.dumps([entry(finding, span) for finding, span in placed(findings, root)], ensure_ascii=False, indent=2)


def render_github(findings: Sequence[Finding], root: Path) -> str:
    """All findings as GitHub workflow commands, one a line."""
    return "\n".join(command(finding, span) for finding, span in placed(findings, root))


def counted(number: int, one: str, many: str = "") -> str:
    """`1 warning`, `3 warnings`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def suggest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, if any is like it."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)


def toml_error_place(file: str, text: str, error: ValueError) -> Place:
    """Where the parser of TOML stopped; behind the last word when it came to the end and found something missing."""
    if match := POSITION.search(str(error)):
        return Place(file, line=int(match[1]), column=int(match[2]))
    lines = text.rstrip().split("\n")
    return Place(file, line=len(lines), column=len(lines[-1]) + 1)


def placed(findings: Sequence[Finding], root: Path) -> list[tuple[Finding, Span]]:
    """The findings with their spans, in the order of the files."""
    return sorted(
        ((finding, locate(root, finding.place)) for finding in findings),
        key=lambda pair: (pair[0].place.file, pair[1].line, pair[1].column, pair[0].code),
    )


def paragraph(finding: Finding, span: Span) -> str:
    """One finding as text."""
    margin = " " * len(str(span.line))
    lines = [f"{finding.severity}[{finding.code}]: {harmless(finding.message)}"]
    if finding.place.file:
        lines.append(f"{margin}--> {harmless(finding.place.file)}:{span.line}:{span.column}")
    if span.text.strip():
        before, words = span.text[: span.column - 1], span.text[span.column - 1 : span.end_column - 1]
        indent = shown(before)
        carets = "^" * max(width(shown(before + words)) - width(indent), 1)
        lines += [f"{margin} |", f"{span.line} | {shown(span.text).rstrip()}", f"{margin} | {' ' * width(indent)}{carets}"]
    if finding.help:
        lines.append(f"{margin} = help: {harmless(finding.help)}")
    return "\n".join(lines)


def shown(text: str) -> str:
    """A source line as a terminal can show it: tabs widened, the rest harmless."""
    out = ""
    for character in text:
        out += " " * (TAB - width(out) % TAB) if character == "\t" else harmless(character)
    return out


def harmless(text: str) -> str:
    """The text with every character that could steer a terminal replaced."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def entry(finding: Finding, span: Span) -> dict[str, str | int]:
    """One finding as a JSON object."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "file": finding.place.file,
        "line": span.line,
        "column": span.column,
        "end_column": span.end_column,
        "words": span.text[span.column - 1 : span.end_column - 1],
        "help": finding.help,
    }


def command(finding: Finding, span: Span) -> str:
    """One finding as a workflow command; GitHub reads `%` and line ends, and `:` and `,` in properties, as its own."""
    properties = {"file": finding.place.file, "line": str(span.line), "col": str(span.column), "title": finding.code}
    written = ",".join(f"{name}={escaped(value, ':,')}" for name, value in properties.items())
    message = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    return f"::{finding.severity} {written}::{escaped(message)}"


def escaped(text: str, also: str = "") -> str:
    """The text with `%`, line ends and some other characters percent-encoded."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + also else c for c in text)
