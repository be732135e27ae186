"""A case is safe from two guides at once, and from a process that ends at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commanding import SMALL, run
from guide.cases import CaseError, load_case
from guide.cases.lock import holding, lock_of
from guide.values import Cell
from small import SMALL as BOOK

SAVER = f"""
import sys
from pathlib import Path
from guide.cases import load_case, new_case, save_case, with_answers
from guide.loader import load
from guide.values import Answer, Cell
from datetime import date
book, path = load({str(SMALL)!r}), Path(sys.argv[1])
case = new_case(book, date(2026, 4, 1), "x" * 20_000)
print("ready", flush=True)
for number in range(10**6):
    save_case(path, with_answers(case, {{Cell("contract.value"): Answer(number)}}), book)
"""
HOLDER = """
import sys, time
from pathlib import Path
from guide.cases.lock import holding
with holding(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def child(script: str, path: Path) -> subprocess.Popen[str]:
    found = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert found.stdout is not None
    assert found.stdout.readline()
    return found


def end(process: subprocess.Popen[str], how: signal.Signals = signal.SIGKILL) -> None:
    process.send_signal(how)
    process.communicate()


def test_a_process_that_is_killed_leaves_a_whole_case(tmp_path: Path) -> None:
    """Whenever it happens: the file and the version before it are cases that read, the later one of the later answer."""
    dice = random.Random(5)
    path = tmp_path / "case.toml"
    for _ in range(6):
        process = child(SAVER, path)
        time.sleep(0.05 + dice.random() / 10)
        end(process)
        values = [load_case(file, BOOK).answers[Cell("contract.value")].value for file in (path, path.with_name("case.toml~")) if file.exists()]
        assert path.exists()
        assert values == sorted(values, key=lambda value: -int(str(value)))
        assert path.stat().st_mode & 0o777 == 0o600
        for leftover in tmp_path.glob(".guide-*"):
            leftover.unlink()  # what was being written when the process died


def test_two_guides_do_not_change_a_case_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second says who has it, and changes nothing; when the first ends the case is free."""
    path = tmp_path / "case.toml"
    process = child(HOLDER, path)
    assert run("answer", str(path), "case.nation=England") == 3
    assert f"it is open in another guide (process {process.pid} on " in capsys.readouterr().err
    assert run("ask", str(path), "--plain") == 3
    assert not path.exists()
    end(process)
    assert run("answer", str(path), "case.nation=England") == 0
    assert not lock_of(path).exists()


def test_a_lock_that_a_crash_left_is_taken(tmp_path: Path) -> None:
    """Whatever its file says, also of a process that is there."""
    path = tmp_path / "case.toml"
    process = child(HOLDER, path)
    end(process)
    assert lock_of(path).exists()
    for said in ("{}", "", "nonsense", f'{{"process": {os.getpid()}, "host": "h", "since": "noon"}}'):
        lock_of(path).write_text(said)
        with holding(path):
            pass
        assert not lock_of(path).exists()


def test_reading_needs_no_lock(tmp_path: Path) -> None:
    """A checklist can be written while the interview is open."""
    path = tmp_path / "case.toml"
    assert run("answer", str(path), "case.nation=England") == 0
    with holding(path):
        assert run("checklist", str(path), "-o", str(tmp_path / "list.md")) == 0


def test_a_folder_that_takes_no_lock_is_no_hindrance(tmp_path: Path) -> None:
    """Saving tells what is wrong."""
    with holding(tmp_path / "none" / "case.toml"):
        pass
    with pytest.raises(CaseError, match="there is no such file"):
        load_case(tmp_path / "none" / "case.toml", BOOK)
