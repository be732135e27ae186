"""What authors start from: the schema for their editor, skeletons, a repository of their own, hooks."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import guide
from commanding import output
from guide.check import check
from guide.cli import main
from guide.jsonschema import rules_schema
from guide.loader import load

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "tests" / "books" / "good"
BOOKS = [guide.shipped_rulebook(), GOOD / "small", GOOD / "worked", ROOT / "src" / "guide" / "template"]


def plain(value: object) -> object:
    """TOML as the schema sees it: dates are texts."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def validator(root: Path) -> jsonschema.Draft4Validator:
    """The schema of a rulebook, itself a right one."""
    schema = json.loads(rules_schema(load(root)))
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema)


def test_the_schema_in_the_repository_is_fresh() -> None:
    """Renew it with `make format`, or `guide schema -o rulebook.schema.json`."""
    assert (ROOT / "rulebook.schema.json").read_text(encoding="utf-8") == rules_schema(load(guide.shipped_rulebook()))


@pytest.mark.parametrize("root", BOOKS, ids=lambda path: path.name)
def test_every_rule_file_keeps_to_the_schema_of_its_book(root: Path) -> None:
    """Rules, tests, interview, roles, stages, calendars."""
    schema = validator(root)
    for path in sorted((root / "rules").rglob("*.toml")):
        assert [error.message for error in schema.iter_errors(plain(tomllib.loads(path.read_text(encoding="utf-8"))))] == [], path


MISTAKES = [
    '[item.x]\ntitle = "X"\ncite = "notice-duti"\nlevel = "must"\nwho = "clerk"\nstage = "idea"',
    '[item.x]\ntitle = "X"\ncite = "notice-duty"\nlevel = "most"\nwho = "clerk"\nstage = "idea"',
    '[item.x]\ntitle = "X"\ncite = "notice-duty"\nlevel = "must"\nwho = "clark"\nstage = "idea"',
    '[item.x]\ntitle = "X"\ncite = "notice-duty"\nlevel = "must"\nwho = "clerk"',
    '[item.x]\ntitle = "X"\ncite = "notice-duty"\nlevel = "must"\nwho = "clerk"\nstage = "idea"\nunles = ["contract.wanted"]',
    '[rule.x]\ncite = "notice-duty"\nthen = "contract.large"\nfor = { p = "persons" }',
    '[fact.a.b]\ntype = "yesno"',
    '[test.x]\non = 2026-01-01\nexpect.aplies = ["x"]',
    'topic = "contracts"',
]


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_seen_while_it_is_typed(text: str) -> None:
    """A name that is not there, a key that is none, a key that is missing."""
    assert list(validator(GOOD / "small").iter_errors(plain(tomllib.loads(text))))


KINDS = [("page", "new-law"), ("rule", "new-rule"), ("item", "new-item"), ("conflict", "new-conflict"), ("fact", "new.question"), ("list", "things")]
KINDS += [("param", "new_amount"), ("test", "new-test")]


@pytest.mark.parametrize(("kind", "id"), KINDS)
def test_a_skeleton_is_right_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, id: str) -> None:
    """It adds no error to a book; what it does not decide yet is a warning."""
    shutil.copytree(ROOT / "src" / "guide" / "template", tmp_path / "book")
    assert main(["new", "--rules", str(tmp_path / "book"), kind, id]) == 0
    path = tmp_path / "book" / ("kb/law/new-law.md" if kind == "page" else "rules/new.toml")
    path.write_text(output(capsys), encoding="utf-8")
    assert [finding.message for finding in check(tmp_path / "book") if finding.severity == "error"] == []
    loaded = load(tmp_path / "book", tests=True)
    assert id in {*loaded.pages, *loaded.rules, *loaded.items, *loaded.facts, *loaded.lists, *loaded.params, *loaded.tests}
    if kind == "test":
        assert main(["test", "--rules", str(tmp_path / "book"), id]) == 0


@pytest.mark.parametrize(
    ("kind", "id", "words"), [("fact", "new", "subject and attribute"), ("item", "publish-notice", "already"), ("param", "a-b", "joined by `_`")]
)
def test_a_skeleton_needs_a_free_id(capsys: pytest.CaptureFixture[str], kind: str, id: str, words: str) -> None:
    """The message says what is wrong with it."""
    assert main(["new", "--rules", str(GOOD / "small"), kind, id]) == 2
    assert words in capsys.readouterr().err


def test_a_new_repository_works_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is checked, tested, covered whole, and asks its questions; its files are the ones that were named."""
    folder = tmp_path / "ours"
    assert main(["init", str(folder)]) == 0
    named = output(capsys).split()
    assert named == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert {".pre-commit-config.yaml", ".github/workflows/rulebook.yml", ".taplo.toml", "README.md"} <= set(named)
    assert check(folder) == ()
    assert main(["test", "--rules", str(folder), "--least", "100"]) == 0
    assert (folder / "rulebook.schema.json").read_text(encoding="utf-8") == rules_schema(load(folder))
    assert main(["answer", "--rules", str(folder), str(tmp_path / "case.toml"), "case.topics=letters", "case.nation=England"]) == 0
    assert main(["next", "--rules", str(folder), str(tmp_path / "case.toml")]) == 0
    assert "Is the letter a complaint?" in output(capsys)


def test_commands_work_with_the_rulebook_of_the_folder_they_are_run_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An author who stands in a repository of their own is told of its mistakes, not that another rulebook has none."""
    assert main(["init", str(tmp_path / "ours")]) == 0
    rules = tmp_path / "ours" / "rules" / "letters.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('"letter.is_complaint"', '"letter.is_complain"'), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "ours")
    assert main(["check"]) == 1
    assert "did you mean `letter.is_complaint`?" in output(capsys)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """But for a fresh git repository."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path / "full")]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]
    (tmp_path / "git" / ".git").mkdir(parents=True)
    assert main(["init", str(tmp_path / "git")]) == 0


def test_the_hooks_run_what_they_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every entry of the hooks and of the new repository's is a command that passes there."""
    entries = [line.partition("entry: ")[2] for line in (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines() if "entry: " in line]
    assert main(["init", str(tmp_path / "ours")]) == 0
    config = (tmp_path / "ours" / ".pre-commit-config.yaml").read_text(encoding="utf-8").splitlines()
    workflow = (tmp_path / "ours" / ".github" / "workflows" / "rulebook.yml").read_text(encoding="utf-8").splitlines()
    entries += [line.partition("entry: ")[2] for line in config if "entry: " in line]
    entries += [line.partition("run: ")[2] for line in workflow if "run: guide" in line]
    monkeypatch.chdir(tmp_path / "ours")
    for words in (["init"], ["add", "."], ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false", "commit", "-m", "first"]):
        subprocess.run(["git", *words], check=True, capture_output=True)
    here = [entry.partition(" >> ")[0].replace("origin/$GITHUB_BASE_REF", "HEAD") for entry in entries]
    assert len(here) == 7
    assert [main(shlex.split(entry)[1:]) for entry in here] == [0] * 7
