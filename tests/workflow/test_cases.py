"""A filing's life, step by step, and what refuses a step."""

import copy

import pytest

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.workflow.cases import Case, act, open_cells, opened
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import INSTALLATION, NATION, Party, route_of

HANGZHOU = route_of(["330106"], national=True).parties


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def begun(parties: dict[str, Party] | None = None) -> Case:
    has = dict(parties or HANGZHOU)
    return opened(workflow("filing"), has, has.get("nation", has["province"]))


def walked(case: Case, *steps: tuple[str, str]) -> Case:
    for slot, verb in steps:
        case = act(case, verb, case.parties[slot], "a reason").case
    return case


SUBMITTED = (("county", "begin"), ("county", "submit"))
ENDORSED = (*SUBMITTED, ("prefecture", "endorse"), ("province", "endorse"))
RELEASED = (*ENDORSED, ("nation", "accept"), ("nation", "release"))


def test_a_filing_goes_from_county_to_release() -> None:
    assert walked(begun(), *RELEASED).state == "released"


def test_each_office_is_asked_in_turn() -> None:
    holders = [walked(begun(), *RELEASED[:number]).holder for number in range(7)]
    assert holders == ["county", "county", "prefecture", "province", "nation", "nation", "nation"]


def test_a_province_only_cluster_ends_at_the_province() -> None:
    case = begun(dict(route_of(["330106"], national=False).parties))
    case = walked(case, *SUBMITTED, ("prefecture", "endorse"), ("province", "accept"))
    assert (case.state, case.holder) == ("accepted", "province")
    assert walked(case, ("province", "release")).state == "released"


@pytest.mark.parametrize("county", ["110108", "441900", "442000", "429004", "330203"])
def test_without_a_prefecture_the_province_is_asked_next(county: str) -> None:
    case = walked(begun(dict(route_of([county], national=True).parties)), *SUBMITTED)
    assert case.holder == "province"
    assert walked(case, ("province", "endorse")).state == "endorsed_by_province"


def test_nobody_endorses_for_another() -> None:
    submitted = walked(begun(), *SUBMITTED)
    with pytest.raises(Refused) as refused:
        act(submitted, "endorse", HANGZHOU["province"])
    assert codes(refused) == ["workflow.not_yours"]
    with pytest.raises(Refused):
        act(submitted, "endorse", Party(Office.PREFECTURE, "330200"))


def test_a_neighbouring_county_cannot_submit() -> None:
    with pytest.raises(Refused) as refused:
        act(walked(begun(), SUBMITTED[0]), "submit", Party(Office.COUNTY, "330105"))
    assert codes(refused) == ["workflow.not_yours"]


def test_the_agency_fills_in_and_does_not_submit() -> None:
    agency = Party(Office.AGENCY, "demo-001")
    case = begun({**HANGZHOU, "agency": agency})
    assert case.verbs_for(agency) == ["begin"]
    draft = act(case, "begin", agency).case
    assert "agency" in draft.standing.writers
    with pytest.raises(Refused):
        act(draft, "submit", agency)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_return_needs_a_reason(reason: str) -> None:
    with pytest.raises(Refused) as refused:
        act(walked(begun(), *SUBMITTED), "return", HANGZHOU["prefecture"], reason)
    assert codes(refused) == ["workflow.reason_missing"]


def test_a_return_begins_the_way_anew() -> None:
    case = walked(begun(), *ENDORSED, ("nation", "return"), ("county", "submit"))
    assert (case.state, case.holder) == ("submitted", "prefecture")


def test_a_return_opens_the_cells_asked_about_and_those_tied_to_them() -> None:
    returned = walked(begun(), *SUBMITTED, ("prefecture", "return"))
    ties = [{"output_sme", "output_total"}, {"jobs", "employment_sme"}]
    cells = {"output_sme", "output_total", "jobs", "employment_sme", "exports"}
    opened_now = open_cells(returned.standing, cells, {"jobs"}, ties)
    assert opened_now == {"jobs", "employment_sme"}


def test_a_return_that_names_no_cell_opens_them_all() -> None:
    returned = walked(begun(), *SUBMITTED, ("prefecture", "return"))
    assert open_cells(returned.standing, {"jobs", "exports"}, (), []) == {"jobs", "exports"}


def test_no_cell_is_open_while_an_office_looks_at_it() -> None:
    submitted = walked(begun(), *SUBMITTED)
    assert open_cells(submitted.standing, {"jobs"}, {"jobs"}, []) == frozenset()


@pytest.mark.parametrize("steps", [SUBMITTED, ENDORSED, RELEASED[:5]])
def test_an_imported_filing_must_be_reconciled_before_acceptance(
    steps: tuple[tuple[str, str], ...],
) -> None:
    case = act(walked(begun(), *steps), "import", INSTALLATION).case
    assert (case.state, case.holder, case.revision) == ("to_reconcile", "county", 2)
    with pytest.raises(Refused):
        act(case, "accept", NATION)
    assert walked(case, ("county", "reconcile")).state == "draft"


def test_a_correction_after_a_release_is_a_new_revision_with_a_reason() -> None:
    released = walked(begun(), *RELEASED)
    with pytest.raises(Refused) as refused:
        act(released, "correct", HANGZHOU["county"])
    assert codes(refused) == ["workflow.reason_missing"]
    corrected = act(released, "correct", HANGZHOU["county"], "a firm counted twice").case
    assert (corrected.state, corrected.revision) == ("correction", 2)


def test_nothing_is_withdrawn_after_acceptance() -> None:
    with pytest.raises(Refused) as refused:
        act(walked(begun(), *RELEASED[:5]), "withdraw", HANGZHOU["county"], "a reason")
    assert codes(refused) == ["workflow.not_here"]


def test_a_refusal_says_what_is_possible_in_both_languages() -> None:
    with pytest.raises(Refused) as refused:
        act(begun(), "submit", HANGZHOU["county"])
    (problem,) = refused.value.problems
    assert (
        problem.text("en")
        == '"submit" is not possible while the case is "opened". Possible now: begin.'
    )
    assert problem.text("zh") == "“待填写”状态下不能“提交”。 现在可以：开始填写。"


def test_only_those_who_may_open_a_case_open_it() -> None:
    with pytest.raises(Refused) as refused:
        opened(workflow("filing"), HANGZHOU, HANGZHOU["county"])
    assert codes(refused) == ["workflow.not_yours"]


@pytest.mark.parametrize(
    "parties",
    [
        {slot: party for slot, party in HANGZHOU.items() if slot != "county"},
        {**HANGZHOU, "mayor": NATION},
        {**HANGZHOU, "province": Party(Office.COUNTY, "330106")},
    ],
    ids=["one missing", "one unknown", "one of another kind"],
)
def test_slots_are_filled_as_the_workflow_wants(parties: dict[str, Party]) -> None:
    with pytest.raises(Refused) as refused:
        opened(workflow("filing"), parties, NATION)
    assert codes(refused) == ["workflow.wrong_slots"]


def test_a_running_case_keeps_the_definition_it_began_with() -> None:
    old = workflow("filing")
    content = copy.deepcopy(dict(old.content))
    content["transitions"] = [s for s in content["transitions"] if s["verb"] != "withdraw"]
    new = Workflow("filing", content)
    assert new.version != old.version
    kept = Workflow("filing", old.content)
    assert kept.version == old.version
    running = Case(kept, HANGZHOU, "submitted")
    assert "withdraw" in running.verbs_for(HANGZHOU["county"])
    assert "withdraw" not in Case(new, HANGZHOU, "submitted").verbs_for(HANGZHOU["county"])
