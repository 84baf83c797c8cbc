"""Dated factors: what one unit of a carrier is worth in another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiqun.base.catalogue import sound_entries
from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, per_catalogue
from jiqun.base.periods import DatedValue, in_force


@dataclass(frozen=True, slots=True)
class Factor:
    """What one unit of a carrier is worth in another, by date."""

    id: str
    title: Bilingual
    unit_from: str
    unit_to: str
    values: tuple[DatedValue, ...]

    def in_year(self, year: int) -> Decimal | None:
        """Return the factor in force at the end of a data year, or None where unknown."""
        found = in_force(self.values, date(year, 12, 31))
        return found.value if found else None


def factors() -> dict[str, Factor]:
    """Return every dated factor of the catalogue whose file is right, by id."""
    return _catalogue()[0]


def factor_faults() -> list[Problem]:
    """Return everything wrong with the catalogue's files of factors."""
    return _catalogue()[1]


@per_catalogue
def factor_in_year(name: str, year: int) -> Decimal | None:
    """Return a dated factor of the catalogue as it was at the end of a data year, if known."""
    return factors()[name].in_year(year)


def read_factors(paths: Iterable[Path]) -> tuple[dict[str, Factor], list[Problem]]:
    """Read files of factors: the good ones by id, and everything wrong with the others."""
    entries, problems = sound_entries(paths, "factor")
    return {entry.path.stem: _factor(entry.path.stem, entry.content) for entry in entries}, problems


@per_catalogue
def _catalogue() -> tuple[dict[str, Factor], list[Problem]]:
    return read_factors(catalogue_files("factors/*.yaml"))


def _factor(name: str, said: dict[str, Any]) -> Factor:
    values = tuple(
        DatedValue(
            date.fromisoformat(dated["since"]),
            None if dated["value"] is None else Decimal(dated["value"]),
            dated["source"],
        )
        for dated in said["values"]
    )
    return Factor(name, Bilingual.of(said["title"]), said["from"], said["to"], values)
