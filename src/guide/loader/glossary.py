"""Reads the glossary: a paragraph for each term, `**Term**: what it means.`"""

from __future__ import annotations

import re

ENTRY = re.compile(r"^\*\*(?P<term>[^*\n]+)\*\*: *(?P<meaning>.+)$", re.MULTILINE)


def read_glossary(text: str) -> dict[str, str]:
    """What each term means, in the order of the file."""
    return {match["term"].strip(): match["meaning"].strip() for match in ENTRY.finditer(text)}
