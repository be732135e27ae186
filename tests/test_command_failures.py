"""The command line when things go wrong: what was typed, what is on the disk, where the answer goes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commanding import child, run
from guide.cli import main

CODES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")
NASTY = "A\x1b[31m\x07\x1b]0;x\x07\x9b2J\u202enn"


def test_several_problems_are_told_at_once_and_nothing_is_recorded(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All or nothing."""
    run("answer", case, "case.nation=Wales")
    before = Path(case).read_bytes()

    assert run("answer", case, "case.nation=England", "contract.wanted=perhaps", "contract.valeu=5", "contract.value=much") == 2
    told = capsys.readouterr().err
    assert [word in told for word in ("yes, no or not sure", "did you mean `contract.value`?", "not a number")] == [True] * 3
    assert Path(case).read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("person[Nobody].roles?", "no row `Nobody`"),
        ("form?", "fixed in the rulebook"),
        ("contract.large?", "worked out"),
        ("person[Ann].reports_to=Anm", "did you mean `Ann`?"),
        ('person[Ann].related_to=["Anm"]', "no row of `person`"),
        pytest.param("person=" + "[" * 100_000, "nested too deeply", id="nested"),
        pytest.param("person=[" + "9" * 5_000 + "]", "too long", id="digits"),
        ('person=[{"name": "Ann", "pay": NaN}]', "number"),
        ("=5", "FACT=VALUE"),
        ("?", "FACT=VALUE"),
        ("", "FACT=VALUE"),
    ],
)
def test_a_slip_is_never_recorded(case: str, answer: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that nobody has, least of all: a conflict would go unseen."""
    run("answer", case, 'person=["Ann"]')
    before = Path(case).read_bytes()

    assert run("answer", case, answer) == 2
    assert message in capsys.readouterr().err
    assert Path(case).read_bytes() == before


def test_a_name_may_have_any_sign(case: str) -> None:
    """Also those that the command line uses itself."""
    assert run("answer", case, 'person=["A=B", "Who?"]', "person[A=B].paid=yes", "person[Who?].paid?") == 0
    written = Path(case).read_text(encoding="utf-8")

    assert written.index('name = "A=B"') < written.index("paid = true") < written.index('name = "Who?"') < written.index('paid = "not sure"')


@pytest.mark.parametrize(("typed", "kept"), [("[sic]", "[sic]"), ("true", "true"), ("a=b", "a=b"), ('{"exactly": "not sure"}', "not sure")])
def test_a_text_is_taken_as_it_stands(case: str, typed: str, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is never JSON, unless it says so."""
    assert run("answer", case, f"service.name={typed}") == 0
    run("checklist", case)

    assert kept.replace("[", r"\[").replace("]", r"\]") in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"format = 1\n", b"format = 99\n", b"format = 1\nas_at = 2026-04-01\n[answers.contract]\nwanted = 3\n", b"[", b"a = " + b"[" * 5_000],
)
def test_a_file_that_is_no_case_is_left_as_it_is(case: str, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """By every command; its path and the reason are told, and nothing lies beside it."""
    Path(case).write_bytes(content)
    for arguments in (["answer", case, "case.nation=England"], ["clear", case, "case.nation"], ["next", case], ["checklist", case], ["ask", case, "--plain"]):
        assert run(*arguments) == 3
        assert f"guide: {case}: " in capsys.readouterr().err

    assert Path(case).read_bytes() == content
    assert [path.name for path in Path(case).parent.iterdir()] == ["case.toml"]


@pytest.mark.parametrize("where", ["none/case.toml", "file/case.toml", ".", "n" * 300])
def test_a_place_where_no_case_can_be_is_told(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3 and one sentence."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert run("answer", str(tmp_path / where), "case.nation=England") == 3
    printed = capsys.readouterr()
    assert (printed.out, len(printed.err.splitlines())) == ("", 1)


def test_a_checklist_is_never_written_over_its_case(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip with `-o` costs no answers."""
    run("answer", case, "case.nation=England")
    before = Path(case).read_bytes()

    assert run("checklist", case, "-o", case) == 2
    assert "is the case itself" in capsys.readouterr().err
    assert Path(case).read_bytes() == before
    assert run("checklist", case, "-o", str(Path(case).parent / "none" / "list.md")) == 3


def test_no_command_prints_a_code_of_the_terminal(case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, names, notes and what was typed come out harmless, as Markdown, text and JSON."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"?{NASTY}\nreview\nlist\n"))
    run("ask", case, "--plain", "--title", NASTY)
    assert not CODES.search(capsys.readouterr().out)
    names = json.dumps([{"name": NASTY, "roles": ["evaluator", "director"], "remark": NASTY}, {"name": "B", "roles": ["evaluator"]}])
    assert run("answer", case, 'case.topics=["people"]', f"person={names}", "person[B].reports_to=" + NASTY) == 0
    commands = [
        ["next", case], ["next", case, "--format", "json"], ["checklist", case], ["checklist", case, "--format", "json"],
        ["why", case, "marks-own-manager"], ["why", case, "marks-own-manager", "--format", "json"], ["why", case, "take-off", "--change"],
        ["why", case, NASTY], ["answer", case, NASTY], ["answer", case, f"case.nation={NASTY}"], ["clear", case, NASTY], ["checklist", f"{case}{NASTY}"],
        ["checklist", case, "-o", f"{case}{NASTY}.md"], ["test", NASTY], ["next", case, "--on", NASTY], ["next", case, NASTY], [NASTY],
    ]  # fmt: skip
    for arguments in commands:
        with contextlib.suppress(SystemExit):
            run(*arguments)
        printed = capsys.readouterr()
        assert not CODES.search(printed.out + printed.err), arguments
        assert "json" not in arguments or json.loads(printed.out)


def test_a_pipe_that_nobody_reads_is_no_error(case: str) -> None:
    """Closed before the first line."""
    run("answer", case, "case.nation=England")
    read, write = os.pipe()
    os.close(read)
    found = child("checklist", case, stdout=write, stderr=subprocess.PIPE, capture_output=False)
    os.close(write)

    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_an_answer_that_does_not_arrive_is_no_success(case: str) -> None:
    """Nobody takes half a checklist for a whole one."""
    run("answer", case, "case.nation=England")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        found = child("checklist", case, stdout=full, stderr=subprocess.PIPE, capture_output=False)

    assert found.returncode == 3
    assert "the answer cannot be written: no space left" in found.stderr.lower()


def test_a_terminal_without_the_signs_shows_what_it_can(case: str) -> None:
    """Money in a terminal that has no pound sign is no crash."""
    found = child("answer", case, "case.nation=England", "contract.wanted=yes", "contract.value=£150,000")
    assert found.returncode == 0
    shown = child("why", case, "publish-notice", env={"PYTHONIOENCODING": "ascii"})

    assert (shown.returncode, shown.stderr) == (0, "")
    assert r"\xa3150,000" in shown.stdout


def test_input_that_is_no_text_is_refused(case: str) -> None:
    """The line is not recorded; the conversation goes on."""
    found = child("ask", case, "--plain", input="1\nEngland\ngo service.name\nCaf\udce9\nCafé\n", encoding="utf-8", errors="surrogateescape")

    assert (found.returncode, found.stderr) == (0, "")
    assert 'name = "Café"' in Path(case).read_text(encoding="utf-8")


def test_bad_rules_are_named(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without rules, or none at all."""
    for folder in (tmp_path, tmp_path / "none"):
        assert main(["next", case, "--rules", str(folder)]) == 3
        assert "there is no folder `rules`" in capsys.readouterr().err


def test_what_would_change_an_item_is_told(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The smallest changes, in words."""
    run("answer", case, "case.nation=England", "contract.wanted=yes", "contract.value=100000")
    capsys.readouterr()

    assert run("why", case, "publish-notice", "--change") == 0
    assert "What would make it apply:\n  answering “£120,000.50” to “What is the contract worth?”" in capsys.readouterr().out
    assert run("why", case, "contract.large", "--change") == 2
