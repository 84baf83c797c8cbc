"""What the server holds of something sealed in a browser, and how it tells that it is well made.

It never has what opens them: the key is made in a browser, split there into three shares of which
any two give it back (Shamir), and only its public half and a salted hash of each share are sent.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

SALT_BYTES = 32
MOST_SHARE = 4096
"""Bytes of a share as it is relayed; ours."""
_TAG, _IV, _POINT = 16, 12, 65
_HEX = re.compile(r"[0-9a-f]{64}")
_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


def is_public_key(said: str) -> bool:
    """Tell whether a text is a point of the curve P-256 (FIPS 186-5), in base64.

    Examples
    --------
    The curve's own base point (SP 800-186, 3.2.1.3):

    >>> base_point = "04" + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    >>> base_point += "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    >>> is_public_key(base64.b64encode(bytes.fromhex(base_point)).decode())
    True
    >>> is_public_key(base64.b64encode(bytes.fromhex(base_point[:-1] + "4")).decode())
    False
    """
    point = _bytes(said)
    if point is None or len(point) != _POINT or point[0] != 4:
        return False
    x, y = int.from_bytes(point[1:33]), int.from_bytes(point[33:])
    return x < _P and y < _P and (y * y - (x**3 - 3 * x + _B)) % _P == 0


def read_checks(said: str, holders: Sequence[str]) -> dict[str, str] | None:
    """Return the hash of each holder's share; None where they are not all there, or are alike.

    Examples
    --------
    >>> held = json.dumps({name: digit * 64 for name, digit in zip("xy", "01")})
    >>> read_checks(held, "xy") is None, read_checks(held, "xyz") is None
    (False, True)
    """
    found = _mapping(said)
    if found is None or found.keys() != {*holders}:
        return None
    hashes = [str(found[holder]) for holder in holders]
    whole = all(_HEX.fullmatch(text) for text in hashes) and len({*hashes}) == len(holders)
    return dict(zip(holders, hashes, strict=True)) if whole else None


def read_envelope(said: str, least: int, most: int) -> dict[str, Any] | None:
    """Return what is encrypted, with what it takes to open it; None where it is not well made.

    Parameters
    ----------
    said
        As JSON: ``v``, ``ephemeral``, ``iv``, ``sealed``, and nothing else.
    least, most
        How many bytes were sealed.
    """
    found = _mapping(said)
    if found is None or found.keys() != {"v", "ephemeral", "iv", "sealed"} or found["v"] != 1:
        return None
    iv, text = _bytes(found["iv"]), _bytes(found["sealed"])
    whole = (
        isinstance(found["ephemeral"], str)
        and is_public_key(found["ephemeral"])
        and iv is not None
        and len(iv) == _IV
        and text is not None
        and least + _TAG <= len(text) <= most + _TAG
    )
    return found if whole else None


def is_commitment(said: str) -> bool:
    """Tell whether a text is a hash as somebody commits to what they seal."""
    return _HEX.fullmatch(said) is not None


def committed(salt: str, plain: str, commitment: str, most: int) -> bytes | None:
    """Return what was sealed, where it is what was committed to; else None.

    Parameters
    ----------
    salt, plain
        In base64, as an opener's browser or a receipt has them.
    commitment
        The hash over both that came with what was sealed.
    most
        Bytes there may be.

    Examples
    --------
    >>> salt, plain = base64.b64encode(bytes(32)).decode(), base64.b64encode(b"{}").decode()
    >>> promised = hashlib.sha256(bytes(32) + b"{}").hexdigest()
    >>> committed(salt, plain, promised, 9), committed(salt, plain, "0" * 64, 9)
    (b'{}', None)
    """
    salted, content = _bytes(salt), _bytes(plain)
    if salted is None or content is None:
        return None
    if len(salted) != SALT_BYTES or len(content) > most:
        return None
    return content if hashlib.sha256(salted + content).hexdigest() == commitment else None


def envelope_hash(envelope: Mapping[str, Any]) -> str:
    """Return what the event log says of something sealed: the hash of what was sent."""
    return hashlib.sha256(str(envelope["sealed"]).encode()).hexdigest()


def _mapping(said: str) -> dict[str, Any] | None:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _bytes(said: Any) -> bytes | None:
    try:
        return base64.b64decode(said, validate=True) if isinstance(said, str) else None
    except (binascii.Error, ValueError):
        return None
