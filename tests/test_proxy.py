"""The nginx example of docs/serving.md, run as it stands there: each officer sees their own cases, whatever their browser says."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import aiohttp
import pytest

from browser import CHROMIUM, Browser
from commanding import SMALL
from guide.cases import new_case, save_case
from small import ON
from small import SMALL as BOOK
from test_serving import free_port, served, shown, until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PAGE = Path(__file__).parents[1] / "docs/serving.md"
MAIN = """user {user}; daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;
events {{}}
http {{ access_log off; {temporary} include {folder}/guide.conf; }}
"""
pytestmark = [
    pytest.mark.skipif(not (NGINX and shutil.which("openssl")), reason="no nginx or no openssl on this machine"),
    pytest.mark.skipif("GUIDE_BROWSER" not in os.environ, reason="`make browser` runs it"),
]
OFFICERS, TITLES = ("ann", "../bob"), ("Libraries", "Leisure")


def example(folder: Path, port: int, behind: int) -> str:
    """The example with the names and ports of this test."""
    found = re.search(r"^```nginx\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    text = found[1]
    for was, now in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "guide.example.gov.uk": "127.0.0.1",
        "/etc/ssl/certs": str(folder),
        "/etc/ssl/private": str(folder),
        "/etc/nginx": str(folder),
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
    }.items():
        assert text.count(was) == 1
        text = text.replace(was, now)
    return text


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """The port of nginx, and that of the guide behind it."""
    folder, port, behind = tmp_path / "nginx", free_port(), free_port()
    folder.mkdir()
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*made, "-keyout", str(folder / "guide.key"), "-out", str(folder / "guide.pem")], check=True, capture_output=True)
    (folder / "guide.users").write_text("".join(f"{name}:{{PLAIN}}secret of {name}\n" for name in OFFICERS))
    (folder / "guide.conf").write_text(example(folder, port, behind))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(MAIN.format(user=getpass.getuser(), folder=folder, temporary=temporary))
    process = subprocess.Popen([str(NGINX), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE, text=True)
    yield port, behind
    process.terminate()
    process.communicate()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A folder with a case of each officer."""
    for folder, title in zip(("ann", "%2e.%2fbob"), TITLES, strict=True):
        (tmp_path / "store" / folder).mkdir(parents=True)
        save_case(tmp_path / "store" / folder / "case.toml", new_case(BOOK, ON, title), BOOK)
    return tmp_path / "store"


def options(port: int) -> tuple[str, ...]:
    """How the guide is served behind nginx."""
    return "--rules", str(SMALL), "--address", f"https://127.0.0.1:{port}", "--user-header", "X-Remote-User"


async def test_two_officers_see_their_own_cases_alone(nginx: tuple[int, int], store: Path, tmp_path: Path) -> None:
    """Also when a browser claims to be somebody else's, and when a name looks like a path; nobody comes in without a password."""
    port, behind = nginx
    address = f"https://127.0.0.1:{port}"
    async with served(store, *options(port), port=behind), aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as http:
        await until((tmp_path / "nginx/pid").exists)
        async with http.get(f"{address}/", headers={"X-Remote-User": "ann"}) as answer:
            assert answer.status == 401
        async with http.get(f"http://127.0.0.1:{behind}/", headers={"Host": f"127.0.0.1:{port}"}) as answer:
            assert answer.status == 403
        for name, own, others in zip(OFFICERS, TITLES, reversed(TITLES), strict=True):
            known = b64encode(f"{name}:secret of {name}".encode()).decode()
            sent = {"Authorization": f"Basic {known}", "X-Remote-User": "ann", "Origin": address}
            async with http.ws_connect(f"{address}/ws", headers=sent) as page:
                assert others not in await shown(page, own)
            async with http.get(f"{address}/files/case.toml", headers=sent) as answer:
                assert own in await answer.text()
        assert sorted(folder.name for folder in store.iterdir()) == ["%2e.%2fbob", "ann"]


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
async def test_a_real_browser_signs_in_and_its_keys_come_through(nginx: tuple[int, int], store: Path, tmp_path: Path) -> None:
    """Two officers at once, each in a browser of their own."""
    port, behind = nginx
    for name in ("ann", "bob"):
        (tmp_path / name).mkdir()
    async with served(store, *options(port), port=behind), Browser(tmp_path / "ann") as ann, Browser(tmp_path / "bob") as bob:
        await until((tmp_path / "nginx/pid").exists)
        for page, name in ((ann, "ann"), (bob, "..%2Fbob")):
            known = f"{name}:{quote('secret of ' + unquote(name), safe='')}"
            await page.open(f"https://{known}@127.0.0.1:{port}/")
        for page, own, others in zip((ann, bob), TITLES, reversed(TITLES), strict=True):
            assert others not in await page.wait(f"> case.toml  {own}")
            await page.press("enter")
            await page.wait("What do you need help with?")
            assert page.complaints == []
