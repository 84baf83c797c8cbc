"""The installation of a call's people, two of whose clusters were listed three years ago.

Run as ``python -m tests.browser.reviewing FOLDER PORT``.
"""

import sys
from datetime import date
from pathlib import Path

from tests.browser.calling import make, serve

from jiqun.base.readers import NATION
from jiqun.workspace import Workspace

LISTED = ("one", "two")
LISTED_ON = date(2023, 1, 5)


def enter_listed(folder: Path) -> None:
    """Let the nation have listed the clusters; of their batch the catalogue has the days."""
    from tests.web.recognised.made import listed

    from jiqun.web.filing.known import known_clusters

    for known in known_clusters(Workspace.open(folder / "w"), NATION):
        if known.profile.id in LISTED:
            listed(known.profile, LISTED_ON)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    enter_listed(Path(sys.argv[1]))
    serve(Path(sys.argv[1]), int(sys.argv[2]))
