"""What must hold between the cells of one filing, and what is worth a second look."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from jiqun.base.forms import YEARLY, form_for
from jiqun.filings import checks
from jiqun.filings.raw import RawCell, RawFiling
from jiqun.filings.read import ReadFiling, read_filing
from tests.made import filing


def read(made: dict[str, Any]) -> ReadFiling:
    raw = RawFiling("made.json", made["cluster"]["id"], made["year"], made["cluster"])
    raw.form, raw.form_version = made["form"], made["form_version"]
    for part in ("values", "previous"):
        setattr(raw, part, {name: RawCell(said) for name, said in made[part].items()})
    return read_filing(raw)


def codes(**changes: Any) -> set[str]:
    return {problem.code.removeprefix("filings.") for problem in read(filing(**changes)).problems}


def test_a_correct_filing_has_no_problem() -> None:
    assert codes() == set()


def test_every_part_of_the_form_is_held_against_its_whole() -> None:
    for part, whole in form_for(YEARLY, 2022).parts:
        made = filing()
        made["values"][part] = 10**9
        found = [
            problem for problem in read(made).problems if problem.code == "filings.part_above_whole"
        ]
        assert part in {one.where.field for one in found}, f"{part} is part of {whole}"


def test_a_part_may_equal_its_whole() -> None:
    assert "part_above_whole" not in codes(output_sme="2520000.00", output_leading=2520000)


def test_a_part_is_not_held_against_a_whole_that_is_not_known() -> None:
    missing = {"status": "missing", "reason": "x"}
    assert "part_above_whole" not in codes(output_total=missing)


@pytest.mark.parametrize(
    ("tiers", "distinct", "wrong"),
    [
        ((1, 5, 20, 50), 50, False),
        ((1, 5, 20, 50), 49, True),
        ((1, 5, 20, 50), 76, False),
        ((1, 5, 20, 50), 77, True),
        ((0, 0, 0, 0), 0, False),
        ((0, 0, 0, 0), 1, True),
    ],
)
def test_distinct_firms_lie_between_the_largest_tier_and_the_sum(
    tiers: tuple[int, ...], distinct: int, wrong: bool
) -> None:
    names = form_for(YEARLY, 2022).distinct_counts[0][1]
    found = codes(**dict(zip(names, tiers, strict=True)), quality_smes=distinct)
    assert ("distinct_count" in found) == wrong


def test_a_missing_tier_leaves_the_sum_open_and_the_largest_in_force() -> None:
    missing = {"status": "missing", "reason": "x"}
    assert "distinct_count" not in codes(srdi_smes=missing, quality_smes=300)
    assert "distinct_count" in codes(srdi_smes=missing, quality_smes=49)


def test_a_tier_that_did_not_exist_counts_nought() -> None:
    made = filing(year=2021, quality_smes=26)
    assert "filings.distinct_count" not in {problem.code for problem in read(made).problems}
    made = filing(year=2021)
    made["values"]["quality_smes"] = 27
    assert "filings.distinct_count" in {problem.code for problem in read(made).problems}


def test_tiers_that_do_not_nest_are_a_warning_and_no_error() -> None:
    result = read(filing(little_giants=21, srdi_smes=20, quality_smes=60))
    assert [problem.code for problem in result.problems] == ["filings.tiers_not_nested"]
    assert not result.refused


def test_a_number_for_a_tier_before_it_existed_is_a_warning() -> None:
    made = filing(year=2021, innovative_smes=5)
    assert "filings.did_not_exist" in {problem.code for problem in read(made).problems}
    made = filing(year=2021)
    assert "filings.did_not_exist" not in {problem.code for problem in read(made).problems}


def test_previous_is_judged_by_its_own_year() -> None:
    made = filing(year=2022, previous={"innovative_smes": {"status": "not_applicable"}})
    assert not read(made).refused, "the tier did not exist in 2021"
    made = filing(year=2023, previous={"innovative_smes": {"status": "not_applicable"}})
    assert read(made).refused, "it did in 2022"


def test_an_optional_field_may_be_left_out_or_not_applicable() -> None:
    assert codes(coal_used=None) == set()
    assert codes(coal_used={"status": "not_applicable"}) == set()


def test_every_required_field_must_be_there() -> None:
    for name in form_for(YEARLY, 2022).required:
        made = filing()
        del made["values"][name]
        found = {(problem.code, problem.where.field) for problem in read(made).problems}
        assert ("filings.field_missing", name) in found


def test_an_implausible_rate_is_a_warning_that_shows_the_rate() -> None:
    result = read(filing(rd_spend_total="2300000", rd_spend_sme="80000"))
    found = {problem.where.field: problem for problem in result.problems}
    problem = found["rd_spend_total / revenue_total"]
    assert problem.code == "filings.implausible_rate"
    assert "“研发强度”为 0.9583，超出通常范围" in problem.text("zh")
    assert not result.refused


def test_a_fall_is_told_as_a_part_of_the_year_before() -> None:
    assert checks._times(Decimal("2.617")) == ("2.62 倍", "2.62 times")
    assert checks._times(Decimal("0.2857")) == ("29%", "29% of")
    assert checks._times(Decimal("0.00001398")) == ("0.0014%", "0.0014% of")
    assert checks._times(Decimal(0)) == ("0%", "0% of")


@pytest.fixture
def jumped() -> Callable[[str, str], bool]:
    def against(before: str, now: str) -> bool:
        one, other = read(filing(exports=before)), read(filing(exports=now))
        assert other.form
        found = checks.jumps(other.raw, other.form, other.values, one.values)
        return any(problem.where.field == "exports" for problem in found)

    return against


@pytest.mark.parametrize(
    ("before", "now", "far"),
    [
        ("100", "200", False),
        ("100", "200.01", True),
        ("100", "50", False),
        ("100", "49.99", True),
        ("0", "100", False),
        ("100", "0", True),
    ],
)
def test_a_jump_is_more_than_double_or_less_than_half(
    jumped: Callable[[str, str], bool], before: str, now: str, far: bool
) -> None:
    assert jumped(before, now) == far
