"""Power cuts on a real file system: an ext4 in a file, shut down by force after each answer.

Run as root from the project's folder::

    .venv/bin/python -m benchmarks.power_cuts

Each planned command of ``benchmarks.faults`` runs on a workspace inside the mounted file system;
as soon as it has answered, the file system is shut down without writing its log
(``EXT4_IOC_SHUTDOWN``), mounted again, and the workspace checked. Where the machine has no loop
devices, or its user is not root, the script says so and does nothing; ``benchmarks.faults`` plays
cuts everywhere.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults import Ended, Plan, Row, plans, state, trial, undisturbed

SHUTDOWN = 0x8004587D
"""``EXT4_IOC_SHUTDOWN``."""
NO_LOG = 2
"""Nothing is flushed first: what was not synced is gone."""
MEGABYTES = 200


class Mounted:
    """An ext4 file system in a file, mounted on a folder."""

    def __init__(self, place: Path) -> None:
        self.image, self.folder = place / "disk.img", place / "disk"
        self.folder.mkdir()
        with self.image.open("wb") as file:
            file.truncate(MEGABYTES << 20)
        self.run("mkfs.ext4", "-q", str(self.image))
        self.mount()

    def run(self, *words: str) -> None:
        subprocess.run(words, check=True, capture_output=True)

    def mount(self) -> None:
        self.run("mount", "-o", "loop,commit=600", str(self.image), str(self.folder))

    def cut(self) -> None:
        """Take the power away and give it back."""
        handle = os.open(self.folder, os.O_RDONLY)
        fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NO_LOG))
        os.close(handle)
        self.run("umount", str(self.folder))
        self.mount()


def cut_after_answers(disk: Mounted, inputs: Path) -> list[Row]:
    """Run every planned command, cut after its answer, and look at what is there."""
    rows = []
    for number, plan in enumerate(plans(inputs)):
        row = Row(plan.name, "ext4 shut down")
        _, after, _ = _run(plan, inputs / f"plain-{number}")
        shutil.rmtree(disk.folder / "w", ignore_errors=True)
        before, _, ended = _run(plan, disk.folder / "w", disk.cut)
        row.judge(disk.folder / "w", before, after, ended)
        rows.append(row)
    return rows


def _run(
    plan: Plan, folder: Path, cut: Callable[[], object] = lambda: None
) -> tuple[str, str, Ended]:
    """Run a command, cut at once, and return what was there before and is there after."""
    for command in plan.before:
        undisturbed(command, folder)
    os.sync()
    before = state(folder)
    ended = trial(plan.command, folder, 0, "kill")
    cut()
    return before, state(folder), ended


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        try:
            disk = Mounted(Path(name))
        except (OSError, subprocess.CalledProcessError) as fault:
            print(f"no file system can be mounted here ({fault}); benchmarks.faults plays cuts")
            return
        try:
            (Path(name) / "inputs").mkdir()
            rows = cut_after_answers(disk, Path(name) / "inputs")
        finally:
            disk.run("umount", str(disk.folder))
    print("| command | way | trials | lost | half stored | tracebacks |\n|---|---|--:|--:|--:|--:|")
    print("\n".join(row.text() for row in rows))
    sys.exit(1 if any(row.lost or row.half or row.tracebacks for row in rows) else 0)


if __name__ == "__main__":
    main()
