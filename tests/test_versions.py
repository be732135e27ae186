"""What earlier versions exported verifies under this one, and can be worked on with it.

Each folder of `tests/versions` has a case, checklists and the rulebook of one version, as that version wrote them. Never write them again:
add a folder for a version that is tagged.
"""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import pytest

import guide.loader
from guide.cli import main
from guide.loader import load
from guide.loader.files import digest_of

VERSIONS = sorted((Path(__file__).parent / "versions").iterdir())
FILES = ("case.toml", "checklist.md", "published.md")


@pytest.fixture(scope="module", params=VERSIONS, ids=lambda path: path.name)
def version(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def book(version: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rulebook of the version."""
    folder = tmp_path_factory.mktemp("book")
    with tarfile.open(version / "rulebook.tar.xz") as tar:
        tar.extractall(folder, filter="data")
    return folder


def test_what_it_exported_verifies(version: Path, book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The case, the checklist that people worked on and the published one are equal: every item, reason, day and line; by both evaluators."""
    then = load(book)
    monkeypatch.setattr(guide.loader, "load", lambda *_: then)
    for file in FILES:
        assert main(["verify", str(version / file), "--rules", str(book), "--on", "2016-02-29", "--format", "json"]) == 0, file
        told = json.loads(capsys.readouterr().out)
        assert (told["equal"], told["rulebook"]["version"], told["rulebook"]["digest"]) == (True, version.name, digest_of(book))
        assert (told["evaluators"]["agree"], told["differs"], told["lines_changed"], told["clocks"][0]["differs"]) == (True, [], [], [])
        assert told["items"] > 700


def test_a_changed_export_does_not(version: Path, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer, a line, or who did not follow what."""
    then = load(book)
    monkeypatch.setattr(guide.loader, "load", lambda *_: then)
    text = (version / "checklist.md").read_text(encoding="utf-8")
    changed = text.replace("staff_move = true", "staff_move = false").replace("a continuity plan, an exercise", "an exercise")
    path = tmp_path / "list.md"
    path.write_text(changed.replace("by Cara Moss, because", "by Dan Moss, because", 1), encoding="utf-8")
    assert main(["verify", str(path), "--rules", str(book), "--on", "2016-02-29", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    differs = {one["id"] for one in told["differs"]}
    assert {"continuity-plan", "repeat-the-pension-promise"} <= differs
    assert any("Require a continuity plan, an exercise" in line for line in told["lines_changed"])


def test_it_is_written_again_under_the_rules_of_today(version: Path, tmp_path: Path) -> None:
    """Whatever moved on: ticks, notes and paragraphs stay."""
    for file in FILES[:2]:
        shutil.copy(version / file, tmp_path)
    assert main(["checklist", str(tmp_path / "case.toml"), "-o", str(tmp_path / "checklist.md")]) == 0
    text = (tmp_path / "checklist.md").read_text(encoding="utf-8")
    assert "\nAgreed with the board on Tuesday.\n" in text
    assert text.count("\n  - £10 million, policy in the safe\n") == 1
    assert text.count("Not followed:** by Cara Moss") + text.count("Not followed: by Cara Moss") == 1
    assert "- [x] **Must:** Have employers' liability insurance" in text or "- [x] ~~**Must:** Have employers' liability insurance" in text
