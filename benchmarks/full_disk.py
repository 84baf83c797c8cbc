"""A disk that is really full: every command on a small file system, with less and less room.

Run as root from the project's folder::

    .venv/bin/python -m benchmarks.full_disk

The planned commands of ``benchmarks.faults``, and reports, run on a workspace inside a file system
in memory (tmpfs) of a few megabytes, of which all but so many kilobytes are taken. Each must do
all of its work or none, and say in a sentence why; a second ``init``, with room again, must work.
Where nothing may be mounted the script says so and does nothing.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.faults import Plan, Row, jiqun, plans, state, trial, undisturbed

ROOM = (0, 4, 8, 16, 32, 64, 128, 256, 512)
"""Kilobytes left free."""
MEGABYTES = 64


class Small:
    """A file system of a few megabytes."""

    def __init__(self, place: Path, megabytes: int = MEGABYTES) -> None:
        self.folder = place / "small"
        self.folder.mkdir()
        options = f"size={megabytes}m"
        words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)]
        subprocess.run(words, check=True, capture_output=True)

    def leave(self, kilobytes: int) -> None:
        """Take all of it but so many kilobytes."""
        free = shutil.disk_usage(self.folder).free
        with (self.folder / "filling").open("wb") as file:
            file.write(b"\1" * max(free - (kilobytes << 10), 0))

    def empty(self) -> None:
        """Remove what fills it."""
        (self.folder / "filling").unlink(missing_ok=True)


def reports(given: list[Plan]) -> list[Plan]:
    """Return plans of reports, written on the full disk itself."""
    prepared = (*given[4].before, given[4].command)
    words = ("report", "-w", "{w}", "--year", "2022", "-o")
    return [
        Plan(f"report, {ending}", jiqun(*words, f"{{w}}/r.{ending}"), prepared)
        for ending in ("json", "xlsx", "docx", "pptx", "pdf", "html")
    ]


def filled(disk: Small, plan: Plan, place: Path) -> Row:
    """Run a command with less and less room."""
    row, folder = Row(plan.name, "tmpfs full"), disk.folder / "w"
    base, plain = place / "base", place / "w"
    for command in plan.before:
        undisturbed(command, base)
    if base.exists():
        shutil.copytree(base, plain)
    before = state(plain)
    undisturbed(plan.command, plain)
    after = state(plain)
    for kilobytes in ROOM:
        shutil.rmtree(folder, ignore_errors=True)
        if base.exists():
            shutil.copytree(base, folder)
        disk.leave(kilobytes)
        ended = trial(plan.command, folder, 0, "", place)
        disk.empty()
        row.judge(folder, before, after, ended)
        if plan.name == "init" and ended.code:
            undisturbed(plan.command, folder)
    return row


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        try:
            disk = Small(place)
        except (OSError, subprocess.CalledProcessError) as fault:
            print(f"nothing can be mounted here ({fault}); benchmarks.faults plays full disks")
            return
        print("| command | way | trials | lost | half stored | tracebacks |")
        print("|---|---|--:|--:|--:|--:|")
        rows = []
        try:
            (place / "inputs").mkdir()
            given = plans(place / "inputs")
            for number, plan in enumerate([*given, *reports(given)]):
                own = place / f"plan-{number}"
                own.mkdir()
                rows.append(filled(disk, plan, own))
                print(rows[-1].text(), flush=True)
        finally:
            subprocess.run(["umount", str(disk.folder)], check=True)
    sys.exit(1 if any(row.lost or row.half or row.tracebacks for row in rows) else 0)


if __name__ == "__main__":
    main()
