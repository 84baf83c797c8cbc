"""One byte form for one content, so that equal contents have equal hashes."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


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
    return canonical_text(content).encode()


def canonical_text(content: Any) -> str:
    """Write JSON as :func:`canonical_json` does, before it is bytes.

    Examples
    --------
    >>> canonical_text(["集群", None])
    '["集群",null]'
    """
    return _ENCODER.encode(content)


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
    return lines_hash(canonical_text(list(row)) for row in rows)


def lines_hash(lines: Iterable[str]) -> str:
    r"""Return the SHA-256 over lines in sorted order; rows are such lines, as canonical JSON.

    Examples
    --------
    >>> lines_hash(['["b",2]', '["a",1]']) == rows_hash([("a", 1), ("b", 2)])
    True
    """
    # Texts sort by their code points, and so do their bytes in UTF-8.
    return hashlib.sha256("".join([f"{line}\n" for line in sorted(lines)]).encode()).hexdigest()
