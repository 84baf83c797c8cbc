"""Tokens by which programs read for somebody: made in an office, shown once, kept hashed.

What is kept is keyed with the installation's secret, which no backup holds: neither a dump nor a
backup brought back elsewhere opens anything. A token opens only views that take one, for what its
scope names, while its person holds the office it was made in. What a scope means is its room's.
"""

import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.texts import read_text
from jiqun.web.accounts.attempts import Limit, place_of
from jiqun.web.accounts.models import LONGEST_TOKEN_NAME, Membership, Person, Token
from jiqun.web.accounts.offices import Doer

BEARER = "bearer"
MARK = "jq_"
"""What a token begins with, so that one left lying about is known for what it is."""
WRONG = Limit("tokens", 50)
"""Tokens that are none, from one address."""
MOST = 20
"""Tokens of one office that stand at a time."""


def make(person: Person, doer: Doer, scope: str, name: str, until: datetime) -> tuple[Token, str]:
    """Make a token; return it with its secret, which is told this once.

    Parameters
    ----------
    person, doer
        Who makes it, and in which office.
    scope
        What it reads, as its room names it.
    name
        What its owner calls it.
    until
        When it ends by itself; the moment is not part of it.

    Raises
    ------
    Refused
        Where the name cannot be shown, or the office has enough of them.
    """
    text, problems = read_text(name, Where(field="token_name"), longest=LONGEST_TOKEN_NAME)
    if not text and not problems:
        problems = [Problem("accounts.token_unnamed", Where(field="token_name"))]
    if Token.objects.for_reader(doer.reader).standing().count() >= MOST:
        problems.append(Problem("accounts.many_tokens", details={"most": MOST}))
    if problems:
        raise Refused(problems)
    secret = MARK + secrets.token_urlsafe(32)
    party = doer.party
    columns = {"office": str(party.office), "of": party.of, "scope": scope}
    token = Token.objects.create(
        person=person, **columns, name=text, kept=kept_of(secret), until=until
    )
    return token, secret


def secret_in(request: HttpRequest) -> str:
    """Return the secret a request brings; empty where it brings none."""
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    return said.strip() if scheme.lower() == BEARER else ""


def holder_of(request: HttpRequest, secret: str) -> tuple[Token, Membership] | None:
    """Return the token a secret opens with the office it acts in; None where it opens nothing.

    Parameters
    ----------
    request
        Of a view that takes tokens: wrong ones are counted by where they come from.
    secret
        As it was brought.
    """
    place = place_of(request)
    try:
        WRONG.refuse(place)
    except Refused:
        return None
    found = Token.objects.standing().filter(kept=kept_of(secret)).select_related("person").first()
    if found is None:
        WRONG.note(place)
        return None
    held = found.person.memberships.standing().filter(office=found.office, of=found.of)
    membership = held.filter(since__lte=found.made).first() if found.person.is_active else None
    return (found, membership) if membership else None


def note_use(token: Token) -> None:
    """Note when a token was used last."""
    Token.objects.filter(pk=token.pk).update(used=timezone.now())


def revoke(token: Token) -> None:
    """Let a token open nothing from now on."""
    Token.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now())


def kept_of(secret: str) -> str:
    """Return what is kept of a secret."""
    key = f"token:{settings.SECRET_KEY}".encode()
    return hmac.digest(key, secret.encode(errors="replace"), "sha256").hex()
