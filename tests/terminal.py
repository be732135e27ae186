"""A real terminal to run the guide in: a pseudo-terminal on one side, a screen that a test can read on the other."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "space": " ",
    "esc": "\x1b",
    "home": "\x1b[H",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "del": "\x1b[3~",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f10": "\x1b[21~",
}
PATIENCE = 1.5
"""Seconds for which a key may leave the screen as it is."""


class Terminal:
    """The guide running in a terminal of 80 columns and 24 lines, keyboard only."""

    def __init__(self, folder: Path, *arguments: str, deaf: bool = False, colour: bool = False) -> None:
        """Starts it; deaf to the signal that the terminal was closed, as a child of `make` is, if asked; without colour unless asked."""
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        environment = {"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **({"COLORTERM": "truecolor"} if colour else {"NO_COLOR": "1"})}
        self.process = pexpect.spawn(
            sys.executable, ["-m", "guide.cli", *arguments], cwd=str(folder), env=environment, dimensions=(24, 80), timeout=20, ignore_sighup=deaf
        )
        self.process.delaybeforesend = None  # pexpect would wait 50 ms before each key

    def read(self) -> str:
        """What the screen shows now."""
        try:
            while True:
                self.stream.feed(self.process.read_nonblocking(65536, timeout=0.05))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return "\n".join(line.rstrip() for line in self.screen.display)

    def more(self) -> bytes:
        """What has come from the guide since, as it came; for a clock, not for eyes."""
        try:
            return bytes(self.process.read_nonblocking(65536, timeout=0.002))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return b""

    def send(self, key: str) -> None:
        """Presses a key and does not wait."""
        self.process.send(KEYS.get(key, key))

    def close(self) -> None:
        """Ends the guide."""
        self.process.close(force=True)

    def wait(self, text: str, seconds: float = 20) -> str:
        """Waits until the screen shows a text."""
        end = time.monotonic() + seconds
        while text not in (shown := self.read()):
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} did not come up:\n{shown}")
        return shown

    def press(self, *keys: str) -> None:
        """Presses keys, names of KEYS or characters as they are: each once the screen has followed the one before, or will not."""
        for key in keys:
            before, end = self.read(), time.monotonic() + PATIENCE
            self.send(key)
            while self.read() == before and time.monotonic() < end:
                pass

    def gone(self) -> None:
        """Waits until the guide has ended."""
        self.process.expect(pexpect.EOF, timeout=20)
        self.process.close()

    def ended(self, within: float) -> bool:
        """Whether the process ends within some seconds, be its terminal there or not."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if os.waitpid(self.process.pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.05)
        os.kill(self.process.pid, signal.SIGKILL)
        return False
