"""How many officers one machine carries: memory of an interview in a web page, time to its first screen, and time from key to screen while all are open.

Run with `python benchmarks/officers.py --officers 10`. Memory is counted as the kernel shares it out (PSS), so that what processes share counts once.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import statistics
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from test_serving import served

CODES = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z]")
HEADER = "X-Remote-User"
KEYS = ("down", "up") * 5
CODE = {"down": "\x1b[B", "up": "\x1b[A"}


def memory(pid: int) -> float:
    """Megabytes that a process takes."""
    (line,) = (line for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


async def until(page: aiohttp.ClientWebSocketResponse, text: bytes) -> None:
    """Waits until a page is told to show a text."""
    come = b""
    async with asyncio.timeout(300):
        while text not in CODES.sub(b"", come):
            come += await page.receive_bytes()


async def one(http: aiohttp.ClientSession, address: str, number: int, opened: asyncio.Semaphore) -> tuple[aiohttp.ClientWebSocketResponse, float]:
    """An officer who begins a case; the page, and the seconds to its first screen."""
    async with opened:
        start = time.perf_counter()
        page = await http.ws_connect(f"{address}/ws?width=120&height=36", headers={"Origin": address, HEADER: f"officer-{number}"})
        await until(page, b"A new case")
        took = time.perf_counter() - start
        for key in ("n", "\r", "\r", "\r"):
            await quiet(page)
            await page.send_json(["stdin", key])
        await until(page, b"What do you need help with?")
        return page, took


async def quiet(page: aiohttp.ClientWebSocketResponse) -> None:
    """Waits until a page has been told nothing for a while."""
    with contextlib.suppress(asyncio.TimeoutError):
        while True:
            await asyncio.wait_for(page.receive_bytes(), 1.0)


async def press(page: aiohttp.ClientWebSocketResponse) -> list[float]:
    """Presses keys, as an officer who reads between them; the milliseconds until each has changed the screen."""
    times = []
    for key in KEYS:
        await quiet(page)
        start = time.perf_counter()
        await page.send_json(["stdin", CODE[key]])
        await page.receive_bytes()
        times.append(1000 * (time.perf_counter() - start))
    return times


async def measure(officers: int) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        async with served(Path(folder), "--user-header", HEADER, "--most", str(officers)) as (process, address), aiohttp.ClientSession() as http:
            alone = memory(process.pid)
            opened = asyncio.Semaphore(2)
            pages = await asyncio.gather(*(one(http, address, number, opened) for number in range(officers)))
            times = sorted(chain.from_iterable(await asyncio.gather(*(press(page) for page, _ in pages))))
            each = [memory(pid) for pid in children(process.pid)]
            assert len(each) == officers
            for page, _ in pages:
                await page.close()
            while children(process.pid):
                await asyncio.sleep(0.1)
            print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {officers} interviews open at once, two starting at a time")
            print(f"server: {alone:.0f} MB before the first, {memory(process.pid):.0f} MB after the last; no process left")
            print(f"interview: {statistics.median(each):.0f} MB (median), {max(each):.0f} MB (most), {sum(each):.0f} MB in all")
            starts = sorted(took for _, took in pages)
            print(f"page to first screen: median {statistics.median(starts):.1f} s, longest {starts[-1]:.1f} s")
            print(f"key to screen, {len(times)} keys: median {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--officers", type=int, default=10)
    asyncio.run(measure(parser.parse_args().officers))
