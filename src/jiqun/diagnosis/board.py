"""What clusters of a year are compared by, as arrays: one place a cluster, in the order of ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from jiqun.base.definitions import indicators
from jiqun.base.forms import YEARLY, existed, family
from jiqun.base.quantities import Status
from jiqun.clusters.joined import recognition_named
from jiqun.diagnosis.spread import Flags, Floats, Integers
from jiqun.disclosure import Compared
from jiqun.disclosure.comparing import FiledBy

SIZE = "enterprises_total"
"""What a cluster's size is for choosing its peers: a count that is open of every cluster."""


@dataclass(frozen=True)
class Series:
    """A figure, or a field, of a year.

    Parameters
    ----------
    values
        NaN where there is none.
    absent
        Where a cluster says that it does not exist for it.
    asked
        Whether it existed in the year.
    exact
        The values as decimals, None where there is none.
    """

    values: Floats
    absent: Flags
    asked: bool
    exact: Sequence[Decimal | None]


@dataclass(frozen=True)
class Links:
    """Links of a cluster's industry chain, counted by whoever knows its map.

    Parameters
    ----------
    links, missing, single_firm
        All of them, those without a firm, and those with one only.
    """

    links: int
    missing: int
    single_firm: int


@dataclass(frozen=True)
class Specialised:
    """What the register shows a cluster's county to be specialised in.

    Parameters
    ----------
    among
        Whether its lead industry is among that; None where nobody can tell.
    others
        The share of the county's makers that are in its special lines.
    """

    among: bool | None
    others: float


@dataclass(frozen=True)
class Outside:
    """What is known of clusters beside their filings.

    Parameters
    ----------
    listed
        Clusters with a list of firms; None where nobody says.
    links
        Counted links of chain maps by cluster; one that is not there has no chain map.
    specialised
        What the register shows by cluster; one that is not there cannot be told of.
    """

    listed: Collection[str] | None = None
    links: Mapping[str, Links] = field(default_factory=dict)
    specialised: Mapping[str, Specialised] = field(default_factory=dict)


NOTHING_OUTSIDE = Outside()


@dataclass(frozen=True)
class Board:
    """The clusters that filed for a year, and everything their findings read.

    Parameters
    ----------
    year, keys
        The data year, and the clusters' ids, sorted.
    sectors, regions, provinces, industries
        Where each counts.
    size
        Natural logarithm of its enterprises; NaN where that is not known.
    recognised
        The year it was recognised in; NaN where that is not known.
    national
        Whether the nation recognised it.
    series
        By id of figure or field, and year.
    years_filed
        In how many of the last three years each filed.
    missing, read
        Of what findings read in the year: how much each did not file, and how much there is.
    counties
        The county each files for.
    listed, links, specialised
        As of :class:`Outside`.
    """

    year: int
    keys: tuple[str, ...]
    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    provinces: tuple[str, ...]
    industries: tuple[str, ...]
    size: Floats
    recognised: Floats
    national: Flags
    series: Mapping[tuple[str, int], Series]
    years_filed: Integers
    missing: Integers
    read: int
    counties: tuple[str, ...]
    listed: Collection[str] | None = None
    links: Mapping[str, Links] = field(default_factory=dict)
    specialised: Mapping[str, Specialised] = field(default_factory=dict)


