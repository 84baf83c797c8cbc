"""What changes between two filings is seen, and what a filing does not state is not guessed."""

from dataclasses import replace
from datetime import date

import pytest

from jiqun.clusters.profile import Profile
from jiqun.recognition.watch import Filed, Kind, Report, changes, watch
from jiqun.rules import programme
from tests.rules.made_facts import cluster

NATIONAL = programme("national/sme-cluster")
FIRST = Profile("test-001", "示例集群", ("330106",), "electronics", "39", "甲促进中心")
FACTS = cluster()


def found(after: Profile, *reports: Report) -> list[tuple[str, str]]:
    filings = [Filed(2022, date(2023, 4, 1), after), Filed(2021, date(2022, 4, 1), FIRST)]
    return [
        (str(finding.kind), finding.what) for finding in watch(NATIONAL, FACTS, filings, reports)
    ]


@pytest.mark.parametrize(
    ("changed", "matter"),
    [
        ({"industry": "40"}, "lead_industry"),
        ({"county_codes": ("330106", "330105")}, "perimeter"),
        ({"operator": "乙促进中心"}, "operator"),
    ],
)
def test_an_unreported_change_is_found_and_a_reported_one_is_not(
    changed: dict[str, object], matter: str
) -> None:
    after = replace(FIRST, **changed)  # type: ignore[arg-type]
    assert found(after) == [("unreported_change", matter)]
    told = Report(matter, date(2022, 5, 1), date(2022, 6, 1))  # type: ignore[arg-type]
    assert found(after, told) == []
    after_the_filing = replace(told, reported=date(2023, 5, 1))
    assert found(after, after_the_filing) == [("unreported_change", matter)]
    other = replace(told, matter="operator" if matter != "operator" else "perimeter")
    assert found(after, other) == [("unreported_change", matter)]


def test_the_order_of_counties_and_spaces_in_a_name_are_no_change() -> None:
    two = replace(FIRST, county_codes=("330106", "330105"))
    turned = replace(FIRST, county_codes=("330105", "330106"), operator="甲 促进中心")
    assert changes(two, turned) == []


@pytest.mark.parametrize(
    ("field", "matter"), [("operator", "operator"), ("industry", "lead_industry")]
)
def test_what_a_filing_does_not_state_cannot_be_told(field: str, matter: str) -> None:
    assert found(replace(FIRST, **{field: ""})) == [("cannot_tell", matter)]


def test_an_incident_of_a_filing_is_found_under_its_ground() -> None:
    facts = cluster(accidents_larger=1)
    filings = [Filed(2022, date(2023, 4, 1), FIRST)]
    (incident,) = watch(NATIONAL, facts, filings)
    assert (incident.kind, incident.year, incident.what) == (Kind.INCIDENT, 2022, "larger_accident")


def test_lateness_is_told_only_where_the_programme_has_a_number_of_days() -> None:
    told = Report("operator", date(2022, 5, 1), date(2022, 12, 1))
    after = replace(FIRST, operator="乙促进中心")
    assert found(after, told) == []
    life = {**NATIONAL.life, "change_report": {"within_days": 30}}
    dated = replace(NATIONAL, life=life)
    filings = [Filed(2021, date(2022, 4, 1), FIRST), Filed(2022, date(2023, 4, 1), after)]
    (late,) = watch(dated, FACTS, filings, [told])
    assert (late.kind, late.what, late.year) == (Kind.LATE_REPORT, "operator", 2022)
