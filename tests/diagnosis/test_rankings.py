"""How places among peers move with the method."""

from decimal import Decimal

from jiqun.base.definitions import indicators
from jiqun.base.quantities import Status
from jiqun.diagnosis.rankings import METHODS, rankings
from jiqun.indicators import Figure

RD = indicators()["rd_intensity"]


def figure(key: str, above: int, below: int, year: int = 2022) -> Figure:
    value = Decimal(above) / Decimal(below)
    return Figure(
        "rd_intensity", RD.id, "cluster", key, year, value, "ratio", Status.REPORTED,
        Decimal(above), Decimal(below), 1, 1, 0, "ratio_of_sums",
    )  # fmt: skip


def test_years_are_pooled_by_sums_not_by_averaging_shares() -> None:
    # a: 1/10 and 90/100 pool to 91/110 = 0.83; the average of shares would be 0.5
    # b: 6/10 and 6/10 pool to 0.6, ahead of a by the average but behind it by the sums
    by_year = {
        2022: [figure("a", 90, 100), figure("b", 6, 10)],
        2021: [figure("a", 1, 10, 2021), figure("b", 6, 10, 2021)],
    }
    ranked = {
        found.key: found.places for found in rankings(RD, by_year, 2022, {"a": "x", "b": "x"})
    }
    pooled = [method.id for method in METHODS].index("pooled")
    assert (ranked["a"][pooled], ranked["b"][pooled]) == (1, 2)


def test_a_sector_of_fewer_than_three_is_not_ranked_against_itself() -> None:
    figures = [figure(name, number, 10) for number, name in enumerate("abcde", start=1)]
    sectors = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"}
    ranked = {found.key: found.places for found in rankings(RD, {2022: figures}, 2022, sectors)}
    within = [method.id for method in METHODS].index("within_sector")
    assert [ranked[name][within] for name in "abcde"] == [3, 2, 1, None, None]


def test_the_span_reaches_from_the_best_to_the_worst_place_of_any_method() -> None:
    by_year = {
        2022: [figure("a", 5, 10), figure("b", 4, 10), figure("c", 3, 10)],
        2021: [figure("a", 6, 10, 2021), figure("b", 1, 10, 2021), figure("c", 2, 10, 2021)],
    }
    ranked = {found.key: found for found in rankings(RD, by_year, 2022, dict.fromkeys("abc", "x"))}
    assert (ranked["a"].best, ranked["a"].worst) == (1, 3)


def test_a_withheld_or_missing_value_has_no_place() -> None:
    withheld = figure("b", 1, 2)._replace(value=None, status=Status.SUPPRESSED)
    ranked = rankings(RD, {2022: [figure("a", 1, 2), withheld]}, 2022, {"a": "x", "b": "x"})
    assert [found.key for found in ranked] == ["a"]
