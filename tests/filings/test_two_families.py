"""Two families of forms in one workspace: each has revisions of its own, and neither is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.definitions import indicators
from jiqun.base.forms import YEARLY, family
from jiqun.clusters import Profile
from jiqun.exchange.closing import OUTCOMES, closed_file
from jiqun.exchange.outcomes import Happened, outcomes_of
from jiqun.filings import Outcome, import_files
from jiqun.filings.accept import accept
from jiqun.indicators import compute
from jiqun.workspace import Vintage, Workspace, batches, release
from jiqun.workspace.audit import audit, vintages_problems
from jiqun.workspace.closed_years import closed_in
from jiqun.workspace.differences import differences
from jiqun.workspace.journal import signed
from jiqun.workspace.questions import filed_cells, filed_headers
from jiqun.workspace.rebuild import rebuild
from jiqun.workspace.spans import read_table
from jiqun.workspace.vintages import newest_vintage, rows_sha256, vintage_files
from tests.made import filing, written

Put = Callable[..., list[Outcome]]
YEAR = 2026
WHO = signed("", "tests")


def close(workspace: Workspace, cluster: str, reason: str = "", **changes: str) -> Outcome:
    """Close a year of a cluster that filed."""
    known = workspace.accepted()
    profile = Profile.of(known[cluster, max(known.years(cluster))].document["cluster"])
    cells = {name: cell.record() for name, cell in outcomes_of((), Happened()).items()}
    for name, said in changes.items():
        cells[name] = {**cells[name], "said": said}
    (outcome,) = accept([closed_file(profile, YEAR, cells, reason)], workspace, WHO)
    return outcome


@pytest.fixture
def both(workspace: Workspace, put: Put) -> Workspace:
    """Return a workspace with a yearly filing of three clusters, and a closed year of two."""
    put(filing("a", YEAR), filing("b", YEAR, output_total="2600000"), filing("c", YEAR))
    for cluster in ("a", "b"):
        assert not close(workspace, cluster).refused
    return workspace


def test_a_closed_year_is_no_revision_of_the_filing(both: Workspace) -> None:
    filings, closed = both.accepted(), both.accepted(OUTCOMES)
    assert [submission.revision for submission in filings.values()] == [1, 1, 1]
    assert list(closed) == [("a", YEAR), ("b", YEAR)]
    assert {submission.form for submission in filings.values()} == {"sme-cluster-annual"}
    assert closed["a", YEAR].revision == 1


def test_each_family_has_revisions_of_its_own(both: Workspace, put: Put) -> None:
    put(filing("a", YEAR, exports="1"))
    close(both, "a", "补登一笔", slots_asked="7")
    close(both, "a", "再补登", slots_asked="8")
    assert [own.revision for own in both.accepted().history("a", YEAR)] == [1, 2]
    closed = both.accepted(OUTCOMES).history("a", YEAR)
    assert [own.revision for own in closed] == [1, 2, 3]
    assert [own.document["reason"] for own in closed] == ["", "补登一笔", "再补登"]


def test_a_year_closed_again_as_it_was_is_no_revision(both: Workspace) -> None:
    outcome = close(both, "a")
    assert (outcome.submissions, outcome.unchanged) == ([], 1)


def test_a_latest_snapshot_holds_the_yearly_filings_alone(both: Workspace) -> None:
    """Revisions of both families are numbered alike: nothing of one may join the other's."""
    latest = both.latest()
    assert len(latest.rows(filed_headers)) == 3
    fields = {row["field"] for row in latest.rows(filed_cells)}
    assert fields.isdisjoint(outcomes_of((), Happened()))
    assert "output_total" in fields


def test_figures_are_those_of_a_workspace_without_a_closed_year(
    workspace: Workspace, put: Put
) -> None:
    put(filing("a", YEAR), filing("b", YEAR))
    yearly = family(YEARLY).fields.keys()
    names = [name for name, own in indicators().items() if yearly >= {*own.definition.fields}]
    before = compute(workspace.latest(), [YEAR], only=names)
    close(workspace, "a", slots_asked="9")
    assert compute(workspace.latest(), [YEAR], only=names) == before


def test_a_release_keeps_the_closed_years_there_are_beside_the_same_rows(
    workspace: Workspace, put: Put
) -> None:
    put(filing("a", YEAR), filing("b", YEAR))
    first, _ = release(workspace, YEAR)
    assert "closed" not in first.record()
    before = newest_vintage(workspace, YEAR)
    close(workspace, "a")
    second, new = release(workspace, YEAR)
    assert new
    assert second.closed == (workspace.accepted(OUTCOMES)["a", YEAR].sha256,)
    assert second.sha256 != first.sha256
    assert Vintage.of(second.record()) == second
    assert differences(before, newest_vintage(workspace, YEAR)) == []
    assert release(workspace, YEAR) == (second, False)


