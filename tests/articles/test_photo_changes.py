"""What a changed photo does to its files, and to the pages that show it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from articles import services
from articles.drafts import check_article
from articles.front import make_front
from articles.models import Photo
from articles.photos import add_photo, change_photo, receive_photo
from articles.refusals import Unready
from newsroom import pictures
from newsroom.models import AuditEntry, Purge
from tests.articles.test_photos import drawn, files_in
from tests.factories_articles import make_article, make_author, make_live, make_photo, make_section
from tests.factories_pictures import a_picture_file, an_uploader, as_file

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def two_colours():
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (900, 300), "blue")
    image.paste("red", (0, 0, 450, 300))
    return as_file(image, "JPEG")


def colour_of(crop):
    with Image.open(default_storage.path(crop["name"])) as image:
        red, _, blue = image.getpixel((image.width // 2, image.height // 2))
    return "red" if red > blue else "blue"


@pytest.mark.django_db(transaction=True)
def test_a_new_focal_point_cuts_anew_and_the_old_crops_go(media):
    photo = add_photo(two_colours(), by=None, alt="Colours", focal_x=10)
    old, kept = set(pictures.names_of_crops(photo.crops)), len(files_in(media))
    assert colour_of(photo.crops["1x1"]) == "red"

    change_photo(Photo.objects.get(), by=None, focal_x=90)

    photo.refresh_from_db()
    assert colour_of(photo.crops["1x1"]) == "blue"
    assert not old & set(files_in(media))
    assert set(pictures.names_of_crops(photo.crops)) <= set(files_in(media))
    assert len(files_in(media)) == kept


@pytest.mark.django_db
def test_other_words_leave_the_crops_as_they_are(media):
    photo = add_photo(two_colours(), by=None, alt="Colours")
    before = files_in(media)

    change_photo(photo, by=None, caption="New")

    assert files_in(media) == before


@pytest.mark.django_db
def test_when_the_new_focal_point_cannot_be_stored_the_old_crops_stay(media):
    photo = add_photo(two_colours(), by=None, alt="Colours")
    before = files_in(media)

    with pytest.raises(Exception, match="photo_focus"):
        change_photo(photo, by=None, focal_x=101)

    assert files_in(media) == before


@pytest.mark.django_db
def test_a_photo_whose_file_was_lost_can_still_be_changed():
    photo = change_photo(make_photo(crops={}), by=None, focal_x=10)

    photo.refresh_from_db()
    assert (photo.focal_x, photo.crops) == (10, {})


@pytest.mark.django_db
def test_what_a_form_changed_is_told_in_the_log():
    photo = make_photo(alt="A pier")
    photo.alt = "A long pier"  # as a model form leaves it

    change_photo(photo, by=None, alt="A long pier")

    entry = AuditEntry.objects.get(verb="changed")
    assert (entry.before, entry.after) == ({"alt": "A pier"}, {"alt": "A long pier"})


@pytest.mark.django_db
def test_a_picture_can_come_in_before_it_is_described_and_is_held_back_until_then():
    photo = receive_photo(a_picture_file(), by=an_uploader())
    story = make_article(lead_photo=photo)

    assert (photo.alt, photo.is_decorative) == ("", False)
    assert "image_without_alt" in {finding.name for finding in check_article(story)}

    change_photo(photo, by=None, alt="A quay")
    assert "image_without_alt" not in {finding.name for finding in check_article(story)}


@pytest.mark.django_db
def test_the_words_inside_the_file_fill_what_was_left_empty(monkeypatch):
    inside = pictures.Words("Ada", "The ferry leaves.", "Wire", "© Ada")
    monkeypatch.setattr("newsroom.pictures.read_words", lambda image: inside)

    as_it_came = receive_photo(a_picture_file(), by=None)
    typed = add_photo(a_picture_file(quality=60), by=None, alt="x", caption="Mine", source="", licence="Free")

    said = [(p.credit, p.caption, p.source, p.licence) for p in (as_it_came, typed)]
    assert said == [("Ada", "The ferry leaves.", "Wire", "© Ada"), ("Ada", "Mine", "Wire", "Free")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("focus", "classes"),
    [
        ((50, 50), ""),
        ((54, 46), ""),
        ((55, 44), ' class="focus-x-60 focus-y-40"'),
        ((0, 100), ' class="focus-x-0 focus-y-100"'),
        ((50, 5), ' class="focus-y-10"'),
    ],
)
def test_the_picture_tag_says_where_to_cut_in_steps_of_ten(focus, classes):
    photo = make_photo(focal_x=focus[0], focal_y=focus[1])

    assert f"<img{classes} src=" in drawn("{% picture photo %}", photo=photo)


@pytest.mark.django_db
def test_a_shared_link_shows_the_picture_cut_for_cards(client):
    photo = add_photo(a_picture_file((1600, 1200)), by=None, alt="A quay", credit="x")
    make_live(slug="one", lead_photo=photo, first_published_at=NOON)

    page = client.get("/2026/03/04/one/").text

    assert (
        f'"og:image" content="{settings.SITE_URL}{default_storage.url(photo.crops["social"]["name"])}"'
        in page
    )
    assert '"og:image:width" content="1200"' in page
    assert '"og:image:height" content="630"' in page
    assert '"og:image:alt" content="A quay"' in page


def its_end(last_day):
    """The midnight after, in the newsroom's zone."""
    return datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))


