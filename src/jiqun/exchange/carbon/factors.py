"""Factors by place and year: which one a figure takes, and what is said where its own is not known.

The order is ours. Electricity takes the factor of its province and year; where there is none, the
nation's of that year; else the last one published before, the province's first. Never a later one:
what is published afterwards changes an account only once it is the year's own. Each step away from
the year's own factor is marked. Factors of fuels and heat are defaults of a method: they hold from
their date on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiqun.base.catalogue import sound_entry
from jiqun.base.codes import regions
from jiqun.base.definitions.factors import factors
from jiqun.base.files import catalogue_path
from jiqun.base.grid_factors import NATION, grid_factors
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.periods import DatedValue, in_force

FILE = ("exchange", "carbon.yaml")
OF_THE_YEAR, DEFAULT, OF_THE_NATION, LAST_KNOWN, LAST_OF_NATION, OWN = (
    "of_the_year",
    "default",
    "of_the_nation",
    "last_known",
    "last_of_the_nation",
    "own",
)
"""How a factor came to be taken; the marked ones are :data:`MARKED`."""
MARKED = (OF_THE_NATION, LAST_KNOWN, LAST_OF_NATION)


@dataclass(frozen=True, slots=True)
class Taken:
    """A factor as a figure takes it.

    Parameters
    ----------
    value
        kgCO2 a unit.
    unit
        What it is multiplied by.
    year
        The data year it was published for, or from which a default holds.
    place
        The province it is of; ``000000`` is the nation; empty where it has no place.
    basis
        How it came to be taken.
    source
        Who says so.
    uncertainty
        Half the 95 % interval in percent; None where the source states none.
    """

    value: Decimal
    unit: str
    year: int
    place: str
    basis: str
    source: str
    uncertainty: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Fuel:
    """A fuel, what a unit of it holds, and what it emits by date."""

    id: str
    title: Bilingual
    unit: str
    heat_value: Decimal
    values: tuple[DatedValue, ...]
    uncertainty: Decimal | None


@dataclass(frozen=True, slots=True)
class Published:
    """A factor of electricity, as published for a place and a data year."""

    place: str
    year: int
    value: Decimal
    source: str


@dataclass(frozen=True)
class FactorTable:
    """Every factor an account may take.

    Parameters
    ----------
    fuels
        By name.
    heat
        kgCO2 a gigajoule, by date.
    grid, residual
        Averages of places, and what stands for electricity that no contract covers; an empty
        ``residual`` is not configured.
    coal_equivalent
        kJ of a kilogram of standard coal.
    of_heat, of_grid
        Uncertainties in percent; None where none is stated.
    covers, residual_note
        In words.
    """

    fuels: Mapping[str, Fuel]
    heat: tuple[DatedValue, ...]
    grid: tuple[Published, ...]
    residual: tuple[Published, ...]
    coal_equivalent: Decimal
    covers: Bilingual
    residual_note: Bilingual
    of_heat: Decimal | None = None
    of_grid: Decimal | None = None

    def of_fuel(self, name: str, year: int) -> Taken | None:
        """Return what a fuel emits in a year.

        Examples
        --------
        >>> factor_table().of_fuel("diesel", 2025).value
        Decimal('3095.9')
        """
        fuel = self.fuels[name]
        return _default(fuel.values, year, fuel.unit, fuel.uncertainty)

    def of_coal_equivalent(self, name: str, year: int) -> Taken | None:
        """Return what a tonne of standard coal of a fuel emits: by heat, not by mass."""
        found, fuel = self.of_fuel(name, year), self.fuels[name]
        if found is None:
            return None
        kilos = 1000 if fuel.unit == "立方米" else 1
        by_heat = found.value * kilos * self.coal_equivalent / fuel.heat_value
        return Taken(
            by_heat, "吨标准煤", found.year, "", found.basis, found.source, found.uncertainty
        )

    def of_heat_bought(self, year: int) -> Taken | None:
        """Return what a gigajoule of bought heat emits."""
        return _default(self.heat, year, "吉焦", self.of_heat)

    def of_place(self, place: str, year: int) -> Taken | None:
        """Return what a kilowatt-hour emits where it is used, marked where it is not the year's.

        Examples
        --------
        >>> found = factor_table().of_place("330106", 2025)
        >>> found.value, found.year, found.basis
        (Decimal('0.4974'), 2023, 'last_known')
        """
        return _nearest(self.grid, province_of(place), year, self.of_grid)

    def of_residual(self, year: int) -> Taken | None:
        """Return what a kilowatt-hour emits that no contract covers; None: not configured."""
        return _nearest(self.residual, NATION, year, self.of_grid)


@per_catalogue
def factor_table() -> FactorTable:
    """Load the factors, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    said = sound_entry(catalogue_path(*FILE), "carbon").content
    power = said["electricity"]
    return FactorTable(
        fuels={name: _fuel(name, fuel) for name, fuel in said["fuels"].items()},
        heat=factors()[said["heat"]["factor"]].values,
        grid=_published("average"),
        residual=_published(power["residual"]) if power["residual"] else (),
        coal_equivalent=Decimal(said["coal_equivalent"]["heat_value"]),
        covers=Bilingual.of(said["covers"]),
        residual_note=Bilingual.of(power["residual_note"]),
        of_heat=_percent(said["heat"]["uncertainty"]),
        of_grid=_percent(power["uncertainty"]),
    )


def province_of(place: str) -> str:
    """Return the province a place's electricity is published for.

    Examples
    --------
    >>> province_of("330106"), province_of("330000"), province_of("000000")
    ('330000', '330000', '000000')
    """
    known = next((found for found in regions().provinces if found.code[:2] == place[:2]), None)
    return known.code if known else NATION


def _nearest(
    published: Iterable[Published], place: str, year: int, uncertainty: Decimal | None
) -> Taken | None:
    """Return the year's own factor, or the last one known before it."""
    known = [row for row in published if row.year <= year and row.place in (place, NATION)]
    found = max(
        known, key=lambda row: (row.year == year, row.place == place, row.year), default=None
    )
    if found is None:
        return None
    if found.year == year:
        basis = OF_THE_YEAR if found.place == place else OF_THE_NATION
    else:
        basis = LAST_KNOWN if found.place == place else LAST_OF_NATION
    return Taken(found.value, "千瓦时", found.year, found.place, basis, found.source, uncertainty)


def _default(
    values: tuple[DatedValue, ...], year: int, unit: str, uncertainty: Decimal | None
) -> Taken | None:
    found = in_force(values, date(year, 12, 31))
    if found is None or found.value is None:
        return None
    return Taken(found.value, unit, found.since.year, "", DEFAULT, found.source, uncertainty)


def _fuel(name: str, said: Mapping[str, Any]) -> Fuel:
    values = factors()[said["factor"]].values if "factor" in said else _dated(said["values"])
    return Fuel(
        name,
        Bilingual.of(said["title"]),
        said["unit"],
        Decimal(said["heat_value"]),
        values,
        _percent(said["uncertainty"]),
    )


def _dated(said: Iterable[Mapping[str, str]]) -> tuple[DatedValue, ...]:
    return tuple(
        DatedValue(date.fromisoformat(row["since"]), Decimal(row["value"]), row["source"])
        for row in said
    )


def _percent(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def _published(scope: str) -> tuple[Published, ...]:
    return tuple(
        Published(row.code, row.year, row.value, row.source)
        for row in grid_factors()
        if row.scope == scope
    )
