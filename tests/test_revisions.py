"""A rulebook can be read as git has it, without touching the work tree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from guide.revisions import RevisionError, opened


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
