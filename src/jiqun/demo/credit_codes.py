"""Codes that look like unified social credit codes (GB 32100-2015) and are none.

The last character is the check character. A fictional firm's code carries a wrong one by design:
no register can contain it, and every check of codes finds it.
"""

from __future__ import annotations

from jiqun.base.credit_codes import ALPHABET, check_character

BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714, the organisation code inside
REGISTRY = "91"  # registered by the market authority, an enterprise


def fictional_code(county: str, number: int) -> str:
    """Return an 18-character code of a county with a wrong check character.

    Parameters
    ----------
    county
        Six digits of the registering county.
    number
        Distinguishes the firms; below one million.

    Examples
    --------
    >>> fictional_code("330106", 1)
    '91330106XN00000120'
    """
    body = f"XN{number:06d}"
    first = f"{REGISTRY}{county}{body}{_body_check(body)}"
    right = ALPHABET.index(check_character(first))
    wrong = (right + 1 + number % 30) % 31
    return first + ALPHABET[wrong]


def _body_check(body: str) -> str:
    rest = 11 - sum(w * int(c, 36) for w, c in zip(BODY_WEIGHTS, body, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
