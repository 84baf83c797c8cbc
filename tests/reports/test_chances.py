"""What is far behind is said beside what chance alone would make, by cases."""

import pytest

from jiqun.reports.chances import chance_case, chance_note
from jiqun.reports.statements import filled


@pytest.mark.parametrize(
    ("found", "expected", "case", "holds"),
    [
        (3, 0.7, "more", True),
        (2, 1.3, "within", False),
        (1, 0.02, "more", True),
        (0, 0.4, "none", False),
    ],
)
def test_a_count_is_said_by_what_chance_makes(
    found: int, expected: float, case: str, holds: bool
) -> None:
    said = chance_case("own_peers", found, expected)
    assert said.word == f"own_peers_{case}"
    assert said.test.holds is holds
    assert (said.wording == 0) is holds


def said_of(found: int, expected: float) -> str:
    case = chance_case("own_peers", found, expected)
    return filled(case.word, peers=8, step="x", **case.parts).zh


def test_nought_is_never_what_chance_makes() -> None:
    """A number rounded to 0.0 would say that chance makes none at all."""
    assert "不到 0.1 项" in said_of(1, 0.02)
    assert "约 0.7 项" in said_of(3, 0.7)
    assert "约 70 项" in said_of(79, 69.8)


def test_where_nothing_is_far_behind_chance_needs_no_number() -> None:
    assert "偶然" not in said_of(0, 0.4)


def test_the_words_are_explained_with_the_catalogues_own_number() -> None:
    assert "差 2 个以上稳健标准差" in chance_note().zh
