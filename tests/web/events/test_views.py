"""The log's page: reasons a rule gives in words, and of deals the step alone."""

import pytest
from tests.web.people import doer, signed_in

from jiqun.base.rule_reasons import OF_BEFORE, WORDS, reason_said, restored
from jiqun.web.events.chain import Deed, record, verify
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


def test_of_a_deal_the_page_tells_the_step_and_neither_price_nor_parties(
    office: Workspace,
) -> None:
    del office
    said = {"to": "asked", "price": "160.00", "parties": {"renter": ["firm", "91330106MA2800000X"]}}
    for subject in ("booking:7", "cooperation:3", "challenge:2"):
        record(Deed("book", subject, "", "firm:91330110MA28000011", said))
    page = signed_in("audit").get("/audit/?q=booking").content.decode()
    assert "asked" in page
    assert "只有当事各方可见" in page
    every = signed_in("audit").get("/audit/").content.decode()
    for hidden in ("160.00", "91330106MA2800000X"):
        assert hidden not in every
    assert verify().problems == []
