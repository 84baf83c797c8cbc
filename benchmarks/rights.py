"""Remove every right and every filter by reader in turn: each time a named test has to fail.

    .venv/bin/python benchmarks/rights.py [--only WORD]

Copies the program, takes one declaration or condition away, runs the tests of rights and of the
pages' cache against the copy, and prints one row a change with the first test that noticed. Ends
with 1 where a change went unnoticed.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = Path("src/jiqun/web")
TESTS = (
    "tests/web/test_rights.py",
    "tests/web/test_published.py",
    "tests/web/test_unchanged.py",
)
EDITIONS = ("tests/web/test_published.py",)
STAMPED = re.compile(r"^@(public|officials)(\..*)?\n((?:@.*\n)*)def (\w+)", re.M)
FAILED = re.compile(r"^(?:FAILED|ERROR) \S+::(.+?)(?: - .*)?$", re.M)
NATION = '__import__("jiqun.base.readers", fromlist=["NATION"]).NATION'
ASKS = re.compile(r"reader_of\(request\)")
FILTERS = [
    ("rights.py", "return reader.office in self.offices", "return True", "the offices of a right"),
    ("admission.py", "if not right.allows(reader_of(request)):", "if False:", "asking the right"),
    ("admission.py", "if right is None:", "if False:", "refusing what declares nothing"),
    ("admission.py", "request.method not in right.methods", "False", "a right's methods"),
    ("unchanged.py", "set(request.COOKIES) <= {COOKIE}", "True", "cookies"),
    ("unchanged.py", '"Authorization" not in request.headers', "True", "Authorization"),
    ("unchanged.py", "reader_of(request) == PUBLIC", "True", "a known reader"),
    ("unchanged.py", "not nobody_in_particular(request)", "False", "the cache's whole condition"),
    ("security.py", '"Cache-Control": "private, no-store",', "", "no-store by default"),
    ("wsgi.py", "refuse_undeclared()\n", "\n", "the check when the application starts"),
    ("explore/api/__init__.py", "return public(kept_page()(view))", "return kept_page()(view)",
     "the API's description"),
    ("explore/shelf.py", "wanted = (vintage, reader.audience)", "wanted = (vintage, PUBLIC)",
     "an edition a reader"),
    ("../publications/contents.py", "edition = Edition(snapshot, source.reader)",
     f"edition = Edition(snapshot, {NATION})", "figures for the reader"),
    ("../publications/contents.py", "source.vintage.year, source.reader)",
     f"source.vintage.year, {NATION})", "reports for the reader"),
    ("../publications/source.py", '{"reader": self.reader.record(), "opened"', '{"opened"',
     "a reader's own folder"),
    ("../publications/contents.py", "if edition.sees_cell(field, cluster, counties[cluster]):",
     "if True:", "answers for the reader"),
]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One thing taken away: in which file, and what is left of it; ``which`` of several alike."""

    file: Path
    before: str
    after: str
    name: str
    which: int = 0
    tests: tuple[str, ...] = TESTS


def changes() -> Iterator[Change]:
    """Return every declaration of a right, then every place that asks who reads, then filters."""
    for file in sorted((ROOT / WEB).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for found in STAMPED.finditer(text):
            place = file.relative_to(ROOT)
            whole = found[0]
            rest = whole.partition("\n")[2]
            yield Change(place, whole, rest, f"@{found[1]} of {place.stem}.{found[4]}")
    for file in sorted((ROOT / WEB / "explore").rglob("*.py")):
        for number, found in enumerate(ASKS.finditer(file.read_text(encoding="utf-8"))):
            place = file.relative_to(ROOT)
            name = f"who reads, {place.parent.name}/{place.stem} {number + 1}"
            yield Change(place, found[0], NATION, name, number, EDITIONS)
    for name, before, after, said in FILTERS:
        yield Change(WEB / name, before, after, said)


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("--only", default="")
    wanted = said.parse_args().only
    unnoticed = 0
    print(f"{'taken away':44} noticed by")
    for change in changes():
        if wanted in change.name:
            test = _first_failure(change)
            unnoticed += test is None
            print(f"{change.name:44} {test or 'NOBODY'}", flush=True)
    print(f"{unnoticed} unnoticed")
    sys.exit(1 if unnoticed else 0)


def _first_failure(change: Change) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("src", "tests", "pyproject.toml"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("built"))
            else:
                shutil.copy(ROOT / name, copy / name)
        file = copy / change.file
        text = file.read_text(encoding="utf-8")
        if change.before not in text:
            raise SystemExit(f"{change.file} no longer says {change.before!r}")
        parts = text.split(change.before)
        head, tail = parts[: change.which + 1], parts[change.which + 1 :]
        left = change.before.join(head) + change.after + change.before.join(tail)
        file.write_text(left, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        ran = subprocess.run(
            [*command, *change.tests],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
        found = FAILED.search(ran.stdout)
        return found[1] if ran.returncode and found else None


if __name__ == "__main__":
    main()
