"""Calls, batches and reviews of a programme, in words."""

import re

import pytest

from jiqun.rules import programme, programmes
from jiqun.rules.history import history
from jiqun.rules.life import call_of, quota, review_of_batch, review_year

NATIONAL = programme("national/sme-cluster")


def test_the_national_programme_s_calls_batches_and_reviews_are_all_there() -> None:
    said = {(event.year, event.what.en): event.said for event in history(NATIONAL)}
    assert said[2026, "call"].zh == "2026-04-08 至 2026-06-15；名额未能取得"
    assert said[2025, "review of the 2022 batch"].en == "97 of 100 passed"
    assert said[2026, "review of the 2023 batch"].zh == "结果未能取得"
    assert said[2022, "batch"].en == "100 recognised; valid 2023-01-01 to 2025-12-31"
    assert "province: 5" in said[2022, "call"].en


def test_the_call_of_2026_is_known_without_its_quotas() -> None:
    call = call_of(NATIONAL, 2026)
    assert call is not None
    assert (str(call.issued), str(call.due), call.quotas) == ("2026-04-08", "2026-06-15", {})
    assert not quota(NATIONAL, 2026, "330000").known


def test_the_batch_of_2023_was_reviewed_in_2026_with_an_outcome_nobody_saw() -> None:
    assert review_year(NATIONAL, 2023) == 2026
    assert review_of_batch(NATIONAL, "2023") is None
    found = review_of_batch(NATIONAL, "2022")
    assert found is not None
    assert (found.recognised, found.passed) == (100, 97)


@pytest.mark.parametrize("name", sorted(programmes()))
def test_every_event_is_said_in_both_languages_with_its_source(name: str) -> None:
    for event in history(programmes()[name]):
        assert event.source
        assert event.said.zh
        assert not re.search("[\u4e00-\u9fff]", event.what.en + event.said.en)
