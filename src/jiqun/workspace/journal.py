"""The acceptance journal: what was accepted when and by whom, each line sealed by the next.

It stands outside every content hash: the same filings give the same vintage whenever they came.
Only here does a workspace hold the time of day.
"""

import getpass
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from jiqun.base.canonical import canonical_json
from jiqun.base.form_model import YEARLY

COMMAND_LINE = "command line"
BEFORE_THE_JOURNAL = "before the journal"
FILING, ROSTER, UNCHANGED, RESPONSE = "filing", "roster", "unchanged", "response"
"""Kinds of entries; ``unchanged`` is a reason given with a filing in which nothing had changed."""
EMPTY: Mapping[str, Any] = {"files": 0, "entries": 0, "head": ""}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who brings something in, and by which event.

    Parameters
    ----------
    who
        A login name; empty where nobody can tell.
    event
        The id of the event that accepted it, or ``command line``.
    when
        In UTC, to the second; empty for what was there before there was a journal.
    """

    who: str
    event: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One thing accepted.

    Parameters
    ----------
    kind
        ``filing``, ``roster``, ``unchanged`` or ``response``; a submission of another family than
        the yearly filing bears the name of its family.
    cluster, year, revision
        Of what; a list of firms has no year, nor has a response, which has its number.
    sha256
        Its content hash.
    reason
        Why, where nothing else holds the reason.
    """

    kind: str
    cluster: str
    year: int | None
    revision: int
    sha256: str
    reason: str = ""


def kind_of(form: str) -> str:
    """Return the kind of entry a submission of a family of forms is.

    Examples
    --------
    >>> kind_of("sme-cluster-annual"), kind_of("exchange-outcomes")
    ('filing', 'exchange-outcomes')
    """
    return FILING if form == YEARLY else form


class Line(NamedTuple):
    """A line of the journal, where it stands and what it says."""

    file: Path
    number: int
    content: bytes


def signed(who: str, event: str) -> Signature:
    """Return a signature of this moment."""
    return Signature(who, event, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def at_the_command_line() -> Signature:
    """Return the signature of whoever runs this process."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        who = ""
    return signed(who, COMMAND_LINE)


def journal_file(folder: Path, number: int) -> Path:
    """Return one file of the journal; each acceptance writes one."""
    return folder / "journal" / f"{number:06}.jsonl"


def continued(
    said: Mapping[str, Any], entries: Sequence[tuple[Acceptance, Signature]]
) -> tuple[bytes, dict[str, Any]]:
    """Write the next entries.

    Parameters
    ----------
    said
        What the manifest says of the journal.
    entries
        What was accepted, and who signed.

    Returns
    -------
    bytes
        The content of the journal's next file.
    dict
        What the manifest is to say.
    """
    head, lines = said["head"], []
    for number, (accepted, signature) in enumerate(entries, said["entries"] + 1):
        line = canonical_json(_written(number, accepted, signature, head))
        head = sealed(line)
        lines.append(line + b"\n")
    count = said["entries"] + len(entries)
    return b"".join(lines), {"files": said["files"] + 1, "entries": count, "head": head}


def _written(number: int, accepted: Acceptance, by: Signature, head: str) -> dict[str, Any]:
    entry = {name: getattr(accepted, name) for name in Acceptance.__slots__}
    return {**entry, "entry": number, "when": by.when, "who": by.who, "event": by.event} | {
        "before": head
    }


def sealed(line: bytes) -> str:
    """Return the hash the next entry holds of a line."""
    return hashlib.sha256(line).hexdigest()


def lines(folder: Path, said: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the journal's lines in order; a file that is gone has none."""
    for number in range(1, said["files"] + 1):
        file = journal_file(folder, number)
        content = file.read_bytes() if file.is_file() else b""
        for place, line in enumerate(content.splitlines(), 1):
            yield Line(file, place, line)


def read_entry(line: bytes) -> dict[str, Any] | None:
    """Return what a line says, or None where it is no entry."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    wanted = {*Acceptance.__slots__, "entry", "when", "who", "event", "before"}
    return said if isinstance(said, dict) and wanted <= said.keys() else None
