"""The library as the desk uses it: many pictures at once, and what is to know of each."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from articles.models import Photo
from newsroom.models import AuditEntry
from tests.factories_articles import make_author, make_editor, make_live, make_photo
from tests.factories_desk import a_photo_writer, client_of, make_chief, make_person
from tests.factories_pictures import a_picture_file

pytestmark = pytest.mark.django_db
PHOTOS = "/admin/articles/photo/"
UPLOAD, DESCRIBE = f"{PHOTOS}upload/", f"{PHOTOS}describe/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_file(name, content=None, **picture):
    return SimpleUploadedFile(name, content or a_picture_file((60, 40), **picture).read(), "image/jpeg")


def test_of_many_files_each_is_answered_for_itself():
    client = client_of(make_chief())
    client.post(UPLOAD, {"files": [a_file("known.jpg")]})
    known = Photo.objects.get()
    files = [a_file("blue.jpg", quality=60), a_file("known.jpg"), a_file("text.jpg", b"no picture")]

    answer = client.post(UPLOAD, {"files": files}, follow=True)

    new = Photo.objects.exclude(pk=known.pk).get()
    assert answer.redirect_chain == [(f"{DESCRIBE}?photo={new.pk}", 302)]
    assert f'“known.jpg”: In the library already: <a href="{PHOTOS}{known.pk}/change/">' in answer.text
    assert "“text.jpg”: This is not a picture. Use JPEG, PNG, WebP, AVIF or a still GIF." in answer.text
    assert "Describe 1 picture<" in answer.text
    assert AuditEntry.objects.filter(verb="added", noun="articles.photo").count() == 2


def test_a_script_is_answered_in_json():
    client = client_of(make_chief())

    def sent(file):
        return client.post(UPLOAD, {"files": [file]}, headers={"Accept": "application/json"}).json()[
            "answers"
        ]

    photo_key = sent(a_file("blue.jpg"))[0]["key"]
    assert photo_key == Photo.objects.get().pk
    assert sent(a_file("b<l>ue.jpg")) == [
        {
            "name": "b<l>ue.jpg",
            "said": "In the library already:",
            "is_new": False,
            "href": f"{PHOTOS}{photo_key}/change/",
            "known": str(Photo.objects.get()),
        }
    ]
    assert sent(a_file("x.jpg", b"\xff\xd8\xff"))[0]["said"].startswith("This is not a picture.")


def test_sending_nothing_is_answered_in_words():
    assert "Choose one picture or more." in client_of(make_chief()).post(UPLOAD, follow=True).text


def test_more_than_twenty_at_once_are_told_to_come_again(monkeypatch):
    monkeypatch.setattr("articles.admin.uploads.AT_ONCE", 1)
    files = [a_file("one.jpg"), a_file("two.jpg", quality=50)]

    answer = client_of(make_chief()).post(UPLOAD, {"files": files}, follow=True)

    assert Photo.objects.count() == 1
    assert "“two.jpg”: Send at most 1 pictures at once." in answer.text


def described(photo, **words):
    return {f"photo-{photo.pk}-{name}": value for name, value in words.items()}


def test_pictures_that_came_together_are_described_together():
    quay, pattern, later = make_photo(alt=""), make_photo(alt="", credit="Ana"), make_photo(alt="")
    client = client_of(make_chief())
    address = f"{DESCRIBE}?photo={quay.pk}&photo={pattern.pk}&photo={later.pk}"
    assert client.get(address).text.count('name="photo"') == 3

    answer = client.post(
        DESCRIBE,
        {"photo": [quay.pk, pattern.pk, later.pk]}
        | described(quay, alt="A quay", credit="Jo")
        | described(pattern, is_decorative="on", credit="Ana"),
        follow=True,
    )

    assert "2 pictures described." in answer.text
    assert "1 picture still waits for a description" in answer.text
    words = Photo.objects.order_by("pk").values_list("alt", "is_decorative", "credit")
    assert list(words) == [("A quay", False, "Jo"), ("", True, "Ana"), ("", False, "")]


def test_a_credit_without_a_description_is_asked_for_it_and_kept():
    photo, other = make_photo(alt=""), make_photo(alt="")
    typed = {"photo": [photo.pk, other.pk]} | described(photo, credit="Jo") | described(other, alt="A tram")

    answer = client_of(make_chief()).post(DESCRIBE, typed)

    assert answer.status_code == 422
    assert "Describe the picture for those who cannot see it" in answer.text
    assert 'value="Jo"' in answer.text
    assert 'value="A tram"' in answer.text
    assert not Photo.objects.exclude(alt="").exists()


def test_a_writer_describes_what_they_added_once_and_nothing_else():
    writer = a_photo_writer()
    client = client_of(writer)
    client.post(UPLOAD, {"files": [a_file("own.jpg")]})
    own, others = Photo.objects.get(), make_photo(alt="", uploaded_by=make_editor())
    typed = {"photo": [own.pk, others.pk]} | described(own, alt="Mine") | described(others, alt="Taken")

    client.post(DESCRIBE, typed)
    client.post(DESCRIBE, {"photo": [own.pk]} | described(own, alt="Changed"))

    assert set(Photo.objects.values_list("pk", "alt")) == {(own.pk, "Mine"), (others.pk, "")}


@pytest.mark.parametrize("address", [UPLOAD, DESCRIBE])
def test_who_may_not_add_photos_gets_nowhere(address):
    client = client_of(make_person("articles.view_photo"))

    assert client.post(address, {"files": [a_file("x.jpg")], "photo": "1"}).status_code == 403
    assert not Photo.objects.exists()


@pytest.mark.parametrize("keys", ["", "photo=x", "photo=999999", f"photo={'9' * 40}"])
def test_keys_of_no_photo_lead_back_to_the_list(keys):
    assert client_of(make_chief()).get(f"{DESCRIBE}?{keys}").headers["Location"] == PHOTOS


def listed(client, query):
    return [photo.caption for photo in client.get(f"{PHOTOS}?{query}").context["cl"].result_list]


def test_the_list_shows_what_lacks_something():
    client, today = client_of(make_chief()), localdate()
    fine = {"credit": "Ana", "alt": "x"}
    make_photo(caption="undescribed", **fine | {"alt": ""})
    make_photo(caption="decoration", **fine | {"alt": "", "is_decorative": True})
    make_photo(caption="uncredited", **fine | {"credit": ""})
    make_live(lead_photo=make_photo(caption="live", **fine, usable_until=today - DAY))
    make_author(portrait=make_photo(caption="portrait", **fine, usable_until=today + 14 * DAY))
    make_photo(caption="later", **fine, usable_until=today + 15 * DAY)

    assert listed(client, "view=undescribed") == ["undescribed"]
    assert listed(client, "view=uncredited") == ["uncredited"]
    assert set(listed(client, "view=unused")) == {"undescribed", "decoration", "uncredited", "later"}
    assert listed(client, "view=replace") == ["live", "portrait"]
    assert set(listed(client, "view=ending")) == {"live", "portrait"}
    assert len(listed(client, "view=nonsense")) == 6


@pytest.mark.parametrize("word", ["alt", "caption", "credit", "source"])
def test_a_photo_is_found_by_its_words(word):
    make_photo(**{"caption": "found", word: "The Quay at dusk" if word != "caption" else "found quay"})
    make_photo(caption="other")

    assert [caption.split()[0] for caption in listed(client_of(make_chief()), "q=quay")] == ["found"]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(django_assert_num_queries, rows):
    client = client_of(make_chief())
    for _ in range(rows):
        make_live(lead_photo=make_photo())

    with django_assert_num_queries(4):  # session, person, how many, photos
        client.get(PHOTOS)
