"""Members and mandates as their forms say them, and statutes."""

from datetime import date

from jiqun.governance.members import is_sme, read_member
from jiqun.governance.statutes import read_statutes

TODAY = date(2026, 6, 1)


def test_an_association_has_no_size_and_counts_towards_no_quorum() -> None:
    said = {
        "code": "51330000470095123X", "name": "示例协会", "kind": "association",
        "size": "small", "since": "2026-01-01",
    }  # fmt: skip
    member, problems = read_member(said, TODAY)
    assert (member.size, [problem.code for problem in problems]) == ("unknown", [])
    assert not is_sme(member.kind, member.size)


def test_a_firm_whose_size_is_not_said_is_no_sme() -> None:
    assert [is_sme("firm", size) for size in ("medium", "large", "unknown")] == [True, False, False]


def test_everything_wrong_with_statutes_is_told_at_once() -> None:
    codes = [problem.code.partition(".")[2] for problem in read_statutes({})[1]]
    assert codes == ["text_missing", "name_missing", "no_day", "no_number", "no_choice",
                     "no_choice"]  # fmt: skip
