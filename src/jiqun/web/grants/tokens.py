"""Tokens of a grant's reader: a program reads one grant with it, or those of one purpose.

A token opens nothing that its grants do not let be read at that moment, so it ends with them;
besides, it ends by itself when the last of them would have ended on the day it was made.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Reader
from jiqun.exchange.grants.deciding import why_not
from jiqun.web.accounts import tokens
from jiqun.web.accounts.attempts import Limit
from jiqun.web.accounts.models import Person, Token, Tokens
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked
from jiqun.web.events.chain import Deed, record
from jiqun.web.grants.models import GRANTED, Grant

THIS, PURPOSE = "grant", "purpose"
ENDED = ("revoked", "not_granted", "reader_changed", "over")
"""What a grant says that is not to be read any more; one that has yet to begin may have tokens."""
READS = Limit("token_reads", 600)
"""Reads by one token: each is an event, and a month's values change once a day at most."""


def make_token(
    row: Grant, said: Mapping[str, str], doer: Doer, person: Person | None
) -> tuple[Token, str]:
    """Make a token for a grant or its purpose; return it with its secret, told this once.

    Parameters
    ----------
    row
        As its reader sees it.
    said
        ``token_name``, and ``scope``: ``grant`` or ``purpose``.
    doer, person
        Who makes it: somebody with an account, which the token ends with.

    Raises
    ------
    Refused
        Where the grant is over or not the doer's, no scope is chosen, or no name is given.
    """
    if person is None:
        raise Refused([Problem("web.not_yours")])
    with transaction.atomic():
        row = locked(row)
        if "reader" not in row.standing.slots_of(doer.party):
            raise Refused([Problem("grants.not_granted")])
        if (reason := why_not(row.decisive, timezone.now())) in ENDED:
            raise Refused([Problem(f"grants.{reason}")])
        scope = said.get("scope", "")
        if scope not in (THIS, PURPOSE):
            raise Refused([Problem("grants.no_scope", Where(field="scope"))])
        until = row.until if scope == THIS else _last_of(row, doer.reader)
        named = row.subject if scope == THIS else f"{PURPOSE}:{row.purpose}"
        made = tokens.make(person, doer, named, said.get("token_name", ""), until)
        told = {"scope": named, "token": made[0].pk, "until": until.isoformat()}
        record(Deed("make_token", row.subject, doer.person, doer.office, told))
    return made


def revoke_token(row: Grant, number: int, doer: Doer) -> None:
    """Take a token of a grant's reader back.

    Raises
    ------
    Refused
        Where the reader's office has no such token for it that still stands.
    """
    with transaction.atomic():
        token = tokens_of(row, doer.reader).standing().filter(pk=number).first()
        if token is None:
            raise Refused([Problem("grants.no_token")])
        tokens.revoke(token)
        told = {"scope": token.scope, "token": token.pk}
        record(Deed("revoke_token", row.subject, doer.person, doer.office, told))


def tokens_of(row: Grant, reader: Reader) -> Tokens:
    """Return the tokens of a reader's office by which a grant can be read."""
    return Token.objects.for_reader(reader).filter(scope__in=_scopes(row))


def covers(token: Token, row: Grant) -> bool:
    """Tell whether a grant is of what a token was made for."""
    return token.scope in _scopes(row)


def readable_now(reader: Reader, token: Token | None) -> Iterator[Grant]:
    """Yield the grants a reader may read at this moment: by a token those it was made for."""
    rows = Grant.objects.for_reader(reader).filter(state=GRANTED).select_related("definition")
    party = Doer(reader).party
    for row in rows.order_by("pk"):
        if token is not None and not covers(token, row):
            continue
        mine = "reader" in row.standing.slots_of(party)
        if mine and not why_not(row.decisive, timezone.now()):
            yield row


def _scopes(row: Grant) -> tuple[str, str]:
    return row.subject, f"{PURPOSE}:{row.purpose}"


def _last_of(row: Grant, reader: Reader) -> datetime:
    """Return when the last grant of a purpose ends that its reader holds."""
    party = Doer(reader).party
    same = Grant.objects.filter(
        purpose=row.purpose, reader_office=str(party.office), reader_of=party.of, state=GRANTED
    )
    ends = (other.until for other in same if why_not(other.decisive, timezone.now()) not in ENDED)
    return max(row.until, *ends)
