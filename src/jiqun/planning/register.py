"""What a register says of counties and industries: firms by county, industry and year, counted.

What is not known stays unknown: a firm of no known county or industry is in no cell, and stands in
the coverage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiqun.planning.settings import settings
from jiqun.registry.engine import connected
from jiqun.registry.store import RegistryStore
from jiqun.workspace.demonstration import holds_demonstration

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Held:
    """What a register holds of a county.

    Parameters
    ----------
    firms
        Enterprises.
    makers
        Those whose division is one that counts.
    known
        Makers whose industry is known as deep as it is read.
    """

    firms: int = 0
    makers: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a register covers.

    Parameters
    ----------
    provinces
        By code, what it holds of each.
    without_county
        Makers of no known county.
    first_year, last_year
        Of registration, of the makers that are counted; None where no year is known.
    without_year
        Counted makers whose year of registration is not known.
    """

    provinces: Mapping[str, Held]
    without_county: int
    first_year: int | None
    last_year: int | None
    without_year: int

    @property
    def makers(self) -> int:
        """Makers of a known county."""
        return sum(held.makers for held in self.provinces.values())

    @property
    def known(self) -> int:
        """Makers of a known county and industry."""
        return sum(held.known for held in self.provinces.values())


@dataclass(frozen=True)
class Register:
    """Makers of a register, counted.

    Parameters
    ----------
    cells
        ``county``, ``industry``, ``year`` (of registration; missing where unknown), ``firms``.
    counties
        What is held of each county.
    coverage
        Of the whole.
    demo
        Whether the firms are the fictional ones of the demonstration.
    """

    cells: pd.DataFrame
    counties: Mapping[str, Held]
    coverage: Coverage
    demo: bool = False

    def until(self, year: int | None) -> pd.DataFrame:
        """Return firms by county and industry, registered up to a year (all without one).

        A firm without a year is in the whole, and in no year.
        """
        cells = self.cells if year is None else self.cells[self.cells["year"] <= year]
        table = cells.pivot_table("firms", "county", "industry", "sum", fill_value=0)
        return table.astype("int64")


def read_register(workspace: Path) -> Register:
    """Count the makers of a workspace's register.

    Parameters
    ----------
    workspace
        The workspace's folder.

    Raises
    ------
    NotFound
        Where no register was imported.
    """
    import pandas as pd

    enterprises = RegistryStore(workspace).require()
    wanted = settings()
    asked: list[Any] = [wanted.digits, wanted.first_division, wanted.last_division]
    with connected(enterprises.parent) as (db, plain):
        table = str(plain / enterprises.name)
        rows = db.execute(_CELLS, [*asked, table]).fetchall()
        held = db.execute(_HELD, [*asked, table]).fetchall()
    cells = pd.DataFrame(rows, columns=["county", "industry", "year", "firms"])
    cells = cells.astype({"year": "Int64", "firms": "int64"})
    counties = {county: Held(*numbers) for county, *numbers in held if county}
    away = next((makers for county, _, makers, _ in held if not county), 0)
    return Register(
        cells, counties, _coverage(cells, counties, away), holds_demonstration(workspace)
    )


def _coverage(cells: pd.DataFrame, counties: Mapping[str, Held], away: int) -> Coverage:
    provinces: dict[str, Held] = {}
    for county, held in sorted(counties.items()):
        province = f"{county[:2]}0000"
        before = provinces.get(province, Held())
        provinces[province] = Held(
            before.firms + held.firms, before.makers + held.makers, before.known + held.known
        )
    years = cells["year"].dropna()
    unknown = int(cells.loc[cells["year"].isna(), "firms"].sum())
    first, last = (int(years.min()), int(years.max())) if len(years) else (None, None)
    return Coverage(provinces, away, first, last, unknown)


_MAKERS = """
with makers as (
    select county_code as county, industry_code as code, registered_on,
        left(industry_code, 2) between $2 and $3 as makes, length(industry_code) >= $1 as deep
    from read_parquet($4))
"""
_CELLS = f"""{_MAKERS}
select county, left(code, $1), try_cast(left(registered_on, 4) as integer) as year, count(*)
from makers where makes and deep and county is not null
group by all order by all
"""  # noqa: S608 (our own words)
_HELD = f"""{_MAKERS}
select county, count(*), count(*) filter (makes), count(*) filter (makes and deep)
from makers group by county order by county
"""  # noqa: S608 (our own words)
