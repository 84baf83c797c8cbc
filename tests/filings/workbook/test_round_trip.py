"""No cell is lost or changed on the way: template, fill, check, mark, correct, import, template."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jiqun.base.errors import Where
from jiqun.base.forms import YEARLY, Field, form_for
from jiqun.base.quantities import Quantity, Status
from jiqun.base.texts import UNFIT, read_text
from jiqun.clusters import Profile
from jiqun.clusters.roster import Count, Firm, TierPeriod, counts_on
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_store import RosterStore
from jiqun.filings import check_files, import_files
from jiqun.filings.workbook.annotate import annotate_files
from jiqun.filings.workbook.prefill import known_of
from jiqun.filings.workbook.template import Known, template
from jiqun.workspace import Workspace
from tests.clusters.rosters import code, firm
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import FIGURES, STATUS, VALUE, cell_of, changed, fill

LARGEST = 10**12 - 1
TIERS = (
    "quality_smes", "single_champions", "little_giants", "srdi_smes", "innovative_smes",
    "hightech_enterprises",
)  # fmt: skip


def silent(items: Any, _: str) -> Any:
    return items


def texts(most: int = 60) -> st.SearchStrategy[str]:
    """Texts a person can type, those that a spreadsheet would take for a formula among them."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
    fit = letters.filter(lambda letter: not UNFIT.search(letter))
    typed = st.text(fit, max_size=most).map(lambda text: read_text(text, Where()).text.strip())
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
    fields = form_for(YEARLY, 2022).fields.values()
    values = {field.id: draw(cells(field)) for field in fields}
    previous = {field.id: draw(cells(field)) for field in fields if draw(st.booleans())}
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


# --- the whole way, with firms, through acceptance ---

FORM = form_for(YEARLY, 2022)
DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))
NO_SUPPLIER = ("否", "无", "no", "false")


@st.composite
def periods(draw: st.DrawFn, tier: str) -> TierPeriod:
    since = draw(DAYS)
    return TierPeriod(tier, since, draw(st.none() | st.dates(since, date(2060, 12, 31))))


@st.composite
def firms(draw: st.DrawFn, number: int) -> Firm:
    """A firm with every column at random; a title may have been held several times."""
    tiers = draw(st.lists(st.sampled_from([*roster_form().tiers]), max_size=6))
    since = draw(st.none() | DAYS)
    until = draw(st.none() | st.dates(since or date(1950, 1, 1), date(2060, 12, 31)))
    return Firm(
        credit_code=code(number),
        name=draw(texts(30).filter(bool)) + f"{number}",
        county_code=draw(st.sampled_from(["330106", "442000"])),
        industry=draw(st.sampled_from(["3962", "0111", "39"])),
        size=draw(st.sampled_from([*roster_form().sizes])),
        tiers=tuple(draw(periods(tier)) for tier in tiers),
        key_supplier=draw(texts(20).filter(lambda text: text not in NO_SUPPLIER)),
        output=draw(st.none() | st.decimals(0, LARGEST, places=6)),
        employment=draw(st.none() | st.integers(0, LARGEST)),
        cluster_id="demo-001",
        since=since,
        until=until,
    )


def sound(filed: dict[str, Quantity], counted: dict[str, Count]) -> dict[str, Quantity]:
    """Make cells agree with each other and with the firms, by stating what would not as missing."""
    missing = Quantity.absent(Status.MISSING, "=未掌握")
    cells = dict(filed)
    for name, field in FORM.fields.items():
        if name in counted:
            cells[name] = Quantity.of(Decimal(counted[name].low))
        elif name in cells and not field.optional and cells[name].value is None:
            cells[name] = missing
    cells |= {name: missing for name in ("quality_smes",) if name in cells and not counted}
    for part, whole in FORM.parts:
        one, other = cells.get(part), cells.get(whole)
        if one and other and one.value is not None and other.value is not None:
            cells[part] = one if one.value <= other.value else missing
    return cells


@st.composite
def sound_filing(draw: st.DrawFn) -> Known:
    """Everything a filing can say that is accepted: each field, each status, reasons, firms."""
    filed = draw(known())
    listed = [draw(firms(number)) for number in range(1, draw(st.integers(1, 8)) + 1)]
    values = sound(dict(filed.values), counts_on(listed, date(2022, 12, 31)))
    previous = sound(dict(filed.previous), {})
    previous = {name: one for name, one in previous.items() if FORM.fields[name].exists_in(2021)}
    notes = {
        period: {name: text for name, text in said.items() if cells.get(name) is not None
                 and cells[name].value is not None}
        for period, said, cells in (
            ("values", filed.notes.get("values", {}), values),
            ("previous", filed.notes.get("previous", {}), previous),
        )
    }  # fmt: skip
    return replace(filed, values=values, previous=previous, firms=listed,
                   notes={period: said for period, said in notes.items() if said})  # fmt: skip


