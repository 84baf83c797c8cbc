"""The yearly form: its fields are those of the facts, and its checks name fields it has."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base import form_files
from jiqun.base.errors import Refused
from jiqun.base.files import catalogue_path
from jiqun.base.forms import YEARLY, existed, family, form_for, raised
from jiqun.base.units import units

FORM = form_for(YEARLY, 2022)


def test_version_2022_takes_the_years_2019_to_2025() -> None:
    asked = {form_for(YEARLY, year).version for year in range(2019, 2026)}
    assert asked == {"2022"}
    assert (FORM.first_year, FORM.last_year) == (2019, 2025)


@pytest.mark.parametrize("year", [2018, 2031])
def test_a_year_no_version_is_for_is_refused_naming_the_years_there_are(year: int) -> None:
    with pytest.raises(Refused) as refused:
        form_for(YEARLY, year)
    [problem] = refused.value.problems
    assert problem.code == "filings.year_out_of_range"
    years = family(YEARLY).first_year, family(YEARLY).last_year
    assert (problem.details["first"], problem.details["last"]) == tuple(map(str, years))


def test_wherever_it_is_shown_the_form_can_say_that_it_is_derived() -> None:
    assert "推定表式" in FORM.derived.zh
    assert "derived" in FORM.derived.en


def test_every_field_has_a_known_unit_and_dimension() -> None:
    for field in FORM.fields.values():
        assert field.unit in units(), field
        assert field.dimension in FORM.dimensions, field
        for kind in ("flag", "choice"):
            assert (field.type == kind) == (field.unit == kind), field
        assert (field.type == "money") == (field.unit == "万元"), field


def test_a_part_has_the_unit_of_its_whole() -> None:
    for part, whole in FORM.parts:
        assert FORM.fields[part].unit == FORM.fields[whole].unit


def test_money_energy_and_research_are_confidential() -> None:
    for name in ("output_total", "rd_spend_total", "electricity_used", "coal_used"):
        assert FORM.fields[name].sensitivity == "confidential", name
    assert FORM.fields["enterprises_total"].sensitivity == "open"


def test_the_innovative_tier_exists_from_2022() -> None:
    innovative = FORM.fields["innovative_smes"]
    assert not innovative.exists_in(2021)
    assert innovative.exists_in(2022)


@pytest.mark.shared
def test_the_fields_are_those_of_the_facts(shared: Path) -> None:
    with (shared / "data" / "filing_fields.csv").open(encoding="utf-8", newline="") as file:
        facts = {row["id"]: row for row in csv.DictReader(file)}
    assert list(FORM.fields) == list(facts)
    for name, field in FORM.fields.items():
        fact = facts[name]
        assert (field.title.zh, field.type) == (fact["zh"], fact["type"])
        assert field.unit == (fact["unit"] or "flag")
        assert field.part_of == fact["part_of"]
        assert field.optional == (fact["optional"] == "yes")


@pytest.fixture
def amended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Return what is wrong with the family when files are added to version 2022."""
    folder = tmp_path / "forms" / YEARLY
    folder.mkdir(parents=True)
    whole = catalogue_path("forms", YEARLY, "2022.yaml")

    def read(changes: dict[str, str] | None = None, **versions: str) -> list[Any]:
        text = whole.read_text(encoding="utf-8")
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new)
        (folder / "2022.yaml").write_text(text, encoding="utf-8")
        for name, said in versions.items():
            (folder / f"{name.lstrip('v')}.yaml").write_text(said, encoding="utf-8")
        monkeypatch.setattr(form_files, "catalogue_files", lambda kind: sorted(tmp_path.glob(kind)))
        try:
            return [form_files.read_families()[YEARLY]]
        except Refused as refused:
            assert all(problem.where.line for problem in refused.problems)
            return [
                (problem.code, problem.where.file, dict(problem.details))
                for problem in refused.problems
            ]

    return read


def later(years: str = "{from: 2026, to: 2030}", fields: str = "", more: str = "") -> str:
    """Write a version that extends 2022."""
    head = f'family: {YEARLY}\nversion: "2026"\nextends: "2022"\nyears: {years}\n'
    head += f"derived: {{zh: 推定表式, en: derived}}\nsource: 测试用表式\n{more}"
    return head + (f"fields: [{fields}]\n" if fields else "")


def field(name: str, **said: str) -> str:
    parts = {"zh": "新指标", "en": "new", "unit": "家", "type": "count", "dimension": "plan"}
    parts |= {"optional": "true", **said}
    return "{id: " + name + "".join(f", {key}: {value}" for key, value in parts.items()) + "}"


