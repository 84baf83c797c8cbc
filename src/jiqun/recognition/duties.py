"""The yearly duty to file: what is due while a recognition is valid, and what is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiqun.clusters.recognition import Recognition
from jiqun.rules.life import report_due
from jiqun.rules.programmes import Programme


class Done(StrEnum):
    """How a duty stands on a day."""

    FILED = "filed"
    FILED_LATE = "filed_late"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_CONFIGURED = "not_configured"
    """Not filed, and no day it is due is known: nobody is late."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A data year that is to be filed.

    Parameters
    ----------
    year
        The data year.
    due
        Its last day; None where that was not found.
    filed
        The day it was first filed; None where it was not.
    done
        How it stands.
    """

    year: int
    due: date | None
    filed: date | None
    done: Done


def duties(
    programme: Programme, recognition: Recognition, filed: Mapping[int, date], on: date
) -> list[Duty]:
    """Return every filing a recognition asks for up to a day, oldest first.

    In each year of its validity a cluster reports the year before. A recognition without a known
    first day asks for nothing that could be named.

    Parameters
    ----------
    programme, recognition
        The programme and what was recognised under it.
    filed
        The day each data year was first filed.
    on
        The day.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> held = Recognition("demo-001", "national/sme-cluster", 2022,
    ...                    date(2023, 1, 1), date(2025, 12, 31))
    >>> found = duties(programme("national/sme-cluster"), held, {2022: date(2023, 5, 1)},
    ...                date(2024, 4, 30))
    >>> [(duty.year, duty.due.isoformat(), str(duty.done)) for duty in found]
    [(2022, '2023-04-30', 'filed_late'), (2023, '2024-04-30', 'due')]
    """
    if recognition.since is None:
        return []
    last = min(on, recognition.until or on, recognition.revoked_on or on)
    return [
        _duty(year, report_due(programme, recognition.batch, year), filed.get(year), on)
        for year in range(recognition.since.year - 1, last.year)
    ]


def _duty(year: int, due: date | None, filed: date | None, on: date) -> Duty:
    day = filed if filed is not None and filed <= on else None
    if day is not None:
        done = Done.FILED_LATE if due is not None and day > due else Done.FILED
    elif due is None:
        done = Done.NOT_CONFIGURED
    else:
        done = Done.OVERDUE if on > due else Done.DUE
    return Duty(year, due, day, done)
