"""A report of one province or one cluster: its own, beside the nation's, and no more."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Ran
from tests.made import written
from tests.reports.conftest import COUNTIES, Made, clusters

from jiqun.base.errors import NotFound, Refused
from jiqun.base.readers import NATION, PUBLIC, Reader, reader_named
from jiqun.disclosure import Edition
from jiqun.filings import import_files
from jiqun.reports import WRITERS
from jiqun.reports.content import compose
from jiqun.reports.coverage import Coverage, coverage_of
from jiqun.reports.json_writer import report_record
from jiqun.reports.model import Report
from jiqun.workspace import Snapshot, Workspace, release
from jiqun.workspace.vintages import vintage_snapshot

JIANGSU, ZHEJIANG = "320000", "330000"
OF_JIANGSU = {"test-003", "test-017"}
READERS = {name: reader_named(name) for name in ("public", "nation", JIANGSU, ZHEJIANG)}


def covered(snapshot: Snapshot, reader: Reader, region: str, cluster: str) -> Coverage:
    return coverage_of(Edition(snapshot, reader), 2022, region, cluster)


@cache
def made(snapshot: Snapshot, reader: Reader, region: str = "", cluster: str = "") -> Report:
    return compose(snapshot, 2022, reader, covered(snapshot, reader, region, cluster))


@cache
def record(snapshot: Snapshot, reader: Reader, region: str = "", cluster: str = "") -> Any:
    return report_record(made(snapshot, reader, region, cluster))


@pytest.fixture(scope="module")
def snapshot(released: tuple[Workspace, Snapshot]) -> Snapshot:
    return released[1]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_province_has_the_figures_the_nations_report_has_of_it(
    snapshot: Snapshot, reader: Reader
) -> None:
    national = record(snapshot, reader)
    table = next(one for one in national["tables"] if one["id"] == "by_province")
    there = {one["id"]: one for one in table["figures"] if one["key"] == ZHEJIANG}
    own = {one["id"]: one for one in record(snapshot, reader, ZHEJIANG)["figures"]}
    assert len(own) > 100
    for name, figure in own.items():
        numbers = ("value", "numerator", "denominator", "previous", "status", "reporting")
        assert {key: figure[key] for key in numbers} == {key: there[name][key] for key in numbers}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_what_stands_beside_is_the_nations_figure_as_published(
    snapshot: Snapshot, reader: Reader
) -> None:
    national = {one["id"]: one for one in record(snapshot, reader)["figures"]}
    found = 0
    for figure in record(snapshot, reader, ZHEJIANG)["figures"]:
        for wider in figure.get("beside", ()):
            assert (wider["level"], wider["key"]) == ("nation", "CN")
            assert wider["value"] == national[figure["id"]]["value"] is not None
            found += 1
    assert found > 100


def numbers_in(content: Any) -> set[str]:
    """Return every decimal of a JSON document that is long enough to tell."""
    if isinstance(content, dict):
        return set().union(*map(numbers_in, content.values())) if content else set()
    if isinstance(content, list):
        return set().union(*map(numbers_in, content)) if content else set()
    digits = isinstance(content, str) and content.replace(".", "", 1).lstrip("-").isdigit()
    return {content} if digits and len(content) > 5 else set()


@pytest.mark.parametrize("region", [JIANGSU, ZHEJIANG])
def test_beside_the_nations_public_report_a_provinces_tells_nothing_new(
    snapshot: Snapshot, region: str
) -> None:
    assert numbers_in(record(snapshot, PUBLIC, region)) <= numbers_in(record(snapshot, PUBLIC))


def test_parts_of_a_province_are_shown_to_who_sees_every_cluster_of_it(snapshot: Snapshot) -> None:
    def parts(name: str, region: str) -> set[str]:
        # The tables of findings count what the reader sees of each cluster, whoever it is.
        told = {table["id"] for table in record(snapshot, READERS[name], region)["tables"]}
        return {table for table in told if not table.startswith(("weak_", "do_"))}

    whole = {"by_sector", "coverage", "bridge_output_total", "bridge_exports"}
    assert parts("nation", ZHEJIANG) >= whole
    assert parts(JIANGSU, JIANGSU) >= whole
    # Zhejiang's office does not cover Ningbo.
    assert parts(ZHEJIANG, ZHEJIANG) == parts("public", ZHEJIANG) == {"coverage"}
    assert parts(JIANGSU, ZHEJIANG) == {"coverage"}


def test_a_sector_s_figures_in_a_province_are_sums_over_its_own_clusters(
    snapshot: Snapshot,
) -> None:
    found = record(snapshot, NATION, JIANGSU)
    table = next(one for one in found["tables"] if one["id"] == "by_sector")
    shown = {one["key"]: one for one in table["figures"] if one["id"] == "clusters_total"}
    whole = next(one for one in found["figures"] if one["id"] == "clusters_total")
    assert sum(int(one["value"]) for one in shown.values()) == int(whole["value"]) == 2


@pytest.mark.parametrize(
    ("region", "cluster"), [(ZHEJIANG, ""), ("", "test-003")], ids=["province", "cluster"]
)
@pytest.mark.parametrize("name", ["public", "nation"])
def test_what_makes_no_sense_there_is_left_out_and_not_empty(
    snapshot: Snapshot, name: str, region: str, cluster: str
) -> None:
    report = made(snapshot, READERS[name], region, cluster)
    assert report.charts
    assert not [chart.id for chart in report.charts.values() if chart.empty]
    assert not {"regions", "places", "provinces_by_clusters", "product_space"} & set(report.charts)
    for page in report.outline.pages:
        assert page.layout != "charts" or page.charts
        assert set(page.charts) <= set(report.charts)
        assert set(page.tiles) <= set(report.figures)
        assert set(page.claims) <= set(report.claims)
    assert not [said for said in report.sentences(report.claims) if "东部" in said]
    assert "output_top10_share" not in report.figures  # of fewer than eleven


def test_a_cluster_stands_beside_its_province_and_the_nation(snapshot: Snapshot) -> None:
    report = made(snapshot, NATION, "", "test-003")
    assert report.title.zh.startswith("测试集群003")
    shown = report.figures["rd_intensity"]
    assert [wider.name.zh for wider in shown.beside] == ["江苏省", "全国"]
    assert report.claims["rd_above_national"].text.zh


def test_the_public_sees_no_confidential_figure_of_a_cluster(snapshot: Snapshot) -> None:
    report = made(snapshot, PUBLIC, "", "test-003")
    shown = {name: figure.figure for name, figure in report.figures.items()}
    assert shown["output_total"].status == shown["rd_intensity"].status == "suppressed"
    assert shown["output_total"].value is shown["output_total"].numerator is None
    assert shown["enterprises_total"].value is not None
    text = json.dumps(report_record(report), ensure_ascii=False)
    filed = clusters(2022)[2]["values"]
    for field in ("output_total", "revenue_total", "rd_spend_total", "exports"):
        assert f'"{filed[field]}"' not in text
    own = made(snapshot, READERS[JIANGSU], "", "test-003")
    assert own.figures["output_total"].figure.value is not None


@pytest.mark.parametrize("ending", sorted(WRITERS))
@pytest.mark.parametrize(
    ("region", "cluster"), [(JIANGSU, ""), ("", "test-003")], ids=["province", "cluster"]
)
def test_every_format_can_be_of_less_than_the_nation(
    snapshot: Snapshot, ending: str, region: str, cluster: str
) -> None:
    report = made(snapshot, NATION, region, cluster)
    content = WRITERS[ending](report)
    assert content == WRITERS[ending](report)
    if ending not in (".json", ".html"):
        return
    text = content.decode()
    assert report.coverage.name.zh in text
    others = {f"test-{at + 1:03}" for at in range(len(COUNTIES))} - {
        covered for covered, _ in report.coverage.counties
    }
    assert len(others) >= 28
    assert not [other for other in others if other in text]


def test_a_provinces_note_names_its_own_revised_cells_and_only_those_seen(
    make: Made, tmp_path: Path
) -> None:
    workspace, _ = make("covered")
    again = clusters(2022)
    for at in (0, 2):  # test-001 of Zhejiang, test-003 of Jiangsu
        again[at]["values"]["output_total"] = str(int(again[at]["values"]["output_total"]) + 11)
    outcomes = import_files(written(tmp_path, again[0], again[2]), workspace, "更正产值")
    assert not any(outcome.refused for outcome in outcomes)
    vintage, _ = release(workspace, 2022, "更正")
    revised = vintage_snapshot(workspace, vintage.id)

    def named(reader: Reader) -> set[str]:
        note = made(revised, reader, JIANGSU).revision
        assert note is not None
        return {cell.cluster for cell in note.cells}

    assert named(NATION) == named(READERS[JIANGSU]) == {"test-003"}
    assert named(PUBLIC) == named(READERS[ZHEJIANG]) == set()


@pytest.mark.parametrize(
    ("region", "cluster", "kind", "code"),
    [
        ("999999", "", NotFound, "reports.unknown_region"),
        ("330100", "", Refused, "reports.no_province"),
        ("540000", "", NotFound, "reports.nothing_filed"),
        ("", "nobody", NotFound, "reports.no_cluster"),
        ("330000", "test-001", Refused, "reports.two_coverages"),
    ],
)
def test_what_cannot_be_covered_is_refused_in_a_sentence(
    snapshot: Snapshot,
    region: str,
    cluster: str,
    kind: type[NotFound | Refused],
    code: str,
) -> None:
    with pytest.raises(kind) as refused:
        covered(snapshot, PUBLIC, region, cluster)
    found = refused.value
    problem = found.problem if isinstance(found, NotFound) else found.problems[0]
    assert problem.code == code
    assert problem.what("zh") and problem.todo("en")


def test_the_command_covers_what_it_is_asked_to(
    released: tuple[Workspace, Snapshot], tmp_path: Path, jiqun: Callable[..., Ran]
) -> None:
    folder, path = released[0].folder, tmp_path / "江苏.json"
    ran: Ran = jiqun("report", "-w", folder, "--year", 2022, "--of", JIANGSU, "-o", path)
    assert ran.code == 0
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said["of"] == {
        "level": "province", "key": JIANGSU, "name": {"zh": "江苏省", "en": "Jiangsu"},
    }  # fmt: skip
    for asked, code in ((("--of", "999999"), 3), (("--of", "330100"), 2), (("--cluster", "x"), 3)):
        other = tmp_path / "other.json"
        ran = jiqun("report", "-w", folder, "--year", 2022, *asked, "-o", other)
        assert ran.code == code
        assert asked[1] in ran.err
        assert not other.exists()
