"""A rulebook can be read as git has it, without touching the work tree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from guide.loader.files import digest_of
from guide.revisions import RevisionError, opened, revision_with


def git(folder: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(folder), *settings, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two revisions of a rulebook in a folder of a repository, the later one changed again in the work tree."""
    root = tmp_path / "book"
    (root / "rules").mkdir(parents=True)
    (root / "rules" / "a.toml").write_text("first")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "first")
    git(tmp_path, "tag", "v1")
    (root / "kb").mkdir()
    (root / "kb" / "page.md").write_text("page")
    (root / "rules" / "a.toml").write_text("second")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "second")
    (root / "rules" / "a.toml").write_text("third")
    return root


def test_a_folder_is_itself(repository: Path) -> None:
    with opened(repository, Path("/")) as folder:
        assert folder == repository


def test_a_revision_is_what_git_has_of_the_folder(repository: Path) -> None:
    with opened("v1", repository) as folder:
        assert (folder / "rules" / "a.toml").read_text() == "first"
        assert not (folder / "kb").exists()
    with opened("HEAD", repository) as folder:
        assert (folder / "rules" / "a.toml").read_text() == "second"
        assert (folder / "kb" / "page.md").read_text() == "page"


def test_the_work_tree_stays_as_it_is_and_nothing_is_left_behind(repository: Path) -> None:
    with opened("HEAD~1", repository) as folder:
        assert folder != repository
    assert not folder.exists()
    assert (repository / "rules" / "a.toml").read_text() == "third"


def test_a_rulebook_is_found_in_the_history_by_its_digest(repository: Path) -> None:
    """Whatever its folders are called; tests and what is no text are no part of the digest, whoever counts it."""
    root = repository.rename(repository.with_name("my böok"))
    for file, data in {
        "rules/area/b.toml": b"b",
        "rules/area/tests/t.toml": b"t",
        "kb/law/area/p.md": b"\xff",
        "kb/law/q.md": b"q",
        "kb/glossary.md": b"g",
    }.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(data)
    wanted = digest_of(root)
    git(root, "add", "-A", root.parent.as_posix())
    git(root, "commit", "-m", "moved")
    (root / "rules" / "a.toml").write_text("fourth")
    git(root, "commit", "-am", "later")
    found = revision_with(root, wanted)
    assert found
    with opened(found, root) as folder:
        assert digest_of(folder) == wanted
    (root / "rules" / "area" / "tests" / "t.toml").write_text("other")
    assert revision_with(root, digest_of(root)) not in (None, found)
    (root / "rules" / "area" / "b.toml").write_text("other")
    assert revision_with(root, digest_of(root)) is None


@pytest.mark.parametrize("name", ["v9", "", "--output=x", "nowhere/at/all", "a" * 5000])
def test_a_name_that_is_neither_is_said(repository: Path, name: str) -> None:
    with pytest.raises(RevisionError, match="no git revision called"), opened(name, repository):
        pass
    assert not (repository / "x").exists()


def test_a_revision_without_rules_is_said(repository: Path) -> None:
    git(repository, "rm", "-r", "-q", "--cached", "rules")
    git(repository, "commit", "-m", "gone")
    with pytest.raises(RevisionError, match="has no folder `rules`"), opened("HEAD", repository):
        pass


def test_a_folder_outside_git_is_said(tmp_path: Path) -> None:
    with pytest.raises(RevisionError), opened("HEAD", tmp_path):
        pass
