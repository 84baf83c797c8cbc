"""The installation of a call's people with a list of firms; and bookings that are entered late.

Run as ``python -m tests.browser.closing_years FOLDER PORT``, or with ``late`` in place of the port.
"""

import csv
import sys
from pathlib import Path

from tests.browser.calling import make, serve
from tests.clusters.rosters import raw

CODES = [raw(number)["credit_code"] for number in range(1, 9)]


def add_list(folder: Path) -> None:
    """Import a list of eight firms of cluster "one"."""
    from jiqun.filings.rosters import import_rosters
    from jiqun.workspace import Workspace

    rows = [{**raw(number), "cluster_id": "one", "tiers": ""} for number in range(1, 9)]
    path = folder / "firms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (outcome,) = import_rosters([path], Workspace.open(folder / "w"), reason="试点名单")
    assert not outcome.refused, outcome.problems


def add_bookings(folder: Path) -> None:
    """Let three of its firms have booked in 2026."""
    from jiqun.web.opened import open_installation

    open_installation(folder / "w")
    from tests.web.closing.test_closing import booked

    booked(CODES[:3], 2026)


if __name__ == "__main__":
    if sys.argv[2] == "late":
        add_bookings(Path(sys.argv[1]))
    else:
        make(Path(sys.argv[1]))
        add_list(Path(sys.argv[1]))
        serve(Path(sys.argv[1]), int(sys.argv[2]))
