"""The two pages: the interview, and an officer's files. Everything that they need is served from here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from urllib.parse import quote

import textual_serve

STATIC = Path(textual_serve.__file__).parent / "static"
SMALLEST, LARGEST = 8, 48


def text_of(name: str) -> str:
    """What one of the files here holds."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def interview_page(socket: str, size: int) -> str:
    """The page of an interview, whose keys go to this address and whose text has this size."""
    return Template(text_of("interview.html")).substitute(socket=escape(socket), size=min(max(size, SMALLEST), LARGEST))


def files_page(found: Iterable[tuple[str, int, float]], said: str = "") -> str:
    """The page of files: each with its name, its size and when it was last changed."""
    rows = "".join(
        f'<tr><td><a href="files/{escape(quote(name))}" download>{escape(name)}</a></td>'
        f"<td>{size:,} bytes</td><td>{datetime.fromtimestamp(changed):%d %B %Y, %H:%M}</td></tr>\n"
        for name, size, changed in found
    )
    return Template(text_of("files.html")).substitute(rows=rows or '<tr><td colspan="3">There are none yet.</td></tr>', said=escape(said))


__all__ = ["STATIC", "files_page", "interview_page", "text_of"]
