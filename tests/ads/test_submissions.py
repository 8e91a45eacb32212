"""From an empty form to an ad that waits for review, and what the advertiser reads."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from ads import ledger, links, services
from ads.models import Ad, AdVersion, Advertiser
from newsroom.pictures import read_picture
from tests.factories_ads import a_picture_file, a_waiting_ad

pytestmark = pytest.mark.django_db

SUBMIT = "/advertise/submit/"


def typed(**changes):
    return {
        "headline": "Rye bread by post",
        "text": "Baked at four, in your letter box by noon.",
        "call_to_action": "Order a loaf",
        "image": a_picture_file(600, 400),
        "alt": "A loaf on a board",
        "landing_url": "https://bakery.example/?a=1&a=2&b=%20#top",
        "budget_cents": "$1,250.50",
        "paid_by": "Quay Bakery",
        "email": "Baker@bakery.example",
        "policy": "on",
    } | changes


def an_ad(email):
    """What the form makes of what was typed."""
    fields = typed(sections=[], tags=[], avoid_words=[], devices=[], weekdays=[])
    picture = services.keep_upload(read_picture(a_picture_file(), max_bytes=10**6))
    return {
        "email": email,
        "image": services.kept_upload(picture),
        "words": {name: fields[name] for name in AdVersion.WORDS},
        "campaign": {"budget_cents": 5_000},
    }


def submit(client, **changes):
    return client.post(SUBMIT, {name: value for name, value in typed(**changes).items() if value is not None})


def mailed_path(number=-1):
    return next(
        line.removeprefix("http://127.0.0.1:8000")
        for line in mail.outbox[number].body.splitlines()
        if line.startswith("http")
    )


def test_a_stranger_submits_an_ad_and_gets_a_link(client, settings):
    response = submit(client)

    assert (response.status_code, response.headers["Location"]) == (302, "/advertise/submitted/")
    ad = Ad.objects.get()
    version = ad.versions.get()
    assert (ad.state, ad.budget_cents, ad.policy_version) == ("unconfirmed", 125_050, "2026-11")
    assert version.landing_url == "https://bakery.example/?a=1&a=2&b=%20#top"
    assert (version.headline, version.price_cents, version.paid_by) == (
        "Rye bread by post",
        100,
        "Quay Bakery",
    )
    assert (mail.outbox[0].to, len(mail.outbox)) == (["baker@bakery.example"], 1)
    assert mail.outbox[0].subject == f"Confirm your ad with {settings.SITE_NAME}"
    assert mailed_path().startswith("/advertise/confirm/")


def test_the_stored_picture_is_encoded_anew_without_what_was_hidden_in_it(client):
    exif = Image.Exif()
    exif[0x010E] = "HIDDEN WORDS"
    submit(client, image=a_picture_file(600, 400, "JPEG", exif=exif))

    with default_storage.open(AdVersion.objects.get().image) as file:
        content = file.read()

    assert b"HIDDEN" not in content
    with default_storage.open(AdVersion.objects.get().image) as file, Image.open(file) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (600, 400), {})


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("headline", "", "This field is required"),
        ("headline", "x" * 51, "at most 50 characters"),
        ("text", "x" * 101, "at most 100 characters"),
        ("landing_url", "http://bakery.example/", "must start with https://"),
        ("landing_url", "javascript:alert(1)", "must start with https://"),
        ("landing_url", "https://user:pw@bakery.example/", "must not carry a user name"),
        ("landing_url", "https://localhost/", "full host name"),
        ("budget_cents", "9.99", "The least is $10."),
        ("budget_cents", "100000.01", "The most is $100,000."),
        ("budget_cents", "10.001", "at most two digits"),
        ("budget_cents", "NaN", "Enter an amount in dollars"),
        ("budget_cents", "a lot", "Enter an amount in dollars"),
        ("budget_cents", "1e999999", "Enter an amount in dollars"),
        ("email", "nobody", "Enter a valid email address"),
        ("policy", None, "Please confirm that the ad keeps to the rules."),
        ("alt", "", "This field is required"),
        ("image", None, "Choose a picture."),
    ],
)
def test_a_wrong_field_is_said_in_words_and_what_was_typed_stays(client, field, value, words):
    response = submit(client, **{field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'value="A loaf on a board"' in page or field == "alt"
    assert Ad.objects.count() == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: ContentFile(b"GIF89a not really", "a.gif"), "not a picture"),
        (lambda: ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"), "not a picture"),
        (lambda: ContentFile(b"x" * 2_000_001, "a.png"), "at most 2 MB"),
        (lambda: a_picture_file(1200, 800), "must be 300 by 200 or 600 by 400 pixels; yours is 1200 by 800"),
        (lambda: a_picture_file(5000, 4000), "too many pixels"),
        (
            lambda: a_picture_file(
                300, 200, "GIF", save_all=True, append_images=[Image.new("RGB", (300, 200), "red")]
            ),
            "This picture moves",
        ),
    ],
)
def test_an_unfit_picture_is_refused_in_words(client, file, words):
    response = submit(client, image=file())

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Ad.objects.count() == 0


def test_a_form_without_its_token_is_refused(db):
    assert submit(Client(headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403


def test_the_link_shows_a_button_and_only_the_button_confirms(client):
    submit(client)
    path = mailed_path()

    shown = client.get(path)
    still = Ad.objects.get().state
    confirmed = client.post(path)
    again = client.post(path)

    ad = Ad.objects.get()
    assert "Yes, hand it to the editors" in shown.content.decode()
    assert (still, ad.state) == ("unconfirmed", "waiting")
    assert confirmed.headers["Location"] == again.headers["Location"] == links.status_path(ad.advertiser)
    assert (ad.advertiser.name, ad.advertiser.account.balance_cents) == ("Quay Bakery", 0)
    assert ad.advertiser.confirmed_at is not None
    assert [letter.subject for letter in mail.outbox[1:]] == ["We have your ad “Rye bread by post”"]


def test_a_made_up_or_old_link_confirms_nothing(client, monkeypatch):
    submit(client)
    path = mailed_path()
    forged = client.post("/advertise/confirm/abc:def:ghi/")
    monkeypatch.setattr(links, "CONFIRM_WITHIN", timedelta(seconds=-1))

    old = client.post(path)

    assert (forged.status_code, old.status_code) == (404, 410)
    assert "48 hours" in old.content.decode()
    assert Ad.objects.get().state == "unconfirmed"


def test_an_old_link_does_not_say_that_a_confirmed_ad_was_deleted(client, monkeypatch):
    submit(client)
    path = mailed_path()
    client.post(path)
    monkeypatch.setattr(links, "CONFIRM_WITHIN", timedelta(seconds=-1))

    old = client.get(path)

    assert old.status_code == 410
    assert "Its ad was confirmed in time." in old.content.decode()
    assert "deleted" not in old.content.decode()


def test_an_address_is_one_advertiser_however_it_is_written(client):
    submit(client)
    submit(client, email="BAKER@BAKERY.EXAMPLE", headline="Another")

    assert Advertiser.objects.count() == 1
    assert Ad.objects.count() == 2


def test_nobody_fills_a_strangers_mailbox(client):
    answers = [submit(client).status_code for _ in range(6)]

    assert answers == [302] * 5 + [422]
    assert len(mail.outbox) == 5
    assert Ad.objects.count() == 5


def test_only_the_kind_of_picture_that_is_kept_is_encoded(client, monkeypatch):
    saved, save = [], Image.Image.save

    def remember(image, file, kind, **options):
        saved.append(kind)
        return save(image, file, kind, **options)

    data = typed()
    monkeypatch.setattr(Image.Image, "save", remember)
    client.post(SUBMIT, data)

    assert saved == ["WEBP"]


def test_a_strangers_words_are_never_mailed_to_anybody(client):
    words = {"headline": "BUY NOW", "text": "CHEAP PILLS", "paid_by": "SPAMMER", "call_to_action": "GO NOW!"}
    submit(client, **words, landing_url="https://pills.example/")

    (letter,) = mail.outbox
    whole = f"{letter.subject} {letter.body}"
    assert [word for word in (*words.values(), "pills.example") if word in whole] == []
    assert mailed_path().startswith("/advertise/confirm/")


@pytest.mark.parametrize(
    "email", ["bo\u017f\u017f@bakery.example", "\u212aim@bakery.example", "bäcker@bakery.example"]
)
def test_letters_that_fold_to_somebody_elses_address_are_refused(client, email):
    response = submit(client, email=email)

    assert response.status_code == 422
    assert Advertiser.objects.count() == 0


def test_two_addresses_that_only_unicode_folds_together_are_two_advertisers():
    one, two = (
        services.submit_ad(**an_ad(email))
        for email in ("boss@bakery.example", "bo\u017f\u017f@bakery.example")
    )
    again = services.submit_ad(**an_ad("BOSS@bakery.example"))

    assert one.advertiser != two.advertiser
    assert again.advertiser == one.advertiser
    assert [letter.to for letter in mail.outbox] == [
        [advertiser.email] for advertiser in (one.advertiser, two.advertiser, one.advertiser)
    ]


def test_an_unconfirmed_advertiser_with_an_account_does_not_end_all_forgetting(client):
    long_ago = timezone.now() - timedelta(hours=49)
    odd = Advertiser.objects.create(email="odd@bakery.example", created_at=long_ago)
    ledger.open_accounts(odd)
    submit(client)
    Ad.objects.update(created_at=long_ago)
    Advertiser.objects.update(created_at=long_ago)

    services.forget_unconfirmed()

    assert (Ad.objects.count(), list(Advertiser.objects.all())) == (0, [odd])


def test_what_nobody_confirmed_is_forgotten_after_two_days_with_its_picture(client):
    submit(client)
    old = Ad.objects.get()
    image = old.versions.get().image
    long_ago = timezone.now() - timedelta(hours=49)
    Ad.objects.update(created_at=long_ago)
    Advertiser.objects.update(created_at=long_ago)
    submit(client, email="fresh@bakery.example")
    kept = a_waiting_ad()
    Ad.objects.filter(pk=kept.pk).update(created_at=long_ago)

    services.forget_unconfirmed()
    services.forget_unconfirmed()

    assert set(Ad.objects.values_list("state", flat=True)) == {"waiting", "unconfirmed"}
    assert not Ad.objects.filter(pk=old.pk).exists()
    assert not Advertiser.objects.filter(email="baker@bakery.example").exists()
    assert not default_storage.exists(image)
    assert default_storage.exists(kept.versions.get().image)
