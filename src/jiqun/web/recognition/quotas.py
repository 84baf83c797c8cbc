"""Quotas of a call: whose they are, and how much of them is used up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.recognition.recommenders import recommender_of, recommenders_on_way
from jiqun.rules import Programme
from jiqun.rules.life import Quota, call_of, recommender_keys
from jiqun.rules.programmes import NATIONAL
from jiqun.web.accounts.offices import place_title
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.recognition.models import RECOMMENDED, Application, Call
from jiqun.workflow.routes import Party, has_office

TO_THE_NATION = ("province", "separately_planned_city", "corps")
TO_A_PROVINCE = ("prefecture", "county", "province")
"""Kinds of recommenders, as a form asks for them."""
AT_PROVINCE = (
    "endorsed_by_prefecture", "first_review_passed", "site_checked", "waiting", *RECOMMENDED,
)  # fmt: skip
"""Where an application takes a place of its prefecture, which named it by passing it on."""
HANDED_IN = ("submitted", "waiting_at_prefecture", *AT_PROVINCE)
"""Where it takes a place of its county, which named it by handing it in."""


def kinds_of(programme: Programme) -> tuple[str, ...]:
    """Return the kinds of recommenders that a call under a programme gives quotas to."""
    return TO_THE_NATION if programme.jurisdiction == NATIONAL else TO_A_PROVINCE


def known_quotas(programme: Programme, year: int) -> dict[str, int | None]:
    """Return what the catalogue knows of a year's quotas: the document's own, and the call's."""
    known = call_of(programme, year)
    standing = programme.life.get("standing_quota", {}).get("quotas", {})
    return {**standing, **(known.quotas if known else {})}


def quota_of(call: Call, recommender: str) -> Quota:
    """Return how many clusters a recommender may name in a call, by what the call itself says.

    Parameters
    ----------
    call
        The call.
    recommender
        A region code: a province's, or that of a city or corps with a quota of its own.
    """
    return _limit(call, recommender, call.quotas)


def places_of(call: Call, recommender: str) -> Quota:
    """Return how many of a recommender may be selected: what the call's rule says, or its quota."""
    return _limit(call, recommender, {**call.quotas, **call.selection.get("places", {})})


def _limit(call: Call, recommender: str, quotas: Mapping[str, int | None]) -> Quota:
    for key in recommender_keys(call.rules, recommender):
        if key in quotas:
            return Quota(quotas[key], known=True)
    return Quota(None, known=False)


def recommender_in(call: Call, application: Application) -> str:
    """Return whose quota an application counts to, by what the call itself says."""
    return recommender_of(call.rules, call.year, application.county, call.quotas)


def recommenders_in(call: Call, county: str) -> list[str]:
    """Return everybody whose quota a county's application takes a place of, from below."""
    return recommenders_on_way(call.rules, call.year, county, call.quotas)


def level_of(recommender: str) -> Office:
    """Return which office names by a quota: what it does is its recommendation.

    A county hands in, a prefecture passes on, a province recommends. Where no prefecture's office
    takes part, as of Shenzhen in Guangdong's own programme, the province keeps its quota.

    Examples
    --------
    >>> [str(level_of(code)) for code in ("330106", "441900", "330100", "440300", "330000")]
    ['county', 'county', 'prefecture', 'province', 'province']
    """
    if regions().county(recommender) is not None:
        return Office.COUNTY
    return Office.PREFECTURE if has_office(recommender) else Office.PROVINCE


NAMED_FROM = {
    Office.COUNTY: frozenset(HANDED_IN),
    Office.PREFECTURE: frozenset(AT_PROVINCE),
    Office.PROVINCE: frozenset(RECOMMENDED),
}
"""By office, where an application takes a place of its quota."""
UPWARDS = tuple(NAMED_FROM)


def named_in(call: Call, but: Application | None = None) -> Counter[str]:
    """Return how many places of its quota each recommender has used, whoever asks.

    Parameters
    ----------
    call
        The call.
    but
        An application that is not counted, wherever it stands.
    """
    with seen_whole():  # a withdrawn one gives its place back, whoever sees it
        rows = call.applications.exclude(pk=but.pk) if but else call.applications.all()
        counted = rows.order_by().values_list("county", "state").annotate(number=Count("pk"))
        stands = list(counted)
    found = Counter[str]()
    for county, state, number in stands:
        for recommender in recommenders_in(call, county):
            if state in NAMED_FROM[level_of(recommender)]:
                found[recommender] += number
    return found


def refuse_beyond(call: Call, application: Application, by: Office) -> None:
    """Refuse to name one more than a quota allows.

    Parameters
    ----------
    call
        The call, locked: of two at once one comes second.
    application
        What is about to be named.
    by
        Who names it: their quota and those below it are kept.

    Raises
    ------
    Refused
        Naming each recommender whose quota is used up.
    """
    named, problems = named_in(call, application), []
    for recommender in recommenders_in(call, application.county):
        if UPWARDS.index(level_of(recommender)) > UPWARDS.index(by):
            continue
        limit = quota_of(call, recommender)
        if limit.allows(named[recommender] + 1) is False:
            title = place_title(recommender)
            words = {"place": title.zh, "place_en": title.en}
            details = {**words, "limit": limit.limit, "named": named[recommender]}
            problems.append(Problem("recognition.quota_used_up", details=details))
    if problems:
        raise Refused(problems)


@dataclass(frozen=True, slots=True)
class Used:
    """How many places of its quota a recommender has used."""

    title: Bilingual
    named: int
    quota: Quota


def quotas_seen(call: Call, party: Party) -> list[Used]:
    """Return the quotas an office keeps: its own, and, of its own call, those of its recommenders.

    A prefecture or county that the call gives no quota has none to keep.
    """
    named = named_in(call)
    codes = {party.of} if _keeps(call, party) else set()
    if party.office is Office.PROVINCE and party.of == call.of:
        codes = {*named} or codes
    return [Used(place_title(code), named[code], quota_of(call, code)) for code in sorted(codes)]


def _keeps(call: Call, party: Party) -> bool:
    if party.office not in UPWARDS:
        return False
    if party.office is Office.PROVINCE:
        return call.rules.jurisdiction == NATIONAL or call.of == party.of
    inside = party.of.startswith(call.rules.region.rstrip("0"))
    if call.rules.jurisdiction == NATIONAL or not inside:
        return False
    if party.office is Office.PREFECTURE:
        return not {"prefecture", party.of}.isdisjoint(call.quotas)
    return party.of in recommenders_in(call, party.of)
