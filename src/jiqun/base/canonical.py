"""One byte form for one content, so that equal contents have equal hashes."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any


def decimal_text(number: Decimal) -> str:
    """Write a decimal one way only: no exponent, no trailing zeros, no minus zero.

    Examples
    --------
    >>> [decimal_text(Decimal(text)) for text in ("2520000.00", "1E+3", "-0.0")]
    ['2520000', '1000', '0']
    """
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def canonical_json(content: Any) -> bytes:
    """Write JSON with sorted keys, no spaces and UTF-8 text.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": "集群"}).decode()
    '{"a":"集群","b":1}'
    """
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def content_hash(content: Any) -> str:
    """Return the SHA-256 of a content's canonical JSON."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def rows_hash(rows: Iterable[tuple[Any, ...]]) -> str:
    r"""Return the SHA-256 over rows in sorted order, one JSON array a line.

    Parameters
    ----------
    rows
        Rows of text, integers and ``None``; decimals as :func:`decimal_text`.

    Examples
    --------
    >>> rows_hash([("b", 2), ("a", 1)]) == rows_hash([("a", 1), ("b", 2)])
    True
    """
    digest = hashlib.sha256()
    for line in sorted(canonical_json(list(row)) for row in rows):
        digest.update(line)
        digest.update(b"\n")
    return digest.hexdigest()
