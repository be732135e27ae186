"""Turns texts of users and authors into Markdown that shows them letter by letter."""

from __future__ import annotations

import re

from guide.words import plain

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!{}])")
LISTED = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def escape(text: str) -> str:
    """A text as Markdown that shows it letter by letter, on one line."""
    safe = SPECIAL.sub(r"\\\1", plain(text).strip())
    return LISTED.sub(r"\1\\\2\3", safe)


def sentence(text: str) -> str:
    """A text as a sentence: a capital first, a full stop last."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "”.")) else f"{text}."


def comment(text: str) -> str:
    """A text that can stand in an HTML comment."""
    return re.sub(r"-{2,}|[<>]", "-", plain(text))
