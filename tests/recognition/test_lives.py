"""A recognition's days, its end, and the real clusters as public lists know them."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from jiqun.base.errors import Refused
from jiqun.clusters.recognised import recognised
from jiqun.clusters.recognition import Recognition, Standing
from jiqun.clusters.reviews import standing_in
from jiqun.recognition.duties import Done, duties
from jiqun.recognition.lives import countdown, real_recognition, revoke
from jiqun.rules import programme
from jiqun.rules.life import after_review

NATIONAL = programme("national/sme-cluster")
HELD = Recognition("demo-001", NATIONAL.id, 2022, date(2023, 1, 1), date(2025, 12, 31))


def test_every_real_cluster_of_a_batch_stands_as_a_recognition_without_figures() -> None:
    found = {
        cluster.id: real_recognition(NATIONAL, cluster, date(2024, 6, 1))
        for cluster in recognised().values()
    }
    assert len(found) == 152
    batches = Counter(cluster.batch for cluster in recognised().values())
    assert sum(held is None for held in found.values()) == batches["unknown"]
    for held in filter(None, found.values()):
        assert held.programme == NATIONAL.id
        assert held.since == date(held.batch + 1, 1, 1)


@pytest.mark.parametrize("year", range(2022, 2032))
def test_a_real_clusters_standing_is_the_one_the_site_shows(year: int) -> None:
    for cluster in recognised().values():
        on = date(year, 6, 1)
        held = real_recognition(NATIONAL, cluster, on)
        shown = standing_in(cluster, year)
        if held is not None and shown is not Standing.UNKNOWN:
            assert held.standing(on) is shown, (cluster.id, year)
        if held is not None and cluster.batch == "2022" and year == 2026:
            assert held.standing(on) in (Standing.VALID, Standing.UNKNOWN)


def test_days_are_counted_to_the_last_one() -> None:
    days = [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1)]
    found = [countdown(NATIONAL, HELD, day) for day in days]
    assert [(str(left.standing), left.days_left) for left in found] == [
        ("valid", 1), ("valid", 0), ("expired", None),
    ]  # fmt: skip


def test_after_a_passed_review_the_next_is_when_the_extension_ends() -> None:
    extended = after_review(NATIONAL, HELD, passed=True)
    assert countdown(NATIONAL, extended, date(2026, 1, 1)).review_year == 2028
    assert countdown(NATIONAL, HELD, date(2025, 1, 1)).review_year == 2025


def test_where_no_end_is_known_nothing_is_counted_down() -> None:
    found = countdown(NATIONAL, replace(HELD, until=None), date(2025, 1, 1))
    assert (found.standing, found.days_left) == (Standing.UNKNOWN, None)


def test_a_recognition_is_revoked_on_a_ground_of_its_programme_only() -> None:
    on = date(2024, 5, 1)
    assert revoke(NATIONAL, HELD, on, "serious_dishonesty").ground == "serious_dishonesty"
    with pytest.raises(Refused) as refused:
        revoke(NATIONAL, HELD, date(2030, 1, 1), "ugliness")
    assert [problem.code for problem in refused.value.problems] == [
        "recognition.no_ground", "recognition.nothing_to_revoke",
    ]  # fmt: skip
    assert all("{" not in fault.text("zh") + fault.text("en") for fault in refused.value.problems)


# --- the yearly duty ---


def test_each_year_of_validity_asks_for_the_year_before() -> None:
    found = duties(NATIONAL, HELD, {}, date(2025, 12, 1))
    assert [duty.year for duty in found] == [2022, 2023, 2024]
    assert {duty.done for duty in found} == {Done.OVERDUE}


def test_nothing_more_is_asked_once_a_recognition_ended() -> None:
    assert [duty.year for duty in duties(NATIONAL, HELD, {}, date(2030, 1, 1))] == [
        2022,
        2023,
        2024,
    ]
    gone = HELD.revoked(date(2024, 2, 1), "larger_accident")
    assert [duty.year for duty in duties(NATIONAL, gone, {}, date(2030, 1, 1))] == [2022, 2023]


@pytest.mark.parametrize(
    ("filed", "on", "done"),
    [
        (None, date(2023, 4, 30), Done.DUE),
        (None, date(2023, 5, 1), Done.OVERDUE),
        (date(2023, 4, 30), date(2023, 5, 1), Done.FILED),
        (date(2023, 5, 1), date(2023, 5, 1), Done.FILED_LATE),
        (date(2023, 6, 1), date(2023, 5, 1), Done.OVERDUE),
    ],
)
def test_a_duty_is_due_on_its_last_day_and_late_the_day_after(
    filed: date | None, on: date, done: Done
) -> None:
    days = {} if filed is None else {2022: filed}
    assert duties(NATIONAL, HELD, days, on)[0].done is done


def test_where_no_day_was_found_nobody_is_late() -> None:
    newest = Recognition("demo-001", NATIONAL.id, 2025, date(2026, 1, 1), date(2028, 12, 31))
    (duty,) = duties(NATIONAL, newest, {}, date(2026, 12, 31))
    assert (duty.due, duty.done) == (None, Done.NOT_CONFIGURED)
