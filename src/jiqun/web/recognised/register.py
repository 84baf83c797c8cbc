"""The register in public: which recognitions there are, what they are worth today, what was done.

Everybody may know batch, days, standing and the steps that were announced; nothing else of a row
leaves this module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from jiqun.base.language import Bilingual
from jiqun.base.names import region_name
from jiqun.clusters.recognised import Recognised, batch_name, recognised
from jiqun.clusters.recognition import Standing
from jiqun.clusters.reviews import STANDING_WORDS, Review, review_of
from jiqun.recognition.lives import Countdown
from jiqun.rules import programmes
from jiqun.rules.life import BatchReview, grounds_named, review_of_batch
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.models import Event
from jiqun.web.recognised.models import Recognition

ANNOUNCED = {
    "list": Bilingual("列入名单", "put on the list"),
    "begin_review": Bilingual("启动复核", "review opened"),
    "extend": Bilingual("复核通过，有效期延长", "review passed, validity extended"),
    "fail": Bilingual("复核未通过", "review failed"),
    "expire": Bilingual("未申请复核，不再有效", "no review applied for, ended"),
    "revoke": Bilingual("撤销", "revoked"),
    "reinstate": Bilingual("申诉成立，恢复", "appeal upheld, set up again"),
}
"""Steps everybody may know of; a revocation that is only proposed is between the offices."""
UNREAD = ("parties", "clocks", "asked", "targets", "reason", "proposal", "statement", "decision")
"""Columns no public page needs."""
FILTERS = ("programme", "province", "batch", "standing")


@dataclass(frozen=True, slots=True)
class Entry:
    """A recognition as everybody sees it.

    Parameters
    ----------
    number
        Its address.
    cluster, name, county
        Whose it is.
    programme, programme_title
        Under which programme.
    batch, since, until
        Of which year's call, and from when to when; 0 and None where no source states it.
    clock
        What it is worth today.
    demo
        Whether it is fictional.
    reviewing
        Whether its review is under way.
    known
        What the catalogue knows of a real cluster; None for one this installation recognised.
    ended, ground
        When and on what ground it was taken away, or when it failed.
    """

    number: int
    cluster: str
    name: str
    county: str
    programme: str
    programme_title: Bilingual
    batch: int
    since: date | None
    until: date | None
    clock: Countdown
    demo: bool
    reviewing: bool
    known: Recognised | None
    ended: date | None
    ground: Bilingual | None

    @property
    def province(self) -> str:
        """The province it lies in."""
        return f"{self.county[:2]}0000"

    @property
    def batch_words(self) -> Bilingual:
        """The batch in words."""
        return batch_name(str(self.batch) if self.batch else "")

    @property
    def standing(self) -> Bilingual:
        """What it is worth, in words."""
        return STANDING_WORDS[self.clock.standing]

    @property
    def review(self) -> Review | None:
        """How its review came out, as a public page states it."""
        return review_of(self.known) if self.known else None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: the day, and what."""

    day: date
    title: Bilingual


def entries(on: date) -> list[Entry]:
    """Return every recognition as everybody sees it, the latest batch first.

    Parameters
    ----------
    on
        The day.
    """
    with seen_whole():  # which clusters are recognised is everybody's to know
        return [entry_of(row, on) for row in Recognition.objects.defer(*UNREAD)]


def entry_numbered(number: int, on: date) -> Entry | None:
    """Return one recognition as everybody sees it."""
    with seen_whole():
        row = Recognition.objects.defer(*UNREAD).filter(pk=number).first()
    return entry_of(row, on) if row else None


def entry_of(row: Recognition, on: date) -> Entry:
    """Return what everybody sees of a row."""
    return Entry(
        number=row.pk,
        cluster=row.cluster,
        name=row.name,
        county=row.county,
        programme=row.programme,
        programme_title=row.rules.title,
        batch=row.batch,
        since=row.since,
        until=row.until,
        clock=row.clock(on),
        reviewing=row.state == "under_review",
        demo=bool(row.profile.get("demo")),
        known=recognised().get(row.cluster) if row.known else None,
        ended=row.ended,
        ground=grounds_named(row.rules).get(row.ground) if row.ended else None,
    )


def narrowed(every: Iterable[Entry], chosen: Mapping[str, str]) -> list[Entry]:
    """Return the chosen recognitions; what is empty asks nothing."""
    said = {name: text for name, text in chosen.items() if text}
    return [entry for entry in every if said.items() <= _asked(entry).items()]


def choices(every: Iterable[Entry]) -> dict[str, list[tuple[str, Bilingual]]]:
    """Return what can be chosen, filter by filter: only what is there."""
    found: dict[str, dict[str, Bilingual]] = {name: {} for name in FILTERS}
    for entry in every:
        found["programme"][entry.programme] = entry.programme_title
        found["province"][entry.province] = region_name(entry.province)
        found["batch"][str(entry.batch)] = entry.batch_words
        found["standing"][entry.clock.standing.value] = entry.standing
    order = [standing.value for standing in Standing]
    found["standing"] = {
        name: found["standing"][name] for name in order if name in found["standing"]
    }
    return {
        name: list(said.items()) if name == "standing" else sorted(said.items())
        for name, said in found.items()
    }


def taken(entry: Entry) -> list[Taken]:
    """Return the steps everybody may know of, the first first."""
    with seen_whole():
        row = Recognition.objects.select_related("definition").get(pk=entry.number)
    events = Event.objects.filter(subject=row.subject, verb__in=ANNOUNCED)
    return [Taken(_day(event.at), ANNOUNCED[event.verb]) for event in events]


def batch_review(entry: Entry) -> BatchReview | None:
    """Return how the review of a real cluster's batch came out, where the programme says it."""
    programme = programmes().get(entry.programme)
    if entry.known is None or programme is None:
        return None
    return review_of_batch(programme, str(entry.batch))


def _asked(entry: Entry) -> dict[str, str]:
    return {
        "programme": entry.programme,
        "province": entry.province,
        "batch": str(entry.batch),
        "standing": entry.clock.standing.value,
    }


def _day(at: str) -> date:
    """Return the day in China of an event's moment."""
    return timezone.localtime(datetime.fromisoformat(at)).date()
