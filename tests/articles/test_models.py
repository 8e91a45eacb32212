from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from articles import services
from articles.models import OPEN_END, Address, Author, KeyPoint, Release, Role, Section, Tag
from newsroom import kept
from newsroom.clock import database_now
from tests.factories_articles import (
    let_time_pass,
    make_article,
    make_author,
    make_live,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def names_of_reading(read):
    """What a kept page that reads ``read()`` would be named after; unnamed reads raise."""
    rendering = kept.Rendering()
    token = kept._rendering.set(rendering)
    try:
        with kept.connection.execute_wrapper(rendering.net):
            read()
    finally:
        kept._rendering.reset(token)
    return rendering.names


def test_readers_see_what_is_public_now_through_every_relation():
    section = make_section()
    live = make_live(section=section)
    make_article(section=section)
    services.publish(make_article(section=section), by=None, at=database_now() + HOUR, checked=False)

    release = Release.timeline.get(article=live)
    assert (
        list(Release.objects.all()) == list(section.releases.all()) == list(live.releases.all()) == [release]
    )
    assert Release.timeline.count() == 2


def test_an_interval_holds_its_first_moment_and_not_its_last():
    article = make_live()
    services.withdraw(article, by=None, at=database_now() + HOUR)
    release = Release.timeline.get()
    tick = timedelta(microseconds=1)

    seen = {
        moment: Release.timeline.public(moment).exists()
        for moment in (
            release.live_from - tick,
            release.live_from,
            release.live_until - tick,
            release.live_until,
        )
    }

    assert list(seen.values()) == [False, True, True, False]


def test_lists_are_newest_first_and_name_their_set_even_when_empty():
    section, author, tag = make_section(), make_author(), make_tag()
    words = {
        f"section-{section.pk}": lambda: Release.objects.in_section(section),
        f"author-{author.pk}": lambda: Release.objects.by_author(author),
        f"tag-{tag.pk}": lambda: Release.objects.tagged(tag),
        "front": Release.objects.for_front,
    }
    for name, ask in words.items():
        assert names_of_reading(lambda ask=ask: list(ask().for_cards())) == {name}

    first = make_live(section=section, bylines=[author], tags=[tag])
    second = make_live(section=section, bylines=[author], tags=[tag])
    make_live()

    for name, ask in words.items():
        listed = [release.article_id for release in ask()]
        assert listed[-2:] == [second.pk, first.pk], name
        assert len(listed) == (3 if name == "front" else 2)


def test_what_is_not_at_an_address_is_named_too_so_that_its_publication_purges_the_404():
    day = database_now().date()

    names = names_of_reading(
        lambda: (Release.objects.at_address(day, "x").first(), Address.objects.known_at(day, "x").first())
    )

    assert names == {f"address-{day}-x"}


def test_a_list_of_cards_is_named_after_its_set_its_articles_and_the_people_on_them():
    section, author = make_section(), make_author()
    article = make_live(section=section, bylines=[author], tags=[make_tag()])

    names = names_of_reading(lambda: list(Release.objects.in_section(section).for_cards()))

    # Not author-…: that is the set of the author's articles, and a new one changes no other article's card.
    assert names == {
        f"section-{section.pk}",
        "sections",
        f"article-{article.pk}",
        f"about-author-{author.pk}",
    }


def test_an_author_with_two_roles_in_one_article_finds_it_once_on_their_page():
    author = make_author()
    article = make_live(bylines=[(author, Role.BY), (author, Role.PHOTOS)])

    assert [release.article_id for release in Release.objects.by_author(author)] == [article.pk]
    assert [line.role for line in article.releases.get().bylines.all()] == ["by", "photos"]


def test_a_reader_finds_an_article_only_at_its_own_day_and_slug():
    article = make_live(slug="flood")
    release = article.releases.get()

    assert Release.objects.at_address(release.day, "flood").get() == release
    assert not Release.objects.at_address(release.day - timedelta(days=1), "flood").exists()
    assert not Release.objects.at_address(release.day, "drought").exists()
    assert release.get_absolute_url() == f"/{release.day:%Y/%m/%d}/flood/"


@pytest.mark.parametrize("rows", [1, 5])
def test_lists_and_the_page_cost_the_same_queries_whatever_they_hold(django_assert_num_queries, rows):
    section, author, tag = make_section(), make_author(), make_tag()
    for number in range(rows):
        more = [make_author() for _ in range(number)]
        make_live(section=section, bylines=[author, *more], tags=[tag, make_tag()], key_points=["One", "Two"])

    for releases in (
        Release.objects.for_front(),
        Release.objects.in_section(section),
        Release.objects.by_author(author),
        Release.objects.tagged(tag),
    ):
        with django_assert_num_queries(2):
            for card in releases.for_cards():
                assert (card.section, card.lead_photo) == (section, None)
                assert card.bylines.all()[0].author.name == author.name
    release = Release.objects.first()
    with django_assert_num_queries(2):
        page = Release.objects.at_address(release.day, release.slug).for_page().get()
        assert tag.pk in [row[0] for row in page.tag_rows]
        assert [line.author.portrait for line in page.bylines.all()] == [None] * rows
        assert (page.is_sensitive, page.comments_open) == (False, True)


def test_a_card_reads_no_body():
    make_live()

    assert Release.objects.for_cards().get().get_deferred_fields() == {"body"}


def test_two_key_points_never_share_a_position_nor_an_id():
    article = make_article(key_points=["One"])
    point = article.key_points.get()

    for clash in ({"position": point.position}, {"position": 9, "public_id": point.public_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            KeyPoint.objects.create(article=article, text="Two", **clash)


def test_a_release_ends_after_it_begins():
    release = make_live().releases.get()

    with pytest.raises(IntegrityError, match="release_begins_before_it_ends"), transaction.atomic():
        Release.timeline.filter(pk=release.pk).update(live_until=release.live_from)


def test_what_a_live_article_names_cannot_be_deleted():
    section, author, tag = make_section(), make_author(), make_tag()
    make_live(section=section, bylines=[author], tags=[tag])

    for row in (section, author):
        with pytest.raises(Exception, match="protected foreign keys") as caught:
            row.delete()
        assert caught.type.__name__ == "ProtectedError"

    tag.delete()
    assert (Section.objects.count(), Author.objects.count(), Tag.objects.count()) == (1, 1, 0)


def test_the_open_end_is_a_moment_in_every_time_zone():
    assert OPEN_END.astimezone(datetime.now(UTC).astimezone().tzinfo).year in (9998, 9999)
    article = make_live()
    let_time_pass(article, HOUR)

    assert Release.timeline.get().live_until == OPEN_END
