"""The second factor: codes of an app, passkeys, and recovery codes for when these are lost."""

import base64
import secrets

import segno
from django.conf import settings
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.people import MADE_LETTERS
from jiqun.web.events.chain import Deed, record

CODES = 10
ISSUER = "Jiqun 集群"


def has_codes_app(person: Person) -> bool:
    """Tell whether somebody's app makes codes for this site."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def has_second_factor(person: Person) -> bool:
    """Tell whether somebody is asked for a code or a passkey after the password."""
    return has_codes_app(person) or person.passkeys.exists()


def must_have(person: Person) -> bool:
    """Tell whether one of somebody's offices must have a second factor, by the setting."""
    wanted: frozenset[str] = settings.SECOND_FACTOR_OF
    return bool(wanted) and person.memberships.standing().filter(office__in=wanted).exists()


def lacks(person: Person) -> bool:
    """Tell whether somebody has to set a second factor up before anything else."""
    return must_have(person) and not has_second_factor(person)


def check_left(person: Person) -> None:
    """Look at what is left after a removal: recovery codes go where nothing is to be recovered.

    Raises
    ------
    Refused
        Where nothing is left of somebody whose office must have a second factor.
    """
    if lacks(person):
        raise Refused([Problem("accounts.factor_demanded")])
    if not has_second_factor(person):
        StaticDevice.objects.filter(user=person).delete()


def begun(person: Person) -> TOTPDevice:
    """Return the device that is being set up; it counts once a code of it was given."""
    device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=person, name="totp", confirmed=False)


def secret_of(device: TOTPDevice) -> str:
    """Return the secret as one types it into an app."""
    return base64.b32encode(device.bin_key).decode().rstrip("=")


def picture_of(device: TOTPDevice) -> str:
    """Return the secret as a QR code to be scanned, as the address of a picture."""
    address = device.config_url.replace("otpauth://totp/", f"otpauth://totp/{ISSUER}:")
    return str(segno.make(address, micro=False).svg_data_uri(scale=5, border=3))


def confirm(person: Person, token: str, doer: Doer) -> list[str]:
    """Switch the codes on with a first one; return recovery codes where there were none.

    Raises
    ------
    Refused
        Where the code is not the device's now.
    """
    device = begun(person)
    if not device.verify_token(token.strip().replace(" ", "")):
        raise Refused([Problem("accounts.wrong_code")])
    with transaction.atomic():
        TOTPDevice.objects.filter(user=person).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save()
        codes = [] if codes_left(person) else new_codes(person)
        record(Deed("second_factor_on", f"person:{person.uid}", doer.person, doer.office))
    return codes


def switch_off(person: Person, doer: Doer) -> None:
    """Take the codes of an app away.

    Raises
    ------
    Refused
        Where the person's office must have a second factor, and this is the last.
    """
    with transaction.atomic():
        TOTPDevice.objects.filter(user=person).delete()
        check_left(person)
        record(Deed("second_factor_off", f"person:{person.uid}", doer.person, doer.office))


def take_away(person: Person, doer: Doer) -> None:
    """Take everything away after a loss: codes, passkeys and recovery codes."""
    with transaction.atomic():
        forget(person)
        record(Deed("second_factor_lost", f"person:{person.uid}", doer.person, doer.office))


def forget(person: Person) -> None:
    """Delete every second factor of a person."""
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
    person.passkeys.all().delete()


def passes(person: Person, token: str) -> str:
    """Return what a code is: ``code`` of the app now, ``recovery_code``, then used up, or nothing.

    After wrong codes each device waits longer and longer before it looks at another. Devices are
    looked at under lock: of two who send one code at once, one passes.
    """
    said = token.strip().lower().replace(" ", "")
    apps = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=True)
    kept = StaticDevice.objects.select_for_update().filter(user=person)
    with transaction.atomic():
        for kind, devices in (("code", apps), ("recovery_code", kept)):
            for device in devices:
                allowed, _ = device.verify_is_allowed()
                if allowed and device.verify_token(said):
                    return kind
    return ""


def codes_left(person: Person) -> int:
    """Return how many recovery codes are left."""
    return int(StaticToken.objects.filter(device__user=person).count())


def renew_codes(person: Person, doer: Doer) -> list[str]:
    """Make recovery codes anew; those of before count no longer.

    Raises
    ------
    Refused
        Where the person has no second factor to recover.
    """
    if not has_second_factor(person):
        raise Refused([Problem("accounts.nothing_to_recover")])
    with transaction.atomic():
        codes = new_codes(person)
        record(Deed("recovery_codes", f"person:{person.uid}", doer.person, doer.office))
    return codes


def new_codes(person: Person) -> list[str]:
    """Make ten recovery codes in the place of what there was."""
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery")
    codes = ["".join(secrets.choice(MADE_LETTERS) for _ in range(10)) for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
