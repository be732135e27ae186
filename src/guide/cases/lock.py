"""One guide at a time changes a case. The lock goes with the process that holds it: a crash leaves none behind.

The system keeps the lock, on a file beside the case; what the file says is only told to others.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from guide.cases.case import CaseError

try:
    import fcntl
except ImportError:  # pragma: no cover - no such locks on this system: cases are not held there
    fcntl = None  # type: ignore[assignment]


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Holds a case until the block ends. Raises CaseError while another guide holds it.

    Where the folder takes no such file, or the file system no locks, the case is not held: saving tells what is wrong.
    """
    lock = lock_of(path)
    handle = None if fcntl is None else take(path, lock)
    try:
        yield
    finally:
        if handle is not None:
            with contextlib.suppress(OSError):
                lock.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                os.close(handle)


def lock_of(path: Path) -> Path:
    """The file that a case is held by."""
    whole = path.resolve()
    return whole.with_name(f".{whole.name}.lock")


def take(path: Path, lock: Path) -> int | None:
    """The open file that holds the lock; None where there can be none. Raises CaseError while another has it."""
    while True:
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except (OSError, ValueError):
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.read(handle, 1000)
            os.close(handle)
            raise CaseError(path, (f"it is open in another guide{whose(said)}: close it there first",)) from None
        except OSError:
            os.close(handle)
            return None
        if is_still(lock, handle):
            with contextlib.suppress(OSError):  # the lock is held, whether others can be told who has it or not
                os.ftruncate(handle, 0)
                os.pwrite(handle, signed(), 0)
            return handle
        os.close(handle)


def signed() -> bytes:
    """What the file of a lock says of who holds it."""
    return json.dumps({"process": os.getpid(), "host": socket.gethostname(), "since": f"{datetime.now():%H:%M on %d %B %Y}"}).encode()


def is_still(lock: Path, handle: int) -> bool:
    """Whether the file that was opened is still the one of that name: the one who held it may just have removed it."""
    with contextlib.suppress(OSError):
        return os.path.samestat(lock.stat(), os.fstat(handle))
    return False


def whose(said: bytes) -> str:
    """Who holds a lock, as its file says."""
    with contextlib.suppress(ValueError, KeyError, TypeError):
        who = json.loads(said)
        return f" (process {int(who['process'])} on {who['host']}, since {who['since']})"
    return ""
