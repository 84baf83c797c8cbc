"""The outline: what a page cannot hold is refused with its place."""

from pathlib import Path

from jiqun.base.catalogue import read_entry
from jiqun.base.files import catalogue_path
from jiqun.reports.outline import _unknown


def test_a_heat_map_beside_another_chart_is_refused_with_its_line(tmp_path: Path) -> None:
    good = catalogue_path("reports", "development.yaml").read_text("utf-8")
    bad = tmp_path / "development.yaml"
    bad.write_text(good.replace("charts: [coagglomeration]", "charts: [coagglomeration, growth]"))
    entry, problems = read_entry(bad, "report")
    assert entry is not None
    assert problems == []
    (problem,) = _unknown(entry)
    assert problem.code == "catalogue.bad_value"
    assert problem.where.line
    assert "heat map" in problem.text("en")
