"""Data sharing as the page of the exchange names it, and what waits in it."""

from collections.abc import Iterator

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.web.accounts.offices import Doer
from jiqun.web.exchange.markets import Market
from jiqun.web.grants.feeding import outcomes
from jiqun.web.grants.models import ASKED, Grant

WAITING = 50
"""Things that are told one by one; the letter counts the rest."""


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits: requests for a firm to answer, disputes for an office to settle."""
    rows = Grant.objects.for_reader(doer.reader).select_related("definition")
    for row in rows.filter(state__in=(ASKED, "disputed"))[:WAITING]:
        standing = row.standing
        if standing.holder in standing.slots_of(doer.party):
            state = standing.standing.title
            said = {"number": str(row.pk), "state": state.zh, "state_en": state.en}
            yield Problem("grants.request_waits", details=said)


DATA = Market(
    "data",
    Bilingual("数据共享", "Data sharing"),
    Bilingual(
        "企业把指定的数据字段，为指定的用途、在指定的时间内授权给对方；随时可撤回，每次读取都有记录。",
        "A firm grants a named purpose a named field of its data for a named time; "
        "it takes that back whenever it wants, and every use is recorded.",
    ),
    "grants",
    outcomes,
    waiting_for,
)
