"""Manifests: what a store holds, read only where its format is known and its words are whole."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jiqun.base.canonical import canonical_json
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically


def read_manifest(path: Path, newest: int, wants: Mapping[str, type]) -> dict[str, Any]:
    """Read a store's manifest.

    Parameters
    ----------
    path
        The file.
    newest
        The newest format known; one without a number is of the first.
    wants
        The keys that must be there, and what each must be.

    Raises
    ------
    Refused
        Where it is of a later format, or damaged: no JSON, a key missing or of another kind.
    FileNotFoundError
        Where there is none.
    """
    content = path.read_bytes()
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise damaged(path, "JSON") from None
    if not isinstance(said, dict):
        raise damaged(path, "JSON")
    refuse_later_format(path, said.get("format", 1), newest)
    for key, kind in wants.items():
        # A flag is a number to Python and none to a manifest.
        if not isinstance(said.get(key), kind) or isinstance(said[key], bool):
            raise damaged(path, key)
    return said


def texts_in(path: Path, said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts a manifest lists under a key that need not be there.

    Raises
    ------
    Refused
        Where it holds something else.
    """
    found = said.get(name, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise damaged(path, name)
    return tuple(found)


def refuse_later_format(path: Path, found: Any, newest: int) -> None:
    """Refuse a format made by a later version; what is no number is damage."""
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise damaged(path, "format")
    if found > newest:
        details = {"found": found, "known": newest}
        raise Refused([Problem("workspace.later_format", Where(file=str(path)), details)])


def damaged(path: Path, what: str) -> Refused:
    """Return the refusal of a damaged manifest, naming what is wrong in it."""
    return Refused([Problem("workspace.damaged_manifest", Where(file=str(path)), {"what": what})])


def write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    """Replace a manifest: from here on it says what the store holds."""
    write_atomically(path, canonical_json(manifest) + b"\n")
