"""From an empty form to an ad that waits for review, and what the advertiser reads."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ads import links, services
from ads.models import Ad, AdVersion, Advertiser
from tests.factories_ads import a_human, a_live_ad, a_picture_file, a_token, a_waiting_ad, an_editor

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


def submit(client, **changes):
    return client.post(SUBMIT, {name: value for name, value in typed(**changes).items() if value is not None})


def mailed_path(number=-1):
    return next(
        line.removeprefix("http://127.0.0.1:8000")
        for line in mail.outbox[number].body.splitlines()
        if line.startswith("http")
    )


def test_a_stranger_submits_an_ad_and_gets_a_link(client):
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
    assert (mail.outbox[0].to, len(mail.outbox)) == (["Baker@bakery.example"], 1)
    assert "Confirm your ad “Rye bread by post”" in mail.outbox[0].subject
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
        ("budget_cents", "1e999999", "The most is $100,000."),
        ("email", "nobody", "Enter a valid email address"),
        ("policy", None, "Please confirm that the ad keeps to the rules."),
        ("alt", "", "This field is required"),
        ("image", None, "This field is required"),
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
    assert submit(Client(enforce_csrf_checks=True)).status_code == 403


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


def test_one_network_cannot_flood_the_desk(client, monkeypatch):
    monkeypatch.setattr("ads.views.SUBMISSIONS_AN_HOUR", 2)

    answers = [submit(client, email=f"{number}@bakery.example").status_code for number in range(3)]

    assert answers == [302, 302, 422]


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
    assert not Advertiser.objects.filter(email="Baker@bakery.example").exists()
    assert not default_storage.exists(image)
    assert default_storage.exists(kept.versions.get().image)


def test_approving_tells_the_advertiser_and_freezes_the_version():
    ad = a_waiting_ad()
    version = ad.versions.get()

    services.approve_version(version, by=an_editor())
    with pytest.raises(services.RefusedError, match="decided before"):
        services.approve_version(version, by=an_editor())
    with pytest.raises(services.RefusedError, match="decided before"):
        services.reject_version(version, by=an_editor(), reason="late")

    ad.refresh_from_db()
    assert (ad.state, ad.version) == ("approved", version)
    assert [letter.subject for letter in mail.outbox] == ["Your ad “Fresh tea, every Friday” is approved"]


def test_a_rejection_has_a_reason_that_reaches_the_advertiser():
    ad = a_waiting_ad()
    version = ad.versions.get()

    with pytest.raises(services.RefusedError, match="Say why"):
        services.reject_version(version, by=an_editor(), reason="  ")
    services.reject_version(version, by=an_editor(), reason="We cannot read the picture's words.")

    ad.refresh_from_db()
    assert ad.state == "rejected"
    assert "We cannot read the picture's words." in mail.outbox[0].body


def test_an_unconfirmed_ad_cannot_be_approved(client):
    submit(client)

    with pytest.raises(services.RefusedError, match="not confirmed"):
        services.approve_version(AdVersion.objects.get(), by=an_editor())

    assert Ad.objects.get().state == "unconfirmed"


def test_the_advertisers_page_says_every_verdict_in_words(client, django_assert_max_num_queries):
    ad = a_live_ad()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    services.record_click(ad, evidence=a_human(a_token(ad), agent="curl/8"))
    services.record_click(ad, evidence=a_human(f"{ad.pk}.forged"))

    with django_assert_max_num_queries(7):
        response = client.get(links.status_path(ad.advertiser))

    page = response.content.decode()
    assert "your balance is <strong>$9.00</strong>" in page
    assert "Not charged: a robot, not a reader" in page
    assert "1 click: the link was altered or made up" in page
    assert "Readers see it." in page
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_somebody_elses_page_is_not_found(client):
    path = links.status_path(a_live_ad().advertiser)

    assert client.get(path.replace(path[-5:-1], "AAAA")).status_code == 404


def test_the_advertisers_page_of_the_paper_says_the_price_and_is_kept(client):
    response = client.get(reverse("ads:advertise"))

    assert "<h1>Only $1/click</h1>" in response.content.decode()
    assert not response.cookies
    assert "sections" in response.headers["Surrogate-Key"]