def test_a_form_that_names_a_field_it_does_not_have_is_refused(
    amended: Callable[..., list[Any]],
) -> None:
    found = amended({
        "part_of: output_total": "part_of: output_totall", "inner: little_giants": "inner: giants",
        'version: "2022"': 'version: "2023"', "dimension: plan": "dimension: plans",
    })  # fmt: skip
    assert {(code, details.get("name")) for code, _, details in found} == {
        ("catalogue.path_is_name", None),
        ("catalogue.unknown_name", "output_totall"),
        ("catalogue.unknown_name", "giants"),
        ("catalogue.unknown_name", "plans"),
    }


def test_a_version_says_only_what_it_changes_adds_and_drops(
    amended: Callable[..., list[Any]],
) -> None:
    fields = ", ".join([
        field("staff", after="employment"), field("giants_2026", instead_of="little_giants"),
        field("exports", unit="万元", type="money", dimension="opening", optional="false"),
    ])  # fmt: skip
    dropped = "dropped: [open_bidding]\nnesting: []\n"
    counts = "distinct_counts: [{distinct: quality_smes, of: [giants_2026, srdi_smes]}]\n"
    [found] = amended(v2026=later(fields=fields, more=dropped + counts))
    old, new = found.versions
    names = list(old.fields)
    names.remove("open_bidding")
    names[names.index("little_giants")] = "giants_2026"
    names.insert(names.index("employment") + 1, "staff")
    assert list(new.fields) == names
    assert new.fields["exports"].title.zh == "新指标"
    assert new.title == old.title
    assert found.fields["exports"].title.zh == "新指标"
    assert {"little_giants", "open_bidding", "staff"} <= found.fields.keys()
    assert found.not_asked(2022) == {"staff", "giants_2026"}
    assert found.not_asked(2026) == {"little_giants", "open_bidding"}
    assert not found.exists("staff", 2025)
    assert found.exists("staff", 2026)
    assert found.form_around(2018) is old


@pytest.mark.parametrize(
    ("years", "code"),
    [
        ("{from: 2025, to: 2030}", "catalogue.years_overlap"),
        ("{from: 2027, to: 2030}", "catalogue.years_gap"),
        ("{from: 2026, to: 2025}", "catalogue.bad_value"),
    ],
)
def test_versions_leave_no_year_out_and_take_none_twice(
    amended: Callable[..., list[Any]], years: str, code: str
) -> None:
    assert [(one, file) for one, file, _ in amended(v2026=later(years))] == [(code, "2026.yaml")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (field("exports", unit="家", type="count"), "catalogue.field_disagrees"),
        (field("employment", unit="万人"), "catalogue.field_disagrees"),
        (field("fresh", after="employmnt"), "catalogue.unknown_name"),
        (field("fresh", instead_of="giants"), "catalogue.unknown_name"),
        (field("fresh") + ", " + field("fresh"), "catalogue.key_twice"),
        (field("basis", type="choice", unit="choice"), "catalogue.key_missing"),
        (field("basis", choices="[{id: a, zh: 甲, en: a}, {id: b, zh: 乙, en: b}]"),
         "catalogue.bad_value"),
    ],
)  # fmt: skip
def test_a_version_that_does_not_fit_the_others_is_refused(
    amended: Callable[..., list[Any]], said: str, code: str
) -> None:
    found = amended(v2026=later(fields=said))
    assert {(one, file) for one, file, _ in found} == {(code, "2026.yaml")}


def test_a_field_is_of_one_family_alone(amended: Callable[..., list[Any]], tmp_path: Path) -> None:
    amended()
    text = (tmp_path / "forms" / YEARLY / "2022.yaml").read_text(encoding="utf-8")
    (tmp_path / "forms" / "zz-other").mkdir()
    other = text.replace(f"family: {YEARLY}", "family: zz-other")
    (tmp_path / "forms" / "zz-other" / "2022.yaml").write_text(other, encoding="utf-8")
    found = amended()
    assert len(found) == text.count("{id: ")
    assert {code for code, _, _ in found} == {"catalogue.bad_value"}


def test_a_version_can_only_extend_one_there_is(amended: Callable[..., list[Any]]) -> None:
    found = amended(v2026=later().replace('extends: "2022"', 'extends: "2024"'))
    assert [(code, details["name"]) for code, _, details in found] == [
        ("catalogue.unknown_name", "2024")
    ]


def test_a_field_confidential_in_any_version_is_confidential(
    amended: Callable[..., list[Any]],
) -> None:
    secret = field("area_km2", unit="平方公里", type="quantity", sensitivity="confidential")
    [found] = amended(v2026=later(fields=secret))
    assert found.versions[0].fields["area_km2"].sensitivity == "open"
    assert found.fields["area_km2"].sensitivity == "confidential"


def test_what_no_form_ever_asks_is_not_said_to_have_been_absent() -> None:
    assert existed("cluster", 2021)
    assert not existed("innovative_smes", 2021)


def test_a_local_entry_raises_secrecy_and_never_lowers_it() -> None:
    assert raised("open", "open") == "open"
    assert raised("open", "confidential") == "confidential"
    assert raised("confidential", "open", "open") == "confidential"
