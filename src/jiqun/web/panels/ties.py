"""What ties experts to what they would judge: what they said, where they act, stood aside."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.models import Membership
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import read_reason
from jiqun.web.events.chain import Deed, record
from jiqun.web.panels.models import CONFLICTED, Judge, Part
from jiqun.workflow.panels.conflicts import Expert

MOST_TOLD = 20
"""Lines of each thing an expert says of themselves."""
TIES = {
    "credit_code": Bilingual("本人企业", "a firm of theirs"),
    "employer": Bilingual("任职单位", "an employer"),
    "shareholding": Bilingual("持股", "shares"),
    "declared": Bilingual("本人申报", "said by themselves"),
}


def serving() -> set[str]:
    """Return who is an expert today, with an account that is open."""
    there = Membership.objects.standing().filter(office=Office.EXPERT, person__is_active=True)
    return {str(uid) for uid in there.values_list("person__uid", flat=True)}


def experts_of(judges: Iterable[Judge], declared: Mapping[str, frozenset[str]]) -> list[Expert]:
    """Return what experts said of themselves, and the firms whose accounts they hold.

    Parameters
    ----------
    judges
        The experts.
    declared
        By expert what they declared a tie to.
    """
    asked = list(judges)
    speaking = _speaking({judge.expert for judge in asked})
    return [
        Expert(
            judge.expert,
            frozenset(judge.firms) | speaking.get(judge.expert, frozenset()),
            frozenset(judge.employers),
            frozenset(judge.holds_as),
            declared.get(judge.expert, frozenset()),
        )
        for judge in asked
    ]


def _speaking(experts: set[str]) -> dict[str, frozenset[str]]:
    """Return by expert the firms they act for here, now or before: nobody has to say so."""
    firms = Membership.objects.filter(office=Office.FIRM, person__memberships__office=Office.EXPERT)
    found: dict[str, set[str]] = {}
    for uid, code in firms.values_list("person__uid", "of"):
        found.setdefault(str(uid), set()).add(code)
    return {expert: frozenset(found[expert]) for expert in experts & found.keys()}


def stood_aside(parts: Iterable[Part], column: str) -> dict[str, frozenset[str]]:
    """Return by expert what they declared a tie to.

    Parameters
    ----------
    parts
        Experts' parts.
    column
        Which column says what a part is about.
    """
    found: dict[str, set[str]] = {}
    for part in parts:
        if part.state == CONFLICTED:
            found.setdefault(part.expert, set()).add(str(getattr(part, column)))
    return {expert: frozenset(about) for expert, about in found.items()}


def state_oneself(said: Mapping[str, str], name: str, doer: Doer) -> Judge:
    """Keep what an expert says of themselves: whom they work for, own, and hold shares as.

    Parameters
    ----------
    said
        ``firms``, ``employers``, ``holds_as``: a name or credit code a line.
    name
        What the authority calls them.
    doer
        The expert.

    Raises
    ------
    Refused
        Where a text cannot be kept, or there are more lines than are kept: none is dropped.
    """
    told = {key: _lines(said.get(key, "")) for key in ("firms", "employers", "holds_as")}
    if many := [key for key, lines in told.items() if len(lines) > MOST_TOLD]:
        details = {"most": MOST_TOLD}
        faults = [Problem("panels.too_many_ties", Where(field=key), details) for key in many]
        raise Refused(faults)
    with transaction.atomic():
        judge, _ = Judge.objects.update_or_create(
            expert=doer.person, defaults={**told, "name": name}
        )
        secret = {"stated": canonical_text(told)}
        record(Deed("state", f"expert:{doer.person}", doer.person, doer.office, {}, secret))
    return judge


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in read_reason(text).splitlines()]
    return [line for line in lines if line]
