"""A disk that is full, for real: the guide says so, loses nothing, and saves when there is room again."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commanding import SMALL, child
from guide.cases import load_case
from guide.values import Cell
from small import SMALL as BOOK
from terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may make a disk so small")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB."""
    made = tmp_path / "disk"
    made.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(made)], check=False, capture_output=True).returncode:
        pytest.skip("no disk can be made here")
    yield made
    subprocess.run(["umount", "--lazy", str(made)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


def test_the_screens_say_so_go_on_and_save_when_there_is_room(disk: Path) -> None:
    """Meanwhile the file is the case as it was last saved, and leaving is not offered without a word."""
    screen = Terminal(disk, "ask", "case.toml", "--rules", str(SMALL), "--on", "2026-04-01")
    screen.wait("What do you need help with?")
    screen.press("space", "enter")
    screen.wait("Which nation is the council in?")
    filler = fill(disk)
    screen.press("1")
    screen.wait("NOT SAVED")
    assert set(load_case(disk / "case.toml", BOOK).answers) == {Cell("case.topics")}
    screen.press("f10")
    screen.wait("the disk is full")
    screen.press("esc")
    filler.unlink()
    screen.wait("Will there be a contract?")
    screen.press("y")
    screen.wait("| saved")
    assert set(load_case(disk / "case.toml", BOOK).answers) == {Cell("case.topics"), Cell("case.nation"), Cell("contract.wanted")}
    screen.press("f10")
    screen.gone()


def test_a_command_says_so_and_leaves_case_and_checklist_as_they_were(disk: Path) -> None:
    case, sheet = disk / "case.toml", disk / "case.md"
    assert child("answer", str(case), "case.topics=contract", "--on", "2026-04-01").returncode == 0
    assert child("checklist", str(case), "-o", str(sheet)).returncode == 0
    before = case.read_bytes(), sheet.read_bytes()
    fill(disk)
    for command in (("answer", str(case), "case.nation=England"), ("checklist", str(case), "-o", str(sheet), "--on", "2026-05-01")):
        found = child(*command)
        assert (found.returncode, "the disk is full" in found.stderr) == (3, True), found.stderr
    assert (case.read_bytes(), sheet.read_bytes()) == before


def test_the_plain_interview_says_so_and_ends_with_three(disk: Path) -> None:
    filler = fill(disk)
    found = child("ask", str(disk / "case.toml"), "--plain", input="1\n1\nsave\nquit\n")
    assert found.stdout.count("the disk is full") >= 3
    assert found.stdout.count("Nothing is lost: your answers are still here.") >= 3
    assert found.returncode == 3
    assert list(disk.iterdir()) == [filler]
