"""The findings that there are: each code has a page in `docs/findings` that says what it means and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


def folder() -> Path:
    """Where the pages are: in the package, or in a checkout."""
    inside = Path(__file__).parent / "findings"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "docs" / "findings"


@lru_cache(maxsize=1)
def codes() -> Mapping[str, str]:
    """The title of each code's page, by code."""
    return {path.stem: title(path.read_text(encoding="utf-8")) for path in sorted(folder().glob("R[0-9]*.md"))}


def page(code: str) -> str | None:
    """The page of a code; None when there is no such code."""
    return (folder() / f"{code}.md").read_text(encoding="utf-8") if code in codes() else None


def title(text: str) -> str:
    """What the first heading of a page says after the code."""
    return text.split("\n", 1)[0].removeprefix("# ").partition(" ")[2]
