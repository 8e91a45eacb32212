import pytest

from articles import services
from articles.models import Article, Release
from articles.page import Page
from tests.factories_articles import make_article, make_author, make_live, make_photo, make_tag

pytestmark = pytest.mark.django_db

WHOLE = {
    "headline": "Flood",
    "kicker": "Weather",
    "standfirst": "It rained.",
    "type": "analysis",
    "lead_caption": "Rain",
    "body": "<p>It rained.</p>",
    "key_points": ["Wet", "Cold"],
}


def make_whole():
    people = [make_author(), (make_author(), "photos")]
    return make_article(**WHOLE, bylines=people, tags=[make_tag(), make_tag()], lead_photo=make_photo())


def test_the_preview_shows_what_publishing_then_shows():
    article = make_whole()
    preview = Page.from_article(article)
    services.publish(article, by=None, checked=False)

    page = Page.from_release(Release.objects.for_page().get())

    differing = {name for name in vars(page) if vars(page)[name] != vars(preview)[name]}
    assert differing == {"url", "published_at", "updated_at", "word_count", "is_preview"}
    assert (preview.url, preview.published_at, preview.is_preview) == ("", None, True)
    assert [(c.role, c.role_label) for c in page.bylines] == [("by", "By"), ("photos", "Photos by")]
    assert page.type_label == "Analysis"
    assert len(page.tags) == len(page.key_points) == 2


def test_the_preview_of_a_live_article_has_its_address_and_dates_but_the_desks_text():
    make_live(headline="Old", slug="old")
    Article.objects.update(headline="New", slug="new")
    release = Release.objects.get()

    preview = Page.from_article(Article.objects.get())

    assert (preview.headline, preview.url) == ("New", release.get_absolute_url())
    assert (preview.published_at, preview.updated_at) == (release.published_at, release.updated_at)
    assert not preview.is_updated


def test_only_a_substantive_update_makes_the_page_say_updated():
    article = make_live()
    Article.objects.update(headline="Small")
    services.publish(article, by=None, substantive=False, checked=False)
    assert not Page.from_release(Release.objects.for_page().get()).is_updated

    Article.objects.update(headline="Large")
    services.publish(article, by=None, checked=False)
    assert Page.from_release(Release.objects.for_page().get()).is_updated


def test_a_page_is_built_without_queries_of_its_own(django_assert_num_queries):
    services.publish(make_whole(), by=None, checked=False)
    release = Release.objects.for_page().get()

    with django_assert_num_queries(0):
        page = Page.from_release(release)

    assert page.section.name
    assert (page.is_sensitive, page.comments_open) == (False, True)
