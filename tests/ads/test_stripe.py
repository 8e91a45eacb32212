"""Paying at Stripe: against a stand-in for its HTTP interface, with real lines and real signatures."""

import time

import pytest
from django.core import mail
from django.urls import reverse

from ads import services
from ads.audit import broken_invariants
from ads.models import Ad, Checkout, Document, ProviderEvent, Refund, Transaction
from ads.providers import stripe_checkout
from tests.ads.stripe_stand_in import SECRET, StripeStandIn, a_message, paid, signed
from tests.factories_ads import a_human, a_live_ad, a_token, an_advertiser, balance_of, owed_by

pytestmark = pytest.mark.django_db
HOOK = "/advertise/stripe/"


@pytest.fixture
def stripe(settings, monkeypatch):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", SECRET
    server = StripeStandIn()
    monkeypatch.setattr(stripe_checkout, "NETWORK", server.network())
    yield server
    server.close()


@pytest.fixture
def checkout(stripe):
    checkout = services.ask_checkout(an_advertiser(), cents=5_000, provider="stripe")
    checkout.refresh_from_db()
    return checkout


def tell(client, body, *, signature=None):
    headers = {"Stripe-Signature": signed(body) if signature is None else signature}
    return client.post(HOOK, body, content_type="application/json", headers=headers)


def about_money(checkout, kind, subject, *, cents=5_000, **facts):
    about = {"id": subject, "amount": cents, "currency": "usd", "payment_intent": checkout.provider_payment}
    return a_message(kind, about | facts)


def test_a_checkout_is_prepared_at_stripe_with_our_own_amount(stripe, checkout):
    session = stripe.sessions[str(checkout.public_id)]

    assert (session["amount_total"], session["currency"]) == (5_000, "usd")
    assert session["client_reference_id"] == str(checkout.public_id)
    assert (checkout.state, checkout.session_id, checkout.page_url) == ("open", session["id"], session["url"])
    assert "uname" not in stripe.asked[0][0]


def test_asked_twice_for_one_checkout_stripe_has_one_session(stripe, checkout):
    Checkout.objects.filter(pk=checkout.pk).update(state="asked", session_id="")

    services.open_checkout.func(number=checkout.pk)

    assert len(stripe.asked) == 2
    assert len(stripe.sessions) == 1
    assert Checkout.objects.get().session_id == checkout.session_id


def test_what_stripe_rejects_is_said_on_the_page(stripe, client):
    stripe.fault = ("400 Bad Request", "No such currency")

    checkout = services.ask_checkout(an_advertiser(), cents=5_000, provider="stripe")

    page = client.get(reverse("ads:checkout", args=[checkout.public_id])).content.decode()
    assert Checkout.objects.get().state == "failed"
    assert "could not prepare this payment" in page
    assert "http-equiv" not in page


def test_a_payment_is_in_the_books_once_however_often_it_is_told(client, checkout):
    body = paid(checkout)

    answers = [tell(client, body).content.decode() for _ in range(3)]
    another = tell(client, paid(checkout)).content.decode()

    assert answers == ["the payment is in the books\n"] * 3
    assert another == "the payment was in the books before\n"
    assert balance_of(checkout.advertiser) == 5_000
    assert ProviderEvent.objects.get(state="taken").deliveries == 3
    assert Document.objects.get().title == "R-000001"
    assert mail.outbox[-1].subject == "Your payment of $50.00 has arrived"
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"amount_total": 4_999}, "4999 usd were paid where 5000 usd were asked."),
        ({"amount_total": 500_000}, "500000 usd were paid where 5000 usd were asked."),
        ({"currency": "eur"}, "5000 eur were paid where 5000 usd were asked."),
        ({"id": "cs_of_somebody_else"}, "There is no checkout of ours with this session."),
    ],
)
def test_a_payment_that_cannot_be_right_is_refused_and_kept_with_its_reason(client, checkout, facts, why):
    response = tell(client, paid(checkout, **facts))

    assert (response.status_code, response.content.decode()) == (200, f"{why}\n")
    event = ProviderEvent.objects.get()
    assert (event.state, event.outcome) == ("refused", why)
    assert balance_of(checkout.advertiser) == 0
    assert Transaction.objects.count() == 0


