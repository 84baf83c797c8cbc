"""Hand a filing over to its successor county, as every case is, and keep a copy for who it left.

Those it left read what they saw that day, and nothing of what comes afterwards. What is submitted
next carries the new code.
"""

from collections.abc import Mapping

from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework import handing
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.copies import copy_of
from jiqun.web.filing.models import Case, Cases, HandedOver


def standing_in(county: str, reader: Reader) -> Cases:
    """Return the cases a reader sees of the clusters that reach into a county, but closed ones.

    Released ones go along: a correction after the release is the successor's, too.
    """
    return handing.reaching_into(Case.objects.for_reader(reader), county)


def hand_over(case: Case, county: str, successor: str, doer: Doer, reason: str) -> Case:
    """Let another county take the place of one of a filing's counties, by one event.

    Raises
    ------
    Refused
        As :func:`jiqun.web.casework.handing.hand_over`.
    """

    def leave(case: Case) -> None:
        copy_of(case, successor, reason).save()

    return handing.hand_over(case, county, successor, doer, reason, leave)


def followed(profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """Return profiles with the counties that took the place of theirs since, by cluster."""
    found = dict(profiles)
    with seen_whole():  # where a cluster lies now, whoever could read it before
        rows = HandedOver.objects.filter(cluster__in=found).order_by("pk")
        moves = list(rows.values_list("cluster", "county", "successor"))
    for cluster, county, successor in moves:
        found[cluster] = handing.moved(found[cluster], county, successor)
    return found


def left_by(reader: Reader) -> list[HandedOver]:
    """Return the copies of cases that lay with a reader and do not any more."""
    rows = HandedOver.objects.for_reader(reader).select_related("definition")
    return [copy for copy in rows if not reader.sees_cluster(copy.cluster, copy.successor)]
