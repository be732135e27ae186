"""Verifying: what is on record is worked out again, under the rules of then and of today."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from commanding import SMALL
from guide.cases import load_case
from guide.cli import main
from guide.loader import load

ANSWERS = ["case.nation=England", 'case.topics=["contract", "people"]', "contract.wanted=yes", "contract.value=200000", "contract.signed_on=2026-12-24"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A rulebook in a repository of its own, with one commit."""
    folder = tmp_path / "book"
    for part in ("rules", "kb"):
        shutil.copytree(SMALL / part, folder / part)
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


@pytest.fixture
def case(book: Path, tmp_path: Path) -> Path:
    """A case that was saved under it."""
    path = tmp_path / "case.toml"
    assert guide("answer", book, str(path), "--on", "2026-04-01", *ANSWERS) == 0
    return path


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "rules")


def guide(command: str, book: Path | str, *arguments: str) -> int:
    return main([command, "--rules", str(book), *arguments])


def change(book: Path, old: str, new: str, file: str = "contract.toml") -> None:
    path = book / "rules" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def verified(capsys: pytest.CaptureFixture[str], book: Path, *arguments: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = guide("verify", book, *arguments, "--format", "json", "--on", "2026-04-01")
    return code, json.loads(capsys.readouterr().out)


def exported(book: Path, case: Path, *options: str) -> Path:
    path = case.with_name("list.md")
    assert guide("checklist", book, str(case), "-o", str(path), *options) == 0
    return path


@pytest.mark.parametrize("options", [None, [], ["--without-names"]])
def test_a_case_and_its_checklist_are_as_recorded(book: Path, case: Path, capsys: pytest.CaptureFixture[str], options: list[str] | None) -> None:
    """Items, reasons and days; by both evaluators; and both clocks say the same."""
    code, told = verified(capsys, book, str(case if options is None else exported(book, case, *options)))

    assert (code, told["equal"], told["differs"], told["lines_changed"]) == (0, True, [], [])
    assert [clock["differs"] for clock in told["clocks"]] == [[], []]  # type: ignore[attr-defined]


def test_work_on_a_checklist_leaves_it_as_recorded(book: Path, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ticks, notes and paragraphs are people's; the guide's lines are there."""
    path = exported(book, case)
    text = path.read_text(encoding="utf-8").replace("- [ ] ", "- [x] ").replace("## Dates to keep", "Mine.\n\n## Dates to keep")
    path.write_text(text, encoding="utf-8")

    assert verified(capsys, book, str(path))[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("**By:** 11 January 2027", "**By:** 11 June 2027", "**By:** 11 January 2027"),
        ("**Must:** Publish", "**Could:** Publish", "**Must:** Publish"),
    ],
)
def test_a_line_of_the_guide_that_was_changed_is_told(book: Path, case: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: str) -> None:
    """As the guide wrote it."""
    path = exported(book, case)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    code, told = verified(capsys, book, str(path))

    assert code == 1
    assert [line in text for text in told["lines_changed"]] == [True]  # type: ignore[attr-defined]


def test_a_record_that_was_changed_is_told(book: Path, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer that does not lead to what is recorded, or an entry that does not follow."""
    path = exported(book, case)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("value = 200000", "value = 5"), encoding="utf-8")
    code, told = verified(capsys, book, str(path))
    assert code == 1
    assert {"id": "publish-notice", "before": "applies; must; by 2027-01-11", "after": "ruled out", "only_reasons": False} in told["differs"]  # type: ignore[operator]

    path.write_text(text.replace("by 2027-01-11; why", "by 2027-06-11; why"), encoding="utf-8")
    code, told = verified(capsys, book, str(path))
    assert (code, [one["id"] for one in told["differs"]]) == (1, ["publish-notice"])  # type: ignore[attr-defined]


def test_the_rules_of_then_are_found_in_the_history(book: Path, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By their digest; the rules in use say something else of the same day."""
    path = exported(book, case)
    change(book, '"contract.value >= large_from"', '"contract.value > 500000"')
    commit(book)
    for file in (case, path):
        code, told = verified(capsys, book, str(file))
        assert (code, told["equal"]) == (0, True)
        assert str(told["rulebook"]["found"]).startswith("commit ")  # type: ignore[index]
        moved = [{one["id"]: (one["before"], one["after"]) for one in clock["differs"]} for clock in told["clocks"]]  # type: ignore[attr-defined]
        assert moved[0]["publish-notice"] == ("applies; must; by 2027-01-11", "ruled out")


def test_a_rulebook_that_is_nowhere_is_told(
    book: Path, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do; a folder that is another rulebook is refused. The history of the guide itself is long: it is left out here."""
    monkeypatch.setattr("guide.commands.records.shipped_rulebook", lambda: book)
    monkeypatch.chdir(tmp_path)
    change(book, 'version = "1.2.0"', 'version = "1.3.0"', "rulebook.toml")
    shutil.rmtree(book / ".git")
    assert guide("verify", book, str(case), "--then", str(book)) == 1
    shutil.copytree(book, tmp_path / "old")
    assert "is another rulebook (version 1.3.0" in capsys.readouterr().err
    change(book, 'version = "1.3.0"', 'version = "1.2.0"', "rulebook.toml")
    assert guide("verify", tmp_path / "old", str(case), "--then", str(book)) == 0
    book.joinpath("rules", "rulebook.toml").write_bytes((tmp_path / "old" / "rules" / "rulebook.toml").read_bytes())
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace(load_case(case, load(SMALL)).digest, "0" * 64), encoding="utf-8")
    assert guide("verify", book, str(case)) == 3
    assert "is neither in use nor in the history of git: name it" in capsys.readouterr().err


def test_newer_rules_say_what_differs_and_why(book: Path, case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening the case says that there is something; `moved` says which items, and which change does it; `--rules` stays with the old."""
    change(book, '"contract.value >= large_from"', '"contract.value > 500000"')
    change(book, 'version = "1.2.0"', 'version = "1.3.0"', "rulebook.toml")
    commit(book)
    capsys.readouterr()
    assert guide("next", book, str(case)) == 0
    assert "was saved under other rules (version 1.2.0) than those in use (version 1.3.0)" in capsys.readouterr().err
    assert guide("moved", book, str(case)) == 0
    told = capsys.readouterr().out
    because = "rule `large-contract` changed: without `contract.value >= large_from`; with `contract.value > 500000`"
    assert f"publish-notice: applies; must; by 2027-01-11 -> ruled out\n  - {because}" in told
    assert "Will there be a contract?" not in told

    monkeypatch.chdir(book)
    assert main(["checklist", "--rules", "HEAD~1", str(case), "--format", "json"]) == 0
    assert "publish-notice" in {entry["id"] for entry in json.loads(capsys.readouterr().out)["applies"]}
    assert main(["checklist", "--rules", "HEAD", str(case), "--format", "json"]) == 0
    assert "publish-notice" not in {entry["id"] for entry in json.loads(capsys.readouterr().out)["applies"]}


@pytest.mark.parametrize("text", ["# nothing\n", "<!-- guide:record\nformat = 1\n-->\n", "\x00\xff"])
def test_what_cannot_be_verified_is_told(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Never with a traceback."""
    file = tmp_path / "list.md"
    file.write_text(text, encoding="latin-1")
    assert guide("verify", book, str(file)) == 3
    assert "cannot be verified" in capsys.readouterr().err
    assert guide("verify", book, str(tmp_path / "none.toml")) == 3
