"""Floor 6: figures become a page a person reads and a file a program reads."""

import json
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.indicators import NATION, Audience
from jiqun.workspace import Snapshot

ENDINGS = (".json", ".html")


def write_report(
    snapshot: Snapshot, year: int, path: Path, reader: Audience = NATION
) -> dict[str, Any]:
    """Write the development report in the format of the file's ending.

    Parameters
    ----------
    snapshot
        A vintage.
    year
        The data year.
    path
        Ending in .json or .html.
    reader
        Who reads.

    Returns
    -------
    dict
        The report's content.

    Raises
    ------
    Refused
        Where the ending is none of these.
    """
    from jiqun.reports.content import development_report
    from jiqun.reports.page import page

    if path.suffix.lower() not in ENDINGS:
        details = {"ending": path.suffix or "-", "known": " ".join(ENDINGS)}
        raise Refused([Problem("reports.unknown_ending", Where(file=path.name), details)])
    content = development_report(snapshot, year, reader)
    if path.suffix.lower() == ".json":
        written = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        written = page(content, snapshot, reader).encode()
    write_atomically(path, written)
    return content
