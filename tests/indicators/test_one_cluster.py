"""One definition of a figure: the plain evaluator and the engine agree on every cluster."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jiqun.base.definitions import (
    LEVELS,
    Filed,
    Indicator,
    every_indicator,
    filed_fields,
    read,
)
from jiqun.base.definitions.grammar import OF_ONE_CLUSTER
from jiqun.base.forms import YEARLY
from jiqun.base.quantities import Quantity, Status
from jiqun.indicators import compute
from jiqun.indicators.functions import FUNCTIONS
from jiqun.workspace import Snapshot
from jiqun.workspace.tables import cells_schema, headers_schema

YEARS = (2021, 2022, 2023, 2025, 2026)
CLUSTERS = 60
REGIONS = {"east": "330000", "central": "430000", "west": "530000"}
TOLD: tuple[Indicator, ...] = tuple(
    indicator
    for name, indicator in every_indicator().items()
    if name == indicator.figure and indicator.definition.form not in (*OF_ONE_CLUSTER, "function")
)
"""What can be computed of many clusters and of one."""


def drawn(chance: Random, kind: str) -> Quantity | None:
    """Draw a cell of any status; often nought, often the same number, so that ends are met."""
    status = chance.choices(["filed", "estimated", "missing", "none", "left out"], (14, 1, 2, 2, 1))
    if status == ["left out"]:
        return None
    if status == ["missing"]:
        return Quantity.absent(Status.MISSING, "not yet known")
    if status == ["none"]:
        return Quantity.absent(Status.NOT_APPLICABLE)
    value = Decimal(chance.choice((0, 1, 3, 6, 94, 100, chance.randrange(10**6))))
    if kind == "flag":
        value = Decimal(chance.random() < 0.9)
    elif kind != "count" and chance.random() < 0.5:
        value = Decimal(chance.randrange(10**12)).scaleb(-6)
    return Quantity.of(value, estimated=status == ["estimated"])


def drawn_cells(chance: Random, share: float = 1.0) -> dict[str, Quantity]:
    found = {
        name: drawn(chance, field.type)
        for name, field in filed_fields().items()
        if chance.random() < share
    }
    return {name: cell for name, cell in found.items() if cell is not None}


def drawn_cluster(chance: Random) -> Filed:
    """Draw some years' filings, some of which say what the year before was."""
    years = sorted(chance.sample(YEARS, chance.randint(1, len(YEARS))))
    return Filed(
        {year: drawn_cells(chance) for year in years},
        {year: drawn_cells(chance, 0.5) for year in years if chance.random() < 0.6},
        chance.choice(list(REGIONS)),
    )


def snapshot_of(clusters: dict[str, Filed], folder: Path) -> Snapshot:
    """Write filings as the tables the engine reads."""
    headers: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    for cluster, filed in clusters.items():
        for year, own in filed.years.items():
            key = {"form": YEARLY, "cluster_id": cluster, "year": year, "revision": 1}
            place = {
                "macro_region": filed.macro_region,
                "province_code": REGIONS[filed.macro_region],
                "sector": "electronics",
            }
            headers.append({**key, **place})
            for period, said in (("current", own), ("previous", filed.previous.get(year, {}))):
                cells += [
                    {**key, "period": period, "field": name, **cell._asdict()}
                    for name, cell in said.items()
                ]
    files = []
    for name, rows, schema in (
        ("headers", headers, headers_schema()),
        ("cells", cells, cells_schema()),
    ):
        files.append(folder / f"{name}.parquet")
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), files[-1])
    return Snapshot((files[0],), (files[1],))


@pytest.fixture
def at_every_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine compute every indicator of a single cluster too."""
    every = {indicator.figure: replace(indicator, levels=LEVELS) for indicator in TOLD}
    monkeypatch.setattr("jiqun.indicators.engine.indicators", lambda: every)


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_the_evaluator_and_the_engine_agree_on_every_indicator_of_every_cluster(
    tmp_path_factory: pytest.TempPathFactory, at_every_level: None, seed: int
) -> None:
    chance = Random(seed)  # made-up figures need no cryptography
    clusters = {f"test-{number:03}": drawn_cluster(chance) for number in range(CLUSTERS)}
    snapshot = snapshot_of(clusters, tmp_path_factory.mktemp("filings"))
    figures = compute(snapshot, YEARS, ["cluster"])
    assert len(figures) == len(TOLD) * sum(len(cluster.years) for cluster in clusters.values())
    for figure in figures:
        found = read(every_indicator()[figure.id], clusters[figure.key], (figure.year,))
        engine = (figure.value, figure.status, figure.numerator, figure.denominator)
        plain = (found.value, found.status, found.numerator, found.denominator)
        assert plain == engine, (seed, figure.id, figure.key, figure.year)
        assert bool(found.missing) >= (found.status is Status.MISSING)


def test_the_draws_meet_every_status_and_every_form() -> None:
    chance = Random(1)  # as above
    clusters = [drawn_cluster(chance) for _ in range(CLUSTERS)]
    met = {
        (indicator.definition.form, read(indicator, filed, (year,)).status)
        for filed in clusters
        for year in filed.years
        for indicator in TOLD
    }
    forms = {indicator.definition.form for indicator in TOLD}
    assert {(form, Status.REPORTED) for form in forms} <= met
    for status in (Status.ZERO, Status.MISSING, Status.NOT_APPLICABLE, Status.ESTIMATED):
        assert ("sum", status) in met
        assert ("growth_of", Status.MISSING) in met
    assert ("share_of_clusters", Status.NOT_APPLICABLE) in met


def test_a_named_function_is_of_no_single_cluster_and_only_those_there_are_can_be_named() -> None:
    functions = [
        indicator
        for indicator in every_indicator().values()
        if indicator.definition.form == "function"
    ]
    assert {function.definition.function for function in functions} == set(FUNCTIONS)
    for indicator in functions:
        assert "cluster" not in indicator.levels
        assert read(indicator, Filed({2022: {}}), (2022,)).status is Status.NOT_APPLICABLE
