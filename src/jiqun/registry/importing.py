"""Import registers into a workspace: read, clean, classify in blocks, then settle the whole."""

import gc
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import moment, panicked, unopened
from jiqun.registry.bounds import bounded, refuse_beyond_bounds
from jiqun.registry.enterprises import enterprises, read_lexicons
from jiqun.registry.headings import HeadingMapping
from jiqun.registry.layout import Layout, find_layout
from jiqun.registry.profile import Profile
from jiqun.registry.reading import blocks, content_sha256, find_files, open_register
from jiqun.registry.rebuild import without_damaged
from jiqun.registry.registers import Block, Register
from jiqun.registry.settling import settle_as
from jiqun.registry.store import RegistryStore, event_schema, part_schema, write_part
from jiqun.workspace import Workspace

ROWS_PER_BLOCK_BITS = 22
WAITING_PER_WORKER = 2
"""Blocks read ahead for each worker: this bounds memory."""
SMALL = 2 << 20
"""Bytes below which starting workers costs more than they save."""

Progress = Callable[[int, int, int], None]
"""Called with rows done, bytes done, bytes in all."""


@dataclass
class ImportResult:
    """What an import did.

    Parameters
    ----------
    accepted
        Names of the files taken in.
    problems
        What was refused or is worth knowing, every problem listed.
    profile
        The register after the import, or None where nothing was accepted.
    """

    accepted: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    profile: Profile | None = None


class _Source(NamedTuple):
    """A register to be read, how its columns are laid out, and its file as it was opened."""

    register: Register
    layout: Layout
    when: tuple[int, int, int]


