"""What a passkey is asked to sign: kept in the session that asked, for a while and for once."""

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.models import Challenge, Person

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

PATIENCE = timedelta(minutes=5)
LENGTH = 32
KEY = "challenge"
"""The session's key for what it was asked to sign, for what, and by whom."""
REGISTER, SIGN_IN = "register", "sign_in"


def issue(session: "SessionBase", purpose: str, person: Person | None) -> bytes:
    """Make a challenge for a session; the one it had counts no longer.

    Parameters
    ----------
    session
        Who is asked.
    purpose
        For what.
    person
        Whose passkey alone will do; None for anybody's.
    """
    now = timezone.now()
    Challenge.objects.filter(expires__lte=now).delete()
    made = secrets.token_bytes(LENGTH)
    Challenge.objects.create(sha256=_hash(made), expires=now + PATIENCE)
    session[KEY] = [purpose, _name(person), bytes_to_base64url(made)]
    return made


def spend(session: "SessionBase", purpose: str, person: Person | None) -> bytes:
    """Return the session's challenge, which is then used up, whatever comes of it.

    Raises
    ------
    Refused
        Where it has none for that, or waited too long, or used it already.
    """
    said = session.pop(KEY, None)
    if said is not None and said[:2] == [purpose, _name(person)]:
        challenge = base64url_to_bytes(said[2])
        row = Challenge.objects.filter(sha256=_hash(challenge), expires__gt=timezone.now())
        if row.delete()[0]:  # of two requests with one challenge, the database lets one through
            return challenge
    raise Refused([Problem("accounts.challenge_over")])


def _name(person: Person | None) -> str:
    return str(person.uid) if person else ""


def _hash(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
