"""The report of the demonstration meets every figure of the published report of 2022.

The numbers come from outside: the development report of the first 100 clusters, China Electronics
Standardization Institute, June 2023, as printed, with how each is rounded.
"""

import csv
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from jiqun.base.files import catalogue_path

with catalogue_path("reports", "published_2022.csv").open(encoding="utf-8", newline="") as file:
    PUBLISHED = list(csv.DictReader(file))

JUST_OVER = Decimal("1.1")
JUST_UNDER = Decimal("0.8")
ABOUT = Decimal("1.5")


@pytest.fixture(scope="module")
def report(demonstration: Path) -> dict:
    return json.loads((demonstration / "site" / "report.json").read_text("utf-8"))


def agrees(value: Decimal, printed: Decimal, qualifier: str) -> bool:
    """Tell whether a number is what the report prints, by the report's own qualifier."""
    rounded = value.quantize(printed, rounding=ROUND_HALF_UP)
    return {
        "exact": value == printed,
        "rounded": rounded == printed,
        "just_over": printed < value <= printed * JUST_OVER,
        "just_under": printed * JUST_UNDER <= value < printed,
        "about": abs(value - printed) <= ABOUT,
    }[qualifier]


@pytest.mark.parametrize("row", PUBLISHED, ids=[row["id"] for row in PUBLISHED])
def test_the_engine_meets_the_published_figure(report, row):
    figure = next(figure for figure in report["figures"] if figure["id"] == row["id"])
    value = Decimal(figure["value"]) * (100 if row["unit"] == "%" else 1)
    assert agrees(value, Decimal(row["value"]), row["qualifier"])


def test_there_are_thirty_eight_of_them():
    assert len(PUBLISHED) == 38


def test_the_tiers_overlap_as_the_report_implies(report):
    """73 + 474 + 2,038 + 5,399 is a quarter of all SMEs; distinct quality firms are a fifth."""
    values = {figure["id"]: figure["value"] for figure in report["figures"]}
    tiers = ("single_champions", "little_giants", "srdi_smes", "innovative_smes")
    together = sum(int(values[name]) for name in tiers)
    assert together == 7984
    assert Decimal(together) / int(values["sme_total"]) > Decimal("0.25")
    assert Decimal(values["quality_sme_share"]) < Decimal("0.2")


@pytest.mark.shared
def test_the_copy_in_the_catalogue_is_the_published_list(shared):
    original = (shared / "data" / "published_report_2022.csv").read_bytes()
    assert catalogue_path("reports", "published_2022.csv").read_bytes() == original
