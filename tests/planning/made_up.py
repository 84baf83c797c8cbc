"""Registers of made-up makers, counted: counties that lie in fact where their codes say."""

from collections.abc import Mapping

import pandas as pd

from jiqun.planning.ahead import Planner
from jiqun.planning.register import Coverage, Held, Register

Table = Mapping[str, Mapping[str, int]]
"""By county, firms by industry."""
CHANGYUAN, FENGQIU, LANKAO, HUADU, YUEQING = "410783", "410727", "410225", "440114", "330382"
CRANES, LAMPS, LOCKS, TOYS = "343", "387", "335", "245"
OF_FIVE: Table = {
    CHANGYUAN: {CRANES: 60, LOCKS: 60, LAMPS: 2},
    FENGQIU: {CRANES: 50, LOCKS: 10, LAMPS: 40},
    LANKAO: {LOCKS: 50, LAMPS: 60, CRANES: 5},
    HUADU: {TOYS: 90, LAMPS: 10, LOCKS: 5},
    YUEQING: {TOYS: 50, LAMPS: 60},
}
"""Five counties and four industries; worked out by hand in the tests."""


def register(
    table: Table,
    years: Mapping[str, Mapping[int, int]] | None = None,
    makers: Mapping[str, int] | None = None,
    *,
    demo: bool = False,
) -> Register:
    """Return a register of a table of firms.

    Parameters
    ----------
    table
        By county, firms by industry.
    years
        By industry, firms by year of registration, of a county of their own.
    makers
        By county, makers in all, where the industry of some is not known.
    demo
        Whether the firms are said to be fictional.
    """
    rows = [
        (county, industry, pd.NA, firms)
        for county, industries in table.items()
        for industry, firms in industries.items()
    ]
    rows += [
        ("610102", industry, year, firms)
        for industry, by_year in (years or {}).items()
        for year, firms in by_year.items()
    ]
    cells = pd.DataFrame(rows, columns=["county", "industry", "year", "firms"])
    cells = cells.astype({"year": "Int64", "firms": "int64"})
    known = {county: sum(industries.values()) for county, industries in table.items()}
    counties = {
        county: Held(firms, (makers or {}).get(county, firms), firms)
        for county, firms in known.items()
    }
    told = [year for by_year in (years or {}).values() for year in by_year]
    first, last = (min(told), max(told)) if told else (None, None)
    return Register(cells, counties, Coverage({}, 0, first, last, 0), demo)


def planner(table: Table = OF_FIVE, **more: object) -> Planner:
    """Return what plans over a made-up register; no cluster is recognised."""
    return Planner(register(table, **more), {})  # type: ignore[arg-type]
