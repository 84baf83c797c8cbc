"""What the firms of a county emit together, cluster by cluster, as the county is told it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from jiqun.base.language import Bilingual
from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.clusters.roster import Firm
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import year_end
from jiqun.exchange.carbon.account import TITLES, account
from jiqun.exchange.carbon.activity import read_activity
from jiqun.exchange.carbon.together import (
    Factor,
    Part,
    counted_next,
    doubt_of,
    factors_of,
    known_parts,
)
from jiqun.exchange.carbon.uncertainty import Doubt
from jiqun.web.carbon.models import CarbonTold, CarbonYear
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.known import known_clusters
from jiqun.workspace import Workspace

Key = tuple[str, int, str]
"""A sum: the group of firms, the year and the figure."""


@dataclass(frozen=True)
class Together:
    """A figure of a group's year: of how many firms, and their tonnes; None: not told.

    Parameters
    ----------
    title, firms, tonnes
        The figure, of how many firms, and what they emit.
    doubt
        In the sum; None where a single firm's would follow from it.
    factors
        Behind it, those of three firms or more.
    """

    title: Bilingual
    firms: int
    tonnes: Decimal | None
    doubt: Doubt | None
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Group:
    """A cluster, or the firms of a county that stand in no list of a cluster: its years.

    Parameters
    ----------
    profile
        The cluster; None of those in no list.
    years
        The last first, each with its figures.
    """

    profile: Profile | None
    years: tuple[tuple[int, tuple[Together, ...]], ...]


def groups_of(workspace: Workspace, county: str, reader: Reader) -> list[Group]:
    """Return what the firms of a county emit together: by cluster, and those in no cluster's list.

    Parameters
    ----------
    workspace
        Where clusters and their lists of firms stand.
    county
        Firms that take part in its sums are counted: each in the cluster in whose list it stands at
        the year's end, in one group alone.
    reader
        The county's office: it is told of clusters it sees.
    """
    profiles = {known.profile.id: known.profile for known in known_clusters(workspace, reader)}
    clusters = sorted(profiles)
    with seen_whole(), transaction.atomic():
        parts = _sorted(_parts(county), RosterStore(workspace).firms_of(clusters), county)
        told = _locked(county, parts)
        found = [
            Group(profiles.get(cluster), _years(_named(county, cluster), parts, told))
            for cluster in (*clusters, "")
        ]
    return [group for group in found if group.years]


def _named(county: str, cluster: str) -> str:
    return f"{county}/{cluster}"


def _locked(county: str, parts: Mapping[Key, dict[str, Part]]) -> dict[Key, CarbonTold]:
    """Return the notes of a county's groups, which nobody else counts meanwhile."""
    here = [key for key in parts if key[0].startswith(f"{county}/")]
    CarbonTold.objects.bulk_create(
        [CarbonTold(group=group, year=year, figure=figure) for group, year, figure in here],
        ignore_conflicts=True,
    )
    rows = CarbonTold.objects.select_for_update().filter(group__startswith=f"{county}/")
    return {(row.group, row.year, row.figure): row for row in rows.order_by("pk")}


def _years(
    group: str, parts: Mapping[Key, dict[str, Part]], told: Mapping[Key, CarbonTold]
) -> tuple[tuple[int, tuple[Together, ...]], ...]:
    years = sorted({year for name, year, _ in (*parts, *told) if name == group}, reverse=True)
    found = [
        (year, tuple(_told((group, year, name), parts, told) for name in TITLES)) for year in years
    ]
    # A year of which nothing is told would say that some firm takes part with it.
    return tuple(row for row in found if any(figure.tonnes is not None for figure in row[1]))


def _told(
    key: Key, parts: Mapping[Key, dict[str, Part]], told: Mapping[Key, CarbonTold]
) -> Together:
    row, now = told.get(key), parts.get(key, {})
    kept = _read(row.counted) if row else {}
    earlier = [_read(said) for said in row.earlier] if row else []
    before = _tonnes(kept)
    counted = counted_next(before, _tonnes(now), map(_tonnes, earlier))
    if row is not None and counted is not before:
        row.counted = {firm: part.record() for firm, part in now.items()}
        row.earlier = [*row.earlier, {firm: part.brief() for firm, part in now.items()}]
        row.ever = sorted({*row.ever, *now})
        row.save()
        kept = now
    total = sum(_tonnes(kept).values(), Decimal(0)) if kept else None
    doubt, factors = doubt_of(kept, earlier), tuple(factors_of(kept))
    return Together(TITLES[key[2]], len(kept), total, doubt, factors)


def _read(said: Mapping[str, Mapping[str, Any]]) -> dict[str, Part]:
    """Return what firms put into a sum, as its note keeps it."""
    return {firm: Part.of(part) for firm, part in said.items()}


def _tonnes(parts: Mapping[str, Part]) -> dict[str, Decimal]:
    return {firm: part.tonnes for firm, part in parts.items()}


def _sorted(
    parts: Mapping[tuple[int, str], dict[str, Part]],
    lists: Mapping[str, Iterable[Firm]],
    county: str,
) -> dict[Key, dict[str, Part]]:
    """Sort firms into groups that do not overlap: for good, once a firm was counted in one."""
    homes: dict[str, list[tuple[str, Firm]]] = {}
    for cluster, firms in sorted(lists.items()):
        for listed in firms:
            homes.setdefault(listed.credit_code, []).append((cluster, listed))
    rows = CarbonTold.objects.order_by("-pk").values_list("group", "year", "ever")
    before = {(firm, year): group for group, year, ever in rows for firm in ever}
    found: dict[Key, dict[str, Part]] = {}
    for (year, figure), by_firm in parts.items():
        for firm, part in by_firm.items():
            inside = (of for of, listed in homes.get(firm, ()) if listed.inside(year_end(year)))
            group = before.get((firm, year)) or _named(county, next(inside, ""))
            found.setdefault((group, year, figure), {})[firm] = part
    return found


def _parts(county: str) -> dict[tuple[int, str], dict[str, Part]]:
    """Return by year and figure what each firm puts into sums, by its last word."""
    last: dict[tuple[str, int], CarbonYear] = {}
    for row in CarbonYear.objects.filter(shared=True, county=county):
        last.setdefault((row.credit_code, row.year), row)
    found: dict[tuple[int, str], dict[str, Part]] = {}
    for (firm, year), row in last.items():
        for figure, part in known_parts(account(read_activity(row.said)[0])):
            found.setdefault((year, figure), {})[firm] = part
    return found
