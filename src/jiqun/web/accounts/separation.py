"""System, security and audit administrators are three people, and none has the others' part.

System makes accounts and proposes whom an office is given to; security consents, and ends offices;
audit reads the log. Who holds one of the three offices holds no other of them (the database says
so too). What a system administrator gives takes effect once a security administrator consented.
The command line sets an installation up: it gives the first of each, and later ones by consent.
"""

from django.utils import timezone

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.models import ADMINISTRATORS, OVERSEERS, Invitation, Membership, Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.events.chain import Deed, record


def refuse_second_office(person: Person, office: Office) -> None:
    """Refuse a second administrator's office to one person.

    Raises
    ------
    Refused
        Where the person is an administrator of another kind.
    """
    held = person.memberships.standing().filter(office__in=ADMINISTRATORS)
    if office in ADMINISTRATORS and held.exclude(office=office).exists():
        raise Refused([Problem("accounts.one_administrator", details={"login": person.login})])


def needs_consent(office: Office, doer: Doer) -> bool:
    """Tell whether what somebody gives waits until a security administrator consented.

    Parameters
    ----------
    office
        What is given.
    doer
        Who gives it: a system administrator, or the command line, which has no person.
    """
    if doer.reader.office is not Office.SYSTEM:
        return False
    if doer.person:
        return True
    standing = Membership.objects.standing().filter(person__is_active=True)
    held = set(standing.filter(office__in=ADMINISTRATORS).values_list("office", flat=True))
    return office in ADMINISTRATORS and {office, Office.SECURITY} <= held


def refuse_unconsented(office: Office, doer: Doer) -> None:
    """Refuse to give at once what waits for consent.

    Raises
    ------
    Refused
        Saying that an invitation does it.
    """
    if needs_consent(office, doer):
        raise Refused([Problem("accounts.wants_consent", details={"office": str(office)})])


def may_end(doer: Doer, office: Office) -> bool:
    """Tell whether an office is the doer's to end, as far as administrators' offices go."""
    if doer.reader.office is Office.SYSTEM and doer.person:
        return office not in OVERSEERS
    return doer.reader.office is not Office.SECURITY or office is not Office.SECURITY


def refuse_over(person: Person, doer: Doer) -> None:
    """Refuse that a system administrator resets or closes an overseer's account.

    Whoever resets an account could sign in as it. The command line may: it is the machine's.

    Raises
    ------
    Refused
        Where the account is a security or audit administrator's.
    """
    guarded = person.memberships.standing().filter(office__in=OVERSEERS)
    if doer.person and doer.person != str(person.uid) and guarded.exists():
        raise Refused([Problem("accounts.overseer", details={"login": person.login})])


def waiting() -> list[Invitation]:
    """Return the invitations that wait for consent, the oldest first."""
    found = Invitation.objects.filter(waits=True, consented=None, taken=None)
    found = found.filter(expires__gt=timezone.now()).order_by("made")
    return list(found.select_related("by", "resets", "replaces__person"))


def decide(pk: int, doer: Doer, *, consent: bool) -> None:
    """Consent to an invitation, or decline it, which ends it.

    Raises
    ------
    Refused
        Where the doer is no security administrator or made the invitation, or it does not wait.
    """
    found = next((invitation for invitation in waiting() if invitation.pk == pk), None)
    own = found is not None and found.by is not None and str(found.by.uid) == doer.person
    if found is None or own or doer.reader.office is not Office.SECURITY:
        raise Refused([Problem("accounts.not_yours_to_consent")])
    if consent:
        found.consented = timezone.now()
        found.consented_by = Person.objects.get(uid=doer.person)
    else:
        found.expires = timezone.now()
    found.save()
    verb = "consent" if consent else "decline"
    said = {"resets": str(found.resets.uid)} if found.resets else {"office": str(found)}
    record(Deed(verb, f"invitation:{found.pk}", doer.person, doer.office, said))
