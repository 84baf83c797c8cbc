"""Figures for the charts' tests: three sectors of six clusters, two years, made here."""

from collections import Counter
from decimal import Decimal

import pytest

from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Status
from jiqun.charts import Numbers
from jiqun.indicators import Crossing, Figure
from jiqun.indicators.crossings import Total

SECTORS = ("electronics", "light", "machinery")
REGIONS = ("east", "central", "west")


def figure(name: str, level: str, key: str, value: str | None, previous: str | None) -> Figure:
    entry = indicators()[name]
    return Figure(
        id=name, indicator=entry.id, level=level, key=key, year=2022,
        value=None if value is None else Decimal(value), unit=entry.unit,
        status=Status.SUPPRESSED if value is None else Status.REPORTED, numerator=None,
        denominator=None, reporting=6, expected=6, not_applicable=0,
        method=entry.definition.form, previous=None if previous is None else Decimal(previous),
    )  # fmt: skip


def numbers(value: str | None = "0.3") -> Numbers:
    """Return every indicator with one value at every level."""
    figures = []
    for name in indicators():
        figures.append(figure(name, "nation", "CN", value, "0.25"))
        figures += [figure(name, "sector", key, value, None) for key in SECTORS]
        figures += [figure(name, "macro_region", key, value, None) for key in REGIONS]
        figures += [figure(name, "province", key, value, None) for key in ("330000", "340000")]
        figures += [
            figure(name, "cluster", f"c{at:02}", value and f"0.{10 + at}", None) for at in range(18)
        ]
    members = {
        f"c{at:02}": {"sector": SECTORS[at % 3], "macro_region": REGIONS[at // 6]}
        for at in range(18)
    }
    line = (Decimal("0.6"), Bilingual("目标 60%（2025年）", "target 60% (2025)"))
    references = dict.fromkeys(
        ("rd_intensity_gdp", "solid_waste_target", "water_reuse_target"), line
    )
    members |= {
        f"d{at:02}": {"sector": SECTORS_OF_MORE[at % 4], "macro_region": REGIONS[at % 3]}
        for at in range(24)
    }
    for at, member in enumerate(members.values()):
        member["province"] = PROVINCES[(at * at) % 7]
    points = {name: (105 + at % 9, 25 + at // 3) for at, name in enumerate(members)}
    return Numbers(2022, figures, {}, members, references, points, crossed(members, value is None))


SECTORS_OF_MORE = ("electronics", "textile", "steel", "electronics")
PROVINCES = ("330000", "340000", "350000", "360000", "370000", "410000", "420000")


CROSSED = {"specialisation": "macro_region", "coagglomeration": "province"}


def crossed(members: dict[str, dict[str, str]], withheld: bool) -> dict[str, Crossing]:
    """Return one of output 100 a cluster, growing by a tenth; all of it withheld or none."""
    made = {}
    for chart, across in CROSSED.items():
        levels = ("sector", across)
        counted = Counter((member[levels[0]], member[levels[1]]) for member in members.values())
        cells = {
            meeting: Total(Decimal(100 * n), n, Decimal(110 * n), Decimal(100 * n), n)
            for meeting, n in sorted(counted.items())
        }
        made[chart] = Crossing(levels, cells, frozenset(cells) if withheld else frozenset())
    return made


@pytest.fixture
def given() -> Numbers:
    return numbers()


@pytest.fixture
def withheld() -> Numbers:
    return numbers(None)