def board_of(
    compared: Compared,
    year: int,
    figures: Iterable[tuple[str, int]],
    fields: Iterable[str],
    earlier: Iterable[tuple[str, int]] = (),
    outside: Outside = NOTHING_OUTSIDE,
) -> Board:
    """Gather a year's clusters.

    Parameters
    ----------
    compared
        What may be compared for a reader.
    year
        The data year.
    figures
        Ids of figures, each with a year.
    fields
        Fields of the forms that are read of the year.
    earlier
        Fields that are read of years before, each with its year.
    outside
        What is known beside the filings.
    """
    filed = [row for row in compared.filed if row.year == year]
    keys = tuple(row.cluster_id for row in filed)
    wanted = sorted({*figures, (SIZE, year)})
    series = {(name, when): figure_series(compared, keys, name, when) for name, when in wanted}
    behind = {part for name, _ in wanted for part in indicators()[name].definition.fields}
    cells = _cells(compared, keys, year, {*fields, *behind})
    series |= {(name, year): cells[name] for name in fields}
    series |= _earlier(compared, keys, earlier)
    # What was not closed in the exchange is nothing a cluster failed to file.
    read = [name for name in sorted(cells.keys() & family(YEARLY).fields) if cells[name].asked]
    lacking = [np.isnan(cells[name].values) & ~cells[name].absent for name in read]
    with np.errstate(divide="ignore"):
        size = np.log(series[SIZE, year].values)
    return Board(
        year,
        keys,
        tuple(row.sector for row in filed),
        tuple(row.macro_region for row in filed),
        tuple(row.province_code for row in filed),
        tuple(row.industry for row in filed),
        np.where(np.isfinite(size) & compared.open_to_all(SIZE), size, np.nan),
        np.array([_recognised(row) for row in filed], np.float64),
        np.array([not row.provincial for row in filed], bool),
        series,
        _years_filed(compared, keys, year),
        np.sum(lacking, axis=0, dtype=np.int64) if lacking else np.zeros(len(keys), np.int64),
        len(read),
        tuple(row.county_code for row in filed),
        outside.listed,
        outside.links,
        outside.specialised,
    )


def _earlier(
    compared: Compared, keys: Sequence[str], asked: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Series]:
    """Read fields of the years before, with one question a year."""
    by_year: dict[int, set[str]] = {}
    for name, when in asked:
        by_year.setdefault(when, set()).add(name)
    return {
        (name, when): series
        for when, names in by_year.items()
        for name, series in _cells(compared, keys, when, names).items()
    }


def _recognised(row: FiledBy) -> float:
    """Return the year of a real cluster's recognition; made-up clusters have none."""
    known = None if row.demo else recognition_named(row.cluster_id, row.county_code, row.name)
    return float(known.batch) if known is not None and known.batch.isdigit() else np.nan


def _years_filed(compared: Compared, keys: Sequence[str], year: int) -> Integers:
    filed = {(row.cluster_id, row.year) for row in compared.filed}
    last = range(year - 2, year + 1)
    return np.array([sum((key, when) in filed for when in last) for key in keys], np.int64)


def figure_series(compared: Compared, keys: Sequence[str], name: str, year: int) -> Series:
    """Return an indicator of a year, of some clusters in their order.

    Parameters
    ----------
    compared
        What may be compared for a reader.
    keys, name, year
        The clusters' ids, the indicator's, and the data year.
    """
    entry = indicators()[name]
    column = compared.column(entry, year)
    found = dict(
        zip(column.keys, zip(column.numbers, column.not_applicable, strict=True), strict=True)
    )
    numbers = [found.get(key) for key in keys]
    exact = [None if number is None else number[0].value for number in numbers]
    absent = [
        number is not None and number[0].status is Status.NOT_APPLICABLE and number[1] > 0
        for number in numbers
    ]
    asked = all(existed(field, year) for field in entry.definition.fields)
    return Series(_floats(exact), np.array(absent, bool), asked, exact)


def _cells(
    compared: Compared, keys: Sequence[str], year: int, fields: Collection[str]
) -> dict[str, Series]:
    """Read fields of a year, with one question for all of them."""
    places = {key: place for place, key in enumerate(keys)}
    exact: dict[str, list[Decimal | None]] = {name: [None] * len(keys) for name in fields}
    absent = {name: np.zeros(len(keys), bool) for name in fields}
    for cell in compared.cells(fields, [year]):
        if (place := places.get(cell.cluster_id)) is not None:
            exact[cell.field][place] = cell.value
            absent[cell.field][place] = cell.status == Status.NOT_APPLICABLE
    return {
        name: Series(_floats(exact[name]), absent[name], existed(name, year), exact[name])
        for name in fields
    }


def _floats(values: Sequence[Decimal | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], np.float64)
