"""What is done with accounts: each verb checks, changes, and records one event."""

import hashlib
import re
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiqun.base.credit_codes import is_credit_code
from jiqun.base.errors import NotFound, Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.base.texts import read_text
from jiqun.web.accounts.models import LONGEST_LOGIN, Invitation, Membership, Person
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.accounts.separation import (
    may_end,
    needs_consent,
    refuse_over,
    refuse_second_office,
    refuse_unconsented,
)
from jiqun.web.accounts.sessions import end_all
from jiqun.web.events.chain import Deed, record

WEAK = (
    "password_too_short",
    "password_too_common",
    "password_entirely_numeric",
    "password_too_similar",
)
"""What makes a password weak, as the validators of the settings call it."""
LOGIN = re.compile(rf"[a-z0-9][a-z0-9._-]{{1,{LONGEST_LOGIN - 1}}}")
LONGEST_CALLED = 64
"""Characters of what somebody is called."""
LONGEST_PASSWORD = 256
"""Characters of a password: no more of one is looked at when somebody signs in."""
LONGEST_OF = 64
"""Characters of what an office is of."""
validate_longest = MaxLengthValidator(254)
VALID = timedelta(days=7)
"""How long an invitation may be taken up."""
MADE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters of passwords made at random: none that is read as another."""


def made_password() -> str:
    """Return a password made at random: four groups of four letters, some 79 bits."""
    groups = ("".join(secrets.choice(MADE_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def add_person(login: str, password: str, doer: Doer, name: str = "", email: str = "") -> Person:
    """Make an account without an office.

    Raises
    ------
    Refused
        Where the name is taken or none, or the password is weak: everything at once.
    """
    login = login.strip().lower()
    called, problems = read_text(name, Where(field="name"), longest=LONGEST_CALLED)
    person = Person(login=login, name=called)
    problems = [*_login_problems(login), *errors_only(problems)]
    try:
        person.email = read_email(email)
    except Refused as refused:
        problems += refused.problems
    problems += password_problems(password, person)
    if problems:
        raise Refused(problems)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
            record(_deed("add", person, doer, sealed={"login": login, "name": person.name}))
    except IntegrityError:  # somebody took the name at the same moment
        raise Refused([Problem("accounts.login_taken", details={"login": login})]) from None
    return person


def appoint(person: Person, office: Office, of: str, doer: Doer) -> Membership:
    """Give a person an office.

    Raises
    ------
    Refused
        Where there is no such place, the person holds the office already or another
        administrator's, or a security administrator has to consent first.
    """
    refuse_unconsented(office, doer)
    return _appointed(person, office, of, doer)


def _appointed(person: Person, office: Office, of: str, doer: Doer) -> Membership:
    _check_office(office, of)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        refuse_second_office(person, office)
        if person.memberships.filter(office=office, of=of).standing().exists():
            raise Refused([Problem("accounts.holds_already", details={"login": person.login})])
        made = Membership.objects.create(person=person, office=office, of=of)
        record(_deed("appoint", person, doer, office=str(made)))
    return made


def dismiss(membership: Membership, doer: Doer) -> None:
    """End an office; what was done in it stays.

    Raises
    ------
    Refused
        Where it is an administrator's that the doer has no say over.
    """
    if not may_end(doer, Office(membership.office)):
        raise Refused([Problem("accounts.overseer", details={"login": membership.person.login})])
    _dismissed(membership, doer)


def _dismissed(membership: Membership, doer: Doer) -> None:
    with transaction.atomic():
        membership.until = timezone.now()
        membership.save()
        record(_deed("dismiss", membership.person, doer, office=str(membership)))


def invite(office: Office, of: str, doer: Doer, replaces: Membership | None = None) -> str:
    """Make an invitation, and return its secret, which is told once.

    Parameters
    ----------
    office, of
        What the invited takes up.
    doer
        Who invites.
    replaces
        The membership that ends then: a handover of the same office.

    Raises
    ------
    Refused
        Where there is no such office, or the membership is of another.
    """
    _check_office(office, of)
    if replaces is not None and (replaces.office, replaces.of) != (office, of):
        raise Refused([Problem("accounts.other_office", details={"office": str(replaces)})])
    secret = secrets.token_urlsafe(32)
    by = Person.objects.filter(uid=doer.person).first() if doer.person else None
    with transaction.atomic():
        made = Invitation.objects.create(
            sha256=hashed(secret),
            office=office,
            of=of,
            by=by,
            replaces=replaces,
            waits=needs_consent(office, doer),
            expires=timezone.now() + VALID,
        )
        said = {"office": str(made), "expires": made.expires.isoformat(timespec="seconds")}
        record(Deed("invite", f"invitation:{made.pk}", doer.person, doer.office, said))
    return secret


def invitation_of(secret: str) -> Invitation:
    """Return the invitation of a secret that can still be taken up.

    Raises
    ------
    NotFound
        Where there is none, it is taken, or too old.
    """
    found = Invitation.objects.filter(
        sha256=hashed(secret), taken=None, expires__gt=timezone.now()
    ).first()
    if found is None:
        raise NotFound(Problem("accounts.no_invitation"))
    return found


def lacking(invitation: Invitation) -> Problem | None:
    """Return what an invitation lacks before it can be taken up: a consent, or nothing."""
    unconsented = invitation.waits and invitation.consented is None
    return Problem("accounts.not_consented") if unconsented else None


def take_up(
    secret: str,
    login: str = "",
    password: str = "",
    name: str = "",
    email: str = "",
    *,
    person: Person | None = None,
) -> Person:
    """Take up an office by invitation, with a new account or one's own.

    Raises
    ------
    NotFound
        Where the invitation is none any more.
    Refused
        Where the account cannot be made, or consent is still waited for.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().get(pk=invitation_of(secret).pk)
        if found.taken is not None:  # by another, while we waited
            raise NotFound(Problem("accounts.no_invitation"))
        if problem := lacking(found):
            raise Refused([problem])
        doer = Doer(
            reader_of_office(Office(found.office), found.of), str(person.uid) if person else ""
        )
        taker = person or add_person(login, password, doer, name, email)
        found.taken = timezone.now()
        found.save()
        if found.replaces is not None:
            _dismissed(found.replaces, doer)
        _appointed(taker, Office(found.office), found.of, doer)
    return taker


