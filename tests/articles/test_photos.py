from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template

from articles import photos
from articles.models import Photo
from articles.photos import KnownPhotoError, add_photo, change_photo, read_photo, remove_photo
from newsroom.models import Purge
from newsroom.pictures import CROPS, PictureError
from tests.factories_pictures import a_picture_file, an_uploader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def a_photo(size=(700, 350), **fields):
    return add_photo(a_picture_file(size), by=an_uploader(), **{"alt": "A blue harbour"} | fields)


def test_a_photo_is_stored_with_everything_that_was_said(media):
    uploader = an_uploader()

    photo = add_photo(
        a_picture_file((700, 350)),
        by=uploader,
        alt=" A blue harbour ",
        caption="The harbour",
        credit="Ada Lens",
        source="Own",
        licence="All rights",
        usable_until=date(2030, 1, 1),
        focal_x=20,
        focal_y=80,
    )

    photo.refresh_from_db()
    assert (photo.alt, photo.caption, photo.credit) == ("A blue harbour", "The harbour", "Ada Lens")
    assert (photo.source, photo.licence, photo.usable_until) == ("Own", "All rights", date(2030, 1, 1))
    assert (photo.focal_x, photo.focal_y, photo.width, photo.height) == (20, 80, 700, 350)
    assert photo.uploaded_by == uploader
    folder = photo.file.name.removesuffix("/original.jpg")
    cut = [crop["name"] for crop in photo.crops.values()]
    assert set(files_in(media)) == {*cut} | {
        f"{folder}/{name}" for name in ("320.avif", "320.webp", "700.avif", "700.webp", "original.jpg")
    }
    assert {name.rpartition("/")[0] for name in cut} == {folder}
    assert [rendition["width"] for rendition in photo.renditions] == [320, 700]


def test_the_names_of_a_photos_files_cannot_be_guessed():
    folder, token, _ = a_photo().file.name.split("/")

    assert folder == "photos"
    assert len(token) == 16
    assert token != a_photo((701, 350)).file.name.split("/")[1]


@pytest.mark.parametrize("alt", ["", "   "])
def test_a_photo_without_a_description_is_refused_unless_it_is_decoration(alt, media):
    with pytest.raises(PictureError, match="Describe the picture"):
        a_photo(alt=alt)
    assert files_in(media) == []

    assert a_photo(alt=alt, is_decorative=True).alt == ""


def test_a_decoration_keeps_no_description():
    assert a_photo(alt="Something", is_decorative=True).alt == ""


def test_the_credit_inside_the_file_counts_only_where_none_is_typed():
    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = "Ada Lens"

    inside = add_photo(a_picture_file(exif=exif), by=None, alt="x", credit="")
    typed = add_photo(a_picture_file(exif=exif, quality=60), by=None, alt="x", credit="Bo")

    assert (inside.credit, typed.credit) == ("Ada Lens", "Bo")


def test_the_same_file_twice_is_refused_in_words_with_the_photo_that_is_there(media):
    first, before = a_photo(), files_in(media)

    with pytest.raises(KnownPhotoError, match=r"in the library already: A blue harbour\.") as refused:
        a_photo(alt="Other words")

    assert refused.value.photo == first
    assert files_in(media) == before
    assert Photo.objects.get().alt == "A blue harbour"


def test_a_form_can_refuse_before_anything_is_written(media):
    known = a_photo()

    with pytest.raises(KnownPhotoError) as refused:
        read_photo(a_picture_file((700, 350)))
    assert refused.value.photo == known

    picture = read_photo(a_picture_file((701, 350)))
    assert add_photo(picture, by=None, alt="x").width == 701


def test_when_the_row_cannot_be_written_no_file_is_left(media):
    with pytest.raises(IntegrityError, match="photo_focus"), transaction.atomic():
        a_photo(focal_x=101)

    assert files_in(media) == []
    assert Photo.objects.count() == 0


