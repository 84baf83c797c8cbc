"""The filings of the fictional clusters as the filing files have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jiqun.base.forms import YEARLY, Field, form_for
from jiqun.demo.allotment import BoolArray, IntArray, stream
from jiqun.demo.figures import Amounts, Figures
from jiqun.demo.places import Places
from jiqun.demo.services import Flags
from jiqun.demo.sizes import CENTS
from jiqun.demo.years import YEARS, History

NOT_APPLICABLE = {"status": "not_applicable"}
FINE = ("area_km2", "plan_target_rd_intensity")  # quantities written with decimals
PREVIOUS = (  # what a filing gives for the year before
    "enterprises_total", "sme_total", "output_total", "output_sme", "output_leading",
    "revenue_total", "employment", "rd_spend_total", "rd_spend_sme", "sme_invention_patents",
    "standards_joined", "exports",
)  # fmt: skip
VETO = ("accidents_larger", "cyber_incidents_major", "serious_dishonesty")
ACCIDENT_YEARS = (2021, 2022)  # the accident of 2021 counts three years

Filing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Habits:
    """How single clusters file; shape ``(clusters,)`` each.

    Parameters
    ----------
    silent
        Gives no figures for the year before in 2022.
    late
        Has no filing for 2020.
    corrected
        Filed the output of 2021 too high, and puts it right in 2022.
    accident
        Had one accident in three years.
    """

    silent: BoolArray
    late: BoolArray
    corrected: BoolArray
    accident: BoolArray


def habits(place: Places, past: History, seed: int) -> Habits:
    """Pick the clusters that file otherwise than the rest, none of them twice.

    Parameters
    ----------
    place, past
        The clusters; those with a grown perimeter are not picked.
    seed
        Of the demonstration.
    """
    aim, count = place.aims.invented, len(place)
    grown = np.any(list(past.career.extended.values()), axis=0)
    order = stream(seed, "habits").permutation(np.flatnonzero(~grown))
    numbers = (
        aim["silent"],
        aim["first_filing_2021"],
        aim["corrected"]["clusters"],
        aim["accidents"],
    )
    ends = np.cumsum(numbers)
    picked = []
    for number, end in zip(numbers, ends, strict=True):
        marked = np.zeros(count, dtype=bool)
        marked[order[end - number : end]] = True
        picked.append(marked)
    return Habits(*picked)


def filings(
    place: Places, figure: Figures, past: History, flags: dict[int, Flags], seed: int
) -> list[Filing]:
    """Write every filing, year after year, in the order of the clusters.

    Parameters
    ----------
    place, figure, past, flags
        The clusters and all their figures.
    seed
        Of the demonstration.
    """
    habit = habits(place, past, seed)
    profiles = place.profiles()
    plans = _plans(place, past, seed)
    documents = []
    for year in YEARS:
        amounts = past.amounts(year, year) | _veto(year, habit)
        amounts |= plans if year == max(YEARS) else {}
        before = past.amounts(year - 1, year) if year > min(YEARS) else {}
        if year == max(YEARS) - 1:
            too_high = 1 + place.aims.invented["corrected"]["overstated"] * habit.corrected
            amounts["output_total"] = np.round(amounts["output_total"] * too_high).astype(np.int64)
        for index, profile in enumerate(profiles):
            if year == min(YEARS) and habit.late[index]:
                continue
            mute = habit.silent[index] if year == max(YEARS) else habit.late[index]
            documents.append(
                {
                    "form": YEARLY,
                    "form_version": form_for(YEARLY, year).version,
                    "year": year,
                    "cluster": profile,
                    "values": _values(index, year, amounts, flags[year], figure.absent),
                    "previous": {} if mute else _previous(index, year, before),
                }
            )
    return documents


def _values(
    index: int, year: int, amounts: Amounts, flags: Flags, absent: dict[str, BoolArray]
) -> dict[str, Any]:
    """Fill every field of the form, in its order."""
    values: dict[str, Any] = {}
    for field in form_for(YEARLY, year).fields.values():
        none = field.id in absent and bool(absent[field.id][index])
        if field.id in flags:
            values[field.id] = bool(flags[field.id][index])
        elif none or not field.exists_in(year) or field.id not in amounts:
            values[field.id] = dict(NOT_APPLICABLE)
        else:
            values[field.id] = _said(field, amounts[field.id][index])
    return values


def _previous(index: int, year: int, before: Amounts) -> dict[str, Any]:
    fields = form_for(YEARLY, year).fields
    return {name: _said(fields[name], before[name][index]) for name in PREVIOUS if before}


def _said(field: Field, amount: np.int64) -> int | str:
    """Write an amount as the form's type has it."""
    if field.type == "count":
        return int(amount)
    if field.type == "quantity" and field.id not in FINE:
        return str(int(amount) // CENTS)
    return money_text(int(amount))


def money_text(cents: int) -> str:
    """Write hundredths as decimal text.

    Examples
    --------
    >>> money_text(252000005)
    '2520000.05'
    """
    return f"{cents // CENTS}.{cents % CENTS:02d}"


def _veto(year: int, habit: Habits) -> Amounts:
    nothing: IntArray = np.zeros(len(habit.accident), dtype=np.int64)
    counts = dict.fromkeys(VETO, nothing)
    if year in ACCIDENT_YEARS:
        counts["accidents_larger"] = habit.accident.astype(np.int64)
    return counts


def _plans(place: Places, past: History, seed: int) -> Amounts:
    """Set the clusters' own targets for the end of their plans, in round numbers."""
    rng, now = stream(seed, "plans"), past.amounts(max(YEARS), max(YEARS))
    factor = {
        name: rng.uniform(bounds["low"], bounds["high"], len(place))
        for name, bounds in place.aims.invented["plan"].items()
    }
    hundred_million = 10_000 * CENTS
    output = np.ceil(now["output_total"] * factor["output"] / hundred_million) * hundred_million
    intensity = 100 * now["rd_spend_total"] / now["revenue_total"] * factor["rd_intensity"]
    return {
        "plan_target_output": output.astype(np.int64),
        "plan_target_quality_smes": np.ceil(now["quality_smes"] * factor["quality_smes"]).astype(
            np.int64
        ),
        "plan_target_rd_intensity": (np.round(10 * intensity) * 10).astype(np.int64),
    }
