"""The advertiser's page about money, payments on their way, documents, and the desk's deeds."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from ads import links, services
from ads.models import Account, Advertiser, Checkout, Document, Refund, Transaction
from newsroom.mailed_links import account_of
from newsroom.site_url import read_site_url, sandbox_fit_for
from tests.factories_ads import (
    a_human,
    a_live_ad,
    a_token,
    an_advertiser,
    an_editor,
    balance_of,
    owed_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(an_editor())
    return client


def money_path(advertiser, deed=""):
    return links.money_path(advertiser) + deed


def sign_in(client, advertiser):
    client.force_login(account_of(advertiser.email))


def test_one_dollar_is_followed_from_payment_to_refund(client, django_assert_max_num_queries):
    ad, editor = a_live_ad(balance_cents=0), an_editor()
    sign_in(client, ad.advertiser)
    client.post(money_path(ad.advertiser, "pay/"), {"cents": "20", "provider": "invoice"})
    services.settle_checkout(Checkout.objects.get(), by=editor)
    services.record_click(ad, evidence=a_human(a_token(ad)))

    asked = client.post(money_path(ad.advertiser, "refund/"))
    services.record_payout(Refund.objects.get(), reference="Bank 7", by=editor)

    assert (asked.status_code, asked.url) == (302, money_path(ad.advertiser))
    with django_assert_max_num_queries(17):
        page = client.get(money_path(ad.advertiser)).content.decode()
    assert "your balance is <strong>$0.00</strong>" in page
    rows = re.findall(
        r"</time></td><td>(.*?)</td><td>(.*?)</td><td class=\"advertise-money\">(.*?)</td>", page
    )
    assert [(what, re.sub("<[^>]+>", "", document), money) for what, document, money in rows] == [
        ("Refund paid out: Bank 7", "Credit note C-000001, $19.00", ""),
        ("Refund: Unused balance paid back on request", "", "-$19.00"),
        ("Payment received", "Receipt R-000001, $20.00", "$20.00"),
    ]
    foot = re.search(r"<tfoot>(.*?)</tfoot>", page, re.DOTALL)[1]
    assert re.findall(r"-?\$[\d.]+", foot) == ["-$1.00", "$0.00"]  # the clicks, and what is left of all
    for href, words in zip(
        re.findall(r'href="(/advertise/document/[^"]+)"', page), ("Paid back", "Received"), strict=True
    ):
        assert words in client.get(href).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"cents": "9.99", "provider": "invoice"}, "The least is $10."),
        ({"cents": "0.1", "provider": "invoice"}, "The least is $10."),
        ({"cents": "20.001", "provider": "invoice"}, "at most two digits"),
        ({"cents": "20", "provider": "stripe"}, "Select a valid choice."),
        ({"cents": "", "provider": ""}, "This field is required."),
    ],
)
def test_a_payment_that_cannot_be_made_comes_back_as_it_was_typed(client, typed, said):
    response = client.post(money_path(an_advertiser(), "pay/"), typed)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert f'value="{typed["cents"]}"' in response.content.decode() or not typed["cents"]
    assert Checkout.objects.count() == 0


def test_too_many_payments_in_an_hour_are_refused_in_words(client, monkeypatch):
    monkeypatch.setattr("ads.views.money.CHECKOUTS_AN_HOUR", 1)
    advertiser = an_advertiser()
    answers = [
        client.post(money_path(advertiser, "pay/"), {"cents": "20", "provider": "invoice"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert Checkout.objects.count() == 1


def test_an_invoice_says_where_the_money_goes_and_under_which_reference(client, settings):
    settings.AD_BANK_DETAILS = "Harbour Bank\nNO93 8601"
    response = client.post(
        money_path(an_advertiser(), "pay/"), {"cents": "20", "provider": "invoice"}, follow=True
    )

    page, checkout = response.content.decode(), Checkout.objects.get()
    assert f"<strong>$20.00</strong> with the reference <strong>{checkout.reference}</strong>" in page
    assert "Harbour Bank<br>NO93 8601" in page
    assert "http-equiv" not in page


def test_the_sandbox_says_that_no_money_moves_and_pays_once(client, settings):
    settings.AD_SANDBOX = True
    advertiser = an_advertiser()
    page = client.post(
        money_path(advertiser, "pay/"), {"cents": "20", "provider": "sandbox"}, follow=True
    ).content.decode()
    checkout = Checkout.objects.get()
    assert '<meta http-equiv="refresh" content="15">' in page
    assert f'href="{checkout.page_url}"' in page
    assert "<strong>no money moves</strong>" in client.get(checkout.page_url).content.decode()

    for _ in range(2):
        paid = client.post(checkout.page_url, follow=True).content.decode()

    assert "This was the sandbox: no money has moved." in paid
    assert balance_of(advertiser) == 2_000


def test_without_the_setting_there_is_no_sandbox(client, settings):
    settings.AD_SANDBOX = True
    checkout = services.ask_checkout(an_advertiser(), cents=2_000, provider="sandbox")
    settings.AD_SANDBOX = False

    address = reverse("ads:sandbox", args=[checkout.public_id])
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert Transaction.objects.count() == 0


@pytest.mark.parametrize(
    ("url", "is_fit"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("https://localhost", True),
        ("https://paper.example", False),
        ("https://127.0.0.1.paper.example", False),
    ],
)
def test_the_sandbox_is_refused_where_others_could_reach_it(url, is_fit):
    assert sandbox_fit_for(read_site_url(url), wanted=False) is False
    if is_fit:
        assert sandbox_fit_for(read_site_url(url), wanted=True) is True
    else:
        with pytest.raises(ImproperlyConfigured, match="AD_SANDBOX"):
            sandbox_fit_for(read_site_url(url), wanted=True)


def test_a_document_is_private_and_ends_with_the_address_of_its_advertiser(client):
    advertiser = an_advertiser()
    receipt = services.record_payment(advertiser, cents=500, reference="A", by=an_editor()).payment.document
    path = links.document_path(receipt)
    response = client.get(path)

    assert "R-000001" in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert client.get(path.replace(path[-6:-2], "AAAA")).status_code == 404
    assert client.get("/advertise/document/x/").status_code == 404
    services.renew_addresses(advertiser, by=None)
    assert client.get(path).status_code == 404
    assert client.get(links.document_path(Document.objects.get())).status_code == 200


def test_what_the_advertiser_types_stands_on_the_next_receipt(client):
    advertiser = an_advertiser()
    sign_in(client, advertiser)
    typed = {"name": "Tea AS", "address": "Pier 4\nOslo", "tax_number": "NO 2"}

    client.post(money_path(advertiser, "billing/"), typed)
    too_long = client.post(money_path(advertiser, "billing/"), typed | {"tax_number": "x" * 41})

    assert too_long.status_code == 422
    advertiser.refresh_from_db()
    assert (advertiser.billing_name, advertiser.billing_address) == ("Tea AS", "Pier 4\nOslo")
    assert advertiser.tax_number == "NO 2"


@pytest.mark.parametrize("deed", ["pay/", "refund/", "billing/"])
def test_reading_an_address_does_nothing_and_another_site_cannot_post(client, deed):
    ad = a_live_ad()
    client.handler.enforce_csrf_checks = True

    assert client.get(money_path(ad.advertiser, deed)).status_code == 405
    assert client.post(money_path(ad.advertiser, deed)).status_code == 403
    assert Refund.objects.count() == 0


def test_an_empty_balance_is_said_to_be_empty(client):
    advertiser = an_advertiser()
    sign_in(client, advertiser)

    response = client.post(money_path(advertiser, "refund/"))

    assert response.status_code == 422
    assert "There is no unused balance to pay back." in response.content.decode()


def test_the_desk_gives_and_gives_up_and_the_advertiser_reads_why(desk):
    advertiser = an_advertiser()
    account = Account.objects.get(advertiser=advertiser)
    form = desk.get(reverse("admin:ads_account_credit", args=[account.pk])).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form)[1]
    typed = {"cents": "3", "note": "a slow week", "once": once}

    for _ in range(2):
        desk.post(reverse("admin:ads_account_credit", args=[account.pk]), typed)
    other = typed | {"once": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}
    desk.post(reverse("admin:ads_account_promotion", args=[account.pk]), other)
    desk.post(reverse("admin:ads_account_tax", args=[account.pk]), {"percent": "7.7"})

    assert balance_of(advertiser) == 600
    assert "a slow week" in mail.outbox[0].body
    assert Advertiser.objects.get().tax_basis_points == 770


def test_a_payment_taken_back_by_the_bank_is_recorded_and_written_off_at_the_desk(desk):
    ad = a_live_ad(balance_cents=100)
    services.record_click(ad, evidence=a_human(a_token(ad)))
    payment = Transaction.objects.get(kind="payment")
    assert (
        "Receipt R-000001"
        in desk.get(reverse("admin:ads_transaction_change", args=[payment.pk])).content.decode()
    )

    desk.post(reverse("admin:ads_transaction_dispute", args=[payment.pk]), {"note": "bounced"})
    assert owed_by(ad.advertiser) == 100
    owed = Account.objects.get(owed_by=ad.advertiser)
    desk.post(reverse("admin:ads_account_write_off", args=[owed.pk]), {"note": "gone"})

    assert owed_by(ad.advertiser) == 0
    assert Transaction.objects.get(kind="write_off").note == "gone"


def test_the_desk_records_an_invoice_and_a_transfer_once(desk):
    checkout = services.ask_checkout(an_advertiser(), cents=2_000, provider="invoice")
    for _ in range(2):
        desk.post(reverse("admin:ads_checkout_settle", args=[checkout.pk]))
    (refund,) = services.ask_refund(checkout.advertiser)
    assert "$20.00 to transfer" in desk.get(reverse("admin:index")).content.decode()

    for _ in range(2):
        desk.post(reverse("admin:ads_refund_pay", args=[refund.pk]), {"reference": "Bank 7"})

    assert Transaction.objects.filter(kind="payment").count() == 1
    assert Transaction.objects.filter(kind="payout").count() == 1
    assert "$20.00 to transfer" not in desk.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("name", ["account", "checkout", "refund", "document", "providerevent", "clickalert"])
def test_every_list_of_the_books_opens_and_nothing_in_it_is_edited(desk, settings, name):
    settings.AD_SANDBOX = True
    ad = a_live_ad()
    checkout = services.ask_checkout(ad.advertiser, cents=2_000, provider="sandbox")
    checkout.refresh_from_db()
    desk.post(checkout.page_url)
    services.ask_refund(ad.advertiser)
    ad.alerts.create(day="2026-05-05", pattern="rate", clicks=20, odd=20)

    page = desk.get(reverse(f"admin:ads_{name}_changelist")).content.decode()
    href = re.search(rf'href="(/admin/ads/{name}/[^/"]+/change/)', page)[1]

    assert 'name="_save"' not in desk.get(href).content.decode()
    assert desk.get(reverse(f"admin:ads_{name}_changelist") + "add/").status_code == 403
    assert desk.post(href.replace("change", "delete"), {"post": "yes"}).status_code == 403
