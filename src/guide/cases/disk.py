"""Files on the disk: read with a clear word when they cannot be, replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Mapping
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
    handle, name = tempfile.mkstemp(prefix=".guide-", dir=path.parent)
    temporary, spare = Path(name), Path(f"{name}~")
    try:
        write_through(handle, data)
        if not private:
            temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        if keep:
            keep_previous(path, spare)
        temporary.replace(path)
    finally:
        for left in (temporary, spare):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    sync_folder(path.parent)


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
