"""Advertisers, ads, views and clicks for tests, with sensible defaults."""

import uuid
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from PIL import Image

from ads import ledger, services
from ads.evidence import Evidence
from ads.models import Account, Ad, AdDay, AdVersion, Advertiser, Click, Entry
from ads.tokens import make_token, read_token
from newsroom.models import User

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FROM_OUR_PAGE = {
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-User": "?1",
    "User-Agent": FIREFOX,
}


def a_picture_file(width=300, height=200, kind="PNG", **options):
    out = BytesIO()
    Image.new("RGB", (width, height), "#8aa").save(out, kind, **options)
    return ContentFile(out.getvalue(), name=f"ad.{kind.lower()}")


def an_editor(email="editor@paper.example"):
    return User.objects.filter(email=email).first() or User.objects.create_superuser(email, "secret")


def an_advertiser(email="", name="Tea House"):
    email = email or f"{uuid.uuid4().hex[:12]}@tea.example"
    advertiser = Advertiser.objects.create(email=email, name=name, confirmed_at=timezone.now())
    ledger.open_accounts(advertiser)
    return advertiser


CAMPAIGN = ("starts_at", "ends_at", "daily_cap_cents", "is_house")


def a_waiting_ad(advertiser=None, *, budget_cents=10_000, price_cents=100, **words):
    """A confirmed ad; ``words`` are of its version, but for what CAMPAIGN names."""
    ad = Ad.objects.create(
        advertiser=advertiser or an_advertiser(),
        state=Ad.State.WAITING,
        budget_cents=budget_cents,
        policy_version="2026-11",
        **{name: words.pop(name) for name in CAMPAIGN if name in words},
    )
    AdVersion.objects.create(
        ad=ad,
        price_cents=price_cents,
        **{
            "headline": "Fresh tea, every Friday",
            "text": "Loose leaves from the harbour, roasted on the spot.",
            "call_to_action": "See the menu",
            "image": default_storage.save("ads/tea.webp", ContentFile(b"not shown here")),
            "alt": "A cup of tea",
            "landing_url": "https://tea.example/menu?a=1&a=2&b=",
            "paid_by": "Tea House",
        }
        | words,
    )
    return ad


def a_live_ad(advertiser=None, *, balance_cents=1_000, **options):
    ad = a_waiting_ad(advertiser, **options)
    services.approve_version(ad.versions.get(), by=an_editor())
    if balance_cents:
        services.record_payment(
            ad.advertiser, cents=balance_cents, reference=f"invoice {uuid.uuid4()}", by=an_editor()
        )
    return Ad.objects.for_clicks().get(pk=ad.pk)


def a_token(ad, *, ago=5.0, at=None, **facts):
    """A token for showing ``ad`` some seconds ago, to nobody in particular."""
    shown = {
        "ad_id": ad.pk,
        "version_id": ad.version_id,
        "advertiser_id": ad.advertiser_id,
        "price_cents": ad.version.price_cents,
        "place": "article",
        "at": at or timezone.now() - timedelta(seconds=ago),
    }
    return make_token(**shown | facts)


def a_human(token, *, client="reader", **facts):
    """The evidence of an honest click on the ad that was shown with ``token``."""
    honest = {
        "client_hash": client,
        "address_hash": f"address of {client}"[:32],
        "at": timezone.now(),
        "agent": FIREFOX,
        "fetch_site": "same-origin",
        "fetch_mode": "navigate",
        "fetch_dest": "document",
    }
    return Evidence(view=read_token(token), **honest | facts)


def a_charged_click(ad, *, at=None, client="reader", address="", **keys):
    """A click that was charged, written as ``record_click`` writes it, whatever the rules say of it."""
    at = at or timezone.now()
    token, price = uuid.uuid4().hex * 2, ad.version.price_cents
    entries = {ledger.account_code(ad.advertiser_id): -price, ledger.EARNED: price}
    with transaction.atomic():
        charge = ledger.post("click", f"click:{token}", entries, at=at)
        Ad.objects.filter(pk=ad.pk).update(spent_cents=F("spent_cents") + price)
        day, _ = AdDay.objects.get_or_create(ad=ad, day=timezone.localdate(at))
        AdDay.objects.filter(pk=day.pk).update(spent_cents=F("spent_cents") + price)
        return Click.objects.create(
            token_hash=token,
            ad=ad,
            version=ad.version,
            place="article",
            viewed_at=at,
            at=at,
            client_hash=client[:32],
            address_hash=address or client[:32],
            charged_cents=price,
            transaction=charge,
            **keys,
        )


def balance_of(advertiser):
    return Account.objects.get(advertiser=advertiser).balance_cents


def owed_by(advertiser):
    return ledger.owed_cents(advertiser)


def ledger_sum():
    return Entry.objects.aggregate(total=Sum("cents", default=0))["total"]
