"""Pose a challenge, amend it, publish it with the key proposals are sealed to: one event each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.challenges.publishing import Posed, is_credit_code, read_challenge
from jiqun.exchange.challenges.reviewing import read_panel
from jiqun.exchange.challenges.sealing import HOLDERS
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import opening_of, said_parties
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.telling import told as told_of
from jiqun.web.challenges.enclosing import contents_going, drop_enclosed
from jiqun.web.challenges.models import OPENED, SEALED, UNREADABLE, WITHDRAWN, Challenge
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party, route_of
from jiqun.workflow.sealing import is_public_key, read_checks

OWNERS = (Office.FIRM, Office.AGENCY, Office.COUNTY)
LEFT = (SEALED, OPENED, UNREADABLE)
"""How proposals stand that nothing was decided of."""
MOST_POSED = 100
"""Challenges of one owner; ours."""


def pose(said: Mapping[str, str], doer: Doer) -> Challenge:
    """Pose a challenge: the owner's county looks at it and publishes it.

    Raises
    ------
    Refused
        With everything wrong with it: then nothing is kept.
    """
    if doer.reader.office not in OWNERS:
        raise Refused([Problem("challenges.owners_only")])
    posed, judged = _read(said, doer)
    table, parties = workflow("challenge"), _parties(posed, doer)
    standing = opened(table, parties, doer.party)
    with transaction.atomic():
        if Challenge.objects.filter(owner=doer.party.of).count() >= MOST_POSED:
            raise Refused([Problem("challenges.enough", details={"most": MOST_POSED})])
        row = Challenge.objects.create(
            owner=doer.party.of,
            **_columns(posed),
            **judged,
            **opening_of(table, parties, standing),
        )
        words = told_of(row, Challenge.worded).sealed
        said_of = {**begun(row), "budget": str(row.budget)}
        record(Deed("draft", row.subject, doer.person, doer.office, said_of, words))
    return row


def amend(row: Challenge, said: Mapping[str, str], doer: Doer) -> Challenge:
    """Change a challenge that is not published yet.

    Raises
    ------
    Refused
        With everything wrong with it, or where it is another's or is published.
    """
    with transaction.atomic():
        row = locked(row)
        if row.owner != doer.party.of:
            raise Refused([Problem("challenges.not_yours")])
        posed, judged = _read({**said, "county": row.county}, doer)
        changes = {**_columns(posed), **judged, "parties": said_parties(_parties(posed, doer))}
        return move(row, "amend", doer, said={"budget": str(posed.budget)}, **changes)


def publish(row: Challenge, key: str, checks: str, doer: Doer) -> Challenge:
    """Publish a challenge, with the public key that a browser made and what tells its shares.

    Parameters
    ----------
    row
        The challenge.
    key
        The public key, in base64.
    checks
        By holder the salted hash of its share, as JSON.
    doer
        The county's office.

    Raises
    ------
    Refused
        Where no key came, the deadline is over, or it is not the doer's to publish.
    """
    held = read_checks(checks, HOLDERS)
    if held is None or not is_public_key(key):
        raise Refused([Problem("challenges.no_key", Where(field="key"))])
    with transaction.atomic():
        row = locked(row)
        if row.past:
            raise Refused([Problem("challenges.deadline_past", Where(field="deadline"))])
        return move(row, "publish", doer, key=key, checks=held, published_at=timezone.now())


def step(row: Challenge, verb: str, reason: str, doer: Doer) -> Challenge:
    """Refuse a challenge, take it back, or record that nobody proposed.

    What was sealed for one that is taken back is deleted unread, and its solvers are told why.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    with contents_going() as gone, seen_whole():  # an owner sees no sealed proposal
        row = locked(row)
        if verb == "lapse":
            _refuse_lapse(row)
        why = reason.strip()
        moved = move(row, verb, doer, reason, why=why, decided_at=timezone.now())
        leave_nothing(row, why, gone)
    return moved


def leave_nothing(row: Challenge, why: str, gone: list[str]) -> None:
    """Delete what was proposed for a challenge that is over before a choice, and say why."""
    there = row.proposals.exclude(state=WITHDRAWN)
    drop_enclosed(there, gone)
    there.update(why=why, envelope=None, commitment="", plain="", refused=[])
    there.filter(state__in=LEFT).update(state=WITHDRAWN)


def _refuse_lapse(row: Challenge) -> None:
    if not row.past:
        raise Refused([Problem("challenges.too_soon")])
    if row.proposals.exclude(state=WITHDRAWN).exists():
        raise Refused([Problem("challenges.there_are_some")])


def _read(said: Mapping[str, str], doer: Doer) -> tuple[Posed, dict[str, Any]]:
    """Return a challenge as its form says it, and the columns that say how it will be judged."""
    own = doer.party
    if own.office is Office.COUNTY:
        said = {**said, "county": own.of}
    posed, problems = read_challenge(said, own.of, today())
    criteria, experts = read_panel(said, problems)
    if errors_only(problems):
        raise Refused(problems)
    return posed, {"criteria": [list(criterion) for criterion in criteria], "experts": experts}


def _parties(posed: Posed, doer: Doer) -> dict[str, Party]:
    """Return who takes part: the owner, the three who hold a share, and who settles.

    That last is the county's office, and the province's where the county is the owner.
    """
    office = Office.FIRM if is_credit_code(posed.custodian) else Office.AGENCY
    county = Party(Office.COUNTY, posed.county)
    province = route_of([posed.county], national=False).parties["province"]
    return {
        "owner": doer.party,
        "county": county,
        "province": province,
        "custodian": Party(office, posed.custodian),
        "arbiter": province if doer.party.office is Office.COUNTY else county,
    }


def _columns(posed: Posed) -> dict[str, Any]:
    return {
        "title": posed.title,
        "firm": posed.firm,
        "field": posed.field,
        **posed.texts,
        "targets": list(posed.targets),
        "budget": posed.budget,
        "deadline": posed.deadline,
        "audience": posed.audience,
        "named": list(posed.named),
        "single": posed.single,
        "county": posed.county,
    }
