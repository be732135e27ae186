"""Files on the disk: read with a clear word when they cannot be, replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from guide.cases.case import CaseError

REASONS: Mapping[int | None, str] = {
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "there is no such folder",
    errno.EACCES: "you do not have permission",
    errno.EPERM: "you do not have permission",
    errno.EROFS: "the folder is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
}
UNABLE = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EISDIR, errno.EACCES, errno.EPERM)
"""What a file system says that cannot make the names in a folder durable by themselves."""


def contents(path: Path) -> bytes | None:
    """What a file holds; None where there is none. Raises CaseError."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return path.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CaseError(path, (f"the file cannot be read: {reason(error)}",)) from error
    raise CaseError(path, ("this is a folder, not a case file" if stat.S_ISDIR(mode) else "this is a device, not a case file",))


def reason(error: Exception) -> str:
    """Why a file could not be read or written, in a person's words."""
    if not isinstance(error, OSError):
        return "this is no name of a file"
    return REASONS.get(error.errno) or str(error.strerror or error).lower()


def replace_file(path: Path, data: bytes, keep: bool, private: bool = True) -> None:
    """Puts new content in a file's place, all or nothing, and on the disk before it returns; for the owner alone when it is private."""
    with beside(path, data, private) as fresh:
        if keep:
            keep_previous(path, Path(f"{fresh}~"))
        fresh.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def beside(path: Path, data: bytes, private: bool) -> Iterator[Path]:
    """A file on the disk with some content, in the same folder as another whose place it may take; gone at the end unless it did."""
    handle, name = tempfile.mkstemp(prefix=".guide-", dir=path.parent)
    fresh = Path(name)
    try:
        write_through(handle, data)
        if not private:
            fresh.chmod(path.stat().st_mode if path.exists() else 0o644)
        yield fresh
    finally:
        for left in (fresh, Path(f"{name}~")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def put_document(path: Path, text: str) -> None:
    """Writes an export, whole or not at all; what was there stays as `<name>~`. A device takes it as it comes."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
    else:
        replace_file(path.resolve(), text.encode(), keep=path.exists(), private=False)


def write_through(handle: int, data: bytes) -> None:
    """Writes a file and closes it; what it holds is on the disk then."""
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


class NotWritten(Exception):
    """A file cannot be written, and so none of those that were to change together has changed."""


def replace_files(files: Mapping[Path, bytes | None]) -> None:
    """Gives several shared files new content, and takes away those of which there is none: all of them or none. Raises NotWritten."""
    old: dict[Path, Path] = {}
    fresh: dict[Path, Path] = {}
    with contextlib.ExitStack() as stack:
        for path, data in files.items():
            with writing(path):
                if path.exists():
                    old[path] = stack.enter_context(beside(path, path.read_bytes(), private=False))
                if data is not None:
                    fresh[path] = stack.enter_context(beside(path, data, private=False))
        try:
            for path in files:
                with writing(path):
                    fresh[path].replace(path) if path in fresh else path.unlink()
        except BaseException:
            for path in files:
                put_back(path, old.get(path))
            raise


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Says of a file that it cannot be written. Raises NotWritten."""
    try:
        yield
    except OSError as error:
        raise NotWritten(f"nothing was changed: {path} cannot be written: {reason(error)}") from error


def put_back(path: Path, old: Path | None) -> None:
    """Gives a file the content again that it had; none where there was no file."""
    if old is not None:
        old.replace(path)
    else:
        path.unlink(missing_ok=True)


def keep_previous(path: Path, spare: Path) -> None:
    """Lets `<name>~` be what the file is now; `spare` is a free name in the same folder."""
    try:
        spare.hardlink_to(path)
    except OSError:
        write_through(os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), path.read_bytes())
    spare.replace(path.with_name(f"{path.name}~"))


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the file system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in UNABLE:
            raise
