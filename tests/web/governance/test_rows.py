"""A ballot on PostgreSQL, each party on a connection that sees its own rows alone."""

from datetime import timedelta

import pytest
from tests.registry.made_up import code
from tests.web.casework.test_row_policies import as_site, on_postgresql
from tests.web.governance.said import BODY, MOVED, STATUTES, calling, line
from tests.web.governance.voting import Cast
from tests.web.people import doer

from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_by, seen_whole
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.governance import balloting, founding, moving
from jiqun.web.governance.models import Ballot, Body, Motion, Place, Vote

__all__ = ["as_site", "on_postgresql"]

PROPOSER, SCRUTINEER, LEAVER, STRANGER = (code("330106", number) for number in range(1, 5))


def firm(which: str) -> Doer:
    return Doer(reader_of_office(Office.FIRM, which))


def balloted() -> Ballot:
    """Return a running ballot, opened by the agency; one firm of its roll left since."""
    agency = doer("agency")
    with seen_by(agency.reader):
        (known,) = known_clusters(shelf().workspace, agency.reader)
        body = founding.found(known.profile, BODY, agency)
        founding.enact(body, STATUTES, agency)
        lines = [line(which) for which in (PROPOSER, SCRUTINEER, LEAVER)]
        founding.enter_members(body, "\n".join(lines), agency)
    with seen_by(firm(PROPOSER).reader):
        row = moving.submit(Body.objects.get(), MOVED, firm(PROPOSER))
    with seen_by(agency.reader):
        row = moving.step(row, "admit", "", agency)
        ballot = balloting.open_ballot(row, calling(SCRUTINEER), agency)
        founding.release(body.members.get(code=LEAVER), "迁出", agency)
    return ballot


@pytest.mark.usefixtures("as_site")
def test_a_ballot_goes_its_whole_way_and_no_office_sees_a_vote_before_it_is_closed() -> None:
    ballot = balloted()
    for which in (SCRUTINEER, LEAVER):
        with seen_by(firm(which).reader):
            row = Motion.objects.for_reader(firm(which).reader).select_related("body").get()
            vote = Cast(ballot, which, "yes").posted.values()
            balloting.cast(row.ballots.get(), *vote, firm(which))
            assert (Place.objects.count(), Vote.objects.count()) == (1, 1)
    with seen_by(firm(STRANGER).reader):
        assert not (Body.objects.exists() or Motion.objects.exists() or Place.objects.exists())
    for login in ("agency", "county", "province"):
        with seen_by(doer(login).reader):
            assert (Place.objects.count(), Vote.objects.count()) == (3, 0), login
    with seen_whole():
        Ballot.objects.update(closes=today() - timedelta(days=1))
    with seen_by(doer("province").reader):
        row = balloting.close(Motion.objects.get(), doer("province"))
        assert (row.state, row.ballots.get().voted) == ("closed", 2)
        assert Vote.objects.filter(envelope__isnull=False).count() == 2
    with seen_by(doer("county").reader):
        balloting.annul(row, "一份密钥遗失。", doer("county"))
    with seen_whole():
        assert not Vote.objects.exclude(envelope=None, commitment="").exists()
