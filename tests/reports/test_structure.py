"""Space and structure in the report of the demonstration: what the public may see of it."""

from collections import Counter
from pathlib import Path

import pytest

from jiqun.base.names import level_name
from jiqun.base.readers import NATION, PUBLIC
from jiqun.reports.content import compose
from jiqun.reports.model import Report
from jiqun.reports.sources import clusters, open_snapshot


@pytest.fixture(scope="module")
def editions(demonstration: Path) -> dict[str, Report]:
    snapshot = open_snapshot(demonstration, 2022, "", latest=False)
    return {"public": compose(snapshot, 2022, PUBLIC), "nation": compose(snapshot, 2022, NATION)}


def cells(report: Report) -> Counter[str]:
    """Return how many clusters stand behind each name a bubble may have."""
    return Counter(
        level_name("macro_region", one.macro_region).zh + level_name("sector", one.sector).zh
        for one in clusters(report.snapshot, [2022])
    )


@pytest.mark.parametrize("edition", ["public", "nation"])
def test_no_bubble_stands_for_fewer_than_three_clusters(
    editions: dict[str, Report], edition: str
) -> None:
    report = editions[edition]
    drawn = [one.zh for one in report.charts["specialisation"].categories]
    behind = cells(report)
    assert len(drawn) > 8
    assert all(behind[name] >= 3 for name in drawn)


def test_the_public_sees_fewer_bubbles_where_a_subtraction_would_show_a_small_cell(
    editions: dict[str, Report],
) -> None:
    public, nation = (
        {one.zh for one in editions[name].charts["specialisation"].categories}
        for name in ("public", "nation")
    )
    assert public < nation
    note = editions["public"].charts["specialisation"].note
    assert note is not None
    assert f"有{len(cells(editions['public'])) - len(public)}格" in note.zh


def test_no_pair_names_a_sector_whose_output_the_public_may_not_see(
    editions: dict[str, Report],
) -> None:
    withheld = {
        level_name("sector", figure.key).zh
        for figure in editions["public"].levels["sector"].figures
        if figure.id == "output_total" and figure.status == "suppressed"
    }
    assert withheld
    names = {one.zh for one in editions["public"].charts["coagglomeration"].categories}
    assert names
    assert not names & withheld


def test_no_chart_of_structure_holds_the_place_of_a_cluster(editions: dict[str, Report]) -> None:
    for name in ("distances", "specialisation", "coagglomeration", "product_space"):
        chart = editions["nation"].charts[name]
        said = str(chart.record())
        for one in clusters(editions["nation"].snapshot, [2022]):
            assert one.cluster_id not in said
            assert one.name not in said
