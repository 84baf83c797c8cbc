"""Hand a case over to the county that took the place of its own: merged, or renamed, in mid-year.

The case goes on where it stands; its offices follow from where it lies now. What else a room keeps
for those it left is the room's own.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.db import transaction

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Casework, Covered, said_parties
from jiqun.web.casework.moving import locked, read_reason
from jiqun.web.casework.telling import told
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.routes import route_of

GIVING = (Office.NATION, Office.PROVINCE)
"""Offices that say which county follows which."""
Kind = TypeVar("Kind", bound=Casework)
Rows = TypeVar("Rows", bound=Covered[Any])


def reaching_into(cases: Rows, county: str) -> Rows:
    """Return those of some cases whose cluster reaches into a county, but closed ones."""
    reaching = cases.filter(perimeter__contains=f" {county}")
    closed = [case.pk for case in reaching.select_related("definition") if is_closed(case)]
    return reaching.exclude(pk__in=closed).select_related("definition")


def hand_over(
    case: Kind,
    county: str,
    successor: str,
    doer: Doer,
    reason: str,
    leave: Callable[[Kind], None] | None = None,
) -> Kind:
    """Let another county take the place of one of a case's counties, by one event.

    Parameters
    ----------
    case
        The case; any but a closed one.
    county
        The code that is no more; the catalogue need not know it any longer.
    successor
        The code in its place.
    doer
        Who: the nation, or a province that covers both.
    reason
        Why: the decision by which the counties were merged or renamed.
    leave
        What is done for the offices a case leaves, before it goes.

    Raises
    ------
    Refused
        Where it is not the doer's to do, the case is closed, being accepted just now, or has
        nothing in the county, the successor is no county or the same one, or no reason is given.
    """
    reason = read_reason(reason)
    with transaction.atomic():
        case = locked(case)
        _refuse(case, county, successor, doer, reason)
        before = {"county": case.county, "parties": case.parties}
        if case.county == county and leave is not None:
            leave(case)
        _place(case, county, successor)
        case.save()
        after = {"county": case.county, "parties": case.parties}
        said = {"county": county, "successor": successor, "before": before, "after": after}
        columns = told(case, ["profile", "perimeter"])
        said, sealed = {**said, **columns.said}, {**columns.sealed, "reason": reason}
        by = (case.subject, doer.person, doer.office)
        record(Deed("hand_over", *by, said, sealed))
    return case


def is_closed(case: Casework) -> bool:
    """Tell whether a case has ended without a result that could still be corrected."""
    state = case.standing.standing
    return state.final and not state.acceptance


def moved(profile: Profile, county: str, successor: str) -> Profile:
    """Return a profile with one county in another's place; one that has both keeps one."""
    codes = (successor if code == county else code for code in profile.county_codes)
    return replace(profile, county_codes=tuple(dict.fromkeys(codes)))


def filed_by(profile: Profile, county: str) -> Profile:
    """Return a profile with the county that files before the others: it counts under the first."""
    others = (code for code in profile.county_codes if code != county)
    return replace(profile, county_codes=(county, *others))


def refuse_successor(
    county: str, successor: str, doer: Doer, reason: str, place: Where, *others: str
) -> None:
    """Refuse a county in another's place that is none, or that is not the doer's to put there.

    Parameters
    ----------
    county, successor
        Which is no more, and which follows.
    doer, reason
        Who says so, and why.
    place
        What is handed over, for messages.
    others
        Further counties that the doer has to cover.

    Raises
    ------
    Refused
        Also where no reason is given.
    """
    covered = all(map(doer.reader.covers, (county, successor, *others)))
    if doer.reader.office not in GIVING or not covered:
        raise Refused([Problem("filing.not_yours_to_hand_over", place)])
    if regions().county(successor) is None or successor == county:
        raise Refused([Problem("filing.no_successor", place, {"code": successor})])
    if not reason.strip():
        raise Refused([Problem("filing.handed_over_without_reason", place)])


def _refuse(case: Casework, county: str, successor: str, doer: Doer, reason: str) -> None:
    place = Where(cluster=case.cluster, year=getattr(case, "year", None))
    refuse_successor(county, successor, doer, reason, place, case.county)
    if county not in Profile.of(case.profile).county_codes:
        raise Refused([Problem("filing.not_in_that_county", place, {"code": county})])
    if is_closed(case):
        raise Refused([Problem("filing.handed_over_closed", place)])
    if case.underway:
        raise Refused([Problem("casework.underway", place)])


def _place(case: Casework, county: str, successor: str) -> None:
    """Put a case where its successor is: who files, and which offices follow from that."""
    profile = moved(Profile.of(case.profile), county, successor)
    if case.county == county:
        profile = filed_by(profile, successor)
        case.county = successor
    recommends = case.recommended_by
    route = route_of([case.county], national=profile.national, recommends=recommends)
    parties = case.standing.parties
    case.parties = said_parties(case.routed(parties, route.parties))
    case.province = route.parties["province"].of
    case.perimeter = "".join(f" {code}" for code in profile.county_codes)
    case.profile = profile.record()
    case.holder = case.standing.holder
