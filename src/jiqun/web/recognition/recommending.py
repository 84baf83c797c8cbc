"""First review: the check on site, and the ranked recommendation, never over the quota."""

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.models import RECOMMENDED, Application, Call
from jiqun.web.recognition.quotas import recommender_in, refuse_beyond
from jiqun.web.recognition.ranks import TAKING, ranks_of, step_out


def record_site_check(application: Application, text: str, doer: Doer) -> Application:
    """Keep the record of the check on site.

    Raises
    ------
    Refused
        Where nothing is recorded, or it is not the doer's to record now.
    """
    return move(application, "record_site_check", doer, checked_on_site=_record(text))


def recommend(application: Application, doer: Doer) -> Application:
    """Recommend an application, next in rank after those recommended before it.

    Raises
    ------
    Refused
        Where a quota it would take a place of is used up, its province's or its prefecture's, the
        call's review has begun without it, or it is not the doer's to recommend now.
    """
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=application.call_id)
        if call.state not in TAKING:
            raise Refused([Problem("recognition.recommended_too_late")])
        _refuse_before_the_waiting(call, application)
        refuse_beyond(call, application, Office.PROVINCE)
        rank = max(_ranks(call, application.province), default=0) + 1
        return step_out(application, "recommend", doer, rank=rank)


def endorse(application: Application, doer: Doer) -> Application:
    """Pass an application on: where the call gives prefectures quotas, that is to name it.

    Raises
    ------
    Refused
        Where the prefecture's quota is used up, or it is not the doer's to pass on now.
    """
    with transaction.atomic():
        call = locked(application.call)
        refuse_beyond(call, application, Office.PREFECTURE)
        return move(application, "endorse", doer)


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
    """Refuse to pass over whoever waits longest: a recommender may move the waiting list first.

    Who waits for a place of another prefecture's quota is not passed over.
    """
    own = recommender_in(call, application)
    rows = ranks_of(call, application.province, "waiting").rows
    waiting = next((row for row in rows if recommender_in(call, row) == own), application)
    if waiting.pk != application.pk:
        details = {"cluster": waiting.name}
        raise Refused([Problem("recognition.waiting_first", details=details)])


def _ranks(call: Call, recommender: str) -> list[int]:
    with seen_whole():  # a withdrawn one gives its place back, whoever sees it
        taken = call.applications.filter(province=recommender, state__in=RECOMMENDED)
        return [rank or 0 for rank in taken.values_list("rank", flat=True)]


def _record(text: str) -> str:
    said = read_reason(text)
    if not said:
        raise Refused([Problem("recognition.nothing_recorded", Where(field="text"))])
    return said


def record_defence(application: Application, text: str, doer: Doer) -> Application:
    """Keep the record of the defence before the experts.

    Raises
    ------
    Refused
        Where nothing is recorded, or it is not the doer's to record now.
    """
    return move(application, "record_defence", doer, defence=_record(text))


def summarise(application: Application, text: str, doer: Doer) -> Application:
    """Keep the panel's summary.

    Raises
    ------
    Refused
        Where it says nothing, or it is not the doer's to write now.
    """
    return move(application, "summarise", doer, summary=_record(text))
