"""First review: the check on site, and the ranked recommendation, never over the quota."""

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import move, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.calling import quota_of
from jiqun.web.recognition.models import RECOMMENDED, Application, Call
from jiqun.web.recognition.ranks import TAKING, ranks_of, step_out


def record_site_check(application: Application, text: str, doer: Doer) -> Application:
    """Keep the record of the check on site.

    Raises
    ------
    Refused
        Where nothing is recorded, or it is not the doer's to record now.
    """
    text = _record(text)
    secret = {"checked_on_site": text}
    return move(application, "record_site_check", doer, secret=secret, checked_on_site=text)


def recommend(application: Application, doer: Doer) -> Application:
    """Recommend an application, next in rank after those recommended before it.

    Raises
    ------
    Refused
        Where the recommender's quota is used up, the call's review has begun without it, or it is
        not the doer's to recommend now.
    """
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=application.call_id)
        if call.state not in TAKING:
            raise Refused([Problem("recognition.recommended_too_late")])
        _refuse_before_the_waiting(call, application)
        ranks = _ranks(call, application.province)
        limit = quota_of(call, application.province)
        if limit.allows(len(ranks) + 1) is False:
            details = {"limit": limit.limit, "named": len(ranks)}
            raise Refused([Problem("recognition.quota_used_up", details=details)])
        rank = max(ranks, default=0) + 1
        return step_out(application, "recommend", doer, rank=rank)


def wait(application: Application, doer: Doer) -> Application:
    """Put an application on the waiting list, last; a prefecture's own list has no ranks.

    Raises
    ------
    Refused
        Where it is not the doer's to put there now.
    """
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=application.call_id)
        rows = ranks_of(call, application.province, "waiting").rows
        at_prefecture = application.state == "submitted"
        rank = None if at_prefecture else max((row.rank or 0 for row in rows), default=0) + 1
        return step_out(application, "put_on_waiting_list", doer, rank=rank)


def _refuse_before_the_waiting(call: Call, application: Application) -> None:
    """Refuse to pass over whoever waits longest: a recommender may move the waiting list first."""
    waiting = ranks_of(call, application.province, "waiting").rows
    if waiting and waiting[0].pk != application.pk:
        details = {"cluster": waiting[0].name}
        raise Refused([Problem("recognition.waiting_first", details=details)])


def used(call: Call, recommender: str) -> int:
    """Return how many places of its quota a recommender has used."""
    return len(_ranks(call, recommender))


def _ranks(call: Call, recommender: str) -> list[int]:
    with seen_whole():  # a withdrawn one gives its place back, whoever sees it
        taken = call.applications.filter(province=recommender, state__in=RECOMMENDED)
        return [rank or 0 for rank in taken.values_list("rank", flat=True)]


def _record(text: str) -> str:
    said = read_reason(text)
    if not said:
        raise Refused([Problem("recognition.nothing_recorded")])
    return said


def record_defence(application: Application, text: str, doer: Doer) -> Application:
    """Keep the record of the defence before the experts.

    Raises
    ------
    Refused
        Where nothing is recorded, or it is not the doer's to record now.
    """
    text = _record(text)
    return move(application, "record_defence", doer, secret={"defence": text}, defence=text)


def summarise(application: Application, text: str, doer: Doer) -> Application:
    """Keep the panel's summary.

    Raises
    ------
    Refused
        Where it says nothing, or it is not the doer's to write now.
    """
    text = _record(text)
    return move(application, "summarise", doer, secret={"summary": text}, summary=text)
