"""Lists of firms are held to their codes, their size standard and one cluster a firm and day."""

from datetime import date
from decimal import Decimal

from jiqun.clusters.roster import Roster
from jiqun.clusters.roster_checks import between, checked
from tests.clusters.rosters import code, firm, roster

DAY = date(2022, 12, 31)


def found(one: Roster, *, demo: bool = False) -> list[str]:
    return [p.code for p in checked(one, DAY, demo=demo, perimeter=("330106",)).problems]


def test_a_wrong_check_character_is_an_error_but_for_fictional_firms() -> None:
    wrong = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    one = roster(firm(1, credit_code=wrong))
    assert found(one) == ["roster.check_character"]
    assert found(one, demo=True) == []


def test_the_same_firm_twice_at_the_same_time_is_refused() -> None:
    assert found(roster(firm(1), firm(2, credit_code=code(1)))) == ["roster.duplicate"]


def test_a_firm_that_left_and_came_back_has_two_rows() -> None:
    gone = firm(1, until=date(2021, 6, 1))
    back = firm(2, credit_code=code(1), name="示例企业1", since=date(2021, 6, 1))
    assert found(roster(gone, back)) == []


def test_one_name_with_two_codes_is_worth_a_look() -> None:
    assert found(roster(firm(1), firm(2, name="示例企业1"))) == ["roster.same_name"]


def test_firms_outside_the_perimeter_are_counted_once_for_the_list() -> None:
    problems = checked(
        roster(firm(1), firm(2, county_code="330108"), firm(3, county_code="330108")),
        DAY,
        demo=False,
        perimeter=("330106",),
    ).problems
    assert [problem.details["count"] for problem in problems] == ["2"]


def test_a_size_the_number_of_people_rules_out_is_pointed_out() -> None:
    # 工信部联企业〔2011〕300号: industry is an SME below 1,000 people whatever its revenue,
    # and micro below 20.
    assert found(roster(firm(1, size="large", employment=999))) == ["roster.size_disagrees"]
    assert found(roster(firm(1, size="large", employment=1000))) == []
    assert found(roster(firm(1, size="micro", employment=5000))) == []
    assert found(roster(firm(1, size="small", employment=19))) == ["roster.size_disagrees"]


def test_an_open_size_is_judged_where_people_and_output_tell_it_and_stays_open_otherwise() -> None:
    firms = (
        firm(1, size="", employment=10),
        firm(2, size="", employment=300, output=Decimal(2000)),
        firm(3, size="", employment=None),
    )
    made = checked(roster(*firms), DAY, demo=False, perimeter=())
    assert [firm.size for firm in made.firms] == ["micro", "medium", ""]
    assert [(p.code, p.details["count"]) for p in made.problems] == [("roster.size_judged", "2")]


def test_a_firm_in_two_clusters_on_one_day_is_refused_and_one_that_moved_is_not() -> None:
    here, there = roster(firm(1)), roster(firm(1, cluster_id="demo-002"))
    moved = roster(firm(1, cluster_id="demo-002", since=date(2022, 1, 1)))
    left = firm(1, until=date(2022, 1, 1))
    assert [one.cluster_id for one, _ in between([here, there], [])] == ["demo-002"]
    assert [p.details["other"] for _, p in between([there], here.firms)] == ["demo-001"]
    assert list(between([moved], [left])) == []
    assert list(between([here], here.firms)) == []
