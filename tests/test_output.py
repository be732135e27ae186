"""Where answers go and come from: files, standard output, a terminal or none, an interrupt."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from commanding import SMALL, output, run
from guide.cli import main


@pytest.mark.parametrize(("output", "code"), [("case.toml", 2), ("sub/../case.toml", 2), (".", 3), ("none/list.md", 3), ("x" * 5000, 3)])
def test_a_checklist_that_cannot_be_written_costs_nothing(tmp_path: Path, output: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Least of all the case itself."""
    case = tmp_path / "case.toml"
    (tmp_path / "sub").mkdir()
    run("answer", str(case), "case.nation=England")
    before = case.read_bytes()
    capsys.readouterr()

    assert run("checklist", str(case), "-o", str(tmp_path / output)) == code
    assert capsys.readouterr().err.startswith("guide: ")
    assert case.read_bytes() == before


def test_a_checklist_goes_to_a_file_or_to_standard_output(tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`-o -` is standard output; what is said about the file is commentary."""
    run("answer", case, "case.nation=England")
    capsys.readouterr()
    run("checklist", case)
    plain = output(capsys)
    run("checklist", case, "-o", "-")
    assert output(capsys) == plain
    run("checklist", case, "-o", str(tmp_path / "list.md"))

    assert (tmp_path / "list.md").read_text(encoding="utf-8") == plain
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("path", ["/dev/null", ".", "x" * 5000])
def test_what_is_no_file_is_no_case(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Unreadable, whichever command looks."""
    for command in (["next", path], ["answer", path, "case.nation=England"], ["checklist", path]):
        assert run(*command) == 3
        assert capsys.readouterr().err.startswith("guide: ")


def test_a_folder_without_rules_is_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not a finding: there is nothing to judge."""
    assert main(["check", "--rules", str(tmp_path / "none")]) == 3
    assert "no folder `rules`" in capsys.readouterr().err


def test_the_screens_need_a_terminal(case: str) -> None:
    """Without one, `guide` says what else there is, and `guide ask` asks line by line."""
    home = subprocess.run([sys.executable, "-m", "guide.cli"], input="", capture_output=True, text=True, check=False)
    asked = subprocess.run([sys.executable, "-m", "guide.cli", "ask", case, "--rules", str(SMALL)], input="quit\n", capture_output=True, text=True, check=False)

    assert (home.returncode, home.stdout) == (2, "")
    assert "--plain" in home.stderr
    assert (asked.returncode, "What do you need help with?" in asked.stdout) == (0, True)


def test_an_interrupt_is_quiet_and_loses_nothing(case: str) -> None:
    """Ctrl-C ends the plain interview; the answers before it are in the file."""
    command = [sys.executable, "-m", "guide.cli", "ask", case, "--plain", "--rules", str(SMALL)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("1\n2\n")
        process.stdin.flush()
        while "contract?" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        errors = process.communicate()[1]

    assert (process.returncode, errors.strip()) == (130, "")
    assert 'nation = "Wales"' in Path(case).read_text(encoding="utf-8")
