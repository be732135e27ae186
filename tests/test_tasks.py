"""The task pages, followed word for word on a fresh copy of the rulebook; what authors copy from them has the usual layout."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import guide
from following import commands, follow, steps
from guide.cli import make_parser

ROOT = Path(__file__).parents[1]
TASKS = sorted(path for path in (ROOT / "docs" / "tasks").glob("*.md") if path.stem != "README")
TAPLO = Path(sys.executable).with_name("taplo")
DOCUMENTS = [ROOT / "README.md", ROOT / "docs" / "tasks" / "README.md", *sorted((ROOT / "docs").glob("*.md")), *TASKS]


@pytest.mark.parametrize("task", TASKS, ids=lambda path: path.stem)
def test_a_task_can_be_followed_word_for_word(task: Path, tmp_path: Path) -> None:
    """Every change fits, every command prints what the page says, and nothing is wrong in the end."""
    for folder in ("rules", "kb"):
        shutil.copytree(guide.shipped_rulebook() / folder, tmp_path / folder)
    assert follow(task, tmp_path) >= 1
    if TAPLO.exists():
        shutil.copyfile(ROOT / ".taplo.toml", tmp_path / ".taplo.toml")
        assert subprocess.run([TAPLO, "fmt", "--check"], cwd=tmp_path, check=False, capture_output=True).returncode == 0


def test_every_task_is_in_the_list() -> None:
    """The page that stands before the others leads to each."""
    listed = (ROOT / "docs" / "tasks" / "README.md").read_text(encoding="utf-8")
    assert [task.name for task in TASKS if f"]({task.name})" not in listed] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_document_can_be_read(document: Path) -> None:
    """Its name and its options exist."""
    parser = make_parser()
    for step in steps(document):
        for command, _ in commands(step.text) if step.kind == "console" else ():
            parser.parse_args(shlex.split(command)[1:])
