"""Enter a cluster into the register: when a list is announced, every cluster on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.clusters import Profile
from jiqun.rules import Programme
from jiqun.rules.life import recognised
from jiqun.rules.procedures import procedure_of
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.moving import begun
from jiqun.web.casework.telling import COLUMNS
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognised.models import Recognition
from jiqun.workflow.cases import opened
from jiqun.workflow.routes import Party

SLOTS = ("county", "province", "authority")


@dataclass(frozen=True, slots=True)
class Listed:
    """A cluster on a list.

    Parameters
    ----------
    programme, batch
        Under which programme, in which year's batch.
    profile
        The cluster.
    parties
        Who takes part: its county, its province, the authority.
    targets
        What it set itself in its application.
    """

    programme: Programme
    batch: int
    profile: Profile
    parties: Mapping[str, Party]
    targets: Mapping[str, Any] = field(default_factory=dict)


def enter(listed: Listed, doer: Doer) -> Recognition:
    """Enter a cluster of a list that is announced today.

    Raises
    ------
    Refused
        Where the list is not the doer's, or the cluster stands in that batch already.
    """
    days = recognised(listed.programme, listed.profile.id, listed.batch, announced=today())
    table = procedure_of(listed.programme).table("recognition")
    parties = {slot: listed.parties[slot] for slot in SLOTS}
    standing = opened(table, parties, doer.party)
    row = row_of(listed, since=days.since, until=days.until)
    row.state, row.holder = standing.state, standing.holder
    row.clocks = kept(stepped({}, table.opening, standing, today()))
    try:
        with transaction.atomic():
            row.definition = kept_definition(table)
            row.save()
            said = {**begun(row), "since": _day(row.since), "until": _day(row.until)}
            said[COLUMNS] |= {"profile": row.profile}  # a list is public
            record(Deed("list", row.subject, doer.person, doer.office, said))
    except IntegrityError:
        place = Where(cluster=listed.profile.id)
        raise Refused([Problem("recognised.listed_already", place)]) from None
    return row


def row_of(listed: Listed, **days: Any) -> Recognition:
    """Return a cluster's row, not kept yet and nowhere in its workflow."""
    profile = listed.profile
    return Recognition(
        programme=listed.programme.id,
        batch=listed.batch,
        cluster=profile.id,
        county=listed.parties["county"].of,
        province=listed.parties["province"].of,
        perimeter="".join(f" {code}" for code in profile.county_codes),
        profile=profile.record(),
        parties={
            slot: [str(listed.parties[slot].office), listed.parties[slot].of] for slot in SLOTS
        },
        targets=dict(listed.targets),
        **days,
    )


def _day(said: Any) -> str | None:
    return said.isoformat() if said else None
