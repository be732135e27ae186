"""Guided, checkable advice from dated rules.

>>> import guide, datetime
>>> rulebook = guide.load(guide.shipped_rulebook())
>>> session = guide.Session(rulebook, as_at=datetime.date(2012, 12, 6))
>>> session.next_question().cell.fact
'case.topics'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guide.loader import RulebookError, load
    from guide.session import AnswerError, Session

__all__ = ["AnswerError", "RulebookError", "Session", "load", "shipped_rulebook"]


def shipped_rulebook() -> Path:
    """The folder of the rulebook that comes with the guide: in the package, or at the top of a checkout."""
    inside = Path(__file__).parent / "book"
    return inside if inside.is_dir() else Path(__file__).parents[2]


def __getattr__(name: str) -> object:
    """Loads the public names when they are first used, so that importing the guide stays quick."""
    import importlib

    modules = {"load": "guide.loader", "RulebookError": "guide.loader", "Session": "guide.session", "AnswerError": "guide.session"}
    if name in modules:
        return getattr(importlib.import_module(modules[name]), name)
    raise AttributeError(f"module 'guide' has no attribute {name!r}")
