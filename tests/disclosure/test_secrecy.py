"""Secrecy stands on the form's field; what nobody declared is secret."""

from dataclasses import replace

import pytest

from jiqun.base.definitions import Term, indicators
from jiqun.base.forms import YEARLY, family
from jiqun.base.readers import NATION, PUBLIC, Office, Reader, reader_named
from jiqun.disclosure import field_is_secret, secret_figures, sees_cell
from jiqun.disclosure.secrecy import indicator_is_secret


def test_every_field_of_money_energy_and_research_is_secret_and_counts_are_open() -> None:
    for name, field in family(YEARLY).fields.items():
        assert field_is_secret(name) or field.type != "money", name
    assert field_is_secret("coal_used")
    assert not field_is_secret("enterprises_total")


def test_a_field_no_form_knows_is_secret() -> None:
    assert field_is_secret("declared_nowhere")


def test_an_indicator_is_as_secret_as_its_fields_and_tags_raise_it_only() -> None:
    entry = indicators()["enterprises_total"]
    definition = replace(entry.definition, numerator=(Term("declared_nowhere"),))
    assert not indicator_is_secret(entry)
    assert indicator_is_secret(replace(entry, tags=("money",)))
    assert indicator_is_secret(replace(entry, definition=definition))
    assert indicator_is_secret(replace(indicators()["output_total"], tags=()))
    assert {"output_total", "rd_intensity", "carbon_emissions"} <= secret_figures()


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        (NATION, True),
        (PUBLIC, False),
        (reader_named("330000"), True),
        (reader_named("330200"), False),
        (reader_named("330106"), True),
        (reader_named("330110"), False),
        (Reader(Office.AGENCY, clusters=frozenset({"demo-001"})), True),
        (Reader(Office.AGENCY, clusters=frozenset({"demo-002"})), False),
        (Reader(Office.FIRM, credit_code="91330106MA2XXXXX0X"), False),
        (Reader(Office.EXPERT, cases=frozenset({"demo-001"})), False),
        (Reader(Office.SYSTEM), False),
    ],
)
def test_a_secret_cell_is_seen_by_those_who_see_its_cluster(reader: Reader, sees: bool) -> None:
    assert sees_cell("output_total", "demo-001", "330106", reader) is sees
    assert sees_cell("enterprises_total", "demo-001", "330106", reader)
