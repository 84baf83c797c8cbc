"""The deals of the exchange that a measure names, as its form says them and its page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.language import Bilingual
from jiqun.clusters.roster_store import RosterStore
from jiqun.diagnosis.responding import Taken
from jiqun.exchange.matching.hit_rates import HitRate
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.exchange.deals import deals_there_are, rate_of
from jiqun.workspace import Workspace
from jiqun.workspace.responses import ResponseStore

PREFIX = "deals_"
"""What the fields of a form begin with, one a room."""


@dataclass(frozen=True)
class NamedDeals:
    """What a measure names, in words, and what came of it; None: it cannot be told yet."""

    named: tuple[Bilingual, ...]
    rate: HitRate | None


def with_deals(posted: Mapping[str, str]) -> dict[str, str]:
    """Return a form of a measure with its deals under one name, as they are kept."""
    named = [
        f"{room}:{number}"
        for room in deals_there_are()
        for number in posted.get(PREFIX + room, "").replace("，", " ").replace(",", " ").split()
    ]
    return {**posted, "deals": " ".join(named)}


def typed_deals(said: Mapping[str, str]) -> dict[str, str]:
    """Return what a form's fields say of deals, of what was posted or is kept."""
    kept: dict[str, list[str]] = {}
    for name in said.get("deals", "").split():
        room, _, number = name.partition(":")
        kept.setdefault(room, []).append(number)
    return {
        room: said.get(PREFIX + room, "") or " ".join(kept.get(room, ()))
        for room in deals_there_are()
    }


def refuse_named_elsewhere(
    cluster: str, about: int, posted: Mapping[str, str], workspace: Workspace, doer: Doer
) -> None:
    """Refuse a deal that another measure of the cluster names or named.

    Two measures with all but one deal in common would tell by their difference what became of
    that one.

    Raises
    ------
    Refused
        Naming every such deal.
    """
    del doer  # the view has looked the cluster up for them
    asked = {*posted.get("deals", "").split()}
    others: dict[str, int] = {}
    for line in ResponseStore(workspace).history():
        if line.cluster == cluster and line.about != about:
            others |= dict.fromkeys(asked & {*line.said.get("deals", ())}, line.about)
    problems = []
    for name, number in sorted(others.items()):
        words = _words(name)
        details = {"deal": words.zh, "deal_en": words.en, "number": str(number)}
        problems.append(
            Problem("responses.deal_named", Where(cluster=cluster, field="deals"), details)
        )
    if problems:
        raise Refused(problems)


def named_deals(taken: Iterable[Taken], workspace: Workspace, doer: Doer) -> dict[int, NamedDeals]:
    """Return what each measure names and what came of it, by the number it was recorded under."""
    del doer  # sees the cluster whole; of deals they are told counts of three firms alone
    found = {}
    for measure in taken:
        if not measure.deals:
            continue
        cluster, about = measure.line.cluster, measure.line.about
        numbers: dict[str, list[int]] = {}
        for name in measure.deals:
            room, _, number = name.partition(":")
            numbers.setdefault(room, []).append(int(number))
        day = today()
        listed = RosterStore(workspace).firms(cluster)
        firms = [firm.credit_code for firm in listed if firm.inside(day)]
        rate = rate_of(f"{cluster}/{about}", numbers, firms, day)
        found[about] = NamedDeals(tuple(map(_words, measure.deals)), rate)
    return found


def _words(name: str) -> Bilingual:
    room, _, number = name.partition(":")
    known = deals_there_are().get(room)
    title = known.title if known else Bilingual(room, room)
    return Bilingual(f"{title.zh} {number}", f"{title.en}: {number}")
