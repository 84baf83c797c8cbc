"""A hit rate is told from three firms on, and no size class gives another's away."""

from jiqun.base.readers import NATION, PUBLIC, reader_named
from jiqun.disclosure.firms import groups_told
from jiqun.exchange.matching.hit_rates import Outcome, hit_rates


def outcomes(size: str, firms: int, reached: int, market: str = "slots") -> list[Outcome]:
    return [Outcome(market, f"{size}{firm}", size, reached) for firm in range(firms)]


def test_shares_are_of_all_requests_that_were_decided() -> None:
    told = outcomes("small", 3, 3) + outcomes("micro", 3, 1) + outcomes("medium", 6, 0)
    [rate] = hit_rates(told, ["slots"], PUBLIC)
    assert rate.all.shares == {"accepted": 0.5, "dealt": 0.25, "finished": 0.25}
    assert (rate.all.asked, rate.all.firms) == (12, 12)
    assert rate.by_size["small"].shares == {"accepted": 1, "dealt": 1, "finished": 1}


def test_a_firm_that_asks_often_is_one_firm() -> None:
    [rate] = hit_rates(outcomes("small", 1, 3) * 9, ["slots"], PUBLIC)
    assert rate.all.withheld
    assert hit_rates(outcomes("small", 1, 3) * 9, ["slots"], NATION)[0].all.asked == 9


def test_a_size_of_few_firms_takes_another_with_it() -> None:
    told = outcomes("small", 9, 3) + outcomes("micro", 2, 1) + outcomes("medium", 6, 0)
    [rate] = hit_rates(told, ["slots"], reader_named("410000"))
    assert not rate.all.withheld
    assert [size for size, found in rate.by_size.items() if found.withheld] == ["medium", "micro"]


def test_hidden_groups_hold_three_firms_together_and_are_never_alone() -> None:
    for groups in ({"a": 1, "b": 1, "c": 9}, {"a": 2, "b": 3}, {"a": 2, "b": 2, "c": 4, "d": 0}):
        hidden = {group for group in groups if group not in groups_told(groups, PUBLIC)}
        assert len(hidden) >= 2
        assert sum(groups[group] for group in hidden) >= 3


def test_a_market_without_requests_says_so() -> None:
    [rate] = hit_rates([], ["talent"], PUBLIC)
    assert (rate.all.asked, rate.all.withheld, rate.by_size) == (0, False, {})
