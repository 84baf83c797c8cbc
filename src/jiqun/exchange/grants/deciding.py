"""Whether a grant may be read by: decided at the moment of reading, by nothing but the grant.

A grant is in force from its first moment until its last, the last not included: at the very end it
is over. Nothing has to run for it to end, and nothing read earlier is kept to answer from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class Grant:
    """What decides about a grant.

    Parameters
    ----------
    state
        Where it stands by its workflow.
    since, until
        From when, and until when; the last moment is not part of it.
    revoked
        When it was taken back; None where it was not.
    reader_changed
        Whether the agency that asked is no longer its cluster's: another one has to ask anew.
    """

    state: str
    since: datetime | None
    until: datetime | None
    revoked: datetime | None = None
    reader_changed: bool = False


def why_not(grant: Grant, at: datetime) -> str:
    """Return why a grant may not be read by, or nothing where it may.

    Parameters
    ----------
    grant
        As it stands now: one that was taken back is, whatever a clock says.
    at
        The moment of reading.

    Returns
    -------
    str
        ``revoked``, ``not_granted``, ``reader_changed``, ``not_yet``, ``over``, or empty.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> first = datetime(2026, 1, 1, tzinfo=UTC)
    >>> grant = Grant("granted", first, first + timedelta(days=1))
    >>> [why_not(grant, first + timedelta(seconds=at)) for at in (-1, 0, 86399, 86400)]
    ['not_yet', '', '', 'over']
    """
    if grant.revoked is not None:
        return "revoked"
    if grant.state != GRANTED or grant.since is None or grant.until is None:
        return "not_granted"
    if grant.reader_changed:
        return "reader_changed"
    if at < grant.since:
        return "not_yet"
    return "" if at < grant.until else "over"


def may_read(grant: Grant, at: datetime) -> bool:
    """Tell whether a grant may be read by at a moment.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment = datetime(2026, 1, 1, tzinfo=UTC)
    >>> may_read(Grant("granted", moment, moment), moment)
    False
    """
    return not why_not(grant, at)
