"""From closed scores to an order: what a call's authority sees and decides by, and nobody before.

:func:`ranking_of` decides by the decision's own function (``recognition.what_if.decide``); the page
shows its answer, and notice is given by the same answer, told by its hash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Min, QuerySet

from jiqun.base.canonical import content_hash
from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.clusters.profile import PROVINCE
from jiqun.recognition.selection import Candidate, Outcome, Place, Rule, Selection, select
from jiqun.recognition.what_if import Scored, Setting, setting_of, summed
from jiqun.rules.life import call_of
from jiqun.web.accounts.offices import Doer, place_title
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.calling import issuer
from jiqun.web.recognition.models import RANKED, Application, Call, Opinion
from jiqun.web.recognition.quotas import places_of, recommender_in
from jiqun.workflow.panels.scores import Sheet, Summary, summary
from jiqun.workflow.panels.severity import Leniency, corrected, leniency

COLUMNS = ("call", "cluster", "county", "province", "state", "profile")
"""What of an application its place depends on: no more is read of thousands of them."""
BEGUN = ("under_review", "on_notice", "decided", "announced")
"""Where a call's review has begun: before, there are no scores to close."""


def scores_closed(call: Call) -> bool:
    """Tell whether the scores of every application of a call are closed."""
    with seen_whole():  # whoever asks: a county's own may be scored long before the others
        scored = call.applications.filter(state="under_review")
        return call.state in BEGUN and not scored.exists()


@dataclass(frozen=True)
class Line:
    """An application with what its experts gave and where that puts it.

    Parameters
    ----------
    application
        The application.
    scored
        The same as the decision takes it.
    place
        Its place among those of its recommender; None where no scheme is configured.
    ranking
        The order it stands in.
    """

    application: Application
    scored: Scored
    place: Place | None
    ranking: "Ranking"

    @cached_property
    def summary(self) -> Summary | None:
        """Mean, median and disagreement; None where nobody gave scores."""
        setting = self.ranking.setting
        return summary(self.scored.sheets, setting.scheme) if setting else None

    @cached_property
    def corrected(self) -> Fraction | None:
        """The mean without its experts' habits; None is "not calibrated". It decides nothing."""
        setting, habits = self.ranking.setting, self.ranking.habits
        return corrected(self.scored.sheets, setting.scheme, habits) if setting else None


@dataclass(frozen=True)
class Recommender:
    """A recommender's part of the order.

    Parameters
    ----------
    code
        Its region code.
    limit
        How many may be selected; None is no limit, or not known.
    known
        Whether that is known.
    lines
        Its applications, the first first.
    """

    code: str
    limit: int | None
    known: bool
    lines: Sequence[Line]

    @property
    def title(self) -> Bilingual:
        """Its name."""
        return place_title(self.code)

    def count(self, *outcomes: str) -> int:
        """Return how many of its applications have one of these outcomes."""
        return sum(line.place is not None and line.place.outcome in outcomes for line in self.lines)

    @cached_property
    def waiting(self) -> dict[str, int]:
        """The waiting list: which of it each cluster is, the first who moves up as 1."""
        places = [line.place for line in self.lines if line.place]
        waiting = [place.candidate.id for place in places if place.outcome is Outcome.WAITING]
        return {cluster: number for number, cluster in enumerate(waiting, start=1)}

    @property
    def cut_off(self) -> Fraction | None:
        """The total of the last who is named; None where nobody is."""
        named = [
            line.place.candidate.total
            for line in self.lines
            if line.place is not None and line.place.outcome is Outcome.RECOMMENDED
        ]
        return min((total for total in named if total is not None), default=None)


@dataclass(frozen=True)
class Ranking:
    """A call's applications in the order its rule gives.

    Parameters
    ----------
    call
        The call.
    applications
        Those in the running, with their experts' sheets beside them in ``pool``.
    pool
        The same as the decision takes them.
    setting
        What the decision goes by; None where no scheme is configured.
    history
        Every sheet on the same scheme, application by application.
    """

    call: Call
    applications: Sequence[Application]
    pool: Sequence[Scored]
    setting: Setting | None
    history: Sequence[Sequence[Sheet]]

    @cached_property
    def codes(self) -> frozenset[str]:
        """The recommenders of its applications."""
        return frozenset(scored.recommender for scored in self.pool)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The applications with their scores summed up; none where no scheme is configured."""
        return summed(self.pool, self.setting) if self.setting else []

    @cached_property
    def selection(self) -> Selection | None:
        """The decision; None where no scheme is configured."""
        setting = self.setting
        return select(self.candidates, setting.quotas, setting.rule) if setting else None

    @cached_property
    def places(self) -> dict[str, Place]:
        """Each application's place, by its cluster: the name a published draw is made over."""
        found = self.selection.places if self.selection else ()
        return {place.candidate.id: place for place in found}

    @cached_property
    def version(self) -> str:
        """A hash of who stands where: what was shown is what is decided."""
        said = [[name, place.rank, place.outcome] for name, place in sorted(self.places.items())]
        return content_hash(said)

    @cached_property
    def habits(self) -> dict[str, Leniency]:
        """How strict each expert of this call is beside others, by expert."""
        judging = {sheet.expert for scored in self.pool for sheet in scored.sheets}
        found = leniency(self.history, self.setting.scheme) if self.setting else {}
        return {expert: habit for expert, habit in found.items() if expert in judging}

    @cached_property
    def recommenders(self) -> list[Recommender]:
        """Each recommender with its applications in their order."""
        order = {name: number for number, name in enumerate(self.places)}
        found: dict[str, list[Line]] = {}
        for application, scored in zip(self.applications, self.pool, strict=True):
            line = Line(application, scored, self.places.get(scored.id), self)
            found.setdefault(scored.recommender, []).append(line)
        for lines in found.values():
            lines.sort(key=lambda line: order.get(line.scored.id, 0))
        return [self._recommender(code, lines) for code, lines in sorted(found.items())]

    def _recommender(self, code: str, lines: list[Line]) -> Recommender:
        allowed = places_of(self.call, code)
        return Recommender(code, allowed.limit, allowed.known, lines)


