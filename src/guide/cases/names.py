"""Names that people type for files where they may only reach one folder: those of the browser."""

from __future__ import annotations

LONGEST = 120
PLAIN_NAME = "a file has a plain name here, like case.toml: without folders, not beginning with a full stop, at most 120 signs"


def is_plain_name(name: str) -> bool:
    """Whether a name stays in its folder, is in sight there, and can be one."""
    return name.isprintable() and not name.startswith(".") and not set(name) & set("/\\:") and 0 < len(name.encode()) <= LONGEST
