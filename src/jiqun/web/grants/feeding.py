"""What came of grants: for the closed year, for the market's hit rate, for measures that name one.

Every row is read, also those no reader sees: what leaves here is counted and gated first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.readers import Office
from jiqun.exchange.grants.fields import BENCHMARK
from jiqun.exchange.grants.yearly import Granted, Held, of_year
from jiqun.exchange.matching.hit_rates import Outcome
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.models import Event
from jiqun.web.exchange.deals import Deal
from jiqun.web.grants.granting import READ
from jiqun.web.grants.models import ASKED, Grant


def granted_in(year: int) -> tuple[Granted, ...]:
    """Return the grants that held in a year in China: told by nobody before they are counted."""
    first, after = (datetime(at, 1, 1, tzinfo=CHINA) for at in (year, year + 1))
    rows = list(Grant.objects.exclude(granted_at=None).filter(since__lt=after, until__gt=first))
    read = _uses(first, after)
    return of_year((_held(row, read.get(row.subject, ())) for row in rows), year)


def outcomes() -> list[Outcome]:
    """Return how far every request came that was answered or taken back: told only as shares."""
    with seen_whole():
        rows = list(_asked().exclude(state=ASKED))
        return [
            Outcome(str(row.pk), _who_asks(row), row.size, reached)
            for row, reached in _reached(rows)
        ]


def grants_among(numbers: Collection[int]) -> Iterator[Deal]:
    """Yield the grants of some numbers: whose data, which firm reads, and how far they came."""
    for row, reached in _reached(list(_asked().filter(pk__in=numbers))):
        reader = row.reader_of if row.reader_office == Office.FIRM else ""
        yield Deal(row.pk, frozenset({row.firm, reader} - {""}), reached)


def _asked() -> QuerySet[Grant]:
    """Return what somebody asked a firm for; contributions to a benchmark are nobody's request."""
    return Grant.objects.exclude(purpose=BENCHMARK)


def _who_asks(row: Grant) -> str:
    """Return the firm that asks; of an office's request the firm whose data they are."""
    return row.reader_of if row.reader_office == Office.FIRM else row.firm


def _reached(rows: Collection[Grant]) -> Iterator[tuple[Grant, int]]:
    """Yield how far requests came: granted, read, and to an end that nobody disputes."""
    read = set(_read([row.subject for row in rows]).values_list("subject", flat=True))
    for row in rows:
        if row.granted_at is None:
            yield row, 0
        elif row.subject not in read:
            yield row, 1
        else:
            yield row, 3 if row.ended <= timezone.now() and not row.was_disputed else 2


def _held(row: Grant, uses: Iterable[datetime]) -> Held:
    since = max(row.since, row.granted_at or row.since)
    return Held(row.firm, since, row.ended, tuple(uses), contributes=row.purpose == BENCHMARK)


def _read(subjects: Iterable[str]) -> QuerySet[Event]:
    return Event.objects.filter(verb=READ, subject__in=list(subjects)).order_by()


def _uses(first: datetime, after: datetime) -> dict[str, list[datetime]]:
    """Return by grant when it was read in a time; the log writes moments in UTC, as text."""
    between = [
        moment.astimezone(UTC).isoformat(timespec="milliseconds") for moment in (first, after)
    ]
    rows = Event.objects.filter(verb=READ, at__gte=between[0], at__lt=between[1])
    found: dict[str, list[datetime]] = defaultdict(list)
    for subject, at in rows.values_list("subject", "at"):
        found[subject].append(datetime.fromisoformat(at))
    return found
