"""Ties are found by code, employer and shareholding; what was not looked up is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.workflow.panels.conflicts import Applicant, Expert, Tie, check, conflicts

PUMPS, VALVES = "91330106MA2800000X", "91330106MA2800001W"
APPLICANT = Applicant(
    "a1",
    {PUMPS: "某某（浙江）泵业有限公司", VALVES: "某某阀门有限公司"},
    frozenset({"某县经济和信息化局"}),
    {PUMPS: frozenset({"王某某"}), VALVES: frozenset({"91330106MA2800002U"})},
)


def expert(**known: frozenset[str]) -> Expert:
    return Expert("e1", **{"firms": frozenset(), "employers": frozenset(), **known})


@pytest.mark.parametrize(
    ("known", "tie"),
    [
        ({"firms": {PUMPS}}, (Tie.CREDIT_CODE, PUMPS)),
        ({"employers": {VALVES}}, (Tie.EMPLOYER, VALVES)),
        ({"employers": {"某某(浙江) 泵业有限公司"}}, (Tie.EMPLOYER, "某某(浙江) 泵业有限公司")),
        ({"employers": {"某县经济和信息化局"}}, (Tie.EMPLOYER, "某县经济和信息化局")),
        ({"holder_names": {"王某某"}}, (Tie.SHAREHOLDING, PUMPS)),
        ({"employers": {"91330106MA2800002U"}}, (Tie.SHAREHOLDING, VALVES)),
        ({"declared": {"a1"}}, (Tie.DECLARED, "a1")),
        ({"firms": {"某某阀门有限公司"}}, (Tie.CREDIT_CODE, "某某阀门有限公司")),
        ({"firms": {PUMPS.lower()}}, (Tie.CREDIT_CODE, PUMPS.lower())),
        ({"employers": {f"{VALVES} 董事"}}, (Tie.EMPLOYER, f"{VALVES} 董事")),
        ({"employers": {"某某阀门有限公司，顾问"}}, (Tie.EMPLOYER, "某某阀门有限公司，顾问")),
        ({"firms": {"91330106ＭＡ2800002U"}}, (Tie.SHAREHOLDING, VALVES)),
    ],
)
def test_a_tie_is_found_and_named(known: dict[str, set[str]], tie: tuple[Tie, str]) -> None:
    found = check(expert(**{key: frozenset(said) for key, said in known.items()}), APPLICANT)
    assert found.ties == (tie,)
    assert found.conflict


def test_without_a_tie_there_is_none_and_everything_was_looked_up() -> None:
    found = check(expert(employers=frozenset({"另一单位"})), APPLICANT)
    assert (found.ties, found.not_checked, found.conflict) == ((), (), False)


def test_shareholding_that_was_not_imported_is_not_checked() -> None:
    partly = Applicant("a1", APPLICANT.firms, shareholders={PUMPS: frozenset()})
    assert check(expert(), partly).not_checked == (Tie.SHAREHOLDING,)


def test_an_expert_nobody_asked_is_not_checked_rather_than_free() -> None:
    assert check(Expert("e1"), APPLICANT).not_checked == (Tie.CREDIT_CODE, Tie.EMPLOYER)


def test_pairs_in_conflict_are_those_the_assignment_keeps_apart() -> None:
    tied = expert(firms=frozenset({PUMPS}))
    other = Applicant("a2", {"91330106MA2800009K": "另一公司"})
    found = conflicts([tied], [APPLICANT, other])
    assert found.keys() == {("a1", "e1")}
    assert found["a1", "e1"] == check(tied, APPLICANT)


CODES, NAMES = ("91330106MA2800000X", "91330106MA2800001X"), ("某某泵业", "某某 泵业", "促进中心")
some_codes = st.frozensets(st.sampled_from(CODES))
some_names = st.frozensets(st.sampled_from((*CODES, *NAMES)))


@st.composite
def experts(draw: st.DrawFn, name: str) -> Expert:
    declared = draw(st.frozensets(st.sampled_from(("a0", "a1"))))
    return Expert(name, draw(some_codes), draw(some_names), draw(some_names), declared)


@st.composite
def applicants(draw: st.DrawFn, name: str) -> Applicant:
    firms = draw(st.dictionaries(st.sampled_from(CODES), st.sampled_from(NAMES)))
    holders = {code: draw(some_names) for code in sorted(firms) if draw(st.booleans())}
    return Applicant(name, firms, draw(some_names), holders)


@given(st.tuples(experts("e0"), experts("e1")), st.tuples(applicants("a0"), applicants("a1")))
def test_looking_experts_up_finds_what_checking_every_pair_finds(
    judges: tuple[Expert, ...], applied: tuple[Applicant, ...]
) -> None:
    every = {
        (applicant.id, judge.id): check(judge, applicant)
        for applicant in applied
        for judge in judges
    }
    assert conflicts(judges, applied) == {pair: of for pair, of in every.items() if of.conflict}
