"""Criterion 2 counts each year's firms by the measures its form counts them by."""

from collections.abc import Callable
from typing import Any

import pytest

from jiqun.filings import Outcome
from jiqun.workspace import Workspace
from tests.conftest import Ran
from tests.made import filing

Assess = Callable[..., dict[str, Any]]


@pytest.fixture
def assess(
    jiqun: Callable[..., Ran], workspace: Workspace, put: Callable[..., list[Outcome]]
) -> Assess:
    def criterion(on: str, last: int, **changes: Any) -> dict[str, Any]:
        own = {year: changes if year == last else {} for year in range(last - 2, last + 1)}
        put(*(filing(year=year, **changed) for year, changed in own.items()))
        ran = jiqun("assess", "-w", workspace.folder, "--programme", "national/sme-cluster",
                    "--on", on, "--cluster", "test-001", "--json")  # fmt: skip
        assert ran.code == 0, ran.err
        [found] = [
            assessment
            for assessment in _assessments(ran.document)
            if assessment["cluster"] == "test-001"
        ]
        return {criterion["id"]: criterion for criterion in found["criteria"]}

    return criterion


def _assessments(document: Any) -> list[Any]:
    return document if isinstance(document, list) else document.get("clusters", [document])


@pytest.mark.parametrize(("last", "suffix"), [(2025, ""), (2026, "_2026")])
def test_the_either_or_on_quality_firms_uses_the_counts_of_its_year(
    assess: Assess, last: int, suffix: str
) -> None:
    none = {f"little_giants{suffix}": 0, "single_champions": 0, f"srdi_smes{suffix}": 3,
            f"innovative_smes{suffix}": 4, "hightech_enterprises": 5,
            f"quality_smes{suffix}": 4}  # fmt: skip
    found = assess(f"{last + 1}-06-01", last, **none)
    [quality] = [entry for entry in found.values() if "quality" in entry["id"]]
    assert quality["missing"] == []
    assert "5..9" in str(quality)


def test_a_giant_of_2026_meets_the_criterion_and_a_missing_count_is_asked_for_by_its_id(
    assess: Assess,
) -> None:
    found = assess("2027-06-01", 2026, little_giants_2026=1, single_champions=0)
    [quality] = [entry for entry in found.values() if "quality" in entry["id"]]
    assert quality["verdict"] == "met"
    missing = {"status": "missing", "reason": "x"}
    found = assess("2027-06-01", 2026, little_giants_2026=missing, single_champions=0,
                   srdi_smes_2026=missing, innovative_smes_2026=missing,
                   quality_smes_2026=missing, hightech_enterprises=missing)  # fmt: skip
    [quality] = [entry for entry in found.values() if "quality" in entry["id"]]
    assert quality["verdict"] == "cannot_tell"
    assert "2026.little_giants_2026" in quality["missing"]
    assert not [name for name in quality["missing"] if not name.endswith(("_2026", "enterprises"))]
