"""The amounts the fictional clusters report for 2022, calibrated to the published totals.

An amount is a whole number: counts as they are, money and quantities in hundredths of the form's
unit. A field a cluster has no business with is left out through ``absent``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiqun.demo.allotment import BoolArray, FloatArray, IntArray, allot, best, stream
from jiqun.demo.firms import Firms
from jiqun.demo.places import Places
from jiqun.demo.sizes import CENTS, Sizes

Amounts = dict[str, IntArray]
HIGH_REUSE = (0.9445, 0.983)  # water: clearly above the 94 % of the published figure
WASTE_USED = ((0.635, 0.965), (0.30, 0.572))  # clearly above and below its 60 %
ENERGY = {  # field -> the sector profile's rate per 万元 of output
    "electricity_used": "kwh",
    "coal_used": "coal",
    "natural_gas_used": "gas",
    "diesel_used": "diesel",
    "heat_purchased": "heat",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts by field, and the clusters that have none; shape ``(clusters,)`` each."""

    amounts: Amounts
    absent: dict[str, BoolArray]


def figures(place: Places, size: Sizes, firm: Firms, seed: int) -> Figures:
    """Compute or draw every amount of 2022 that is no count of the roster.

    Parameters
    ----------
    place, size, firm
        The clusters and their firms.
    seed
        Of the demonstration.
    """
    amounts: Amounts = {
        "output_total": size.output_sme + size.output_large,
        "output_sme": size.output_sme,
        "output_leading": firm.per_cluster(firm.output * firm.leading, len(place)),
        "employment": firm.per_cluster(firm.employment, len(place)),
    }
    amounts |= _money(place, amounts, stream(seed, "money"))
    amounts |= _innovation(place, size, amounts, stream(seed, "innovation"))
    amounts |= _digital(place, size, stream(seed, "digital"))
    energy, no_energy = _energy(place, amounts["output_total"], stream(seed, "energy"))
    waste, no_waste = _solid_waste(place, amounts["output_total"], stream(seed, "waste"))
    amounts |= energy | waste | _water(place, amounts["output_total"], stream(seed, "water"))
    rng = stream(seed, "area")
    wide = (amounts["output_total"] / amounts["output_total"].mean()) ** 0.25
    area = np.clip(53 * wide * rng.lognormal(0, 0.45, len(place)), 16, 142)
    amounts["area_km2"] = (area * CENTS).astype(np.int64)
    return Figures(amounts, no_energy | no_waste)


def _money(place: Places, amounts: Amounts, rng: np.random.Generator) -> Amounts:
    aim, made_up, count = place.aims.published, place.aims.invented, len(place)
    output = amounts["output_total"]
    ratio = np.clip(rng.normal(made_up["revenue_to_output"], 0.025, count), 0.88, 1.02)
    revenue = np.round(output * ratio).astype(np.int64)
    research = place.trait("research") * place.region("research") * rng.lognormal(0, 0.2, count)
    rd_total = round(aim["rd_intensity"] * int(revenue.sum()))
    rd = allot(rd_total, revenue * research, revenue * 0.012, revenue * 0.105)
    sme_share = np.clip(
        (amounts["output_sme"] / output) ** 0.9 * rng.normal(0.97, 0.04, count), 0, 0.98
    )
    abroad = place.trait("exports") * place.region("exports") * rng.lognormal(0, 0.4, count)
    exports = round(made_up["export_share"] * int(output.sum()))
    return {
        "revenue_total": revenue,
        "rd_spend_total": rd,
        "rd_spend_sme": np.round(rd * sme_share).astype(np.int64),
        "exports": allot(exports, output * abroad, output * 0.004, output * 0.68),
    }


