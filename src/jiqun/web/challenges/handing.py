"""Hand a challenge, and the plan it may be of, over to the county that took its county's place.

Whoever has the county's file of the key hands it on; which slot it opens for does not change.
"""

from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.handing import refuse_successor
from jiqun.web.casework.moving import locked, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.telling import told
from jiqun.web.challenges.models import Challenge, Challenges, Judgement, PlanLine
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.routes import route_of

OVER = ("refused", "cancelled", "unanswered", "readvertised", "settled")
"""States in which nobody has anything more to do."""


def standing_in(county: str, reader: Reader) -> Challenges:
    """Return the challenges a reader sees that lie with a county and are not over."""
    lying = {"parties__county__1": county}
    rows = Challenges(Challenge).for_reader(reader).filter(**lying).exclude(state__in=OVER)
    return rows.select_related("definition")


def hand_over(row: Challenge, county: str, successor: str, doer: Doer, reason: str) -> Challenge:
    """Let another county take the place of a challenge's county, by one event.

    What the county publishes, holds, settles or poses itself is its successor's from then on.

    Raises
    ------
    Refused
        Where it is not the doer's to do, the challenge is over or lies with another county, the
        successor is no county or the same one, or no reason is given.
    """
    reason, place = read_reason(reason), Where(file=str(row.pk))
    with transaction.atomic():
        row = locked(row)
        refuse_successor(county, successor, doer, reason, place)
        if row.parties["county"] != [str(Office.COUNTY), county]:
            raise Refused([Problem("filing.not_in_that_county", place, {"code": county})])
        if row.state in OVER:
            raise Refused([Problem("filing.handed_over_closed", place)])
        before = {"county": row.county, "parties": row.parties}
        _place(row, county, successor)
        row.save()
        _place_parts(row)
        after = {"county": row.county, "parties": row.parties}
        said = {"county": county, "successor": successor, "before": before, "after": after}
        columns = told(row, ["county"])
        by = (row.subject, doer.person, doer.office)
        record(Deed("hand_over", *by, {**said, **columns.said}, {"reason": reason}))
    return row


def lines_follow(cluster: str, county: str, successor: str, doer: Doer, reason: str) -> None:
    """Let the lines of a cluster's technology plan go where its filing went."""
    with transaction.atomic(), seen_whole():
        for line in PlanLine.objects.select_for_update(of=("self",)).filter(
            cluster=cluster, county=county
        ):
            line.county = successor
            line.save(update_fields=["county"])
            said = {"county": county, "successor": successor}
            by = (line.subject, doer.person, doer.office)
            record(Deed("hand_over", *by, said, {"reason": reason}))


def _place(row: Challenge, county: str, successor: str) -> None:
    """Put a successor wherever the county stands, and the office above it where that follows."""
    above, now = (_above(code) for code in (county, successor))
    places = {(str(Office.COUNTY), county): [str(Office.COUNTY), successor], tuple(above): now}
    parties: dict[str, Any] = {
        slot: places.get(tuple(party), party) for slot, party in row.parties.items()
    }
    row.parties, row.county = parties, successor
    if row.owner == county:
        row.owner = successor
    row.holder = row.standing.holder


def _above(county: str) -> list[str]:
    """Return the office in a county's province, as parties say it."""
    province = route_of([county], national=False).parties["province"]
    return [str(province.office), province.of]


def _place_parts(row: Challenge) -> None:
    """Let the office that convened a panel be its successor in every expert's part."""
    with seen_whole():
        for part in Judgement.objects.filter(challenge=row):
            part.parties = {**part.parties, "authority": row.parties["arbiter"]}
            part.save(update_fields=["parties"])
