"""Proposals that another program than the page has sealed, put where a site keeps its own."""

import base64
import hashlib
import json
import secrets
import sqlite3
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LENGTH = 16384
"""Every proposal is padded to it."""


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def put_proposals(
    workspace: Path, challenge: int, key: str, texts: list[dict[str, str]], lies: int = 0
) -> None:
    """Put sealed proposals, each of another firm; the last committed to something else."""
    with sqlite3.connect(workspace / "database" / "site.sqlite3", timeout=30) as database:
        for number, said in enumerate(texts):
            solver, salt = f"91330110MA28{number:05}X", secrets.token_bytes(32)
            plain = json.dumps(said, ensure_ascii=False).encode()
            bound = f"jiqun-challenge/1|{challenge}|{solver}|{key}"
            promised = plain + (b"x" if number >= len(texts) - lies else b"")
            columns = {
                "id": uuid4().hex, "challenge_id": challenge, "solver": solver, "state": "sealed",
                "envelope": sealed(key, bound, salt, plain),
                "commitment": hashlib.sha256(salt + promised).hexdigest(), "plain": "", "why": "",
                "result": "{}", "refused": "[]", "appealed": 0, "times": 1,
                "at": "2026-03-05 08:00:00",
            }  # fmt: skip
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            database.execute(
                f"INSERT INTO challenges_proposal ({names}) VALUES ({marks})",  # noqa: S608  # ours
                [*columns.values()],
            )


def sealed(key: str, bound: str, salt: bytes, plain: bytes) -> str:
    """Seal a text to a challenge's key by what is published of it: SP 800-56A, RFC 5869, GCM."""
    to, once = base64.b64decode(key), generate_private_key(SECP256R1())
    ephemeral = once.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = once.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), to))
    info = bound.encode()
    secret = HKDF(SHA256(), 32, salt=ephemeral + to, info=info).derive(shared)
    whole = (len(plain).to_bytes(4) + salt + plain).ljust(LENGTH, b"\0")
    iv = secrets.token_bytes(12)
    text = AESGCM(secret).encrypt(iv, whole, info)
    return json.dumps(
        {"v": 1, "ephemeral": encoded(ephemeral), "iv": encoded(iv), "sealed": encoded(text)}
    )
