"""What a line says that people wrote below an entry: done on a day, not followed, or a note; in whatever way they write it."""

from __future__ import annotations

import re
from datetime import date, datetime

DONE = re.compile(r"done\W+(\d{1,4}[-/ .]\w+[-/ .]\d{1,4})\b(.*)", re.IGNORECASE)
NOTE = re.compile(r"note\s*:\s*", re.IGNORECASE)
NOT_FOLLOWED = re.compile(r"not followed\s*:\s*by (.+?), because (.+)", re.IGNORECASE)
DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def bare(text: str) -> str:
    """A line without the emphasis of its first word."""
    return text[2:].replace("**", "", 1) if text.startswith("**") else text


def done_on(text: str) -> tuple[date, str] | None:
    """The day of a line like `Done: 3 May 2026, by post`, and what else it says."""
    match = DONE.fullmatch(bare(text))
    day = a_day(match[1]) if match else None
    return (day, match[2].strip(" .,;")) if match and day else None


def not_followed(text: str) -> tuple[str, str] | None:
    """Name and reason of a line like `Not followed: by NAME, because REASON`."""
    match = NOT_FOLLOWED.fullmatch(bare(text))
    return (match[1].strip(), match[2].strip()) if match else None


def noted(text: str) -> str:
    """A note without the word that says that it is one."""
    match = NOTE.match(bare(text))
    return bare(text)[match.end() :] if match else text


def meaning(text: str) -> tuple[object, ...]:
    """What a line says, the same for two that say it in other forms."""
    text = " ".join(text.split())
    return done_on(text) or not_followed(text) or (noted(text),)


def a_day(text: str) -> date | None:
    """A day as people write it in this country, the day before the month; None for what is no day."""
    for form in DATES:
        try:
            return datetime.strptime(" ".join(text.split()), form).date()
        except ValueError:
            continue
    return None
