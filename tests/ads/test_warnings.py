"""What advertisers are told when their money ends."""

import pytest
from django.core import mail
from django.utils import timezone

from ads import services
from ads.models import Ad
from tests.factories_ads import a_charged_click, a_live_ad, an_editor

pytestmark = pytest.mark.django_db


def told():
    """The subjects of what the chore mails, and the text of the last."""
    mail.outbox.clear()
    services.warn_advertisers()
    return [letter.subject for letter in mail.outbox], mail.outbox[-1].body if mail.outbox else ""


def test_a_balance_that_clicks_used_up_between_two_looks_is_told_once():
    ad = a_live_ad(balance_cents=500)
    assert told() == ([], "")
    for number in range(5):
        a_charged_click(ad, client=f"{number}", address=f"{number}")

    subjects, body = told()

    assert subjects == ["Your balance with The Harbour Gazette is used up"]
    assert body.startswith("Your ads no longer show")
    assert "/advertise/money/" in body
    assert told() == ([], "")


def test_what_was_paid_and_used_up_again_between_two_looks_is_told_too():
    ad = a_live_ad(balance_cents=400)
    first = told()[0]
    services.record_payment(ad.advertiser, cents=500, reference="more", by=an_editor())
    for number in range(9):
        a_charged_click(ad, client=f"{number}", address=f"{number}")

    assert (len(first), told()[0]) == (1, ["Your balance with The Harbour Gazette is used up"])


def test_who_had_the_balance_paid_back_is_not_told_that_it_is_used_up():
    ad = a_live_ad(balance_cents=600)
    services.ask_refund(ad.advertiser)

    assert told() == ([], "")


def test_the_end_of_an_ad_does_not_count_clicks_that_nobody_made():
    a_live_ad()
    Ad.objects.update(ends_at=timezone.now())

    subjects, body = told()

    assert subjects == ["Your ad “Fresh tea, every Friday” has ended"]
    assert "further click" not in body
