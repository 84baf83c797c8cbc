"""The catalogue a vintage was first reported with: pinned, so that a report under another says so.

A vintage's cells never change, but what is computed of them follows the catalogue. The first report
writes the catalogue's hash beside the vintage; where the workspace cannot be written to, nothing is
pinned and nothing said.
"""

import contextlib
import json

from jiqun.base.canonical import canonical_json
from jiqun.base.files import write_atomically
from jiqun.base.json_files import Record
from jiqun.base.language import Bilingual
from jiqun.workspace.snapshots import Snapshot

PIN = "reported.json"


def pinned(snapshot: Snapshot, catalogue: str) -> str:
    """Return the hash of the catalogue a vintage was first reported with.

    Parameters
    ----------
    snapshot
        A vintage; the latest submissions, which are none, have no pin.
    catalogue
        The hash of the one that holds now: pinned where the vintage has none.
    """
    if not snapshot.vintage:
        return catalogue
    path = snapshot.header_files[0].parent / PIN
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept: Record = json.loads(path.read_bytes())
        return str(kept["catalogue_sha256"])
    with contextlib.suppress(OSError):
        said: Record = {"catalogue_sha256": catalogue}
        write_atomically(path, canonical_json(said))
    return catalogue


def under_another(first: str, now: str) -> Bilingual:
    """Say that a vintage was first reported with another catalogue.

    Examples
    --------
    >>> under_another("ab" * 32, "cd" * 32).en
    'This vintage was first reported with catalogue abababababab; this report uses cdcdcdcdcdcd.'
    """
    return Bilingual(
        f"本版本首次出报告时用的目录是 {first[:12]}，本报告用的是 {now[:12]}，两者的口径可能不同。",
        f"This vintage was first reported with catalogue {first[:12]}; "
        f"this report uses {now[:12]}.",
    )
