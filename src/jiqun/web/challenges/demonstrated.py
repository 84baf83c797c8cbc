"""Challenges for the demonstration, each led as far as its sample says; all of them are made up."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from jiqun.base.readers import Office
from jiqun.base.shipped import read_shipped
from jiqun.exchange.challenges.sealing import HOLDERS, SEALED_BYTES
from jiqun.workflow.sealing import SALT_BYTES

if TYPE_CHECKING:
    from jiqun.web.accounts.offices import Doer
    from jiqun.web.challenges.models import Challenge

POINT = (
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
"""A point of P-256 (SP 800-186, 3.2.1.3): nobody here has a share of what belongs to it."""
SCAN = b"%PDF-1.7\n%%EOF"


def pose_challenges(county: str) -> None:
    """Let made-up firms of a county pose challenges, and others propose for some of them.

    Parameters
    ----------
    county
        Whose office publishes them.
    """
    said = read_shipped("demo", "challenges.yaml")
    for sample in said["challenges"]:
        _led({**said["usual"], **sample, "county": county}, said, county)


def _led(sample: Mapping[str, Any], said: Mapping[str, Any], county: str) -> None:
    from jiqun.web.challenges.publishing import pose, publish

    owner, office = _firm(sample["by"]), _of(Office.COUNTY, county)
    row = pose({**sample, "deadline": _in(sample["ahead"])}, owner)
    to = sample["to"]
    if to == "drafted":
        return
    checks = {name: hashlib.sha256(secrets.token_bytes(32)).hexdigest() for name in HOLDERS}
    row = publish(row, _encoded(bytes.fromhex(POINT)), json.dumps(checks), office)
    if to == "published":
        return
    row = _opened(row, said["proposals"], office)
    if to == "under_review":
        _convened(row, office)
    elif to != "opened":
        _contracted(row, said, owner, finishes=to == "finished")


def _opened(row: "Challenge", samples: list[dict[str, str]], office: "Doer") -> "Challenge":
    """Let firms propose, the deadline be over, and what they sent be opened."""
    from jiqun.web.challenges.models import Challenge
    from jiqun.web.challenges.opening import open_proposals
    from jiqun.web.challenges.proposing import propose

    shown = []
    for sample in samples:
        salt, plain = secrets.token_bytes(SALT_BYTES), _plain(sample)
        commitment = hashlib.sha256(salt + plain).hexdigest()
        sent = propose(row, _envelope(), commitment, _firm(sample["by"]))
        shown.append({"id": str(sent.pk), "salt": _encoded(salt), "plain": _encoded(plain)})
    # a demonstration waits for no deadline
    Challenge.objects.filter(pk=row.pk).update(deadline=_day(-1))
    return open_proposals(row, json.dumps(shown), office)


def _convened(row: "Challenge", office: "Doer") -> None:
    """Invite the cast's expert, whom nothing ties to anybody; others are missing."""
    from jiqun.web.accounts.models import Membership
    from jiqun.web.challenges.panelling import convene
    from jiqun.web.panels.models import Judge

    there = Membership.objects.standing().filter(office=Office.EXPERT).select_related("person")
    for seat in there:  # nobody stated it: a demonstration in which somebody did is kept
        Judge.objects.get_or_create(
            expert=str(seat.person.uid), defaults={"name": seat.person.called}
        )
    if there:
        convene(row, office)


def _contracted(
    row: "Challenge", said: Mapping[str, Any], owner: "Doer", *, finishes: bool
) -> None:
    """Let the first who proposed be chosen, contract, and deliver; all of it where it finishes."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from jiqun.web.challenges.choosing import choose
    from jiqun.web.challenges.fulfilling import contract, deliver, finish, step

    code, deal = said["proposals"][0]["by"], said["contract"]
    row = choose(row, str(row.proposals.get(solver=code).pk), said["reason"], owner)
    half = int(deal["price"]) // 2
    stages = f"{deal['first']} | {_in(60)} | {half}\n{deal['second']} | {_in(120)} | {half}"
    signed = {"reference": deal["reference"], "signed": _in(0), "price": deal["price"]}
    row = contract(row, {**signed, "stages": stages}, owner)
    for stage in row.milestones.all() if finishes else row.milestones.all()[:1]:
        deliver(stage, said["delivered"], SimpleUploadedFile("scan.pdf", SCAN), _firm(code))
        if finishes:
            step(stage, "accept", {}, owner)
            step(stage, "pay", {"paid": str(half), "day": _in(0)}, owner)
    if finishes:
        finish(row, "", owner)


def _firm(code: str) -> "Doer":
    return _of(Office.FIRM, code)


def _of(office: Office, of: str) -> "Doer":
    from jiqun.web.accounts.offices import Doer, reader_of_office

    return Doer(reader_of_office(office, of))


def _plain(sample: Mapping[str, str]) -> bytes:
    kept = {name: text for name, text in sample.items() if name != "by"}
    return json.dumps(kept, ensure_ascii=False).encode()


def _envelope() -> str:
    """Return what looks sealed: what stands in the sample is public anyway."""
    parts = {"iv": 12, "sealed": SEALED_BYTES + 16}
    said = {name: _encoded(secrets.token_bytes(length)) for name, length in parts.items()}
    return json.dumps({"v": 1, "ephemeral": _encoded(bytes.fromhex(POINT)), **said})


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _in(days: int) -> str:
    return _day(days).isoformat()


def _day(days: int) -> date:
    from jiqun.web.casework.clocks import today

    return today() + timedelta(days=days)
