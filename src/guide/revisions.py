"""Rulebooks of other times: a folder, or the folder that git keeps of a revision, unpacked beside the work tree and never over it."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guide.loader.files import digest as digest_from
from guide.loader.files import source_order

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
    commits = git(root, problem, "log", "--all", "--format=%H", "--", *RULEBOOK).decode().split()
    prefix = git(root, problem, "rev-parse", "--show-prefix").decode().strip("\n")
    seen: set[tuple[str, ...]] = set()
    with Objects(root) as objects:
        for commit in commits:
            trees = tuple(objects.name(f"{commit}:{prefix}{part}") for part in RULEBOOK)
            if trees not in seen:
                seen.add(trees)
                files = dict(file for part, tree in zip(RULEBOOK, trees, strict=True) for file in objects.files(part, tree))
                if digest_from((file, objects.read(files[file])) for file in source_order(files)) == digest:
                    return commit
    return None


class Objects:
    """Reads what git keeps, through one process; each thing once."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            ["git", "-C", str(root), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.held: dict[str, bytes] = {}
        self.listed: dict[str, tuple[tuple[str, str, bool], ...]] = {}

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def name(self, what: str) -> str:
        """The name of the object that something stands for, which is read with it; empty where there is none."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{what}\n".encode())
        self.process.stdin.flush()
        name, *told = self.process.stdout.readline().decode().split()
        if len(told) != 2 or not told[1].isdecimal():
            return ""
        self.held[name] = self.process.stdout.read(int(told[1]) + 1)[:-1]
        return name

    def read(self, name: str) -> bytes:
        """What an object holds."""
        return self.held[name] if name in self.held else self.held[self.name(name)]

    def files(self, path: str, tree: str) -> Iterator[tuple[str, str]]:
        """The files below a folder: their paths, and the names of what they hold."""
        for name, object, is_folder in self.listing(tree) if tree else ():
            yield from self.files(f"{path}/{name}", object) if is_folder else [(f"{path}/{name}", object)]

    def listing(self, tree: str) -> tuple[tuple[str, str, bool], ...]:
        """What stands in a folder: name, object, and whether it is a folder."""
        if tree not in self.listed:
            found, data, length = [], self.read(tree), len(tree) // 2
            while data:
                head, _, rest = data.partition(b"\0")
                mode, _, name = head.partition(b" ")
                found.append((name.decode("utf-8", "replace"), rest[:length].hex(), mode == b"40000"))
                data = rest[length:]
            self.listed[tree] = tuple(found)
        return self.listed[tree]


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
