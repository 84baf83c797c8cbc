"""The mark of a workspace that holds the demonstration: what it counts and finds is made up."""

import json
from pathlib import Path

MARK = "demonstration.json"


def holds_demonstration(folder: Path) -> bool:
    """Tell whether a workspace's folder is the demonstration's.

    Parameters
    ----------
    folder
        The workspace's folder.
    """
    mark = folder / MARK
    return mark.is_file() and bool(json.loads(mark.read_bytes()).get("demonstration"))
