"""Hand an application over to its successor county, as filings go."""

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework import handing
from jiqun.web.casework.moving import locked
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.models import Application, Applications, Objection
from jiqun.web.recognition.quotas import (
    NAMED_FROM,
    level_of,
    named_in,
    quota_of,
    recommenders_in,
)
from jiqun.workflow.routes import route_of


def standing_in(county: str, reader: Reader) -> Applications:
    """Return the applications a reader sees of clusters that reach into a county, still open."""
    return handing.reaching_into(Applications(Application).for_reader(reader), county)


def hand_over(
    application: Application, county: str, successor: str, doer: Doer, reason: str
) -> Application:
    """Let another county take the place of one of an application's counties, by one event.

    Answers, what was handed in, its place in the recommendation, the experts' part and open
    objections go along.

    Raises
    ------
    Refused
        As :func:`jiqun.web.casework.handing.hand_over`, and where it was recommended and would come
        to another recommender, whose quota it would take.
    """

    def leave(application: Application) -> None:
        call = application.call
        own = call.recommended_by
        route = route_of([successor], national=False, recommends=own).parties
        elsewhere = route["province"].of != application.province
        if (application.rank is not None and elsewhere) or _takes_a_place(application, successor):
            place = Where(cluster=application.cluster)
            raise Refused([Problem("recognition.recommended_elsewhere", place)])

    with transaction.atomic():
        locked(application.call)  # the successor's own recommendations come before, or after
        moved = handing.hand_over(application, county, successor, doer, reason, leave)
        with seen_whole():  # what is asked of the county is asked of its successor
            for objection in moved.objections.open():
                kept = {slot: moved.parties[slot] for slot in objection.parties}
                Objection.objects.filter(pk=objection.pk).update(parties=kept)
    return moved


def _takes_a_place(application: Application, successor: str) -> bool:
    """Tell whether an application, where it stands, would go beyond a quota of its new places."""
    call, named = application.call, named_in(application.call, application)
    before = set(recommenders_in(call, application.county))
    return any(
        application.state in NAMED_FROM[level_of(recommender)]
        and quota_of(call, recommender).allows(named[recommender] + 1) is False
        for recommender in recommenders_in(call, successor)
        if recommender not in before
    )
