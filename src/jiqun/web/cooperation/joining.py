"""Invite, ask to join, let in, agree, decline, begin, leave: one event each, under one lock."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.cooperation.terms import own_size, read_invited, read_side
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.cooperation.models import (
    AGREED,
    ASKING,
    DECLINED,
    FALLEN,
    IN,
    INVITED,
    LEAD,
    LEFT,
    MOST_PARTNERS,
    TAKEN_BACK,
    TURNED_DOWN,
    WITHDRAWN,
    Notice,
    Partner,
    Project,
)
from jiqun.web.cooperation.outside import all_agreed, tell_outside
from jiqun.web.cooperation.proposing import refuse_stale, side_columns
from jiqun.web.events.chain import Deed, record

GONE = {
    "take_back": (INVITED, TAKEN_BACK),
    "turn_down": (ASKING, TURNED_DOWN),
    "fall_away": (AGREED, FALLEN),
}
"""What a lead does with a partner: from which state, to which."""


def invite(row: Project, code: str, doer: Doer) -> Project:
    """Invite a firm or institute by its credit code; who left or fell away may be asked back.

    Raises
    ------
    Refused
        Where that is none, is in it already, or there are too many.
    """
    problems: list[Problem] = []
    code = read_invited(code, doer.reader.credit_code, problems)
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        row = locked(row)
        there = row.partners.filter(code=code).first()
        if there is not None and there.state in IN:
            raise Refused([Problem("cooperation.in_already", Where(field="code"))])
        said: dict[str, Any] = {"state": INVITED, "version": 0, "why": ""}
        if there is None:
            said["size"] = own_size(code, SIZE_UNKNOWN)
        return _let_in(row, "invite", code, said, doer)


def admit(partner: Partner, doer: Doer) -> Project:
    """Let in who asked to join: it is asked to agree to the text like everybody.

    Raises
    ------
    Refused
        Where it does not ask any more, or there are too many.
    """
    with transaction.atomic():
        row, partner = _of(partner)
        _refuse_unless(partner, ASKING)
        return _let_in(row, "admit", partner.code, {"state": INVITED, "version": 0}, doer)


def _let_in(row: Project, verb: str, code: str, said: dict[str, Any], doer: Doer) -> Project:
    there = row.partners.filter(code=code).first()
    slot = (there and there.slot) or row.free_slot()  # who left or fell away kept its own
    if not slot:
        raise Refused([Problem("cooperation.full", details={"most": MOST_PARTNERS})])
    changes = {"parties": {**row.parties, slot: [str(Office.FIRM), code]}, **_asked_anew(row)}
    moved = _moved(row, verb, doer, {"slot": slot, "firm": code}, changes)
    Partner.objects.update_or_create(project=row, code=code, defaults={**said, "slot": slot})
    _lead_agrees(moved)
    tell_outside(moved)
    return moved


def let_go(partner: Partner, verb: str, reason: str, doer: Doer) -> Project:
    """Take an invitation back, turn down who asks, or record that a partner fell away.

    A partner that fell away keeps its place beside what it recorded; the others agree anew.

    Raises
    ------
    Refused
        Where it is not the doer's, not possible now, or lacks its reason.
    """
    before, after = GONE[verb]
    with transaction.atomic():
        row, partner = _of(partner)
        if partner.slot == LEAD:
            raise Refused([Problem("cooperation.lead_stays")])
        _refuse_unless(partner, before)
        changes = _without(row, partner, fell=verb == "fall_away")
        moved = _moved(row, verb, doer, {"firm": partner.code}, changes, reason)
        _put(partner, after, reason, keeps=verb == "fall_away")
        _lead_agrees(moved)
        tell_outside(moved)
    return moved


def agree(row: Project, said: Mapping[str, str], doer: Doer) -> Project:
    """Agree to the text as it was read, and say who one is.

    Raises
    ------
    Refused
        With everything wrong, where one does not take part any more, or the text has changed
        since it was read.
    """
    code = doer.reader.credit_code
    side, problems = read_side(said, code)
    if errors_only(problems):
        raise Refused(problems)
    with transaction.atomic():
        row = locked(row)
        refuse_stale(row, said)
        partner = row.partners.filter(code=code, state__in=IN).first()
        if partner is None:  # who left or fell away keeps its slot: it comes back by nobody's leave
            raise Refused([Problem("cooperation.not_in")])
        if partner.version == row.version:
            raise Refused([Problem("cooperation.agreed_already")])
        told = {"version": row.version, "size": side.size}
        moved = move(
            row, "agree", doer, said=told, secret={"brings": side.brings},
            reached=max(row.reached, 1),
        )  # fmt: skip
        agreed = {**side_columns(side), "state": AGREED, "version": row.version}
        Partner.objects.filter(project=row, code=code).update(**agreed, at=timezone.now())
        tell_outside(moved)
    return moved


def go(row: Project, verb: str, reason: str, doer: Doer) -> Project:
    """Decline an invitation, or leave a project one agreed to.

    Raises
    ------
    Refused
        Where it is not the doer's, or lacks its reason.
    """
    with transaction.atomic(), seen_whole():  # who declined sees the project no more
        row = locked(row)
        partner = row.partners.filter(code=doer.reader.credit_code, state__in=IN).first()
        if partner is None:
            raise Refused([Problem("cooperation.not_in")])
        leaves = verb == "leave"
        took_part = partner.state == AGREED
        if leaves != took_part:
            raise Refused([Problem("cooperation.leave_or_decline")])
        moved = _moved(row, verb, doer, {}, _without(row, partner, fell=leaves), reason)
        _put(partner, LEFT if leaves else DECLINED, reason, keeps=leaves)
        _lead_agrees(moved)
        tell_outside(moved)
    return moved


def begin(row: Project, doer: Doer) -> Project:
    """Begin a project, once every partner agreed to the text as it is.

    Raises
    ------
    Refused
        Where somebody did not yet, or nobody is there but the lead.
    """
    with transaction.atomic():
        row = locked(row)
        partners = list(row.partners.inside())
        if len(partners) < 2:
            raise Refused([Problem("cooperation.alone")])
        if not all_agreed(row):
            late = [partner for partner in partners if partner.version != row.version]
            waits = [partner.name or partner.code for partner in late]
            raise Refused([Problem("cooperation.not_all_agreed", details=_named(waits))])
        begun = row.begun_at or timezone.now()
        moved = move(row, "begin", doer, posted=False, begun_at=begun, reached=max(row.reached, 2))
        tell_outside(moved)
    return moved


def ask_to_join(notice: Notice, said: Mapping[str, str], doer: Doer) -> Partner:
    """Ask to join a project whose need is posted.

    Raises
    ------
    Refused
        With everything wrong, where it is one's own, or one asked already.
    """
    code = doer.reader.credit_code
    side, problems = read_side(said, code)
    if errors_only(problems):
        raise Refused(problems)
    with transaction.atomic(), seen_whole():
        row = locked(notice.project)
        if row.state != "proposed" or not row.posted:
            raise Refused([Problem("cooperation.not_posted")])
        there = row.partners.filter(code=code).first()
        if there is not None and there.state not in (DECLINED, TAKEN_BACK, WITHDRAWN):
            raise Refused([Problem("cooperation.asked_already")])
        asked = {**side_columns(side), "state": ASKING, "version": 0, "slot": "", "why": ""}
        partner, _ = Partner.objects.update_or_create(project=row, code=code, defaults=asked)
        told = {"cooperation": row.subject, "size": side.size}
        words = {"brings": side.brings, "name": side.name}
        record(Deed("ask_to_join", partner.subject, doer.person, doer.office, told, words))
    return partner


def withdraw_asking(partner: Partner, doer: Doer) -> Partner:
    """Take back that one asked to join.

    Raises
    ------
    Refused
        Where one does not ask any more.
    """
    with transaction.atomic(), seen_whole():
        locked(partner.project)
        partner = Partner.objects.get(pk=partner.pk)
        if partner.code != doer.reader.credit_code:
            raise Refused([Problem("cooperation.not_in")])
        _refuse_unless(partner, ASKING)
        partner.state = WITHDRAWN
        partner.save()
        record(Deed("withdraw_asking", partner.subject, doer.person, doer.office))
    return partner


def _moved(
    row: Project,
    verb: str,
    doer: Doer,
    said: Mapping[str, Any],
    changes: dict[str, Any],
    reason: str = "",
) -> Project:
    """Take a step; the event says who is in it afterwards, so that past days tell it."""
    parties = {name: changes[name] for name in ("parties",) if name in changes}
    return move(row, verb, doer, reason, said={**said, **parties}, **changes)


def _of(partner: Partner) -> tuple[Project, Partner]:
    """Return a project under lock, and its partner as it is then."""
    row = locked(partner.project)
    return row, Partner.objects.get(pk=partner.pk)


def _refuse_unless(partner: Partner, state: str) -> None:
    if partner.state != state:
        raise Refused([Problem("cooperation.not_with_this_partner")])


def _without(row: Project, partner: Partner, *, fell: bool) -> dict[str, Any]:
    """Return what changes of a project once a partner is gone; who fell or left keeps its slot."""
    if not partner.slot:  # it asked, and nobody agreed to anything with it
        return {}
    claim = {"claimed_by": ""} if partner.code == row.claimed_by else {}
    if fell:
        return {"version": row.version + 1, **claim}
    parties = {slot: party for slot, party in row.parties.items() if slot != partner.slot}
    return {"parties": parties, **_asked_anew(row)}


def _asked_anew(row: Project) -> dict[str, Any]:
    """Return the next version, where somebody but the lead agreed while others were in it."""
    agreed = row.partners.filter(state=AGREED, version=row.version).exclude(slot=LEAD)
    return {"version": row.version + 1} if agreed.exists() else {}


def _put(partner: Partner, state: str, reason: str, *, keeps: bool) -> None:
    partner.state, partner.why = state, reason.strip()
    partner.slot = partner.slot if keeps else ""
    partner.save()


def _lead_agrees(row: Project) -> None:
    """Let who leads agree to the text without who is gone: what it says is its own."""
    Partner.objects.filter(project=row, slot=LEAD).update(version=row.version)


def _named(names: list[str]) -> dict[str, str]:
    return {"names": "、".join(names), "names_en": ", ".join(names)}
