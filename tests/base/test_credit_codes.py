"""The check character of GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.credit_codes import ALPHABET, check_character, of_alphabet


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",  # the example printed with GB 32100-2015
        "914403001922038216",  # published by the firm itself (华为技术有限公司)
    ],
)
def test_published_codes_hold(code: str) -> None:
    assert check_character(code[:-1]) == code[-1]


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_changed_character_changes_the_check_character(
    body: str, place: int, other: str
) -> None:
    changed = body[:place] + other + body[place + 1 :]
    assert (check_character(changed) == check_character(body)) == (changed == body)


@pytest.mark.parametrize("left_out", "IOSVZ")
def test_letters_the_standard_leaves_out_are_not_of_the_alphabet(left_out: str) -> None:
    assert not of_alphabet(left_out)


@pytest.mark.parametrize("body", ["", "9135", "9135O100M000100Y4", "91350100M000100Y43", "号" * 17])
def test_what_is_no_body_of_a_code_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="GB 32100-2015"):
        check_character(body)
