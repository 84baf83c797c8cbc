"""Errors of the disk under a running site: by libfiu, or a file system that is really full.

``Errors`` wants Debian's ``fiu-utils`` and ``libfiu0``; its errors come from under SQLite, Python
and Arrow alike: writing, reading, syncing, truncating, opening, renaming. ``FullDisk`` wants a
machine on which a tmpfs may be mounted.
"""

import errno
import random
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.full_disk import Small
from benchmarks.killed import Site

POINTS = (
    "posix/io/rw/pwrite",
    "posix/io/rw/write",
    "posix/io/rw/pread",
    "posix/io/rw/ftruncate",
    "posix/io/sync/fsync",
    "posix/io/sync/fdatasync",
    "posix/io/oc/open",
    "posix/io/dir/rename",
    "posix/io/dir/unlink",
)
CHANCE = 0.03
"""Of each call, while errors come."""
ONE_THREAD = "JE_ARROW_MALLOC_CONF=background_thread:false"
"""Arrow's allocator begins a thread while the loader still holds its lock. libfiu asks the loader
for a symbol under a lock of its own, so that the two waited for each other, and one site in a dozen
never started, before any blow."""
LASTING = 1.5
"""Seconds for which they come."""


class Timed:
    """A blow that begins at a random moment and is over after a while; the site goes on.

    Parameters
    ----------
    between
        Seconds to the blow, on average.
    seed
        Of the random moments.
    """

    before: Sequence[str] = ()

    def __init__(self, between: float, seed: int = 0) -> None:
        self._between, self.chance = between, random.Random(seed)  # noqa: S311  # moments

    @contextmanager
    def falling(self, site: Site) -> Iterator[None]:
        """Strike after a while, and again and again until the work is over."""
        over = threading.Event()
        thread = threading.Thread(target=self._strike, args=(site, over))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _strike(self, site: Site, over: threading.Event) -> None:
        while not over.wait(self.chance.expovariate(1 / self._between)):
            self.begin(site)
            over.wait(LASTING)
            self.end(site)

    def begin(self, site: Site) -> None:
        """Let faults come."""
        raise NotImplementedError

    def end(self, site: Site) -> None:
        """Let no more come."""
        raise NotImplementedError

    def parry(self, site: Site) -> None:
        """See that the site answers; one that does not is killed, to be started again."""
        self.end(site)
        if site.running and not site.answers():
            site.kill()


class Errors(Timed):
    """Errors that the operating system returns, a few in a hundred calls."""

    def __init__(self, between: float, seed: int = 0) -> None:
        super().__init__(between, seed)
        self._pipes = tempfile.mkdtemp(prefix="fiu-")
        self.before = ("env", ONE_THREAD, "fiu-run", "-x", "-f", f"{self._pipes}/ctl")

    @contextmanager
    def place(self) -> Iterator[Path]:
        """Lend a folder of the machine's own."""
        with tempfile.TemporaryDirectory(prefix="people-") as name:
            yield Path(name)
        shutil.rmtree(self._pipes, ignore_errors=True)

    def begin(self, site: Site) -> None:
        """Let every process of the site meet errors, at one point or several."""
        for point in self.chance.sample(POINTS, 3):
            number = self.chance.choice((errno.EIO, errno.ENOSPC))
            said = f"enable_random name={point},probability={CHANCE},failinfo={number}"
            self._tell(site, said)

    def end(self, site: Site) -> None:
        """Let none meet any."""
        for point in POINTS:
            self._tell(site, f"disable name={point}")

    def _tell(self, site: Site, said: str) -> None:
        """Tell every process that listens; one that is just ending does not answer."""
        for pid in site.processes():
            if Path(f"{self._pipes}/ctl-{pid}.in").exists():
                words = ["fiu-ctrl", "-f", f"{self._pipes}/ctl", "-c", said, str(pid)]
                with suppress(subprocess.TimeoutExpired):
                    subprocess.run(words, capture_output=True, timeout=5, check=False)


class FullDisk(Timed):
    """A file system in memory, filled to the last kilobytes for a while."""

    @contextmanager
    def place(self) -> Iterator[Path]:
        """Lend a small file system."""
        with tempfile.TemporaryDirectory(prefix="full-") as name:
            self._disk = Small(Path(name), 600)
            try:
                yield self._disk.folder
            finally:
                words = ["umount", "-l", str(self._disk.folder)]
                subprocess.run(words, check=False)

    def begin(self, site: Site) -> None:
        """Leave next to nothing free."""
        del site
        with suppress(OSError):
            self._disk.leave(self.chance.choice((0, 4, 16, 64)))

    def end(self, site: Site) -> None:
        """Take away what fills it."""
        del site
        self._disk.empty()
