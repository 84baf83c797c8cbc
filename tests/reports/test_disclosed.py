"""Whatever a report carries of single clusters and small groups passes the gate."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.made import filing, written
from tests.reports.conftest import Made, clusters

from jiqun.base.readers import NATION, PUBLIC, Reader, reader_named
from jiqun.disclosure import Edition
from jiqun.filings import import_files
from jiqun.reports import write_report
from jiqun.reports.cells import cells_of
from jiqun.reports.content import compose
from jiqun.reports.coverage import NATIONWIDE
from jiqun.reports.json_writer import report_record
from jiqun.workspace import Snapshot, release
from jiqun.workspace.vintages import vintage_snapshot

ZHEJIANG = reader_named("330000")
OWN = {"test-001", "test-016", "test-030"}
"""Zhejiang's clusters, without Ningbo's ``test-002``."""


@pytest.fixture(scope="module")
def small(make: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    """Return a vintage and the next: clusters revised, one new, one restating."""
    workspace, first = make("disclosed")
    again = revised()
    next(one for one in again if one["cluster"]["id"] == "test-003")["previous"] = {
        "exports": "123456"
    }
    new = filing("test-031", 2022, "430102", "电子")
    files = written(tmp_path_factory.mktemp("again"), *again, new)
    outcomes = import_files(files, workspace, "更正产值")
    assert [problem for one in outcomes if one.refused for problem in one.problems] == []
    vintage, _ = release(workspace, 2022, "更正")
    return first, vintage_snapshot(workspace, vintage.id)


def revised() -> list[dict[str, Any]]:
    """Return all clusters but Zhejiang's with an output like no other number."""
    found = [one for one in clusters(2022) if one["cluster"]["id"] not in OWN]
    for at, one in enumerate(found):
        one["values"]["output_total"] = str(int(one["values"]["output_total"]) + 7 + 13 * at**2)
    return found


@cache
def content(snapshot: Snapshot, reader: Reader) -> dict[str, Any]:
    return report_record(compose(snapshot, 2022, reader))


def table(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in found["tables"] if one["id"] == name)


@pytest.mark.parametrize(
    ("reader", "seen"),
    [(PUBLIC, set[str]()), (ZHEJIANG, OWN), (NATION, None)],
    ids=["public", "Zhejiang", "nation"],
)
def test_the_cells_behind_a_page_are_the_readers_own(
    small: tuple[Snapshot, Snapshot], reader: Reader, seen: set[str] | None
) -> None:
    found = cells_of(Edition(small[0], reader), 2022, NATIONWIDE)
    names = [cluster.id for cluster in found.clusters]
    for period in (found.now, found.before):
        open_ = {
            name for name, said in zip(names, period["output_total"], strict=True) if said != "x"
        }
        assert open_ == (set(names) if seen is None else seen)
        assert "x" not in period["enterprises_total"]


def test_a_province_is_not_given_the_nations_figures(small: tuple[Snapshot, Snapshot]) -> None:
    levels = ("nation", "macro_region", "province", "sector")
    found = Edition(small[0], ZHEJIANG).figures([2022], levels)
    full = Edition(small[0], NATION).figures([2022], levels)
    assert any(one.status == "suppressed" for one in found)
    assert not any(one.status == "suppressed" for one in full)


def test_the_nation_reads_who_restated_and_a_province_its_own(
    small: tuple[Snapshot, Snapshot],
) -> None:
    readers = (NATION, PUBLIC, ZHEJIANG, reader_named("320000"))
    bridges = {
        reader.name: table(content(small[1], reader), "bridge_exports") for reader in readers
    }
    restated = {
        name: [one["cluster"] for one in found["restatements"]] for name, found in bridges.items()
    }
    assert restated == {"nation": ["test-003"], "public": [], "33": [], "32": ["test-003"]}