def test_a_session_that_is_not_paid_yet_moves_nothing(client, checkout):
    tell(client, paid(checkout, payment_status="unpaid"))

    assert ProviderEvent.objects.get().state == "ignored"
    assert balance_of(checkout.advertiser) == 0


@pytest.mark.parametrize("forgery", ["other secret", "changed", "old", "none", "nonsense", "not utf-8"])
def test_what_stripe_did_not_sign_is_refused_and_counted_in_one_row(client, checkout, forgery):
    body = paid(checkout)
    signature = {
        "other secret": signed(body, secret="whsec_guessed"),
        "old": signed(body, at=time.time() - 301),
        "none": "",
        "nonsense": "t=x,v1=\u00e9",
    }.get(forgery, signed(body))
    body = {"changed": body.replace("5000", "9000"), "not utf-8": b"\xff\xfe"}.get(forgery, body)

    answers = [tell(client, body, signature=signature).status_code for _ in range(2)]

    event = ProviderEvent.objects.get()
    assert answers == [400, 400]
    assert (event.kind, event.state, event.deliveries) == ("forged", "refused", 2)
    assert str(event).count("forged") == 1  # as the desk's card names it
    assert balance_of(checkout.advertiser) == 0


def test_without_its_settings_there_is_no_such_address(client, settings):
    assert client.post(HOOK, "{}", content_type="application/json").status_code == 404
    with pytest.raises(services.Refused, match="not offered"):
        services.ask_checkout(an_advertiser(), cents=5_000, provider="stripe")


def test_a_dispute_takes_what_is_there_and_the_rest_is_owed(client, checkout):
    tell(client, paid(checkout))
    ad = a_live_ad(checkout.advertiser, balance_cents=0)
    for number in range(2):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {number}"))
    checkout.refresh_from_db()

    for kind in ("charge.dispute.created", "charge.dispute.funds_withdrawn"):
        tell(client, about_money(checkout, kind, "dp_1", status="needs_response"))

    assert (balance_of(checkout.advertiser), owed_by(checkout.advertiser)) == (0, 200)
    assert (Ad.objects.get().state, Ad.objects.get().pause_reason) == ("paused", "dispute")
    assert mail.outbox[-1].subject == "A payment of $50.00 was taken back"
    assert "you now owe us $2.00" in mail.outbox[-1].body
    with pytest.raises(services.Refused, match=r"^\$2.00 are owed."):
        services.resume_ad(Ad.objects.get())

    services.record_payment(checkout.advertiser, cents=1_000, reference="INV 1", by=None)

    assert (balance_of(checkout.advertiser), owed_by(checkout.advertiser)) == (800, 0)
    assert services.resume_ad(Ad.objects.get()) is True
    assert broken_invariants() == []


def test_a_dispute_that_is_won_brings_the_money_back_once(client, checkout):
    tell(client, paid(checkout))
    checkout.refresh_from_db()
    tell(client, about_money(checkout, "charge.dispute.created", "dp_1", status="needs_response"))
    assert balance_of(checkout.advertiser) == 0

    tell(client, about_money(checkout, "charge.dispute.funds_reinstated", "dp_1", status="won"))
    tell(client, about_money(checkout, "charge.dispute.closed", "dp_1", status="won"))

    assert (balance_of(checkout.advertiser), owed_by(checkout.advertiser)) == (5_000, 0)
    assert [row.title for row in Document.objects.order_by("pk")] == ["R-000001", "C-000001", "R-000002"]
    assert broken_invariants() == []


def test_an_inquiry_stops_the_ads_and_moves_no_money(client, checkout):
    tell(client, paid(checkout))
    ad = a_live_ad(checkout.advertiser, balance_cents=0)
    checkout.refresh_from_db()

    tell(client, about_money(checkout, "charge.dispute.created", "dp_1", status="warning_needs_response"))

    assert balance_of(checkout.advertiser) == 5_000
    assert Ad.objects.get(pk=ad.pk).state == "paused"


