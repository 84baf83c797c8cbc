"""No sentence says what the figures do not."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiqun.base.definitions import indicators
from jiqun.base.files import catalogue_path
from jiqun.base.quantities import Status
from jiqun.indicators import Figure
from jiqun.reports.claims import claims, read_claim, slots
from jiqun.reports.judgement import judge, outcome
from jiqun.reports.model import Statement

Figures = dict[str, Figure]


def figure(name: str, value: str | None, previous: str | None = None) -> Figure:
    entry = indicators()[name]
    number = None if value is None else Decimal(value)
    return Figure(
        id=name, indicator=entry.id, level="nation", key="CN", year=2022, value=number,
        unit=entry.unit, status=Status.MISSING if value is None else Status.REPORTED,
        numerator=number, denominator=Decimal(1), reporting=10, expected=10, not_applicable=0,
        method=entry.definition.form, previous=None if previous is None else Decimal(previous),
    )  # fmt: skip


def said(name: str, **values: str | tuple[str, str] | None) -> Statement:
    """Judge a claim over figures given by id: a value, or a value and last year's."""
    made = {}
    for one in claims()[name].figures:
        given_ = values.get(one)
        made[one] = figure(one, *given_) if isinstance(given_, tuple) else figure(one, given_)
    return judge(claims()[name], made)


@pytest.mark.parametrize(
    ("intensity", "holds", "word"),
    [
        ("0.046", True, "远高于"),
        ("0.0381", True, "远高于"),
        ("0.0380", False, "，高于"),
        ("0.0254", False, "未超过"),
        ("0.0100", False, "未超过"),
    ],
)
def test_research_is_far_above_above_or_not_above_the_nation(
    intensity: str, holds: bool, word: str
) -> None:
    found = said("rd_above_national", rd_intensity=intensity)
    assert found.holds is holds
    assert word in found.text.zh


def test_a_claim_about_a_figure_nobody_reported_goes() -> None:
    found = said("rd_above_national", rd_intensity=None)
    assert (found.holds, found.text.zh, found.wording) == (False, "", None)
    assert "无法判断" in found.why.zh


def test_a_claim_says_why_it_fails_and_prints_what_is_true_instead() -> None:
    found = said(
        "water_reuse_against_target",
        water_reuse_rate="0.93",
        water_reuse_above_94_cluster_share="0.3",
    )
    assert found.holds is False
    assert "接近但尚未达到" in found.text.zh
    assert "93.0% ≥ 工业用水重复利用率目标 94%：不成立" in found.why.zh


def test_a_fall_is_told_as_a_fall() -> None:
    found = said("output_growing_fast", output_growth="-0.034")
    assert found.text.zh == "集群总产值同比下降3.4%。"


def test_tenths_are_made_from_the_number() -> None:
    near = said("quality_smes", quality_sme_share="0.194", quality_smes="60")
    far = said("quality_smes", quality_sme_share="0.153", quality_smes="60")
    assert "占近两成" in near.text.zh
    assert "占15.3%" in far.text.zh


def test_a_change_that_does_not_show_in_the_digits_is_not_told() -> None:
    values = {"rd_spend_growth": "0.1"}
    assert "升至" in said("rd_rising", rd_intensity=("0.046", "0.044"), **values).text.zh
    assert said("rd_rising", rd_intensity=("0.04601", "0.04600"), **values).text.zh == ""


NUMBERS = st.decimals(min_value=-1, max_value=3, places=4)


@pytest.mark.parametrize("name", sorted(claims()))
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_figures_the_wording_printed_passes_its_own_test(
    name: str, data: st.DataObject
) -> None:
    figures = {}
    for one in claims()[name].figures:
        value, previous = (data.draw(st.none() | NUMBERS) for _ in range(2))
        blank = figure(one, None)
        figures[one] = blank._replace(value=value, numerator=value, previous=previous)
    found = judge(claims()[name], figures)
    if found.wording is None:
        assert found.text.zh == ""
        return
    chosen = claims()[name].wordings[found.wording]
    assert all(outcome(test, figures).holds for test in chosen.when)
    assert "{" not in found.text.zh and "—" not in found.text.zh
    assert found.holds == (found.wording == 0)


@pytest.mark.parametrize("name", sorted(claims()))
def test_both_languages_print_the_same_figures(name: str) -> None:
    for wording in claims()[name].wordings:
        assert sorted(slots(wording.text.zh)) == sorted(slots(wording.text.en))


def test_an_unknown_figure_comparator_or_digit_in_a_text_is_refused(tmp_path: Path) -> None:
    good = catalogue_path("claims", "innovation", "rd_above_national.yaml").read_text("utf-8")
    bad = tmp_path / "bad.yaml"
    for old, new, code in (
        ("figure: rd_intensity", "figure: rd_intensty", "catalogue.unknown_name"),
        ("comparator: rd_intensity_gdp", "comparator: gdp", "catalogue.unknown_name"),
        ("{rd_intensity}，", "4.6%，", "catalogue.bad_value"),
    ):
        assert old in good
        bad.write_text(good.replace(old, new), encoding="utf-8")
        one, problems = read_claim(bad)
        assert one is None
        assert {problem.code for problem in problems} == {code}
