"""Backups and restores under errors of the disk and on a full one: all, or nothing and a sentence.

Run from the project's folder (Debian's libfiu; a full disk wants root)::

    .venv/bin/python -m benchmarks.kept errors --trials 40
    .venv/bin/python -m benchmarks.kept full

Each command is a process of its own. ``errors``: its writes, reads, syncs and renames fail at
random once the program is loaded. ``full``: a small file system has less and less room. Where a
command ends well, what it made is verified by its hashes; where not, its exit code is one of the
contract's, a sentence was said (or nothing could be written), and nothing stands in place.
"""

import argparse
import errno
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.filers import leave_database
from benchmarks.full_disk import Small
from benchmarks.injected import POINTS
from benchmarks.restored import worked_in
from jiqun.base.errors import NotFound, Refused
from jiqun.workspace import Workspace, archives
from jiqun.workspace.audit import audit

WRITE = "posix/io/rw/write"
STRUCK = tuple(point for point in POINTS if point != "posix/io/oc/open")
"""Python opens its own modules all the while; the rest is the command's work."""
ROOM = (0, 16, 64, 128, 256, 400, 1000, 4000, 12000)
"""Kilobytes left free."""
CODES = (0, 1, 2, 3)
_RUN = """
import ctypes, sys
from jiqun.cli import main
import jiqun.web.keeping, django.db.backends.sqlite3.base
for said in filter(None, sys.argv.pop(1).split(",")):
    name, number = said.split("=")
    ctypes.CDLL("libfiu.so.0").fiu_enable_random(
        name.encode(), 1, ctypes.c_void_p(int(number)), 0, ctypes.c_float(0.02))
main()
"""


@dataclass
class Row:
    """What became of a command's trials."""

    command: str
    trials: int = 0
    well: int = 0
    faults: list[str] = field(default_factory=list)

    def judge(self, ran: "subprocess.CompletedProcess[str]", whole: bool, *, silent: bool) -> None:
        """Hold how a command ended against what stands in place: all of it, or nothing."""
        self.trials += 1
        self.well += ran.returncode == 0
        said = ran.stdout + ran.stderr
        if ran.returncode not in CODES or "Traceback" in said or not (said.strip() or silent):
            self.faults.append(f"{self.command}: exit {ran.returncode}: {said[-400:]!r}")
        if whole != (ran.returncode == 0):
            there = "in place" if whole else "not whole"
            self.faults.append(f"{self.command}: exit {ran.returncode}, {there}: {said[-300:]!r}")

    def __str__(self) -> str:
        ended = f"{self.trials} trials, {self.well} ended well"
        return f"{self.command}: {ended}, {len(self.faults)} half, silent or with a traceback"


def command(struck: str, *words: object) -> "subprocess.CompletedProcess[str]":
    """Run ``jiqun`` with errors at some points; with none where nothing is struck."""
    before = ["fiu-run", "-x"] if struck else []
    return subprocess.run(
        [*before, sys.executable, "-c", _RUN, struck, *map(str, words)],
        capture_output=True, text=True, check=False, errors="replace",
    )  # fmt: skip


def is_archive(file: Path) -> bool:
    """Tell whether a file is a whole archive: every hash is right."""
    try:
        contents = archives.read_contents(file)
        with tempfile.TemporaryDirectory() as name:
            archives.unpack(file, contents, Path(name), lambda rows, _: rows)
    except (NotFound, Refused):
        return False
    return True


def is_restored(folder: Path) -> bool:
    """Tell whether a workspace was restored whole.

    Raises
    ------
    AssertionError
        Where something of it stands there that a second restore would not go into.
    """
    try:
        opened = Workspace.open(folder)
    except NotFound:
        left = [path.name for path in folder.iterdir()] if folder.exists() else []
        if any(not name.startswith(archives.STAGED) for name in left):
            raise AssertionError(left) from None
        return False
    return not audit(opened).problems and (folder / "database/site.sqlite3").stat().st_size > 0


def errors(place: Path, trials: int, seed: int) -> Iterator[Row]:
    """Let the disk fail under both commands."""
    chance = random.Random(seed)  # noqa: S311  # moments
    backup, restore = Row("backup, errors of the disk"), Row("restore, errors of the disk")
    for number in range(trials):
        points = chance.sample(STRUCK, 2)
        struck = ",".join(f"{p}={chance.choice((errno.EIO, errno.ENOSPC))}" for p in points)
        file, folder = place / f"{number}.zip", place / f"r{number}"
        ran = command(struck, "backup", "-w", place / "w", "-o", file)
        backup.judge(ran, is_archive(file), silent=WRITE in points)
        ran = command(struck, "restore", place / "whole.zip", "-w", folder)
        restore.judge(ran, is_restored(folder), silent=WRITE in points)
        file.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
    yield backup
    yield restore


def full(place: Path) -> Iterator[Row]:
    """Let both commands write to a disk with less and less room."""
    disk = Small(place, 32)
    backup, restore = Row("backup, a full disk"), Row("restore, a full disk")
    try:
        for kilobytes in ROOM:
            for row, words, made in (
                (backup, ("backup", "-w", place / "w", "-o"), disk.folder / "b.zip"),
                (restore, ("restore", place / "whole.zip", "-w"), disk.folder / "r"),
            ):
                disk.leave(kilobytes)
                ran = command("", *words, made)
                whole = is_archive(made) if row is backup else is_restored(made)
                row.judge(ran, whole, silent=False)
                disk.empty()
                shutil.rmtree(made, ignore_errors=True)
                with suppress(OSError):
                    made.unlink(missing_ok=True)
    finally:
        subprocess.run(["umount", "-l", str(disk.folder)], check=False)
    yield backup
    yield restore


def main() -> int:
    """Strike, print what became of it; leave with 1 where anything was half or unsaid."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("errors", "full"))
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-") as name:
        place = Path(name)
        worked_in(place / "w", 3)
        leave_database()
        made = command("", "backup", "-w", place / "w", "-o", place / "whole.zip")
        if made.returncode:
            raise SystemExit(made.stderr)
        rows = list(errors(place, said.trials, said.seed) if said.what == "errors" else full(place))
    print("\n".join(map(str, rows)))
    faults = [fault for row in rows for fault in row.faults]
    print("\n".join(faults[:10]))
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