def test_what_comes_before_its_payment_waits_for_it(client, checkout):
    checkout.provider_payment = "pi_1"
    tell(client, about_money(checkout, "refund.created", "re_9", cents=1_200, status="succeeded"))
    assert ProviderEvent.objects.get().state == "waiting"

    tell(client, paid(checkout))

    assert balance_of(checkout.advertiser) == 3_800
    assert set(ProviderEvent.objects.values_list("state", flat=True)) == {"taken"}
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (("refund.created", {"status": "pending"}), ("refund.failed", {"status": "failed"})),
        (
            ("charge.dispute.created", {"status": "needs_response"}),
            ("charge.dispute.funds_reinstated", {"status": "won"}),
        ),
    ],
)
@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1), (1, 0, 1)])
def test_beginning_and_end_leave_nothing_in_any_order(client, checkout, begin, end, order):
    tell(client, paid(checkout))
    checkout.refresh_from_db()
    bodies = [about_money(checkout, kind, "x_1", **facts) for kind, facts in (begin, end)]

    for number in order:
        tell(client, bodies[number])

    assert (balance_of(checkout.advertiser), owed_by(checkout.advertiser)) == (5_000, 0)
    assert broken_invariants() == []


def test_an_unused_balance_goes_back_to_the_cards_that_paid_it(client, stripe, checkout):
    tell(client, paid(checkout))
    services.record_payment(checkout.advertiser, cents=700, reference="INV 1", by=None)
    ad = a_live_ad(checkout.advertiser, balance_cents=0)
    services.record_click(ad, evidence=a_human(a_token(ad)))

    services.ask_refund(checkout.advertiser)
    tell(client, a_message("refund.created", next(iter(stripe.refunds.values()))))

    card, transfer = Refund.objects.order_by("pk")
    assert (card.provider, card.cents, card.state) == ("stripe", 5_000, "paid")
    assert (transfer.provider, transfer.cents, transfer.state) == ("invoice", 600, "asked")
    assert [row["amount"] for row in stripe.refunds.values()] == [5_000]
    assert Document.objects.get(kind="credit_note").corrects == checkout_receipt(checkout)
    assert balance_of(checkout.advertiser) == 0
    assert broken_invariants() == []


def test_a_refund_under_another_programs_name_is_one_made_at_stripe(client, checkout):
    tell(client, paid(checkout))
    checkout.refresh_from_db()

    facts = {"status": "succeeded", "metadata": {"refund": "order 7"}}
    answer = tell(client, about_money(checkout, "refund.created", "re_9", cents=1_200, **facts))

    assert answer.content.decode() == "a refund made at the provider is in the books\n"
    assert balance_of(checkout.advertiser) == 3_800


def checkout_receipt(checkout):
    return Document.objects.get(transaction__checkout=checkout)


def test_a_refund_is_asked_once_of_stripe_even_when_its_answer_was_lost(client, stripe, checkout):
    tell(client, paid(checkout))
    stripe.fault = ("503 Service Unavailable", "later")
    (refund,) = services.ask_refund(checkout.advertiser)
    refund.refresh_from_db()
    assert (refund.state, balance_of(checkout.advertiser)) == ("asked", 0)

    services.retry_refunds()
    services.retry_refunds()

    refund.refresh_from_db()
    assert (refund.state, len(stripe.refunds)) == ("paid", 1)
    assert Transaction.objects.filter(kind="payout").count() == 1
    assert broken_invariants() == []


def test_a_refund_that_stripe_rejects_or_that_comes_back_is_left_to_staff(client, stripe, checkout):
    tell(client, paid(checkout))
    services.ask_refund(checkout.advertiser)
    refund = Refund.objects.get()
    failed = next(iter(stripe.refunds.values())) | {"status": "failed"}

    tell(client, a_message("refund.failed", failed))

    refund.refresh_from_db()
    assert (refund.provider, refund.state, refund.payout) == ("invoice", "asked", None)
    assert broken_invariants() == []
    assert services.record_payout(refund, reference="Bank 7", by=None) is True
    assert services.record_payout(refund, reference="Bank 7", by=None) is False
    assert broken_invariants() == []
