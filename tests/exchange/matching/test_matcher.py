"""Conditions put out only what is known to fail; the order is settled; unknown stays unknown."""

import random
from dataclasses import replace
from decimal import Decimal
from math import exp, log

import pytest

from jiqun.chains.distances import way_between
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.matcher import Match, match, outside
from jiqun.exchange.matching.settings import matching

CHANGYUAN, FENGQIU = "410783", "410727"
NEED = Need(
    "n",
    "solutions",
    firm="91410728MA40000001",
    kind="software",
    text="工单进度看不到，想要轻量排产",
    industry="3432",
    county=CHANGYUAN,
    budget=Decimal(20000),
    size=Decimal(50),
    certificates=frozenset({"ISO27001"}),
    wanted=frozenset({3, 4}),
    terms=frozenset({"计划排程", "生产管控"}),
    effort=2,
)
OFFER = Offer(
    "o",
    "solutions",
    kind="software",
    text="轻量排产小程序",
    serves=("3432", "3451"),
    county=CHANGYUAN,
    price=Decimal(18000),
    size=Decimal(200),
    certificates=frozenset({"ISO27001", "二级等保"}),
    free=frozenset({4, 9}),
    terms=frozenset({"计划排程"}),
    effort=1,
)


def only(offer: Offer, need: Need = NEED) -> Match:
    [[found]] = match([need], [offer])
    return found


def fits(found: Match) -> dict[str, float | None]:
    return {fit.part: fit.fits for fit in found.fits}


def test_each_part_fits_as_the_catalogue_says() -> None:
    found = only(OFFER)
    parts = fits(found)
    assert parts["terms"] == 0.5
    assert (parts["industry"], parts["place"], parts["price"], parts["effort"]) == (1, 1, 1, 1)
    assert parts["conditions"] == 1
    assert 0 < (parts["text"] or 0) <= 1
    assert found.coverage == pytest.approx(1)
    assert found.score == pytest.approx(sum(fit.contribution for fit in found.fits))


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        ({"price": Decimal("24000.01")}, "price"),
        ({"size": Decimal(49)}, "size"),
        ({"certificates": frozenset()}, "certificates"),
        ({"free": frozenset({9})}, "time"),
        ({"terms": frozenset({"能耗管理"})}, "terms"),
        ({"firm": NEED.firm}, "own"),
    ],
)
def test_an_offer_is_out_only_by_what_is_known_to_fail(
    change: dict[str, object], fails: str
) -> None:
    out = replace(OFFER, **change)  # type: ignore[arg-type]  # one field of several kinds
    assert match([NEED], [out]) == [[]]
    assert [told.fails for told in outside(NEED, [out])] == [(fails,)]
    if fails != "own":
        silent = replace(OFFER, **dict.fromkeys(change))  # type: ignore[arg-type]
        assert only(silent).unknown == (fails,)


def test_a_condition_is_met_at_its_edge() -> None:
    edge = replace(OFFER, price=Decimal(24000), size=Decimal(50), certificates=NEED.certificates)
    assert fits(only(edge))["price"] == 0


def test_a_kind_that_differs_is_out_where_the_market_asks_for_it() -> None:
    need = Need("n", "slots", kind="testing", text="拉伸试验")
    offers = [Offer("a", "slots", kind="machine"), Offer("b", "slots"), Offer("c", "talent")]
    assert [told.offer.id for told in match([need], offers)[0]] == ["b"]
    assert [(told.offer.id, told.fails) for told in outside(need, offers)] == [("a", ("kind",))]


def test_what_is_not_known_changes_no_score_and_lowers_the_coverage() -> None:
    whole, silent = only(OFFER), only(replace(OFFER, price=None))
    assert fits(silent)["price"] is None
    kept = [fit for fit in whole.fits if fit.part not in {"price", "conditions"}]
    now = [fit for fit in silent.fits if fit.part not in {"price", "conditions"}]
    assert kept == now
    assert silent.coverage == pytest.approx(whole.coverage - 0.1)


def test_one_fact_that_fits_does_not_pass_by_many_that_do() -> None:
    bare = Offer("a", "solutions", county=CHANGYUAN)
    found = match([NEED], [bare, OFFER])[0]
    assert found[1].score == 1
    assert [told.offer.id for told in found] == ["o", "a"]


@pytest.mark.parametrize(
    ("served", "level"),
    [("3432", "class"), ("3431", "group"), ("3451", "division"), ("1751", "section")],
)
def test_the_nearest_level_of_the_classification_counts(served: str, level: str) -> None:
    found = fits(only(replace(OFFER, serves=(served,))))
    assert found["industry"] == matching().industry_levels[level]


def test_an_offer_may_name_a_whole_division() -> None:
    assert fits(only(replace(OFFER, serves=("34",))))["industry"] == 0.4
    assert fits(only(replace(OFFER, serves=("0111",))))["industry"] == 0


def test_place_halves_at_the_distance_the_catalogue_says() -> None:
    way = way_between(CHANGYUAN, FENGQIU)
    assert way is not None
    half = matching().markets["solutions"].half_km
    found = fits(only(replace(OFFER, county=FENGQIU)))["place"]
    assert found == pytest.approx(exp(-log(2) * way.kilometres / half))
    assert fits(only(replace(OFFER, county="999999")))["place"] is None


def test_the_order_does_not_depend_on_the_order_of_what_is_given() -> None:
    draw = random.Random(3)
    offers = [replace(OFFER, id=f"o{at}", price=Decimal(at % 3 * 7000)) for at in range(40)]
    needs = [replace(NEED, id=f"n{at}") for at in range(3)]
    first = match(needs, offers, 7)
    for _ in range(3):
        draw.shuffle(offers)
        assert match(needs, offers, 7) == first
    assert [told.offer.id for told in first[0]] == sorted(told.offer.id for told in first[0])


def test_every_number_found_is_the_first_of_the_whole_order() -> None:
    offers = [
        replace(OFFER, id=f"o{at:02}", price=Decimal(17000 + 400 * at), serves=served)
        for at, served in enumerate([None, ("3432",), ("1751",)] * 10)
    ]
    every = match([NEED], offers, 30)[0]
    assert len(every) == 18
    for most in (1, 5, 17):
        assert match([NEED], offers, most)[0] == every[:most]


def test_nothing_to_match_gives_nothing() -> None:
    assert match([], [OFFER]) == []
    assert match([NEED], []) == [[]]
    assert match([Need("n", "solutions")], [Offer("o", "solutions")])[0][0].score == 0
