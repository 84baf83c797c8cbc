"""A draw follows from its seed and the names, and from nothing else."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from jiqun.workflow.draws import drawn

NAMES = st.lists(st.text(min_size=1), unique=True)


@given(names=NAMES, seed=st.text(), data=st.data())
def test_a_draw_is_the_same_whichever_order_the_names_come_in(
    names: list[str], seed: str, data: st.DataObject
) -> None:
    turned = data.draw(st.permutations(names))
    assert drawn(seed, names) == drawn(seed, turned)
    assert sorted(drawn(seed, names)) == sorted(names)


def test_anybody_can_repeat_it_with_a_hash_alone() -> None:
    names = [f"申报{number}" for number in range(20)]
    by_hand = sorted(names, key=lambda n: hashlib.sha256(b"42\n" + n.encode()).hexdigest())
    assert drawn("42", names) == by_hand
    assert drawn("43", names) != by_hand


def test_every_place_is_about_as_likely_over_many_seeds() -> None:
    first = [drawn(str(seed), "abcd")[0] for seed in range(2000)]
    assert all(420 < first.count(name) < 580 for name in "abcd")
