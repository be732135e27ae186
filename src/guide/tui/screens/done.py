"""What is said when nothing is left to ask, and where to go from there."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widgets.option_list import Option

from guide.tui.widgets.listing import entry

DONE = "Every question that matters has been asked."
DONE_HOW = "Answers you are not sure of stay open: what hangs on them is in the checklist as “may apply”."


def done_lines() -> Iterator[Option]:
    """Where to go when nothing is left to ask."""
    yield entry("See the checklist (F7)", "checklist")
    yield entry("Write the checklist to a file (F8)", "export")
    yield entry("Look at your answers, change or clear one (F6)", "answers")


__all__ = ["DONE", "DONE_HOW", "done_lines"]
