"""Open a ballot on a frozen roll, take sealed votes, close it, open the votes, annul it.

Taking a vote leaves no event and moves no row but the place's own: until the ballot is closed
nothing tells that anybody voted, how many did, or when. The step that closes it commits to every
sealed vote by its hash.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.governance.ballots import (
    HOLDERS,
    SEALED_BYTES,
    Turnout,
    has_quorum,
    is_adopted,
    read_opened,
)
from jiqun.governance.motions import read_call
from jiqun.governance.statutes import AGAIN, FALLS, in_force
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.governance.models import Ballot, Motion, Opened, Place, Vote
from jiqun.web.governance.motions import BALLOTING
from jiqun.workflow.sealing import (
    envelope_hash,
    is_commitment,
    is_public_key,
    read_checks,
    read_envelope,
)


def open_ballot(row: Motion, said: Mapping[str, str], doer: Doer) -> Ballot:
    """Open a ballot: its rules, its roll and its key stay as they are on this day.

    Parameters
    ----------
    row
        The motion.
    said
        ``closes``, the last day; ``scrutineer``, a member firm; and what the browser made: ``key``
        and, by holder, the salted hash of each share, ``checks``.
    doer
        The agency.

    Raises
    ------
    Refused
        With everything wrong with it, or where no statutes are in force, or no SME is a member.
    """
    called, problems = read_call(said, today(), row.proposer)
    held, key = read_checks(said.get("checks", ""), HOLDERS), said.get("key", "")
    if held is None or not is_public_key(key):
        problems.append(Problem("governance.no_key", Where(field="key")))
    with transaction.atomic():
        row = locked(row)
        law = in_force(row.body.statutes.all(), today())
        firms = list(row.body.members.there().filter(kind="firm").order_by("code"))
        smes = sum(member.is_sme for member in firms)
        problems += _roll_faults(row, law is not None, smes, called.scrutineer, firms)
        if errors_only(problems) or law is None or called.closes is None:
            raise Refused(problems)
        ballot = row.ballots.create(
            number=row.ballots.count() + 1,
            key=key,
            checks=held,
            closes=called.closes,
            quorum=law.quorum,
            without=law.without,
            majority=law.majority,
            roll=len(firms),
            smes=smes,
        )
        _freeze(ballot, firms)
        told = {"ballot": str(ballot), "closes": called.closes.isoformat(), "roll": len(firms)}
        told |= {"smes": smes, "quorum": law.quorum, "key": key}
        parties = {**row.parties, "scrutineer": ["firm", called.scrutineer]}
        move(row, "open_ballot", doer, said=told, parties=parties)
    return ballot


def cast(ballot: Ballot, envelope: str, commitment: str, doer: Doer) -> Vote:
    """Take a firm's sealed vote in its place; one that was there is gone.

    Parameters
    ----------
    ballot
        Which.
    envelope
        What a browser encrypted to the ballot's key, as JSON.
    commitment
        The hash of the vote's mark and a salt.
    doer
        The firm.

    Raises
    ------
    Refused
        Where the firm is not on the roll, the ballot takes no votes, or nothing was sealed.
    """
    sealed = read_envelope(envelope, SEALED_BYTES, SEALED_BYTES)
    if sealed is None or not is_commitment(commitment):
        raise Refused([Problem("governance.not_sealed", Where(field="envelope"))])
    with transaction.atomic():
        row = locked(ballot.motion)
        latest = row.ballots.first()
        if row.state != BALLOTING or latest != ballot or ballot.past:
            raise Refused([Problem("governance.no_votes_taken")])
        is_firm = doer.reader.office is Office.FIRM
        places = Place.objects.filter(ballot=ballot, code=doer.reader.credit_code)
        place = places.first() if is_firm else None
        if place is None:
            raise Refused([Problem("governance.not_on_roll")])
        vote = Vote.objects.select_for_update().get(place=place)
        vote.envelope, vote.commitment = sealed, commitment
        vote.save(update_fields=["envelope", "commitment"])
    return vote


def close(row: Motion, doer: Doer) -> Motion:
    """Close a ballot whose last day is over: count who voted, not how.

    Raises
    ------
    Refused
        Where the day is not over, or it is not the doer's.
    """
    with transaction.atomic():
        row = locked(row)
        ballot = _running(row)
        if not ballot.past:
            raise Refused([Problem("governance.too_soon")])
        with seen_whole():  # who closes a ballot sees no vote: they are counted, and hashed
            cast_votes = list(ballot.votes.filter(envelope__isnull=False).select_related("place"))
        smes_voted = sum(vote.place.is_sme for vote in cast_votes)
        turnout = Turnout(ballot.roll, len(cast_votes), ballot.smes, smes_voted)
        ballot.voted, ballot.smes_voted = turnout.voted, turnout.smes_voted
        ballot.save(update_fields=["voted", "smes_voted"])
        told = {"ballot": str(ballot), "voted": turnout.voted, "smes_voted": turnout.smes_voted}
        if has_quorum(ballot.rules, turnout):
            hashes = sorted(envelope_hash(vote.envelope or {}) for vote in cast_votes)
            Opened.objects.create(ballot=ballot, hashes=hashes)
            return move(row, "close", doer, said={**told, "sealed_votes": hashes})
        _delete_sealed(ballot)
        if ballot.without == FALLS:
            return move(row, "fall", doer, said=told, decided_on=today(), why="")
        return move(row, "miss_quorum", doer, said=told)


def open_votes(row: Motion, opened: str, doer: Doer) -> Motion:
    """Take in what two holders' browser has opened: all of it, or nothing.

    Raises
    ------
    Refused
        Where it is not closed, the doer holds no share, or it is not every vote once.
    """
    with transaction.atomic():
        row = locked(row)
        ballot = _running(row)
        read = read_opened(opened, ballot.voted or 0) if ballot.voted is not None else None
        if read is None:
            raise Refused([Problem("governance.not_all_opened", Where(field="opened"))])
        lines, tally = read
        verb = "adopt" if is_adopted(ballot.rules, tally) else "reject"
        for choice in ("yes", "no", "abstain", "unread"):
            setattr(ballot, choice, getattr(tally, choice))
        ballot.save(update_fields=["yes", "no", "abstain", "unread"])
        Opened.objects.filter(ballot=ballot).update(lines=lines)
        with seen_whole():
            ballot.votes.update(envelope=None)
        told = {"ballot": str(ballot), "yes": tally.yes, "no": tally.no}
        told |= {"abstain": tally.abstain, "unread": tally.unread}
        # What an earlier ballot was annulled for is no reason of this result.
        return move(row, verb, doer, said=told, decided_on=today(), why="")


def annul(row: Motion, reason: str, doer: Doer) -> Motion:
    """Annul a ballot: what was sealed is deleted unread, and the motion is discussed again.

    Raises
    ------
    Refused
        Where it is not the doer's, or the reason is missing.
    """
    with transaction.atomic():
        row = locked(row)
        ballot = _running(row)
        moved = move(row, "annul", doer, reason, said={"ballot": str(ballot)}, why=reason.strip())
        _delete_sealed(ballot)
        Opened.objects.filter(ballot=ballot).delete()
        ballot.annulled, ballot.voted, ballot.smes_voted = True, None, None
        ballot.save(update_fields=["annulled", "voted", "smes_voted"])
    return moved


def _running(row: Motion) -> Ballot:
    """Return the ballot that a motion's steps are about."""
    ballot: Ballot | None = row.ballots.filter(annulled=False).first()
    if ballot is None:
        raise Refused([Problem("governance.no_ballot")])
    return ballot


