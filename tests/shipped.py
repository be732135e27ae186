"""The rulebook that comes with the guide, loaded once for all test files of a process."""

from __future__ import annotations

from functools import cache

import guide
from guide.loader import load
from guide.model import Rulebook


@cache
def book() -> Rulebook:
    return load(guide.shipped_rulebook())
