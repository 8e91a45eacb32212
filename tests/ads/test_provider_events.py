"""Messages of providers: one that waits is taken later, and a fault is not mistaken for a repetition."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from ads import services
from ads.models import Checkout, DocumentCounter, ProviderEvent, Transaction
from ads.providers import Event, Happening
from ads.services import provider_events
from tests.factories_ads import an_advertiser, an_editor, balance_of, owed_by

pytestmark = pytest.mark.django_db
DISPUTE = Event(
    event_id="evt_1",
    kind="dispute",
    happening=Happening.DISPUTED,
    subject="dp_1",
    provider_payment="pi_1",
    cents=1_000,
    currency="usd",
)


@pytest.fixture
def missed():
    """A dispute and its payment that came in one moment and did not see each other: the advertiser."""
    assert services.take_event("stripe", DISPUTE).state == "waiting"
    advertiser = an_advertiser()
    payment = services.record_payment(advertiser, cents=1_000, reference="pi_1", by=None).payment
    Checkout.objects.create(
        advertiser=advertiser,
        provider="stripe",
        cents=1_000,
        state="paid",
        provider_payment="pi_1",
        payment=payment,
    )
    return advertiser


@pytest.mark.parametrize(
    "deed", [provider_events.take_waiting, lambda: services.take_event("stripe", DISPUTE)]
)
def test_a_dispute_that_missed_its_payment_is_taken_by_the_chore_or_when_told_again(missed, deed):
    deed()
    deed()

    assert ProviderEvent.objects.get().state == "taken"
    assert Transaction.objects.filter(kind="dispute").count() == 1
    assert (balance_of(missed), owed_by(missed)) == (0, 0)


def test_the_chore_leaves_what_has_no_payment_of_ours():
    services.take_event("stripe", DISPUTE)

    provider_events.take_waiting()

    assert ProviderEvent.objects.get().state == "waiting"


@pytest.mark.parametrize(("hours", "is_shown"), [(0, False), (2, True), (24 * 8, False)])
def test_the_desk_shows_what_waits_for_long(client, hours, is_shown):
    services.take_event("stripe", DISPUTE)
    ProviderEvent.objects.update(at=timezone.now() - timedelta(hours=hours))
    client.force_login(an_editor())

    page = client.get(reverse("admin:index")).content.decode()

    assert ("its payment has not been reported yet" in page) is is_shown


def test_a_fault_in_the_books_is_not_taken_for_a_repetition(missed):
    """The counter of credit notes was lost: it gives a number that is given already."""
    other = services.record_payment(an_advertiser(), cents=500, reference="B", by=None).payment
    services.record_dispute(other, by=None, note="bounced")
    ProviderEvent.objects.all().delete()
    DocumentCounter.objects.filter(kind="credit_note").delete()

    with pytest.raises(IntegrityError):
        services.take_event("stripe", DISPUTE)

    assert ProviderEvent.objects.count() == 0
