"""Ranks of a recommender: given, moved, and closed up when one steps back; the first waits next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from jiqun.base.canonical import content_hash
from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognition.models import Application, Call

TAKING = ("open", "closed")
"""Where a call still takes recommendations: later ones would be left behind by its review."""
LISTS = ("recommended", "waiting")
"""Where an application has a rank among those of its recommender."""
RERANK, MOVED_UP = "rerank", "moved_up"
"""How the log tells of ranks that moved: of a whole list, or behind one that stepped out."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """A recommender's list as it stands: the recommended, or those who wait.

    Parameters
    ----------
    state
        Which list.
    rows
        Its applications, the first first.
    """

    state: str
    rows: Sequence[Application]

    @property
    def version(self) -> str:
        """A hash of the order: what was looked at is what is changed."""
        return content_hash([[row.pk, row.rank] for row in self.rows])


def ranks_of(call: Call, recommender: str, state: str) -> Ranks:
    """Return one of a recommender's lists, whoever asks."""
    with seen_whole():
        rows = call.applications.filter(province=recommender, state=state)
        ordered = rows.order_by(F("rank").asc(nulls_last=True), "pk")
        return Ranks(state, list(ordered.select_related("definition", "call")))


def rerank(
    call: Call, state: str, order: Mapping[int, int | None], version: str, doer: Doer
) -> None:
    """Move the ranks of a list, by one event.

    Parameters
    ----------
    call
        The call.
    state
        Which list: ``recommended`` or ``waiting``.
    order
        The new rank of each application, by its key.
    version
        Of the list that was looked at: where it changed since, nothing is moved.
    doer
        The recommender.

    Raises
    ------
    Refused
        Where the review has begun, the list changed since, or the ranks are not 1, 2, 3 and so on,
        each once.
    """
    with transaction.atomic():
        call = locked(call)
        if call.state not in TAKING:
            raise Refused([Problem("recognition.recommended_too_late")])
        ranks = ranks_of(call, doer.party.of, state)
        if state not in LISTS or not ranks.rows:
            raise Refused([Problem("recognition.nothing_ranked")])
        if ranks.version != version:
            raise Refused([Problem("recognition.ranks_changed")])
        wanted = [order.get(row.pk) for row in ranks.rows]
        if sorted(rank or 0 for rank in wanted) != list(range(1, len(wanted) + 1)):
            raise Refused([Problem("recognition.ranks_wrong", details={"most": len(wanted)})])
        _renumbered(call, ranks, wanted, doer)


def _renumbered(call: Call, ranks: Ranks, wanted: Sequence[int | None], doer: Doer) -> None:
    before = {row.cluster: row.rank for row in ranks.rows}
    for row, rank in zip(ranks.rows, wanted, strict=True):
        row.rank = rank
    after = {row.cluster: row.rank for row in ranks.rows}
    if before != after:
        Application.objects.bulk_update(ranks.rows, ["rank"])
        said = {"list": ranks.state, "before": before, "after": after}
        record(Deed(RERANK, call.subject, doer.person, doer.office, said))


def step_out(
    application: Application, verb: str, doer: Doer, reason: str = "", rank: int | None = None
) -> Application:
    """Take a step that may leave a list; those behind it move up by the same event.

    Parameters
    ----------
    application
        The application.
    verb
        Such as ``withdraw``, ``cancel``, ``leave_out``; or ``recommend``, out of the waiting list.
    doer
        Who.
    reason
        Why, where the step needs it.
    rank
        The rank it takes in the list it goes to.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    with transaction.atomic():
        call = locked(application.call)
        application = locked(application)
        behind = _behind(application) if call.state in TAKING else []
        changes: dict[str, Any] = {"rank": rank} if call.state in TAKING else {}
        said = dict(changes)
        if behind:
            said[MOVED_UP] = {row.cluster: (row.rank or 2) - 1 for row in behind}
        moved = move(application, verb, doer, reason, said=said, **changes)
        with seen_whole():  # a county that steps back lets others of its recommender move up
            for row in behind:
                Application.objects.filter(pk=row.pk).update(rank=F("rank") - 1)
    return moved


def _behind(application: Application) -> list[Application]:
    if application.state not in LISTS or application.rank is None:
        return []
    every = ranks_of(application.call, application.province, application.state)
    return [row for row in every.rows if (row.rank or 0) > application.rank]
