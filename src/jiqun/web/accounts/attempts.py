"""How often may be guessed: from one address, or at one account; and what an address is.

The sign-in's own lock (a name, from one address) is django-axes'. These limits hold what it does
not see: many names from one address, codes, passkeys, invitations, the password of an open session.
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.models import Attempt

WITHIN = timedelta(minutes=15)
NETWORK = 64
"""Bits of an IPv6 address that tell one customer from another: the rest is theirs to change."""
FAR = 128


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that may be tried so often within a quarter of an hour.

    Parameters
    ----------
    name
        What is tried.
    most
        How often from one place.
    """

    name: str
    most: int

    def refuse(self, place: str) -> None:
        """Refuse where it was tried too often from a place.

        Raises
        ------
        Refused
            Saying when to try again.
        """
        begun = timezone.now() - WITHIN
        if Attempt.objects.filter(key=self._key(place), since__gt=begun, count__gte=self.most):
            minutes = int(WITHIN.total_seconds() // 60)
            raise Refused([Problem("accounts.too_often", details={"minutes": minutes})])

    def note(self, place: str) -> None:
        """Count one more try from a place."""
        now = timezone.now()
        Attempt.objects.filter(since__lte=now - WITHIN).delete()
        row, _ = Attempt.objects.get_or_create(key=self._key(place), defaults={"since": now})
        Attempt.objects.filter(pk=row.pk).update(count=F("count") + 1)

    def forget(self, place: str) -> None:
        """Begin to count anew: what was tried succeeded."""
        Attempt.objects.filter(key=self._key(place)).delete()

    def _key(self, place: str) -> str:
        return f"{self.name}:{place}"


NAMES = Limit("names", 50)
"""Wrong names or passwords from one address, whatever the names."""
PASSKEYS = Limit("passkeys", 50)
"""Passkeys refused from one address."""
CHALLENGES = Limit("challenges", 600)
"""Challenges asked for from one address: an office of hundreds signs in in the morning."""
INVITATIONS = Limit("invitations", 50)
"""Invitations that are none, or accounts that could not be made, from one address."""
OBJECTIONS = Limit("objections", 10)
"""Objections to public notices, taken or refused, from one address."""
CODES = Limit("codes", 10)
"""Wrong codes of one account, from anywhere: whoever tries them knows its password."""
PASSWORDS = Limit("passwords", 10)
"""Wrong passwords of one account, in a session that is open already."""


def client_address(request: HttpRequest) -> str | None:
    """Return where a request is from: an IPv4 address, or the network of an IPv6 address.

    Each of our proxies adds to ``X-Forwarded-For`` whom it was asked by, so the reader stands as
    many entries from its end as there are proxies; what stands before is the reader's own say.
    A request that did not come by all of them is from whoever connected.
    """
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    connected = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.PROXIES
    chosen = said[-proxies] if 0 < proxies <= len(said) else connected
    found = _address(chosen) or _address(connected)
    if isinstance(found, IPv6Address):
        found = IPv6Address(int(found) >> (FAR - NETWORK) << (FAR - NETWORK))
    return str(found) if found else None


def place_of(request: HttpRequest) -> str:
    """Return where a request is from, as attempts are counted."""
    return client_address(request) or "-"


def _address(said: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(said.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