def _freeze(ballot: Ballot, firms: list[Any]) -> None:
    """Write the roll, and an empty vote beside each place: later nothing is added."""
    motion = ballot.motion
    rows = [
        Place(
            ballot=ballot,
            motion=motion,
            cluster=motion.cluster,
            county=motion.county,
            code=member.code,
            name=member.name,
            is_sme=member.is_sme,
        )
        for member in firms
    ]
    Place.objects.bulk_create(rows, batch_size=500)
    places = list(Place.objects.filter(ballot=ballot).order_by("pk"))
    votes = [Vote(place=place, ballot=ballot) for place in places]
    with seen_whole():  # an office sees no vote, not even an empty one
        Vote.objects.bulk_create(votes, batch_size=500)


def _delete_sealed(ballot: Ballot) -> None:
    with seen_whole():
        ballot.votes.update(envelope=None, commitment="")


def _roll_faults(
    row: Motion, has_law: bool, smes: int, scrutineer: str, firms: list[Any]
) -> list[Problem]:
    """Return what forbids a ballot: no statutes, no SME, a stranger looking on, no second one."""
    found: list[Problem] = []
    if not has_law:
        found.append(Problem("governance.no_statutes"))
    if not smes:
        found.append(Problem("governance.no_smes"))
    if scrutineer not in {member.code for member in firms}:
        found.append(Problem("governance.no_scrutineer", Where(field="scrutineer")))
    last = row.ballots.filter(annulled=False).first()
    if row.state == "no_quorum" and last is not None and last.without != AGAIN:
        found.append(Problem("governance.not_again"))
    return found
