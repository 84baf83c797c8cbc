"""The demonstration, generated once for all tests of this room."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from jiqun.clusters.recognised import recognised as clusters
from jiqun.demo import Demonstration, generate


@pytest.fixture(scope="session")
def world() -> Demonstration:
    return generate(seed=2022)


@pytest.fixture(scope="session")
def filed(world: Demonstration) -> dict[int, dict[str, dict[str, Any]]]:
    """Every filing by year and cluster."""
    years: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for filing in world.filings:
        years[filing["year"]][filing["cluster"]["id"]] = filing
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
    return {cluster.county_code for cluster in clusters().values()}
