"""What stands beside a story on its page: its series, what to read next, ways to pass it on."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services
from articles.sources import write_related
from newsroom.models import Purge
from newsroom.site import absolute
from tests.factories_articles import (
    make_article,
    make_author,
    make_live,
    make_photo,
    make_section,
    make_series,
    make_tag,
)
from tests.factories_comments import a_comment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def page_of(client, article):
    answer = client.get(article.releases.get().get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def related(page):
    if 'id="related-title"' not in page:
        return []
    return re.findall(
        r'<a href="[^"]+">([^<]+)</a>', page.split('id="related-title"')[1].split("</section>")[0]
    )


def pick(article, *others):
    write_related(article, [other.pk for other in others])
    services.publish(article, by=None, checked=False)


def test_related_are_the_picked_then_those_of_the_same_topics_then_the_section_s_newest(client):
    city, fish, sea = make_section(), make_tag(), make_tag()
    for number in range(3):
        make_live(headline=f"City {number}", section=city, first_published_at=NOON + HOUR * number)
    make_live(headline="One topic", tags=[fish], first_published_at=NOON + HOUR)
    make_live(headline="Both topics", tags=[fish, sea], first_published_at=NOON)
    hand = make_live(headline="Picked", first_published_at=NOON - 900 * HOUR)
    make_live(headline="Nothing to do with it", first_published_at=NOON + 9 * HOUR)
    story = make_live(section=city, tags=[fish, sea], first_published_at=NOON)
    pick(story, hand)

    assert related(page_of(client, story)) == ["Picked", "Both topics", "One topic", "City 2"]


def test_all_that_the_desk_picked_is_shown_in_its_order(client):
    others = [make_live(headline=f"H{number}") for number in range(6)]
    story = make_live()
    pick(story, *reversed(others))

    assert related(page_of(client, story)) == ["H5", "H4", "H3", "H2", "H1", "H0"]


def test_what_was_paid_for_is_related_by_hand_only_and_says_so(client):
    city, fish = make_section(), make_tag()
    make_live(headline="Paid topic", tags=[fish], type="sponsored")
    make_live(headline="Paid city", section=city, type="sponsored")
    hand = make_live(headline="Paid hand", type="sponsored")
    story = make_live(section=city, tags=[fish])
    assert related(page_of(client, story)) == []

    pick(story, hand)

    page = page_of(client, story)
    assert related(page) == ["Paid hand"]
    assert '<strong class="sponsored-word">Sponsored</strong> <a href' in page.split('id="related-title"')[1]


def test_nothing_that_readers_may_not_see_is_related(client):
    city, fish = make_section(), make_tag()
    services.withdraw(make_live(headline="Gone", section=city), by=None, reason="Wrong.")
    services.publish(
        make_article(headline="Ahead", tags=[fish]), by=None, at=timezone.now() + HOUR, checked=False
    )
    draft = make_article(headline="Draft", section=city)
    story = make_live(section=city, tags=[fish])
    pick(story, draft)

    assert related(page_of(client, story)) == []


def test_a_part_of_a_series_leads_to_the_parts_before_and_after_it(client):
    bridge = make_series(name="The bridge", slug="bridge")
    parts = [
        make_live(headline=f"Part {number}", series=bridge, first_published_at=NOON + HOUR * number)
        for number in range(5)
    ]

    box = page_of(client, parts[2]).split('class="series-box"')[1].split("</section>")[0]

    assert re.findall(r'<a href="[^"]+">([^<]+)</a>', box) == ["The bridge", "Part 1", "Part 3"]
    assert '<a href="/series/bridge/">' in box
    first, last = (
        page_of(client, part).split('class="series-box"')[1].split("</section>")[0]
        for part in (parts[0], parts[4])
    )
    assert ("Previous part" in first, "Next part" in first) == (False, True)
    assert ("Previous part" in last, "Next part" in last) == (True, False)


def test_parts_of_one_moment_follow_each_other(client):
    bridge = make_series()
    parts = [make_live(headline=f"Part {n}", series=bridge, first_published_at=NOON) for n in range(3)]

    boxes = [page_of(client, part).split('class="series-box"')[1].split("</section>")[0] for part in parts]

    assert [re.findall(r"Part \d", box) for box in boxes] == [["Part 1"], ["Part 0", "Part 2"], ["Part 1"]]


def test_a_story_is_passed_on_without_a_script(client):
    story = make_live(headline="Fish & chips?", slug="fish", first_published_at=NOON)

    page = page_of(client, story)

    there = absolute("/2026/03/04/fish/")
    coded = there.replace(":", "%3A").replace("/", "%2F")
    assert f'<a href="mailto:?subject=Fish%20%26%20chips%3F&amp;body={coded}">Send by e-mail</a>' in page
    words = f"Fish%20%26%20chips%3F%20{coded}"
    assert f'<a href="https://wa.me/?text={words}" rel="nofollow noopener">WhatsApp</a>' in page
    assert f'<a href="https://www.facebook.com/sharer/sharer.php?u={coded}" rel="nofollow noopener">' in page
    assert (
        f'<a href="https://bsky.app/intent/compose?text={words}" rel="nofollow noopener">Bluesky</a>' in page
    )
    assert f'<span class="article-address">{there}</span>' in page
    assert f'<a href="/articles/{story.pk}/report/" rel="nofollow">Report an error</a>' in page


@pytest.mark.parametrize(("words", "said"), [(1, "1 minute to read"), (690, "3 minutes to read")])
def test_how_long_a_story_takes_is_said(client, words, said):
    assert said in page_of(client, make_live(body=f"<p>{'word ' * words}</p>"))


def test_each_correction_stands_beside_the_dates_with_the_way_to_its_words(client):
    story = make_live(first_published_at=NOON)
    kinds = ("correction", "clarification")
    said = [services.correct(story, by=None, kind=kind, text=f"A {kind}.", checked=False) for kind in kinds]

    dates = page_of(client, story).split('class="article-byline"')[1].split("</div>")[0]

    assert re.findall(r'href="(#[^"]+)">([^<]+)<', dates) == [
        (f"#{said[0].anchor}", "Correction"),
        (f"#{said[1].anchor}", "Clarification"),
    ]


def test_a_story_that_was_paid_for_says_so_before_anything_else(client):
    page = page_of(client, make_live(type="sponsored"))

    mark = page.index('<p class="sponsored-mark"><strong>Sponsored</strong> Somebody paid for this text.')
    assert mark < page.index("<h1")
    assert "sponsored-mark" not in page_of(client, make_live())


@pytest.mark.parametrize("rows", [1, 5])
def test_an_article_with_its_discussion_and_an_ad_costs_seven_queries(client, rows):
    section, series = make_section(), make_series()
    tags = [make_tag() for _ in range(rows)]
    others = [make_live(section=section, series=series, tags=tags) for _ in range(rows)]
    story = make_live(
        section=section,
        series=series,
        tags=tags,
        bylines=[make_author(portrait=make_photo()) for _ in range(rows)],
        key_points=[f"Point {number}" for number in range(rows)],
        lead_photo=make_photo(),
    )
    pick(story, *others)
    for _ in range(rows):
        root = a_comment(story)
        a_comment(story, parent=root)

    address = story.releases.get().get_absolute_url()

    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()

    # the release, bylines, what stands beside it, sections, two for the discussion, the next scheduled change
    assert len(queries) == 7, [query["sql"][:90] for query in queries]
    assert "<iframe" in page
    assert len(related(page)) == rows - 1  # one is the part before it


def test_a_story_that_becomes_related_purges_the_pages_it_shows_on(client):
    city, fish, bridge = make_section(), make_tag(), make_series()
    story = make_live(section=city, tags=[fish], series=bridge, first_published_at=NOON)
    for belongs in ({"section": city}, {"tags": [fish]}, {"series": bridge}):
        before = client.get(story.releases.get().get_absolute_url())
        Purge.objects.all().delete()

        make_live(first_published_at=NOON + HOUR, **belongs)

        after = client.get(story.releases.get().get_absolute_url())
        assert before.content != after.content
        assert set(before["Surrogate-Key"].split()) & set(Purge.objects.values_list("name", flat=True))


def test_an_article_leads_to_its_topics(client):
    article = make_live(tags=[make_tag(name="Fish & chips", slug="fish")])

    page = page_of(client, article)

    assert '<a class="tag" href="/tag/fish/">Fish &amp; chips</a>' in page
