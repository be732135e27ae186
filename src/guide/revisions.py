"""Rulebooks of the past: taken out of git by revision, or found by the digest that a case or an export carries."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from guide.loader.files import digest_of

FOLDERS = ("rules", "kb")
COMMIT_SIGNS = 10
"""How many signs of a commit's name are shown."""


class NoRevision(Exception):
    """There is no such revision, or no git."""


def git(folder: Path, *arguments: str) -> bytes:
    """What git answers in a folder. Raises NoRevision."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError as error:
        raise NoRevision("git is not installed") from error
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        said = error.stderr.decode(errors="replace").strip() if isinstance(error, subprocess.CalledProcessError) else str(error)
        raise NoRevision(said.split("\n", 1)[0].removeprefix("fatal: ") or "git found nothing") from error
    return done.stdout


def commit_of(folder: Path, revision: str) -> str:
    """The commit that a branch, tag or other name of a revision means. Raises NoRevision."""
    if revision.startswith("-"):
        raise NoRevision(f"`{revision}` is no revision")
    return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()


def take_out(folder: Path, commit: str, into: Path) -> None:
    """Writes `rules/` and `kb/` as they were at a commit; `folder` is where they are now. Raises NoRevision."""
    there = git(folder, "ls-tree", "--name-only", commit, *FOLDERS).decode().split()
    if "rules" not in there:
        raise NoRevision(f"there are no rules in {commit[:COMMIT_SIGNS]}")
    with tarfile.open(fileobj=io.BytesIO(git(folder, "archive", "--format=tar", commit, *there))) as archive:
        archive.extractall(into, filter="data")


@contextmanager
def rulebook_at(folder: Path, commit: str) -> Iterator[Path]:
    """A temporary folder with the rulebook of a commit. Raises NoRevision."""
    with TemporaryDirectory(prefix="guide-rules-") as name:
        take_out(folder, commit, Path(name))
        yield Path(name)


def commit_with(folder: Path, digest: str) -> str | None:
    """The newest commit whose rulebook has a digest; None when the history of the folder has none. Raises NoRevision."""
    seen: set[bytes] = set()
    for commit in git(folder, "log", "--all", "--format=%H", "--", *FOLDERS).decode().split():
        trees = git(folder, "ls-tree", commit, *FOLDERS)
        if trees in seen:
            continue
        seen.add(trees)
        try:
            with rulebook_at(folder, commit) as found:
                if digest_of(found) == digest:
                    return commit
        except NoRevision:
            continue
    return None
