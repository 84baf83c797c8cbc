"""What findings are told by, and why some cannot be told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.grounds import REASONS, bases, untestable, untold
from jiqun.diagnosis.telling import Evidence, Found

YEAR = 2022


def unknown(name: str, *evidence: Evidence) -> Found:
    return Found(findings()[name], "cannot_tell", 0.0, 0.0, evidence, "cannot_tell")


def test_what_the_register_shows_is_not_called_the_clusters_own_filing() -> None:
    assert bases(findings()["lead_industry_not_specialised"]) == ("register",)
    assert bases(findings()["lead_industry_duplicated"]) == ("trades",)


def test_of_most_findings_something_can_be_told_in_any_year() -> None:
    told = [name for name, finding in findings().items() if untestable(finding, YEAR) is None]
    assert len(told) > len(findings()) / 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (unknown("chain_links_missing"), "register"),
        (unknown("service_platform_absent"), "form"),
        (unknown("rd_intensity_behind", Evidence("rd_intensity", YEAR, Decimal("0.02"))), "peers"),
        (unknown("rd_intensity_behind", Evidence("rd_intensity", YEAR, None)), "filing"),
        (unknown("services_incomplete", Evidence("service_training", YEAR, None)), "filing"),
    ],
)
def test_why_a_finding_cannot_be_told_is_known(said: Found, reason: str) -> None:
    assert untold(said, YEAR) == reason
    assert reason in REASONS


def test_a_field_that_a_later_form_asks_for_can_be_told_of_then() -> None:
    absent = replace(
        unknown("service_platform_absent"),
        evidence=(Evidence("national_service_platforms", 2026, None),),
    )
    assert untold(absent, 2026) == "filing"
