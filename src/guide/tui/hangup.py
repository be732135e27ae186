"""What to do when the terminal goes away: save, and leave.

A guide started by another program (make, a shell script) is not told when its window is closed, since only the
first process of the terminal gets the signal; and reading from a terminal that is gone returns at once, for ever.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Thread
from time import sleep

LOOK = 0.5
"""Seconds between two looks at the terminal."""
GRACE = 2.0
"""Seconds that saving may take; longer, and something waits for the terminal that is gone."""
HUNG_UP = 129
"""The exit code of a process that a hang-up has ended, as shells count it."""


def watch(terminal: int, save: Callable[[], object]) -> None:
    """Begins to watch the terminal of a file descriptor; when it is gone, calls `save` and ends the process.

    Watches aside, since whoever draws may be waiting for the terminal by then. Does nothing for a pipe.
    """
    if os.isatty(terminal):
        Thread(target=_wait, args=(terminal, save), name="hangup", daemon=True).start()


def _wait(terminal: int, save: Callable[[], object]) -> None:
    while os.isatty(terminal):
        sleep(LOOK)
    saving = Thread(target=save, daemon=True)
    saving.start()
    saving.join(GRACE)
    os._exit(HUNG_UP)
