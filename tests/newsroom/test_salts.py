from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from newsroom import salts
from newsroom.models import Salt
from newsroom.salts import forget_salts, keyed_hash


@pytest.fixture(autouse=True)
def _nothing_remembered():
    salts._lasting_secret.cache_clear()
    yield
    salts._lasting_secret.cache_clear()


@pytest.mark.django_db
def test_the_same_text_under_the_same_salt_is_the_same_hash_and_under_another_another():
    first = keyed_hash("clicks:2026-11-22", "192.0.2.1")

    assert first == keyed_hash("clicks:2026-11-22", "192.0.2.1")
    assert first != keyed_hash("clicks:2026-11-22", "192.0.2.2")
    assert first != keyed_hash("clicks:2026-11-23", "192.0.2.1")
    assert len(first) == 32
    assert set(first) <= set("0123456789abcdef")
    assert "192.0.2.1" not in first


@pytest.mark.django_db
def test_each_salt_has_its_own_secret_of_256_bits():
    keyed_hash("a", "x")
    keyed_hash("b", "x")
    keyed_hash("b", "y")

    secrets = [bytes(salt.secret) for salt in Salt.objects.order_by("name")]

    assert [len(secret) for secret in secrets] == [32, 32]
    assert secrets[0] != secrets[1]


@pytest.mark.django_db
def test_after_sixty_days_the_secret_is_gone_and_old_hashes_match_nothing():
    old, fresh = keyed_hash("old", "x"), keyed_hash("fresh", "x")
    Salt.objects.filter(name="old").update(made_at=timezone.now() - timedelta(days=60, minutes=1))
    Salt.objects.filter(name="fresh").update(made_at=timezone.now() - timedelta(days=59))

    forget_salts()

    assert list(Salt.objects.values_list("name", flat=True)) == ["fresh"]
    assert keyed_hash("fresh", "x") == fresh
    assert keyed_hash("old", "x") != old


@pytest.mark.django_db(transaction=True)
def test_a_secret_that_was_rolled_back_is_not_remembered():
    with transaction.atomic():
        rolled_back = keyed_hash("day", "x")
        transaction.set_rollback(True)
    assert Salt.objects.count() == 0

    lasting = keyed_hash("day", "x")

    assert lasting != rolled_back
    assert lasting == keyed_hash("day", "x")
    assert Salt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_secret_is_read_once(django_assert_num_queries):
    keyed_hash("day", "x")

    with django_assert_num_queries(0):
        keyed_hash("day", "y")
