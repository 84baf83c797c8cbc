"""A list of firms counts what its cluster filed, or the difference is shown."""

from datetime import date
from decimal import Decimal

from jiqun.base.errors import Where
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.quantities import Quantity, Status
from jiqun.clusters.roster import Count, counts_on
from jiqun.clusters.roster_ties import tie_problems, tie_rows
from tests.clusters.rosters import firm

END = date(2022, 12, 31)


def tier(name: str, since: str = "2021-01-01", until: str = "") -> tuple[str, date, date | None]:
    return name, date.fromisoformat(since), date.fromisoformat(until) if until else None


def counted(figure: str, *firms: object) -> Count:
    return counts_on(firms, END)[figure]  # type: ignore[arg-type]  # firms they are


def test_a_firm_counts_from_the_day_it_joins_until_the_day_before_it_leaves() -> None:
    assert (
        counted("enterprises_total", firm(1, since=END), firm(2, since=date(2023, 1, 1))).low == 1
    )
    assert (
        counted("enterprises_total", firm(1, until=END), firm(2, until=date(2023, 1, 1))).low == 1
    )
    assert counted("enterprises_total", firm(1, since=None)).low == 1


def test_a_title_counts_on_its_first_and_its_last_day() -> None:
    firms = [
        firm(1, tiers=[tier("srdi", "2022-12-31")]),
        firm(2, tiers=[tier("srdi", "2020-01-01", "2022-12-31")]),
        firm(3, tiers=[tier("srdi", "2020-01-01", "2022-12-30")]),
        firm(4, tiers=[tier("srdi", "2023-01-01")]),
    ]
    assert counted("srdi_smes", *firms).low == 2


def test_quality_firms_are_distinct_and_high_tech_is_no_quality_tier() -> None:
    firms = [
        firm(1, tiers=[tier("little_giant"), tier("srdi"), tier("innovative")]),
        firm(2, tiers=[tier("single_champion")], size="large"),
        firm(3, tiers=[tier("hightech")]),
    ]
    assert counted("quality_smes", *firms) == Count(2, 2)
    assert counted("hightech_enterprises", *firms) == Count(1, 1)


def test_firms_of_unknown_size_leave_the_number_of_smes_a_range() -> None:
    assert counted("sme_total", firm(1), firm(2, size="large"), firm(3, size="")) == Count(1, 2)


def test_what_does_not_tie_is_an_error_without_a_reason_and_a_warning_with_one() -> None:
    filed = {
        "enterprises_total": Quantity.of(Decimal(3)),
        "sme_total": Quantity.of(Decimal(1)),
        "quality_smes": Quantity.absent(Status.MISSING, "未统计"),
        "innovative_smes": Quantity.absent(Status.NOT_APPLICABLE),
        "little_giants": Quantity.of(Decimal(1)),
    }
    rows = tie_rows([firm(1)], 2022, filed)
    problems = list(
        tie_problems(
            rows,
            form_for(YEARLY, 2022),
            2022,
            {"little_giants": "公示未入库"},
            lambda name: Where(field=name),
        )
    )
    assert [(p.code, p.where.field, p.details["difference"]) for p in problems] == [
        ("roster.not_tied", "enterprises_total", "2"),
        ("roster.not_tied_explained", "little_giants", "1"),
    ]
    assert {row.figure: row.ties for row in rows}["quality_smes"] is None
