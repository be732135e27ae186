"""What the start screen knows of a rulebook besides its rules: the examples that come with it, and what it changed for a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guide.cases import load_case
from guide.engine import evaluate
from guide.loader import RulebookError, load
from guide.model import Rulebook
from guide.records.moved import moved, say_differences
from guide.revisions import RevisionError, opened, revision_with

NOT_AT_HAND = "The rulebook that it was last saved under is not at hand, so nobody can tell what differs. Look through the checklist again."
KEPT = "No answer is asked for again."


def news_for(path: Path, rulebook: Rulebook, root: Path | None) -> Iterator[str]:
    """What the rulebook in use changes for a case that was saved under another one, in lines. Raises CaseError."""
    case = load_case(path, rulebook)
    try:
        commit = revision_with(root, case.digest) if root and case.digest else None
        if root is None or commit is None:
            yield NOT_AT_HAND
            return
        with opened(commit, root) as folder:
            old = load(folder)
            before = load_case(path, old)
            yield from say_differences(moved(evaluate(old, before.answers, before.as_at), case.answers, rulebook))
    except (RevisionError, RulebookError):
        yield NOT_AT_HAND
        return
    yield KEPT


__all__ = ["NOT_AT_HAND", "news_for"]