def disable(person: Person, doer: Doer) -> None:
    """Close an account: it can no longer sign in, and open sessions end.

    Raises
    ------
    Refused
        Where the doer has no say over it.
    """
    refuse_over(person, doer)
    with transaction.atomic():
        person.is_active = False
        person.save()
        person.resets.filter(taken=None).update(expires=timezone.now())
        end_all(person)
        record(_deed("disable", person, doer))


def reset(person: Person, doer: Doer, password: str | None = None) -> str:
    """Give an account a new password, made at random if none is given; its sessions end.

    Raises
    ------
    Refused
        Where the password is weak, or the doer has no say over the account.
    """
    refuse_over(person, doer)
    chosen = made_password() if password is None else password
    if password is not None and (problems := password_problems(password, person)):
        raise Refused(problems)
    person.set_password(chosen)
    person.is_active = True
    with transaction.atomic():
        person.save()
        if password is None:  # by somebody else, after a loss: nothing of before goes on
            end_all(person)
        record(_deed("reset", person, doer))
    return chosen


def read_email(said: str) -> str:
    """Return an e-mail address as somebody wrote it; empty where none is wanted.

    Raises
    ------
    Refused
        Where it is none.
    """
    address = said.strip()
    try:
        if address:
            validate_email(address)
            validate_longest(address)
    except ValidationError:
        shown = address[:LONGEST_LOGIN]
        raise Refused([Problem("accounts.wrong_email", details={"email": shown})]) from None
    return address


def change_email(person: Person, said: str, doer: Doer) -> None:
    """Change where somebody is written to.

    Raises
    ------
    Refused
        Where it is no address.
    """
    person.email = read_email(said)
    with transaction.atomic():
        person.save(update_fields=["email"])
        record(_deed("email", person, doer, sealed={"email": person.email}))


def person_named(login: str) -> Person:
    """Return a person by login name.

    Raises
    ------
    NotFound
        Where there is nobody of that name.
    """
    found = Person.objects.filter(login=login.strip().lower()).first()
    if found is None:
        known = ", ".join(Person.objects.order_by("login").values_list("login", flat=True)[:20])
        details = {"login": login, "known": known or "-"}
        raise NotFound(Problem("accounts.no_person", details=details))
    return found


def password_problems(password: str, person: Person) -> list[Problem]:
    """Return what makes a password too weak."""
    if len(password) > LONGEST_PASSWORD:
        return [Problem("accounts.password_too_long", details={"most": LONGEST_PASSWORD})]
    try:
        validate_password(password, person)
    except ValidationError as faults:
        return [
            Problem(f"accounts.{fault.code}") for fault in faults.error_list if fault.code in WEAK
        ]
    return []


def _login_problems(login: str) -> list[Problem]:
    if not LOGIN.fullmatch(login):
        return [Problem("accounts.wrong_login", details={"login": login[:LONGEST_LOGIN]})]
    if Person.objects.filter(login=login).exists():
        return [Problem("accounts.login_taken", details={"login": login})]
    return []


def _check_office(office: Office, of: str) -> None:
    wants = office in (
        Office.PROVINCE,
        Office.PREFECTURE,
        Office.COUNTY,
        Office.AGENCY,
        Office.FIRM,
    )
    try:
        reader_of_office(office, of)
    except ValueError:
        wants = not of
    if office is Office.FIRM:  # of a firm or an institution: both have a code of one form
        wants = is_credit_code(of)
    if wants != bool(of) or not of.isprintable() or len(of) > LONGEST_OF:
        details = {"office": office, "of": of[:LONGEST_OF]}
        raise Refused([Problem("accounts.wrong_office", details=details)])


def _deed(
    verb: str, person: Person, doer: Doer, sealed: dict[str, str] | None = None, **said: str
) -> Deed:
    subject = f"person:{person.uid}"
    return Deed(verb, subject, doer.person, doer.office, said, sealed or {})


def hashed(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
