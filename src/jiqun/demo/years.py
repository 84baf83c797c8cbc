"""The two years before 2022: amounts on the perimeter of today, and on that of the time.

Only three totals of 2021 follow from what is published (output, patents and standards, through
their growth in 2022); exports follow a chosen growth above 20 %. All other changes are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiqun.demo.allotment import FloatArray, IntArray, allot, stream
from jiqun.demo.figures import Amounts, Figures
from jiqun.demo.firms import Firms
from jiqun.demo.places import Places
from jiqun.demo.tiers import QUALITY, Careers

YEARS = (2020, 2021, 2022)
RATES = {  # drifting field -> what it is a rate of
    "output_sme": "output_total",
    "output_leading": "output_total",
    "revenue_total": "output_total",
    "rd_spend_total": "revenue_total",
    "rd_spend_sme": "rd_spend_total",
    "solid_waste_generated": "output_total",
    "water_fresh": "output_total",
    "water_reused": "water_fresh",
    "electricity_used": "output_total",
    "coal_used": "output_total",
    "natural_gas_used": "output_total",
    "diesel_used": "output_total",
    "heat_purchased": "output_total",
}
PARTS = ("output_sme", "output_leading", "rd_spend_sme")  # never above their whole
USERS = ("iiot_users", "cloud_users")  # shares of the SMEs of the time
FIXED = ("national_platforms", "provincial_platforms", "standards_joined", "standards_led",
         "national_pilot_projects")  # do not depend on the perimeter  # fmt: skip
COUNTS = {"single_champions": "single_champion", "little_giants": "little_giant",
          "srdi_smes": "srdi", "innovative_smes": "innovative",
          "hightech_enterprises": "hightech"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class History:
    """Amounts of each year on the perimeter of 2022, and how the perimeter grew.

    Parameters
    ----------
    base
        By year; money, quantities and counts that are not counted in the roster.
    perimeter
        By year, the part of the perimeter of 2022 inside then; shape ``(clusters,)``.
    """

    base: dict[int, Amounts]
    perimeter: dict[int, FloatArray]
    place: Places
    firm: Firms
    career: Careers

    def amounts(self, year: int, perimeter: int) -> Amounts:
        """Return the amounts of a year on the perimeter of another."""
        inside = self.perimeter[perimeter]
        kept = {
            field: amount if field in FIXED else np.floor(amount * inside).astype(np.int64)
            for field, amount in self.base[year].items()
            if field not in USERS
        }
        counts = self._counts(year, perimeter)
        everyone = self._counts(2022, 2022)["sme_total"]
        for field in USERS:
            share = self.base[year][field] / everyone
            kept[field] = np.round(share * counts["sme_total"]).astype(np.int64)
        return kept | counts

    def _counts(self, year: int, perimeter: int) -> Amounts:
        """Count the roster at the end of a year."""
        inside = self.career.inside(year, perimeter)
        held = {tier: self.career.holds(tier, year) & inside for tier in COUNTS.values()}
        quality = np.any([held[tier] for tier in QUALITY], axis=0)
        columns = {
            "enterprises_total": inside,
            "sme_total": inside & ~self.firm.large,
            "quality_smes": quality,
            **{field: held[tier] for field, tier in COUNTS.items()},
        }
        count = len(self.place)
        return {field: self.firm.per_cluster(column, count) for field, column in columns.items()}


def history(place: Places, figure: Figures, firm: Firms, career: Careers, seed: int) -> History:
    """Go back from 2022 to 2020.

    Parameters
    ----------
    place, figure, firm, career
        The clusters in 2022.
    seed
        Of the demonstration.
    """
    rng = stream(seed, "years")
    pace = rng.normal(
        0, 0.045, len(place)
    )  # a cluster that grows fast in one year does in the next
    base = {2022: figure.amounts}
    for year in (2021, 2020):
        base[year] = _before(base[year + 1], year, place, pace, rng)
    return History(base, _perimeters(firm, career, len(place)), place, firm, career)


def _before(
    now: Amounts, year: int, place: Places, pace: FloatArray, rng: np.random.Generator
) -> Amounts:
    made_up, count = place.aims.invented, len(place)
    speed = place.region("growth") * np.exp(pace + rng.normal(0, 0.03, count))
    then = {"output_total": _output(now["output_total"], year, place, speed)}
    for field, whole in RATES.items():
        rate = now[field] / np.maximum(now[whole], 1) / made_up["drift"][field]
        rate = rate * np.exp(rng.normal(0, 0.004 if field in PARTS else 0.02, count))
        rate = np.minimum(rate, 0.99) if field in PARTS else rate
        then[field] = np.round(rate * then[whole]).astype(np.int64)
    then["employment"] = _shrunk(now["employment"], made_up["yearly"]["employment"], 0.015, rng)
    then |= _totals_before(now, then, year, place, speed, rng)
    then |= _solid_waste(now, then, made_up["drift"]["solid_waste_used"])
    for field in USERS:
        then[field] = _shrunk(now[field], made_up["drift"][field], 0.03, rng)
    then["national_pilot_projects"] = rng.binomial(now["national_pilot_projects"], 0.78)
    then["area_km2"] = now["area_km2"]
    return then


def _output(now: IntArray, year: int, place: Places, speed: FloatArray) -> IntArray:
    aim = place.aims
    growth = (
        1
        + {
            2021: aim.published["output_growth"],
            2020: aim.invented["output_growth_before"],
        }[year]
    )
    return allot(round(int(now.sum()) / growth), now / speed, now / 1.42, now / 1.012)


def _totals_before(
    now: Amounts,
    then: Amounts,
    year: int,
    place: Places,
    speed: FloatArray,
    rng: np.random.Generator,
) -> Amounts:
    """Share out last year's totals: 2021 as published growth wants them, the rest invented."""
    aim, yearly, count = place.aims.published, place.aims.invented["yearly"], len(place)
    patents, standards = now["sme_invention_patents"], now["standards_joined"]
    wanted = {name: round(int(now[name].sum()) / factor) for name, factor in yearly.items()}
    if year == 2021:
        wanted["sme_invention_patents"] = aim["previous_sme_invention_patents"]
        wanted["standards_joined"] = aim["previous_standards_joined"]
        wanted["exports"] = round(int(now["exports"].sum()) / (1 + aim["export_growth"]))
    noisy = rng.lognormal(0, 0.06, (3, count))
    joined = allot(wanted["standards_joined"], (standards + 0.01) * noisy[0], 0, standards)
    before = {
        "sme_invention_patents": allot(
            wanted["sme_invention_patents"], patents * noisy[1], patents * 0.6, patents * 0.97
        ),
        "standards_joined": joined,
        "standards_led": np.minimum(now["standards_led"], joined),
        "exports": allot(
            wanted["exports"], now["exports"] * noisy[2] / speed, 1, then["output_total"] * 0.7
        ),
    }
    for name in ("national_platforms", "provincial_platforms"):
        weight = (now[name] + 0.01) * rng.lognormal(0, 0.1, count)
        before[name] = allot(wanted[name], weight, 0, now[name])
    return before


def _solid_waste(now: Amounts, then: Amounts, drift: float) -> Amounts:
    """Keep the rate of use a rate of what there was to use."""
    made = np.maximum(now["solid_waste_generated"], 1)
    stock = np.round(then["solid_waste_generated"] * (now["solid_waste_stock_used"] / made))
    there = then["solid_waste_generated"] + stock
    rate = now["solid_waste_used"] / (made + now["solid_waste_stock_used"]) / drift
    return {
        "solid_waste_stock_used": stock.astype(np.int64),
        "solid_waste_used": np.round(there * rate).astype(np.int64),
    }


def _shrunk(now: IntArray, factor: float, spread: float, rng: np.random.Generator) -> IntArray:
    return np.round(now / (factor * rng.lognormal(0, spread, len(now)))).astype(np.int64)


def _perimeters(firm: Firms, career: Careers, count: int) -> dict[int, FloatArray]:
    """Return the part of today's output that lay inside the perimeter of each year."""
    whole = firm.per_cluster(firm.output, count)
    parts = {}
    for year in YEARS:
        outside = ~career.inside(2022, year)
        parts[year] = 1 - firm.per_cluster(firm.output * outside, count) / whole
    return parts
