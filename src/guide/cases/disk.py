"""Files on the disk: read with a clear word when they cannot be, replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
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
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        if keep:
            keep_previous(path, Path(f"{name}~"))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # some file systems cannot; the file itself is safe
        sync_folder(path.parent)


def keep_previous(path: Path, spare: Path) -> None:
    """Lets `<name>~` be what the file is now; `spare` is a free name in the same folder."""
    try:
        try:
            spare.hardlink_to(path)
        except OSError:
            spare.touch(mode=0o600)
            shutil.copyfile(path, spare)
        spare.replace(path.with_name(f"{path.name}~"))
    finally:
        spare.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
