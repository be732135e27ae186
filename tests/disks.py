"""Disks that fail and lose power: the system calls of a save are told, failed one by one, and undone as far as nothing made them durable."""

from __future__ import annotations

import fcntl
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "close", "link", "replace", "unlink", "chmod", "stat", "lstat", "ftruncate", "pwrite", "fstat")
ZERO = b"\0"


@dataclass
class Disk:
    """The system calls about files of one folder, as they are made; the one with the number `fails` fails with an error.

    `late` does what was asked first: a network drive may lose only the answer.
    """

    folder: Path
    fails: int = -1
    error: int = 0
    late: bool = False
    piecemeal: bool = False
    """Whether only half of what is left is written at a time."""
    told: list[tuple[str, tuple[Any, ...], Any]] = field(default_factory=list)
    """Each call: its name, its arguments, and what it gave."""
    handles: set[int] = field(default_factory=set)

    def attach(self, patch: pytest.MonkeyPatch) -> None:
        """Stands between the program and the system. Nothing is made durable in truth: that only takes time."""
        real = {name: getattr(os, name) for name in CALLS}
        real["fsync"] = os.fstat
        for name in CALLS:
            patch.setattr(os, name, self.watched(name, real[name], real["close"]))
        patch.setattr(io, "open", self.watched("read", io.open, real["close"]))
        patch.setattr(fcntl, "flock", self.watched("flock", fcntl.flock, real["close"]))

    def watched(self, name: str, call: Callable[..., Any], close: Callable[[int], None]) -> Callable[..., Any]:
        """A call that is told, and may fail."""

        def watch(*arguments: Any, **more: Any) -> Any:
            if not self.concerns(arguments[0]):
                return call(*arguments, **more)
            fails = len(self.told) == self.fails
            if name == "write" and self.piecemeal:
                arguments = (arguments[0], arguments[1][: max(1, len(arguments[1]) // 2)])
            if fails and not (self.late or name == "close"):
                self.told.append((name, arguments, None))
                raise OSError(self.error, os.strerror(self.error))
            self.told.append((name, (arguments[0], bytes(arguments[1])) if name == "write" else arguments, None))
            found = call(*arguments, **more)
            self.told[-1] = (*self.told[-1][:2], found)
            if name == "open":
                self.handles.add(found)
            if fails:
                if name == "open":
                    close(found)
                raise OSError(self.error, os.strerror(self.error))
            return found

        return watch

    def concerns(self, what: object) -> bool:
        """Whether a call is about the folder, or a file of it."""
        return what in self.handles if isinstance(what, int) else str(what).startswith(str(self.folder))


# --- what is left when the power goes ---------------------------------------------------


@dataclass
class File:
    """What a file holds: on the disk for sure, and perhaps."""

    durable: bytes = b""
    written: bytes = b""

    def remains(self) -> Iterator[bytes]:
        """What may be left of it."""
        lost = (self.written[: len(self.written) // 2], ZERO * len(self.written), self.written) if self.written != self.durable else ()
        yield from dict.fromkeys((self.durable, *lost))


class Model:
    """A folder as a disk has it: what is not made durable may be there or not, each by itself."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, File] = {}
        """What is durable."""
        for path in folder.iterdir():
            data = path.read_bytes()
            self.names[str(path)] = File(data, data)
        self.now = dict(self.names)
        """What programs see."""
        self.pending: list[tuple[str, str, File | None]] = []
        """Changes of names that are not durable: what is put where, and which name goes with it."""
        self.open: dict[int, File | None] = {}

    def take(self, name: str, arguments: tuple[Any, ...], found: Any) -> None:
        """Does one call."""
        match name:
            case "open":
                self.opened(str(arguments[0]), arguments[1], found)
            case "write" if file := self.open.get(arguments[0]):
                file.written += bytes(arguments[1])
            case "fsync":
                self.synced(arguments[0])
            case "close":
                self.open.pop(arguments[0], None)
            case "link" | "replace":
                source, target = map(str, arguments)
                self.named(target, "" if name == "link" else source, self.now[source])
            case "unlink":
                self.named("", str(arguments[0]), None)

    def opened(self, path: str, how: int, handle: int) -> None:
        """Opens a file, a new one where there is none."""
        if how & os.O_CREAT and path not in self.now:
            self.named(path, "", File())
        self.open[handle] = self.now.get(path)

    def synced(self, handle: int) -> None:
        """Makes a file durable; or a folder: all of its names."""
        file = self.open[handle]
        if file:
            file.durable = file.written
        else:
            self.names, self.pending = dict(self.now), []

    def named(self, target: str, source: str, file: File | None) -> None:
        """Changes names."""
        self.now = changed(self.now, target, source, file)
        self.pending.append((target, source, file))

    def left(self) -> Iterator[dict[str, bytes]]:
        """All that may be on the disk when the power goes now."""
        for many in range(len(self.pending) + 1):
            for kept in combinations(self.pending, many):
                names = self.names
                for change in kept:
                    names = changed(names, *change)
                for contents in product(*(list(file.remains()) for file in names.values())):
                    yield dict(zip(names, contents, strict=True))


def changed(names: dict[str, File], target: str, source: str, file: File | None) -> dict[str, File]:
    """Names with one change."""
    found = {name: held for name, held in names.items() if name != source}
    return {**found, target: file} if target and file else found
