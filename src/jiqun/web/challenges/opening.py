"""Open what was sealed: two holders join their shares in a browser.

What they read is held against what each solver committed to.
"""

import json
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE
from jiqun.exchange.challenges.proposing import read_proposal
from jiqun.exchange.challenges.sealing import HOLDERS, MOST_PLAIN
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import locked, move
from jiqun.web.challenges.enclosing import contents_going, open_enclosed
from jiqun.web.challenges.models import (
    OPENED,
    SEALED,
    UNREADABLE,
    WITHDRAWN,
    Challenge,
    Proposal,
    Relay,
)
from jiqun.web.challenges.panelling import may_still_prove
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.cases import act
from jiqun.workflow.sealing import (
    MOST_SHARE,
    committed,
    envelope_hash,
    is_public_key,
    read_envelope,
)

MOST_AT_ONCE = 50
"""Proposals of one piece: a form takes 2.5 million bytes, and a proposal has 22,000; ours."""
MOST_BYTES_AT_ONCE = 64 * MEGABYTE
"""Bytes of the files that are opened with one piece; ours."""


def holder_of(row: Challenge, doer: Doer) -> str:
    """Return as which holder somebody stands; empty where they hold no share."""
    slots = row.standing.slots_of(doer.party)
    return next((holder for holder in HOLDERS if holder in slots), "")


def ask_share(row: Challenge, key: str, doer: Doer) -> Relay:
    """Ask the other holders for a share, which one of them encrypts to a key of one use.

    Raises
    ------
    Refused
        Before the deadline is over, or where the doer holds no share, or no key came.
    """
    if not is_public_key(key):
        raise Refused([Problem("challenges.no_key", Where(field="key"))])
    with transaction.atomic():
        row = _openable(row)
        said = {"key": key}
        row = move(row, "ask_share", doer, said=said)
        relay, _ = Relay.objects.update_or_create(
            challenge=row,
            holder=holder_of(row, doer),
            defaults={"key": key, "by": "", "envelope": None, "at": timezone.now()},
        )
    return relay


def send_share(relay: Relay, envelope: str, doer: Doer) -> Relay:
    """Relay a holder's share, encrypted to the key of one use of who asked: nobody else reads it.

    Raises
    ------
    Refused
        Before the deadline is over, where the doer holds no share, asked themselves, or what came
        is not encrypted.
    """
    sealed = read_envelope(envelope, 1, MOST_SHARE)
    if sealed is None:
        raise Refused([Problem("challenges.not_sealed", Where(field="envelope"))])
    with transaction.atomic():
        row = _openable(relay.challenge)
        relay = Relay.objects.select_for_update().get(pk=relay.pk)
        by = holder_of(row, doer)
        if by == relay.holder:
            raise Refused([Problem("challenges.your_own_share")])
        said = {"asked_by": relay.holder, "sha256": envelope_hash(sealed)}
        move(row, "send_share", doer, said=said)
        relay.by, relay.envelope = by, sealed
        relay.save()
    return relay


def to_open(rows: QuerySet[Proposal]) -> list[Proposal]:
    """Return the next of a challenge's proposals that a holder opens: as many as one form takes.

    What was opened already is left out, so that who was cut off goes on where they were.
    """
    found, size = list[Proposal](), 0
    sealed = rows.filter(state=SEALED).select_related("sealed_file").order_by("pk")
    for proposal in sealed[:MOST_AT_ONCE]:
        beside = getattr(proposal, "sealed_file", None)
        size += beside.size if beside else 0
        if found and size > MOST_BYTES_AT_ONCE:
            break
        found.append(proposal)
    return found


def left_to_open(row: Challenge) -> int:
    """Return how many proposals are still sealed."""
    return row.proposals.filter(state=SEALED).count()


def was_begun(row: Challenge) -> bool:
    """Tell whether somebody opened a part of the proposals and was cut off."""
    begun = row.proposals.filter(state__in=(OPENED, UNREADABLE)).exists()
    return row.opened_at is None and begun


