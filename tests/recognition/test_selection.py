"""Within the quota and never over; ties by the stated rule, and by nothing else."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.recognition.recommenders import quotas_of, recommender_of
from jiqun.recognition.selection import Candidate, Outcome, Rule, Selection, select
from jiqun.rules import programme
from jiqun.rules.life import Quota
from jiqun.rules.procedures import TieKey

ZHEJIANG = "330000"
TIES = (TieKey("higher_score_in", "innovation"), TieKey("holds", "provincial_recognition"))


def candidate(id: str, total: str | None, **known: object) -> Candidate:  # noqa: A002
    exact = None if total is None else Fraction(total)
    return Candidate(id, **{"recommender": ZHEJIANG, "total": exact, **known})  # type: ignore[arg-type]


def within(limit: int | None) -> dict[str, Quota]:
    return {ZHEJIANG: Quota(limit, known=True)}


@st.composite
def pools(draw: st.DrawFn) -> list[Candidate]:
    count = draw(st.integers(0, 12))
    return [
        Candidate(
            f"a{number:02}",
            draw(st.sampled_from([ZHEJIANG, "330200"])),
            draw(st.none() | st.integers(0, 4).map(Fraction)),
            {"innovation": Fraction(draw(st.integers(0, 2)))},
            draw(st.sampled_from([frozenset(), frozenset({"provincial_recognition"})])),
            segment=draw(st.sampled_from(["", "pumps", "valves"])),
        )
        for number in range(count)
    ]


RULES = st.builds(
    Rule,
    ties=st.sampled_from([(), TIES, (*TIES, TieKey("draw")), (TieKey("draw"),)]),
    seed=st.sampled_from(["", "2026"]),
    threshold=st.none() | st.just(Fraction(2)),
    one_per_segment=st.booleans(),
)
LIMITS = st.integers(0, 6)


@given(pool=pools(), rule=RULES, ours=LIMITS, ningbo=LIMITS)
def test_nobody_ever_names_more_than_their_quota(
    pool: list[Candidate], rule: Rule, ours: int, ningbo: int
) -> None:
    quotas = {ZHEJIANG: Quota(ours, known=True), "330200": Quota(ningbo, known=True)}
    found = select(pool, quotas, rule)
    assert found.named(ZHEJIANG) <= ours
    assert found.named("330200") <= ningbo
    assert sorted(place.candidate.id for place in found.places) == [applied.id for applied in pool]


@given(pool=pools(), rule=RULES, limit=LIMITS, data=st.data())
def test_the_order_applications_come_in_changes_nothing(
    pool: list[Candidate], rule: Rule, limit: int, data: st.DataObject
) -> None:
    quotas = within(limit)
    assert select(data.draw(st.permutations(pool)), quotas, rule) == select(pool, quotas, rule)


@given(pool=pools(), rule=RULES, limit=LIMITS)
def test_nobody_recommended_stands_below_somebody_who_waits_or_is_tied(
    pool: list[Candidate], rule: Rule, limit: int
) -> None:
    found = select(pool, within(limit), rule)
    ranks = {
        outcome: [p.rank or 0 for p in found.places if p.outcome is outcome] for outcome in Outcome
    }
    last = max(ranks[Outcome.RECOMMENDED], default=0)
    assert all(last < rank for rank in ranks[Outcome.WAITING] + ranks[Outcome.TIED])


@given(pool=pools(), limit=st.integers(1, 6))
def test_when_one_withdraws_the_next_moves_up_and_nobody_else(
    pool: list[Candidate], limit: int
) -> None:
    rule = Rule((TieKey("draw"),), seed="2026")
    before = select(pool, within(limit), rule)
    for gone in before.of(Outcome.RECOMMENDED):
        after = select([applied for applied in pool if applied.id != gone], within(limit), rule)
        moved_up = before.waiting_list(ZHEJIANG)[:1]
        expected = [name for name in before.of(Outcome.RECOMMENDED) if name != gone]
        assert after.of(Outcome.RECOMMENDED) == expected + moved_up


def outcomes(found: Selection) -> dict[str, str]:
    return {place.candidate.id: str(place.outcome) for place in found.places}


def test_a_tie_at_the_cut_off_stays_undecided_where_no_rule_is_stated() -> None:
    pool = [candidate("a", "90"), candidate("b", "80"), candidate("c", "80"), candidate("d", "70")]
    assert outcomes(select(pool, within(2), Rule())) == {
        "a": "recommended", "b": "tied", "c": "tied", "d": "waiting",
    }  # fmt: skip


def test_a_tie_that_fits_within_the_quota_needs_no_rule() -> None:
    pool = [candidate("a", "90"), candidate("b", "80"), candidate("c", "80")]
    found = select(pool, within(3), Rule())
    assert found.of(Outcome.RECOMMENDED) == ["a", "b", "c"]
    assert [place.rank for place in found.places] == [1, 2, 2]


@pytest.mark.parametrize(
    ("key", "better"),
    [
        (TieKey("higher_score_in", "innovation"), {"scores": {"innovation": Fraction(9)}}),
        (
            TieKey("holds", "provincial_recognition"),
            {"holds": frozenset({"provincial_recognition"})},
        ),
        (TieKey("earlier_submission"), {"submitted": "2026-03-01T08:00"}),
    ],
)
def test_the_stated_key_decides_and_says_so(key: TieKey, better: dict[str, object]) -> None:
    pool = [candidate("a", "80"), candidate("b", "80", **better)]
    found = select(pool, within(1), Rule((key,)))
    assert found.of(Outcome.RECOMMENDED) == ["b"]
    assert found.of(Outcome.WAITING) == ["a"]
    assert {place.decided_by for place in found.places} == {f"{key.kind} {key.of}".strip()}


def test_keys_decide_in_their_order() -> None:
    pool = [
        candidate("a", "80", scores={"innovation": Fraction(5)}, submitted="2026-01-01"),
        candidate("b", "80", scores={"innovation": Fraction(6)}, submitted="2026-02-01"),
    ]
    ties = (TieKey("higher_score_in", "innovation"), TieKey("earlier_submission"))
    assert select(pool, within(1), Rule(ties)).of(Outcome.RECOMMENDED) == ["b"]
    assert select(pool, within(1), Rule(ties[::-1])).of(Outcome.RECOMMENDED) == ["a"]


def test_a_draw_without_a_published_seed_decides_nothing() -> None:
    pool = [candidate("a", "80"), candidate("b", "80")]
    assert select(pool, within(1), Rule((TieKey("draw"),))).of(Outcome.TIED) == ["a", "b"]


def test_below_the_threshold_a_free_place_stays_free() -> None:
    pool = [candidate("a", "60"), candidate("b", "59.99"), candidate("c", None)]
    assert outcomes(select(pool, within(3), Rule(threshold=Fraction(60)))) == {
        "a": "recommended", "b": "below_threshold", "c": "not_scored",
    }  # fmt: skip


def test_one_cluster_of_a_sub_segment_leaves_the_place_to_the_next() -> None:
    pool = [
        candidate("a", "90", segment="pumps"),
        candidate("b", "85", segment="pumps"),
        candidate("c", "80"),
    ]
    assert outcomes(select(pool, within(2), Rule(one_per_segment=True))) == {
        "a": "recommended", "b": "segment_taken", "c": "recommended",
    }  # fmt: skip
    assert select(pool, within(2), Rule()).of(Outcome.RECOMMENDED) == ["a", "b"]


def test_without_a_known_quota_nobody_is_named_and_without_a_limit_all_are() -> None:
    pool = [candidate("a", "90"), candidate("b", "80")]
    assert set(outcomes(select(pool, {}, Rule())).values()) == {"quota_unknown"}
    assert select(pool, within(None), Rule()).of(Outcome.RECOMMENDED) == ["a", "b"]


# --- whose quota an application counts to ---


@pytest.mark.parametrize(
    ("county", "recommender"),
    [
        ("330106", "330000"),
        ("330203", "330200"),
        ("440305", "440300"),
        ("659001", "659000"),
        ("650102", "650000"),
        ("441900", "440000"),
    ],
)
def test_a_citys_own_quota_is_not_its_provinces(county: str, recommender: str) -> None:
    assert recommender_of(programme("national/sme-cluster"), 2025, county) == recommender


@pytest.mark.parametrize(
    ("name", "year", "county", "recommender"),
    [
        ("beijing/sme-cluster", 2024, "110108", "110108"),
        ("yunnan/sme-cluster", 2023, "530102", "530100"),
        ("guangxi/sme-cluster", 2024, "450102", "450100"),
        ("gansu/sme-cluster", 2024, "620102", "620000"),
    ],
)
def test_to_a_province_recommends_whom_its_quotas_name(
    name: str, year: int, county: str, recommender: str
) -> None:
    assert recommender_of(programme(name), year, county) == recommender


def test_province_city_and_corps_are_filled_each_by_its_own() -> None:
    national = programme("national/sme-cluster")
    counties = ["330106"] * 9 + ["330203"] * 3 + ["659001"] * 3
    pool = [
        Candidate(f"a{n:02}", recommender_of(national, 2025, county), Fraction(100 - n))
        for n, county in enumerate(counties)
    ]
    quotas = quotas_of(national, 2025, {applied.recommender for applied in pool})
    found = select(pool, quotas, Rule())
    assert [found.named(code) for code in ("330000", "330200", "659000")] == [8, 2, 2]
    assert found.waiting_list("330200") == ["a11"]
