"""What a vintage publishes to a reader: its figures as they may see them, and who filed.

Figures and the report are computed once and kept, so that a restart and a second worker only read
them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from jiqun.base.canonical import content_hash
from jiqun.base.definitions import LEVELS
from jiqun.base.readers import PUBLIC, Reader
from jiqun.charts import Chart
from jiqun.disclosure import Edition, secret_figures
from jiqun.indicators import Figure, beside
from jiqun.reports import WRITERS
from jiqun.reports.content import catalogue_hash, compose
from jiqun.reports.figure_files import write_figures
from jiqun.reports.sources import clusters
from jiqun.web.explore.filed import Filed
from jiqun.web.explore.kept import kept, read_figures
from jiqun.web.explore.making import made_apart
from jiqun.web.explore.sources import source_hash
from jiqun.workspace import Snapshot, Vintage, Workspace
from jiqun.workspace.vintages import vintage_snapshot, vintages

FIGURES, OPENED = "figures", "opened"
"""A vintage's figures as a reader sees them; with those of made-up clusters shown in full."""

Place = tuple[int, str, str]
"""Year, level and key."""


@dataclass(frozen=True)
class Published:
    """One vintage as a reader sees it.

    Parameters
    ----------
    vintage
        Which.
    snapshot
        Its submissions.
    reader
        Who reads: what is shown of figures and cells is what they may see.
    figures
        By year, level and key, then by figure id.
    clusters
        Every cluster's newest profile, by id.
    opened
        Whether the demonstration's clusters show all their own figures.
    folder
        Where what was computed is kept.
    """

    vintage: Vintage
    snapshot: Snapshot
    reader: Reader
    figures: dict[Place, dict[str, Figure]]
    clusters: dict[str, Filed]
    opened: bool
    folder: Path
    _ordered: dict[tuple[str, str, int, str], list[Decimal]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The reporting year."""
        return self.vintage.year

    @cached_property
    def years(self) -> list[int]:
        """Data years with figures, newest first."""
        return sorted({year for year, _, _ in self.figures}, reverse=True)

    def at(self, level: str, key: str, year: int | None = None) -> dict[str, Figure]:
        """Return the figures of one place, by id; empty where there are none."""
        return self.figures.get((year or self.year, level, key), {})

    def across(self, level: str, name: str, year: int | None = None) -> list[Figure]:
        """Return one figure at every key of a level, sorted by key."""
        return self._by_name.get((year or self.year, level, name), [])

    def ordered(self, level: str, name: str, year: int, sector: str = "") -> list[Decimal]:
        """Return the values of one figure at a level, smallest first; of one sector's clusters.

        Every cluster's page asks for all of them, so each list is sorted once and kept.
        """
        wanted = (level, name, year, sector)
        if wanted not in self._ordered:
            self._ordered[wanted] = sorted(
                one.value
                for one in self.across(level, name, year)
                if one.value is not None and (not sector or self.clusters[one.key].sector == sector)
            )
        return self._ordered[wanted]

    @cached_property
    def _by_name(self) -> dict[Place, list[Figure]]:
        found: dict[Place, list[Figure]] = defaultdict(list)
        for (year, level, _), figures in self.figures.items():
            for name, one in figures.items():
                found[year, level, name].append(one)
        return dict(found)

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The charts of report.json, the reader's edition, by id."""
        content = json.loads(self.report(".json"))
        return {one["id"]: Chart.of(one) for one in content["charts"]}

    def report(self, ending: str) -> bytes:
        """Return the development report, the reader's edition, in the format of an ending.

        Parameters
        ----------
        ending
            One of :data:`jiqun.reports.WRITERS`, with its dot.
        """
        folder = self.folder.parent
        path = self._file(f"report{ending}")
        return kept(path, lambda: made_apart(folder, self.vintage.id, ending, self.reader))

    def _file(self, ending: str) -> Path:
        return self.folder / file_name(self.vintage, self.reader, ending)

    @property
    def is_public(self) -> bool:
        """Whether this is what everybody sees."""
        return self.reader == PUBLIC

    @property
    def withheld(self) -> frozenset[str]:
        """Figure ids the public may not see of a single real cluster."""
        return secret_figures()


def publish(workspace: Workspace, vintage: Vintage, reader: Reader, *, opened: bool) -> Published:
    """Compute or read what a vintage publishes to a reader.

    Parameters
    ----------
    workspace, vintage
        Which.
    reader
        Who reads.
    opened
        Whether demonstration clusters show the figures that would be withheld of real ones.
    """
    snapshot = vintage_snapshot(workspace, vintage.id)
    years = snapshot.years()
    folder = workspace.folder / "web"
    what = OPENED if opened else FIGURES
    path = folder / file_name(vintage, reader, f"{what}.parquet")
    content = kept(path, lambda: made_apart(workspace.folder, vintage.id, what, reader))
    return Published(
        vintage,
        snapshot,
        reader,
        _by_place(read_figures(content)),
        {row["cluster_id"]: Filed.of(row) for row in clusters(snapshot, years)},
        opened,
        folder,
    )


def make(folder: Path, vintage: str, what: str, reader: Reader) -> bytes:
    """Make what a vintage publishes to a reader, here and now: see :func:`made_apart`.

    Parameters
    ----------
    folder
        The workspace.
    vintage
        Its id.
    what
        ``figures``, ``opened``, or the ending of a report.
    reader
        Who reads.
    """
    workspace = Workspace.open(folder)
    snapshot = vintage_snapshot(workspace, vintage)
    if what in (FIGURES, OPENED):
        return _table(_seen(snapshot, reader, opened=what == OPENED))
    (year,) = (known.year for known in vintages(workspace) if known.id == vintage)
    return WRITERS[what](compose(snapshot, year, reader))


def file_name(vintage: Vintage, reader: Reader, ending: str) -> str:
    """Name a file by all it is made from: the vintage, the catalogue, the program, the reader."""
    made_from = (vintage.id, vintage.sha256[:12], catalogue_hash()[:12], source_hash()[:12])
    own = "public" if reader == PUBLIC else content_hash(reader.record())[:12]
    return "-".join((*made_from, own, ending))


def _table(figures: Iterable[Figure]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "figures.parquet"
        write_figures(list(figures), path)
        return path.read_bytes()


def _seen(snapshot: Snapshot, reader: Reader, *, opened: bool) -> Iterable[Figure]:
    years = snapshot.years()
    wanted = sorted({*years, *(year - 1 for year in years)})
    edition = Edition(snapshot, reader)
    found = edition.opened(wanted) if opened else edition.figures(wanted, LEVELS)
    by_year: dict[int, list[Figure]] = defaultdict(list)
    for one in found:
        by_year[one.year].append(one)
    for year in years:
        yield from beside(by_year[year], by_year[year - 1])


def _by_place(figures: Iterable[Figure]) -> dict[Place, dict[str, Figure]]:
    found: dict[Place, dict[str, Figure]] = defaultdict(dict)
    for one in figures:
        found[one.year, one.level, one.key][one.id] = one
    return dict(found)
