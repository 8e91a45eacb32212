from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services, views
from articles.models import Section
from newsroom.models import Purge
from tests.factories_articles import (
    make_article,
    make_author,
    make_editor,
    make_live,
    make_photo,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def keys_of(response):
    return set(response["Surrogate-Key"].split())


@pytest.fixture
def story():
    make_section(slug="elsewhere")
    return make_live(
        slug="one",
        section=make_section(slug="city"),
        bylines=[make_author(slug="ana")],
        tags=[make_tag()],
        lead_photo=make_photo(),
        first_published_at=NOON,
    )


ADDRESSES = ["/", "/section/city/", "/author/ana/", "/2026/03/04/one/"]


def test_every_page_of_the_paper_but_the_search_is_kept():
    pages = (views.front_page, views.section_page, views.author_page, views.article_page)
    assert all(getattr(page, "is_kept", False) for page in pages)
    assert not hasattr(views.search_page, "is_kept")


def test_each_page_names_what_it_is_made_of(client, story):
    author, tag = story.bylines.get().author, story.tags.get()
    made_of = {f"article-{story.pk}", f"about-author-{author.pk}", "sections", f"photo-{story.lead_photo_id}"}
    a_card = made_of | {f"count-{story.pk}"}  # how much was said about it

    assert keys_of(client.get("/")) == a_card | {"front", "most-read"}
    assert keys_of(client.get("/section/city/")) == a_card | {f"section-{story.section_id}"}
    assert keys_of(client.get("/author/ana/")) == a_card | {f"author-{author.pk}", "authors"}
    assert keys_of(client.get("/2026/03/04/one/")) >= made_of | {
        "address-2026-03-04-one",
        f"about-tag-{tag.pk}",
        f"thread-{story.pk}",
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_kept_page_is_the_same_for_everyone(client, story, address):
    plain = client.get(address)
    client.force_login(make_editor())

    for_editor = client.get(address, headers={"Accept-Language": "de", "User-Agent": "x"})

    assert for_editor.content == plain.content
    assert plain["ETag"] == for_editor["ETag"]
    assert plain["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert not for_editor.cookies


def test_a_page_is_not_kept_past_the_next_scheduled_change(client, story):
    services.publish(make_article(), by=None, at=timezone.now() + timedelta(seconds=20), checked=False)

    lifetime = int(client.get("/")["Cache-Control"].split("s-maxage=")[1].split(",")[0])

    assert lifetime <= 20


def test_the_pages_that_a_moved_or_withdrawn_story_leaves_behind_are_named_too(client, story):
    story.slug = "two"
    story.save()
    services.publish(story, by=None, checked=False)
    moved = client.get("/2026/03/04/one/")
    services.withdraw(story, by=None, reason="Wrong.")
    gone = client.get("/2026/03/04/two/")

    assert (moved.status_code, gone.status_code) == (301, 410)
    assert keys_of(moved) == {"address-2026-03-04-one", f"article-{story.pk}"}
    assert keys_of(gone) >= {"address-2026-03-04-two", f"article-{story.pk}"}
    assert keys_of(client.get("/2026/03/04/nothing/")) == {"address-2026-03-04-nothing", "redirects"}


def publish_another(story):
    make_live(section=story.section, bylines=[story.bylines.get().author], slug="another")


def publish_elsewhere(story):
    make_live(section=Section.objects.get(slug="elsewhere"))


def publish_an_update(story):
    story.headline = "Another headline"
    story.save()
    services.publish(story, by=None, checked=False)


def change_the_draft(story):
    story.headline = "Not for readers yet"
    story.save()


def move(story):
    story.slug = "two"
    story.save()
    services.publish(story, by=None, checked=False)


def withdraw(story):
    services.withdraw(story, by=None, reason="Wrong.")


def close_comments(story):
    services.switch(story, by=None, comments_open=False)


@pytest.mark.parametrize(
    "change",
    [
        publish_another,
        publish_elsewhere,
        publish_an_update,
        change_the_draft,
        move,
        withdraw,
        close_comments,
    ],
)
def test_a_page_that_changes_is_made_of_what_was_purged(client, story, change):
    addresses = [*ADDRESSES, "/2026/03/04/two/"]
    before = {address: client.get(address) for address in addresses}
    Purge.objects.all().delete()

    change(story)

    purged = set(Purge.objects.values_list("name", flat=True))
    for address in addresses:
        after = client.get(address)
        if (after.status_code, after.content) != (before[address].status_code, before[address].content):
            assert keys_of(before[address]) & purged, address


@pytest.mark.parametrize("folder", ["/2026/03/04/", "/section/", "/author/"])
def test_an_address_longer_than_any_is_no_page_and_no_name(client, folder):
    longest, too_long = (client.get(f"{folder}{'a' * letters}/") for letters in (120, 121))

    assert (longest.status_code, too_long.status_code) == (404, 404)
    assert len(keys_of(longest)) == 2
    assert keys_of(too_long) == {"redirects"}


@pytest.mark.parametrize("stories", [1, 5])
@pytest.mark.parametrize("address", ["/section/city/", "/author/ana/"])
def test_a_list_costs_the_same_however_long(client, django_assert_num_queries, address, stories):
    section, author, photo = make_section(slug="city"), make_author(slug="ana"), make_photo()
    for _ in range(stories):
        make_live(section=section, bylines=[author], lead_photo=photo)

    # sections, what is placed or the author and their topics, stories, bylines, the next scheduled change
    with django_assert_num_queries(6 if "author" in address else 5):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 5])
def test_an_article_without_its_guests_costs_five_queries(client, rows):
    make_live(
        slug="one",
        bylines=[make_author(portrait=make_photo()) for _ in range(rows)],
        tags=[make_tag() for _ in range(rows)],
        key_points=[f"Point {number}" for number in range(rows)],
        lead_photo=make_photo(),
        first_published_at=NOON,
    )

    with CaptureQueriesContext(connection) as queries:
        client.get("/2026/03/04/one/")

    # the release, bylines, what stands beside it, sections, the next scheduled change
    own = [query["sql"] for query in queries if 'FROM "comments_' not in query["sql"]]
    assert len(own) == 5, own