def open_proposals(row: Challenge, opened: str, doer: Doer) -> Challenge:
    """Take in what two holders' browser has decrypted: piece by piece, and shown with the last.

    Each text is held against what its solver committed to, and its files are opened by the key
    that stands in it. One the browser could not read stays sealed in the row, and its solver may
    show what was inside. Nobody is shown any before all have come.

    Parameters
    ----------
    row
        The challenge.
    opened
        As JSON a list of ``id``, ``salt`` and ``plain``; the last two absent where unreadable. What
        was taken in already is passed over.
    doer
        The holder at whose desk it was opened.

    Raises
    ------
    Refused
        Before the deadline is over, where one is of nothing here, or was changed: of this piece
        nothing is kept then.
    """
    with contents_going() as gone:
        row = _openable(row)
        act(row.standing, "open", doer.party, "", row.over(today()))
        there = row.proposals.exclude(state=WITHDRAWN)
        states = {str(key): state for key, state in there.values_list("pk", "state")}
        said = _listed(opened)
        if not said or not said.keys() <= states.keys() or len(said) > MOST_AT_ONCE:
            raise Refused([Problem("challenges.not_all_opened", Where(field="opened"))])
        new = there.filter(pk__in=[key for key in said if states[key] == SEALED])
        read = [_opened(proposal, said[str(proposal.pk)]) for proposal in new]
        for proposal in read:
            open_enclosed(row, proposal, gone)
            proposal.save()
        return _told(row, read, doer)


def _told(row: Challenge, read: list[Proposal], doer: Doer) -> Challenge:
    """Record a piece that was opened; with the last the challenge goes on."""
    unreadable = sorted(str(proposal) for proposal in read if proposal.state == UNREADABLE)
    told = {"proposals": len(read), "unreadable": unreadable}
    if left_to_open(row):
        if read:
            record(Deed("open_part", row.subject, doer.person, doer.office, told))
        return row
    row.relays.all().delete()
    return move(row, "open", doer, said=told, opened_at=timezone.now())


def prove(proposal: Proposal, receipt: str, doer: Doer) -> Proposal:
    """Show what was inside a proposal that could not be read, by the solver's own receipt.

    Raises
    ------
    Refused
        Where it is another's, can be read, was decided, or is not what was committed to.
    """
    with contents_going() as gone:
        row = locked(proposal.challenge)
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if proposal.solver != doer.reader.credit_code:
            raise Refused([Problem("challenges.not_yours")])
        if not may_still_prove(row) or proposal.state != UNREADABLE:
            raise Refused([Problem("challenges.too_late")])
        shown = _opened(proposal, _mapping(receipt))
        if shown.state != OPENED:
            raise Refused([Problem("challenges.not_what_was_sealed", Where(field="opened"))])
        open_enclosed(row, shown, gone)
        shown.save()
        said = {"challenge": row.subject}
        record(Deed("prove", shown.subject, doer.person, doer.office, said))
    return shown


def _openable(row: Challenge) -> Challenge:
    row = locked(row)
    if not row.past:
        raise Refused([Problem("challenges.too_soon")])
    return row


def _opened(proposal: Proposal, said: dict[str, Any]) -> Proposal:
    """Write what was inside a proposal; one that is not what was committed to is refused."""
    if "plain" not in said:
        proposal.state = UNREADABLE
        return proposal
    text = committed(str(said.get("salt")), str(said["plain"]), proposal.commitment, MOST_PLAIN)
    if text is None:
        raise Refused([Problem("challenges.not_what_was_sealed", Where(field="opened"))])
    if read_proposal(text) is None:
        proposal.state = UNREADABLE
        return proposal
    proposal.plain, proposal.envelope, proposal.state = text.decode(), None, OPENED
    return proposal


def _listed(said: str) -> dict[str, dict[str, Any]] | None:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
        return None
    return {str(part.get("id")): part for part in found}


def _mapping(said: str) -> dict[str, Any]:
    listed = _listed(f"[{said}]") or {}
    return next(iter(listed.values()), {})
