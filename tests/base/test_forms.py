"""The yearly form: its fields are those of the facts, and its checks name fields it has."""

import csv
from pathlib import Path

import pytest

from jiqun.base import forms
from jiqun.base.errors import Refused
from jiqun.base.forms import form
from jiqun.base.units import units


def test_the_form_takes_the_years_2019_to_2025() -> None:
    assert (form().version, form().first_year, form().last_year) == ("2022", 2019, 2025)


def test_wherever_it_is_shown_the_form_can_say_that_it_is_derived() -> None:
    assert "推定表式" in form().derived.zh
    assert "derived" in form().derived.en


def test_every_field_has_a_known_unit_and_dimension() -> None:
    for field in form().fields.values():
        assert field.unit in units(), field
        assert field.dimension in form().dimensions, field
        assert (field.type == "flag") == (field.unit == "flag"), field
        assert (field.type == "money") == (field.unit == "万元"), field


def test_a_part_has_the_unit_of_its_whole() -> None:
    for part, whole in form().parts:
        assert form().fields[part].unit == form().fields[whole].unit


def test_money_energy_and_research_are_confidential() -> None:
    for name in ("output_total", "rd_spend_total", "electricity_used", "coal_used"):
        assert form().fields[name].confidential, name
    assert not form().fields["enterprises_total"].confidential


def test_the_innovative_tier_exists_from_2022() -> None:
    innovative = form().fields["innovative_smes"]
    assert not innovative.exists_in(2021)
    assert innovative.exists_in(2022)


@pytest.mark.shared
def test_the_fields_are_those_of_the_facts(shared: Path) -> None:
    with (shared / "data" / "filing_fields.csv").open(encoding="utf-8", newline="") as file:
        facts = {row["id"]: row for row in csv.DictReader(file)}
    assert list(form().fields) == list(facts)
    for name, field in form().fields.items():
        fact = facts[name]
        assert (field.title.zh, field.type) == (fact["zh"], fact["type"])
        assert field.unit == (fact["unit"] or "flag")
        assert field.part_of == fact["part_of"]
        assert field.optional == (fact["optional"] == "yes")


def test_a_form_that_names_a_field_it_does_not_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = forms.catalogue_path("forms", "sme-cluster-annual.yaml")
    text = real.read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        text.replace("part_of: output_total", "part_of: output_totall")
        .replace("inner: little_giants", "inner: giants"),
        encoding="utf-8",
    )  # fmt: skip
    monkeypatch.setattr(forms, "catalogue_path", lambda *_: broken)
    form.cache_clear()
    try:
        with pytest.raises(Refused) as refused:
            form("broken")
    finally:
        form.cache_clear()
    found = [(one.code, one.details.get("name")) for one in refused.value.problems]
    assert set(found) == {
        ("catalogue.path_is_name", None),
        ("catalogue.unknown_name", "output_totall"),
        ("catalogue.unknown_name", "giants"),
    }
    assert all(problem.where.line for problem in refused.value.problems)
