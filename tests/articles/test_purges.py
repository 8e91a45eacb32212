from datetime import timedelta

import pytest

from articles import services
from articles.models import Article, Release
from articles.services.purging import NEWS
from newsroom.clock import database_now
from newsroom.models import Purge
from tests.factories_articles import make_article, make_author, make_live, make_section, make_tag

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def purges_of(verb, article, **fields):
    """The names that ``verb`` purges now, and those it dates: {moment: names}.

    That a story leaves the news when it is two days old is another page's concern (``test_sitemaps``).
    """
    last = Purge.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    verb(article, by=None, **fields)
    now, dated = set(), {}
    for purge in Purge.objects.filter(pk__gt=last).exclude(name=NEWS, at__gt=database_now() + 47 * HOUR):
        if purge.at <= database_now():
            now.add(purge.name)
        else:
            dated.setdefault(purge.at, set()).add(purge.name)
    return now, dated


def names_of(article):
    """Every list that the working text of ``article`` belongs to, and its own page."""
    release = Release.timeline.filter(article=article).order_by("-live_from").first()
    return {
        "front",
        f"section-{article.section_id}",
        f"month-{release.published_at:%Y-%m}",
        f"article-{article.pk}",
        f"address-{release.day}-{release.slug}",
        *(f"author-{byline.author_id}" for byline in article.bylines.all()),
        *(f"tag-{tag.pk}" for tag in article.tags.all()),
    }


def make_whole(**fields):
    return make_article(bylines=[make_author(), make_author()], tags=[make_tag(), make_tag()], **fields)


def test_publishing_purges_every_list_it_enters_at_once_and_nothing_later():
    article = make_whole()

    now, dated = purges_of(services.publish, article, checked=False)

    assert (now, dated) == (names_of(article), {})
    assert len(now) == 9


def test_an_article_that_moves_purges_the_lists_it_leaves_and_those_it_enters():
    article = make_whole(slug="old")
    services.publish(article, by=None, checked=False)
    old = names_of(article)
    article.bylines.all().delete()
    article.tags.set([make_tag()])
    Article.objects.filter(pk=article.pk).update(section=make_section(), slug="new")
    article.refresh_from_db()

    now, dated = purges_of(services.publish, article, checked=False)

    assert now == old | names_of(article)
    assert len(now - old) == 3  # section, tag and address
    assert dated == {}


def test_a_scheduled_update_purges_at_its_moment_what_it_leaves_and_enters_and_nothing_now():
    article = make_whole()
    services.publish(article, by=None, checked=False)
    old, at = names_of(article), database_now() + HOUR
    Article.objects.filter(pk=article.pk).update(section=make_section())
    article.refresh_from_db()

    now, dated = purges_of(services.publish, article, at=at, checked=False)

    assert (now, dated) == (set(), {at: old | names_of(article)})


def test_a_scheduled_first_publication_purges_at_its_moment_the_address_that_was_not_found():
    article, at = make_whole(), database_now() + HOUR

    now, dated = purges_of(services.publish, article, at=at, checked=False)

    assert (now, dated) == (set(), {at: names_of(article)})


def test_a_withdrawal_purges_now_or_at_its_moment():
    article = make_whole()
    services.publish(article, by=None, checked=False)
    at = database_now() + HOUR

    assert purges_of(services.withdraw, article, at=at) == (set(), {at: names_of(article)})
    assert purges_of(services.withdraw, article) == (names_of(article), {})


def test_an_update_dates_the_withdrawal_that_survives_it_with_its_own_names():
    article, end = make_whole(), database_now() + HOUR
    services.publish(article, by=None, checked=False)
    services.withdraw(article, by=None, at=end)
    old = names_of(article)
    Article.objects.filter(pk=article.pk).update(section=make_section())
    article.refresh_from_db()

    now, dated = purges_of(services.publish, article, checked=False)

    assert now == old | names_of(article)
    assert dated == {end: names_of(article)}


def test_what_readers_do_not_see_purges_nothing():
    article = make_live()
    edition = article.editions.get()
    Article.objects.filter(pk=article.pk).update(headline="Other")

    assert purges_of(services.keep, article) == (set(), {})
    assert purges_of(services.note_working_text, article) == (set(), {})
    assert purges_of(services.submit_for_review, article) == (set(), {})
    services.restore(edition, by=None)
    services.publish(article, by=None, at=database_now() + HOUR, checked=False)
    assert purges_of(services.unschedule, article) == (set(), {})


def test_a_refused_verb_leaves_no_purge():
    article = make_article(headline="")

    with pytest.raises(services.Refused):
        purges_of(services.publish, article, checked=False)

    assert not Purge.objects.exists()
