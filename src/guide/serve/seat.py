"""One interview in a web page: its process, and the way to and from it. When the page goes, so does the process."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

COMMAND = (sys.executable, "-P", "-m", "guide.tui.served")
"""With -P nothing that lies in an officer's folder is taken for a part of the program."""
GRACE = 10.0
"""Seconds in which a process may save and leave before it is ended."""
WIDEST, HIGHEST = 400, 200


class Seat(AppService):
    """A process for one page, in the folder of one officer."""

    def __init__(self, socket: web.WebSocketResponse, folder: Path, environment: Mapping[str, str]) -> None:
        super().__init__("", write_bytes=socket.send_bytes, write_str=socket.send_str, close=self.leave, download_manager=DownloadManager())
        self.socket = socket
        self.folder = folder
        self.environment = environment
        self.heard = time.monotonic()
        """When the last key came."""

    @property
    def process(self) -> Process | None:
        """The process, once there is one."""
        return self._process

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = {**self._build_environment(*fitting(width, height)), **self.environment}
        self._process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, cwd=self.folder)
        self._stdin = self._process.stdin
        return self._process

    async def leave(self) -> None:
        """Tells the page that the interview has ended."""
        await self.socket.close()

    async def run(self) -> None:
        """Carries what the process shows to the page; closes the page when the process has ended."""
        try:
            await super().run()
        finally:
            await self.leave()

    async def on_data(self, payload: bytes) -> None:
        """Shows what the process has to show. It is read also when nobody looks any more, so that the process is not held up."""
        with contextlib.suppress(ConnectionError):
            await super().on_data(payload)

    async def hear(self, message: object) -> None:
        """Passes on what comes from the page; what it may not say is left out."""
        match message:
            case ["stdin", str(text)]:
                self.heard = time.monotonic()
                await self.send_bytes(text.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(*fitting(width, height))
            case ["focus"]:
                await self.focus()
            case ["blur"]:
                await self.blur()
            case ["ping", str(sent)]:
                await self.socket.send_json(["pong", sent])

    async def stop(self) -> None:
        """Ends the process: asks it to save and leave, and ends it when it does not."""
        if self._process is None:
            return
        await self.send_meta({"type": "quit"})
        try:
            await asyncio.wait_for(self._process.wait(), GRACE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        if self._task is not None:
            await self._task


def fitting(width: int, height: int) -> tuple[int, int]:
    """A size that a screen can have, whatever a page asks for."""
    return min(max(width, 20), WIDEST), min(max(height, 10), HIGHEST)


__all__ = ["Seat"]
