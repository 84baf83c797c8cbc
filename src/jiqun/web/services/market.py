"""Services as the page of the exchange names them: what they are, what waits in them."""

from collections.abc import Iterator

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.exchange.matching.hit_rates import Outcome
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.verbs import waits_for
from jiqun.web.exchange.markets import Market
from jiqun.web.services.models import OFFICES, OPEN, Provider, ServiceRequest, own
from jiqun.web.services.registering import PROVIDERS

WAITING = 50
"""Things that are told one by one; the letter counts the rest."""


def outcomes() -> list[Outcome]:
    """Return how far every request came that was answered or taken back: told only as shares."""
    with seen_whole():
        decided = ServiceRequest.objects.exclude(state="asked")
        rows = list(decided.values_list("pk", "asker", "size", "reached"))
    return [Outcome(str(key), asker, size, reached) for key, asker, size, reached in rows]


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits: providers to be looked at or to amend, requests whose turn it is."""
    reader = doer.reader
    if reader.office in (*OFFICES, *PROVIDERS):
        providers = Provider.objects.for_reader(reader).select_related("definition")
        if reader.office in PROVIDERS:
            providers = providers.filter(own(reader))
        for row in providers.filter(state__in=("submitted", "returned"))[:WAITING]:
            if waits_for(row, doer.party):
                code = "listing_waits" if row.state == "submitted" else "returned_waits"
                yield Problem(f"services.{code}", details={"number": str(row.pk)})
    requests = ServiceRequest.objects.for_reader(reader).select_related("definition")
    for request in requests.filter(state__in=OPEN)[:WAITING]:
        if waits_for(request, doer.party):
            state = request.standing.standing.title
            said = {"number": str(request.pk), "state": state.zh, "state_en": state.en}
            yield Problem("services.request_waits", details=said)


SERVICES = Market(
    "services",
    Bilingual("公共服务", "Public services"),
    Bilingual(
        "信息、培训、创业、创新、投融资、咨询、政策七类服务：找机构、约时间、评满意度。",
        "Seven kinds of services: find who gives them, make an appointment, say how it was.",
    ),
    "services",
    outcomes,
    waiting_for,
)
