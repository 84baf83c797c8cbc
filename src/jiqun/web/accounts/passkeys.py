"""Passkeys: a key on one's device signs what this site asks, for this site's name alone.

A passkey whose device asked for a finger or a PIN is two factors at once and signs in alone; any
passkey counts as the second factor after a password.
"""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts import second
from jiqun.web.accounts.challenges import REGISTER, SIGN_IN, issue, spend
from jiqun.web.accounts.models import Passkey, Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.events.chain import Deed, record

LOCAL = "localhost"
"""The one name at which browsers use passkeys without TLS."""
MOST = 20
"""Passkeys of one person."""
LONGEST_CREDENTIAL = 16_384
LONGEST_NAME = 64
MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError)
"""What the library says of what no browser would send."""


def origins(request: HttpRequest) -> list[str]:
    """Return the origins a passkey may sign for at the address asked; none where it has no part.

    The host was checked against those of the site; a passkey belongs to the one domain of the
    settings and what lies below it.
    """
    host = request.get_host()
    name, domain = split_domain_port(host)[0], settings.PASSKEY_DOMAIN
    if name != domain and not name.endswith(f".{domain}"):
        return []
    return [f"https://{host}", *([f"http://{host}"] if name == LOCAL else [])]


def asked_to_register(request: HttpRequest, person: Person) -> str:
    """Return what a browser needs to make a passkey, as JSON."""
    options = generate_registration_options(
        rp_id=settings.PASSKEY_DOMAIN,
        rp_name=second.ISSUER,
        user_id=person.uid.bytes,
        user_name=person.login,
        user_display_name=person.called,
        challenge=issue(request.session, REGISTER, person),
        exclude_credentials=_descriptors(person),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(options)


def register(request: HttpRequest, person: Person, name: str, said: str, doer: Doer) -> list[str]:
    """Keep a passkey that a browser made; return recovery codes where there were none.

    Raises
    ------
    Refused
        Where it was not made for this site, this session and now, or there are too many.
    """
    challenge = spend(request.session, REGISTER, person)
    try:
        parsed = parse_registration_credential_json(said[:LONGEST_CREDENTIAL])
        made = verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=settings.PASSKEY_DOMAIN,
            expected_origin=origins(request),
        )
    except MALFORMED:
        raise _refused() from None
    credential = bytes_to_base64url(made.credential_id)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        taken = Passkey.objects.filter(credential=credential).exists()
        if taken or person.passkeys.count() >= MOST:
            raise Refused([Problem("accounts.no_more_passkeys", details={"most": MOST})])
        person.passkeys.create(
            name=name.strip()[:LONGEST_NAME] or "passkey",
            credential=credential,
            public_key=bytes_to_base64url(made.credential_public_key),
            sign_count=made.sign_count,
            transports=[transport.value for transport in parsed.response.transports or ()],
        )
        codes = [] if second.codes_left(person) else second.new_codes(person)
        record(Deed("passkey_add", f"person:{person.uid}", doer.person, doer.office))
    return codes


def remove(person: Person, pk: int, doer: Doer) -> None:
    """Take one of a person's passkeys away.

    Raises
    ------
    Refused
        Where it is the last second factor of somebody whose office must have one.
    """
    with transaction.atomic():
        if person.passkeys.filter(pk=pk).delete()[0]:
            second.check_left(person)
            record(Deed("passkey_remove", f"person:{person.uid}", doer.person, doer.office))


def asked_to_sign_in(request: HttpRequest, person: Person | None) -> str:
    """Return what a browser needs to sign in with a passkey, as JSON.

    Parameters
    ----------
    request
        By whose session.
    person
        Who gave the password already: one of theirs will do. None where the passkey itself says
        who it is of, so that nothing is told of who has an account.
    """
    alone = person is None
    wanted = UserVerificationRequirement
    options = generate_authentication_options(
        rp_id=settings.PASSKEY_DOMAIN,
        challenge=issue(request.session, SIGN_IN, person),
        allow_credentials=_descriptors(person) if person else None,
        user_verification=wanted.REQUIRED if alone else wanted.DISCOURAGED,
    )
    return options_to_json(options)


def signed_in(request: HttpRequest, person: Person | None, said: str) -> Person:
    """Return whose passkey signed what the session was asked.

    Parameters
    ----------
    request
        By whose session.
    person
        Who gave the password already; None where the passkey signs in alone, which it may only
        where its device knew its owner.
    said
        The browser's answer, as JSON.

    Raises
    ------
    Refused
        The same words whatever is wrong.
    """
    challenge = spend(request.session, SIGN_IN, person)
    try:
        parsed = parse_authentication_credential_json(said[:LONGEST_CREDENTIAL])
    except MALFORMED:
        raise _refused() from None
    with transaction.atomic():
        keys = Passkey.objects.select_for_update(of=("self",)).select_related("person")
        passkey = keys.filter(credential=parsed.id, person__is_active=True).first()
        if passkey is None or person not in (None, passkey.person):
            raise _refused()
        if parsed.response.user_handle not in (None, b"", passkey.person.uid.bytes):
            raise _refused()
        try:
            signed = verify_authentication_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=settings.PASSKEY_DOMAIN,
                expected_origin=origins(request),
                credential_public_key=base64url_to_bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=person is None,
            )
        except MALFORMED:
            raise _refused() from None
        passkey.sign_count, passkey.used = signed.new_sign_count, timezone.now()
        passkey.save(update_fields=["sign_count", "used"])
    return passkey.person


def _descriptors(person: Person) -> list[PublicKeyCredentialDescriptor]:
    known = {transport.value for transport in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(passkey.credential),
            transports=[AuthenticatorTransport(way) for way in passkey.transports if way in known],
        )
        for passkey in person.passkeys.all()
    ]


def _refused() -> Refused:
    return Refused([Problem("accounts.passkey_refused")])
