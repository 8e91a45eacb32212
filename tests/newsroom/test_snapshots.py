"""Many reads of one moment, while others write."""

import threading

import pytest
from django.db import connection

from newsroom.models import Purge
from newsroom.snapshots import snapshot


def written_by_another(name):
    def write():
        Purge.objects.create(name=name, at="2026-01-01T00:00Z")
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_what_others_write_meanwhile_is_not_seen_and_they_do_not_wait():
    with snapshot():
        before = Purge.objects.count()
        written_by_another("one")
        during = Purge.objects.count()

    assert (before, during, Purge.objects.count()) == (0, 0, 1)


@pytest.mark.django_db
def test_inside_a_transaction_it_reads_what_is_there():
    with snapshot():
        Purge.objects.create(name="one", at="2026-01-01T00:00Z")

    assert Purge.objects.count() == 1
