"""Hand a case over to the county that took the place of its own: merged, or renamed, in mid-year.

The case goes on where it stands, with its threads, files and deadlines; its offices follow from
where it lies now, and what is submitted next carries the new code. Those it left keep a copy of
what they saw that day, and see nothing of what comes afterwards.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office, Reader
from jiqun.clusters import Profile
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Casework
from jiqun.web.casework.moving import locked, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.copies import copy_of
from jiqun.web.filing.models import Case, Cases, HandedOver
from jiqun.web.filing.opening import filed_by
from jiqun.workflow.routes import Party, route_of

GIVING = (Office.NATION, Office.PROVINCE)
"""Offices that say which county follows which."""


def standing_in(county: str, reader: Reader) -> Cases:
    """Return the cases a reader sees of the clusters that reach into a county, but closed ones.

    Released ones go along: a correction after the release is the successor's, too.
    """
    reaching = Case.objects.for_reader(reader).filter(perimeter__contains=f" {county}")
    closed = [case.pk for case in reaching.select_related("definition") if _is_closed(case)]
    return reaching.exclude(pk__in=closed).select_related("definition")


def hand_over(case: Case, county: str, successor: str, doer: Doer, reason: str) -> Case:
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
        if case.county == county:
            copy_of(case, successor, reason).save()
        _place(case, county, successor)
        case.save()
        said = {
            "county": county,
            "successor": successor,
            "before": before,
            "after": {"county": case.county, "parties": case.parties},
        }
        deed = Deed("hand_over", case.subject, doer.person, doer.office, said, {"reason": reason})
        record(deed)
    return case


def followed(profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """Return profiles with the counties that took the place of theirs since, by cluster."""
    found = dict(profiles)
    with seen_whole():  # where a cluster lies now, whoever could read it before
        rows = HandedOver.objects.filter(cluster__in=found).order_by("pk")
        moves = list(rows.values_list("cluster", "county", "successor"))
    for cluster, county, successor in moves:
        found[cluster] = _moved(found[cluster], county, successor)
    return found


def left_by(reader: Reader) -> list[HandedOver]:
    """Return the copies of cases that lay with a reader and do not any more."""
    rows = HandedOver.objects.for_reader(reader).select_related("definition")
    return [copy for copy in rows if not reader.sees_cluster(copy.cluster, copy.successor)]


def _refuse(case: Case, county: str, successor: str, doer: Doer, reason: str) -> None:
    place = Where(cluster=case.cluster, year=case.year)
    covered = all(map(doer.reader.covers, (case.county, county, successor)))
    if doer.reader.office not in GIVING or not covered:
        raise Refused([Problem("filing.not_yours_to_hand_over", place)])
    if regions().county(successor) is None or successor == county:
        raise Refused([Problem("filing.no_successor", place, {"code": successor})])
    if county not in Profile.of(case.profile).county_codes:
        raise Refused([Problem("filing.not_in_that_county", place, {"code": county})])
    if _is_closed(case):
        raise Refused([Problem("filing.handed_over_closed", place)])
    if case.accepting:
        raise Refused([Problem("filing.changed_meanwhile", place)])
    if not reason.strip():
        raise Refused([Problem("filing.handed_over_without_reason", place)])


def _is_closed(case: Casework) -> bool:
    state = case.standing.standing
    return state.final and not state.acceptance


def _place(case: Case, county: str, successor: str) -> None:
    """Put a case where its successor is: who files, and which offices follow from that."""
    profile = _moved(Profile.of(case.profile), county, successor)
    if case.county == county:
        profile = filed_by(profile, successor)
        case.county = successor
    route = route_of([case.county], national=profile.national)
    kept = {slot: party for slot, party in case.standing.parties.items() if slot == "agency"}
    case.parties = _plain({**route.parties, **kept})
    case.province = route.parties["province"].of
    case.perimeter = "".join(f" {code}" for code in profile.county_codes)
    case.profile = profile.record()
    case.holder = case.standing.holder


def _moved(profile: Profile, county: str, successor: str) -> Profile:
    """Return a profile with one county in another's place; one that has both keeps one."""
    codes = (successor if code == county else code for code in profile.county_codes)
    return replace(profile, county_codes=tuple(dict.fromkeys(codes)))


def _plain(parties: Mapping[str, Party]) -> dict[str, list[str]]:
    return {slot: [str(party.office), party.of] for slot, party in parties.items()}
