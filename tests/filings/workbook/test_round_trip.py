"""No cell is lost or changed on the way: template, fill, check, mark, correct, import, template."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiqun.base.forms import Field, form
from jiqun.base.quantities import Quantity, Status
from jiqun.clusters import Profile
from jiqun.filings import check_files, import_files
from jiqun.filings.workbook.annotate import annotate_files
from jiqun.filings.workbook.prefill import known_of
from jiqun.filings.workbook.template import Known, template
from jiqun.workspace import Workspace
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import FIGURES, changed, fill

LARGEST = 10**12 - 1


def silent(items: Any, _: str) -> Any:
    return items


def texts(most: int = 60) -> st.SearchStrategy[str]:
    """Texts a person can type, those that a spreadsheet would take for a formula among them."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
    typed = st.text(letters, max_size=most).map(str.strip)
    return st.one_of(typed, typed.map(lambda text: f"={text}".strip()), st.sampled_from(
        ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "_x0041_", "'quoted", "是"]))  # fmt: skip


def numbers(field: Field) -> st.SearchStrategy[Quantity]:
    if field.type == "flag":
        return st.sampled_from([Quantity.of(Decimal(0)), Quantity.of(Decimal(1))])
    if field.type == "count":
        return st.integers(0, LARGEST).map(lambda one: Quantity.of(Decimal(one)))
    return st.decimals(0, LARGEST, places=6).map(Quantity.of)


def cells(field: Field) -> st.SearchStrategy[Quantity]:
    absent = st.builds(
        Quantity.absent, st.sampled_from([Status.MISSING, Status.NOT_APPLICABLE]), texts()
    )
    estimated = numbers(field).map(lambda one: Quantity(one.value, Status.ESTIMATED))
    return st.one_of(numbers(field), numbers(field), absent, estimated)


@st.composite
def known(draw: st.DrawFn) -> Known:
    """Everything a template can be pre-filled with, each field of the form at random."""
    fields = form().fields.values()
    values = {one.id: draw(cells(one)) for one in fields}
    previous = {one.id: draw(cells(one)) for one in fields if draw(st.booleans())}
    notes = {
        period: {
            name: text
            for name, cell in said.items()
            if cell.value is not None and (text := draw(texts()))
        }
        for period, said in (("values", values), ("previous", previous))
    }
    profile = Profile("demo-001", "示例集群001", ("330106", "442000"), "light", "39", "", demo=True)
    return Known(profile, values, previous, {k: v for k, v in notes.items() if v})


@given(known())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_a_template_is_filled_with_is_read_again_and_marking_it_changes_nothing(
    tmp_path: Path, filed: Known
) -> None:
    path = tmp_path / "filing.xlsx"
    path.write_bytes(template(2022, filed))
    for _ in range(3):
        read = workbooks.read(path)
        assert read.profile == filed.profile
        assert (read.values, read.previous) == (filed.values, filed.previous)
        assert read.raw.notes == filed.notes
        [path] = annotate_files([path], check_files([path]), tmp_path / "marked", "zh", silent)


def test_round_after_round_until_it_is_accepted_and_then_the_template_again(
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    path = workbooks.filled(tmp_path)
    changed(path, lambda book: (fill(book, "exports", "约三亿"), fill(book, "employment", -1)))
    changed(path, lambda book: book[FIGURES].insert_rows(9))
    found = check_files([path], workspace)
    assert [p.where.field for p in found[0].problems] == ["employment", "exports"]
    [path] = annotate_files([path], found, tmp_path / "one", "zh", silent)

    changed(path, lambda book: fill(book, "exports", "3亿元"))
    found = import_files([path], workspace)
    assert [p.where.field for p in found[0].problems if p.severity == "error"] == ["employment"]
    [path] = annotate_files([path], found, tmp_path / "two", "zh", silent)

    changed(path, lambda book: fill(book, "employment", 17000))
    [accepted] = import_files([path], workspace)
    assert not accepted.refused
    again = tmp_path / "again.xlsx"
    again.write_bytes(template(2022, known_of(workspace, "test-001", 2022)))
    one, other = workbooks.read(path), workbooks.read(again)
    assert (one.profile, one.values, one.previous) == (other.profile, other.values, other.previous)
    assert other.values["exports"].value == 30000
    [same] = import_files([again], workspace)
    assert (same.unchanged, same.submissions) == (1, [])


def test_a_new_years_template_carries_over_the_profile_plans_and_last_years_figures(
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    import_files([workbooks.filled(tmp_path)], workspace)
    filed = known_of(workspace, "test-001", 2022)
    next_year = known_of(workspace, "test-001", 2023)
    assert next_year.profile == filed.profile
    assert next_year.previous == filed.values
    assert set(next_year.values) == {
        "area_km2", "plan_target_output", "plan_target_quality_smes", "plan_target_rd_intensity",
    }  # fmt: skip
