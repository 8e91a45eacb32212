from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from newsroom.models import Purge
from newsroom.purges import forget_purges, next_scheduled_purge, purge


@pytest.mark.django_db(transaction=True)
def test_a_purge_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError, match="in the transaction of its change"):
        purge("front")

    assert Purge.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_purge_comes_and_goes_with_its_transaction():
    with transaction.atomic():
        purge("front")
        transaction.set_rollback(True)
    assert Purge.objects.count() == 0

    with transaction.atomic():
        purge("front")
    assert Purge.objects.get().name == "front"


@pytest.mark.django_db
def test_each_name_is_written_once_at_the_moment_of_the_change():
    before = timezone.now()

    purge("section-1", "front", "front")

    assert list(Purge.objects.values_list("name", flat=True)) == ["front", "section-1"]
    assert all(before <= row.at <= timezone.now() for row in Purge.objects.all())


@pytest.mark.django_db(transaction=True)
def test_rows_of_one_transaction_carry_its_number_where_the_database_has_numbers():
    for _ in range(2):
        with transaction.atomic():
            purge("front", "section-1")

    numbers = list(Purge.objects.values_list("transaction_number", flat=True))

    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]
    if connection.vendor == "postgresql":
        assert 0 < numbers[0] < numbers[2]
    else:
        assert set(numbers) == {0}


@pytest.mark.django_db
def test_the_next_scheduled_change_is_the_earliest_that_is_still_to_come():
    now = timezone.now()
    assert next_scheduled_purge() is None

    purge("a", at=now - timedelta(seconds=5))
    assert next_scheduled_purge() is None

    purge("b", at=now + timedelta(hours=2))
    purge("c", at=now + timedelta(hours=1))
    assert next_scheduled_purge() == now + timedelta(hours=1)


@pytest.mark.django_db
def test_only_purges_that_everybody_has_read_are_forgotten():
    now = timezone.now()
    purge("old", at=now - timedelta(days=1, minutes=1))
    purge("fresh", at=now - timedelta(hours=23))
    purge("to come", at=now + timedelta(days=30))

    forget_purges()

    assert list(Purge.objects.values_list("name", flat=True)) == ["fresh", "to come"]
