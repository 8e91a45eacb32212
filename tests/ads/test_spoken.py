"""Every word about ads that advertisers and readers meet goes through gettext, as on other pages."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ads import links, services
from ads.models import Ad, Checkout, Refund
from newsroom.mailed_links import account_of
from tests import spoken
from tests.factories_ads import (
    a_charged_click,
    a_human,
    a_live_ad,
    a_token,
    a_waiting_ad,
    an_advertiser,
    an_editor,
)
from tests.spoken import left_over

pytestmark = pytest.mark.django_db

# What nobody translates: the words of the ad here, names of browsers and files, the paper's own, addresses.
AS_IT_IS = re.compile(
    r"\bzz\S*|\S*(?:127\.0\.0\.1|@)\S*|The Harbour Gazette|News for people who stay|Firefox|Other|article"
    r"|\b[RC]-\d{6}\b|\bAD-\w{10}\b|\S+\.(?:csv|py)\b|\b(?:OK|JSON|GET|Bearer)\b|https://$"
    r"|[A-Z][a-z]{2,8}(?: \d{4})?(?:, \d\d:\d\d(?::\d\d)?)?$",
    re.IGNORECASE,
)
WORDS = {
    "headline": "Zz",
    "text": "Zz",
    "call_to_action": "Zz",
    "alt": "Zz",
    "landing_url": "https://zz.zz/",
    "paid_by": "Zz",
}
HERE = {"Sec-Fetch-Site": "same-origin"}


def untranslated(answer):
    return spoken.untranslated(answer.text, AS_IT_IS)


@pytest.fixture
def owner():
    """An advertiser with an ad in every state, a click of each kind, and money that went every way."""
    owner = an_advertiser("zz@zz.zz", name="Zz")
    live = a_live_ad(owner, balance_cents=5_000, **WORDS)
    for deed in ("pause", "wait", "refuse", "end"):
        ad = a_live_ad(owner, balance_cents=0, **WORDS) if deed != "refuse" else a_waiting_ad(owner, **WORDS)
        if deed == "pause":
            services.pause_ad(ad)
        elif deed == "wait":
            services.propose_version(ad, image=None, words=WORDS | {"text": "Zzz"}, by=None)
        elif deed == "refuse":
            services.reject_version(ad.versions.get(), by=an_editor(), reason="Zz")
        else:
            services.stop_ad(ad, by=None)
    services.record_click(live, evidence=a_human(a_token(live)))
    services.record_click(live, evidence=a_human(a_token(live), agent="curl/8"))
    services.record_click(live, evidence=a_human(f"{live.pk}.forged"))
    services.reverse_transaction(a_charged_click(live).transaction, by=an_editor(), note="Zz")
    services.give_promotion(owner, cents=100, once="zz", by=an_editor(), note="Zz")
    services.ask_checkout(owner, cents=2_500, provider="invoice")
    services.make_key(owner, kind="api", label="Zz")
    return owner


def pages_of(owner):
    live = owner.ads.filter(state="approved", ends_at=None).last()
    new = a_waiting_ad(owner, **WORDS)
    Ad.objects.filter(pk=new.pk).update(state="unconfirmed")
    share = services.make_key(owner, kind="share", label="Zz", days=7)
    return [
        "/advertise/",
        "/advertise/submit/",
        "/advertise/submit/?headline=Zz&text=Zz&paid_by=Zz",
        "/advertise/submitted/",
        links.confirm_path(new),
        "/advertise/books/",
        "/ads/reported/",
        f"/ads/about/{live.version_id}/",
        "/ads/slot/article/",
        f"/advertise/shared/{share}/",
        "/advertise/shared/zz/",
        links.status_path(owner),
        links.money_path(owner),
        reverse("ads:checkout", args=[Checkout.objects.get().public_id]),
        links.document_path(owner.documents.first()),
        reverse("ads:ad_edit", args=[live.public_id]),
        reverse("ads:ad_campaign", args=[live.public_id]),
    ]


@pytest.mark.parametrize("is_own", [True, False])
def test_no_page_about_ads_says_a_word_that_cannot_be_translated(bracketed, owner, is_own):
    client = Client()
    if is_own:
        client.force_login(account_of(owner.email))
    services.close_book_days()
    services.audit_books()

    found = {page: untranslated(client.get(page)) for page in pages_of(owner)}

    assert {page: texts for page, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/advertise/submit/", {}),
        (
            "/advertise/submit/",
            {"budget_cents": "1", "ends_on": "2001-01-01", "landing_url": "https://zz.zz:1/"},
        ),
        ("/advertise/submit/", {"budget_cents": "zz", "starts_on": "1001-01-01", "tags": "zz," * 60}),
        ("about", {}),
        ("money pay/", {"cents": "1"}),
        ("money pay/", {"cents": "20.001"}),
        ("money refund/", {}),
        ("campaign", {"budget_cents": "99999999999"}),
    ],
)
def test_what_is_wrong_with_a_form_can_be_translated(bracketed, owner, path, sent):
    client, (kind, _, deed) = Client(), path.partition(" ")
    client.force_login(account_of(owner.email))
    live = owner.ads.filter(state="approved", ends_at=None).last()
    path = {
        "about": f"/ads/about/{live.version_id}/",
        "money": links.money_path(owner) + deed,
        "campaign": reverse("ads:ad_campaign", args=[live.public_id]),
    }.get(kind, path)
    if deed == "refund/":
        services.ask_refund(owner)

    answer = client.post(path, sent, headers=HERE)

    assert answer.status_code == 422
    assert untranslated(answer) == []


def test_every_mail_to_an_advertiser_can_be_translated(bracketed, owner):
    live = owner.ads.filter(state="approved", ends_at=None).last()
    services.approve_version(a_waiting_ad(owner, **WORDS).versions.get(), by=an_editor())
    services.record_payment(owner, cents=500, reference="zz", by=an_editor())
    services.give_credit(owner, cents=100, once="zz", by=an_editor(), note="Zz")
    services.renew_addresses(owner, by=None)
    services.warn_advertisers()
    for pattern in ("address", "network", "rate"):
        alert = live.alerts.create(day=timezone.localdate(), pattern=pattern, clicks=2, odd=1)
        services.credit_alert(alert, by=an_editor())
    services.ask_refund(owner)
    services.record_payout(Refund.objects.get(), reference="zz", by=an_editor())

    said = {letter.subject: left_over(f"{letter.subject}\n{letter.body}") for letter in mail.outbox}

    assert len(said) >= 9
    as_it_is = re.compile(r"http\S+|\bzz\S*|[\W\d_]", re.IGNORECASE)
    left = {subject: as_it_is.sub("", text) for subject, text in said.items()}
    assert {subject: text for subject, text in left.items() if text} == {}
