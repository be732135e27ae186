"""Hostile files and names: some of what `tests/fuzz.py` tries for hours, and the worst that was thought of by hand."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

import guide.loader
from commanding import run
from fuzz import fuzz
from guide.cli import main

HEAD = 'format = 1\ntitle = "T"\nas_at = 2026-04-01\n'
READING = (["checklist"], ["verify"], ["moved"], ["cases"], ["plan"], ["like"], ["next"], ["document"], ["handoff"])


def test_a_few_hostile_files_are_refused_or_shown_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same few each time: no traceback, nothing that steers a terminal, no live markup, nothing written when refused."""
    monkeypatch.setattr(guide.loader, "load", guide.loader.load)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert fuzz(5, seed=7, most=25) == 0


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HEAD.encode() + b'x = "\xff\xfe"\n', id="invalid UTF-8"),
        pytest.param(f"{HEAD}[answers.contract]\nwanted = true\nwanted = false\n".encode(), id="a key said twice"),
        pytest.param(f"{HEAD}[answers.contract]\n[answers.contract]\n".encode(), id="a table said twice"),
        pytest.param(f"{HEAD}x = {'[' * 3000}{']' * 3000}\n".encode(), id="lists in lists"),
        pytest.param(f"{HEAD}x = {'{ a = ' * 3000}1{' }' * 3000}\n".encode(), id="tables in tables"),
        pytest.param(f"{HEAD}x = {'9' * 100_000}\n".encode(), id="a long number"),
        pytest.param(f"{HEAD}[{'.'.join(['a'] * 3000)}]\n".encode(), id="a name in a name"),
        pytest.param(HEAD.encode() + b"\0", id="a null"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_no_case_is_refused_by_every_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    """With a message that names the file; `cases` tells it, and lists the others."""
    path = tmp_path / "case.toml"
    path.write_bytes(data)
    for command in READING:
        code = run(*command, str(path))
        told = capsys.readouterr().err
        assert code == (1 if command == ["cases"] else 3), (command, told)
        assert f"{path}:" in told
    assert run("rename", "service.name", "service.called", "--cases", str(path), "--dry-run") in (0, 2)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [f"x = {'[' * 3000}{']' * 3000}\n", f"x = {'9' * 100_000}\n", f"[{'.'.join(['a'] * 3000)}]\n"],
    ids=["lists in lists", "a long number", "a name in a name"],
)
def test_a_rulebook_that_cannot_be_held_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str) -> None:
    """Rules and pages alike: the file, and what is wrong with it."""
    for file, text in {"rules/a.toml": data, "kb/law/p.md": f"+++\n{data}+++\n"}.items():
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert main(["check", "--rules", str(tmp_path)]) == 1
    told = "".join(capsys.readouterr())
    assert told.count("a number is too long, or lists are nested too deeply") == 2


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\nb", "\u202etxt", "<b>x", "-o", "$(id)", "%s", "a" * 240, "\udcff"], ids=ascii)
def test_a_file_may_be_called_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Its name is told without what steers a terminal, and is never a path or an option."""
    path = tmp_path / f"{name}.toml"
    assert run("answer", str(path), "case.nation=England") == 0
    for command in READING:
        assert run(*command, str(path)) == 0, command
    path.write_text("nothing", encoding="utf-8")
    assert run("verify", str(path)) == 3
    told = capsys.readouterr()
    assert not {c for c in told.out + told.err if not c.isprintable() and c != "\n"}
    assert len(list(tmp_path.iterdir())) == 1
