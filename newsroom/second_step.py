"""The second step at sign-in: a code from an app, or one of ten that were written down.

``User.has_second_step`` says whether somebody switched it on, so that asking costs no query; it is kept
right here alone.
"""

from base64 import b32encode

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp import login, verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom.audit import record
from newsroom.models import User

NUMBER_OF_CODES = 10


def is_due(request) -> bool:
    """Whether the person who signed in still owes the second step, or has to set it up first."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    if user.has_second_step:
        return not user.is_verified()
    return settings.REQUIRE_TWO_FACTOR


def begin(user: User) -> TOTPDevice:
    """Return the device that waits for its first code; the same one until then."""
    waiting = TOTPDevice.objects.filter(user_id=user.pk, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user_id=user.pk, confirmed=False, name="App")


def key_of(device: TOTPDevice) -> str:
    """Return the key in groups of four, to be typed into an app that cannot scan."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def drawing_of(device: TOTPDevice) -> dict:
    """Return the QR code of ``device`` as the size and the path of a drawing: a bar for each run of dark."""
    rows = [bytes(row) for row in segno.make(device.config_url, error="m").matrix_iter(border=4)]
    bars = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                bars.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return {"size": len(rows), "path": "".join(bars)}


@transaction.atomic
def switch_on(request, code: str) -> list[str] | None:
    """Confirm the waiting device by its first code; return backup codes, or None when the code is wrong."""
    user, device = request.user, begin(request.user)
    if not device.verify_token(_digits(code)):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    _set(user, True)
    record("switched on the second step of", _person(user), by=_person(user))
    login(request, device)
    request.session.cycle_key()
    return _new_codes(user)


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """Replace the backup codes; those written down before are worth nothing any more."""
    record("renewed the backup codes of", _person(user), by=_person(user))
    return _new_codes(user)


@transaction.atomic
def switch_off(user: User, *, by: User) -> None:
    """Let ``user`` sign in with the password alone again (they asked, or lost their phone and codes)."""
    TOTPDevice.objects.filter(user_id=user.pk).delete()
    StaticDevice.objects.filter(user_id=user.pk).delete()
    _set(user, False)
    record("switched off the second step of", _person(user), by=_person(by))


def waiting_seconds(user: User) -> int:
    """How long no code is looked at, after wrong ones: twice as long after each. 0: try now."""
    waits = [device.verify_is_allowed() for device in _devices(user)]
    until = [facts["locked_until"] for allowed, facts in waits if not allowed]
    if not until:
        return 0
    return max(1, round((max(until) - timezone.now()).total_seconds()))


def pass_step(request, code: str) -> bool:
    """Take a code of the app, or a backup code (each once); True lets this session through."""
    typed = _digits(code)
    for device in _devices(request.user):
        is_app = isinstance(device, TOTPDevice)
        if is_app != (typed.isdecimal() and len(typed) == 6):
            continue
        if verified := verify_token(request.user, device.persistent_id, typed):
            login(request, verified)
            request.session.cycle_key()
            return True
    return False


def _devices(user):
    yield from TOTPDevice.objects.filter(user_id=user.pk, confirmed=True)
    yield from StaticDevice.objects.filter(user_id=user.pk, confirmed=True)


def _new_codes(user):
    StaticDevice.objects.filter(user_id=user.pk).delete()
    device = StaticDevice.objects.create(user_id=user.pk, name="Backup codes")
    codes = [StaticToken.random_token() for _ in range(NUMBER_OF_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _set(user, is_on):
    User.objects.filter(pk=user.pk).update(has_second_step=is_on)
    user.has_second_step = is_on


def _person(user):
    """The row itself: the user of a request is wrapped."""
    return User.objects.get(pk=user.pk)


def _digits(code):
    return "".join(code.split()).lower()