def in_order(firm: Firm) -> Firm:
    """Leave out where a row stood; titles in the order of their days."""
    return replace(firm, row=0, tiers=tuple(sorted(firm.tiers, key=str)))


@given(sound_filing(), st.sampled_from([*FORM.required]))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a whole filing takes minutes
)
def test_nothing_is_lost_from_template_through_marks_and_acceptance_to_the_next_template(
    tmp_path_factory: pytest.TempPathFactory, filed: Known, spoilt: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    workspace = Workspace.create(folder / "w")
    path = folder / "filing.xlsx"
    path.write_bytes(template(2022, filed))

    right = {}
    for column in (VALUE, STATUS):
        right[column] = cell_of(load_workbook(path), spoilt, column).value
    changed(path, lambda book: fill(book, spoilt, "约三", VALUE))
    found = import_files([path], workspace)
    assert {p.where.field for p in found[0].problems if p.severity == "error"} == {spoilt}
    [path] = annotate_files([path], found, folder / "one", "zh", silent)
    changed(path, lambda book: fill(book, spoilt, right[VALUE], VALUE))
    found = check_files([path], workspace)
    assert [p.text("en") for p in found[0].problems if p.severity == "error"] == []
    [path] = annotate_files([path], found, folder / "two", "en", silent)
    [accepted] = import_files([path], workspace)
    assert not accepted.refused

    kept = known_of(workspace, "demo-001", 2022)
    again = folder / "again.xlsx"
    again.write_bytes(template(2022, kept))
    read = workbooks.read(again)
    assert read.profile == filed.profile
    assert (read.values, read.previous) == (filed.values, filed.previous)
    assert read.raw.notes == filed.notes
    assert read.raw.roster is not None
    listed = [in_order(firm) for firm in read.raw.roster.firms]
    assert listed == [in_order(firm) for firm in filed.firms]
    [same] = import_files([again], workspace)
    assert (same.unchanged, same.submissions) == (1, [])
    assert RosterStore(workspace).known()["demo-001"].revision == 1


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


def filed(workspace: Workspace, year: int, firms: int, listed: list[Firm]) -> Path:
    """Bring in a year's filing of a cluster, with a list of firms without titles."""
    counts: dict[str, Any] = dict.fromkeys(TIERS, 0)
    if year < 2022:
        counts["innovative_smes"] = {"status": "not_applicable"}
    counts |= {"enterprises_total": firms, "sme_total": firms, "iiot_users": 1, "cloud_users": 1}
    folder = workspace.folder.parent
    known = workbooks.known_of_json(folder, year=year, previous={}, **counts)
    path = folder / f"{year}.xlsx"
    path.write_bytes(template(year, replace(known, firms=listed)))
    [outcome] = import_files([path], workspace)
    assert not outcome.refused, [problem.text("en") for problem in outcome.problems]
    return path


def test_an_earlier_years_workbook_untouched_is_accepted_whatever_todays_firms_are(
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    for year, firms in ((2021, 2), (2022, 3)):
        listed = [
            firm(number, cluster_id="test-001", since=date(2019, 1, 1)) for number in range(firms)
        ]
        path = filed(workspace, year, firms, listed)
    then, now = (known_of(workspace, "test-001", year) for year in (2021, 2022))
    assert (len(then.firms), then.unlisted) == (0, True), "today's three were two then"
    assert (len(now.firms), now.unlisted) == (3, False)
    path.write_bytes(template(2021, then))
    assert "不是 2021 年的名单" in str(load_workbook(path)["企业名单"]["D1"].value)
    [outcome] = check_files([path], workspace)
    assert not outcome.refused
    assert not any(problem.code.startswith("roster.") for problem in outcome.problems)


def test_an_earlier_years_list_is_filled_in_where_todays_says_it_too(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    joined = {1: date(2019, 1, 1), 2: date(2019, 1, 1), 3: date(2022, 3, 1)}
    listed = [firm(number, cluster_id="test-001", since=since) for number, since in joined.items()]
    for year, firms in ((2021, 2), (2022, 3)):
        path = filed(workspace, year, firms, listed)
    then = known_of(workspace, "test-001", 2021)
    assert (len(then.firms), then.unlisted) == (3, False)
    path.write_bytes(template(2021, then))
    assert not check_files([path], workspace)[0].refused
