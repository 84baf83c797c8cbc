"""A cluster's findings as sentences: each with what it was told by, and nothing it was not."""

from dataclasses import replace
from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.telling import Change, Evidence, Found
from jiqun.reports.own_evidence import finding_sentence

YEAR = 2022


def found(name: str, *evidence: Evidence, change: Change = "cannot_tell") -> Found:
    return Found(findings()[name], "present", 0.5, 1.0, evidence, change)


def compared(figure: str, year: int, value: str, middle: str | None) -> Evidence:
    told = None if middle is None else Decimal(middle)
    return Evidence(figure, year, Decimal(value), told, 0.25, 0.03, 0.65, 8)


def test_a_figure_stands_beside_the_median_of_its_peers() -> None:
    said = found("rd_intensity_behind", compared("rd_intensity", YEAR, "0.01", "0.03"))
    text = finding_sentence(said).text
    assert text.zh == (
        "研发强度落后：研发强度 1.0%，可比集群中位数 3.0%，好于其中 25%（95% 区间 3% 至 65%）。"
    )
    assert "better than 25% of them" in text.en


def test_a_median_that_may_not_be_told_is_left_out() -> None:
    said = found("rd_intensity_behind", compared("rd_intensity", YEAR, "0.01", None))
    assert "中位数" not in finding_sentence(said).text.zh


def test_what_has_no_better_side_is_above_or_below_and_never_better() -> None:
    exports = compared("export_share_of_output", YEAR, "0.01", "0.04")._replace(ahead="above")
    text = finding_sentence(found("exports_behind", exports)).text
    assert "高于其中 25%" in text.zh
    assert "above 25% of them" in text.en
    assert "好于" not in text.zh and "better" not in text.en


def test_of_two_years_running_both_are_shown_with_their_year() -> None:
    said = found(
        "rd_growth_behind_two_years",
        compared("rd_spend_growth", YEAR, "0.1", "0.2"),
        compared("rd_spend_growth", YEAR - 1, "0.05", "0.15"),
    )
    text = finding_sentence(said).text
    assert "2022 年研发经费增速 10.0%" in text.zh
    assert "2021 年研发经费增速 5.0%" in text.zh


def test_what_was_answered_with_no_is_named_and_by_whose_word() -> None:
    said = found(
        "services_incomplete",
        Evidence("service_training", YEAR, Decimal(1)),
        Evidence("service_startup", YEAR, Decimal(0)),
    )
    assert finding_sentence(said).text.zh == "公共服务少于四项（据自身填报）；没有：创业辅导。"


def test_criteria_that_are_missed_are_named() -> None:
    missed = (Bilingual("产值年均增速", "Average yearly growth of output"),)
    said = replace(found("criteria_not_met"), missed=missed)
    assert finding_sentence(said).text.zh == "未达到公布的认定标准：产值年均增速。"


def test_of_a_count_of_nought_the_title_says_all() -> None:
    said = found("standards_not_led", Evidence("standards_led", YEAR, Decimal(0)), change="still")
    assert finding_sentence(said).text.zh == "没有主持制修订标准（据自身填报）。上年也已检出。"


def test_counts_that_are_nought_do_not_stand_beside_those_that_are_not() -> None:
    said = found(
        "incidents_recorded",
        Evidence("accidents_larger", YEAR, Decimal(1)),
        Evidence("serious_dishonesty", YEAR, Decimal(0)),
    )
    text = finding_sentence(said).text.zh
    assert "事故数 1起" in text
    assert "失信" not in text.split("；", 1)[1]


def test_growth_over_years_shows_both_ends() -> None:
    said = found(
        "output_growth_compounded_behind",
        Evidence("output_total", YEAR, Decimal(120000)),
        Evidence("output_total", YEAR - 2, Decimal(110000)),
    )
    text = finding_sentence(said).text.zh
    assert text.index("2020") < text.index("2022")
    assert "与可比集群相比" in text
