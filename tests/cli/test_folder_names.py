"""The name of a folder changes no figure and breaks no command."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.filings.test_rosters import COUNTS, rows
from tests.filings.test_rosters import written as written_firms
from tests.made import filing, written
from tests.registry.made_up import as_csv, valve_maker

NAMES = (
    "cluster_id=aa", "year=1999", "w*", "a?b", "[x]", "it's", 'quo"te', "back\\slash", "two words",
    "中文", "%20", "{a,b}", "trailing.", "-w", "_under", "semi;colon", "$HOME", "--", "#", "a:b",
    "s3:", "new\nline", "~", "**", "file=*?[']\"",
)  # fmt: skip
ENDINGS = ("xlsx", "docx", "pptx", "pdf", "html")
"""Kinds of the report besides JSON."""
ALL_AT_ONCE = "cluster_id=aa *[x]'\"\\"
Jiqun = Callable[..., Any]
PATIENCE = 120.0
"""Seconds for what takes one or two."""
PAGES = {"/healthz": 200, "/": 200, "/reports/2022/": 200}


def everything(jiqun: Jiqun, place: Path, endings: Sequence[str] = ENDINGS) -> dict[str, Any]:
    """Run every command that takes a workspace or a file, and return what they found."""
    place.mkdir()
    folder = place / "w"
    ids = ("test-001", "test-002", "test-003", "test-004")
    filer = {"filer": {"filled_by": "张三"}}
    paths = written(place, *({**filing(name, **COUNTS), **filer} for name in ids))
    firms = written_firms(place / "r.csv", *rows("test-001"), *rows("test-002", 10))
    register = place / "register.csv"
    register.write_bytes(as_csv([valve_maker(number) for number in range(60)]))
    candidates, page = place / "c.csv", place / "r.json"
    year = ("-w", folder, "--year", 2022)
    words = [
        ("init", folder),
        ("filings", "check", *paths, "-w", folder),
        ("filings", "check", *paths, "--annotate", place / "marked"),
        ("filings", "import", *paths, "-w", folder),
        ("filings", "filer", "-w", folder, "--cluster", "test-001", "--year", 2022),
        ("roster", "import", firms, "-w", folder),
        ("release", *year),
        ("report", *year, "-o", page),
        *(("report", *year, "-o", place / f"r.{ending}") for ending in endings),
        ("indicators", *year, "--by", "cluster", "-o", place / "i.csv"),
        ("diff", "-w", folder, "2022-v1", "2022-v1"),
        ("filings", "template", *year, "--cluster", "test-001", "-o", place / "t.xlsx"),
        ("registry", "import", register, "-w", folder),
        ("registry", "profile", "-w", folder, "--json"),
        ("discover", "-w", folder, "-o", candidates),
        ("catalog", "list", "-w", folder),
        ("catalog", "check", "-w", folder),
        ("assess", "-w", folder, "--programme", "national/sme-cluster", "--on", "2023-06-01",
         "--cluster", "test-001", "--json"),
        ("audit", "verify", "-w", folder),
        ("doctor", "--deep", "-w", folder),
        ("doctor", "--rebuild", "-w", folder),
    ]  # fmt: skip
    for said in words:
        ran = jiqun(*said)
        assert (ran.code, "Traceback" in ran.err) == (0, False), (said, ran.err)
    content = json.loads(page.read_bytes())
    return {
        "vintage": content["vintage_sha256"],
        "figures": content["figures"],
        "profile": jiqun("registry", "profile", "-w", folder, "--json").document,
        "candidates": candidates.read_bytes(),
        "indicators": (place / "i.csv").read_bytes(),
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return where what a plain folder gives is kept, once it is known."""
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_any_name_gives_what_a_plain_one_gives(
    name: str, tmp_path: Path, jiqun: Jiqun, plain: dict[str, Any]
) -> None:
    if not plain:
        plain |= everything(jiqun, tmp_path / "plain")
    (tmp_path / "w1").mkdir()  # what a pattern would take in besides
    assert everything(jiqun, tmp_path / name) == plain


def test_a_name_of_partitions_and_patterns_changes_no_figure(tmp_path: Path, jiqun: Jiqun) -> None:
    found = everything(jiqun, tmp_path / ALL_AT_ONCE)
    assert found["figures"][0]["expected"] == 4
    assert found["profile"]["kept"] == 60


def served(folder: Path) -> dict[str, int]:
    """Start ``jiqun serve`` on a workspace, get pages and the figures, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("jiqun")
    words = [program, "serve", "-w", str(folder), "--port", str(port)]
    server = subprocess.Popen(words, stderr=subprocess.PIPE)  # noqa: S603  # our own command
    try:
        return {path: _status(server, port, path) for path in PAGES}
    finally:
        server.terminate()
        _, said = server.communicate(timeout=PATIENCE)
        assert b"Traceback" not in said


def _status(server: "subprocess.Popen[bytes]", port: int, path: str) -> int:
    end = time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None, "the server ended"
        try:
            asked = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE)
            with asked as answer:
                return int(answer.status)
        except urllib.error.HTTPError as said:
            return said.code
        except OSError:
            assert time.monotonic() < end, "no answer"
            time.sleep(0.2)


def test_the_demonstration_is_served_from_a_folder_of_many_traps(
    tmp_path: Path, demonstration: Path
) -> None:
    folder = tmp_path / ALL_AT_ONCE
    shutil.copytree(demonstration, folder)
    assert served(folder) == PAGES


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_demonstration_of_any_name_is_built_and_served(
    name: str, tmp_path: Path, jiqun: Jiqun
) -> None:
    folder = tmp_path / name
    assert jiqun("demo", folder, "--no-serve").code == 0
    assert served(folder) == PAGES
