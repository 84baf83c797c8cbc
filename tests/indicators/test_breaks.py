"""A comparison across a break in a series has its caveat beside it; others have none."""

from decimal import Decimal

import pytest

from jiqun.base.definitions import indicators
from jiqun.base.quantities import Status
from jiqun.indicators import Figure
from jiqun.indicators.breaks import break_at, broken_fields, caveat, caveat_of


def figure(name: str, year: int, previous: Decimal | None = Decimal(1)) -> Figure:
    entry = indicators()[name]
    return Figure(
        name, entry.id, "nation", "CN", year, Decimal(2), entry.unit, Status.REPORTED,
        Decimal(2), None, 1, 1, 0, entry.definition.form, previous,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["innovative_smes", "quality_smes", "quality_sme_share", "quality_smes_growth"]
)
def test_what_counts_innovative_firms_breaks_where_the_tier_began(name: str) -> None:
    assert break_at(indicators()[name], 2022) == ("innovative_smes",)
    assert break_at(indicators()[name], 2023) == ()


@pytest.mark.parametrize("name", ["output_total", "rd_intensity", "little_giants", "srdi_smes"])
def test_what_counts_the_same_firms_does_not_break(name: str) -> None:
    assert caveat(indicators()[name], 2022) is None


def test_a_caveat_names_the_year_and_what_changed_in_both_languages() -> None:
    said = caveat(indicators()["quality_smes"], 2022)
    assert said is not None
    assert "2022" in said.zh
    assert "创新型中小企业" in said.zh
    assert "innovative SMEs" in said.en


def test_a_figure_that_stands_alone_has_no_caveat() -> None:
    assert caveat_of(figure("quality_smes", 2022)) is not None
    assert caveat_of(figure("quality_smes", 2022, None)) is None
    assert caveat_of(figure("quality_smes", 2022)._replace(year=2023)) is None


def test_a_growth_crosses_the_break_a_year_longer_beside_last_years_growth() -> None:
    assert caveat_of(figure("quality_smes_growth", 2022, None)) is not None
    assert caveat_of(figure("quality_smes_growth", 2023)) is not None
    assert caveat_of(figure("quality_smes_growth", 2024)) is None


def test_no_year_but_one_breaks_among_the_first_forms_years() -> None:
    broken = [year for year in range(2020, 2026) if broken_fields(year)]
    assert broken == [2022]


@pytest.mark.parametrize("name", ["little_giants", "srdi_smes", "quality_smes", "innovative_smes"])
def test_the_tiers_break_where_the_measures_of_2026_count_other_firms(name: str) -> None:
    assert break_at(indicators()[name], 2026) == (name,)
    assert break_at(indicators()["single_champions"], 2026) == ()
