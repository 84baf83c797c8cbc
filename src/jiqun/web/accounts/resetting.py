"""A password set anew after a loss: by its owner, over a link that a system administrator makes.

No administrator ever knows a password that works. Where a security administrator stands, the link
waits for their consent, as an invitation does; until it is used the account stays as it is.
"""

import secrets

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.readers import PUBLIC, Office
from jiqun.web.accounts import second
from jiqun.web.accounts.models import Invitation, Membership, Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.people import VALID, hashed, invitation_of, lacking, password_problems
from jiqun.web.accounts.separation import refuse_over
from jiqun.web.accounts.sessions import end_all
from jiqun.web.events.chain import Deed, record


def offer(person: Person, doer: Doer) -> tuple[str, bool]:
    """Make a link by which somebody sets their password anew; those of before end.

    Returns
    -------
    str
        The link's secret, told once.
    bool
        Whether it waits for a security administrator's consent.

    Raises
    ------
    Refused
        Where the doer has no say over the account.
    """
    refuse_over(person, doer)
    secret = secrets.token_urlsafe(32)
    security = Membership.objects.standing().filter(office=Office.SECURITY, person__is_active=True)
    with transaction.atomic():
        withdraw(person)
        made = Invitation.objects.create(
            sha256=hashed(secret),
            resets=person,
            by=Person.objects.filter(uid=doer.person).first() if doer.person else None,
            waits=security.exists(),
            expires=timezone.now() + VALID,
        )
        said = {"invitation": made.pk, "waits": made.waits}
        record(Deed("offer_reset", f"person:{person.uid}", doer.person, doer.office, said))
    return secret, made.waits


def withdraw(person: Person) -> None:
    """End the links by which somebody could set their password anew."""
    person.resets.filter(taken=None).update(expires=timezone.now())


def take_up(secret: str, password: str) -> Person:
    """Set a password anew by its link: second factors, sessions and locks of before go.

    Raises
    ------
    NotFound
        Where the link is none any more.
    Refused
        Where consent is still waited for, or the password is weak.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().get(pk=invitation_of(secret).pk)
        person = found.resets
        if person is None or found.taken is not None:  # by another, while we waited
            raise NotFound(Problem("accounts.no_invitation"))
        problem = lacking(found)
        problems = [problem] if problem else password_problems(password, person)
        if problems:
            raise Refused(problems)
        found.taken = timezone.now()
        found.save()
        person.set_password(password)
        person.save()
        end_all(person)
        doer = Doer(PUBLIC, str(person.uid))
        second.take_away(person, doer)
        record(Deed("reset", f"person:{person.uid}", doer.person, doer.office))
    return person
