"""The published weights are whole: they add up, and every part has a name."""

import pytest

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.exchange.matching.settings import matching


def test_every_market_weighs_named_parts_that_add_to_one() -> None:
    for market in matching().markets.values():
        assert sum(market.weights.values()) == pytest.approx(1)
        assert set(market.weights) <= set(matching().parts)
    assert 0 < matching().usual < 1
    assert list(matching().effort_beyond) == sorted(matching().effort_beyond, reverse=True)


def test_an_installation_weighs_otherwise_and_is_told_where_it_does_not_add_up() -> None:
    entered = "entered: {by: 测试, date: 2026-01-01, document: 测试用文件}\n"
    weights = "markets: {slots: {weights: {text: 0.4}}}\n"
    own = OwnCatalogue({"exchange/matching.yaml": (entered + weights).encode()})
    with under(own), pytest.raises(Refused) as refused:
        matching()
    [problem] = refused.value.problems
    assert problem.code == "exchange.weights_uneven"
    assert problem.details["total"] == "1.05"
    weights = "markets: {slots: {weights: {text: 0.4, place: 0.15}}}\n"
    own = OwnCatalogue({"exchange/matching.yaml": (entered + weights).encode()})
    with under(own):
        assert matching().markets["slots"].weights["text"] == 0.4
    assert matching().markets["slots"].weights["text"] == 0.35
