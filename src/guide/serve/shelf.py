"""An officer's own files: to take away, and to bring back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from guide.cases.disk import reason, replace_file
from guide.cases.names import PLAIN_NAME, is_plain_name
from guide.serve.pages import files_page

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that is brought."""


class Shelf:
    """The files in the folder of whoever asks."""

    def __init__(self, folder: Callable[[web.Request], Path]) -> None:
        self.folder = folder

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [web.get("/files", self.show), web.post("/files", self.add), web.get("/files/{name}", self.give)]

    async def show(self, request: web.Request) -> web.Response:
        """Lists the files."""
        return self.page(request)

    async def give(self, request: web.Request) -> web.StreamResponse:
        """Hands a file over, as a file and never as a page."""
        name = request.match_info["name"]
        path = self.folder(request) / name
        if not is_plain_name(name) or not path.is_file():
            raise web.HTTPNotFound(text="There is no such file.\n")
        kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Content-Type": "application/octet-stream", "Cache-Control": "no-store"}
        return web.FileResponse(path, headers=kept)

    async def add(self, request: web.Request) -> web.Response:
        """Takes a file in; one that is there is not replaced."""
        part = (await request.post()).get("file")
        name = part.filename if isinstance(part, web.FileField) else ""
        if not isinstance(part, web.FileField) or not is_plain_name(name):
            return self.page(request, f"Nothing was added: {PLAIN_NAME}.", 400)
        path = self.folder(request) / name
        if path.exists():
            return self.page(request, f"Nothing was added: there is a file called {name} already. Give yours another name first.", 409)
        try:
            replace_file(path, part.file.read(), keep=False)
        except OSError as error:
            return self.page(request, f"Nothing was added: {reason(error)}.", 507)
        return self.page(request, f"{name} was added.")

    def page(self, request: web.Request, said: str = "", status: int = 200) -> web.Response:
        """The list of files, with a word on what has just been done."""
        return web.Response(text=files_page(listed(self.folder(request)), said), content_type="text/html", status=status, headers={"Cache-Control": "no-store"})


def listed(folder: Path) -> Iterator[tuple[str, int, float]]:
    """The files of a folder that are in sight, each with its size and when it was last changed."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and is_plain_name(path.name):
            there = path.stat()
            yield path.name, there.st_size, there.st_mtime


__all__ = ["LARGEST", "Shelf"]
