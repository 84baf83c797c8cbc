"""Thousands of hostile requests against a real server: no server error, and bounded memory.

    .venv/bin/python benchmarks/hostile_requests.py WORKSPACE [--requests 5500] [--seed 1]

Starts ``jiqun serve`` on a free port and sends what no browser would: odd paths, queries, headers,
methods and encodings, endless ones, broken ones, and bytes that are no HTTP. Prints one row a
kind with the answers it got, then the memory of the workers before and after. Ends with 1 where
anything was answered 5xx, or the workers grew by more than the limit.
"""

import argparse
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from web import PAGES, _free_port, _get, _wait

GROWTH = 200
"""MB that the workers may grow by, together: their kept pages may take 128."""
READERS = 8
WORDS = ("../", "%00", "%ff", "é", "集群", "'\"<>", "{{7*7}}", "\\", ";", "//", "%2e%2e/", "\x01")
METHODS = ("BREW", "PROPFIND", "TRACE", "CONNECT", "get", "POST", "DELETE", "OPTIONS", "M-SEARCH")
HEADERS = (
    "Accept-Encoding", "Accept-Language", "Cookie", "Authorization", "If-None-Match", "Range",
    "If-Modified-Since", "Content-Type", "Content-Length", "Transfer-Encoding", "X-Forwarded-For",
    "X-Forwarded-Proto", "Expect", "Upgrade", "Connection", "Referer", "X-HTTP-Method-Override",
)  # fmt: skip
VALUES = (
    "", "*", "0", "-1", "gzip;q=0", "bytes=0-", "bytes=9-1", "chunked", "W/\"x\"", "100-continue",
    "h2c", "lang=zz", "sessionid=x; lang=en", "Basic !!!", "Bearer " + "x" * 300, "\xff\xfe",
)  # fmt: skip
Chance = random.Random
Request = tuple[str, bytes]


def _line(method: str, address: str, *headers: str, host: str = "localhost") -> bytes:
    lines = [f"{method} {address} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape")


def _rubbish(chance: Chance, most: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def odd_path(chance: Chance) -> bytes:
    start = chance.choice(PAGES).partition("?")[0]
    return _line("GET", start + _rubbish(chance, 8).replace(" ", "%20"))


def odd_query(chance: Chance) -> bytes:
    start = chance.choice(PAGES).partition("?")[0]
    names = ("q", "page", "size", "c", "lang", "format", "level", "id", "year", _rubbish(chance, 2))
    said = "&".join(
        f"{chance.choice(names)}={_rubbish(chance, 5)}" for _ in range(chance.randint(1, 9))
    )
    return _line("GET", f"{start}?{said}")


def endless_query(chance: Chance) -> bytes:
    start = chance.choice(PAGES).partition("?")[0]
    filling = f"{chance.random()}" * chance.choice((10, 100, 150, 300, 3_000))
    return _line("GET", f"{start}?{chance.choice(('q', 'x', 'c', 'id'))}={filling}")


def endless_path(chance: Chance) -> bytes:
    return _line("GET", "/" + f"{chance.random()}/" * chance.choice((10, 60, 600, 6_000)))


def many_parameters(chance: Chance) -> bytes:
    return _line("GET", "/api/v1/figures?" + "&".join(["id=x"] * chance.choice((100, 1_500))))


def odd_method(chance: Chance) -> bytes:
    return _line(chance.choice(METHODS), chance.choice(PAGES))


def odd_header(chance: Chance) -> bytes:
    said = (f"{chance.choice(HEADERS)}: {chance.choice(VALUES)}" for _ in range(3))
    return _line("GET", chance.choice(PAGES), *said)


def endless_header(chance: Chance) -> bytes:
    size = chance.choice((1_000, 60_000, 900_000))
    return _line("GET", chance.choice(PAGES), f"{chance.choice(HEADERS)}: {'x' * size}")


def foreign_host(chance: Chance) -> bytes:
    host = chance.choice(
        ("evil.example", "localhost:1", "", "a b", "[::1", "localhost:" + "9" * 99)
    )
    return _line("GET", chance.choice(PAGES), host=host)


def body(chance: Chance) -> bytes:
    size = chance.choice((0, 10, 100_000))
    head = _line("POST", chance.choice(PAGES), f"Content-Length: {size * chance.choice((1, 2))}")
    return head + b"x" * size


def no_http(chance: Chance) -> bytes:
    return chance.randbytes(chance.choice((1, 40, 4_000))) + b"\r\n\r\n"


KINDS: tuple[Callable[[Chance], bytes], ...] = (
    odd_path, odd_query, endless_query, endless_path, many_parameters, odd_method, odd_header,
    endless_header, foreign_host, body, no_http,
)  # fmt: skip


def _send(port: int, request: Request) -> tuple[str, str]:
    kind, content = request
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=3) as line:
            line.sendall(content)
            said = line.recv(64)
            while line.recv(65_536):
                pass
    except TimeoutError:
        return kind, "waits"  # for the rest of a request that never comes
    except OSError:
        return kind, "closed"
    return kind, said.split(b" ")[1].decode() if said.startswith(b"HTTP/") else "closed"


def _memory(pid: int) -> int:
    """Return the resident memory of a server's workers, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = sum(int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children)
    return pages * 4096 // 2**20


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("workspace", type=Path)
    said.add_argument("--requests", type=int, default=5_500)
    said.add_argument("--seed", type=int, default=1)
    given = said.parse_args()
    port = _free_port()
    program = Path(sys.executable).with_name("jiqun")
    server = subprocess.Popen([program, "serve", "-w", str(given.workspace), "--port", str(port)])
    try:
        _wait(port)
        for path in PAGES:
            _get(port, path).read()
        bad = _report(port, server.pid, given.requests, Chance(given.seed))
    finally:
        server.terminate()
        server.wait()
    sys.exit(1 if bad else 0)


def _report(port: int, pid: int, count: int, chance: Chance) -> bool:
    before = _memory(pid)
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    asked = [(kind.__name__, kind(chance)) for kind in (KINDS * count)[:count]]
    with ThreadPoolExecutor(READERS) as pool:
        answers = Counter(pool.map(lambda request: _send(port, request), asked))
    for kind in KINDS:
        got = {status: n for (name, status), n in sorted(answers.items()) if name == kind.__name__}
        print(f"{kind.__name__:18} " + "  ".join(f"{s}: {n}" for s, n in got.items()))
    errors = sum(n for (_, status), n in answers.items() if status.startswith("5"))
    after = _memory(pid)
    alive = Path(f"/proc/{pid}/task/{pid}/children").read_text() == workers
    well = _get(port, "/healthz").status == 200
    print(f"{count} requests: {errors} answered 5xx")
    print(f"workers: {before} -> {after} MB (limit +{GROWTH}), the same ones: {alive}")
    return bool(errors) or after - before > GROWTH or not alive or not well


if __name__ == "__main__":
    main()
