"""Reasons a rule gives: a code in the log, words in the reader's language on its page."""

import pytest
from tests.web.people import doer, signed_in

from jiqun.base.rule_reasons import OF_BEFORE, WORDS, reason_said, restored
from jiqun.web.events.chain import Deed, record
from jiqun.workspace import Workspace


@pytest.mark.parametrize("written", [*WORDS, *OF_BEFORE, restored("2026")])
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
