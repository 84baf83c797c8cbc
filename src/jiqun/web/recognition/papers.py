"""The documents of a call: who may have which, what the office enters, and what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from django.db import transaction

from jiqun.base.codes import industries
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.base.own_catalogue import unmarked
from jiqun.base.readers import Office, own_quota
from jiqun.base.texts import read_text
from jiqun.reports.issuers import EVERYWHERE, organ_at
from jiqun.reports.papers.model import Paper
from jiqun.reports.papers.recognition import (
    Named,
    Occasion,
    Particulars,
    Rules,
    Scored,
    announcement,
    corrected,
    notice,
    recommendation,
    score_sheet,
)
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import clocks_of, today
from jiqun.web.casework.moving import locked
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.posted import day_in
from jiqun.web.recognition.calling import issuer
from jiqun.web.recognition.models import (
    RECOMMENDED,
    Application,
    Call,
    Entered,
    Opinion,
)
from jiqun.web.recognition.objecting import real_name_needed
from jiqun.workflow.calendars import calendars
from jiqun.workflow.deadlines import reckon

Kind = Literal["recommendation", "notice", "list"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PUBLIC_FROM = {"notice": ("on_notice", "decided", "announced"), "list": ("announced",)}
"""From which state of a call a document is everybody's."""
OWN_FROM = {"notice": ("under_review",), "list": ("decided", "announced")}
"""From which state its authority has it, to enter its number and day."""
LONGEST = {"number": 100, "recipient": 100, "copy": 6, "signer": 64, "cc": 300, "printed_by": 100}
"""Characters of what is entered."""


def available(call: Call, doer: Doer) -> list[Kind]:
    """Return the documents of a call that a reader may have now.

    Parameters
    ----------
    call
        A call the reader sees.
    doer
        Who.
    """
    own = doer.party == issuer(call)
    kinds: list[Kind] = []
    if own or doer.reader.office is Office.PROVINCE:
        kinds.append("recommendation")
    for kind in KINDS[1:]:
        early = own and call.state in OWN_FROM[kind]
        if call.state in PUBLIC_FROM[kind] or (early and _noticed(call)):
            kinds.append(kind)
    return kinds


def _noticed(call: Call) -> bool:
    return call.applications.all().noticed().exists()


def entering(call: Call, doer: Doer) -> list[Kind]:
    """Return the documents whose number, recipient and day somebody enters: their own office's."""
    found = available(call, doer)
    recommends = doer.reader.office is Office.PROVINCE
    own = doer.party == issuer(call)
    return [kind for kind in found if (recommends if kind == "recommendation" else own)]


def recommenders(call: Call, doer: Doer) -> list[str]:
    """Return whose recommendations somebody may have: their own, or all where it is their call."""
    seen = call.applications.filter(state__in=RECOMMENDED)
    if doer.party != issuer(call):
        seen = seen.filter(province=doer.party.of)
    return sorted(set(seen.order_by().values_list("province", flat=True)))


def own_kind(call: Call, kind: str, doer: Doer) -> Kind:
    """Return a kind of document that is an office's own.

    Raises
    ------
    Refused
        Where it is none, or another's.
    """
    known = next((own for own in entering(call, doer) if own == kind), None)
    if known is None:
        raise Refused([Problem("recognition.not_your_paper")])
    return known


def enter(call: Call, kind: str, typed: Mapping[str, str], doer: Doer) -> Entered:
    """Keep what an office enters for one of its documents before it is issued.

    Parameters
    ----------
    call
        The call.
    kind
        Which document.
    typed
        The fields of :class:`Entered`; what is empty stays a blank in the document.
    doer
        Who: the office whose document it is.

    Raises
    ------
    Refused
        With everything wrong: not the office's document, issued already, a text that is too long,
        no day.
    """
    known = own_kind(call, kind, doer)
    said = read_entered(typed)
    with transaction.atomic():
        call = locked(call)
        of = of_document(known, doer)
        if call.issued_papers.filter(kind=known, of=of).exists():
            raise Refused([Problem("recognition.paper_issued")])
        entered, _ = Entered.objects.update_or_create(call=call, kind=known, of=of, defaults=said)
        record(Deed("enter", call.subject, doer.person, doer.office, {"kind": known, **told(said)}))
    return entered


def of_document(kind: str, doer: Doer) -> str:
    """Return whose document it is, as its row has it: a recommender's own, else nobody's."""
    return doer.party.of if kind == "recommendation" else ""


def told(said: Mapping[str, Any]) -> dict[str, str]:
    """Return what was entered as an event says it."""
    return {name: str(value or "") for name, value in said.items()}


def read_entered(typed: Mapping[str, str]) -> dict[str, Any]:
    """Read what an office enters.

    Raises
    ------
    Refused
        With every text that is too long, number of a copy that is none, and day that is none.
    """
    said, problems = dict[str, Any](), list[Problem]()
    for field in Entered.texts:
        where = Where(field=field)
        said[field], found = read_text(typed.get(field, ""), where, longest=LONGEST[field])
        problems += errors_only(found)
    if said["copy"] and not (said["copy"].isascii() and said["copy"].isdigit()):
        problems.append(Problem("recognition.no_copy_number", Where(field="copy")))
    for field in Entered.days:
        said[field] = day_in(typed.get(field, ""), field, problems)
    if problems:
        raise Refused(problems)
    return said


