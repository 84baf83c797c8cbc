"""One row of a list of firms is read rightly, or refused with everything that is wrong with it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from jiqun.base.days import EPOCH_1904
from jiqun.clusters.roster import Firm, Roster, TierPeriod
from jiqun.clusters.roster_rows import Conventions, read_row, tiers_said
from tests.clusters.rosters import code, raw

FULL_WIDTH = "９１３３０１０６"


def read(**changes: Any) -> Firm:
    roster = Roster("roster.csv", "demo-001")
    read_row(raw(1, **changes), 2, roster)
    assert roster.problems == [], [problem.text("en") for problem in roster.problems]
    return roster.firms[0]


def faults(**changes: Any) -> list[str]:
    roster = Roster("roster.csv", "demo-001")
    read_row(raw(1, **changes), 2, roster)
    assert roster.firms == []
    return [problem.code for problem in roster.problems]


@pytest.mark.parametrize(
    "said",
    ["2022-06-01", "2022/6/1", "2022.6.1", "2022年6月1日", "20220601", 20220601.0, "２０２２-06-01",
     " 2022-06-01 ", "2022-06-01 00:00:00", "2022/6/1 0:00", "44713", 44713.0, "20220601.0",
     "1-Jun-22", "２０２２年６月１日", date(2022, 6, 1), datetime(2022, 6, 1, 0, 0)],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(said: Any) -> None:
    assert read(**{"from": said}).since == date(2022, 6, 1)


@pytest.mark.parametrize(
    "said",
    ["1/6/2022", "22-06-01", "2022-06", "2022-13-01", "2022-02-31", 4471.0, "去年"],
)
def test_a_day_that_could_be_another_is_refused(said: Any) -> None:
    assert faults(**{"from": said}) == ["roster.bad_date"]


def test_a_credit_code_is_read_in_full_width_and_lower_case() -> None:
    said = f" {FULL_WIDTH}{code(1)[8:].lower()} "
    assert read(credit_code=said).credit_code == code(1)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("'{}", "'"), ("\u200b{}", "\u200b"), ("{}\ufeff", "\ufeff"), ("{}\u00a0", "\u00a0"),
        ("“{}”", "“”"), ("{} ", ""), ("\t{}", "\t"), ("\u2060{}\u3000", "\u2060\u3000"),
    ],
)  # fmt: skip
def test_what_stands_around_a_credit_code_is_taken_off_and_named(said: str, named: str) -> None:
    roster = Roster("roster.csv", "demo-001")
    read_row(raw(1, credit_code=said.format(code(1))), 2, roster)
    assert [firm.credit_code for firm in roster.firms] == [code(1)]
    assert "".join(roster.taken_off) == named


@pytest.mark.parametrize("said", ["9.13301E+17", "9.1330106E17", "９.13E+17", 913301060000000000])
def test_a_code_a_spreadsheet_took_for_a_number_is_refused_as_destroyed(said: Any) -> None:
    assert faults(credit_code=said) == ["roster.code_as_number"]


@pytest.mark.parametrize("said", ["", "-", "—", "/", "无", "N/A", "不详", " ", "\u3000", None])
def test_what_people_write_for_nothing_leaves_a_cell_empty(said: Any) -> None:
    one = read(size=said, output=said, employment=said, key_supplier=said, until=said)
    assert (one.size, one.output, one.employment, one.key_supplier, one.until) == (
        ("", None, None, "", None)
    )
    assert faults(county_code=said) == ["roster.empty_cell"]


def test_what_goes_on_has_no_last_day() -> None:
    assert read(until="至今").until is None


def test_day_nought_of_a_macintosh_is_another() -> None:
    roster = Roster("roster.csv", "demo-001")
    read_row(raw(1, **{"from": 43251}), 2, roster, Conventions(EPOCH_1904))
    assert roster.firms[0].since == date(2022, 6, 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"credit_code": ""}, "roster.empty_cell"),
        ({"credit_code": "9133010"}, "roster.bad_credit_code"),
        ({"credit_code": 9.1330106e17}, "roster.code_as_number"),
        ({"name": " "}, "roster.empty_cell"),
        ({"county_code": "330100"}, "roster.unknown_county"),
        ({"industry": "9999"}, "roster.unknown_industry"),
        ({"industry": 111.0}, "roster.industry_as_number"),
        ({"size": "超大"}, "roster.unknown_size"),
        ({"output": "-1"}, "roster.bad_number"),
        ({"employment": "50.5"}, "roster.bad_number"),
        ({"until": "2019-12-31"}, "roster.dates_reversed"),
        ({"tiers": tiers_said("hero:2022-01-01/")}, "roster.unknown_tier"),
        ({"tiers": tiers_said("srdi:/2024-01-01")}, "roster.tier_without_date"),
        ({"tiers": tiers_said("srdi:2022-01-01/2021-01-01")}, "roster.dates_reversed"),
    ],
)
def test_a_wrong_cell_refuses_the_row(changes: dict[str, Any], fault: str) -> None:
    assert faults(**changes) == [fault]


def test_all_faults_of_a_row_are_named_at_once() -> None:
    assert faults(credit_code="x", county_code="1", size="?", output="many") == [
        "roster.bad_credit_code",
        "roster.unknown_county",
        "roster.unknown_size",
        "roster.bad_number",
    ]


def test_codes_stored_as_numbers_and_sizes_in_either_language_are_read() -> None:
    one = read(county_code=330106.0, industry=3962.0, size="Large", output=1200.5, employment=50.0)
    assert (one.county_code, one.industry, one.size) == ("330106", "3962", "large")
    assert (one.output, one.employment) == (Decimal("1200.5"), 50)


def test_titles_are_read_with_their_days() -> None:
    [one, other] = read(
        tiers=tiers_said("little_giant:2021-07-19/2024-07-18|高新技术:2020-12-01/")
    ).tiers
    assert one == TierPeriod("little_giant", date(2021, 7, 19), date(2024, 7, 18))
    assert other == TierPeriod("hightech", date(2020, 12, 1), None)
