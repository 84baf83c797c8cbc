"""One changed cell changes what depends on it, and the revision note says what and why."""

from pathlib import Path
from typing import Any

import pytest
from tests.made import written
from tests.reports.conftest import Made, clusters

from jiqun.base.definitions import indicators
from jiqun.base.readers import NATION
from jiqun.filings import import_files
from jiqun.reports import WRITERS
from jiqun.reports.claims import claims
from jiqun.reports.content import compose
from jiqun.reports.json_writer import report_record
from jiqun.reports.model import Report
from jiqun.reports.outline import outline
from jiqun.workspace import release
from jiqun.workspace.vintages import vintage_snapshot

FIELD = "sme_invention_patents"
DEPENDENT = {name for name, one in indicators().items() if FIELD in one.definition.fields}
PARTS = ("figures", "claims", "charts")


@pytest.fixture(scope="module")
def both(make: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Report]:
    """Return the report before and after one cell of one filing was corrected."""
    workspace, first = make("revised")
    before = compose(first, 2022, NATION)
    corrected = clusters(2022)[3]
    corrected["values"][FIELD] += 60
    folder: Path = tmp_path_factory.mktemp("corrected")
    (outcome,) = import_files(written(folder, corrected), workspace, "漏计三家企业的专利")
    assert not outcome.refused
    vintage, new = release(workspace, 2022, "更正一份填报")
    assert new
    return before, compose(vintage_snapshot(workspace, vintage.id), 2022, NATION)


def record(report: Report) -> dict[str, Any]:
    return report_record(report)


def changed(both: tuple[Report, Report], part: str) -> set[str]:
    before, after = ({one["id"]: one for one in record(report)[part]} for report in both)
    return {name for name in before if before[name] != after[name]}


def test_exactly_the_figures_made_of_the_cell_change(both: tuple[Report, Report]) -> None:
    assert len(DEPENDENT) > 3
    assert changed(both, "figures") == DEPENDENT


def test_exactly_the_claims_that_read_them_change(both: tuple[Report, Report]) -> None:
    reading = {name for name, one in claims().items() if DEPENDENT & set(one.figures)}
    assert changed(both, "claims") == reading


def test_exactly_the_charts_that_draw_them_change(both: tuple[Report, Report]) -> None:
    _, after = both
    drawing = {name for name in outline().charts if DEPENDENT & set(after.charts[name].figures)}
    assert drawing
    assert changed(both, "charts") == drawing


def test_the_note_names_the_cell_its_reason_and_what_followed(
    both: tuple[Report, Report],
) -> None:
    before, after = both
    assert "revision" not in record(before)
    note: dict[str, Any] = record(after)["revision"]
    assert (note["from"], note["to"], note["note"]) == ("2022-v1", "2022-v2", "更正一份填报")
    (cell,) = note["cells"]
    assert (cell["cluster"], cell["field"]) == ("test-004", FIELD)
    assert int(cell["after"]) - int(cell["before"]) == 60
    assert cell["reason"] == "漏计三家企业的专利"
    assert {one["id"] for one in note["figures"]} == DEPENDENT
    assert all(one["fields"] == [FIELD] for one in note["figures"])
    assert {one["id"] for one in note["charts"]} == changed(both, "charts")


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_every_format_can_carry_the_note(both: tuple[Report, Report], ending: str) -> None:
    before, after = (WRITERS[ending](one) for one in both)
    assert before != after
    assert WRITERS[ending](both[1]) == after
