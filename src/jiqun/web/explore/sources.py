"""The hash of the program's own files that pages are made from."""

import hashlib
from functools import cache
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent
ENDINGS = (".py", ".j2", ".css", ".js")


@cache
def source_hash() -> str:
    """Return the hash of the room's code, templates and style: a page changes with any of them."""
    digest = hashlib.sha256()
    for file in sorted(WEB.rglob("*")):
        if file.suffix in ENDINGS and file.is_file():
            digest.update(file.relative_to(WEB).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
