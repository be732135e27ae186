"""What is wrong where a file stops to be TOML, and what its author may have meant."""

from __future__ import annotations

import re
from dataclasses import replace

from guide.diagnostics import Finding, toml_error_place

FIGURE = re.compile(r"\s*from\.\"?(\d{4}-\d{2}-\d{2})\"?\s*=")
TABLE_LINE = re.compile(r"\s*\[([^\[\]]+)\]")
CURLY = re.compile("[\u2018\u2019\u201c\u201d]")
DATE = re.compile(r"=\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
HELP = (
    (lambda line: line.startswith(("<<<<<<<", "=======", ">>>>>>>")), "a merge left its marks here: keep what is right of both sides, and take the marks out"),
    (lambda line: CURLY.search(re.sub('"[^"]*"', "", line)), 'curly quotes are none for TOML: write straight ones, `"`'),
    (DATE.search, "write a date as year, month and day, like 2026-01-05"),
    (re.compile(r"\[[^\]\"=]* ").match, "a header has no spaces: join words by hyphens, like `[item.answer-the-letter]`"),
    (re.compile(r"[\w.-]+ [^=]*[^=\s]\s*=").match, "a key is one word, or words joined by `.`, like `from.2026-01-01 = 10`"),
    (re.compile(r"[^\"]*(?:\"[^\"]*\"[^\"]*)*\"[^\"]*$").match, "a quotation mark is missing: a text starts and ends with one"),
    (re.compile(r"[^=]+$").match, 'an entry is a key, `=` and a value, like `title = "Letters"`'),
    (re.compile(r".*=\s*[A-Za-z]").match, "put a text in quotes; without them stand numbers, dates, `true` and `false`"),
)
"""By what stands in the line, the likeliest first."""


def broken_toml(file: str, text: str, error: ValueError) -> Finding:
    """Where a rule file stops to be TOML; what is there twice by its own name."""
    place = toml_error_place(file, text, error)
    line = text.split("\n")[place.line - 1]
    if (match := FIGURE.match(line)) and "overwrite" in str(error):
        return Finding("R404", f"two figures start on {match[1]}", replace(place, column=match.start(1) + 1, words=match[1]), "keep the one that is right")
    if (match := TABLE_LINE.match(line)) and "twice" in str(error):
        here = replace(place, column=match.start(1) + 1, words=match[1])
        return Finding("R303", f"`{match[1]}` stands twice in this file", here, "ids are unique in the whole rulebook")
    return not_toml("this", file, text, error)


def not_toml(what: str, file: str, text: str, error: ValueError) -> Finding:
    """Where a text stops to be TOML, and what to do."""
    place = toml_error_place(file, text, error)
    line = text.split("\n")[place.line - 1].strip()
    help = next((said for fits, said in HELP if fits(line)), "") if line else ""
    return Finding("R002", f"{what} is not TOML: {toml_message(error)}", place, help)


def toml_message(error: ValueError) -> str:
    """The parser's message without its own account of the place."""
    return re.sub(r" \(at [^)]*\)$", "", str(error))