def entered_of(call: Call, kind: str, of: str = "") -> Particulars:
    """Return what was entered for a document; blanks where nothing was."""
    found = call.entered.filter(kind=kind, of=of).first()
    return particulars_of(found) if found else Particulars()


def particulars_of(entered: Entered) -> Particulars:
    """Return what was entered as the document takes it."""
    fields = (*Entered.texts, *Entered.days)
    return Particulars(**{field: getattr(entered, field) for field in fields})


@dataclass(frozen=True)
class Content:
    """All that a document of a call is made of.

    Parameters
    ----------
    kind
        Which document.
    occasion, named, particulars
        By which rules, of which clusters, and what the office entered.
    today
        For the year of blanks.
    period, real_name
        Of a notice: its first and last day, and whether objections need a real name.
    validity_years
        Of a list: how long a recognition lasts.
    corrected
        Which correction it is, and when it was made; None as first issued.
    """

    kind: Kind
    occasion: Occasion
    named: tuple[Named, ...]
    particulars: Particulars
    today: date
    period: tuple[date, date] | None = None
    real_name: bool | None = None
    validity_years: int | None = None
    corrected: tuple[int, date] | None = None

    @property
    def paper(self) -> Paper:
        """The document."""
        about = (self.occasion, self.named, self.particulars, self.today)
        if self.kind == "recommendation":
            made = recommendation(*about)
        elif self.kind == "list":
            made = announcement(*about, self.validity_years)
        else:
            made = notice(*about, self.period, self.real_name)
        return corrected(made, *self.corrected) if self.corrected else made


def content_of(call: Call, kind: Kind, of: str = "", *, demonstration: bool) -> Content:
    """Return what a document of a call would be made of now.

    Parameters
    ----------
    call
        The call.
    kind
        Which document; that the reader may have it was asked before.
    of
        Whose recommendation.
    demonstration
        Whether the installation is a demonstration.
    """
    with seen_whole():  # a list is whole, whoever reads it; what it says of each is everybody's
        if kind == "recommendation":
            rows = call.applications.filter(province=of, state__in=RECOMMENDED).order_by("rank")
        else:
            rows = call.applications.all().noticed().order_by("province", "cluster")
        found = list(rows)
    invented = demonstration or any(row.profile.get("demo") for row in found)
    place = of if kind == "recommendation" else call.of
    return Content(
        kind,
        _occasion(call, place, demonstration=invented),
        tuple(_named(row) for row in found),
        entered_of(call, kind, of),
        today(),
        _period(found) if kind == "notice" else None,
        real_name_needed(call) if kind == "notice" else None,
        call.way.validity_years if kind == "list" else None,
    )


def sheet_of(opinion: Opinion, *, demonstration: bool) -> Paper:
    """Make an expert's sheet: with what they gave, or blank before.

    Parameters
    ----------
    opinion
        The expert's own part.
    demonstration
        Whether the installation is a demonstration.
    """
    application, given = opinion.application, opinion.sheet
    scores = [
        Scored(
            category.title.zh,
            category.weight,
            category.out_of,
            Decimal(given[category.id]) if category.id in given else None,
        )
        for category in application.call.way.categories
    ]
    invented = demonstration or bool(application.profile.get("demo"))
    occasion = _occasion(application.call, application.call.of, demonstration=invented)
    expert, named = opinion.judge.name, _named(application)
    return score_sheet(occasion, named, expert, scores, opinion.remark, today())


def _occasion(call: Call, place: str, *, demonstration: bool) -> Occasion:
    """Return by which rules and by whom: the authority's name stands in its programme's file."""
    rules = call.rules
    found = organ_at(place or EVERYWHERE)
    own = place == call.of
    organ = found.zh if found else rules.authority.zh if own else ""
    return Occasion(
        Rules(
            unmarked(rules.title).zh,
            rules.basis.document,
            rules.basis.number,
            rules.entered.document if rules.entered else "",
            call.way.version,
        ),
        call.year,
        call.notice,
        organ,
        demonstration,
    )


def _named(application: Application) -> Named:
    profile = application.profile
    industry = industries().get(str(profile.get("industry") or ""))
    return Named(
        application.name,
        place_of(application.province).zh,
        _county(application.county),
        industry.name if industry else "",
        str(profile.get("operator") or ""),
        application.rank,
    )


def _county(code: str) -> str:
    """Return a county with its prefecture; the province stands in a column of its own."""
    return place_name(code).zh.removeprefix(place_name(f"{code[:2]}0000").zh)


def place_of(code: str) -> Bilingual:
    """Return the name of a recommender's place, also of one with a quota of its own."""
    return own_quota()[code].name if code in own_quota() else place_name(code)


def _period(found: Iterable[Application]) -> tuple[date, date] | None:
    """Return the first and last day of the notice; None where its length is not configured."""
    days = []
    for application in found:
        clock = clocks_of(application.clocks).get("notice")
        if clock is None:
            continue
        due = clock.stopped.due if clock.stopped else reckon(clock, calendars()).due
        if due is None:
            return None
        days.append((clock.started, due))
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None
