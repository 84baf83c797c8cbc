"""What if is the decision, decided again: unchanged settings change nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.errors import Refused
from jiqun.base.language import Bilingual
from jiqun.recognition.selection import Outcome, Rule
from jiqun.recognition.what_if import Scored, Setting, decide, setting_of, what_if
from jiqun.rules import programme
from jiqun.rules.life import Quota
from jiqun.rules.procedures import TieKey, procedure_of
from jiqun.workflow.panels.scores import Category, Sheet

SCHEME = (
    Category("innovation", Bilingual("创新能力", "innovation"), Decimal(60), Decimal(100)),
    Category("chain", Bilingual("产业链协作", "chain"), Decimal(40), Decimal(100)),
)
NOW = Setting(SCHEME, "mean", {"330000": Quota(1, True), "330200": Quota(1, True)})


def scored(id: str, innovation: int, chain: int, recommender: str = "330000") -> Scored:  # noqa: A002
    sheet = Sheet("e1", {"innovation": Decimal(innovation), "chain": Decimal(chain)})
    return Scored(id, recommender, (sheet,))


POOL = [scored("a", 90, 50), scored("b", 60, 90), scored("c", 80, 80, "330200")]
SCORES = st.integers(0, 3)
POOLS = st.lists(st.tuples(SCORES, SCORES, st.sampled_from(["330000", "330200"])), max_size=8).map(
    lambda drawn: [scored(f"a{n}", *given) for n, given in enumerate(drawn)]
)


@given(pool=POOLS, seed=st.sampled_from(["", "2026"]), limit=st.integers(0, 4))
def test_unchanged_settings_reproduce_the_decision_exactly(
    pool: list[Scored], seed: str, limit: int
) -> None:
    setting = Setting(
        SCHEME, "median", {"330000": Quota(limit, True)}, Rule((TieKey("draw"),), seed)
    )
    same = what_if(pool, setting, setting.weighing({}).allowing({}).needing(None))
    assert same.before == same.after == decide(pool, setting)
    assert (same.entering, same.leaving, same.moving, same.by_recommender) == ((), (), (), {})


@given(pool=POOLS, limit=st.integers(0, 4), more=st.integers(0, 4), weight=st.integers(0, 100))
def test_who_enters_and_leaves_is_the_difference_of_the_two_decisions(
    pool: list[Scored], limit: int, more: int, weight: int
) -> None:
    now = NOW.allowing({"330000": limit})
    weights = {"innovation": Decimal(weight), "chain": Decimal(100 - weight)}
    found = what_if(pool, now, now.allowing({"330000": more}).weighing(weights))
    before, after = (set(side.of(Outcome.RECOMMENDED)) for side in (found.before, found.after))
    assert {step.application for step in found.entering} == after - before
    assert {step.application for step in found.leaving} == before - after
    assert sum(found.by_recommender.values()) == len(after) - len(before)


def test_other_weights_put_another_first() -> None:
    # 90 and 50 at 60:40 are 74, at 40:60 they are 66; 60 and 90 are 72 and 78.
    then = NOW.weighing({"innovation": Decimal(40), "chain": Decimal(60)})
    found = what_if(POOL, NOW, then)
    assert [step.application for step in found.entering] == ["b"]
    assert [(step.application, str(step.now)) for step in found.leaving] == [("a", "waiting")]
    assert found.by_recommender == {}


def test_a_larger_quota_says_where_somebody_enters() -> None:
    found = what_if(POOL, NOW, NOW.allowing({"330000": 2}))
    assert [step.application for step in found.entering] == ["b"]
    assert found.by_recommender == {"330000": 1}


def test_a_threshold_says_who_falls_below_it() -> None:
    found = what_if(POOL, NOW, NOW.needing(Fraction(75)))
    assert [(step.application, str(step.now)) for step in found.leaving] == [
        ("a", "below_threshold")
    ]
    assert [step.application for step in found.moving] == ["b"]


def test_weights_that_do_not_make_100_or_name_nothing_are_refused_at_once() -> None:
    with pytest.raises(Refused) as refused:
        NOW.weighing({"innovation": Decimal(50), "beauty": Decimal(10)})
    assert [problem.code for problem in refused.value.problems] == [
        "recognition.no_category", "recognition.weights_not_100",
    ]  # fmt: skip
    assert all("{" not in fault.text("zh") + fault.text("en") for fault in refused.value.problems)


def test_a_programme_without_a_published_scheme_ranks_nobody() -> None:
    with pytest.raises(Refused) as refused:
        setting_of(procedure_of(programme("national/sme-cluster")), {})
    assert refused.value.problems[0].code == "recognition.no_scheme"