def refuse_unseen(call: Call, doer: Doer) -> None:
    """Refuse an order that is not somebody's to see, or not yet.

    Raises
    ------
    Refused
        Where it is another's call, or scores are still open.
    """
    if doer.party != issuer(call):
        raise Refused([Problem("recognition.not_your_call")])
    if not scores_closed(call):
        raise Refused([Problem("recognition.scores_open")])


def ranking_of(call: Call, doer: Doer) -> Ranking:
    """Return the order of a call whose scores are closed, for its authority.

    Raises
    ------
    Refused
        Where it is another's call, or scores are still open: then nothing is told, not even how
        many there are.
    """
    refuse_unseen(call, doer)
    standing = call.applications.filter(state__in=RANKED).annotate(first_handed=Min("handed__at"))
    applications = list(standing.only(*COLUMNS).order_by("pk"))
    for application in applications:
        application.call = call  # one call for all, not a copy each
    sheets = _sheets(Opinion.objects.for_reader(doer.reader).filter(application__call=call))
    pool = [_scored(call, row, sheets.get(row.pk, [])) for row in applications]
    setting = setting_in(call, {scored.recommender for scored in pool})
    history = [*sheets.values(), *_earlier(call, doer)] if setting else []
    return Ranking(call, applications, pool, setting, history)


def setting_in(call: Call, recommenders: Iterable[str]) -> Setting | None:
    """Return what a call's decision goes by; None where no scheme is configured."""
    if not call.way.categories or call.way.summary is None:
        return None
    said = call.selection
    threshold = said.get("threshold")
    rule = Rule(
        seed=said.get("seed", ""),
        threshold=None if threshold is None else Fraction(threshold),
        one_per_segment=one_per_segment(call),
    )
    return setting_of(call.way, {code: places_of(call, code) for code in recommenders}, rule)


def one_per_segment(call: Call) -> bool:
    """Tell whether a recommender may have one cluster of a sub-segment only, by the call's rule."""
    known = call_of(call.rules, call.year)
    return bool(known and known.one_per_segment)


def segment_of(application: Application) -> str:
    """Return an application's sub-segment; empty where it says none."""
    return str(application.profile.get("industry", ""))


def _scored(call: Call, application: Application, sheets: Sequence[Sheet]) -> Scored:
    first: datetime | None = getattr(application, "first_handed", None)
    return Scored(
        application.cluster,
        recommender_in(call, application),
        tuple(sheets),
        _holds(application),
        first.isoformat() if first else "",
        segment_of(application),
    )


def _holds(application: Application) -> frozenset[str]:
    """Return the facts a tie may ask for that are known: what is not known lets nobody in."""
    province = regions().province_of(application.county)
    facts = {
        "provincial_recognition": application.profile.get("recognised_by") == PROVINCE,
        "western_region": province.macro_region == "west",
    }
    return frozenset(name for name, known in facts.items() if known)


def _sheets(opinions: QuerySet[Opinion]) -> dict[int, list[Sheet]]:
    """Return the sheets that were given, by application."""
    found: dict[int, list[Sheet]] = {}
    given = opinions.filter(state="scored").order_by("pk")
    for application, expert, sheet in given.values_list("application", "expert", "sheet"):
        if sheet:
            scores = {name: Decimal(text) for name, text in sheet.items()}
            found.setdefault(application, []).append(Sheet(expert, scores))
    return found


def _earlier(call: Call, doer: Doer) -> list[list[Sheet]]:
    """Return the sheets of the authority's other calls on the same scheme, whose scores are closed.

    An open call's sheets are nobody's to see, not even inside a mean.
    """
    others = Call.objects.for_reader(doer.reader).filter(office=call.office, of=call.of)
    same = [
        other.pk
        for other in others.exclude(pk=call.pk).filter(state__in=BEGUN)
        if other.way.categories == call.way.categories
    ]
    if not same:
        return []
    still = Application.objects.filter(call__in=same, state="under_review")
    closed = set(same) - set(still.values_list("call_id", flat=True))
    opinions = Opinion.objects.for_reader(doer.reader).filter(application__call__in=closed)
    return list(_sheets(opinions).values())
