"""The hash of the program's own files that figures and pages are made from."""

import hashlib
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1]
ENDINGS = (".py", ".j2", ".css", ".js")


@cache
def program_hash() -> str:
    """Return the hash of code, templates and style: a figure or a page may change with any."""
    digest = hashlib.sha256()
    for file in sorted(PROGRAM.rglob("*")):
        if file.suffix in ENDINGS and file.is_file():
            digest.update(file.relative_to(PROGRAM).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
