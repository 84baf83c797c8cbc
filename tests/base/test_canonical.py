"""One byte form for one content, so that equal contents have equal hashes."""

import hashlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.canonical import canonical_json, content_hash, decimal_text, rows_hash


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("2520000.00", "2520000"),
        ("0.10", "0.1"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("1.5E-7", "0.00000015"),
        ("0E+5", "0"),
        ("0E-9", "0"),
        ("-0.0", "0"),
        ("-1.50", "-1.5"),
        ("999999999999.999999", "999999999999.999999"),
    ],
)
def test_a_decimal_is_written_one_way_only(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_decimal_text_reads_back_as_the_same_number(number: Decimal) -> None:
    text = decimal_text(number)
    assert Decimal(text) == number
    assert decimal_text(Decimal(text)) == text
    assert "E" not in text


@given(st.decimals(min_value=0, max_value=10**12, places=3), st.integers(0, 6))
def test_trailing_noughts_make_no_difference(number: Decimal, noughts: int) -> None:
    assert decimal_text(Decimal(f"{number:f}" + "0" * noughts)) == decimal_text(number)


def test_keys_are_sorted_and_text_is_utf8() -> None:
    assert canonical_json({"b": [1, None, True], "a": "集群"}) == (
        '{"a":"集群","b":[1,null,true]}'.encode()
    )


def test_a_number_json_does_not_have_is_not_written() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        canonical_json({"a": float("nan")})


def test_the_hash_is_sha256_of_the_canonical_bytes() -> None:
    assert content_hash({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


rows = st.lists(st.tuples(st.text(max_size=5), st.integers() | st.none()), max_size=8)


@given(rows, st.randoms())
def test_the_hash_of_rows_does_not_depend_on_their_order(
    found: list[tuple[object, ...]], chance: object
) -> None:
    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert rows_hash(mixed) == rows_hash(found)


def test_the_hash_of_rows_knows_where_a_cell_ends_and_how_often_a_row_comes() -> None:
    assert rows_hash([("ab", "c")]) != rows_hash([("a", "bc")])
    assert rows_hash([("a",), ("b",)]) != rows_hash([("a", "b")])
    assert rows_hash([("a",)]) != rows_hash([("a",), ("a",)])
    assert rows_hash([("1",)]) != rows_hash([(1,)])
    assert rows_hash([(None,)]) != rows_hash([("",)])
