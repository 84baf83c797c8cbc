"""Reasons a rule gives: a code in the log, words in the reader's language on its page."""

import re

import pytest
from tests.web.people import doer, signed_in

from jiqun.web.events.chain import Deed, record
from jiqun.web.events.reasons import OF_BEFORE, WORDS, reason_said
from jiqun.workspace import Workspace

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_reason_of_a_rule_is_told_in_one_language_at_a_time(code: str) -> None:
    said = reason_said(code)
    assert CHINESE.search(said.zh) and not re.search("[a-z]", said.zh)
    assert said.en and not CHINESE.search(said.en)


@pytest.mark.parametrize("written", [*WORDS, *OF_BEFORE])
def test_the_log_s_page_says_a_reason_in_its_reader_s_language_also_one_of_before(
    office: Workspace, written: str
) -> None:
    nation, said = doer("nation"), reason_said(written)
    by = ("application:one/a/2026", nation.person, nation.office)
    record(Deed("not_select", *by, {}, {"reason": written}))
    auditor = signed_in("audit")
    chinese = auditor.get("/audit/?verb=not_select").content.decode()
    english = auditor.get("/en/audit/?verb=not_select").content.decode()
    assert f"原因：{said.zh}" in chinese and said.en not in chinese
    assert f"reason: {said.en}" in english and said.zh not in english


def test_what_a_person_wrote_is_told_as_they_wrote_it() -> None:
    assert reason_said("材料不全。").zh == reason_said("材料不全。").en == "材料不全。"
