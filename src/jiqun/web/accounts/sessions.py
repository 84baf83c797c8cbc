"""Where somebody is signed in: a list to look at, and to end what is not one's own."""

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from jiqun.web.accounts.models import Person, Visit

LONGEST_AGENT = 200


def note_visit(request: HttpRequest, person: Person) -> None:
    """Remember that a session was opened, and by what kind of program."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    Visit.objects.create(person=person, session=request.session.session_key or "", agent=agent)


def rename(person: Person, before: str, after: str) -> None:
    """Keep the place of a session that goes on under another key."""
    person.visits.filter(session=before).update(session=after)


def visits(person: Person) -> list[Visit]:
    """Return the sessions that are open, the newest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return list(person.visits.filter(session__in=alive).order_by("-began"))


def end(person: Person, pk: int) -> None:
    """End a session of one's own."""
    visit = person.visits.filter(pk=pk).first()
    if visit is not None:
        Session.objects.filter(session_key=visit.session).delete()
        visit.delete()


def end_all(person: Person, but: str = "") -> None:
    """End every session of a person, but for one, and every token of their programs."""
    found = person.visits.exclude(session=but)
    Session.objects.filter(session_key__in=list(found.values_list("session", flat=True))).delete()
    found.delete()
    person.tokens.filter(revoked=None).update(revoked=timezone.now())
