"""A newcomer's journey in a real terminal of 80 columns and 24 lines, with the keyboard alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

from terminal import Terminal


def test_from_start_to_exported_checklist_and_nothing_is_lost(tmp_path: Path) -> None:
    """Answers, says "not sure" twice, quits midway, resumes, changes an early answer, and exports the checklist."""
    first = Terminal(tmp_path, "ask", "case.toml", "--on", "2026-11-25")
    first.wait("What do you need help with?")
    first.press("down", "down", "space", "enter")
    first.wait("Which nation is the council in?")
    first.press("1")
    first.wait("What kind of council or authority is it?")
    first.press("f2")
    first.wait("Has the council received an expression of interest")
    first.press("y")
    first.wait("Who sent it?")
    first.press("f2")
    first.wait("5 answered")
    first.press("f10")
    first.gone()

    kept = tomllib.loads((tmp_path / "case.toml").read_text(encoding="utf-8"))["answers"]
    assert kept["case"] == {"topics": ["right-to-challenge"], "nation": "England"}
    assert kept["authority"]["kind"] == "not sure"
    assert kept["challenge"] == {"exists": True, "submitted_by": "not sure"}

    again = Terminal(tmp_path, "ask", "case.toml")
    again.wait("5 answered")
    again.press("f6")
    again.wait("Your answers")
    again.press("down", "down", "enter")
    again.wait("What kind of council or authority is it?")
    again.press("1")
    again.wait("5 answered")
    again.press("f8")
    again.wait("case.md")
    again.press("enter")
    again.wait("Written to", seconds=30)
    again.press("f10")
    again.gone()

    changed = tomllib.loads((tmp_path / "case.toml").read_text(encoding="utf-8"))["answers"]
    assert changed["authority"]["kind"] == "county"
    assert changed["challenge"] == kept["challenge"]
    text = (tmp_path / "case.md").read_text(encoding="utf-8")
    assert "County council" in text
    assert "**Must:** Confirm that the right to challenge binds your authority" in text
    assert "not legal advice" in text
