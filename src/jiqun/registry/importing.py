"""Import registers into a workspace: read, clean, classify in blocks, then settle the whole."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from jiqun.base.errors import Problem, Refused, Where
from jiqun.registry.enterprises import enterprises, read_lexicons
from jiqun.registry.layout import Layout, find_layout
from jiqun.registry.profile import Profile, make_profile
from jiqun.registry.reading import Block, Register, content_sha256, find_files, open_register
from jiqun.registry.settling import settle
from jiqun.registry.store import EVENT_SCHEMA, PART_SCHEMA, RegistryStore, write_part
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


def import_registers(
    workspace: Path,
    paths: Sequence[Path],
    mapping: Mapping[str, str] | None = None,
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
        CSV, CSV.GZ, TXT, TSV, XLSX, Parquet, or folders of them.
    mapping
        Field to heading, where a register's headings are not the usual ones.
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
        manifest = store.manifest()
        result = ImportResult()
        registers, entries = _recognised(files, mapping, manifest["files"], result)
        if not registers:
            return result
        batch = max(manifest["batches"], default=0) + 1
        _drop_unlisted(store, manifest["batches"])
        _work(store, batch, registers, progress, workers)
        batches = [*manifest["batches"], batch]
        edition = manifest["edition"] + 1
        settle(store, batches, edition)
        profile = make_profile(store, edition)
        store.write_manifest(
            {
                **manifest,
                "batches": batches,
                "files": [*manifest["files"], *entries],
                "edition": edition,
                "profile": profile.record(),
            }
        )
        result.profile = profile
    return result


def _recognised(
    files: list[Path],
    mapping: Mapping[str, str] | None,
    imported: list[dict[str, str]],
    result: ImportResult,
) -> tuple[list[tuple[Register, Layout]], list[dict[str, str]]]:
    known = {entry["sha256"] for entry in imported}
    registers, entries = [], []
    for path in files:
        sha256 = content_sha256(path)
        if sha256 in known:
            result.problems.append(Problem("registry.imported_before", Where(file=path.name)))
            continue
        try:
            found = [(one, find_layout(one, mapping)) for one in open_register(path)]
        except Refused as refused:
            result.problems += refused.problems
            continue
        known.add(sha256)
        registers += found
        entries.append({"name": path.name, "sha256": sha256})
        result.accepted.append(path.name)
        for register, layout in found:
            missing = [name for name in ("code", "scope", "address") if name not in layout.columns]
            where = Where(file=register.source)
            result.problems += [Problem(f"registry.without_{name}", where) for name in missing]
    return registers, entries


def _work(
    store: RegistryStore,
    batch: int,
    registers: list[tuple[Register, Layout]],
    progress: Progress | None,
    workers: int | None,
) -> None:
    """Clean all blocks, in this process or in several."""
    size = sum(register.size for register, _ in registers)
    rows = done = 0
    count = workers or (os.cpu_count() or 1)
    jobs = _jobs(store, batch, registers)
    with _executor(count if size > SMALL else 1) as executor:
        for kept, taken in _in_turn(executor, jobs, count * WAITING_PER_WORKER):
            rows, done = rows + kept, done + taken
            if progress:
                progress(rows, min(done, size), size)


def _jobs(
    store: RegistryStore, batch: int, registers: list[tuple[Register, Layout]]
) -> Iterator[tuple[RegistryStore, int, int, Layout, Block]]:
    number = 0
    for register, layout in registers:
        for block in register.blocks():
            number += 1
            yield store, batch, number, layout, block


def _in_turn(
    executor: Executor | None,
    jobs: Iterator[tuple[RegistryStore, int, int, Layout, Block]],
    ahead: int,
) -> Iterator[tuple[int, int]]:
    """Run the jobs with a bounded number waiting."""
    running: set[Future[tuple[int, int]]] = set()
    for job in jobs:
        if executor is None:
            yield clean_block(*job)
            continue
        running.add(executor.submit(clean_block, *job))
        if len(running) >= ahead:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (one.result() for one in finished)
    yield from (one.result() for one in running)


def clean_block(
    store: RegistryStore, batch: int, number: int, layout: Layout, block: Block
) -> tuple[int, int]:
    """Clean one block and write its parts; return rows read and bytes of the file taken."""
    columns, events = enterprises(layout, block)
    kept = len(columns["name"])
    if kept:
        first = ((batch << 16) + number) << ROWS_PER_BLOCK_BITS
        columns["row"] = list(range(first, first + kept))
        write_part(store.part(batch, number, "rows"), columns, PART_SCHEMA)
    if events:
        found = {name: [event[name] for event in events] for name in EVENT_SCHEMA.names}
        write_part(store.part(batch, number, "events"), found, EVENT_SCHEMA)
    rejected = sum(event["outcome"] == "rejected" for event in events)
    return kept + rejected, block.bytes_read


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
