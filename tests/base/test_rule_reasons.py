"""Reasons a rule gives are told in one language at a time, those written before as well."""

import re

import pytest

from jiqun.base.rule_reasons import OF_BEFORE, WORDS, reason_said, restored

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BACKUP = "由 2026-06-01T08:00 的备份恢复 restored from the backup of 2026-06-01T08:00"


@pytest.mark.parametrize("code", [*WORDS, *OF_BEFORE, restored("2026-06-01"), BACKUP])
def test_every_reason_of_a_rule_is_told_in_one_language_at_a_time(code: str) -> None:
    said = reason_said(code)
    assert CHINESE.search(said.zh) and not re.search("[a-z]", said.zh)
    assert said.en and not CHINESE.search(said.en)


def test_a_backup_s_reason_of_before_says_what_one_of_now_says() -> None:
    assert reason_said(BACKUP) == reason_said(restored("2026-06-01T08:00"))


@pytest.mark.parametrize("text", ["材料不全。", "由甲的备份恢复", "rule:unheard_of", ""])
def test_what_a_person_wrote_is_told_as_they_wrote_it(text: str) -> None:
    assert reason_said(text).zh == reason_said(text).en == text
