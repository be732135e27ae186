"""A journey on every topic: in a real terminal by keyboard, and line by line in plain mode, to the same answers and the same checklist.

`make journeys` goes on all of them; `make test` on a short one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import walks
from guide.cases import load_case
from guide.cli import main
from guide.model import Rulebook
from terminal import Terminal

SHORT = "assets-and-leases"
TOPICS = tuple(walks.WALKS) if "GUIDE_JOURNEYS" in os.environ else (SHORT,)
SEEN = 45
"""Signs of a question that stand on one line of the screen."""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return walks.shipped()


def by_keyboard(folder: Path, walk: walks.Walk) -> Path:
    """The case after a journey on the screens, and its checklist in a file."""
    screen = Terminal(folder, "ask", "case.toml", "--on", walks.DAY.isoformat())
    for step in walk.steps:
        screen.wait(step.ask[:SEEN], seconds=60)
        screen.press(*step.keys)
        screen.wait(f"{step.answered} answered")
    screen.wait("Every question that matters has been asked.")
    screen.press("f8")
    screen.wait("Write it to which file?")
    screen.press("enter")
    screen.wait("Written to", seconds=60)
    screen.press("f10")
    screen.gone()
    return folder / "case.toml"


def line_by_line(folder: Path, walk: walks.Walk) -> Path:
    """The case after a journey in plain mode, and its checklist in a file."""
    typed = "\n".join([*(step.line for step in walk.steps), "export case.md", "quit", ""])
    command = [sys.executable, "-m", "guide.cli", "ask", "case.toml", "--plain", "--on", walks.DAY.isoformat()]
    said = subprocess.run(command, cwd=folder, input=typed, capture_output=True, text=True, check=True).stdout
    assert "That does not work" not in said
    assert said.count("No question is left that matters") == 1
    return folder / "case.toml"


def checklist(case: Path, capsys: pytest.CaptureFixture[str]) -> object:
    """The checklist of a case as data."""
    capsys.readouterr()
    assert main(["checklist", str(case), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_there_is_a_journey_on_every_topic(book: Rulebook) -> None:
    """But for the one option that says that no topic fits."""
    assert list(walks.WALKS) == [topic for topic in book.facts[book.topics].options if topic != "none"]


@pytest.mark.parametrize("topic", TOPICS)
def test_the_same_answers_lead_to_the_same_checklist_on_screens_and_in_plain_mode(
    topic: str, book: Rulebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = walks.walk(book, topic)
    folders = tmp_path / "keys", tmp_path / "lines"
    for folder in folders:
        folder.mkdir()
    screens, plain = by_keyboard(folders[0], walk), line_by_line(folders[1], walk)

    assert load_case(screens, book).answers == walk.answers
    assert load_case(plain, book).answers == walk.answers
    assert checklist(screens, capsys) == checklist(plain, capsys)
    assert screens.with_suffix(".md").read_text(encoding="utf-8") == plain.with_suffix(".md").read_text(encoding="utf-8")
