"""A promotion agency is changed: its clusters, with every open case, go to another one."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.web.accounts.models import Invitation, Membership
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.people import invite
from jiqun.web.events.chain import Deed, record


def change_agency(clusters: Sequence[str], reason: str, doer: Doer) -> dict[str, str]:
    """End the agency's office over clusters, and invite another to take it up.

    Drafts, files, questions and steps are the cluster's and stay as they are; who held the office
    sees nothing of them from this moment on, and links to it that were not taken up no longer work.

    Parameters
    ----------
    clusters
        By id; whether they are the doer's to give is the caller's to check.
    reason
        Why.
    doer
        Who.

    Returns
    -------
    dict
        Secrets of the invitations, by cluster.

    Raises
    ------
    Refused
        Without a reason or a cluster.
    """
    text, problems = read_text(reason, Where(), longest=LONGEST_REASON, lines=True)
    if errors_only(problems):
        raise Refused(problems)
    if not text or not clusters:
        raise Refused([Problem("accounts.change_unsaid")])
    with transaction.atomic():
        return {cluster: _changed(cluster, text, doer) for cluster in dict.fromkeys(clusters)}


def _changed(cluster: str, reason: str, doer: Doer) -> str:
    now = timezone.now()
    held = Membership.objects.standing().filter(office=Office.AGENCY, of=cluster)
    ended = sorted(str(membership.person.uid) for membership in held.select_related("person"))
    held.update(until=now)
    open_links = Invitation.objects.filter(office=Office.AGENCY, of=cluster, taken=None)
    open_links.filter(expires__gt=now).update(expires=now)
    deed = Deed(
        "change_agency",
        f"cluster:{cluster}",
        doer.person,
        doer.office,
        {"ended": ended},
        {"reason": reason},
    )
    record(deed)
    return invite(Office.AGENCY, cluster, doer)
