"""A newcomer's journey in a real terminal of 80 columns and 24 lines, with the keyboard alone."""

from __future__ import annotations

import os
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


def test_a_line_is_ticked_and_a_question_handed_out_and_taken_back(tmp_path: Path) -> None:
    """Ticks the first line that applies, leaves a question to a colleague, writes their form, and takes their answer."""
    screen = Terminal(tmp_path, "ask", "case.toml", "--on", "2026-11-25")
    screen.wait("What do you need help with?")
    screen.press("down", "down", "space", "enter")
    screen.wait("Which nation is the council in?")
    screen.press("1")
    screen.wait("What kind of council or authority is it?")
    screen.press("f3")
    screen.wait("What should be found out?")
    screen.press("a", "s", "k", "enter", "down", "enter")
    screen.wait("Has the council received an expression of interest")
    screen.press("y")
    screen.wait("Who sent it?")
    screen.press("f7")
    screen.wait("[ ]")
    screen.press("space")
    screen.wait("Done on")
    screen.press("f6")
    screen.wait("Your answers")
    screen.press("c")
    screen.wait("Note: ask")
    screen.press("enter")
    screen.wait("To which file?")
    screen.press("enter")
    screen.wait("Written to")
    form = next(tmp_path.glob("*.txt"))
    form.write_text(form.read_text(encoding="utf-8").replace("\nAnswer:", "\nAnswer: county"), encoding="utf-8")
    screen.press("t")
    screen.wait("Which file?")
    screen.press(*form.name, "enter")
    screen.wait("Take the new answers")
    screen.press("enter")
    screen.wait("No question is left to anybody")
    screen.press("f10")
    screen.gone()

    kept = tomllib.loads((tmp_path / "case.toml").read_text(encoding="utf-8"))
    assert kept["answers"]["authority"]["kind"] == "county"
    assert [list(work) for work in kept["work"].values()] == [["done"]]


def test_when_the_terminal_goes_away_the_guide_ends_and_the_answers_are_there(tmp_path: Path) -> None:
    """A child of another program gets no signal when the window is closed; it must not stay behind."""
    screen = Terminal(tmp_path, "ask", "case.toml", "--on", "2026-11-25", deaf=True)
    screen.wait("What do you need help with?")
    screen.press("down", "down", "space", "enter")
    screen.wait("Which nation is the council in?")
    os.close(screen.process.fileno())
    assert screen.ended(within=15)
    kept = tomllib.loads((tmp_path / "case.toml").read_text(encoding="utf-8"))["answers"]
    assert kept["case"] == {"topics": ["right-to-challenge"]}