def import_registers(
    workspace: Path,
    paths: Sequence[Path],
    mapping: HeadingMapping | Mapping[str, str] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> ImportResult:
    """Import files and folders into a workspace's register.

    A file that is refused is listed with every problem; the others are imported. A file that was
    imported before (same bytes) is passed over with a note.

    Parameters
    ----------
    workspace
        The workspace's folder.
    paths
        CSV, TXT, TSV (also packed with gzip), workbooks, Parquet, or folders of them.
    mapping
        Field to heading, or a whole mapping file, where a register's headings are not the usual
        ones.
    progress
        Told how far the work is, after each block.
    workers
        Processes; as many as the machine has cores if not given, 1 to work in this one.

    Returns
    -------
    ImportResult
        Accepted files, problems, and the register's profile.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    Refused
        Where a path does not exist or is of no known kind; nothing is stored.
    """
    opened = Workspace.open(workspace)
    files = find_files(list(paths))
    with opened.writing():
        store = RegistryStore(workspace)
        manifest, lost = without_damaged(store, store.manifest())
        result = ImportResult(problems=lost)
        registers, entries = _recognised(
            files, HeadingMapping.of(mapping), manifest["files"], result
        )
        if not registers:
            return result
        batch = max(manifest["batches"], default=0) + 1
        _drop_unlisted(store, manifest["batches"])
        sound = _work(store, batch, registers, result, progress, workers)
        entries = [entry for entry in entries if entry["path"] in sound]
        if not entries:
            _drop_unlisted(store, manifest["batches"])
            return result
        batches = [*manifest["batches"], batch]
        taken = [{**_listed(entry), "batch": batch} for entry in entries]
        files_known = [*manifest["files"], *taken]
        said = {**manifest, "batches": batches, "files": files_known}
        result.profile = settle_as(store, said)
    return result


def _listed(entry: Mapping[str, Any]) -> dict[str, str]:
    return {"name": entry["path"].name, "sha256": entry["sha256"]}


def _recognised(
    files: list[Path],
    mapping: HeadingMapping,
    imported: list[dict[str, Any]],
    result: ImportResult,
) -> tuple[list[_Source], list[dict[str, Any]]]:
    known = {entry["sha256"] for entry in imported}
    sources, entries = [], []
    for path in files:
        try:
            when = moment(path.stat())
            refuse_beyond_bounds(path)
            sha256 = content_sha256(path)
            if sha256 in known:
                result.problems.append(Problem("registry.imported_before", Where(file=path.name)))
                continue
            found, notes = _sources(open_register(path, mapping), mapping, when)
        except BaseException as fault:  # whatever a reading library meets in a damaged file
            result.problems += damage(fault, path)
            continue
        known.add(sha256)
        sources += found
        entries.append({"path": path, "sha256": sha256})
        result.problems += [*notes, *(note for source in found for note in _missing(source))]
    return sources, entries


def _sources(
    registers: list[Register], mapping: HeadingMapping, when: tuple[int, int, int]
) -> tuple[list[_Source], list[Problem]]:
    """Match each register of a file with the fields; a sheet without firms is passed over.

    Raises
    ------
    Refused
        Where none of them lists firms.
    """
    sources, faults, notes = [], [], []
    for register in registers:
        try:
            sources.append(_Source(register, find_layout(register, mapping), when))
        except Refused as refused:
            faults += refused.problems
            where = Where(file=register.source)
            notes.append(Problem("registry.sheet_passed_over", where, {"sheet": register.sheet}))
        else:
            notes += register.notes
    if not sources:
        raise Refused(faults)
    return sources, notes


def _missing(source: _Source) -> list[Problem]:
    """Say which columns a register lacks, and so what cannot be known of its firms."""
    missing = [name for name in ("code", "scope") if name not in source.layout.columns]
    if not source.layout.columns.keys() & {"address", "county"}:
        missing.append("address")
    where = Where(file=source.register.source)
    notes = [Problem(f"registry.without_{name}", where) for name in missing]
    header = source.register.header
    name = header[source.layout.columns["name"]]
    if header.count(name) > 1:
        notes.append(Problem("registry.heading_twice", where, {"heading": name}))
    return notes


def damage(fault: BaseException, path: Path) -> list[Problem]:
    """Say what is wrong with a file in which a reader met a fault; raise what is no such fault."""
    if isinstance(fault, Refused):
        return fault.problems
    if not isinstance(fault, Exception) and not panicked(fault):
        raise fault
    if isinstance(fault, OSError) and fault.errno is not None:
        return [unopened(fault, Where(file=path.name))]
    return [Problem("registry.damaged", Where(file=path.name))]


def _work(
    store: RegistryStore,
    batch: int,
    sources: list[_Source],
    result: ImportResult,
    progress: Progress | None,
    workers: int | None,
) -> set[Path]:
    """Clean all blocks, in this process or in several; return the files that proved sound."""
    size = sum(source.register.size for source in sources)
    done = 0
    count = workers or (os.cpu_count() or 1)
    reading = _Reading(store, batch, sources)
    with _executor(count if size > SMALL else 1) as executor:
        for cleaned in _in_turn(executor, reading.jobs(), count * WAITING_PER_WORKER):
            reading.count(cleaned)
            done += cleaned.bytes_read
            if progress:
                progress(reading.rows, min(done, size), size)
    result.problems += reading.empty_files()
    for path, problems in reading.faults.items():
        result.problems += problems
        reading.forget(path)
    sound = {source.register.path for source in sources} - reading.faults.keys()
    result.accepted += dict.fromkeys(
        source.register.path.name for source in sources if source.register.path in sound
    )
    return sound


class _Reading:
    """Files being read block by block: one that proves damaged leaves no part behind."""

    def __init__(self, store: RegistryStore, batch: int, sources: list[_Source]) -> None:
        self.store, self.batch, self.sources = store, batch, sources
        self.faults: dict[Path, list[Problem]] = {}
        self._blocks: dict[Path, list[int]] = {}
        self._path: dict[int, Path] = {}
        self._rows: Counter[Path] = Counter()
        self._kept: Counter[Path] = Counter()

    @property
    def rows(self) -> int:
        """Rows read so far."""
        return self._rows.total()

    def count(self, cleaned: "Cleaned") -> None:
        """Note what a block gave."""
        path = self._path[cleaned.block]
        self._rows[path] += cleaned.rows
        self._kept[path] += cleaned.kept

    def empty_files(self) -> list[Problem]:
        """Say which files gave no firm; one that gave no row at all has a fault."""
        problems = []
        for path in dict.fromkeys(source.register.path for source in self.sources):
            where = Where(file=path.name)
            if path in self.faults or self._kept[path]:
                continue
            if self._rows[path]:
                details = {"count": str(self._rows[path])}
                problems.append(Problem("registry.no_firms", where, details))
            else:
                self.faults[path] = [Problem("registry.no_rows", where)]
        return problems

    def jobs(self) -> Iterator[tuple[RegistryStore, int, int, Layout, Block]]:
        """Yield the blocks of every file; a file ends at its first fault."""
        number = 0
        for source in self.sources:
            path = source.register.path
            if path in self.faults:
                continue
            try:
                for block in bounded(
                    source.register, blocks(source.register, source.layout.spread)
                ):
                    number += 1
                    self._blocks.setdefault(path, []).append(number)
                    self._path[number] = path
                    yield self.store, self.batch, number, source.layout, block
                if moment(path.stat()) != source.when:
                    self.faults[path] = [Problem("inputs.changed", Where(file=path.name))]
            except GeneratorExit:
                raise
            except BaseException as fault:  # as in _recognised
                self.faults[path] = damage(fault, path)

    def forget(self, path: Path) -> None:
        """Remove what was written of a file."""
        for number in self._blocks.get(path, ()):
            for kind in ("rows", "events"):
                self.store.part(self.batch, number, kind).unlink(missing_ok=True)


def _in_turn(
    executor: Executor | None,
    jobs: Iterator[tuple[RegistryStore, int, int, Layout, Block]],
    ahead: int,
) -> Iterator["Cleaned"]:
    """Run the jobs with a bounded number waiting."""
    running: set[Future[Cleaned]] = set()
    for job in jobs:
        if executor is None:
            yield clean_block(*job)
            continue
        running.add(executor.submit(clean_block, *job))
        if len(running) >= ahead:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (job_done.result() for job_done in finished)
    yield from (job_done.result() for job_done in running)


class Cleaned(NamedTuple):
    """What became of a block: rows read and kept, and how many bytes of the file it took."""

    block: int
    rows: int
    kept: int
    bytes_read: int


def clean_block(
    store: RegistryStore, batch: int, number: int, layout: Layout, block: Block
) -> Cleaned:
    """Clean one block and write its parts."""
    columns, events = enterprises(layout, block)
    kept = len(columns["name"])
    if kept:
        first = ((batch << 16) + number) << ROWS_PER_BLOCK_BITS
        columns["row"] = list(range(first, first + kept))
        write_part(store.part(batch, number, "rows"), columns, part_schema())
    if events:
        found = {name: [event[name] for event in events] for name in event_schema().names}
        write_part(store.part(batch, number, "events"), found, event_schema())
    rejected = sum(event["outcome"] == "rejected" for event in events)
    return Cleaned(number, kept + rejected, kept, block.bytes_read)


class _executor:  # noqa: N801 (used as a function that opens a context)
    """Worker processes, or none where one process does.

    Forking is quicker and needs nothing of the caller's script, but is safe only while no other
    thread runs; else the workers are started afresh.
    """

    def __init__(self, count: int) -> None:
        self._pool: ProcessPoolExecutor | None = None
        if count > 1:
            can_fork = "fork" in multiprocessing.get_all_start_methods()
            method = "fork" if can_fork and threading.active_count() == 1 else "spawn"
            context = multiprocessing.get_context(method)
            if method == "fork":
                read_lexicons()
            self._pool = ProcessPoolExecutor(count, context, _ready_worker)

    def __enter__(self) -> Executor | None:
        return self._pool

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _ready_worker() -> None:
    """Make a worker process ready.

    A block makes no cycles of objects; looking for them among its millions of strings would cost
    a sixth of the time.
    """
    read_lexicons()
    gc.freeze()
    gc.disable()


def _drop_unlisted(store: RegistryStore, batches: list[int]) -> None:
    """Remove parts of an import that did not come to its end."""
    kept = {f"{batch:06}" for batch in batches}
    for path in sorted((store.folder / "parts").glob("*.parquet")):
        if path.name.partition("-")[0] not in kept:
            path.unlink()
