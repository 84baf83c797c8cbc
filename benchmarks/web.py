"""Measure the explorer: 50 readers at once on the loopback, first visits and unchanged pages.

    .venv/bin/python benchmarks/web.py WORKSPACE [--readers 50] [--seconds 10]

Starts ``jiqun serve`` on a free port, waits until it answers, and prints one row a kind of reading
with the limit it is held to. Readers keep their connections open, ask for a page, wait a tenth of
a second and ask for the next. The rows without pause show what is left when every reader asks again
at once: there the measuring program is as busy as the server, which shares the machine with it.
"""

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PAGES = [
    "/", "/en/", "/clusters/", "/clusters/?tab=filed", "/clusters/?q=cyq", "/clusters/demo-001/",
    "/clusters/demo-042/", "/clusters/440605-qn/", "/indicators/",
    "/indicators/innovation/rd_intensity/", "/indicators/leading_industry/output_growth/",
    "/regions/", "/regions/330000/", "/regions/330106/", "/sectors/", "/programmes/", "/policies/",
    "/reports/", "/reports/2022/", "/compare/?c=demo-001&c=demo-002",
    "/api/v1/figures?level=sector", "/api/v1/clusters?format=geojson", "/api/v1/docs",
]  # fmt: skip
HOME_FILES = [
    "/", "/static/site.css", "/static/icon.svg", "/static/built/site.js", "/static/built/map.js",
    "/static/built/outlines/china.json", "/api/v1/clusters?kind=recognised&format=geojson",
]  # fmt: skip
PAUSE = 0.1
"""Seconds a reader waits before the next page: ten pages a second, more than a person reads."""
P95_LIMIT, UNCHANGED_LIMIT, HOME_LIMIT = 100.0, 20.0, 400.0


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("workspace", type=Path)
    said.add_argument("--readers", type=int, default=50)
    said.add_argument("--seconds", type=float, default=10.0)
    given = said.parse_args()
    port = _free_port()
    program = Path(sys.executable).with_name("jiqun")
    command = [program, "serve", "-w", str(given.workspace), "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        _report(port, given.readers, given.seconds)
    finally:
        server.terminate()
        server.wait()


def _report(port: int, readers: int, seconds: float) -> None:
    print(f"{'what':34} {'requests':>9} {'req/s':>8} {'median':>8} {'p95':>8} {'limit':>8}  (ms)")
    cold = asyncio.run(_read(port, PAGES, 1, 0, {}))
    _row("first visit of each page, 1 reader", cold, None)
    tags = {path: _get(port, path).headers["ETag"] for path in PAGES}
    for known, name, limit in (
        ({}, "all pages", P95_LIMIT),
        (tags, "unchanged (304)", UNCHANGED_LIMIT),
    ):
        paced = asyncio.run(_read(port, PAGES, readers, seconds, known, PAUSE))
        _row(f"{name}, {readers} readers", paced, limit)
        flat_out = asyncio.run(_read(port, PAGES, readers, seconds / 2, known))
        _row(f"{name}, {readers} without pause", flat_out, None)
    size = sum(_weight(port, path) for path in HOME_FILES) / 1024
    print(f"{'home page, compressed':34} {size:.0f} KB, limit {HOME_LIMIT:.0f} KB")


def _row(name: str, read: tuple[list[float], float], limit: float | None) -> None:
    times, seconds = read
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)] * 1000
    rate = len(times) / seconds
    held = "" if limit is None else f"{limit:8.0f}"
    middle = statistics.median(ordered) * 1000
    print(f"{name:34} {len(times):9} {rate:8.0f} {middle:8.1f} {p95:8.1f} {held:>8}")


async def _read(
    port: int,
    paths: list[str],
    readers: int,
    seconds: float,
    tags: dict[str, str],
    pause: float = 0,
) -> tuple[list[float], float]:
    """Return how long each request took, and all together; with tags, each must be a 304."""
    end = time.perf_counter() + seconds
    start = time.perf_counter()
    chance = random.Random(2022)  # noqa: S311  # the order of pages, not a secret
    orders = [chance.sample(paths, len(paths)) for _ in range(readers)]
    found = await asyncio.gather(*(_reader(port, order, end, tags, pause) for order in orders))
    return [spent for part in found for spent in part], time.perf_counter() - start


async def _reader(
    port: int, paths: list[str], end: float, tags: dict[str, str], pause: float
) -> list[float]:
    stream, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    first = True
    while first or time.perf_counter() < end:
        for path in paths:
            lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip"]
            lines += [f"If-None-Match: {tags[path]}"] if tags else []
            await asyncio.sleep(pause)
            start = time.perf_counter()
            writer.write("\r\n".join([*lines, "", ""]).encode())
            status = await _answer(stream)
            times.append(time.perf_counter() - start)
            if status != (304 if tags else 200):
                raise SystemExit(f"{path} answered {status}")
            if not first and time.perf_counter() > end:
                break
        first = False
    writer.close()
    return times


async def _answer(stream: asyncio.StreamReader) -> int:
    head = (await stream.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if "content-length:" in head:
        await stream.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
    elif "chunked" in head:
        while size := int(await stream.readline(), 16):
            await stream.readexactly(size + 2)
        await stream.readexactly(2)
    return status


def _get(port: int, path: str):  # type: ignore[no-untyped-def]
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"}
    )
    return urllib.request.urlopen(asked)  # noqa: S310  # this machine only


def _weight(port: int, path: str) -> int:
    """Return the bytes that travel: compressed where the server compresses, else as they are."""
    return len(_get(port, path).read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            _get(port, "/healthz").read()
            _get(port, "/").read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    os.environ.setdefault("JIQUN_LANG", "en")
    main()
