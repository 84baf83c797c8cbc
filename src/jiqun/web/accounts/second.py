"""The second factor: codes of an app on one's telephone, and recovery codes for when it is lost."""

import base64
import secrets

import segno
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


def has_second_factor(person: Person) -> bool:
    """Tell whether somebody is asked for a code after the password."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


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
    """Switch the second factor on with a first code; return the recovery codes, told once.

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
        codes = _new_codes(person)
        record(Deed("second_factor_on", f"person:{person.uid}", doer.person, doer.office))
    return codes


def switch_off(person: Person, doer: Doer) -> None:
    """Take the second factor away, with its recovery codes."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=person).delete()
        StaticDevice.objects.filter(user=person).delete()
        record(Deed("second_factor_off", f"person:{person.uid}", doer.person, doer.office))


def passes(person: Person, token: str) -> bool:
    """Tell whether a code is the device's now, or a recovery code, which is then used up.

    After wrong codes each device waits longer and longer before it looks at another.
    """
    said = token.strip().lower().replace(" ", "")
    devices = [
        *TOTPDevice.objects.filter(user=person, confirmed=True),
        *StaticDevice.objects.filter(user=person),
    ]
    for device in devices:
        allowed, _ = device.verify_is_allowed()
        if allowed and device.verify_token(said):
            return True
    return False


def codes_left(person: Person) -> int:
    """Return how many recovery codes are left."""
    return int(StaticToken.objects.filter(device__user=person).count())


def _new_codes(person: Person) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery")
    codes = ["".join(secrets.choice(MADE_LETTERS) for _ in range(10)) for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
