"""The photo library on the desk."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo
from newsroom.models import Purge
from tests.factories_articles import make_article, make_photo
from tests.factories_desk import client_of, make_chief, make_person
from tests.factories_pictures import a_picture_file

pytestmark = pytest.mark.django_db
PHOTOS = "/admin/articles/photo/"


def upload(client, content, **fields):
    file = SimpleUploadedFile("picture.jpg", content, "image/jpeg")
    return client.post(f"{PHOTOS}add/", {"file": file} | fields, follow=True)


def test_a_photo_is_uploaded_with_its_description_and_credit():
    chief = make_chief()

    upload(client_of(chief), a_picture_file((400, 300)).read(), alt="A quay", credit="Jo Okafor")

    photo = Photo.objects.get()
    assert (photo.alt, photo.credit, photo.uploaded_by) == ("A quay", "Jo Okafor", chief)
    assert (photo.width, photo.height) == (400, 300)
    assert {"avif", "webp"} <= set(photo.renditions[0])


def test_a_photo_needs_words_unless_it_is_decoration():
    client = client_of(make_chief())

    answer = upload(client, a_picture_file().read())
    assert "Describe the picture for those who cannot see it" in answer.text
    assert not Photo.objects.exists()

    upload(client, a_picture_file().read(), is_decorative="on")
    assert Photo.objects.get().is_decorative


@pytest.mark.parametrize("content", [b"no picture", b"", b"\xff\xd8\xff\xe0 and then nothing"])
def test_what_is_no_picture_is_refused_in_words(content):
    answer = upload(client_of(make_chief()), content, alt="A quay")

    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors["file"]
    assert not Photo.objects.exists()


def test_the_same_picture_twice_is_refused_with_the_way_to_the_one_that_is_there():
    client = client_of(make_chief())
    upload(client, a_picture_file().read(), alt="A <quay>")

    answer = upload(client, a_picture_file().read(), alt="Again")

    there = f'<a href="{PHOTOS}{Photo.objects.get().pk}/change/">A &lt;quay&gt;</a>'
    assert f"This picture is in the library already: {there}." in answer.text
    assert 'value="Again"' in answer.text
    assert Photo.objects.count() == 1


def test_the_day_until_which_it_may_be_used_is_typed():
    client = client_of(make_chief())
    upload(client, a_picture_file().read(), alt="A quay", usable_until="2031-05-06")
    photo = Photo.objects.get()
    assert photo.usable_until == date(2031, 5, 6)

    answer = client.post(f"{PHOTOS}{photo.pk}/change/", {"alt": "A quay", "usable_until": "the sixth"})
    assert answer.status_code == 422

    client.post(f"{PHOTOS}{photo.pk}/change/", {"alt": "A quay", "usable_until": ""})
    photo.refresh_from_db()
    assert photo.usable_until is None


def test_the_focal_point_is_typed_in_percent():
    photo = make_photo(alt="A quay")
    client, address = client_of(make_chief()), f"{PHOTOS}{photo.pk}/change/"

    client.post(address, {"alt": "A quay", "focal_x": "30", "focal_y": "71"})
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (30, 71)

    client.post(address, {"alt": "A quay", "focal_x": "", "focal_y": "70"})
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (30, 70)

    for wrong in ("101", "-1", "half", "9" * 30):
        answer = client.post(address, {"alt": "A quay", "focal_x": wrong})
        assert (wrong, answer.status_code) == (wrong, 422)
        assert f'value="{wrong}"' in answer.text


def test_changed_words_are_purged_where_the_photo_shows():
    photo = make_photo(alt="A quay")

    client_of(make_chief()).post(f"{PHOTOS}{photo.pk}/change/", {"alt": "The old quay"})

    photo.refresh_from_db()
    assert photo.alt == "The old quay"
    assert list(Purge.objects.values_list("name", flat=True)) == [f"photo-{photo.pk}"]


def test_a_photo_in_use_cannot_be_deleted():
    photo = make_photo()
    make_article(lead_photo=photo)
    client = client_of(make_chief())

    client.post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [photo.pk], "_sure": "1"}
    assert "is in use and stays." in client.post(PHOTOS, chosen, follow=True).text

    assert Photo.objects.get() == photo


def test_the_picker_finds_photos_by_their_words():
    make_photo(caption="The harbour at dusk")
    make_photo(caption="Trams")
    address = f"{PHOTOS}choose/?name=lead_photo&q="

    found = client_of(make_chief()).get(f"{address}harbour%00").text

    assert "The harbour at dusk" in found
    assert "Trams" not in found
    assert client_of(make_person()).get(address).status_code == 403
