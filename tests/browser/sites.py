"""A site of made-up people on whatever day a test says, with a browser window for everybody."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page
from tests.browser.calling import OFFICES, PASSWORD
from tests.browser.conftest import ROOT, waited


@dataclass
class Site:
    """A site that is on whatever day one sets, with a browser window for everybody."""

    folder: Path
    address: str
    sign: Callable[[str], Page]

    def on(self, day: str) -> None:
        (self.folder / "today").write_text(day)


@contextmanager
def sited(
    server: str, folder: Path, day: str, browser: Browser, others: Collection[str] = ()
) -> Iterator[Site]:
    """Serve what a module makes in a folder, from a day on; no page may fail meanwhile.

    Others have an account there too, beside the offices of a call.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "today").write_text(day)
    command = [sys.executable, "-m", server, str(folder), str(port)]
    (folder / "tmp").mkdir()
    own = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "TMPDIR": str(folder / "tmp")}
    own["JIQUN_TEST_SITES"] = os.environ["XDG_CACHE_HOME"] + "-sites"  # of this process of tests
    with (folder / "said").open("wb") as said:  # what the server prints, a test may search
        serving = subprocess.Popen(  # noqa: S603  # our own
            command, cwd=ROOT, env={**os.environ, **own}, stdout=said, stderr=subprocess.STDOUT
        )
    address = f"http://127.0.0.1:{port}"
    windows: dict[str, Page] = {}
    faults: list[str] = []

    def sign(login: str) -> Page:
        if login not in windows:
            windows[login] = page = _window(
                browser, address, login, signs_in=login in OFFICES or login in others
            )
            page.on("pageerror", lambda fault: faults.append(f"{login}: {fault}"))
        return windows[login]

    try:
        waited(serving, f"{address}/healthz")
        yield Site(folder, address, sign)
    finally:
        for page in windows.values():
            page.context.close()
        serving.send_signal(signal.SIGKILL)
        serving.wait(timeout=20)
    sys.stdout.write((folder / "said").read_text(errors="replace"))  # shown where a test fails
    assert faults == []


def _window(browser: Browser, address: str, login: str, *, signs_in: bool) -> Page:
    """Open a window, and sign in there who has an account."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    if signs_in:
        page.goto(f"{address}/accounts/login/")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/accounts/")
    return page


def act(page: Page, verb: str, **said: str) -> None:
    """Take a step on the page that is open, with what it asks."""
    for name, text in said.items():
        page.fill(f"#{name}", text)
    page.click(f"[data-verb={verb}]")
    page.wait_for_load_state("networkidle")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")
