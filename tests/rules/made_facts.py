"""Made-up clusters for the tests of rules: complete, consistent, and easy to change."""

from decimal import Decimal

from hypothesis import strategies as st

from jiqun.base.quantities import Quantity
from jiqun.rules import Facts

GOOD = {
    "output_total": 700000, "output_sme": 560000, "output_leading": 560000, "single_champions": 0,
    "little_giants": 4, "srdi_smes": 20, "innovative_smes": 30, "hightech_enterprises": 25,
    "quality_smes": 34, "rd_spend_sme": 9000, "sme_total": 300, "iiot_users": 120,
    "standards_joined": 12, "area_km2": 60, "accidents_larger": 0, "cyber_incidents_major": 0,
    "serious_dishonesty": 0, "promotion_mechanism": 1,
}  # fmt: skip
COUNTIES = ("330106", "530102", "430102", "310113")


def cells(**changes: str | int | None) -> dict[str, Quantity]:
    """Return a year's cells; a change of None leaves the field out."""
    values = {**GOOD, **changes}
    return {name: Quantity.of(Decimal(v)) for name, v in values.items() if v is not None}


def cluster(
    county: str = "330106",
    first: dict[str, int | str | None] | None = None,
    **latest: int | str | None,
) -> Facts:
    """Return a cluster that meets every known national number, unless changed."""
    years = {
        2020: cells(**{"output_total": 500000, "rd_spend_sme": 8000, **(first or {})}),
        2021: cells(output_total=600000),
        2022: cells(**latest),
    }
    return Facts("test-001", county, years)


@st.composite
def filings(draw: st.DrawFn) -> dict[str, Quantity]:
    """Draw a year's cells as acceptance would pass them: parts within wholes, counts that fit."""
    money = st.integers(0, 900000)
    count = st.integers(0, 14)
    total = draw(money)
    tiers = {
        name: draw(count)
        for name in ("single_champions", "little_giants", "srdi_smes", "innovative_smes")
    }
    quality = draw(st.integers(max(tiers.values()), sum(tiers.values())))
    return cells(
        output_total=total,
        output_sme=draw(st.integers(0, total)),
        output_leading=draw(st.integers(0, total)),
        **tiers,
        quality_smes=quality,
        hightech_enterprises=draw(count),
        accidents_larger=draw(st.integers(0, 1)),
        rd_spend_sme=draw(st.integers(0, 20)),
        iiot_users=draw(st.integers(0, 300)),
        area_km2=draw(st.integers(0, 200)),
    )


@st.composite
def clusters(draw: st.DrawFn) -> Facts:
    """Draw a cluster of three years somewhere in the west, the middle or the east."""
    years = {year: draw(filings()) for year in (2020, 2021, 2022)}
    return Facts("test-001", draw(st.sampled_from(COUNTIES)), years)
