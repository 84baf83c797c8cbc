"""Levels of firms for a closed year: halves and groups are told so that no few firms follow."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.exchange.levels import FROM_2, HALVES, LADDER, OPEN, Levelled, levels_counted

GROUPS = (*LADDER, OPEN)
COUNTS = st.lists(st.integers(0, 5), min_size=len(GROUPS), max_size=len(GROUPS))


def firms(counts: list[int], shared: int = 0) -> list[Levelled]:
    """Return so many firms of each group; the first of each share their level."""
    return [
        Levelled(f"{group}-{at}", *_ends(group), shared=at < shared)
        for group, count in zip(GROUPS, counts, strict=True)
        for at in range(count)
    ]


def _ends(group: str) -> tuple[int, int]:
    return (0, 4) if group == OPEN else (LADDER.index(group),) * 2


@given(COUNTS)
@settings(max_examples=300)
def test_no_number_of_one_or_two_firms_follows_from_what_is_told(counts: list[int]) -> None:
    found = levels_counted(firms(counts))
    known = [np.ones(len(GROUPS))] if found["ladder_firms"].value is not None else []
    for name, cell in found.items():
        if cell.value is not None and name in (*HALVES, *LADDER):
            of = HALVES.get(name, (name,))
            known.append(np.array([float(group in of) for group in GROUPS]))
    for at, count in enumerate(counts):
        if 0 < count < 3:
            group = np.eye(len(GROUPS))[at]
            assert not known or _rank([*known, group]) > _rank(known)


@given(COUNTS, st.integers(1, 3))
@settings(max_examples=200)
def test_whoever_knows_some_firms_learns_of_no_one_or_two_others(
    counts: list[int], shared: int
) -> None:
    """What is told, less what firms say themselves, is of nobody or of three firms and more."""
    rows = firms(counts, shared)
    found = levels_counted(rows)
    for name, of in {**HALVES, **{level: (level,) for level in LADDER}}.items():
        if found[name].value is not None:
            others = sum(row.group in of and not row.shared for row in rows)
            assert others == 0 or others > 2


def test_a_share_of_levels_is_told_where_single_levels_are_not() -> None:
    """Two firms of the third level and two of the fourth: together they are enough."""
    found = levels_counted(firms([3, 0, 0, 2, 2, 0]))
    assert found[FROM_2].value == 4
    assert found["ladder_level_3"].value is None
    assert found["ladder_level_4"].value is None


def test_a_half_of_one_firm_hides_another_half_and_a_group_of_each() -> None:
    found = levels_counted(firms([5, 4, 3, 3, 3, 1]))
    assert found[OPEN].value is None
    assert found[FROM_2].value is None or found["ladder_below_2"].value is None


def _rank(rows: list[np.ndarray]) -> int:
    return int(np.linalg.matrix_rank(np.array(rows)))