def test_a_picture_over_the_limit_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 1000)

    with pytest.raises(PictureError, match="too large"):
        a_photo()


def test_an_unknown_field_is_a_mistake_of_the_programmer():
    with pytest.raises(TypeError, match="A photo has no colour"):
        a_photo(colour="blue")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_file_at_once_one_is_told_that_it_is_there(media):
    def send(_):
        try:
            return add_photo(a_picture_file((330, 200)), by=None, alt="x").pk
        except KnownPhotoError as known:
            return known.photo.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))

    assert len(set(answers)) == 1
    assert Photo.objects.count() == 1
    assert len(files_in(media)) == 3 + len(CROPS)


def test_changing_a_photo_purges_the_pages_that_show_it():
    photo = a_photo()
    Purge.objects.all().delete()

    change_photo(photo, by=None, caption="New words")

    photo.refresh_from_db()
    assert (photo.caption, photo.alt) == ("New words", "A blue harbour")
    assert list(Purge.objects.values_list("name", flat=True)) == [f"photo-{photo.pk}"]


def test_a_description_cannot_be_taken_away():
    photo = a_photo()

    with pytest.raises(PictureError, match="Describe the picture"):
        change_photo(photo, by=None, alt=" ")

    assert Photo.objects.get().alt == "A blue harbour"
    assert change_photo(Photo.objects.get(), by=None, is_decorative=True).alt == ""


def test_removing_a_photo_deletes_its_files_only_once_that_is_certain(
    media, django_capture_on_commit_callbacks
):
    photo = a_photo()

    with django_capture_on_commit_callbacks() as on_commit:
        remove_photo(photo)
    assert len(files_in(media)) == 5 + len(CROPS)
    for callback in on_commit:
        callback()

    assert files_in(media) == []
    assert Photo.objects.count() == 0


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def drawn(call, **context):
    return Template("{% load pictures %}" + call).render(Context(context))


def test_the_picture_tag_offers_avif_then_webp_then_the_original():
    photo = a_photo(alt='A "blue" <harbour>')
    folder = default_storage.url(photo.file.name).removesuffix("/original.jpg")

    tags = Tags(drawn('{% picture photo sizes="(min-width: 60em) 40rem, 100vw" %}', photo=photo)).found

    sizes = "(min-width: 60em) 40rem, 100vw"
    assert tags == [
        ("picture", {"class": "picture"}),
        (
            "source",
            {
                "type": "image/avif",
                "srcset": f"{folder}/320.avif 320w, {folder}/700.avif 700w",
                "sizes": sizes,
            },
        ),
        (
            "source",
            {
                "type": "image/webp",
                "srcset": f"{folder}/320.webp 320w, {folder}/700.webp 700w",
                "sizes": sizes,
            },
        ),
        (
            "img",
            {
                "src": f"{folder}/original.jpg",
                "width": "700",
                "height": "350",
                "alt": 'A "blue" <harbour>',
                "decoding": "async",
                "loading": "lazy",
            },
        ),
    ]


def test_the_lead_picture_is_fetched_first_and_not_lazily():
    img = Tags(drawn("{% picture photo lazy=False %}", photo=a_photo())).found[-1][1]

    assert img["fetchpriority"] == "high"
    assert "loading" not in img


def test_a_decoration_has_an_empty_description_and_a_use_may_have_its_own():
    decoration = a_photo(is_decorative=True)

    assert Tags(drawn("{% picture photo %}", photo=decoration)).found[-1][1]["alt"] == ""
    assert Tags(drawn("{% picture photo alt='Here' %}", photo=decoration)).found[-1][1]["alt"] == "Here"


def test_without_a_photo_the_tag_draws_nothing():
    assert drawn("{% picture photo %}", photo=None).strip() == ""


def test_drawing_a_photo_reads_no_database(django_assert_num_queries):
    photo = a_photo()

    with django_assert_num_queries(0):
        drawn("{% picture photo %}", photo=photo)
