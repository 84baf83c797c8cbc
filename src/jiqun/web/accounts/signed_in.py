"""Who a request is from: the office its session acts in, and what that covers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from jiqun.base.readers import PUBLIC, Office, Reader
from jiqun.web.accounts.models import Membership, Person, Token
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.accounts.second import lacks
from jiqun.web.accounts.tokens import holder_of, secret_in
from jiqun.web.rights import SAFE

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

View = TypeVar("View", bound=Callable[..., object])
ACTS_AS = "membership"
"""The session's key for the membership it acts in."""
STAMP = "while_enrolling"
FOR_PROGRAMS = "for_programs"


def while_enrolling(view: View) -> View:
    """Stamp a view that is answered to who has yet to set a second factor up."""
    setattr(view, STAMP, True)
    return view


def by_token(view: View) -> View:
    """Stamp a view that programs call with a token: it reads, and looks at the token's scope."""
    setattr(view, FOR_PROGRAMS, True)
    return view


def to_enrol(request: HttpRequest, view: object) -> str:
    """Return where who lacks the second factor of their office is led instead of a view."""
    enrolling = getattr(request, "enrolling", False) and not getattr(view, STAMP, False)
    return reverse("own_second_factor") if enrolling else ""


def reader_of_request(request: HttpRequest) -> Reader:
    """Return who asks: without a session nobody in particular, and no query is made."""
    request.membership = None  # type: ignore[attr-defined]  # ours to add
    request.ended = None  # type: ignore[attr-defined]
    request.person = None  # type: ignore[attr-defined]
    request.token = None  # type: ignore[attr-defined]
    if (secret := secret_in(request)) and _takes_tokens(request):
        return _reader_by_token(request, secret)  # whatever session the same request brings
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return PUBLIC
    user = get_user(request)
    if not isinstance(user, Person) or not user.is_active:
        return PUBLIC
    request.person = user  # type: ignore[attr-defined]
    if lacks(user):
        request.enrolling = True  # type: ignore[attr-defined]
        return PUBLIC
    membership, ended = _acting(user, request.session)
    request.ended = ended  # type: ignore[attr-defined]
    if membership is None or (ended is not None and request.method not in SAFE):
        return PUBLIC  # nothing is done in an office nobody chose
    request.membership = membership  # type: ignore[attr-defined]
    office = Office(membership.office)
    return reader_of_office(office, str(user.uid) if office is Office.EXPERT else membership.of)


def _takes_tokens(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return request.method in SAFE and getattr(view, FOR_PROGRAMS, False)


def _reader_by_token(request: HttpRequest, secret: str) -> Reader:
    """Return the reader a token stands for: nobody in particular where it opens nothing."""
    found = holder_of(request, secret)
    if found is None or lacks(found[0].person):
        return PUBLIC
    token, membership = found
    request.person, request.membership, request.token = (  # type: ignore[attr-defined]
        token.person, membership, token,
    )  # fmt: skip
    return reader_of_office(Office(membership.office), membership.of)


def token_of(request: HttpRequest) -> Token | None:
    """Return the token a request came with, or None."""
    return cast("Token | None", getattr(request, "token", None))


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in, or None."""
    return cast("Person | None", getattr(request, "person", None))


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the office the session acts in, or None."""
    return cast("Membership | None", getattr(request, "membership", None))


def doer_of(request: HttpRequest) -> Doer:
    """Return who does what a request asks."""
    person = person_of(request)
    reader: Reader = request.reader  # type: ignore[attr-defined]  # set by Admission
    return Doer(reader, str(person.uid) if person else "")


def act_as(request: HttpRequest, membership: Membership) -> None:
    """Let the session act in another office of its person."""
    request.session[ACTS_AS] = membership.pk


def begin_acting(session: "SessionBase", person: Person) -> None:
    """Let a new session act in the office its person holds longest."""
    longest = person.memberships.standing().first()
    if longest is not None:
        session[ACTS_AS] = longest.pk


def _acting(person: Person, session: "SessionBase") -> tuple[Membership | None, Membership | None]:
    """Return the chosen office, else the one held longest; and the chosen one where it ended."""
    held = list(person.memberships.standing())
    chosen = session.get(ACTS_AS)
    for membership in held:
        if membership.pk == chosen:
            return membership, None
    ended = person.memberships.filter(pk=chosen).first() if chosen else None
    return (held[0] if held else None), ended
