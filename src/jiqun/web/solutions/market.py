"""The market of solutions as the page of the exchange names it: what it is, what came of it."""

from collections.abc import Collection, Iterator

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.exchange.matching.hit_rates import Outcome
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.verbs import waits_for
from jiqun.web.exchange.deals import Deal
from jiqun.web.exchange.markets import Market
from jiqun.web.solutions.models import Request, Solution

MARKET = "solutions"
WAITING = 50
"""Things that are told one by one; the letter counts the rest."""


def outcomes() -> list[Outcome]:
    """Return how far every request came that was answered or taken back: told only as shares."""
    with seen_whole():
        decided = Request.objects.exclude(state="asked")
        rows = list(decided.values_list("pk", "asker", "size", "reached"))
    return [Outcome(str(key), asker, size, reached) for key, asker, size, reached in rows]


def requests_among(numbers: Collection[int]) -> Iterator[Deal]:
    """Yield the requests of some numbers: who asked, who offers, and how far they came."""
    for row in Request.objects.filter(pk__in=numbers):
        yield Deal(row.pk, frozenset({row.asker, row.provider}), row.reached)


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits for an office: solutions to be looked at, requests to be answered."""
    reader = doer.reader
    solutions = Solution.objects.for_reader(reader).select_related("definition")
    for row in solutions.filter(state__in=("submitted", "returned"))[:WAITING]:
        if reader.office in (Office.COUNTY, Office.FIRM, Office.AGENCY) and waits_for(
            row, doer.party
        ):
            code = "listed_waits" if row.state == "submitted" else "returned_waits"
            yield Problem(f"solutions.{code}", details={"number": str(row.pk)})
    requests = Request.objects.for_reader(reader).select_related("definition")
    for request in requests.filter(state__in=("asked", "accepted", "dealt", "disputed"))[:WAITING]:
        if waits_for(request, doer.party):
            state = request.standing.standing.title
            said = {"number": str(request.pk), "state": state.zh, "state_en": state.en}
            yield Problem("solutions.request_waits", details=said)


SOLUTIONS = Market(
    MARKET,
    Bilingual("数字化解决方案", "Digital solutions"),
    Bilingual(
        "小型、快速、轻量、精准的方案，按自评的缺口找，说明为什么合适。",
        "Small, fast, light and precise: found by the gaps of a self-assessment, with reasons.",
    ),
    "solutions",
    outcomes,
    waiting_for,
)
