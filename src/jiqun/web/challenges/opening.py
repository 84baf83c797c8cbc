"""Open what was sealed: two holders join their shares in a browser.

What they read is held against what each solver committed to.
"""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.exchange.challenges.proposing import read_proposal
from jiqun.exchange.challenges.sealing import (
    HOLDERS,
    MOST_SHARE,
    committed,
    envelope_hash,
    is_public_key,
    read_envelope,
)
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.challenges.models import OPENED, SEALED, UNREADABLE, Challenge, Proposal, Relay
from jiqun.web.challenges.panelling import may_still_prove
from jiqun.web.events.chain import Deed, record


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


def open_proposals(row: Challenge, opened: str, doer: Doer) -> Challenge:
    """Take in what two holders' browser has decrypted: all of it, or nothing.

    Each text is held against what its solver committed to. One the browser could not read stays
    sealed in the row, and its solver may show what was inside.

    Parameters
    ----------
    row
        The challenge.
    opened
        As JSON a list of ``id``, ``salt`` and ``plain``; the last two absent where unreadable.
    doer
        The holder at whose desk it was opened.

    Raises
    ------
    Refused
        Before the deadline is over, where one is missing, or was changed.
    """
    with transaction.atomic():
        row = _openable(row)
        sealed = {str(proposal.pk): proposal for proposal in row.proposals.filter(state=SEALED)}
        said = _listed(opened)
        if said is None or said.keys() != sealed.keys() or not sealed:
            raise Refused([Problem("challenges.not_all_opened", Where(field="opened"))])
        read = [_opened(proposal, said[key]) for key, proposal in sealed.items()]
        for proposal in read:
            proposal.save()
        row.relays.all().delete()
        unreadable = sorted(str(proposal) for proposal in read if proposal.state == UNREADABLE)
        told = {"proposals": len(read), "unreadable": unreadable}
        return move(row, "open", doer, said=told, opened_at=timezone.now())


def prove(proposal: Proposal, receipt: str, doer: Doer) -> Proposal:
    """Show what was inside a proposal that could not be read, by the solver's own receipt.

    Raises
    ------
    Refused
        Where it is another's, can be read, was decided, or is not what was committed to.
    """
    with transaction.atomic():
        row = locked(proposal.challenge)
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if proposal.solver != doer.reader.credit_code:
            raise Refused([Problem("challenges.not_yours")])
        if not may_still_prove(row) or proposal.state != UNREADABLE:
            raise Refused([Problem("challenges.too_late")])
        shown = _opened(proposal, _mapping(receipt))
        if shown.state != OPENED:
            raise Refused([Problem("challenges.not_what_was_sealed", Where(field="opened"))])
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
    text = committed(str(said.get("salt")), str(said["plain"]), proposal.commitment)
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
