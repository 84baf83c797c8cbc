"""A real browser over the demonstration; skipped, saying so, where there is no Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src" / "jiqun" / "web" / "static" / "built"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MADE_FIRST = ("/", "/structure/", "/reports/2022/")
"""Pages of figures and charts that are made when they are first asked for."""
SIZES = {"desktop": (1280, 900), "phone": (360, 780)}


@pytest.fixture(scope="session")
def address(demonstration: Path) -> Iterator[str]:
    """Serve the demonstration by ``jiqun serve`` on a free port."""
    with served(demonstration) as where:
        yield where


@contextmanager
def served(demonstration: Path) -> Iterator[str]:
    """Serve a workspace while it is visited."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium on the machine; there is none (Debian: apt install chromium)")
    if not (BUILT / "map.js").is_file():
        pytest.skip("needs the built assets; run make assets")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("jiqun")
    command = [program, "serve", "-w", str(demonstration), "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603  # our own command
    try:
        waited(server, f"http://127.0.0.1:{port}/healthz")
        for page in MADE_FIRST:
            waited(server, f"http://127.0.0.1:{port}{page}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def waited(server: "subprocess.Popen[bytes]", where: str) -> None:
    """Ask until a page is there; a site that still makes its first figures says 503."""
    for _ in range(900):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(where, timeout=300) as answer:  # noqa: S310  # our own server
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{where} did not answer")


@pytest.fixture(scope="session")
def driver(address: str) -> Iterator[Playwright]:
    """Drive browsers; there is one driver to a process."""
    del address  # which skips where there is nothing to visit with
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(params=SIZES)
def visit(
    request: pytest.FixtureRequest, browser: Browser, address: str
) -> Iterator[Callable[..., Page]]:
    """Open a page of the site; nothing may fail or leave for another host while it is open."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((address, "data:", "blob:"))
            else faults.append(f"asked {asked.url}")
        ),
    )

    def opened(path: str) -> Page:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        if folder := os.environ.get("JIQUN_SCREENSHOTS"):
            name = path.strip("/").replace("/", "-").replace("?", "-") or "home"
            page.screenshot(path=f"{folder}/{name}-{request.param}.png")
        return page

    yield opened
    context.close()
    assert faults == []


@pytest.fixture
def browser_without_scripts(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    def opened(path: str) -> Page:
        page.goto(address + path)
        return page

    yield opened
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a page again once on a busy machine; the summary tells of each second try."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=5))