def test_a_step_of_one_cluster_is_the_nations_to_read(small: tuple[Snapshot, Snapshot]) -> None:
    def steps(reader: Reader) -> dict[str, Any]:
        found = table(content(small[1], reader), "bridge_output_total")
        return {one["step"]: one["amount"] for one in found["steps"]}

    assert None not in steps(NATION).values()
    assert steps(PUBLIC)["entered"] is None
    assert steps(PUBLIC)["grown"] is None


def test_growth_beside_one_entrant_is_printed_without_its_sums(
    small: tuple[Snapshot, Snapshot],
) -> None:
    def growth(reader: Reader) -> dict[str, Any]:
        return next(
            one for one in content(small[1], reader)["figures"] if one["id"] == "output_growth"
        )

    assert growth(NATION)["numerator"] is not None
    assert growth(PUBLIC)["numerator"] is None
    assert growth(PUBLIC)["display"] == growth(NATION)["display"]


def test_a_revised_cell_names_its_cluster_to_those_who_see_it(
    small: tuple[Snapshot, Snapshot],
) -> None:
    def rows(reader: Reader) -> list[dict[str, Any]]:
        found = content(small[1], reader)["revision"]["cells"]
        return [
            one for one in found if one["field"] == "output_total" and one["period"] == "current"
        ]

    corrected = next(one for one in rows(NATION) if one["cluster"] == "test-003")
    assert (corrected["reason"], corrected["before"] != corrected["after"]) == ("更正产值", True)
    for hidden in rows(PUBLIC) + rows(ZHEJIANG):
        told = {hidden[name] for name in ("cluster", "name", "before", "after", "reason")}
        assert told == {"×"}
    assert any(one["cluster"] == "test-003" for one in rows(reader_named("320000")))


def test_the_public_is_shown_no_distribution_of_single_clusters(
    small: tuple[Snapshot, Snapshot],
) -> None:
    charts = {
        reader.name: {one["id"]: one for one in content(small[0], reader)["charts"]}
        for reader in (PUBLIC, NATION)
    }
    of_clusters = [
        name for name, one in charts["nation"].items() if one["kind"] in ("strip", "interval")
    ]
    for name in of_clusters:
        secret = charts["nation"][name]["figures"][0] in {"rd_intensity", "output_growth"}
        assert not secret or charts["public"][name] != charts["nation"][name], name


def test_crossed_cells_of_few_clusters_are_marked(small: tuple[Snapshot, Snapshot]) -> None:
    from jiqun.charts import chart_entries
    from jiqun.reports.sources import clusters as filed

    entry = chart_entries()["specialisation"]
    members = {
        row.cluster_id: {"sector": row.sector, "macro_region": row.macro_region}
        for row in filed(small[0], [2022])
    }
    levels = (entry.by, entry.across)
    editions = {reader.name: Edition(small[0], reader) for reader in (PUBLIC, NATION, ZHEJIANG)}
    found = {
        name: edition.crossing(2022, "output_total", members, levels)
        for name, edition in editions.items()
    }
    assert found["nation"].withheld == frozenset()
    few = {at for at, total in found["public"].cells.items() if total.clusters < 3}
    assert few
    assert few <= found["public"].withheld
    assert found["public"].withheld <= found["33"].withheld
    again = editions["public"].crossing(2022, "output_total", members, levels)
    assert again.withheld == found["public"].withheld


@pytest.mark.parametrize("audience", ["public", "330000"])
def test_no_file_of_an_edition_holds_a_number_of_a_cluster_it_does_not_cover(
    small: tuple[Snapshot, Snapshot], tmp_path: Path, audience: str
) -> None:
    reader = reader_named(audience)
    secret = {one["values"]["output_total"] for one in revised()}
    for ending in (".json", ".html"):
        path = tmp_path / f"report{ending}"
        write_report(small[1], 2022, path, reader)
        text = path.read_text(encoding="utf-8")
        assert not [number for number in secret if number in text]
        write_report(small[1], 2022, path, NATION)
        assert [number for number in secret if number in path.read_text(encoding="utf-8")]
