"""The hash of the program's own files that figures and pages are made from."""

import hashlib
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1]
ENDINGS = (".py", ".j2", ".css", ".js")
BESIDE = ("cli", "demo", "installation", "web")
"""Rooms beside and above publications: what is published is made without them."""


@cache
def program_hash() -> str:
    """Return the hash of code, templates and style: a figure or a page may change with any."""
    return _hash(PROGRAM)


@cache
def making_hash() -> str:
    """Return the hash of what publications are made with: a new page makes none of them anew."""
    return _hash(PROGRAM, BESIDE)


def _hash(program: Path, without: tuple[str, ...] = ()) -> str:
    digest = hashlib.sha256()
    for file in sorted(program.rglob("*")):
        place = file.relative_to(program)
        if file.suffix in ENDINGS and place.parts[0] not in without and file.is_file():
            digest.update(place.as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
