"""A hit rate is told from three firms on, and no two tellings differ by fewer than three firms."""

import random

from jiqun.exchange.matching.hit_rates import Counted, Outcome, counted_next, hit_rates, reached_in


def outcomes(size: str, firms: int, reached: int) -> list[Outcome]:
    return [Outcome(f"{size}{firm}", f"{size}{firm}", size, reached) for firm in range(firms)]


def rate_of(counted: Counted):
    return hit_rates(reached_in(counted))


def test_shares_are_of_all_requests_that_were_decided() -> None:
    told = outcomes("small", 3, 3) + outcomes("micro", 3, 1) + outcomes("medium", 6, 0)
    rate = rate_of(counted_next({}, told))
    assert rate.all.asked == 12
    assert rate.all.shares == {"accepted": 0.5, "dealt": 0.25, "finished": 0.25}
    assert rate.by_size["small"].shares == {"accepted": 1, "dealt": 1, "finished": 1}


def test_a_firm_that_asks_often_is_one_firm() -> None:
    told = [Outcome(str(request), "the same", "small", 3) for request in range(9)]
    assert counted_next({}, told) == {}


def test_all_is_the_sum_of_what_is_told_so_nothing_follows_about_the_rest() -> None:
    told = outcomes("small", 9, 3) + outcomes("micro", 2, 1) + outcomes("large", 1, 1)
    rate = rate_of(counted_next({}, told))
    assert set(rate.by_size) == {"small"}
    assert rate.all == rate.by_size["small"]


def test_what_was_told_stands_until_three_firms_have_changed() -> None:
    first = counted_next({}, outcomes("small", 5, 1))
    for firms in (1, 2):
        later = outcomes("small", firms, 3) + outcomes("small", 5, 1)[firms:]
        assert counted_next(first, later) == first
    later = outcomes("small", 3, 3) + outcomes("small", 5, 1)[3:]
    assert sorted(counted_next(first, later)["small"].values()) == [1, 1, 3, 3, 3]


def test_no_two_tellings_differ_by_one_or_two_firms_whatever_happens() -> None:
    luck = random.Random(7)
    held: dict[str, Outcome] = {}
    counted: Counted = {}
    for step in range(2000):
        firm = str(luck.randrange(40))
        size = luck.choice(("small", "micro", "large")) if step % 7 == 0 else "small"
        request = luck.choice([f"{firm}-{size}-{number}" for number in range(3)])
        before = held.get(request)
        far = max(luck.randrange(4), before.reached if before else 0)
        held[request] = Outcome(request, firm, size, far)
        following = counted_next(counted, held.values())
        for of_size in following:
            was, now = counted.get(of_size, {}), following[of_size]
            moved = {name for name in now if was.get(name) != now[name]}
            assert not moved or len({held[name].firm for name in moved}) >= 3
        counted = following
    assert len(counted["small"]) > 60


def test_a_market_without_requests_says_so() -> None:
    assert hit_rates({}).all is None
