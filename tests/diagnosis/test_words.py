"""The evidence of a finding in words."""

from dataclasses import replace
from decimal import Decimal

from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.telling import Evidence, Found
from jiqun.diagnosis.words import evidence_lines


def found(name: str, *evidence: Evidence) -> Found:
    return Found(findings()[name], "present", 0.5, 1.0, evidence, "new")


def test_what_was_not_filed_is_not_called_absent() -> None:
    services = found(
        "services_incomplete",
        Evidence("service_training", 2022, None),
        Evidence("service_startup", 2022, Decimal(0)),
        Evidence("service_finance", 2022, Decimal(1)),
    )
    assert evidence_lines(services, "zh") == ["没有：创业辅导"]


def test_who_is_of_the_same_trade_is_named() -> None:
    said = replace(found("lead_industry_duplicated"), others=("甲县起重机", "乙县起重机"))
    assert evidence_lines(said, "zh") == ["同类集群：甲县起重机、乙县起重机"]


def test_a_median_that_may_not_be_told_is_left_out_and_the_place_is_not() -> None:
    shown = Evidence("rd_intensity", 2022, Decimal("0.01"), None, 0.25, 0.03, 0.65, 8)
    [line] = evidence_lines(found("rd_intensity_behind", shown), "en")
    assert line == "2022 R&D intensity 1.0%; better than 25% of 8 (3%–65%)"
