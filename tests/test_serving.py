"""The web server: who is let in, what a page may load, an officer's files, and a process for each page that ends with it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from commanding import SMALL, run
from guide.cases import load_case
from guide.cases.lock import lock_of
from guide.serve import seat
from guide.serve.officers import Officers
from guide.serve.site import Settings, Site
from guide.values import Cell
from small import ON
from small import SMALL as BOOK

HEADER = "X-Remote-User"
HERE = "http://guide.test"
HOST = {"Host": "guide.test"}
ANN = {**HOST, HEADER: "ann"}
Client = TestClient[aiohttp.web.Request, aiohttp.web.Application]


def settings(folder: Path, header: str = HEADER, most: int = 3, idle: float = 600.0) -> Settings:
    return Settings(SMALL, Officers(folder, header), lambda: ON, "127.0.0.1", 8000, HERE, most, idle)


@asynccontextmanager
async def site(how: Settings) -> AsyncIterator[tuple[Client, Site]]:
    """The site, on a port of this machine."""
    served = Site(how)
    async with TestClient(TestServer(served.app())) as client:
        yield client, served


async def until(holds: Callable[[], bool]) -> None:
    """Waits for something to come about."""
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


async def shown(page: aiohttp.ClientWebSocketResponse, text: str) -> str:
    """Waits until a page is told to show a text; everything that it was told."""
    come = b""
    async with asyncio.timeout(30):
        while text.encode() not in come:
            come += await page.receive_bytes()
    return come.decode("utf-8", "replace")


# --- who is let in ---


@pytest.mark.parametrize("path", ["/", "/files", "/files/case.toml", "/static/js/textual.js", "/ws", "/nowhere"])
async def test_nobody_is_let_in_without_a_name(path: str, tmp_path: Path) -> None:
    async with site(settings(tmp_path)) as (client, _):
        for headers in (HOST, {**HOST, HEADER: ""}, {**HOST, "X-User": "ann"}):
            answer = await client.get(path, headers=headers)
            assert (answer.status, path == "/" or HEADER in await answer.text() or headers != HOST) == (403, True)
        assert not list(tmp_path.iterdir())


async def test_another_site_cannot_use_an_officers_browser(tmp_path: Path) -> None:
    """Neither under its own name for this machine, nor by opening a socket or sending a file from its own pages."""
    async with site(settings(tmp_path)) as (client, _):
        assert (await client.get("/", headers={**ANN, "Host": "evil.test"})).status == 403
        for origin in ({}, {"Origin": "http://evil.test"}, {"Origin": "null"}, {"Origin": "https://guide.test"}):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await client.ws_connect("/ws", headers={**ANN, **origin})
            assert (await client.post("/files", headers={**ANN, **origin}, data={"file": BytesIO(b"x")})).status == 403
        assert not list((tmp_path / "ann").iterdir())


async def test_a_page_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    """Its texts name no other host, everything it links to is here, and the browser is told to refuse the rest."""
    async with site(settings(tmp_path)) as (client, _):
        answer = await client.get("/?fontsize=20", headers=ANN)
        text = await answer.text()
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert text.count("://") == 1
        assert 'data-session-websocket-url="ws://guide.test/ws" data-font-size="20"' in text
        for part in ("static/css/xterm.css", "static/js/textual.js", "interview.js", "static/fonts/RobotoMono-VariableFont_wght.ttf"):
            assert part in text
            assert (await client.get(f"/{part}", headers=ANN)).status == 200


# --- files ---


async def test_a_file_is_brought_and_taken_by_its_officer_alone(tmp_path: Path) -> None:
    async with site(settings(tmp_path)) as (client, _):
        sent = {**ANN, "Origin": HERE}
        for status in (200, 409):
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("file", b"<b>x</b>", filename="form <b>.txt")
            assert (await client.post("/files", headers=sent, data=form)).status == status
        page = await (await client.get("/files", headers=ANN)).text()
        assert "form &lt;b&gt;.txt" in page
        assert "<b>" not in page
        given = await client.get("/files/form%20%3Cb%3E.txt", headers=ANN)
        assert await given.read() == b"<b>x</b>"
        assert given.headers["Content-Disposition"].startswith("attachment")
        assert (await client.get("/files/form%20%3Cb%3E.txt", headers={**ANN, HEADER: "bob"})).status == 404
        assert (tmp_path / "ann/form <b>.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["..%2Fbob%2Fcase.toml", "%2Fetc%2Fpasswd", ".case.toml.lock", "none.txt", "a%00b"])
async def test_nothing_but_files_in_sight_is_given(name: str, tmp_path: Path) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob/case.toml").write_text("bob's")
    (tmp_path / "ann/.case.toml.lock").write_text("hidden")
    async with site(settings(tmp_path)) as (client, _):
        assert (await client.get(f"/files/{name}", headers=ANN)).status in (403, 404)


@pytest.mark.parametrize("name", ["../x.toml", "/tmp/x.toml", ".hidden", "", "x" * 121, "a\\b"])
async def test_nothing_is_brought_under_a_name_that_leads_elsewhere(name: str, tmp_path: Path) -> None:
    async with site(settings(tmp_path)) as (client, _):
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", b"x", filename=name)
        assert (await client.post("/files", headers={**ANN, "Origin": HERE}, data=form)).status == 400
        assert [path.name for path in tmp_path.rglob("*")] == ["ann"]


# --- the interview ---


async def test_an_interview_saves_what_is_answered_and_its_process_ends_with_the_page(tmp_path: Path) -> None:
    """Nonsense from the page is left out, files in the folder are no part of the program, and the place is free again."""
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann/textual.py").write_text("raise SystemExit('taken for a part of the program')")
    run("answer", str(tmp_path / "ann/case.toml"), "case.nation=England", "--on", ON.isoformat())
    async with site(settings(tmp_path, most=1)) as (client, served):
        async with client.ws_connect("/ws?width=80&height=24", headers={**ANN, "Origin": HERE}) as page:
            await shown(page, "case.toml")
            (taken,) = served.seats
            assert taken.process
            for nonsense in ("{", "[]", '["stdin"]', '["resize",{"width":"a"}]', '["resize",{"width":999999999,"height":-1}]', "1" * 5000, "[" * 5000):
                await page.send_str(nonsense)
            await page.send_json(["blur"])
            await page.send_json(["stdin", "\r"])
            await shown(page, "What do you need help with?")
            assert lock_of(tmp_path / "ann/case.toml").exists()
            await page.send_json(["stdin", "1"])
            await page.send_json(["stdin", "\r"])
            await until(lambda: Cell("case.topics") in load_case(tmp_path / "ann/case.toml", BOOK).answers)
        await until(lambda: not served.seats)
        assert not alive(taken.process.pid)
        assert not lock_of(tmp_path / "ann/case.toml").exists()
        assert not served.places.locked()


async def test_places_are_few_the_idle_are_closed_and_who_does_not_leave_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that hears nothing any more is ended all the same."""
    monkeypatch.setattr(seat, "COMMAND", (sys.executable, "-c", "import time; print('__GANGLION__', flush=True); time.sleep(600)"))
    monkeypatch.setattr(seat, "GRACE", 0.1)
    monkeypatch.setattr("guide.serve.site.WAIT", 0.1)
    async with site(settings(tmp_path, most=1, idle=0.5)) as (client, served):
        async with client.ws_connect("/ws", headers={**ANN, "Origin": HERE}) as first:
            await until(lambda: bool(served.seats))
            (taken,) = served.seats
            async with client.ws_connect("/ws", headers={**ANN, "Origin": HERE}) as second:
                assert (await second.receive()).data == aiohttp.WSCloseCode.TRY_AGAIN_LATER
            async with asyncio.timeout(10):
                assert (await first.receive()).type is aiohttp.WSMsgType.CLOSE
        await until(lambda: not served.seats)
        assert taken.process
        assert taken.process.returncode == -signal.SIGKILL


