"""What the fictional clusters have set up and offer: the yes-or-no fields, 2020 to 2022."""

from __future__ import annotations

import numpy as np

from jiqun.demo.allotment import BoolArray, FloatArray, best, stream
from jiqun.demo.figures import Figures
from jiqun.demo.places import Places

Flags = dict[str, BoolArray]
TOGETHER = {  # published only as "all of these": the target -> its fields
    "roadmap": ("has_roadmap", "has_difficulty_list", "has_project_pool"),
    "digital_services": (
        "digital_solution_service",
        "integration_standard_service",
        "smart_maturity_service",
    ),
    "green_services": (
        "green_solution_service",
        "energy_diagnosis_service",
        "cleaner_production_service",
        "energy_control_service",
        "carbon_accounting_service",
    ),
    "full_service": (
        "service_information",
        "service_training",
        "service_startup",
        "service_innovation",
        "service_finance",
        "service_consulting",
        "service_policy",
    ),
}
SINGLE = ("international_event", "promotion_mechanism", "rights_protection", "service_assessment")
PARTLY = 0.62  # chance of a single service where a cluster does not offer them all


def services(place: Places, figure: Figures, seed: int) -> dict[int, Flags]:
    """Draw the flags of each year; what a cluster has in one year it rarely had not before.

    Parameters
    ----------
    place, figure
        The clusters: those that do much research tend to offer more.
    seed
        Of the demonstration.

    Returns
    -------
    dict
        By year, then by field; shape ``(clusters,)`` each.
    """
    rng, aim = stream(seed, "services"), place.aims.published["clusters"]
    output = figure.amounts["output_total"]
    lead = np.log(figure.amounts["rd_spend_total"] / output) + 0.3 * np.log(output)
    lead = (lead - lead.mean()) / lead.std()
    now: Flags = {}
    for target, fields in TOGETHER.items():
        now |= _together(fields, best(aim[target], _score(lead, rng)), rng)
    for field in SINGLE:
        now[field] = best(aim[field], _score(lead, rng))
    now["open_bidding"] = best(place.aims.invented["open_bidding_clusters"], _score(lead, rng))
    years = {2022: now}
    for year in (2021, 2020):
        kept = place.aims.invented["flag_kept"]
        years[year] = {
            field: flag & (rng.random(len(place)) < kept) for field, flag in years[year + 1].items()
        }
    return years


def _score(lead: FloatArray, rng: np.random.Generator) -> FloatArray:
    noisy: FloatArray = 0.6 * lead + rng.normal(0, 1, len(lead))
    return noisy


def _together(fields: tuple[str, ...], full: BoolArray, rng: np.random.Generator) -> Flags:
    """Offer everything where ``full``; elsewhere some of it, and never all."""
    some = rng.random((len(full), len(fields))) < PARTLY
    some[np.arange(len(full)), rng.integers(0, len(fields), len(full))] = False
    return {field: full | some[:, column] for column, field in enumerate(fields)}
