"""How figures are printed: in the words of the published report, and never more than is true."""

from decimal import Decimal

import pytest

from jiqun.base.display import Style, percent

PUBLISHED = [
    # The wordings of 首批中小企业特色产业集群发展报告 (2023-06), from numbers they are true of.
    (Style("家", "over"), "31028", "逾3.1万家"),
    (Style("亿元", "under"), "20950", "近2.1万亿元"),
    (Style("人", "over", digits=2), "1746000", "逾170万人"),
    (Style("ratio", "percent", 1), "0.98249", "98.2%"),
    (Style("ratio", "percent", 1), "0.173", "17.3%"),
    (Style("ratio", "percent", 0), "0.72", "72%"),
    (Style("ratio", "tenths_over"), "0.62", "六成以上"),
    (Style("ratio", "tenths_over"), "0.81", "八成以上"),
    (Style("ratio", "tenths_under"), "0.39", "近四成"),
    (Style("ratio", "tenths_under"), "0.1931", "近两成"),
    (Style("ratio", "tenths_about"), "0.50", "半数"),
    (Style("ratio", "tenths_about"), "0.51", "半数"),
    (Style("ratio", "tenths_about"), "0.70", "七成"),
    (Style("ratio", "tenths_about"), "0.29", "三成"),
    (Style("ratio", "over", digits=1), "0.214", "逾20%"),
    (Style("家", "number"), "5399", "5399家"),
    (Style("件", "number"), "53374", "53374件"),
]

ENGLISH = [
    (Style("家", "over"), "31028", "over 31,000 firms"),
    (Style("亿元", "under"), "20950", "nearly CNY 2.1 trillion"),
    (Style("ratio", "tenths_over"), "0.62", "over 60%"),
    (Style("ratio", "tenths_under"), "0.39", "nearly 40%"),
    (Style("ratio", "tenths_about"), "0.29", "about 30%"),
    (Style("ratio", "tenths_about"), "0.5", "half"),
    (Style("ratio", "tenths_about"), "0.49", "about half"),
    (Style("件", "number"), "53374", "53,374 patents"),
]

NOT_TRUE = [
    # A bound or a tenth that the number does not bear gives way to the number.
    (Style("ratio", "tenths_under"), "0.31", "31.0%"),
    (Style("ratio", "tenths_under"), "0.359", "35.9%"),
    (Style("ratio", "tenths_about"), "0.716", "71.6%"),
    (Style("ratio", "tenths_about"), "0.684", "68.4%"),
    (Style("ratio", "tenths_over"), "0.09", "9.0%"),
    (Style("ratio", "tenths_over"), "1", "100.0%"),
    (Style("ratio", "tenths_under"), "0.97", "97.0%"),
    (Style("家", "over"), "0", "0家"),
    (Style("亿元", "under", digits=1), "11", "11亿元"),
    (Style("ratio", "under", digits=1), "-0.05", "-5.0%"),
]

EXACT = [
    # A number that is the bound is not over or under it.
    (Style("家", "over"), "31000", "3.1万家"),
    (Style("亿元", "under"), "21000", "2.1万亿元"),
    (Style("ratio", "tenths_over"), "0.6", "六成"),
    (Style("ratio", "tenths_under"), "0.4", "四成"),
]


@pytest.mark.parametrize(("style", "number", "printed"), PUBLISHED)
def test_figures_are_printed_in_the_words_of_the_report(
    style: Style, number: str, printed: str
) -> None:
    assert style.show(Decimal(number)) == printed


@pytest.mark.parametrize(("style", "number", "printed"), ENGLISH)
def test_english_says_the_same(style: Style, number: str, printed: str) -> None:
    assert style.show(Decimal(number), "en") == printed


@pytest.mark.parametrize(("style", "number", "printed"), NOT_TRUE)
def test_a_wording_that_is_not_true_gives_way_to_the_number(
    style: Style, number: str, printed: str
) -> None:
    assert style.show(Decimal(number)) == printed


@pytest.mark.parametrize(("style", "number", "printed"), EXACT)
def test_an_exact_bound_is_neither_over_nor_under(style: Style, number: str, printed: str) -> None:
    assert style.show(Decimal(number)) == printed


@pytest.mark.parametrize("kind", ["over", "under", "number", "percent", "tenths_about"])
def test_what_is_not_known_prints_a_dash(kind: str) -> None:
    assert Style("ratio", kind).show(None) == "—"


def test_halves_round_up_as_official_statistics_do() -> None:
    assert [percent(Decimal(text), 1) for text in ("0.0005", "0.0015", "0.1725")] == [
        "0.1%",
        "0.2%",
        "17.3%",
    ]
    assert percent(Decimal("-0.0005"), 1) == "-0.1%"


def test_nothing_left_of_a_negative_number_is_not_minus_nought() -> None:
    assert percent(Decimal("-0.0001"), 1) == "0.0%"
    assert Style("亿元", "number").show(Decimal("-0.2")) == "0亿元"


def test_a_bound_is_always_true_of_its_number() -> None:
    over, under = Style("个", "over"), Style("个", "under")
    for number in range(1, 20_000, 7):
        value = Decimal(number)
        assert bound_of(over.show(value, "en")) <= value
        assert bound_of(under.show(value, "en")) >= value


def bound_of(printed: str) -> Decimal:
    return Decimal("".join(char for char in printed if char.isdigit()))
