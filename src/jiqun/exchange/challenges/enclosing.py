"""Files that go with a proposal under seal, packed as one and padded, and the key that opens them.

The key is made for these files alone and stands in the proposal: what opens the proposal, two
shares of three, opens them, and nothing else does. The server holds the ciphertext until then.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass

from jiqun.base.inputs import MEGABYTE

MOST_FILES = 5
"""Files of one proposal; ours."""
MOST_BYTES = 15 * MEGABYTE
"""Bytes of all of them together; ours."""
LENGTHS = tuple((MEGABYTE // 4) << (2 * step) for step in range(4))
"""What is packed is padded to one of these before it is sealed: more its length does not tell."""
_KEY, _IV, TAG = 32, 12, 16
_HEX = re.compile(r"[0-9a-f]{64}")
_HEAD = 4
_MOST_HEAD = 16384


@dataclass(frozen=True, slots=True)
class FilesKey:
    """What opens the files of a proposal, as the proposal itself says it.

    Parameters
    ----------
    key, iv
        Of AES-256-GCM.
    sha256
        The hash of the ciphertext that it belongs to.
    """

    key: bytes
    iv: bytes
    sha256: str


def is_padded(size: int) -> bool:
    """Tell whether a ciphertext has one of the lengths that files are padded to.

    Examples
    --------
    >>> is_padded(262144 + 16), is_padded(1000)
    (True, False)
    """
    return size - TAG in LENGTHS


def read_files_key(said: str) -> FilesKey | None:
    """Return what opens a proposal's files; None where it says nothing that does.

    Parameters
    ----------
    said
        Key and vector in base64 and the ciphertext's hash, with dots between.

    Examples
    --------
    >>> parts = (base64.b64encode(bytes(length)).decode() for length in (32, 12))
    >>> read_files_key(".".join([*parts, "0" * 64])).sha256 == "0" * 64
    True
    >>> read_files_key("key")
    """
    parts = said.split(".")
    if len(parts) != len(("key", "iv", "sha256")) or not _HEX.fullmatch(parts[2]):
        return None
    try:
        key, iv = (base64.b64decode(part, validate=True) for part in parts[:2])
    except (binascii.Error, ValueError):
        return None
    return FilesKey(key, iv, parts[2]) if (len(key), len(iv)) == (_KEY, _IV) else None


def unpacked_files(whole: bytes) -> list[tuple[str, bytes]] | None:
    """Return the files that were packed as one, each with its name; None where it is no package.

    Parameters
    ----------
    whole
        The length of the head in four bytes, the head (a list of names and sizes, as JSON), the
        files one after another, and what it was padded with.

    Examples
    --------
    >>> head = json.dumps([["a.pdf", 3], ["b.png", 1]]).encode()
    >>> packed = len(head).to_bytes(4) + head + b"%PDx" + bytes(100)
    >>> unpacked_files(packed)
    [('a.pdf', b'%PD'), ('b.png', b'x')]
    >>> unpacked_files(packed[:-102]), unpacked_files(bytes(200))
    (None, None)
    """
    length = int.from_bytes(whole[:_HEAD])
    head = _read_head(whole[_HEAD : _HEAD + length]) if length <= _MOST_HEAD else None
    if head is None or _HEAD + length + sum(size for _, size in head) > len(whole):
        return None
    found, at = [], _HEAD + length
    for name, size in head:
        found.append((name, whole[at : at + size]))
        at += size
    return found


def _read_head(content: bytes) -> list[tuple[str, int]] | None:
    """Return the names and sizes that a head lists."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, list) or not 1 <= len(said) <= MOST_FILES:
        return None
    listed = [(part[0], part[1]) for part in said if isinstance(part, list) and len(part) == 2]
    whole = len(listed) == len(said) and all(
        isinstance(name, str) and type(size) is int and size >= 0 for name, size in listed
    )
    return listed if whole else None
