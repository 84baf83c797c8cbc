"""First review: the check on site, and the ranked recommendation, never over the quota."""

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.calling import quota_of
from jiqun.web.recognition.models import RECOMMENDED, Application, Call

TAKING = ("open", "closed")
"""Where a call still takes recommendations: later ones would be left behind by its review."""


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
        ranks = _ranks(call, application.province)
        limit = quota_of(call, application.province)
        if limit.allows(len(ranks) + 1) is False:
            details = {"limit": limit.limit, "named": len(ranks)}
            raise Refused([Problem("recognition.quota_used_up", details=details)])
        rank = max(ranks, default=0) + 1
        return move(application, "recommend", doer, said={"rank": rank}, rank=rank)


def rerank(call: Call, order: list[int], doer: Doer) -> None:
    """Put a recommender's applications in another order, while the call takes applications.

    Parameters
    ----------
    call
        The call.
    order
        Every recommended application of the doer, the first to be ranked first.
    doer
        Who recommends.

    Raises
    ------
    Refused
        Where the order does not name each of them once, or one is no longer with the authority
        unreviewed.
    """
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=call.pk)
        own = Application.objects.for_reader(doer.reader).filter(
            call=call, province=doer.party.of, state="recommended"
        )
        by_number = {application.pk: application for application in own}
        if sorted(order) != sorted(by_number):
            raise Refused([Problem("recognition.order_not_whole")])
        for rank, number in enumerate(order, 1):
            application = locked(by_number[number])
            application.rank = rank
            application.save(update_fields=["rank"])


def used(call: Call, recommender: str) -> int:
    """Return how many places of its quota a recommender has used."""
    return len(_ranks(call, recommender))


def _ranks(call: Call, recommender: str) -> list[int]:
    with seen_whole():  # a withdrawn one gives its place back, whoever sees it
        taken = call.applications.filter(province=recommender, state__in=RECOMMENDED)
        return [rank or 0 for rank in taken.values_list("rank", flat=True)]


def _record(text: str) -> str:
    said, problems = read_text(text, Where(field="text"), longest=LONGEST_REASON, lines=True)
    if errors_only(problems):
        raise Refused(problems)
    if not said:
        raise Refused([Problem("recognition.nothing_recorded")])
    return said


def summarise(application: Application, text: str, doer: Doer) -> Application:
    """Keep the panel's summary.

    Raises
    ------
    Refused
        Where it says nothing, or it is not the doer's to write now.
    """
    text = _record(text)
    return move(application, "summarise", doer, secret={"summary": text}, summary=text)