@asynccontextmanager
async def served(folder: Path, *arguments: str, port: int = 0) -> AsyncIterator[tuple[Process, str]]:
    """`guide serve` over a folder, in a process of its own, and where it is."""
    port = port or free_port()
    command = (sys.executable, "-m", "guide.cli", "serve", str(folder), "--port", str(port), *arguments)
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert process.stderr
    assert b"Ctrl+C ends it" in await process.stderr.readline()
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def test_a_server_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    async with (
        served(tmp_path, "--rules", str(SMALL)) as (process, address),
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{address}/ws", headers={"Origin": address}) as page,
    ):
        await shown(page, "A new case")
        (child,) = (Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()).split()
        process.kill()
        await until(lambda: not alive(int(child)))


# --- the command ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "0.0.0.0"), "can be reached from other machines"),
        (("--host", "192.0.2.1"), "can be reached from other machines"),
        (("--host", "guide.example"), "can be reached from other machines"),
        (("--host", "::", "--to-network"), "say with --address where officers find the guide"),
    ],
)
def test_it_listens_to_this_machine_alone_unless_told(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("serve", *arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--port", "0"), ("--port", "70000"), ("--address", "guide"), ("--user-header", "X User"), ("--idle", "-1")])
def test_what_cannot_be_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("serve", *arguments)


def test_a_folder_or_port_that_cannot_be_had_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert run("serve", str(tmp_path / "file")) == 3
    assert "cannot hold cases: file exists" in capsys.readouterr().err
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert run("serve", str(tmp_path), "--port", str(other.getsockname()[1])) == 3
    assert "address already in use" in capsys.readouterr().err


def test_where_the_package_is_missing_it_says_which(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in [name for name in sys.modules if name.startswith("guide.serve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert run("serve") == 2
    assert "pip install 'mutuals-guide[serve]'" in capsys.readouterr().err


def test_the_usual_addresses_are_those_of_this_machine(tmp_path: Path) -> None:
    def found(host: str, address: str = "") -> tuple[str, ...]:
        return Settings(SMALL, Officers(tmp_path), date.today, host, 8000, address, 1, 1.0).addresses

    assert found("127.0.0.1") == ("http://127.0.0.1:8000", "http://localhost:8000")
    assert found("::1") == ("http://[::1]:8000", "http://localhost:8000")
    assert found("127.0.0.1", "https://guide.example/x/") == ("https://guide.example/x",)
