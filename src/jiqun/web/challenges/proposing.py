"""Propose, replace and withdraw: what is sealed comes in, and nothing of it is read."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office
from jiqun.exchange.challenges.sealing import read_proposal_envelope
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked
from jiqun.web.challenges.enclosing import (
    contents_going,
    drop_enclosed,
    put_beside,
    read_sealed,
)
from jiqun.web.challenges.models import SEALED, WITHDRAWN, Challenge, Proposal
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.sealing import envelope_hash, is_commitment

MOST_TIMES = 20
"""How often a firm may send a proposal for one challenge; ours."""


def propose(
    row: Challenge,
    envelope: str,
    commitment: str,
    doer: Doer,
    enclosed: UploadedFile | None = None,
) -> Proposal:
    """Take a sealed proposal; one that was there is replaced, and its ciphertext deleted.

    Parameters
    ----------
    row
        The challenge.
    envelope
        What a browser encrypted to the challenge's key, as JSON.
    commitment
        The hash of what is inside.
    doer
        The firm.
    enclosed
        The ciphertext of the files that go with it, which takes the place of those before.

    Raises
    ------
    Refused
        After the deadline, where it is not open to the firm, or what came is not sealed.
    """
    code = doer.reader.credit_code
    if doer.reader.office is not Office.FIRM or not code:
        raise Refused([Problem("challenges.firms_only")])
    sealed, problems = read_proposal_envelope(envelope, "envelope")
    if not problems and not is_commitment(commitment):
        problems = [Problem("challenges.not_sealed", Where(field="commitment"))]
    files = read_sealed(enclosed)
    with contents_going() as gone:
        row = locked(row)
        problems += _not_taken(row, code)
        if problems:
            raise Refused(problems)
        proposal = row.proposals.select_for_update().filter(solver=code).first()
        verb = "replace" if proposal and proposal.state == SEALED else "propose"
        proposal = proposal or Proposal(challenge=row, solver=code, times=0)
        if proposal.times >= MOST_TIMES:
            raise Refused([Problem("challenges.often_enough", details={"most": MOST_TIMES})])
        proposal.envelope, proposal.commitment, proposal.state = sealed, commitment, SEALED
        proposal.times, proposal.at = proposal.times + 1, timezone.now()
        proposal.save()
        told = {"sha256": envelope_hash(sealed), "commitment": commitment}
        _record(verb, proposal, doer, {**told, **put_beside(proposal, files, gone)})
    return proposal


def withdraw(proposal: Proposal, doer: Doer) -> Proposal:
    """Take a proposal back before the deadline: what was sealed is deleted.

    Raises
    ------
    Refused
        After the deadline, or where it is another's, or withdrawn already.
    """
    with contents_going() as gone:
        row = locked(proposal.challenge)
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if proposal.solver != doer.reader.credit_code:
            raise Refused([Problem("challenges.not_yours")])
        if not row.takes_proposals or proposal.state != SEALED:
            raise Refused([Problem("challenges.too_late")])
        proposal.envelope, proposal.commitment, proposal.state = None, "", WITHDRAWN
        proposal.save()
        drop_enclosed([proposal], gone)
        _record("withdraw_proposal", proposal, doer, {})
    return proposal


def _not_taken(row: Challenge, code: str) -> list[Problem]:
    """Return why a challenge takes no proposal of a firm now.

    There is no most for a challenge: whoever was told that it is full would know how many there
    are. A firm has one.
    """
    if not row.takes_proposals:
        return [Problem("challenges.too_late")]
    return [] if row.is_open_to(code) else [Problem("challenges.not_open_to_you")]


def _record(verb: str, proposal: Proposal, doer: Doer, said: dict[str, Any]) -> None:
    said = {"challenge": proposal.challenge.subject, **said}
    record(Deed(verb, proposal.subject, doer.person, doer.office, said))
