"""Papers about a recognition: a change report, a review, an appeal. Begun, written, handed in."""

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import kept_definition, said_parties
from jiqun.web.casework.moving import begun, locked, move, read_reason
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognised.models import Paper, Recognition
from jiqun.workflow.cases import opened
from jiqun.workflow.routes import Party, route_of

Kind = TypeVar("Kind", bound=Paper)


def begin(
    paper: Kind, recognition: Recognition, doer: Doer, said: Mapping[str, str] | None = None
) -> Kind:
    """Begin a paper about a recognition.

    Parameters
    ----------
    paper
        A new one, of its kind, with its own columns.
    recognition
        What it is about.
    doer
        Who begins it.
    said
        What the event says besides.

    Raises
    ------
    Refused
        Where it is not the doer's to begin.
    """
    table = recognition.table(paper.workflow)
    parties = {slot: party for slot, party in _parties(recognition).items() if slot in table.slots}
    standing = opened(table, parties, doer.party)
    clocks = stepped({}, table.opening, standing, paper.counted_from or today())
    for name in ("cluster", "county", "province", "perimeter", "profile"):
        setattr(paper, name, getattr(recognition, name))
    paper.recognition, paper.clocks = recognition, kept(clocks)
    paper.parties = said_parties(parties)
    paper.state, paper.holder = standing.state, standing.holder
    with transaction.atomic():
        paper.definition = kept_definition(table)
        paper.save()
        told = {**begun(paper), "recognition": str(recognition), **(said or {})}
        by = (paper.subject, doer.person, doer.office)
        record(Deed(table.opening.verb, *by, told, told_of(paper, paper.worded).sealed))
    return paper


def _parties(recognition: Recognition) -> dict[str, Party]:
    """Return who takes part: the recognition's own offices, the prefecture between, the agency."""
    own = recognition.standing.parties
    codes = recognition.profile["county_codes"]
    authority = own["authority"]
    route = route_of(
        codes,
        national=authority.office is Office.NATION,
        submits=recognition.county,
        recommends=recognition.province,
    )
    prefecture = {k: party for k, party in route.parties.items() if k == "prefecture"}
    return {**own, **prefecture, "agency": Party(Office.AGENCY, recognition.cluster)}


def write(paper: Kind, said: Mapping[str, str], doer: Doer) -> Kind:
    """Keep what a draft says, all of it by one event.

    Raises
    ------
    Refused
        Where it is not the doer's to write now, or a text cannot be kept.
    """
    texts = {name: read_reason(said.get(name, "")) for name in paper.asked_of}
    with transaction.atomic():
        paper = locked(paper)
        refuse_closed(paper, doer)
        changed = sorted(name for name, text in texts.items() if paper.said.get(name, "") != text)
        if changed:
            paper.said = texts
            paper.save(update_fields=["said"])
            by = (paper.subject, doer.person, doer.office)
            record(Deed("save", *by, {"fields": changed}, told_of(paper, ["said"]).sealed))
    return paper


def refuse_closed(paper: Paper, doer: Doer) -> None:
    """Refuse whoever does not write a paper now.

    Raises
    ------
    Refused
        Where it is not the doer's to write.
    """
    if not paper.open_to(doer):
        raise Refused([Problem("recognised.paper_closed")])


def hand_in(paper: Kind, verb: str, doer: Doer, reason: str = "") -> Kind:
    """Hand a paper in: what it says now is kept for whoever looks at it.

    Raises
    ------
    Refused
        With everything that is missing or wrong in it.
    """
    with transaction.atomic():
        paper = locked(paper)
        refuse_closed(paper, doer)  # what is wrong in a draft is its writers' to know
        if problems := paper.faults():
            raise Refused(problems)
        first = paper.handed_on or today()
        return move(paper, verb, doer, reason, handed=paper.said, handed_on=first)
