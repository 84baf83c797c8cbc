"""A device with passkeys, as a browser would ask it: what it says can be bent for tests."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

HERE = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One key of one device.

    Parameters
    ----------
    origin
        What its browser says the page is from.
    domain
        For whom it signs.
    flags
        Whether its owner was there, and known.
    count
        How often it signed.
    """

    origin: str = HERE
    domain: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 1
    id: bytes = b"a-key-of-a-device"
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: dict[str, Any]) -> str:
        """Answer ``navigator.credentials.create``."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        client = self._client("webauthn.create", options["challenge"])
        told = {"fmt": "none", "attStmt": {}, "authData": self._data(attested=True)}
        response = {"attestationObject": bytes_to_base64url(cbor2.dumps(told))}
        return self._said(client, {**response, "transports": ["internal"]})

    def sign(self, options: dict[str, Any]) -> str:
        """Answer ``navigator.credentials.get``."""
        self.count += 1
        client, data = self._client("webauthn.get", options["challenge"]), self._data()
        signed = data + hashlib.sha256(client).digest()
        response = {
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(self.key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": bytes_to_base64url(self.handle),
        }
        return self._said(client, response)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(said).encode()

    def _data(self, *, attested: bool = False) -> bytes:
        flags = self.flags | (ATTESTED if attested else 0)
        data = hashlib.sha256(self.domain.encode()).digest() + bytes([flags])
        data += self.count.to_bytes(4, "big")
        if attested:
            numbers = self.key.public_key().public_numbers()
            point = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
            data += bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(point)
        return data

    def _said(self, client: bytes, response: dict[str, Any]) -> str:
        named = bytes_to_base64url(self.id)
        response = {"clientDataJSON": bytes_to_base64url(client), **response}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
