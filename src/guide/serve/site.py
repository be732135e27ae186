"""The web server: lets officers in, gives each page a process, and ends it with the page."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, WSMsgType, web

from guide.serve.officers import Officers, Refused
from guide.serve.pages import STATIC, interview_page, text_of
from guide.serve.seat import Seat
from guide.serve.shelf import LARGEST, Shelf

HEARTBEAT = 60.0
"""Seconds between the questions whether a page is still there; it has half as long to answer, since networks have bad moments."""
WAIT = 5.0
"""Seconds for which a page waits for a place: one that was just left is free in a moment."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the guide is served. `address` is where officers find it, when that is not where it listens."""

    rules: Path
    officers: Officers
    today: Callable[[], date]
    host: str
    port: int
    address: str
    most: int
    idle: float
    """Seconds without a key after which a page is closed."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where officers may find the guide."""
        if self.address:
            return (self.address.rstrip("/"),)
        hosts = dict.fromkeys((f"[{self.host}]" if ":" in self.host else self.host, "localhost"))
        return tuple(f"http://{host}:{self.port}" for host in hosts)


class Site:
    """Everything that is served."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.places = asyncio.Semaphore(settings.most)
        self.seats: set[Seat] = set()
        self.endings: set[asyncio.Task[None]] = set()

    def app(self) -> web.Application:
        """The pages and what stands behind them."""
        shelf = Shelf(self.folder)
        app = web.Application(middlewares=[self.guard], client_max_size=LARGEST)
        app.add_routes(
            [web.get("/", self.page), web.get("/interview.js", self.script), web.get("/ws", self.interview), web.static("/static", STATIC), *shelf.routes()]
        )
        app.on_response_prepare.append(self.protect)
        app.cleanup_ctx.append(self.watch)
        app.on_shutdown.append(self.close)
        return app

    # --- who may come in ---

    def address(self, request: web.Request) -> str:
        """The address by which a request came; empty when it is none of ours: another site may use its own name for this machine."""
        host = request.headers.get("Host", "").lower()
        return next((address for address in self.settings.addresses if urlsplit(address).netloc.lower() == host), "")

    def folder(self, request: web.Request) -> Path:
        """The folder of whoever asks. Raises Refused."""
        return self.settings.officers.folder_of(request.headers)

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets in who may come in; from pages of other sites nobody may."""
        try:
            address = self.address(request)
            if not address:
                raise Refused(f"The guide is at {self.settings.addresses[0]}/ and nowhere else.")
            self.folder(request)
            if request.path == "/ws" or request.method != "GET":
                whole = urlsplit(address)
                if request.headers.get("Origin", "").lower() != f"{whole.scheme}://{whole.netloc}".lower():
                    raise Refused("This came from a page of another site.")
        except Refused as refused:
            raise web.HTTPForbidden(text=f"{refused}\n") from None
        return await handler(request)

    async def protect(self, request: web.Request, response: web.StreamResponse) -> None:
        """Lets a page load nothing from elsewhere, and no other site show it in a frame."""
        address = urlsplit(self.address(request) or self.settings.addresses[0]).netloc
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; connect-src 'self' ws://{address} wss://{address}; img-src 'self' data:; "
            "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        response.headers.update({"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"})

    # --- the interview ---

    async def page(self, request: web.Request) -> web.Response:
        """The page that an interview is shown in."""
        socket = f"ws{self.address(request).removeprefix('http')}/ws"
        return web.Response(text=interview_page(socket, whole_number(request.query.get("fontsize"), 16)), content_type="text/html")

    async def script(self, _: web.Request) -> web.Response:
        """The page's own script."""
        return web.Response(text=text_of("interview.js"), content_type="text/javascript")

    async def interview(self, request: web.Request) -> web.WebSocketResponse:
        """Runs an interview for as long as its page is there."""
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT)
        await socket.prepare(request)
        try:
            await asyncio.wait_for(self.places.acquire(), WAIT)
        except TimeoutError:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return socket
        seat = Seat(socket, self.folder(request), self.environment(request))
        self.seats.add(seat)
        try:
            await seat.start(whole_number(request.query.get("width"), 80), whole_number(request.query.get("height"), 24))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await seat.hear(decoded(message.data))
        finally:
            ending = asyncio.create_task(self.end(seat))  # a task of its own: when the page is gone, what serves it is given up
            self.endings.add(ending)
            ending.add_done_callback(self.endings.discard)
            await asyncio.shield(ending)
        return socket

    async def end(self, seat: Seat) -> None:
        """Ends an interview, and lets another have its place."""
        try:
            await seat.stop()
        finally:
            self.seats.discard(seat)
            self.places.release()

    def environment(self, request: web.Request) -> dict[str, str]:
        """What the process of an interview is told."""
        return {
            "GUIDE_RULES": str(self.settings.rules),
            "GUIDE_DAY": self.settings.today().isoformat(),
            "GUIDE_DOWNLOADS": f"{self.address(request)}/files",
        }

    async def watch(self, _: web.Application) -> AsyncIterator[None]:
        """Closes pages at which nobody has pressed a key for long; at the end waits until every process has ended."""
        watching = asyncio.create_task(self.close_idle())
        yield
        watching.cancel()
        await asyncio.gather(*self.endings)

    async def close_idle(self) -> None:
        """Looks again and again."""
        while True:
            await asyncio.sleep(min(self.settings.idle, 30.0))
            for seat in tuple(self.seats):
                if time.monotonic() - seat.heard > self.settings.idle:
                    await seat.socket.close()

    async def close(self, _: web.Application) -> None:
        """Closes all pages when the server ends."""
        await asyncio.gather(*(seat.socket.close(code=WSCloseCode.GOING_AWAY) for seat in self.seats))


def whole_number(text: str | None, usual: int) -> int:
    """A number that an address asks for, if it is one."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else usual


def decoded(text: str) -> object:
    """What a page sends; None when it is nothing."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def serve(settings: Settings, ready: Callable[[], None]) -> None:
    """Serves until it is told to end; tells when it is ready. Raises OSError when it cannot listen there."""
    web.run_app(make(settings), host=settings.host, port=settings.port, access_log=None, print=lambda *_: ready())


async def make(settings: Settings) -> web.Application:
    """The site, made where its clock runs."""
    return Site(settings).app()


__all__ = ["Settings", "Site", "serve"]
