"""Credit codes by GB 32100-2015 and the 15-digit numbers before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.credit_codes import ALPHABET, check_character
from jiqun.registry.credit_codes import CodeStatus, read_code


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",  # the example printed with GB 32100-2015
        "914403001922038216",  # published by the firm itself (华为技术有限公司)
    ],
)
def test_published_codes_hold(code: str) -> None:
    assert read_code(code).status is CodeStatus.VALID


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    changed = code[:place] + other + code[place + 1 :]
    assert (read_code(changed).status is CodeStatus.VALID) == (changed == code)


@pytest.mark.parametrize("nothing", ["", "N/A", "—", "null"])
def test_nothing_is_missing_not_malformed(nothing: str) -> None:
    assert read_code(nothing).status is CodeStatus.MISSING


def test_a_letter_left_out_of_the_standard_is_read_as_the_digit_it_resembles() -> None:
    assert read_code("9135O1OOM0OO1OOY43").text == "91350100M000100Y43"


def test_a_code_that_fails_its_check_digit_names_a_region_but_identifies_nobody() -> None:
    found = read_code("91350100M000100Y44")
    assert found.region == "350100"
    assert not found.identifies


def test_a_15_digit_number_of_the_old_kind_is_recognised() -> None:
    assert read_code("110108000000016").status is CodeStatus.OLD
    assert read_code("110108000000017").status is CodeStatus.CHECK_DIGIT
