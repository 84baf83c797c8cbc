"""Indented JSON is written quickly, and byte for byte as Python writes it."""

import json
from typing import Any

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
