"""Rulebooks of other times: a folder, or the folder that git keeps of a revision, unpacked beside the work tree and never over it."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guide.loader.files import digest_of

PARTS = ("rules", "kb", "examples")
"""What is unpacked of a revision, where it has them."""


RULEBOOK = ("rules", "kb")
COMMIT_SIGNS = 10
"""How many signs of a commit's name are shown."""


class RevisionError(Exception):
    """A rulebook that is neither a folder nor a revision that git knows."""


@contextmanager
def opened(named: str | Path, root: Path) -> Iterator[Path]:
    """The folder of a rulebook: `named` is a folder with `rules/`, or a git revision of `root`, kept until the block ends.

    Raises RevisionError.
    """
    folder = Path(named)
    if str(named) and is_rulebook(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="guide-") as made:
        unpack(str(named), root, Path(made))
        yield Path(made)


def is_rulebook(folder: Path) -> bool:
    """Whether a folder holds a rulebook."""
    try:
        return (folder / "rules").is_dir()
    except OSError:
        return False


def unpack(revision: str, root: Path, into: Path) -> None:
    """Writes the rulebook of a revision into a folder. Raises RevisionError."""
    commit = git(
        root,
        f"there is no folder with rules/ and no git revision called `{revision}`",
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
    )
    name = commit.decode().strip()
    there = git(root, f"git cannot list `{revision}`", "ls-tree", "-z", "--name-only", name, "--", *PARTS).decode().split("\0")
    parts = [part for part in PARTS if part in there]
    if "rules" not in parts:
        raise RevisionError(f"the revision `{revision}` has no folder `rules` in {root}")
    archive = git(root, f"git cannot read `{revision}`", "archive", "--format=tar", name, "--", *parts)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")


def revision_with(root: Path, digest: str) -> str | None:
    """The newest commit whose rulebook has a digest; None where the history of the folder has none. Raises RevisionError."""
    problem = f"git cannot read the history of {root}"
    seen: set[bytes] = set()
    for commit in git(root, problem, "log", "--all", "--format=%H", "--", *RULEBOOK).decode().split():
        trees = git(root, problem, "ls-tree", commit, "--", *RULEBOOK)
        if trees not in seen:
            seen.add(trees)
            with contextlib.suppress(RevisionError), opened(commit, root) as folder:
                if digest_of(folder) == digest:
                    return commit
    return None


def git(root: Path, problem: str, *arguments: str) -> bytes:
    """What git says. Raises RevisionError with the problem, and git's own words where it has some."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError(f"{problem}: git is not installed") from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise RevisionError(f"{problem}: {words}" if words else problem)
    return done.stdout


__all__ = ["COMMIT_SIGNS", "RevisionError", "opened", "revision_with"]
