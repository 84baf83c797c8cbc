"""The demonstration, generated once for all tests of this room."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from jiqun.demo import Demonstration, generate

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def world() -> Demonstration:
    return generate(seed=2022)


@pytest.fixture(scope="session")
def filed(world: Demonstration) -> dict[int, dict[str, dict[str, Any]]]:
    """Every filing by year and cluster."""
    years: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in world.filings:
        years[one["year"]][one["cluster"]["id"]] = one
    return dict(years)


@pytest.fixture(scope="session")
def members(world: Demonstration) -> dict[str, list[dict[str, Any]]]:
    """The roster's firms by cluster."""
    clusters: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in world.roster:
        clusters[row["cluster_id"]].append(dict(row))
    return dict(clusters)


@pytest.fixture(scope="session")
def recognised() -> set[str]:
    """The counties of recognised clusters confirmed from public pages."""
    source = SHARED / "clusters_recognised.csv"
    if not source.is_file():
        pytest.skip("the list of recognised clusters is not beside the project")
    with source.open(encoding="utf-8-sig", newline="") as file:
        return {row["adcode"] for row in csv.DictReader(file)}
