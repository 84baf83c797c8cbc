"""Made-up responses of offices."""

from datetime import date
from typing import Any

from jiqun.diagnosis.recording import Author
from jiqun.diagnosis.responding import Taken, taken_of
from jiqun.workspace.journal import signed
from jiqun.workspace.responses import DISMISSED, TAKEN, Response

AUTHOR = Author("county:330106", date(2023, 9, 1), signed("county", "event-1"))


def taken_line(cluster: str = "own-001", **said: Any) -> Response:
    """Return a measure taken in 2022 that should move the use of clouds."""
    usual = {
        "measure": "cloud_move", "finding": "cloud_behind", "since": "2022-03-01",
        "what": "发放上云券", "amount": "120",
    }  # fmt: skip
    return Response(
        cluster, TAKEN, {**usual, **said}, AUTHOR.office, "2023-09-01", about=1, number=1
    )


def taken(cluster: str = "own-001", **said: Any) -> Taken:
    """Return it in types."""
    [one] = taken_of([taken_line(cluster, **said)])
    return one


def dismissed_line(year: int = 2022, value: str | None = "0.1", number: int = 1) -> Response:
    """Return a finding dismissed on one figure."""
    said = {
        "finding": "cloud_behind", "year": year, "reason": "口径不同",
        "evidence": [["cloud_share", year, value]],
    }  # fmt: skip
    return Response(
        "own-001", DISMISSED, said, AUTHOR.office, "2023-09-01", about=number, number=number
    )
