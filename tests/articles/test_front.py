from datetime import UTC, datetime, timedelta

import pytest

from articles.front import make_front
from tests.factories_articles import make_author, make_live, make_photo, make_section

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def make_stories(count, *, sections, **fields):
    """The first is the newest; the sections take turns."""
    return [
        make_live(
            headline=f"Story {number:02}.",
            section=sections[number % len(sections)],
            first_published_at=NOON - timedelta(hours=number),
            **fields,
        )
        for number in range(count)
    ]


def numbers(releases):
    return [int(release.headline.removeprefix("Story ").removesuffix(".")) for release in releases]


def test_the_newest_lead_and_nothing_stands_twice():
    make_stories(40, sections=[make_section(name="A"), make_section(name="B")])

    front = make_front()

    assert numbers([front.lead]) == [0]
    assert numbers(front.tier) == [1, 2, 3]
    assert numbers(front.river) == [4, 5, 6, 7, 8, 9]
    assert [(block.section.name, numbers(block.releases)) for block in front.blocks] == [
        ("A", [10, 12, 14, 16]),
        ("B", [11, 13, 15, 17]),
    ]


def test_a_small_paper_shares_what_it_has_between_river_and_sections():
    make_stories(10, sections=[make_section(name="A"), make_section(name="B")])

    front = make_front()

    assert numbers(front.river) == [4, 5]
    assert [numbers(block.releases) for block in front.blocks] == [[6, 8], [7, 9]]


def test_a_section_without_stories_has_no_block():
    make_section(name="Empty", position=0)
    make_stories(12, sections=[make_section(name="A")])

    front = make_front()

    assert [block.section.name for block in front.blocks] == ["A"]
    assert [section.name for section in front.sections] == ["Empty", "A"]


def test_a_story_with_a_picture_heads_its_block():
    stories = make_stories(20, sections=[make_section()])
    release = stories[11].releases.get()
    release.lead_photo = make_photo()
    release.save()

    assert numbers(make_front().blocks[0].releases) == [11, 10, 12, 13]


def test_what_was_paid_for_never_leads():
    section = make_section()
    make_live(headline="Story 07.", section=section, type="sponsored", first_published_at=NOON)
    make_live(headline="Story 08.", section=section, first_published_at=NOON - timedelta(days=1))

    front = make_front()

    assert numbers([front.lead]) == [8]
    assert numbers(front.tier) == [7]


def test_the_lead_shows_its_key_points(client):
    make_live(key_points=["The vote was close"])

    assert "<li>The vote was close</li>" in client.get("/").content.decode()


def test_a_paper_without_stories_says_so(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "The first edition is being written" in response.content.decode()


@pytest.mark.parametrize(("stories", "queries"), [(1, 5), (5, 6), (30, 6), (60, 6)])
def test_the_front_page_costs_the_same_however_full(client, django_assert_num_queries, stories, queries):
    sections, photo, author = [make_section(), make_section()], make_photo(), make_author()
    make_stories(stories, sections=sections, lead_photo=photo, bylines=[author])

    # what is placed, stories, sections with the keys of blocks, blocks if any, bylines, next change
    with django_assert_num_queries(queries):
        client.get("/")
