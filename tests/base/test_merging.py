"""What an installation says differently takes the place of what was shipped, line for line."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.merging import Merged, merged

TEXTS = st.text("abc", min_size=1, max_size=2)
THINGS: st.SearchStrategy[Any] = st.recursive(
    st.integers() | TEXTS,
    lambda inner: st.dictionaries(TEXTS, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=8,
)


def bring(shipped: Any, own: Any) -> Any:
    return merged(shipped, {}, own, {}).content


def test_a_key_takes_the_place_of_the_same_key_and_the_others_stay() -> None:
    shipped = {"unit": "家", "title": {"zh": "甲", "en": "A"}, "values": [1, 2]}
    own = {"title": {"en": "B"}, "values": [3]}
    assert bring(shipped, own) == {
        "unit": "家",
        "title": {"zh": "甲", "en": "B"},
        "values": [3],
    }


def test_things_with_an_id_are_found_by_it_and_new_ones_stand_after_the_one_they_name() -> None:
    shipped = [{"id": "a", "unit": "家"}, {"id": "b", "unit": "人"}]
    own = [{"id": "c", "after": "a", "unit": "万元"}, {"id": "b", "note": "年末"}]
    assert bring(shipped, own) == [
        {"id": "a", "unit": "家"},
        {"id": "c", "unit": "万元"},
        {"id": "b", "unit": "人", "note": "年末"},
    ]


def test_every_part_knows_its_line_in_its_own_file() -> None:
    shipped = {"top": 1, "fields": [{"id": "a", "unit": "家"}]}
    lines = {(): 1, ("top",): 1, ("fields",): 2, ("fields", 0): 3, ("fields", 0, "unit"): 4}
    own = {"fields": [{"id": "b"}, {"id": "a", "unit": "人"}]}
    own_lines = {
        (): 1,
        ("fields",): 1,
        ("fields", 0): 2,
        ("fields", 1): 3,
        ("fields", 1, "unit"): 5,
    }
    found: Merged = merged(shipped, lines, own, own_lines)
    assert found.lines[("top",)] == 1
    assert found.own[("fields", 0, "unit")] == 5
    assert found.own[("fields", 1)] == 2
    assert ("top",) not in found.own


@given(THINGS)
def test_nothing_said_differently_changes_nothing(shipped: Any) -> None:
    if isinstance(shipped, dict):
        assert bring(shipped, {}) == shipped
    assert bring(shipped, shipped) == shipped or isinstance(shipped, list | dict)


@given(st.dictionaries(TEXTS, THINGS, max_size=4), st.dictionaries(TEXTS, THINGS, max_size=4))
def test_bringing_the_same_in_twice_is_bringing_it_in_once(
    shipped: dict[str, Any], own: dict[str, Any]
) -> None:
    once = bring(shipped, own)
    assert bring(once, own) == once
    assert set(once) == set(shipped) | set(own)
