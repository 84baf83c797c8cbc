"""Keep what stands behind a close, so that the next one tells no firm's part by subtraction."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from jiqun.base.canonical import decimal_text
from jiqun.exchange.closing import Close
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.closing.models import Behind
from jiqun.workspace import Submission


def noted(uid: UUID, behind: Mapping[str, Mapping[str, Decimal]]) -> None:
    """Note what stands behind a close that is about to be kept."""
    numbers = {
        name: {firm: decimal_text(adds) for firm, adds in by_firm.items()}
        for name, by_firm in behind.items()
    }
    with seen_whole():
        Behind.objects.create(uid=uid, numbers=numbers)


def named(uid: UUID, sha256: str) -> None:
    """Name the close that a note belongs to."""
    with seen_whole():
        Behind.objects.filter(uid=uid).update(sha256=sha256)


def dropped(uid: UUID) -> None:
    """Drop the note of a close that was refused."""
    with seen_whole():
        Behind.objects.filter(uid=uid).delete()


def closes_of(closed: Sequence[Submission]) -> list[Close]:
    """Return closes with what stands behind them; of one whose note is lost nothing does."""
    hashes = [submission.sha256 for submission in closed]
    with seen_whole():
        notes = dict(Behind.objects.filter(sha256__in=hashes).values_list("sha256", "numbers"))
    return [
        Close(submission.document["values"], _read(notes.get(submission.sha256, {})))
        for submission in closed
    ]


def _read(numbers: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Decimal]]:
    return {
        name: {firm: Decimal(adds) for firm, adds in by_firm.items()}
        for name, by_firm in numbers.items()
    }
