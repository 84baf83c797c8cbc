"""The filings are complete, coherent and accepted by the same checks as real ones."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from jiqun.base.forms import YEARLY, form_for
from jiqun.demo import Demonstration

Filed = dict[int, dict[str, dict[str, Any]]]
YEARS = (2020, 2021, 2022)
NA = {"status": "not_applicable"}


def number(cell: Any) -> Decimal | None:
    return None if isinstance(cell, dict) else Decimal(cell)


def test_all_clusters_file_2021_and_2022_and_two_only_start_in_2021(filed: Filed) -> None:
    assert [len(filed[year]) for year in YEARS] == [98, 100, 100]


def test_every_field_of_the_form_is_there_in_its_order_and_type(world: Demonstration) -> None:
    types: dict[str, type] = {"count": int, "money": str, "quantity": str, "flag": bool}
    for filing in world.filings:
        assert (filing["form"], filing["form_version"]) == ("sme-cluster-annual", "2022")
        assert list(filing["values"]) == list(form_for(YEARLY, 2022).fields)
        for name, cell in filing["values"].items():
            field = form_for(YEARLY, 2022).fields[name]
            if cell == NA:
                assert field.optional or not field.exists_in(filing["year"])
            else:
                assert type(cell) is types[field.type], name


def test_no_figure_is_negative_and_no_part_above_its_whole(world: Demonstration) -> None:
    for filing in world.filings:
        for said in (filing["values"], filing["previous"]):
            cells = {name: number(cell) for name, cell in said.items()}
            assert all(cell >= 0 for cell in cells.values() if cell is not None)
            for part, whole in form_for(YEARLY, 2022).parts:
                if cells.get(part) is not None and cells.get(whole) is not None:
                    assert cells[part] <= cells[whole], (filing["cluster"]["id"], part)  # type: ignore[operator]


def test_distinct_quality_firms_lie_between_the_largest_count_and_the_sum(
    world: Demonstration,
) -> None:
    names = ("single_champions", "little_giants", "srdi_smes", "innovative_smes")
    for filing in world.filings:
        counts = [number(filing["values"][name]) or Decimal(0) for name in names]
        assert max(counts) <= filing["values"]["quality_smes"] <= sum(counts)


def test_waste_used_is_never_above_what_there_was_and_covers_the_stock(
    world: Demonstration,
) -> None:
    for filing in world.filings:
        made, used, stock = (
            number(filing["values"][f"solid_waste_{name}"])
            for name in ("generated", "used", "stock_used")
        )
        assert (made is None) == (used is None) == (stock is None)
        if made is not None and used is not None and stock is not None:
            assert stock <= used <= made + stock


def test_innovative_smes_do_not_apply_before_the_tier_existed(filed: Filed) -> None:
    for year in (2020, 2021):
        assert all(one["values"]["innovative_smes"] == NA for one in filed[year].values())
    assert all(one["values"]["innovative_smes"] > 0 for one in filed[2022].values())


def test_zero_and_not_applicable_both_occur(filed: Filed) -> None:
    cells = [cell for one in filed[2022].values() for cell in one["values"].values()]
    assert 0 in [cell for cell in cells if type(cell) is int]
    assert "0" in cells
    assert NA in cells


def test_most_figures_given_for_last_year_are_those_filed_then(filed: Filed) -> None:
    for year in (2021, 2022):
        kinds = Counter(_difference(one, filed[year - 1]) for one in filed[year].values())
        assert kinds["as filed"] > 80
        assert kinds["larger perimeter"] in (3, 4)
    assert kinds["smaller"] == 1
    assert kinds["silent"] == 6


def test_a_larger_perimeter_raises_last_year_s_firms_output_and_people(filed: Filed) -> None:
    for cluster, one in filed[2022].items():
        if _difference(one, filed[2021]) != "larger perimeter":
            continue
        then, given = filed[2021][cluster]["values"], one["previous"]
        for field in ("enterprises_total", "output_total", "employment", "sme_invention_patents"):
            assert Decimal(given[field]) > Decimal(then[field])
        assert Decimal(one["values"]["area_km2"]) > Decimal(then["area_km2"])


def _difference(one: dict[str, Any], before: dict[str, dict[str, Any]]) -> str:
    then = before.get(one["cluster"]["id"])
    if not one["previous"] or then is None:
        return "silent"
    given, filed = (Decimal(said["output_total"]) for said in (one["previous"], then["values"]))
    if given == filed:
        return "as filed"
    return "larger perimeter" if given > filed else "smaller"


def test_cumulative_counts_never_fall(filed: Filed) -> None:
    for year in (2021, 2022):
        for cluster, one in filed[year].items():
            before = filed[year - 1].get(cluster)
            for field in ("standards_joined", "standards_led", "national_platforms"):
                assert before is None or one["values"][field] >= before["values"][field]


def test_plans_are_set_once_for_the_years_after_2022_and_aim_higher(filed: Filed) -> None:
    for one in filed[2022].values():
        values = one["values"]
        assert Decimal(values["plan_target_output"]) > Decimal(values["output_total"])
        assert values["plan_target_quality_smes"] > values["quality_smes"]
    assert all(one["values"]["plan_target_output"] == NA for one in filed[2021].values())


def test_one_cluster_has_one_accident_and_no_other_veto_applies(filed: Filed) -> None:
    vetoes = ("accidents_larger", "cyber_incidents_major", "serious_dishonesty")
    found = [one["values"][name] for one in filed[2022].values() for name in vetoes]
    assert Counter(found) == {0: 299, 1: 1}


RATES = {  # per cluster: wide enough for life, too narrow for a slip of a factor of ten
    "output per person (万元)": ("output_total", "employment", 40, 450),
    "output per firm (万元)": ("output_total", "enterprises_total", 1_000, 40_000),
    "SMEs' part of output": ("output_sme", "output_total", "0.6", 1),
    "leading industry's part of output": ("output_leading", "output_total", "0.6", 1),
    "revenue on output": ("revenue_total", "output_total", "0.8", "1.1"),
    "R&D intensity": ("rd_spend_total", "revenue_total", "0.008", "0.12"),
    "export share": ("exports", "output_total", "0.002", "0.7"),
    "patents per SME": ("sme_invention_patents", "sme_total", "0.1", 8),
    "iiot penetration": ("iiot_users", "sme_total", "0.05", "0.95"),
    "kWh per 万元": ("electricity_used", "output_total", 40, 2_500),
    "t coal per 万元": ("coal_used", "output_total", "0.001", "0.6"),
    "t waste per 万元": ("solid_waste_generated", "output_total", "0.0002", "1.2"),
    "m³ fresh water per 万元": ("water_fresh", "output_total", "0.2", 30),
}


@pytest.mark.parametrize(("part", "whole", "low", "high"), RATES.values(), ids=list(RATES))
def test_no_cluster_has_an_absurd_rate(
    part: str, whole: str, low: str | int, high: str | int, world: Demonstration
) -> None:
    for filing in world.filings:
        above = number(filing["values"][part])
        if above is not None:
            rate = above / Decimal(filing["values"][whole])
            assert Decimal(low) <= rate <= Decimal(high), (
                filing["cluster"]["id"],
                filing["year"],
                rate,
            )


def test_sizes_are_heavy_tailed(filed: Filed) -> None:
    outputs = sorted(
        Decimal(one["values"]["output_total"]) / 10_000 for one in filed[2022].values()
    )
    assert outputs[0] >= 40
    assert 1_000 <= outputs[-1] <= 2_000
    assert sum(outputs[-10:]) > Decimal("0.25") * sum(outputs)
    assert outputs[49] < sum(outputs) / 100


def test_growth_is_smooth_from_year_to_year(filed: Filed) -> None:
    for year in (2021, 2022):
        for cluster, one in filed[year].items():
            before = filed[year - 1].get(cluster)
            if before is not None:
                growth = Decimal(one["values"]["output_total"]) / Decimal(
                    before["values"]["output_total"]
                )
                assert Decimal("0.95") < growth < Decimal("1.65")


def test_areas_lie_around_what_the_criteria_expect(filed: Filed) -> None:
    areas = [Decimal(one["values"]["area_km2"]) for one in filed[2022].values()]
    assert min(areas) >= 15
    assert max(areas) <= 142
    assert 0 < sum(area > 100 for area in areas) < 20
