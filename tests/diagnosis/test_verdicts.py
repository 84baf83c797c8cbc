"""Signals asked of made-up boards: three answers, and what is unknown decides nothing."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from tests.diagnosis.boards import board, series

from jiqun.diagnosis.board import Links, Specialised
from jiqun.diagnosis.chance import expected_by_chance
from jiqun.diagnosis.outcomes import PRESENT, Case
from jiqun.diagnosis.peers import choose
from jiqun.diagnosis.ruled import rule_fields
from jiqun.diagnosis.signals import (
    AllOf,
    AnyOf,
    BehindPeers,
    ChainLinks,
    CountAtLeast,
    CountBelow,
    Dated,
    Duplicated,
    FailsRule,
    FewerOf,
    GrownLess,
    NoFirmsList,
    NotSpecialised,
    PeersFewer,
    Signal,
)
from jiqun.diagnosis.verdicts import group_verdicts, outcome, same_trade

WORDS = ["absent", "unknown", "present"]
RD = BehindPeers((Dated("rd_intensity"),))


def answers(signal: Signal, case: Case) -> list[str]:
    return [WORDS[verdict] for verdict in outcome(signal, case).verdict]


def case_of(given: dict[tuple[str, int], object], **said: object) -> Case:
    number = len(next(iter(given.values())).values) if given else 6  # type: ignore[attr-defined]
    made = board(number, given, **said)  # type: ignore[arg-type]
    return Case(made, choose(made))


def rates(*first: float | None) -> Case:
    values = [*first, 0.030, 0.031, 0.033, 0.034, 0.036, 0.037, 0.039, 0.040]
    return case_of({("rd_intensity", 2022): series(values)})


def test_what_lies_far_below_its_peers_is_behind_and_what_is_missing_cannot_be_told() -> None:
    assert answers(RD, rates(0.005))[0] == "present"
    assert answers(RD, rates(0.034))[0] == "absent"
    assert answers(RD, rates(None))[0] == "unknown"


def test_what_does_not_exist_for_a_cluster_is_no_weakness() -> None:
    values = [None, *[0.5, 0.6, 0.7, 0.8, 0.9, 0.95]]
    given = series(values, [True] + [False] * 6)
    rate = BehindPeers((Dated("solid_waste_use_rate"),))
    assert answers(rate, case_of({("solid_waste_use_rate", 2022): given}))[0] == "absent"


def test_a_figure_where_less_is_better_is_turned_round() -> None:
    values = [9.0, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5]
    carbon = BehindPeers((Dated("carbon_intensity"),), scale="log")
    found = answers(carbon, case_of({("carbon_intensity", 2022): series(values)}))
    assert found == ["present"] + ["absent"] * 6


def test_flags_are_told_where_the_missing_ones_cannot_change_it() -> None:
    flags = {
        "open_bidding": [1, 1, 0, None],
        "has_roadmap": [1, 0, 0, 0],
        "has_project_pool": [0, None, 0, None],
    }
    given = {(name, 2022): series(values) for name, values in flags.items()}
    two = FewerOf(tuple(flags), 2)
    assert answers(two, case_of(given)) == ["absent", "unknown", "present", "unknown"]


def test_counts_are_told_where_what_is_missing_cannot_change_it() -> None:
    given = {
        ("accidents_larger", 2022): series([0, 1, None, 0]),
        ("serious_dishonesty", 2022): series([0, None, 2, None]),
    }
    names = ("accidents_larger", "serious_dishonesty")
    some, none = CountAtLeast(names, Decimal(1)), CountBelow(names, Decimal(1))
    assert answers(some, case_of(given)) == ["absent", "present", "present", "unknown"]
    assert answers(none, case_of(given)) == ["present", "absent", "absent", "unknown"]


def test_a_field_that_was_not_asked_says_nothing_unless_another_stands_for_it() -> None:
    given = {
        ("little_giants", 2022): series([0, 2]),
        ("little_giants_2026", 2022): series([None, None], asked=False),
    }
    both = CountBelow(("little_giants", "little_giants_2026"), Decimal(1))
    assert answers(both, case_of(given)) == ["present", "absent"]
    assert (
        answers(CountBelow(("little_giants_2026",), Decimal(1)), case_of(given)) == ["unknown"] * 2
    )


def test_the_same_trade_in_one_province_is_told_as_deep_as_the_codes_are() -> None:
    industries = ["3913", "3919", "3920", "39", "", "3913"]
    made = case_of({}, industries=industries, provinces=["p"] * 4 + ["q", "r"])
    assert answers(Duplicated("province", 3), made) == [
        "present", "present", "unknown", "unknown", "absent", "absent"
    ]  # fmt: skip


def test_who_is_of_the_same_trade_is_named_as_far_as_codes_go() -> None:
    industries = ["3913", "3919", "3920", "39", "3914", "3913"]
    made = board(6, industries=industries, provinces=["p"] * 5 + ["q"])
    same = same_trade(Duplicated("province", 3), made)
    assert same == [(1, 4), (0, 4), (), (), (0, 1), ()]


def test_chain_links_and_lists_of_firms_are_told_by_who_knows_them() -> None:
    links = {"c000": Links(10, 2, 0), "c001": Links(10, 0, 0)}
    known = case_of({}, links=links, listed={"c000"})
    assert answers(ChainLinks("missing", 1), known)[:3] == ["present", "absent", "unknown"]
    assert answers(NoFirmsList(), known)[:2] == ["absent", "present"]
    assert answers(NoFirmsList(), case_of({})) == ["unknown"] * 6


def test_one_answer_decides_for_several_where_it_can() -> None:
    known = case_of({}, links={"c000": Links(10, 2, 0), "c001": Links(10, 0, 0)}, listed=set())
    missing, unlisted = ChainLinks("missing", 1), NoFirmsList()
    assert answers(AllOf((missing, unlisted)), known)[:3] == ["present", "absent", "unknown"]
    assert answers(AnyOf((missing, unlisted)), known)[:3] == ["present"] * 3


def test_what_chance_gives_is_what_is_found_where_there_is_no_effect() -> None:
    differences = []
    for seed in range(12):
        draws = np.random.default_rng(seed)
        values = draws.lognormal(-3.5, 0.4, 120).tolist()
        made = case_of({("rd_intensity", 2022): series(values)}, sectors=list("abcdef") * 20)
        found = (outcome(RD, made).verdict == PRESENT).sum()
        expected = expected_by_chance([group_verdicts(RD, made)], made.members, seed).sum()
        differences.append(found - expected)
    error = np.std(differences, ddof=1) / np.sqrt(len(differences))
    assert abs(np.mean(differences)) <= 2 * error
    assert error < 2


GROWN = GrownLess((Dated("output_total"),), 2)


def amounts(first: float | None, then: float | None = 100.0) -> Case:
    """Return a cluster beside eight that grew by 18 to 25 % in two years."""
    others = [118.0, 119.0, 120.0, 121.0, 122.0, 123.0, 124.0, 125.0]
    return case_of(
        {
            ("output_total", 2022): series([first, *others]),
            ("output_total", 2020): series([then, *[100.0] * 8]),
        }
    )


def test_growth_is_compounded_from_the_first_year_to_the_last() -> None:
    assert answers(GROWN, amounts(121.0))[0] == "absent"
    assert answers(GROWN, amounts(60.0))[0] == "present"
    assert answers(GROWN, amounts(0.0))[0] == "present"  # all of it is gone
    assert answers(GROWN, amounts(600.0, 500.0))[0] == "absent"


def test_who_grew_exactly_as_its_peers_is_not_behind_by_a_last_digit() -> None:
    then = [3, 5, 7, 11, 13, 17, 19]
    given = {
        ("output_total", 2020): series(then),
        ("output_total", 2022): series([2 * value for value in then]),
    }
    assert answers(GROWN, case_of(given)) == ["absent"] * 7


def test_few_of_a_similar_size_cannot_be_told_without_a_size() -> None:
    made = case_of({}, sizes=[np.nan, 100, 100, 100, 100, 100])
    assert answers(PeersFewer(5, "near"), made)[:2] == ["unknown", "present"]
    assert answers(PeersFewer(5, "sector_any_size"), made)[:2] == ["absent", "present"]


def test_growth_of_what_is_missing_or_was_nought_cannot_be_told() -> None:
    assert answers(GROWN, amounts(None))[0] == "unknown"
    assert answers(GROWN, amounts(60.0, None))[0] == "unknown"
    assert answers(GROWN, amounts(60.0, 0.0))[0] == "unknown"


def test_growth_is_confident_only_as_far_as_peers_go_and_chance_deals_it_out() -> None:
    case = amounts(60.0)
    found = outcome(GROWN, case)
    assert 0 < found.confidence[0] < 1
    assert 0 < found.severity[0] <= 1
    dealt = group_verdicts(GROWN, case)
    assert dealt[0, 0] == PRESENT
    assert (dealt[0, 1:9] != PRESENT).all()
    assert [(shown.name, shown.year) for shown in found.shown] == [
        ("output_total", 2022), ("output_total", 2020),
    ]  # fmt: skip


def test_what_the_register_shows_decides_and_nothing_else() -> None:
    known = {"c000": Specialised(False, 0.3), "c001": Specialised(True, 0.9)}
    case = case_of({}, specialised=known | {"c002": Specialised(None, 0.5)})
    assert answers(NotSpecialised(), case) == ["present", "absent", *["unknown"] * 4]
    assert outcome(NotSpecialised(), case).severity.tolist() == [0.3, 0, 0, 0, 0, 0]


def test_severity_of_a_rule_is_the_share_of_its_known_criteria_that_are_missed() -> None:
    """Of five with a number two are missed: no growth, and too small a lead industry."""
    name = "national/sme-cluster"
    values = dict.fromkeys(rule_fields(name), 0.0) | {"single_champions": 1.0}
    values |= {"output_sme": 450_000.0, "output_leading": 300_000.0}
    given = {(field, 2022): series([value] * 6) for field, value in values.items()}
    given |= {("output_total", year): series([500_000.0] * 6) for year in (2020, 2021, 2022)}
    found = outcome(FailsRule(name), case_of(given))
    assert [WORDS[verdict] for verdict in found.verdict] == ["present"] * 6
    assert found.severity[0] == 2 / 6
    assert found.confidence[0] == 1


def test_a_rule_is_not_asked_before_it_was_in_force() -> None:
    given = {(field, 2019): series([0.0] * 6) for field in rule_fields("national/sme-cluster")}
    early = replace(case_of(given).board, year=2019)
    found = outcome(FailsRule("national/sme-cluster"), Case(early, choose(early)))
    assert [WORDS[verdict] for verdict in found.verdict] == ["unknown"] * 6
