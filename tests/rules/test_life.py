"""Calls, quotas, validity, reports, review and revocation, as the documents have them."""

from datetime import date

import pytest

from jiqun.base.readers import own_quota
from jiqun.clusters.recognition import Recognition, Standing
from jiqun.rules import programme
from jiqun.rules.life import (
    after_review,
    call_of,
    change_report_due,
    grounds,
    quota,
    recognised,
    recommender_kind,
    report_due,
    review_year,
)
from tests.rules.made_facts import cluster

NATIONAL = programme("national/sme-cluster")


@pytest.mark.parametrize(
    ("year", "province", "city"), [(2022, 5, 3), (2023, 6, 2), (2024, 8, 2), (2025, 8, 2)]
)
def test_each_years_quota_is_that_of_its_notice(year: int, province: int, city: int) -> None:
    assert quota(NATIONAL, year, "330000").limit == province
    assert quota(NATIONAL, year, "330200").limit == city
    assert quota(NATIONAL, year, "659000").limit == city


def test_what_recommends_by_its_own_quota_stands_in_one_list() -> None:
    for code, place in own_quota().items():
        assert recommender_kind(NATIONAL, code) == place.kind
        assert quota(NATIONAL, 2025, code).limit == 2


def test_to_its_province_a_separately_planned_city_is_a_prefecture() -> None:
    guangdong = programme("guangdong/sme-cluster")
    assert recommender_kind(guangdong, "440300") == "prefecture"
    assert recommender_kind(guangdong, "440000") == "province"


def test_what_is_over_the_quota_is_not_accepted() -> None:
    zhejiang = quota(NATIONAL, 2022, "330000")
    assert (zhejiang.allows(5), zhejiang.allows(6), zhejiang.left(3), zhejiang.left(9)) == (
        True, False, 2, 0,
    )  # fmt: skip


def test_without_a_notice_no_quota_is_known() -> None:
    unknown = quota(NATIONAL, 2026, "330000")
    assert (unknown.known, unknown.allows(1)) == (False, None)


def test_no_limit_is_not_the_same_as_no_known_limit() -> None:
    hainan = quota(programme("hainan/sme-cluster"), 2023, "469005")
    assert (hainan.known, hainan.limit, hainan.allows(100)) == (True, None, True)


def test_kunming_may_name_three_and_other_prefectures_two() -> None:
    yunnan = programme("yunnan/sme-cluster")
    assert [quota(yunnan, 2023, code).limit for code in ("530100", "530300")] == [3, 2]


def test_a_provinces_quota_for_the_national_programme_is_kept_apart() -> None:
    henan = programme("henan/sme-cluster")
    assert quota(henan, 2022, "410100", to="national").limit == 3
    assert quota(henan, 2022, "410200", to="national").known is False
    assert quota(henan, 2022, "410100").known is False


def test_a_call_is_open_until_its_due_day() -> None:
    call = call_of(NATIONAL, 2022)
    assert call is not None
    days = [date(2022, 9, 18), date(2022, 9, 19), date(2022, 10, 31), date(2022, 11, 1)]
    assert [call.is_open(day) for day in days] == [False, True, True, False]


def test_the_first_batch_is_valid_for_three_calendar_years() -> None:
    one = recognised(NATIONAL, "demo-001", 2022)
    assert (one.since, one.until) == (date(2023, 1, 1), date(2025, 12, 31))


def test_a_batch_without_days_takes_the_announcement_and_the_validity() -> None:
    one = recognised(NATIONAL, "demo-001", 2023, date(2023, 10, 17))
    assert (one.since, one.until) == (date(2023, 10, 17), date(2026, 10, 16))


def test_without_an_announcement_the_days_stay_unknown() -> None:
    one = recognised(NATIONAL, "demo-001", 2023)
    assert (one.since, one.until, one.standing(date(2024, 1, 1))) == (None, None, Standing.UNKNOWN)


def test_ningbo_recognises_for_two_years() -> None:
    one = recognised(programme("ningbo/sme-cluster"), "demo-001", 2024, date(2024, 8, 1))
    assert one.until == date(2026, 7, 31)


def test_provinces_count_from_different_days() -> None:
    found = {
        name: recognised(programme(f"{name}/sme-cluster"), "demo-001", 2023).since
        for name in ("anhui", "hainan", "guangdong")
    }
    assert found == {
        "anhui": date(2023, 1, 1),
        "hainan": date(2023, 7, 1),
        "guangdong": date(2023, 7, 10),
    }


def test_a_passed_review_extends_and_a_failed_one_does_not() -> None:
    one = recognised(NATIONAL, "demo-001", 2022)
    assert after_review(NATIONAL, one, passed=True).until == date(2028, 12, 31)
    assert after_review(NATIONAL, one, passed=False) == one


def test_an_extension_of_unknown_length_ends_on_an_unknown_day() -> None:
    ningbo = programme("ningbo/sme-cluster")
    assert after_review(ningbo, recognised(ningbo, "demo-001", 2023), passed=True).until is None


def test_reports_are_due_on_the_day_of_their_batch() -> None:
    due = [report_due(NATIONAL, batch, 2024) for batch in (2022, 2023, 2024, 2025)]
    assert due == [date(2025, 4, 30), date(2025, 4, 30), date(2025, 3, 31), None]
    assert report_due(programme("sichuan/sme-cluster"), 2023, 2023) == date(2024, 4, 1)


def test_a_batch_is_reviewed_in_the_year_its_validity_ends() -> None:
    assert review_year(NATIONAL, 2022) == 2025
    assert review_year(programme("guangdong/sme-cluster"), 2024) == 2027
    assert review_year(NATIONAL, 2024) is None


def test_no_deadline_for_change_reports_was_found() -> None:
    assert change_report_due(NATIONAL, date(2024, 1, 1)) is None


def test_a_filing_shows_the_grounds_it_counts_and_leaves_the_rest_to_people() -> None:
    found = grounds(NATIONAL, cluster(accidents_larger=1, cyber_incidents_major=None), 2022)
    assert {one.id: one.present for one in found} == {
        "larger_accident": True,
        "major_cyber_incident": None,
        "serious_dishonesty": False,
        "unreported_change": None,
        "expired_or_failed_review": None,
    }


def test_a_revoked_recognition_is_worth_nothing_from_that_day() -> None:
    one = Recognition("c", "p", 2022, date(2023, 1, 1), date(2025, 12, 31))
    gone = one.revoked(date(2024, 5, 1), "larger_accident")
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2026, 1, 1)]
    assert [gone.standing(day) for day in days] == [
        Standing.VALID, Standing.REVOKED, Standing.REVOKED,
    ]  # fmt: skip
    assert one.standing(date(2026, 1, 1)) is Standing.EXPIRED
