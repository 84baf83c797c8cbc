"""Decide by the order that is shown: the rule published, notice given, the rest concluded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.base.rule_reasons import NOT_NAMED
from jiqun.recognition.selection import Outcome, Place
from jiqun.web.accounts.offices import Doer, place_title
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.events.chain import Deed, record
from jiqun.web.events.models import FIRST, Head
from jiqun.web.recognition.calling import issuer
from jiqun.web.recognition.models import NOTICED, Application, Call
from jiqun.web.recognition.quotas import places_of, recommender_in
from jiqun.web.recognition.ranking import (
    BEGUN,
    Ranking,
    one_per_segment,
    ranking_of,
    scores_closed,
    segment_of,
)
from jiqun.web.recognition.sheets import reopened

UNDECIDED = (Outcome.TIED, Outcome.QUOTA_UNKNOWN)
"""Where the rule names nobody and forbids nobody: the authority decides with a reason."""
HELD = (Outcome.WAITING, Outcome.SEGMENT_TAKEN, *UNDECIDED)
"""Who may still be given notice; concluded with the call only."""
OVER = ("decided", "announced")
FROM_LOG = "log:"
"""How a seed begins that nobody stated: the hash of the log's last event before the review."""


@dataclass(frozen=True, slots=True)
class SelectionRule:
    """What a call publishes of how it selects, before anybody sees a score.

    Parameters
    ----------
    threshold
        The total that is needed, of 100, as decimal text; None asks for none.
    seed
        The published seed of draws, or empty.
    places
        How many of a recommender are selected, by kind or region code, where fewer than its quota.
    """

    threshold: str | None
    seed: str
    places: Mapping[str, int | None]

    @property
    def said(self) -> dict[str, Any]:
        """What is stated of it, as the call keeps it."""
        every = {"threshold": self.threshold, "seed": self.seed, "places": dict(self.places)}
        return {name: value for name, value in every.items() if value not in (None, "", {})}


def state_rule(call: Call, rule: SelectionRule, doer: Doer) -> Call:
    """Publish how a call selects.

    Raises
    ------
    Refused
        Where it is another's call or cancelled, scores are closed, or were seen before they were
        opened again; or a seed comes once the review has begun, when who scores what is known.
    """
    with transaction.atomic():
        call = locked(call)
        if doer.party != issuer(call):
            raise Refused([Problem("recognition.not_your_call")])
        if call.is_cancelled:
            raise Refused([Problem("recognition.call_cancelled")])
        before, now = call.selection, rule.said
        changed = {name for name in {*before, *now} if before.get(name) != now.get(name)}
        if changed and (call.state in OVER or scores_closed(call) or reopened(call)):
            raise Refused([Problem("recognition.rule_too_late")])
        if "seed" in changed and call.state in BEGUN:
            raise Refused([Problem("recognition.seed_too_late")])
        if changed:
            call.selection = now
            call.save()
            said = {"before": before, "after": now}
            record(Deed("state_rule", call.subject, doer.person, doer.office, said))
    return call


def seeded(call: Call) -> Mapping[str, Any]:
    """Return a call's rule with a seed as its review begins: the stated one, or one nobody chose.

    Where a draw may be needed and no seed was stated it is the hash of the log's last event, which
    follows from everything done before and is published with the rule.
    """
    draws = call.way.has("defence") or any(key.kind == "draw" for key in call.way.ties)
    if not draws or call.selection.get("seed"):
        said: Mapping[str, Any] = call.selection
        return said
    last = Head.objects.values_list("sha256", flat=True).first() or FIRST
    return {**call.selection, "seed": f"{FROM_LOG}{last}"}


