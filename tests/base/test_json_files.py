"""Indented JSON is written quickly, and byte for byte as Python writes it."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.json_files import indented_json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
CONTENTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=30,
)


@given(CONTENTS)
def test_any_content_is_written_as_pythons_own_encoder_writes_it(content: Any) -> None:
    assert indented_json(content) == json.dumps(content, ensure_ascii=False, indent=1)


@given(CONTENTS)
def test_what_json_has_no_word_for_and_keys_that_are_no_texts_are_written_alike(
    content: Any,
) -> None:
    document = {2022: content, True: [{"value": Decimal("1.50")}, content]}
    expected = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    assert indented_json(document, str) == expected


@given(CONTENTS)
def test_what_lies_deep_stands_in_a_line_and_says_the_same(content: Any) -> None:
    document = {"clusters": [{"name": "a", "findings": [content]}]}
    written = indented_json(document, levels=4)
    *_, line, last, _, _, _ = written.split("\n")
    assert line == f"    {json.dumps(content, ensure_ascii=False)}"
    assert last == "   ]"


def test_a_value_json_has_no_word_for_is_refused_where_nothing_is_made_of_it() -> None:
    with pytest.raises(TypeError):
        indented_json({"value": Decimal(1)})
