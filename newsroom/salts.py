"""Keyed hashes of what must not be stored, with keys that are forgotten: after that nobody can link them."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import lru_cache

from django.db import connection
from django.utils import timezone

from newsroom.models import Salt

KEPT_DAYS = 60


def keyed_hash(salt_name: str, text: str) -> str:
    """Return 32 hex digits for ``text`` under the secret of ``salt_name`` (say ``clicks:2026-11-22``).

    The secret is made at first use and deleted after 60 days, so that old hashes can no longer be matched
    with anything.
    """
    return hmac.new(_secret(salt_name), text.encode(), hashlib.sha256).hexdigest()[:32]


def _secret(name):
    # A secret made in a transaction may yet be rolled back: only a lasting one is remembered.
    return _made_secret(name) if connection.in_atomic_block else _lasting_secret(name)


@lru_cache(maxsize=16)
def _lasting_secret(name):
    return _made_secret(name)


def _made_secret(name):
    salt, _ = Salt.objects.get_or_create(name=name, defaults={"secret": secrets.token_bytes(32)})
    return bytes(salt.secret)


def forget_salts() -> None:
    """Delete secrets older than 60 days (chore)."""
    Salt.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    _lasting_secret.cache_clear()
