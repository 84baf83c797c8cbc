"""Carbon factors of electricity by province and data year, as the ministry publishes them.

Facts for who accounts by province. The indicators take the national average of each data year, so
that clusters of different provinces are counted alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jiqun.base.csv_files import catalogue_rows
from jiqun.base.language import Bilingual

NATION = "000000"


@dataclass(frozen=True, slots=True)
class GridFactor:
    """What a kilowatt-hour emits.

    Parameters
    ----------
    code
        The province's code; 000000 is the nation.
    year
        The data year. A factor serves its own year only.
    scope
        ``average``; of the nation also ``without_traded_non_fossil`` and ``fossil``.
    value
        kgCO2 per kWh.
    source, source_en
        The announcement, in Chinese and in English.
    confidence
        ``high`` where independent copies agree, ``medium`` where one copy was read.
    """

    code: str
    year: int
    scope: str
    value: Decimal
    source: str
    source_en: str
    confidence: str

    @property
    def said(self) -> Bilingual:
        """The announcement in both languages."""
        return Bilingual(self.source, self.source_en)


@cache
def grid_factors() -> tuple[GridFactor, ...]:
    """Load every factor, by data year and code."""
    return tuple(_read())


def grid_factor(code: str, year: int, scope: str = "average") -> Decimal | None:
    """Return a place's factor of a data year, or None where none was published or found.

    Examples
    --------
    >>> grid_factor("530000", 2023), grid_factor("540000", 2023), grid_factor("530000", 2024)
    (Decimal('0.1333'), None, None)
    """
    wanted = (code, year, scope)
    return next(
        (
            factor.value
            for factor in grid_factors()
            if (factor.code, factor.year, factor.scope) == wanted
        ),
        None,
    )


def grid_factors_of(code: str) -> list[GridFactor]:
    """Return a place's factors, newest data year first."""
    found = [factor for factor in grid_factors() if factor.code == code]
    return sorted(found, key=lambda factor: -factor.year)


def _read() -> Iterator[GridFactor]:
    for row in catalogue_rows("factors", "grid.csv"):
        yield GridFactor(
            row["code"],
            int(row["data_year"]),
            row["scope"],
            Decimal(row["kgco2_per_kwh"]),
            row["source"],
            row["source_en"],
            row["confidence"],
        )
