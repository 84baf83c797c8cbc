"""Figures of single clusters to compare with, and what of them a reader may be told.

A comparison rests on figures its reader may not see: a county is told that it stands behind its
peers, and never by which of them. So what is compared comes in full, to be worked with and not to
be shown; what may be said of it is asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import NamedTuple, TypeAlias

from jiqun.base.definitions import Indicator, indicators
from jiqun.base.readers import Reader
from jiqun.disclosure.blocks import Steps, blurred
from jiqun.disclosure.figures import to_digits
from jiqun.disclosure.provincial import seen_by
from jiqun.disclosure.secrecy import field_is_secret, secret_figures
from jiqun.disclosure.subtraction import Group
from jiqun.indicators import ClusterColumns, Column
from jiqun.workspace import Snapshot, Workspace
from jiqun.workspace.questions import filed_cells, filed_headers
from jiqun.workspace.released_years import released_before
from jiqun.workspace.vintages import vintage_snapshot

DIGITS = 2
"""Of a median that is told to who does not see all behind it."""


class FiledBy(NamedTuple):
    """Who filed: a cluster of a year, and where it counts."""

    cluster_id: str
    year: int
    name: str
    county_code: str
    province_code: str
    macro_region: str
    sector: str
    industry: str
    demo: bool
    provincial: bool


class FiledCell(NamedTuple):
    """What a cluster filed in a field of a year."""

    cluster_id: str
    year: int
    field: str
    value: Decimal | None
    status: str


class StandIns(NamedTuple):
    """What stands for clusters' figures where a reader may not be told by them.

    Parameters
    ----------
    hidden
        Clusters whose own figure the reader may not see.
    values
        By cluster, the mean of its block; one that is in no block is not there, and nobody is where
        none is hidden.
    """

    hidden: frozenset[str]
    values: Mapping[str, Decimal]


class Compared:
    """What clusters are compared by, for one reader.

    Parameters
    ----------
    snapshot
        The submissions that count.
    reader
        Who is told of it. Clusters only a province recognised are among them where the reader sees
        them in full.
    opened
        Clusters whose figures are shown in full to anybody: made-up ones of a demonstration.
    """

    def __init__(self, snapshot: Snapshot, reader: Reader, opened: Group = frozenset()) -> None:
        self.snapshot = seen_by(snapshot, reader)
        self.reader = reader
        self._opened = opened
        self._kept: dict[str, frozenset[str]] = {}
        self._blocks: dict[tuple[str, int], Mapping[str, Decimal]] = {}
        self._earlier: dict[str, Compared] = {}

    @cached_property
    def filed(self) -> list[FiledBy]:
        """Every submission that counts, sorted by cluster and year."""
        rows = self.snapshot.rows_of(FiledBy, filed_headers, columns=FiledBy._fields)
        return sorted(rows)  # by cluster and year, which come first

    @cached_property
    def counties(self) -> Mapping[str, str]:
        """The county that files for each cluster, as its newest filing says."""
        return {row.cluster_id: row.county_code for row in self.filed}

    @cached_property
    def _columns(self) -> ClusterColumns:
        return ClusterColumns(self.snapshot, self.snapshot.years())

    def column(self, entry: Indicator, year: int) -> Column:
        """Return an indicator of a year of every cluster, in full: to compare, never to show."""
        return self._columns.column(entry, year)

    def cells(self, fields: Iterable[str], years: Iterable[int]) -> list[FiledCell]:
        """Return cells of every cluster, in full: to compare, never to show."""
        asked: dict[str, list[str] | list[int] | str] = {
            "columns": list(FiledCell._fields),
            "fields": sorted(set(fields)),
            "years": sorted(set(years)),
            "period": "current",
        }
        return self.snapshot.rows_of(FiledCell, filed_cells, **asked)

    def tells(self, figures: Iterable[str], fields: Iterable[str], cluster: str) -> bool:
        """Tell whether the reader may see all of some figures and fields of a cluster.

        Parameters
        ----------
        figures, fields
            Ids of indicators, and of fields of the forms.
        cluster
            Its id.
        """
        return cluster in self._whole or self._open(figures, fields)

    @cached_property
    def _whole(self) -> frozenset[str]:
        """The clusters whose every figure and cell the reader sees, told once for all findings."""
        sees = self.reader.sees_cluster
        seen = (cluster for cluster, county in self.counties.items() if sees(cluster, county))
        return self._opened.union(seen)

    @staticmethod
    def _open(figures: Iterable[str], fields: Iterable[str]) -> bool:
        """Tell whether figures and fields are open of any cluster to anybody."""
        return secret_figures().isdisjoint(figures) and not any(map(field_is_secret, fields))

    @property
    def in_full(self) -> bool:
        """Whether the reader sees every cluster in full."""
        return self.reader.sees_everything

    def sees_whole(self, cluster: str) -> bool:
        """Tell whether the reader sees a cluster's own figures in full, by office or as made up."""
        return cluster in self._whole

    def covers(self, cluster: str) -> bool:
        """Tell whether a cluster's county is of the places whose office the reader is.

        Candidate clusters of a county are told to such alone: neither to a promotion agency, nor
        of a made-up cluster to everybody.
        """
        return self.reader.covers(self.counties[cluster])

    def stand_ins(self, figure: str, year: int) -> StandIns:
        """Return what stands for the clusters in whatever is worked out from several for a reader.

        A place among others, or a mean over others, tells of one of them where another set without
        it can be asked for. Worked out from the means of blocks it tells of whole blocks alone,
        whatever sets, years and methods are put together.

        Parameters
        ----------
        figure, year
            The indicator's id, and the data year.
        """
        hidden = self._hidden(figure)
        return StandIns(hidden, self._blurred(figure, year) if hidden else {})

    def stand_ins_of(self, figure: str, year: int, kind: str, derived: Derived) -> StandIns:
        """Return what stands for something derived from an indicator, such as its change.

        Parameters
        ----------
        figure, year
            The indicator's id, and the data year the value is of.
        kind
            What is derived; blurred once.
        derived
            Works it out of every cluster, the same whoever reads.
        """
        return StandIns(self._hidden(figure), self._stood(f"{figure} {kind}", year, derived))

    def open_to_all(self, figure: str) -> bool:
        """Tell whether an indicator is shown of any cluster to anybody."""
        return figure not in secret_figures()

    def _hidden(self, figure: str) -> frozenset[str]:
        """Return the clusters of which the reader may not see an indicator, told once."""
        if figure not in self._kept:
            self._kept[figure] = frozenset(
                cluster for cluster in self.counties if not self.tells((figure,), (), cluster)
            )
        return self._kept[figure]

    def sees_all(self, figure: str, clusters: Iterable[str]) -> bool:
        """Tell whether the reader may see an indicator of each of some clusters."""
        return self._hidden(figure).isdisjoint(clusters)

    def decimals(
        self, figures: Iterable[str], clusters: Sequence[str], fields: Iterable[str] = ()
    ) -> int:
        """Return how finely it is told how far a cluster lies behind some others.

        Of several clusters with the same peers, fine distances would give the peers' middle and
        spread away to who does not see them all.
        """
        if self.in_full:
            return 3
        whole = all(self.sees_all(figure, clusters) for figure in figures)
        return 3 if whole and (self._open((), fields) or self._whole.issuperset(clusters)) else 1

    def middle(self, figure: str, year: int, values: Mapping[str, Decimal]) -> Decimal | None:
        """Return the middle of some clusters' values as the reader may be told it.

        Parameters
        ----------
        figure, year
            The indicator's id, and the data year.
        values
            By cluster.

        Returns
        -------
        Decimal or None
            The median where the reader sees every value. Else the median could be a single
            cluster's figure, and medians of sets that differ by one could be subtracted: each
            stands for the mean of its block (:mod:`jiqun.disclosure.blocks`), and the median of
            these is told to two digits; None where there are too few for a block.
        """
        if not values:
            return None
        if self.sees_all(figure, values):
            return median(values.values())
        stand_for = self._blurred(figure, year)
        if not self.sees_all(figure, values.keys() - stand_for.keys()):
            return None
        return to_digits(median(stand_for.get(name, values[name]) for name in values), DIGITS)

    def _blurred(self, figure: str, year: int) -> Mapping[str, Decimal]:
        """Return an indicator of the nation's clusters, blurred alike for every reader."""
        entry = indicators()[figure]
        return self._stood(figure, year, lambda compared: compared.column(entry, year).values)

    def _stood(self, asked: str, year: int, derived: Derived) -> Mapping[str, Decimal]:
        """Return what stands for the nation's clusters: nothing before a year is released.

        Filings that come in one by one would move the means one by one.
        """
        if (asked, year) not in self._blocks:
            steps = self._steps(year, derived)
            values = {} if steps is None else self._of_nation(derived(self), year)
            self._blocks[asked, year] = {} if steps is None else steps.stand_for(values)
        return self._blocks[asked, year]

    def _steps(self, year: int, derived: Derived) -> Steps | None:
        """Return the blocks of the first release of a year that has enough for one."""
        for release in self._releases(year):
            values = release._of_nation(derived(release), year)
            if means := blurred(values, release._provinces(year)):
                return Steps(values, means)
        return None

    def _releases(self, year: int) -> Iterator[Compared]:
        """Yield the releases that hold a year, the first first, up to what is compared here."""
        for vintage in released_before(self.snapshot, year):
            if vintage.id == self.snapshot.vintage:
                yield self
            else:
                yield self._as_released(vintage.id, year)

    def _as_released(self, vintage: str, year: int) -> Compared:
        """Return what was compared in an earlier release: this where the filings are the same."""
        if vintage not in self._earlier and self.snapshot.folder is not None:
            released = vintage_snapshot(Workspace.open(self.snapshot.folder), vintage)
            self._earlier[vintage] = Compared(released, self.reader, self._opened)
        earlier = self._earlier[vintage]
        return self if self._filings(year) == earlier._filings(year) else earlier

    def _filings(self, year: int) -> frozenset[tuple[object, ...]]:
        """Return which filings there are of a year and those before it, by their hashes."""
        columns = ("cluster_id", "year", "sha256")
        rows = self.snapshot.rows_of(_Submitted, filed_headers, columns=columns)
        return frozenset(row for row in rows if row.year <= year)

    def _provinces(self, year: int) -> Mapping[str, str]:
        """Return the province of each of the nation's clusters that filed for a year.

        Clusters of a province's own are left out, so that those who see them find the same blocks
        as everybody else: of them they know the figures.
        """
        return {
            row.cluster_id: row.province_code
            for row in self.filed
            if row.year == year and not row.provincial
        }

    def _of_nation(self, values: Mapping[str, Decimal], year: int) -> Mapping[str, Decimal]:
        places = self._provinces(year)
        return {name: value for name, value in values.items() if name in places}


class _Submitted(NamedTuple):
    """A submission by its hash."""

    cluster_id: str
    year: int
    sha256: str


Derived: TypeAlias = Callable[[Compared], Mapping[str, Decimal]]
"""Works something out of every cluster of what is compared."""
