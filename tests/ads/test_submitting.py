"""The form of an ad: what comes back with it, what it shows before it is sent, and how often."""

import re

import pytest
from django.core.files.storage import default_storage

from ads import services
from ads.models import Ad, AdUpload, AdVersion
from tests.ads.test_submissions import SUBMIT, submit, typed
from tests.factories_articles import make_section

pytestmark = pytest.mark.django_db


def kept_word(response):
    return re.search(r'name="kept_image" value="([^"]*)"', response.content.decode())[1]


def test_the_picture_need_not_be_chosen_again_after_a_mistake(client):
    wrong = submit(client, headline="")
    word = kept_word(wrong)

    sent = submit(client, image=None, kept_image=word)

    assert (wrong.status_code, sent.status_code) == (422, 302)
    assert "We have your picture." in wrong.content.decode()
    assert default_storage.exists(AdVersion.objects.get().image)
    assert AdUpload.objects.count() == 0


def test_the_ad_can_be_looked_at_before_it_is_sent(client):
    shown = submit(client, preview="1", headline="Rye <b>bread</b>")

    page = shown.content.decode()
    assert shown.status_code == 200
    assert Ad.objects.count() == 0
    assert page.count("Rye &lt;b&gt;bread&lt;/b&gt;</strong>") == 2
    image = re.search(r'<img src="(/media/campaigns/[^"]+)"', page)[1]
    assert default_storage.exists(image.removeprefix("/media/"))
    assert submit(client, image=None, kept_image=kept_word(shown)).status_code == 302


def test_it_is_shown_as_far_as_it_is_typed_also_before_a_picture_is_chosen(client):
    shown = submit(client, preview="1", image=None, headline="Rye bread", landing_url="http://no")

    assert shown.status_code == 422
    assert 'aria-labelledby="preview-title" data-preview>' in shown.text
    assert shown.text.count("Rye bread</strong>") == 2
    assert len(re.findall(r'<img src="/static/campaigns/example[^"]*"', shown.text)) == 2


def test_a_word_for_a_picture_that_we_never_gave_is_refused_in_words(client):
    response = submit(client, image=None, kept_image="ads/somebody.webp:1:forged")

    assert response.status_code == 422
    assert "Please choose the picture again" in response.content.decode()


def test_sent_twice_by_one_press_it_is_one_ad(client):
    word = kept_word(submit(client, preview="1"))

    answers = [submit(client, image=None, kept_image=word).status_code for _ in range(2)]

    assert (answers, Ad.objects.count()) == ([302, 302], 1)


def test_pictures_of_forms_that_were_never_sent_are_forgotten_and_sent_ones_kept(client):
    submit(client, preview="1")
    lost = AdUpload.objects.get().name
    submit(client)
    AdUpload.objects.update(at="2026-01-01T00:00Z")

    services.forget_uploads()

    assert not default_storage.exists(lost)
    assert default_storage.exists(AdVersion.objects.get().image)


def test_where_and_when_are_kept_as_typed(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    make_section(name="World", slug="world")
    submit(
        client,
        sections=["world"],
        tags="Tea,  Green Tea, tea",
        avoid_words="courts",
        daily_cap_cents="12.50",
        starts_on="2099-03-01",
        ends_on="2099-03-31",
    )

    ad, version = Ad.objects.get(), AdVersion.objects.get()
    assert (version.sections, version.tags) == (["world"], ["tea", "green-tea"])
    assert version.avoid_words == ["courts"]
    assert ad.daily_cap_cents == 1250
    assert (ad.starts_at.isoformat(), ad.ends_at.isoformat()) == (
        "2099-02-28T23:00:00+00:00",
        "2099-03-31T22:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sections", ["no-such"], "is not one of the available choices"),
        ("tags", ",".join(f"word{number}" for number in range(21)), "At most 20 words"),
        ("avoid_words", "x" * 61, "At most 20 words"),
        ("daily_cap_cents", "0.50", "The least is $1."),
        ("starts_on", "soon", "Enter a valid date"),
        ("ends_on", "2001-01-01", "The last day is over before the ad begins."),
        ("starts_on", "1999-12-31", "Choose a day of this century."),
        ("ends_on", "9999-12-31", "Choose a day of this century."),
    ],
)
def test_where_and_when_are_judged_in_words(client, field, value, words):
    response = client.post(SUBMIT, typed() | {field: value})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_one_network_cannot_flood_the_desk(client, monkeypatch):
    monkeypatch.setattr("ads.views.submission.SUBMISSIONS_AN_HOUR", 2)

    answers = [submit(client, email=f"{number}@bakery.example").status_code for number in range(3)]

    assert answers == [302, 302, 429]


def test_who_sends_too_much_keeps_the_words_and_no_picture_is_decoded(client, monkeypatch):
    monkeypatch.setattr("ads.views.submission.SUBMISSIONS_AN_HOUR", 1)
    unfit = submit(client, headline="").status_code
    decoded = []
    monkeypatch.setattr("ads.forms.submission.read_picture", lambda *args, **limits: decoded.append(args))

    response = submit(client)

    page = response.content.decode()
    assert (unfit, response.status_code, response.headers["Retry-After"]) == (422, 429, "3600")
    assert decoded == []
    assert "Many ads came from your network" in page
    assert 'value="A loaf on a board"' in page
    assert "This field is required" not in page


def test_the_offer_has_a_form_that_goes_on_to_the_whole_one_without_a_cookie(client):
    offer = client.get("/advertise/")
    page = offer.text

    form = re.search(
        r'<form class="form" method="get" action="([^"]+)" novalidate>(.*?)</form>', page, re.DOTALL
    )
    assert form[1] == SUBMIT
    assert re.findall(r'<input type="text" name="([^"]+)"', form[2]) == [
        "headline",
        "text",
        "call_to_action",
        "paid_by",
    ]
    assert page.count("Your headline, in up to fifty characters</strong>") == 2
    assert not offer.cookies


def test_what_was_tried_on_the_offer_is_shown_and_stands_in_the_form(client):
    answer = client.get(
        SUBMIT, {"headline": "<b>Rye</b>" + "x" * 50, "paid_by": "Quay", "email": "a@b.example"}
    )

    page = answer.text
    assert answer.status_code == 200
    assert page.count(f"&lt;b&gt;Rye&lt;/b&gt;{'x' * 40}</strong>") == 2
    assert f'name="headline" value="&lt;b&gt;Rye&lt;/b&gt;{"x" * 40}"' in page
    assert 'name="paid_by" value="Quay"' in page
    assert 'name="call_to_action" value="Learn more"' in page
    assert "a@b.example" not in page
    assert re.search(r"<section class=\"advertise-previews\"[^>]*>", page)[0].endswith(
        '"preview-title" data-preview>'
    )
    assert not answer.cookies


def test_without_anything_tried_there_is_no_preview_before_something_is_typed(client):
    page = client.get(SUBMIT).text

    assert 'aria-labelledby="preview-title" hidden data-preview>' in page
