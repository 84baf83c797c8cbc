"""A small year of filings for the report's tests: thirty fictional clusters, two years."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.made import VALUES, filing, written

from jiqun.base.readers import NATION
from jiqun.filings import import_files
from jiqun.reports.content import compose
from jiqun.reports.model import Report
from jiqun.workspace import Snapshot, Workspace, release
from jiqun.workspace.vintages import vintage_snapshot

COUNTIES = [
    "330106", "330281", "320505", "370214", "440106", "130102",
    "420102", "410102", "430102", "360102", "340102",
    "510104", "500103", "610102", "530102",
    "330113", "320115", "370115", "440115", "130121",
    "420113", "410172", "430182", "360124", "340176",
    "510115", "500109", "610116", "530125", "330110",
]  # fmt: skip
SECTORS = ["电子", "轻工", "机械", "电子", "纺织"]
"""Enough of each for every statistic: twelve in electronics, six in each of the others."""
SCALED = (
    "output_total", "output_sme", "output_leading", "revenue_total", "rd_spend_total",
    "rd_spend_sme", "exports", "employment", "sme_invention_patents", "standards_joined",
)  # fmt: skip


def clusters(year: int, factor: float = 1.0) -> list[dict[str, Any]]:
    """Return one filing a cluster, each a little larger than the one before."""
    made = []
    for at, county in enumerate(COUNTIES):
        scale = factor * (1 + at / 20)
        changes: dict[str, Any] = {name: str(round(float(VALUES[name]) * scale)) for name in SCALED}
        for name in ("employment", "sme_invention_patents", "standards_joined"):
            changes[name] = int(changes[name])
        changes["rd_spend_total"] = str(round(110000 * scale * (1 + at % 4 / 10)))
        changes["iiot_users"] = 120 + 3 * at
        changes["has_project_pool"] = at % 3 > 0
        changes["water_reused"] = 8100000 + 400000 * at
        made.append(filing(f"test-{at + 1:03}", year, county, SECTORS[at % 5], **changes))
    return made


Made = Callable[..., tuple[Workspace, Snapshot]]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return what builds a workspace with 2021 and 2022 filed and released."""

    def made(name: str = "w") -> tuple[Workspace, Snapshot]:
        folder = tmp_path_factory.mktemp(name)
        workspace = Workspace.create(folder / "workspace")
        (folder / "files").mkdir()
        paths = written(folder / "files", *clusters(2021, 0.86), *clusters(2022))
        outcomes = import_files(paths, workspace)
        assert [problem for one in outcomes if one.refused for problem in one.problems] == []
        vintage, _ = release(workspace, 2022, "首次发布")
        return workspace, vintage_snapshot(workspace, vintage.id)

    return made


@pytest.fixture(scope="session")
def released(make: Made) -> tuple[Workspace, Snapshot]:
    return make("released")


@pytest.fixture(scope="session")
def report(released: tuple[Workspace, Snapshot]) -> Report:
    return compose(released[1], 2022, NATION)


@pytest.fixture(scope="session")
def files(report: Report) -> dict[str, bytes]:
    """Return the report in every format, by ending."""
    from jiqun.reports import WRITERS

    return {ending: writer(report) for ending, writer in WRITERS.items()}


@pytest.fixture(scope="session")
def path_of(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("files")

    def path(ending: str) -> Path:
        file = folder / f"report{ending}"
        file.write_bytes(files[ending])
        return file

    return path