@pytest.mark.django_db
@pytest.mark.parametrize("last_day", [date(2026, 6, 10), date(2026, 3, 29), date(2026, 10, 24)])
def test_a_photo_may_be_used_on_its_last_day_and_not_a_second_longer(last_day):
    photo = make_photo(usable_until=last_day)

    assert photo.is_usable(its_end(last_day) - SECOND)
    assert not photo.is_usable(its_end(last_day))


@pytest.mark.django_db
@pytest.mark.parametrize("last_day", [None, date.max])
def test_a_photo_without_an_end_never_expires(last_day):
    assert make_photo(usable_until=last_day).is_usable(datetime(9998, 1, 1, tzinfo=UTC))


@pytest.fixture
def last_day():
    return timezone.localdate() + timedelta(days=10)


@pytest.fixture
def pages(client, monkeypatch):
    """The text of an address at a moment: ``pages(address, at)``."""

    def look(address, at):
        with monkeypatch.context() as frozen:
            frozen.setattr("django.utils.timezone.now", lambda: at)
            return client.get(address)

    return look


@pytest.fixture
def story(last_day):
    photo = add_photo(a_picture_file(), by=None, alt="A quay", credit="x", usable_until=last_day)
    return make_live(
        slug="one",
        lead_photo=photo,
        section=make_section(slug="city"),
        bylines=[make_author(slug="ana", portrait=photo)],
        first_published_at=NOON,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/section/city/", "/author/ana/", "/2026/03/04/one/"])
def test_from_the_midnight_after_its_last_day_no_page_shows_a_photo(pages, story, last_day, address):
    folder = story.lead_photo.file.name.removesuffix("/original.jpg")
    end = its_end(last_day)

    assert folder in pages(address, end - SECOND).text
    assert folder not in pages(address, end).text


@pytest.mark.django_db
def test_pages_that_show_a_photo_are_kept_no_longer_than_it_may_be_shown(pages, story, last_day):
    end = its_end(last_day)

    assert Purge.objects.filter(name=f"photo-{story.lead_photo_id}", at=end).count() == 1
    assert "s-maxage=7," in pages("/2026/03/04/one/", end - 7 * SECOND)["Cache-Control"]
    assert f"photo-{story.lead_photo_id}" in pages("/", end)["Surrogate-Key"].split()


@pytest.mark.django_db
def test_a_licence_that_is_renewed_brings_the_photo_back_and_ends_later(pages, story, last_day):
    end, later = its_end(last_day), last_day + timedelta(days=30)

    change_photo(story.lead_photo, by=None, usable_until=later)

    assert "<picture" in pages("/2026/03/04/one/", end).text
    assert "<picture" not in pages("/2026/03/04/one/", its_end(later)).text
    assert Purge.objects.filter(name=f"photo-{story.lead_photo_id}", at=its_end(later)).count() == 1


@pytest.mark.django_db
def test_tomorrows_front_page_leaves_out_what_expires_before(story, last_day):
    end = its_end(last_day)

    leads = [make_front(at=at).lead for at in (end - SECOND, end)]

    assert [lead.shown_photo for lead in leads] == [story.lead_photo, None]


@pytest.mark.django_db
def test_what_has_expired_by_then_cannot_be_published(last_day):
    story = make_article(lead_photo=make_photo(usable_until=last_day))

    found = [
        {finding.name: finding for finding in check_article(story, at=at)}
        for at in (its_end(last_day) - SECOND, its_end(last_day))
    ]

    assert "image_has_expired" not in found[0]
    assert found[1]["image_has_expired"].is_error
    assert found[1]["image_has_expired"].field == "lead_photo"
    with pytest.raises(Unready, match="licence has ended"):
        services.publish(story, by=None, at=its_end(last_day))
