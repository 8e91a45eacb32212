"""Links of a body to the paper's own pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles import services
from articles.links import broken_links
from newsroom.models import Redirect
from tests.factories_articles import make_article, make_author, make_live, make_section

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def broken(*addresses, at=None, within=None):
    html = "".join(f'<p><a href="{address}">x</a></p>' for address in addresses)
    return broken_links(html, at=at or timezone.now(), within=within or make_article())


def test_links_to_other_places_are_not_ours_to_judge():
    assert (
        broken("https://example.org/nowhere", "#part", "mailto:a@example.org", f"{settings.SITE_URL}.evil/x")
        == []
    )


def test_pages_that_answer_are_found_however_they_are_written():
    make_live(slug="one", first_published_at=NOON)
    make_section(slug="city")
    make_author(slug="ana")

    story = ["/2026/03/04/one/", "/2026/3/4/one", "/2026/03/04/one/?a=1&amp;b#c"]
    lists = ["/", "/section/city/", "/author/ana/", "/search/", "/corrections/", settings.SITE_URL]
    assert broken(*story, *lists, f"{settings.SITE_URL}/2026/03/04/one/") == []


@pytest.mark.parametrize(
    "address",
    ["/2026/03/04/two/", "/2026/13/04/one/", "/section/none/", "/author/none/", "/nowhere", "/admin/"],
)
def test_pages_that_do_not_answer_are_broken(address):
    make_live(slug="one", first_published_at=NOON)

    assert broken(address, f"{settings.SITE_URL}{address}") == [address, f"{settings.SITE_URL}{address}"]


def test_a_story_is_found_from_the_moment_readers_see_it_until_it_is_withdrawn():
    ahead = timezone.now() + timedelta(hours=1)
    article = make_live(slug="later", at=ahead)
    address = f"/{timezone.localdate(ahead):%Y/%m/%d}/later/"

    assert broken(address) == [address]
    assert broken(address, at=ahead) == []
    assert broken(address, within=article) == []
    gone = make_live(slug="gone", first_published_at=NOON)
    services.withdraw(gone, by=None)
    assert broken("/2026/03/04/gone/") == ["/2026/03/04/gone/"]


def test_earlier_addresses_and_redirects_are_found():
    article = make_live(slug="old", first_published_at=NOON)
    article.slug = "new"
    article.save()
    services.publish(article, by=None, checked=False)
    Redirect.objects.create(old_path="/section/merged/", new_path="/section/city/")

    assert broken("/2026/03/04/old/", "/section/merged/") == []
