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
from collections.abc import Callable
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


def worked(pid: int) -> float:
    """Seconds for which a process has had a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


async def until(page: aiohttp.ClientWebSocketResponse, text: bytes) -> None:
    """Waits until a page is told to show a text."""
    come = b""
    async with asyncio.timeout(300):
        while text not in CODES.sub(b"", come):
            come += await page.receive_bytes()


async def drain(page: aiohttp.ClientWebSocketResponse) -> None:
    """Takes what a page is told for a second: an officer reads, a cursor blinks."""
    with contextlib.suppress(asyncio.TimeoutError):
        async with asyncio.timeout(1.0):
            while True:
                await page.receive_bytes()


class Officer:
    """Somebody who begins a case in a page, reads, and presses keys when all are there."""

    def __init__(self, number: int) -> None:
        self.name = f"officer-{number}"
        self.started = 0.0
        self.there = False
        self.times: list[float] = []

    async def work(self, http: aiohttp.ClientSession, address: str, door: asyncio.Semaphore, together: asyncio.Event, leave: asyncio.Event) -> None:
        """From the first page to the last key."""
        async with door:
            start = time.perf_counter()
            page = await http.ws_connect(f"{address}/ws?width=120&height=36", headers={"Origin": address, HEADER: self.name})
            await until(page, b"A new case")
            self.started = time.perf_counter() - start
            for key in ("n", "\r", "\r", "\r"):
                await drain(page)
                await page.send_json(["stdin", key])
            await until(page, b"need help with?")
        self.there = True
        while not together.is_set():
            await drain(page)
        for key in KEYS:
            await drain(page)
            start = time.perf_counter()
            await page.send_json(["stdin", CODE[key]])
            await page.receive_bytes()
            self.times.append(1000 * (time.perf_counter() - start))
        while not leave.is_set():
            await drain(page)
        await page.close()


async def come(tasks: list[asyncio.Task[None]], holds: Callable[[], bool]) -> None:
    """Waits for something, unless a task has failed."""
    while not holds():
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.1)


async def measure(officers: int) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        async with served(Path(folder), "--user-header", HEADER, "--most", str(officers)) as (process, address), aiohttp.ClientSession() as http:
            alone = memory(process.pid)
            door, together, leave = asyncio.Semaphore(2), asyncio.Event(), asyncio.Event()
            crowd = [Officer(number) for number in range(officers)]
            tasks = [asyncio.create_task(officer.work(http, address, door, together, leave)) for officer in crowd]
            await come(tasks, lambda: all(officer.there for officer in crowd))
            together.set()
            await come(tasks, lambda: all(len(officer.times) == len(KEYS) for officer in crowd))
            busy = sorted(worked(pid) for pid in children(process.pid))
            each = [memory(pid) for pid in children(process.pid)]
            assert len(each) == officers
            leave.set()
            await asyncio.gather(*tasks)
            times = sorted(chain.from_iterable(officer.times for officer in crowd))
            starts = sorted(officer.started for officer in crowd)
            while children(process.pid):
                await asyncio.sleep(0.1)
            print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {officers} interviews open at once, two starting at a time")
            print(f"server: {alone:.0f} MB before the first, {memory(process.pid):.0f} MB after the last; no process left")
            print(f"interview: {statistics.median(each):.0f} MB (median), {max(each):.0f} MB (most), {sum(each):.0f} MB in all")
            print(f"processor for a start, a new case and {len(KEYS)} keys: median {statistics.median(busy):.1f} s")
            print(f"page to first screen: median {statistics.median(starts):.1f} s, longest {starts[-1]:.1f} s")
            print(f"key to screen, {len(times)} keys: median {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--officers", type=int, default=10)
    asyncio.run(measure(parser.parse_args().officers))
