"""The numbers a comparison works with, read from ``catalog/diagnosis/comparison.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem, Where
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.schema_faults import because

COUNTS = ("fewest_peers", "wanted_peers", "most_peers", "full_peers", "full_years")
"""Whole numbers."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of widening: what peers must have in common."""

    id: str
    title: Bilingual
    sector: bool
    region: bool
    size: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who is compared, and how far is far; the catalogue says unit and reason of each.

    Parameters
    ----------
    steps
        Of widening, in the order they are tried.
    fewest_peers, wanted_peers, most_peers
        Fewer say nothing; fewer are widened within the sector; the nearest so many are taken.
    size_within, size_span, age_span
        How many times as large is still a similar size; and what is as far apart as can be, in
        times as large and in years since recognition.
    weight_sector, weight_size, weight_region, weight_age
        Of the parts of the distance.
    far, furthest
        How far behind is far, and as far as severity counts, in robust standard deviations.
    full_peers, full_years
        What confidence is full with.

    Examples
    --------
    >>> comparison().fewest_peers, comparison().steps[0].id
    (5, 'near')
    """

    steps: tuple[Step, ...]
    fewest_peers: int
    wanted_peers: int
    most_peers: int
    size_within: float
    size_span: float
    age_span: float
    weight_sector: float
    weight_size: float
    weight_region: float
    weight_age: float
    far: float
    furthest: float
    full_peers: int
    full_years: int


@per_catalogue
def comparison() -> Comparison:
    """Load the numbers, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    entry = sound_entry(catalogue_path("diagnosis", "comparison.yaml"), "comparison", _at_odds)
    steps = tuple(_step(entry, number, said) for number, said in enumerate(entry.content["steps"]))
    numbers: dict[str, Any] = {
        name: int(said["value"]) if name in COUNTS else float(said["value"])
        for name, said in entry.content["numbers"].items()
    }
    return Comparison(steps, **numbers)


ORDERED = (("fewest_peers", "wanted_peers"), ("wanted_peers", "most_peers"), ("far", "furthest"))
"""Numbers of which the first is not above the second."""


def _at_odds(entry: Entry) -> Iterator[Problem]:
    """Yield numbers that are right one by one and wrong together, and steps named twice."""
    numbers = {name: Decimal(said["value"]) for name, said in entry.content["numbers"].items()}
    for small, large in ORDERED:
        if numbers[small] > numbers[large]:
            reason = Bilingual(
                f"{small}（{numbers[small]}）大于 {large}（{numbers[large]}）",
                f"{small} ({numbers[small]}) is above {large} ({numbers[large]})",
            )
            yield because("catalogue.bad_value", _either(entry, small, large), reason)
    steps = [step["id"] for step in entry.content["steps"]]
    for number, name in enumerate(steps):
        if name in steps[:number]:
            reason = Bilingual(f"步骤 {name} 写了两次", f"the step {name} stands there twice")
            yield because("catalogue.bad_value", entry.where("steps", number), reason)


def _either(entry: Entry, *names: str) -> Where:
    """Return where one of some numbers is said, in an installation's file if that says any."""
    said = [name for name in names if ("numbers", name) in entry.own]
    return entry.where("numbers", (said or list(names))[0], "value")


def _step(entry: Entry, number: int, said: dict[str, Any]) -> Step:
    same = {name: name in said["same"] for name in ("sector", "region", "size")}
    return Step(said["id"], entry.named(said["title"], "steps", number), **same)
