"""A self-check in words and pictures, from made-up facts."""

from datetime import date

from tests.rules.made_facts import cluster

from jiqun.recognition.self_checks import self_check
from jiqun.rules import Facts
from jiqun.rules.nearest import Change
from jiqun.web.recognition.check_seen import SeenCheck, change_said
from jiqun.web.recognition.criteria_seen import SeenCriterion, SeenProgramme

ON = date(2023, 12, 1)
HANGZHOU, KUNMING = "330106", "530102"


def seen(facts: Facts) -> SeenCheck:
    return SeenCheck(self_check(facts, ON))


def criterion(programme: SeenProgramme, name: str) -> SeenCriterion:
    every = [held for _, _, gathered in programme.groups for held in gathered]
    return next(held for held in every if held.rule.id == name)


def test_a_criterion_worded_generally_is_told_apart_from_those_that_decide() -> None:
    # The national text says "generally at most 100 square kilometres".
    (national,) = seen(cluster(HANGZHOU, area_km2="130")).programmes
    area = criterion(national, "land_area")
    assert area.group == "advised"
    assert area.gap is not None
    assert area.gap.zh == "30 平方公里"
    assert national.overall == "met"


def test_groups_come_in_the_order_of_what_is_to_be_done() -> None:
    found = seen(cluster(HANGZHOU, output_sme=280000, output_leading=None))
    names = [name for name, _, _ in found.programmes[0].groups]
    assert names == ["not_met", "missing", "met", "judgement", "no_number"]


def test_of_several_years_each_is_drawn_and_those_that_fail_stand_out() -> None:
    # 4 billion each year: 2020 has 3.9, the others 6 and 7.
    facts = cluster(HANGZHOU, first={"output_total": 390000})
    output = criterion(seen(facts).programmes[0], "output_each_year")
    drawn = output.picture("zh")
    assert drawn.count('<rect class="down"') == 1
    assert drawn.count('<rect class="now"') == 2
    assert drawn.count("<text") == 3


def test_what_is_not_known_is_not_drawn_and_has_no_value() -> None:
    output = criterion(seen(Facts("demo-001", HANGZHOU)).programmes[0], "output_each_year")
    assert (output.picture("zh"), output.now, output.gap) == ("", None, None)
    assert output.wanted is not None
    assert output.wanted.en == "at least CNY 4 billion"


def test_with_two_programmes_a_criterion_says_whose_it_is() -> None:
    first = seen(Facts("demo-001", KUNMING)).questions[0]
    said = {title.zh.partition("（")[2] for title in first.criteria}
    assert said == {"国家）", "云南省）"}


def test_nothing_is_told_to_fail_or_be_met_while_nothing_is_known() -> None:
    assert not seen(Facts("demo-001", HANGZHOU)).tells
    assert seen(cluster(HANGZHOU)).tells


def test_a_change_is_said_in_the_unit_of_its_field() -> None:
    fewer = change_said(Change("accidents_larger", 2022, "2", "0", ()))
    assert fewer.zh.endswith("安全质量环境事故：从 2 起降到 0 起，即减少 2 起")
    flag = Change("has_roadmap", 2022, "0", "1", ())
    assert change_said(flag).zh == "2022 年制定技术路线图：改为“是”"
