"""A body goes where its cluster's filing went: to the county that took a county's place."""

from django.db import transaction

from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.telling import told
from jiqun.web.events.chain import Deed, record
from jiqun.web.governance.models import Body, Motion, Place
from jiqun.workflow.routes import route_of


def body_follows(cluster: str, county: str, successor: str, doer: Doer, reason: str) -> None:
    """Let a cluster's body go where its filing went, with its members, motions and rolls.

    The successor annuls its ballots from then on. Whoever holds a share of a key keeps it.

    Parameters
    ----------
    cluster
        Whose filing was handed over.
    county, successor
        Which is no more, and which follows.
    doer, reason
        Who handed the filing over, and why.
    """
    with transaction.atomic(), seen_whole():
        body = Body.objects.select_for_update().filter(cluster=cluster, county=county).first()
        if body is None:
            return
        body.county = successor
        body.save(update_fields=["county"])
        body.members.update(county=successor)
        Place.objects.filter(motion__body=body).update(county=successor)
        said, words = {"county": county, "successor": successor}, {"reason": reason}
        record(Deed("hand_over", body.subject, doer.person, doer.office, said, words))
        rows = Motion.objects.select_for_update(of=("self",)).select_related("definition")
        for row in rows.filter(body=body).order_by("pk"):
            _hand_over(row, successor, doer, reason)


def _hand_over(row: Motion, successor: str, doer: Doer, reason: str) -> None:
    before = {"county": row.county, "parties": row.parties}
    province = route_of([successor], national=False).parties["province"]
    row.county = successor
    row.parties = {
        **row.parties,
        "county": [str(Office.COUNTY), successor],
        "province": [str(province.office), province.of],
    }
    row.save(update_fields=["county", "parties"])
    after = {"county": row.county, "parties": row.parties}
    said = {"county": before["county"], "successor": successor, "before": before, "after": after}
    by = (row.subject, doer.person, doer.office)
    record(Deed("hand_over", *by, {**said, **told(row, ["county"]).said}, {"reason": reason}))