def give_notice(application: Application, doer: Doer, reason: str = "") -> Application:
    """Give notice of an application: one the order names, or one no rule decides, with a reason.

    Raises
    ------
    Refused
        Where the order does not name it, no rule decides and no reason is given, or its
        recommender's places are taken.
    """
    with transaction.atomic():
        call = locked(application.call)
        if call.state in OVER:
            raise Refused([Problem("recognition.decided_already")])
        ranking = ranking_of(call, doer)
        place = ranking.places.get(application.cluster)
        if place is not None and place.outcome is Outcome.RECOMMENDED:
            _within_places(ranking, application)
            _within_segment(ranking, application)
            return _noticed(application, place, doer)
        if place is not None and place.outcome not in UNDECIDED:
            raise Refused([Problem("recognition.not_named")])
        reason = read_reason(reason)
        if not reason:
            raise Refused([Problem("recognition.decide_by_reason")])
        _within_places(ranking, application)
        _within_segment(ranking, application)
        said = {"place": place.rank if place else None}
        return move(application, "give_notice", doer, reason, said=said, grounds=reason)


def _within_places(ranking: Ranking, application: Application) -> None:
    """Refuse where the places of its recommender are taken, or wait for whom the order names."""
    call = ranking.call
    recommender = recommender_in(call, application)
    named = sum(1 for _ in _named_beside(ranking, application))
    limit = places_of(call, recommender)
    if limit.allows(named + 1) is False:
        details = {**_place_words(recommender), "limit": limit.limit, "named": named}
        raise Refused([Problem("recognition.quota_used_up", details=details)])


def _within_segment(ranking: Ranking, application: Application) -> None:
    """Refuse a second cluster of a sub-segment, where a recommender has one of each."""
    segment = segment_of(application)
    if not segment or not one_per_segment(ranking.call):
        return
    for row in _named_beside(ranking, application):
        if segment_of(row) == segment:
            recommender = recommender_in(ranking.call, application)
            details = {**_place_words(recommender), "cluster": row.name}
            raise Refused([Problem("recognition.segment_taken", details=details)])


def _named_beside(ranking: Ranking, application: Application) -> Iterator[Application]:
    """Yield who of its recommender has a place, or is named by the order, but for itself."""
    recommender = recommender_in(ranking.call, application)
    for row, scored in zip(ranking.applications, ranking.pool, strict=True):
        taken = row.state in NOTICED or _outcome(ranking.places, row) is Outcome.RECOMMENDED
        if taken and scored.recommender == recommender and row.pk != application.pk:
            yield row


def _place_words(recommender: str) -> dict[str, str]:
    title = place_title(recommender)
    return {"place": title.zh, "place_en": title.en}


def _noticed(application: Application, place: Place, doer: Doer) -> Application:
    said = {"place": place.rank, "decided_by": place.decided_by}
    total = place.candidate.total
    secret = {"total": str(total)} if total is not None else {}
    return move(application, "give_notice", doer, said=said, secret=secret)


def notice_all(call: Call, version: str, doer: Doer) -> int:
    """Give notice of every application the order names, all or none.

    Parameters
    ----------
    call
        The call.
    version
        Of the order that was looked at.
    doer
        The call's authority.

    Returns
    -------
    int
        How many were given notice.

    Raises
    ------
    Refused
        Where the order changed since, or an application lacks its panel's summary.
    """
    with transaction.atomic():
        call = locked(call)
        if call.state in OVER:
            raise Refused([Problem("recognition.decided_already")])
        ranking = _as_shown(call, version, doer)
        places = ranking.places
        named = [
            row
            for row in ranking.applications
            if row.state not in NOTICED and _outcome(places, row) is Outcome.RECOMMENDED
        ]
        unready = [row.name for row in named if row.state != "summarised"]
        if unready:
            details = {"clusters": "、".join(unready), "clusters_en": ", ".join(unready)}
            raise Refused([Problem("recognition.not_summarised", details=details)])
        for row in named:
            _within_places(ranking, row)
            _within_segment(ranking, row)
            _noticed(row, places[row.cluster], doer)
    return len(named)