def _innovation(place: Places, size: Sizes, amounts: Amounts, rng: np.random.Generator) -> Amounts:
    aim, count = place.aims.published, len(place)
    spent, firms = amounts["rd_spend_total"] ** 0.5, size.smes**0.5
    patents = spent * firms * place.trait("patents") * rng.lognormal(0, 0.35, count)
    standards = spent**0.6 * rng.lognormal(0, 0.75, count)
    joined = allot(aim["standards_joined"], standards)
    led = rng.binomial(joined, place.aims.invented["standards_led_share"])
    national = spent**0.8 * place.trait("research") * rng.lognormal(0, 0.6, count)
    provincial = spent**0.6 * firms**0.5 * rng.lognormal(0, 0.3, count)
    return {
        "sme_invention_patents": allot(aim["sme_invention_patents"], patents, size.smes // 5),
        "standards_joined": joined,
        "standards_led": led.astype(np.int64),
        "national_platforms": allot(aim["national_platforms"], national, 0, 8),
        "provincial_platforms": allot(aim["provincial_platforms"], provincial, 2),
    }


def _digital(place: Places, size: Sizes, rng: np.random.Generator) -> Amounts:
    aim, count = place.aims.published, len(place)
    keen = rng.normal(0, 0.24, count) + np.log(place.region("digital"))
    amounts = {}
    for field, target, low, high, own in (
        ("iiot_users", "iiot_penetration", 0.13, 0.86, 0.12),
        ("cloud_users", "cloud_share", 0.27, 0.95, 0.08),
    ):
        weight = size.smes * np.exp(keen + rng.normal(0, own, count))
        total = round(aim[target] * int(size.smes.sum()))
        amounts[field] = allot(total, weight, size.smes * low, size.smes * high)
    pilots = best(aim["clusters"]["national_pilots"], keen + rng.normal(0, 0.3, count))
    amounts["national_pilot_projects"] = (pilots * (1 + rng.poisson(0.6, count))).astype(np.int64)
    return amounts


def _energy(
    place: Places, output: IntArray, rng: np.random.Generator
) -> tuple[Amounts, dict[str, BoolArray]]:
    """Burn by output; where a sector uses little of a fuel, many of its clusters use none."""
    amounts, absent = {}, {}
    for field, name in ENERGY.items():
        rate = place.trait(name)
        amounts[field] = _amount(output * rate * rng.lognormal(0, 0.24, len(output)))
        if name in ("coal", "gas", "heat"):
            usual = float(np.median(rate[rate > 0]))
            none = rng.random(len(output)) > np.clip(0.35 + 0.6 * rate / usual, 0, 0.97)
            absent[field] = none | (rate == 0)
    return amounts, absent


def _solid_waste(
    place: Places, output: IntArray, rng: np.random.Generator
) -> tuple[Amounts, dict[str, BoolArray]]:
    aim, count = place.aims.published["clusters"], len(place)
    rate = place.trait("waste")
    reporting = best(aim["solid_waste_reporting"], np.log(rate) + rng.normal(0, 0.7, count))
    generated = _amount(output * rate * rng.lognormal(0, 0.3, count))
    stock = np.where(rng.random(count) < 0.35, 0.0, rng.uniform(0.01, 0.13, count))
    stock_used = _amount(generated * stock)
    above = best(aim["solid_waste_above_60"], rng.normal(0, 1, count) - 1e9 * ~reporting)
    share = np.where(above, rng.uniform(*WASTE_USED[0], count), rng.uniform(*WASTE_USED[1], count))
    used = _amount((generated + stock_used) * share)
    amounts = {
        "solid_waste_generated": generated,
        "solid_waste_used": used,
        "solid_waste_stock_used": stock_used,
    }
    return amounts, dict.fromkeys(amounts, ~reporting)


def _water(place: Places, output: IntArray, rng: np.random.Generator) -> Amounts:
    number, count = place.aims.published["clusters"]["water_reuse_above_94"], len(place)
    usual = place.trait("reuse")
    high = best(number, usual + rng.normal(0, 0.05, count))
    low_rate = np.clip(usual * 0.93 * rng.normal(1, 0.06, count), 0.5, 0.928)
    rate = np.where(high, rng.uniform(*HIGH_REUSE, count), low_rate)
    fresh = _amount(output * place.trait("water") * rng.lognormal(0, 0.3, count))
    return {"water_fresh": fresh, "water_reused": _amount(fresh * rate / (1 - rate))}


def _amount(quantity: FloatArray | IntArray) -> IntArray:
    """Round to whole units, held in hundredths: meters and scales are not read finer."""
    return np.round(quantity / CENTS).astype(np.int64) * CENTS
