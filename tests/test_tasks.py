"""The task pages, followed word for word on a fresh copy of the rulebook."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

import guide
from following import commands, follow, steps
from guide.cli import make_parser

ROOT = Path(__file__).parents[1]
TASKS = sorted((ROOT / "docs" / "tasks").glob("*.md"))
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *TASKS]


@pytest.mark.parametrize("task", TASKS, ids=lambda path: path.stem)
def test_a_task_can_be_followed_word_for_word(task: Path, tmp_path: Path) -> None:
    """Every change fits, every command prints what the page says, and nothing is wrong in the end."""
    for folder in ("rules", "kb"):
        shutil.copytree(guide.shipped_rulebook() / folder, tmp_path / folder)
    assert follow(task, tmp_path) >= 1


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_command_of_a_document_can_be_read(document: Path) -> None:
    """Its name and its options exist."""
    parser = make_parser()
    for step in steps(document):
        for command, _ in commands(step.text) if step.kind == "console" else ():
            parser.parse_args(shlex.split(command)[1:])