def test_a_vintage_keeps_the_close_it_was_released_with(both: Workspace) -> None:
    vintage, _ = release(both, YEAR)
    close(both, "a", "补登", slots_asked="9")
    kept = closed_in(both, vintage.closed, OUTCOMES)
    assert list(kept) == [("a", YEAR), ("b", YEAR)]
    assert kept["a", YEAR].document["values"]["slots_asked"] == "0"
    assert [own.revision for own in kept.history("a", YEAR)] == [1]


def test_a_closed_year_is_released_with_the_yearly_filing_of_its_year_alone(
    workspace: Workspace, put: Put
) -> None:
    put(filing("a", 2025), filing("b", YEAR))
    close(workspace, "a")
    assert release(workspace, YEAR)[0].closed == ()


@pytest.mark.parametrize("forged", [[], ["0" * 64]])
def test_nobody_changes_which_closed_years_a_vintage_keeps(
    both: Workspace, forged: list[str]
) -> None:
    vintage, _ = release(both, YEAR)
    path = both.folder / "vintages" / vintage.id / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "closed": forged}))
    assert "workspace.vintage_changed" in {problem.code for problem in vintages_problems(both)}


def test_a_vintage_that_keeps_what_nobody_closed_is_told(both: Workspace) -> None:
    """Also where its hash was made anew over the forgery."""
    vintage, _ = release(both, YEAR)
    *tables, path = vintage_files(both, vintage.id)
    forged = ["0" * 64]
    headers, cells = map(read_table, tables)
    sha256 = rows_sha256(headers, cells, forged)
    said = json.loads(path.read_text()) | {"closed": forged, "sha256": sha256}
    path.write_text(json.dumps(said))
    found = {problem.code for problem in vintages_problems(both)}
    assert found == {"workspace.vintage_not_filed"}


def test_a_cluster_of_which_only_a_year_is_closed_has_not_filed_it(
    workspace: Workspace, put: Put
) -> None:
    put(filing("a", 2025))
    close(workspace, "a")
    assert workspace.accepted().years("a") == [2025]
    assert workspace.latest().years() == [2025]


def test_after_a_release_a_closed_year_asks_no_reason_of_the_filing(both: Workspace) -> None:
    """The page of the close asks one already; the vintage keeps the close it was released with."""
    release(both, YEAR)
    assert not close(both, "a", slots_asked="5").refused


def test_a_file_cannot_bring_a_closed_year(both: Workspace, tmp_path: Path) -> None:
    """What is closed is counted by the platform: nobody states it."""
    said = both.accepted(OUTCOMES)["a", YEAR].document
    path = tmp_path / "forged.json"
    kept = ("form", "form_version", "year", "cluster", "values")
    path.write_text(json.dumps({name: said[name] for name in kept}, ensure_ascii=False))
    (outcome,) = import_files([path], both)
    assert {problem.code for problem in outcome.problems} == {"filings.unknown_form"}
    assert both.accepted(OUTCOMES)["a", YEAR].revision == 1


def test_the_audit_holds_both_against_the_journal(both: Workspace) -> None:
    release(both, YEAR)
    found = audit(both)
    assert found.problems == []
    assert found.submissions == 5
    assert list(vintages_problems(both)) == []
    kinds = [kind for kind, *_ in found.filings]
    assert kinds == ["filing"] * 3 + [OUTCOMES] * 2


def test_tables_are_made_again_with_both(both: Workspace) -> None:
    cells = sorted((both.folder / "tables").glob("cells-*.parquet"))[-1]
    cells.write_bytes(b"broken")
    assert cells in rebuild(both).files
    assert len(both.latest().rows(filed_headers)) == 3


def test_tables_written_before_there_was_a_second_family_merge_with_later_ones(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their cells have no column of the form: all are of the yearly filing."""

    def without_form(*made: Any) -> Any:
        return real(*made).drop_columns(["form"])

    real = batches.Spans.write.__globals__["tables"].cell_table
    with monkeypatch.context() as earlier:
        earlier.setattr("jiqun.workspace.tables.cell_table", without_form)
        import_files(written(tmp_path, filing("a", YEAR)), workspace)
    (file,) = (workspace.folder / "tables").glob("cells-*.parquet")
    assert "form" not in read_table(file).column_names
    monkeypatch.setattr(batches, "MERGE_ABOVE", 1)
    close(workspace, "a")
    assert len(workspace.latest().rows(filed_headers)) == 1
    assert {row["form"] for row in workspace.latest().rows(filed_cells)} == {"sme-cluster-annual"}
    assert audit(workspace).problems == []
