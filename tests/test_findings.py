"""Every finding has a page, an example that gives it, and a repair that mends it.

`GUIDE_UPDATE_GOLDEN=1 pytest tests/test_findings.py` writes the reports anew, into the examples and the pages; read the difference.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import guide
from commanding import output
from guide.check import check
from guide.cli import main
from guide.codes import codes
from guide.diagnostics import render_text

ROOT = Path(__file__).parents[1]
BASE = ROOT / "tests" / "books" / "base"
BAD = ROOT / "tests" / "books" / "bad"
PAGES = ROOT / "docs" / "findings"
DAY = date(2026, 4, 1)
BY_THE_DAY = ("R405", "R603")
BESIDES = {"R307": ("R509",)}  # seventeen lines of the same kind say one another
BLOCK = re.compile(r"(?:^`(?P<file>[^`\n]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
CODES = sorted(path.name for path in BAD.iterdir() if path.name.startswith("R"))


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    """The base book with some files laid over it."""
    shutil.copytree(BASE, folder)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def example(code: str) -> dict[str, bytes]:
    """The files of a code's example."""
    return {path.relative_to(BAD / code).as_posix(): path.read_bytes() for path in (BAD / code).rglob("*") if path.is_file() and path.name != "expected.txt"}


def blocks(code: str, part: str) -> list[re.Match[str]]:
    """The fenced blocks of one part of a page."""
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    return list(BLOCK.finditer(text.split(f"## {part}\n", 1)[1].split("\n## ", 1)[0]))


def report(code: str, folder: Path) -> str:
    """What the check says of an example; that it leaves its tests out goes without saying."""
    findings = check(folder, DAY if code in BY_THE_DAY else None)
    return render_text([finding for finding in findings if finding.code == code or finding.code not in ("R511", "R513")], folder) + "\n"


def accept(code: str, text: str) -> None:
    """Writes a report into the example and the page."""
    (BAD / code / "expected.txt").write_text(text, encoding="utf-8")
    page = PAGES / f"{code}.md"
    shown = f"```text\n{text}```"
    page.write_text(
        re.sub(r"^```text\n.*?^```$", lambda _: shown, page.read_text(encoding="utf-8"), count=1, flags=re.DOTALL | re.MULTILINE),
        encoding="utf-8",
    )


def test_every_code_of_the_source_has_a_page_and_an_example() -> None:
    """And no other has."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(guide.__file__).parent.rglob("*.py"))
    emitted = set(re.findall(r'"(R\d{3})"', source))
    assert emitted == set(codes()) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_an_example_gives_its_finding_and_the_page_shows_it(tmp_path: Path, code: str) -> None:
    """The whole report, with the words underlined; the page has the very same files and report."""
    text = report(code, laid(tmp_path / "book", example(code)))
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        accept(code, text)
    assert text == (BAD / code / "expected.txt").read_text(encoding="utf-8")
    assert f"[{code}]" in text
    *files, shown = blocks(code, "Example")
    assert {match["file"]: match["text"] for match in files} == {name: data.decode("utf-8", "replace") for name, data in example(code).items()}
    assert (shown["kind"], shown["text"]) == ("text", text)


@pytest.mark.parametrize("code", CODES)
def test_an_example_has_one_mistake(tmp_path: Path, code: str) -> None:
    """What is told besides is told of the same thing or follows from there being no test of it yet."""
    found = {finding.code for finding in check(laid(tmp_path / "book", example(code)), DAY if code in BY_THE_DAY else None)}
    assert found - {code, "R511", "R513", "R508", *BESIDES.get(code, ())} == set()


@pytest.mark.parametrize("code", CODES)
def test_a_repair_mends_it(tmp_path: Path, code: str) -> None:
    """The repaired files give no such finding and no error."""
    names = list(example(code))
    repaired = {match["file"] or names[0]: match["text"].encode() for match in blocks(code, "Repair")}
    found = check(laid(tmp_path / "book", repaired), DAY if code in BY_THE_DAY else None)
    assert [finding.message for finding in found if finding.code == code or finding.severity == "error"] == []


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_finding_is_printed(capsys: pytest.CaptureFixture[str], code: str) -> None:
    """With its number in any case."""
    assert main(["check", "--explain", code.lower()]) == 0
    assert output(capsys) == (PAGES / f"{code}.md").read_text(encoding="utf-8")


def test_of_a_finding_that_is_not_there_the_nearest_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed for it."""
    assert main(["check", "--explain", "R140"]) == 2
    assert "there is no finding `R140`" in capsys.readouterr().err


def test_the_list_of_findings_is_fresh() -> None:
    """A line for each, by group."""
    groups = {"R0": "Files", "R1": "Names", "R2": "Types", "R3": "Shape", "R4": "Dates", "R5": "Logic", "R6": "Law", "R7": "Words", "R8": "Allowances"}
    lines = ["# Findings", "", "What `guide check` says, by code. `guide check --explain CODE` prints a page.", ""]
    lines += ["The examples leave their tests out, and the reports the findings (R511, R513) that say so.", ""]
    for group, name in groups.items():
        lines += [f"## {name}", "", *(f"- [{code}]({code}.md) {title}" for code, title in codes().items() if code.startswith(group)), ""]
    text = "\n".join(lines)
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        (PAGES / "README.md").write_text(text, encoding="utf-8")
    assert (PAGES / "README.md").read_text(encoding="utf-8") == text
