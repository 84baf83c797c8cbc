"""Scores as they are typed."""

import re
from collections.abc import Mapping
from decimal import Decimal
from unicodedata import normalize

LONGEST_SCORE = 12
"""Characters: 5e-5000 is a number no page can say."""
SCORE = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


def numbers(said: Mapping[str, str]) -> dict[str, Decimal]:
    """Return what was typed as numbers; what is none is left out, and told as missing.

    Examples
    --------
    >>> numbers({"a": " ８０ ", "b": "1e3", "c": "-0"})
    {'a': Decimal('80'), 'c': Decimal('0')}
    """
    plain = {name: normalize("NFKC", text).strip() for name, text in said.items()}
    return {
        name: Decimal(text) + 0  # -0 is 0
        for name, text in plain.items()
        if len(text) <= LONGEST_SCORE and SCORE.fullmatch(text)
    }
