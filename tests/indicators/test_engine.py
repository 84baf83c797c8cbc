"""What the engine does with zero, missing and not applicable, and with the year before."""

from dataclasses import replace
from decimal import Decimal

from jiqun.base.definitions import LEVELS
from jiqun.base.quantities import Status
from jiqun.indicators import Figure, beside, compute
from tests.made import filing

MISSING = {"status": "missing", "reason": "not yet known"}
NOT_APPLICABLE = {"status": "not_applicable"}


def figure(snapshot, name: str, level: str = "nation", key: str = "CN", year: int = 2022) -> Figure:
    made = compute(snapshot, [year], [level], only=[name])
    return next(figure for figure in made if figure.key == key)


def test_a_sum_adds_what_was_filed_and_says_how_many_reported(accepted):
    snapshot = accepted(filing("test-001", little_giants=3), filing("test-002", little_giants=0))
    found = figure(snapshot, "little_giants")
    assert (found.value, found.reporting, found.expected) == (3, 2, 2)


def test_a_ratio_leaves_out_of_both_sums_a_cluster_that_lacks_either_term(accepted):
    snapshot = accepted(
        filing("test-001", rd_spend_total="100", rd_spend_sme="10", revenue_total="2400000"),
        filing("test-002", rd_spend_total="500", rd_spend_sme="10", revenue_total=MISSING),
    )
    found = figure(snapshot, "rd_intensity")
    assert (found.numerator, found.denominator) == (100, 2400000)
    assert (found.reporting, found.expected) == (1, 2)


def test_a_zero_enters_the_sums(accepted):
    snapshot = accepted(filing("test-001", iiot_users=0), filing("test-002", iiot_users=156))
    found = figure(snapshot, "iiot_penetration")
    assert found.value == Decimal("0.25")
    assert found.reporting == 2


def test_a_figure_that_is_nought_is_zero_and_not_missing(accepted):
    snapshot = accepted(filing("test-001", national_platforms=0))
    assert figure(snapshot, "national_platforms").status is Status.ZERO


def test_a_figure_nobody_reported_is_missing_and_has_no_number(accepted):
    snapshot = accepted(filing("test-001", exports=MISSING))
    found = figure(snapshot, "exports")
    assert (found.value, found.status, found.reporting) == (None, Status.MISSING, 0)


def test_not_applicable_is_left_out_and_counted_apart(accepted):
    waste = dict.fromkeys(
        ("solid_waste_generated", "solid_waste_used", "solid_waste_stock_used"), NOT_APPLICABLE
    )
    snapshot = accepted(filing("test-001"), filing("test-002", **waste))
    found = figure(snapshot, "solid_waste_above_60_cluster_share")
    assert (found.value, found.reporting, found.expected, found.not_applicable) == (1, 1, 2, 1)


def test_exactly_sixty_per_cent_is_not_above_sixty_per_cent(accepted):
    exactly = {"solid_waste_generated": 10000, "solid_waste_stock_used": 0}
    snapshot = accepted(
        filing("test-001", **exactly, solid_waste_used=6000),
        filing("test-002", **exactly, solid_waste_used="6000.000001"),
    )
    assert figure(snapshot, "solid_waste_above_60_cluster_share").numerator == 1


def test_a_rate_over_nothing_does_not_exist(accepted):
    nothing = dict.fromkeys(
        ("solid_waste_generated", "solid_waste_used", "solid_waste_stock_used"), 0
    )
    snapshot = accepted(filing("test-001", **nothing))
    found = figure(snapshot, "solid_waste_above_60_cluster_share")
    assert (found.value, found.status) == (None, Status.NOT_APPLICABLE)


def test_growth_uses_the_filers_own_figure_for_last_year_where_one_is_given(accepted):
    snapshot = accepted(
        filing("test-001", 2021, output_total="2300000"),
        filing("test-001", 2022, output_total="2640000", previous={"output_total": "2400000"}),
    )
    found = figure(snapshot, "output_growth")
    assert (found.value, found.denominator) == (Decimal("0.1"), 2400000)


def test_growth_uses_last_years_filing_where_none_is_given(accepted):
    snapshot = accepted(
        filing("test-001", 2021, output_total="2400000"),
        filing("test-001", 2022, output_total="3000000"),
    )
    assert figure(snapshot, "output_growth").value == Decimal("0.25")


def test_growth_takes_only_clusters_with_both_years(accepted):
    snapshot = accepted(
        filing("test-001", 2021, output_total="2400000"),
        filing("test-001", 2022, output_total="3000000"),
        filing("test-002", 2022, output_total="9000000"),
    )
    found = figure(snapshot, "output_growth")
    assert (found.value, found.reporting, found.expected) == (Decimal("0.25"), 1, 2)


def test_a_dated_factor_unknown_in_a_year_leaves_the_figure_unknown(accepted):
    snapshot = accepted(filing("test-001", 2020), filing("test-001", 2021))
    assert figure(snapshot, "carbon_emissions", year=2020).value is None
    assert figure(snapshot, "carbon_emissions", year=2021).value is not None


def test_a_carrier_a_cluster_does_not_use_counts_nought_in_its_emission(accepted):
    only_power = dict.fromkeys(
        ("coal_used", "natural_gas_used", "diesel_used", "heat_purchased"), NOT_APPLICABLE
    )
    snapshot = accepted(filing("test-001", electricity_used=1000000, **only_power))
    found = figure(snapshot, "carbon_emissions")
    # 1,000,000 kWh at the national factor of data year 2022, 0.5366 kgCO2/kWh, is 536.6 t.
    assert found.value * _tonnes(found.unit) == Decimal("536.6")


def test_clusters_count_where_they_lie(accepted):
    snapshot = accepted(
        filing("test-001", county="330106"),
        filing("test-002", county="410102"),
        filing("test-003", county="510104"),
    )
    assert figure(snapshot, "clusters_east").value == 1
    assert figure(snapshot, "output_sme", "province", "410000").expected == 1


def test_the_same_figure_a_year_before_stands_beside(accepted):
    snapshot = accepted(
        filing("test-001", 2021, little_giants=5), filing("test-001", 2022, little_giants=6)
    )
    made = compute(snapshot, [2022, 2021], ["nation"], only=["little_giants"])
    now = [figure for figure in made if figure.year == 2022]
    then = [figure for figure in made if figure.year == 2021]
    assert beside(now, then)[0].previous == 5


def test_what_was_computed_before_from_a_snapshot_changes_nothing(accepted):
    snapshot = accepted(
        filing("test-001", year=2021), filing("test-001"), filing("test-002", exports=MISSING)
    )
    asked = [
        ([2022], ["cluster"], ["output_growth", "exports"]),
        ([2022, 2021], ["nation", "sector"], None),
        ([2022], ["cluster"], ["output_growth"]),
        ([2021], LEVELS, None),
        ([2020, 2022], ["province"], ["exports", "rd_intensity"]),
    ]
    for years, levels, only in asked:
        afresh = replace(snapshot)
        assert compute(snapshot, years, levels, only) == compute(afresh, years, levels, only)


def _tonnes(unit: str) -> Decimal:
    from jiqun.base.units import conversion

    return conversion(unit, "吨CO2")
