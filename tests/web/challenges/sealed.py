"""Sealed proposals as a browser makes them: the server reads none, so any ciphertext will do."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import SimpleUploadedFile

from jiqun.exchange.challenges.enclosing import LENGTHS
from jiqun.exchange.challenges.sealing import HOLDERS, SEALED_BYTES

BASE_POINT = (
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
"""A point of P-256 (SP 800-186, 3.2.1.3)."""
KEY = base64.b64encode(bytes.fromhex(BASE_POINT)).decode()
CHECKS = json.dumps({holder: hashlib.sha256(holder.encode()).hexdigest() for holder in HOLDERS})
PUBLISHING = {"key": KEY, "checks": CHECKS}
PROPOSED = {
    "firm": "示例研究院", "approach": "改用斜齿并调整侧隙", "record": "", "price": "650000",
    "days": "120",
}  # fmt: skip
POSED = {
    "title": "低噪声减速机", "firm": "示例机械", "field": "传动", "wanted": "把噪声降下来",
    "targets": "空载噪声不高于 65 dB", "budget": "800000", "deadline": "2026-09-30",
    "audience": "all", "single": "go_on", "county": "330106", "custodian": "one",
}  # fmt: skip


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def envelope(length: int = SEALED_BYTES, **changes: object) -> str:
    """Return what a browser would send, of as many sealed bytes."""
    said = {
        "v": 1,
        "ephemeral": KEY,
        "iv": encoded(secrets.token_bytes(12)),
        "sealed": encoded(secrets.token_bytes(length + 16)),
    }
    return json.dumps({**said, **changes})


class Sealed:
    """A proposal with what its solver alone knows."""

    def __init__(self, **changes: str) -> None:
        self.salt = secrets.token_bytes(32)
        self.plain = json.dumps({**PROPOSED, **changes}, ensure_ascii=False).encode()

    @property
    def posted(self) -> dict[str, str]:
        """What is sent to propose."""
        promised = hashlib.sha256(self.salt + self.plain).hexdigest()
        return {"envelope": envelope(), "commitment": promised}

    @property
    def shown(self) -> dict[str, str]:
        """What is sent to open it, or to show it."""
        return {"salt": encoded(self.salt), "plain": encoded(self.plain)}


class Enclosed:
    """Files as a browser seals them: packed as one, padded, under a key that the proposal says."""

    def __init__(self, bound: str, files: Mapping[str, bytes]) -> None:
        head = json.dumps([[name, len(content)] for name, content in files.items()]).encode()
        packed = len(head).to_bytes(4) + head + b"".join(files.values())
        key, iv = secrets.token_bytes(32), secrets.token_bytes(12)
        padded = packed.ljust(next(most for most in LENGTHS if most >= len(packed)), b"\0")
        self.sealed = AESGCM(key).encrypt(iv, padded, bound.encode())
        sha256 = hashlib.sha256(self.sealed).hexdigest()
        self.opens = f"{encoded(key)}.{encoded(iv)}.{sha256}"

    @property
    def posted(self) -> SimpleUploadedFile:
        """What is sent of them."""
        return SimpleUploadedFile("sealed", self.sealed, "application/octet-stream")
