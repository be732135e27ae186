"""Turns texts of users and authors into Markdown that shows them letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from guide.diagnostics import counted as counted  # noqa: PLC0414 - whoever writes a document finds it here
from guide.words import plain

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!{}$^])")
LINKING = re.compile(r"(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)
"""Some readers of Markdown make links of bare addresses."""
LEADING = re.compile(r"^([-+=]|\d{1,9}(?=[.)](\s|$)))")
"""What begins a list, a heading or a rule when a line starts with it."""


def escape(text: str) -> str:
    """A text as Markdown that shows it letter by letter, on one line."""
    safe = SPECIAL.sub(r"\\\1", plain(text).strip())
    safe = LINKING.sub(lambda match: f"\\{match[0]}", safe)
    return LEADING.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", safe)


def sentence(text: str) -> str:
    """A text as a sentence: a capital first, a full stop last."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "”.")) else f"{text}."


def listed(names: list[str], most: int, between: str = ", ") -> str:
    """Names with commas between, the last of many as a number."""
    return between.join(names) if len(names) <= most else f"{between.join(names[:most])} and {len(names) - most} more"


def numbers(many: Iterable[int]) -> str:
    """`1 to 4, 6 and 7`."""
    ordered = sorted(set(many))
    runs = [list(run) for _, run in groupby(ordered, key=lambda number: number - ordered.index(number))]
    said = [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]
    return " and ".join([*([", ".join(said[:-1])] if said[1:] else []), *said[-1:]])


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A table whose cells are Markdown already, with an empty line behind it."""
    lines = (heads, tuple("---" for _ in heads), *rows)
    return [*(f"| {' | '.join(row)} |" for row in lines), ""]
