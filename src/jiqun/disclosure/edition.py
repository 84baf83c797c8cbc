"""One reader's edition of one snapshot: whatever is shown of it is asked here.

What may be shown depends on what is shown beside it, so an edition remembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal

from jiqun.base.definitions import LEVELS, indicators
from jiqun.base.readers import NATION, PUBLIC, Office, Reader
from jiqun.disclosure.bridges import ShownBridge, beside_own, seen_bridge, whole_bridge
from jiqun.disclosure.cells import sees_cell
from jiqun.disclosure.crossings import Crossed, beyond_own, withheld_meetings
from jiqun.disclosure.decisions import Decisions, decide
from jiqun.disclosure.figures import column_shown, shown_by
from jiqun.disclosure.grounds import Asked, Grounds, entering, grounds_of, plain_sum
from jiqun.disclosure.provincial import seen_by
from jiqun.disclosure.secrecy import field_is_secret
from jiqun.disclosure.subtraction import Group
from jiqun.disclosure.sums import ShownSums
from jiqun.indicators import (
    Bridge,
    ClusterColumns,
    Column,
    Crossing,
    Figure,
    bridge,
    compute,
    crossing,
)
from jiqun.indicators.crossings import Meeting, clusters_crossed
from jiqun.workspace import Snapshot
from jiqun.workspace.questions import filed_headers

Counting = Literal["national", "own", "every"]
GROUPED = tuple(level for level in LEVELS if level != "cluster")
"""Levels at which several clusters are added up."""


class Edition:
    """What one reader sees of one snapshot.

    Parameters
    ----------
    snapshot
        The submissions that count.
    reader
        Who reads.
    counting
        ``national``: clusters the nation recognised. ``own``: beside them, and in no figure of
        several, those of a province's own that the reader sees in full. ``every``: all alike.
    """

    def __init__(self, snapshot: Snapshot, reader: Reader, counting: Counting = "own") -> None:
        self.snapshot = seen_by(snapshot, reader) if counting == "own" else snapshot
        self.counted = snapshot if counting == "every" else snapshot.national()
        if counting == "national":
            self.snapshot = self.counted
        self.reader = reader
        self._hidden: dict[tuple[object, ...], frozenset[Meeting]] = {}

    def figures(
        self, years: Sequence[int], levels: Sequence[str], only: Iterable[str] | None = None
    ) -> list[Figure]:
        """Return figures as the reader may see them; parameters as of :func:`compute`.

        Which figures are withheld does not depend on which are asked for.
        """
        if self.reader.sees_everything:
            return compute(self.snapshot, years, levels, only)
        wanted = None if only is None else frozenset(only)
        found = [
            figure
            for figure in (self._shown if set(levels) - {"cluster"} else ())
            if figure.year in years
            and figure.level in levels
            and (wanted is None or figure.id in wanted)
        ]
        if "cluster" in levels:
            alone = compute(self.snapshot, years, ["cluster"], only)
            found += shown_by(alone, Decisions({}, self._full, frozenset()))
            found.sort(key=lambda figure: (figure.year, LEVELS.index(figure.level)))
        return self._with_own(found, years, levels, only)

    def _with_own(
        self,
        found: list[Figure],
        years: Sequence[int],
        levels: Sequence[str],
        only: Iterable[str] | None,
    ) -> list[Figure]:
        """Let a province's own figures count the clusters it recognised itself."""
        if "province" not in levels or not self._own_provinces:
            return found
        others = [
            figure
            for figure in found
            if figure.level != "province" or figure.key not in self._own_provinces
        ]
        for edition in self._own_provinces.values():
            others += edition.figures(years, ["province"], only)
        return sorted(others, key=lambda figure: (figure.year, LEVELS.index(figure.level)))

    @cached_property
    def _own_provinces(self) -> Mapping[str, Edition]:
        """The provinces of clusters not national that the reader, a province, sees in full."""
        if self.reader.office is not Office.PROVINCE or not self.snapshot.provincial:
            return {}
        counties: dict[str, dict[str, str]] = {}
        for row in self.snapshot.rows(filed_headers):
            counties.setdefault(row["province_code"], {})[row["cluster_id"]] = row["county_code"]
        own = {
            code: self.alone(clusters)
            for code, clusters in counties.items()
            if not clusters.keys().isdisjoint(self.snapshot.provincial)
        }
        return {code: edition for code, edition in own.items() if edition is not None}

    def columns(self, opened: Group = frozenset()) -> Iterator[Column]:
        """Yield the figures of single clusters as the reader may see them, column by column.

        They come by year, then by figure, sorted, with the values of the year before.

        Parameters
        ----------
        opened
            Clusters that are shown in full besides.
        """
        before: dict[tuple[str, int], Column] = {}
        for year in self.snapshot.years():
            for name, entry in sorted(indicators().items()):
                if "cluster" in entry.levels:
                    column = self._columns.column(entry, year)
                    if not self.reader.sees_everything:
                        column = column_shown(column, self._full | opened)
                    yield column.beside(before.pop((name, year - 1), None))
                    before[name, year] = column

    def fictional(self) -> Group:
        """Return the clusters that are made up, whose figures a demonstration's site shows."""
        rows = self.snapshot.rows(filed_headers, columns=("cluster_id", "demo"))
        return frozenset(row["cluster_id"] for row in rows if row["demo"])

    def alone(self, counties: Mapping[str, str]) -> Edition | None:
        """Return some clusters in full and nothing else; None unless the reader sees all of each.

        Parameters
        ----------
        counties
            By cluster, the county that files for it.
        """
        sees = self.reader.sees_cluster
        if not all(sees(cluster, county) for cluster, county in counties.items()):
            return None
        return Edition(replace(self.snapshot, only=frozenset(counties)), NATION, "every")

    def bridge(self, year: int, field: str) -> ShownBridge:
        """Return the steps from last year's total of a field to this year's."""
        found: Bridge = bridge(self.counted, year, field)
        if self.reader.sees_everything or not field_is_secret(field):
            return whole_bridge(found)
        if self._known:
            return beside_own(self._public.bridge(year, field), found, self._known)
        return seen_bridge(found, year, self._sums, self._decisions)

    def crossing(
        self,
        year: int,
        field: str,
        members: Mapping[str, Mapping[str, str]],
        levels: tuple[str, str],
    ) -> Crossing:
        """Add a field up where two groupings meet, with what the reader may not see marked.

        Parameters
        ----------
        year, field, members, levels
            As of :func:`jiqun.indicators.crossing`.
        """
        found = crossing(self.counted, year, field, members, levels)
        if self.reader.sees_everything or not field_is_secret(field):
            return found
        return replace(found, withheld=self._withheld(year, field, members, levels))

    def sees_cell(self, field: str, cluster_id: str, county_code: str) -> bool:
        """Tell whether the reader may see what a cluster filed in a field."""
        return sees_cell(field, cluster_id, county_code, self.reader)

    def _withheld(
        self,
        year: int,
        field: str,
        members: Mapping[str, Mapping[str, str]],
        levels: tuple[str, str],
    ) -> frozenset[Meeting]:
        asked = (year, field, levels)
        if asked not in self._hidden:
            now, both = clusters_crossed(self.counted, year, field, members, levels)
            if self._known:
                before = self._public._withheld(year, field, members, levels)
                self._hidden[asked] = beyond_own(before, now, self._known)
                return self._hidden[asked]
            crossed = Crossed(now, both, plain_sum(field, year), plain_sum(field, year - 1))
            self._hidden[asked] = withheld_meetings(crossed, self._sums, self._decisions)
        return self._hidden[asked]

    @cached_property
    def _years(self) -> list[int]:
        years = self.counted.years()
        return sorted({*years, *(year - 1 for year in years)})

    @cached_property
    def _computed(self) -> list[Figure]:
        """Figures of more than one cluster."""
        return compute(self.counted, self._years, GROUPED)

    @cached_property
    def _columns(self) -> ClusterColumns:
        return ClusterColumns(self.snapshot, self._years)

    @cached_property
    def _entering(self) -> Mapping[Asked, Group]:
        return entering(self._columns, self._grounds)

    @cached_property
    def _grounds(self) -> Grounds:
        return grounds_of(self.counted, self._years)

    @cached_property
    def _known(self) -> frozenset[str]:
        return self._grounds.known_to(self.reader)

    @cached_property
    def _full(self) -> frozenset[str]:
        """The clusters the reader sees in full: of those that count, and of a province's own."""
        return self._known | frozenset(self.snapshot.provincial)

    @cached_property
    def _public(self) -> Edition:
        """The public's edition: an official sees what it shows and its own."""
        found = Edition(self.counted, PUBLIC, "national")
        found.__dict__.update(
            _computed=self._computed, _grounds=self._grounds, _entering=self._entering
        )
        return found

    @cached_property
    def _decisions(self) -> Decisions:
        before = self._public._decisions if self._known else None
        return decide(self._computed, self._grounds, self._known, before, self._entering)

    @cached_property
    def _shown(self) -> list[Figure]:
        return shown_by(self._computed, self._decisions)

    @cached_property
    def _sums(self) -> ShownSums:
        return ShownSums(self._decisions)
