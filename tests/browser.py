"""A real browser without a window, driven over its own debugging protocol: keys go in, and what the page was told to show can be read.

The page draws its screen on a canvas, so it is read where it comes in: the frames of its socket, on a screen like that of `terminal`.
"""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pyte

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"),
    "--ignore-certificate-errors",  # a test makes its own
)
NAMED = {"enter": ("Enter", 13), "esc": ("Escape", 27), "space": (" ", 32), "down": ("ArrowDown", 40), "up": ("ArrowUp", 38)}
NAMED |= {f"f{number}": (f"F{number}", 111 + number) for number in range(1, 13)}
TYPED = {"enter": "\r", "space": " "}
SECONDS = 40


class Browser:
    """One page in a browser of its own, whose downloads go to a folder."""

    def __init__(self, folder: Path, width: int = 1000, height: int = 640) -> None:
        self.folder = folder
        self.window = f"--window-size={width},{height}"
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.asked: list[str] = []
        """The addresses of everything that the page has loaded."""
        self.complaints: list[str] = []
        """What the browser has found wrong with the page."""
        self.replies: dict[int, asyncio.Future[Any]] = {}
        self.count = 0

    async def __aenter__(self) -> Browser:
        profile = self.folder / "profile"
        command = [str(CHROMIUM), *FLAGS, self.window, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = await self.port(profile / "DevToolsActivePort")
        self.http = aiohttp.ClientSession()
        async with self.http.get(f"http://127.0.0.1:{port}/json") as found:
            page = next(each for each in await found.json() if each["type"] == "page")
        self.line = await self.http.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        self.listening = asyncio.create_task(self.listen())
        for domain in ("Page", "Network", "Log", "Runtime"):
            await self.call(f"{domain}.enable")
        await self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.folder))
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.listening.cancel()
        await self.http.close()
        self.process.terminate()
        await asyncio.to_thread(self.process.wait)

    async def port(self, file: Path) -> str:
        """The port at which the browser can be spoken to."""
        end = time.monotonic() + SECONDS
        while not file.exists() or not file.read_text():
            assert time.monotonic() < end, "the browser does not start"
            await asyncio.sleep(0.05)
        return file.read_text().split()[0]

    async def call(self, method: str, **parameters: object) -> Any:
        """Asks the browser for something."""
        self.count += 1
        self.replies[self.count] = reply = asyncio.get_running_loop().create_future()
        await self.line.send_json({"id": self.count, "method": method, "params": parameters})
        return await asyncio.wait_for(reply, SECONDS)

    async def listen(self) -> None:
        """Hears what the browser tells."""
        async for message in self.line:
            told = json.loads(message.data)
            if "id" in told:
                self.replies.pop(told["id"]).set_result(told.get("result"))
            else:
                self.hear(told["method"], told["params"])

    def hear(self, method: str, told: dict[str, Any]) -> None:
        """Keeps what a test may want to know."""
        match method:
            case "Network.webSocketFrameReceived" if told["response"]["opcode"] == 2:
                self.stream.feed(base64.b64decode(told["response"]["payloadData"]))
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])
            case "Network.webSocketCreated":
                self.asked.append(told["url"])
                size = parse_qs(urlsplit(told["url"]).query)
                self.screen.resize(int(size["height"][0]), int(size["width"][0]))
            case "Log.entryAdded" if told["entry"]["level"] == "error":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))

    async def open(self, address: str) -> None:
        """Goes to an address."""
        await self.call("Page.navigate", url=address)

    async def value(self, script: str) -> Any:
        """What a script on the page gives."""
        return (await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True))["result"].get("value")

    async def press(self, *keys: str) -> None:
        """Presses keys: names of NAMED, or characters as they are."""
        for key in keys:
            name, code = NAMED.get(key, (key, ord(key.upper()[0])))
            text = {} if key in NAMED and key not in TYPED else {"text": TYPED.get(key, key)}
            await self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", key=name, windowsVirtualKeyCode=code, **text)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    def shown(self) -> str:
        """What the page was told to show."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def wait(self, text: str) -> str:
        """Waits until the page shows a text."""
        end = time.monotonic() + SECONDS
        while text not in (shown := self.shown()):
            assert time.monotonic() < end, f"{text!r} did not come up:\n{shown}\n{self.complaints}"
            await asyncio.sleep(0.02)
        return shown

    async def picture(self, path: Path) -> None:
        """Takes a picture of the page."""
        path.write_bytes(base64.b64decode((await self.call("Page.captureScreenshot"))["data"]))