def conclude(call: Call, version: str, reason: str, doer: Doer) -> int:
    """Let go whoever is not selected: to the tier of cultivation by its own rule, or not selected.

    Whoever waits or is tied stays until the decision, for a place may become free.

    Returns
    -------
    int
        How many were let go.

    Raises
    ------
    Refused
        Where the order changed since, or no reason is given.
    """
    with transaction.atomic():
        call = locked(call)
        ranking = _as_shown(call, version, doer)
        reason = read_reason(reason) or _stated(ranking)
        going = [row for row in ranking.applications if goes(ranking, row)]
        for row in going:
            if reaches_tier(ranking, row.cluster):
                move(row, "place_in_cultivation_tier", doer, reason)
            else:
                move(row, "not_select", doer, reason)
    return len(going)


def _stated(ranking: Ranking) -> str:
    """Return the reason the rule itself gives; none where no scheme is configured."""
    return NOT_NAMED if ranking.setting else ""


def goes(ranking: Ranking, row: Application) -> bool:
    """Tell whether an application is let go when the order is concluded now."""
    outcome = _outcome(ranking.places, row)
    if row.state != "summarised" or outcome in (None, Outcome.RECOMMENDED):
        return False
    return outcome not in HELD or ranking.call.state in OVER


def let_go(application: Application, verb: str, reason: str, doer: Doer) -> Application:
    """Let one application go that the order does not name: not selected, or into the lower tier.

    Raises
    ------
    Refused
        Where the order names it, or the tier has a rule of its own that it does not meet.
    """
    with transaction.atomic():
        call = locked(application.call)
        ranking = ranking_of(call, doer)
        if _outcome(ranking.places, application) is Outcome.RECOMMENDED:
            raise Refused([Problem("recognition.is_named")])
        if _outcome(ranking.places, application) in HELD and call.state not in OVER:
            raise Refused([Problem("recognition.still_held")])
        if verb == "place_in_cultivation_tier":
            needs = call.way.tier_needs
            if needs is not None and not reaches_tier(ranking, application.cluster):
                raise Refused([Problem("recognition.below_tier", details={"least": needs})])
            if needs is None and not read_reason(reason):
                raise Refused([Problem("recognition.decide_by_reason")])
        return move(application, verb, doer, reason)


def reaches_tier(ranking: Ranking, cluster: str) -> bool:
    """Tell whether an application meets the rule of the tier of cultivation, where there is one."""
    way = ranking.call.way
    place = ranking.places.get(cluster)
    if not way.has("cultivation_tier") or way.tier_needs is None or place is None:
        return False
    total = place.candidate.total
    return total is not None and total >= Fraction(way.tier_needs)


def refuse_changed(call: Call, doer: Doer) -> None:
    """Refuse a decision over an order that changed since notice was given.

    Raises
    ------
    Refused
        Naming every application on notice that the order does not name, and no reason put there.
    """
    if not call.way.categories:
        return
    ranking = ranking_of(call, doer)
    places = ranking.places
    strangers = [
        row.name
        for row in call.applications.filter(state="on_notice", grounds="")
        if _outcome(places, row) is not Outcome.RECOMMENDED
    ]
    if strangers:
        details = {"clusters": "、".join(strangers), "clusters_en": ", ".join(strangers)}
        raise Refused([Problem("recognition.no_longer_named", details=details)])
    _refuse_left_out(ranking)


def _refuse_left_out(ranking: Ranking) -> None:
    """Refuse a decision that would pass over whom the order names."""
    outcomes = ((row, _outcome(ranking.places, row)) for row in ranking.applications)
    names = [
        row.name
        for row, outcome in outcomes
        if outcome is Outcome.RECOMMENDED and row.state in ("scored", "defended", "summarised")
    ]
    if names:
        details = {"clusters": "、".join(names), "clusters_en": ", ".join(names)}
        raise Refused([Problem("recognition.named_without_notice", details=details)])


def _outcome(places: Mapping[str, Place], row: Application) -> Outcome | None:
    place = places.get(row.cluster)
    return place.outcome if place else None


def _as_shown(call: Call, version: str, doer: Doer) -> Ranking:
    ranking = ranking_of(call, doer)
    if ranking.version != version:
        raise Refused([Problem("recognition.order_changed")])
    return ranking
