"""The pages that list stories: sections with their parts, topics, authors, running stories, the newest."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import services, views
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

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def headlines(page):
    """The headlines of a list, from top to bottom."""
    parts = page.split('story-headline"><a href="')[1:]
    return [part.split(">", 1)[1].split("</a>")[0] for part in parts]


def test_a_section_shows_its_parts_and_a_part_the_way_up(client):
    town = make_section(name="Town", slug="town")
    council = make_section(name="Council", slug="council", parent=town)
    make_live(headline="In the town", section=town, first_published_at=NOON)
    make_live(headline="In the council", section=council, first_published_at=NOON + HOUR)

    whole, part = page_of(client, "/section/town/"), page_of(client, "/section/council/")

    assert headlines(whole) == ["In the council", "In the town"]
    assert headlines(part) == ["In the council"]
    assert '<li><a href="/section/council/">Council</a></li>' in whole
    assert '<p class="list-up"><a href="/section/town/">Town</a></p>' in part
    assert "list-parts" not in part
    assert "list-up" not in whole


def test_the_navigation_names_the_sections_on_top_and_marks_the_one_that_a_part_belongs_to(client):
    town = make_section(name="Town", slug="town")
    council = make_section(name="Council", slug="council", parent=town)
    story = make_live(section=council)

    for address in ("/", "/section/town/", "/section/council/", story.releases.get().get_absolute_url()):
        navigation = page_of(client, address).split('class="masthead-sections"')[1].split("</nav>")[0]
        assert "Council" not in navigation, address
        assert ('aria-current="true">Town' in navigation) == (address != "/"), address


def test_a_topic_lists_its_stories_and_who_knows_about_it(client):
    fish, sea = make_tag(name="Fish", slug="fish"), make_tag(name="Sea")
    expert = make_author(name="Ana Lind", slug="ana")
    expert.topics.add(fish)
    make_author(name="Bo Berg").topics.add(sea)
    make_live(headline="One", tags=[fish], first_published_at=NOON)
    make_live(headline="Two", tags=[fish, sea], first_published_at=NOON + HOUR)
    make_live(headline="Three", tags=[sea], first_published_at=NOON + 2 * HOUR)

    page = page_of(client, "/tag/fish/")

    assert headlines(page) == ["Two", "One"]
    assert ' <a class="tag" href="/author/ana/">Ana Lind</a>' in page
    assert "Bo Berg" not in page


def test_a_topic_that_was_merged_leads_to_the_other(client):
    one, other = make_tag(slug="one"), make_tag(slug="other")
    for name, topics in (("Ana Lind", [one]), ("Bo Berg", [one, other])):
        make_author(name=name).topics.set(topics)
    services.merge_tags(one, into=other, by=None)

    answer = client.get("/tag/one/")

    assert (answer.status_code, answer["Location"]) == (301, "/tag/other/")
    page = page_of(client, "/tag/other/")
    assert (page.count("Ana Lind"), page.count("Bo Berg")) == (1, 1)


def test_an_author_can_be_written_to_and_found_elsewhere(client):
    author = make_author(
        slug="ana",
        email="ana+desk@example.org",
        links="https://www.example.org/@ana\nhttps://example.net/\njavascript:alert(1)\nhttps://[",
    )
    author.topics.add(make_tag(name="Fish", slug="fish"))

    page = page_of(client, "/author/ana/")

    assert '<a href="mailto:ana%2Bdesk@example.org">ana+desk@example.org</a>' in page
    assert '<a href="https://www.example.org/@ana" rel="me noopener">example.org/@ana</a>' in page
    assert '<a href="https://example.net/" rel="me noopener">example.net</a>' in page
    assert '<a class="tag" href="/tag/fish/">Fish</a>' in page
    assert "javascript" not in page


def test_a_running_story_begins_with_what_is_new(client):
    series = make_series(name="The bridge", slug="bridge", description="From pile to pile.")
    make_live(headline="First pile", series=series, first_published_at=NOON)
    make_live(
        headline="Last pile",
        series=series,
        key_points=["It stands", "It <holds>"],
        first_published_at=NOON + HOUR,
    )
    make_live(headline="Elsewhere", first_published_at=NOON + 2 * HOUR)

    page = page_of(client, "/series/bridge/")

    new, parts = page.split('id="whats-new-title"')[1].split('id="timeline-title"')
    assert "Running story" in page
    assert "From pile to pile." in page
    assert headlines(new) == ["Last pile"]
    assert "<li>It stands</li>" in new
    assert "<li>It &lt;holds&gt;</li>" in new
    assert "4 March 2026, 13:00" in new.split("</h2>")[0]
    assert parts.index("Last pile") < parts.index("First pile")
    assert "Elsewhere" not in page


def test_a_story_that_has_ended_says_so(client):
    series = make_series(slug="bridge", is_running=False)
    make_live(series=series)

    page = page_of(client, "/series/bridge/")

    assert "This story has ended" in page
    assert "Running story" not in page


def test_the_latest_are_all_stories_by_time(client):
    make_live(headline="Old", first_published_at=NOON)
    make_live(headline="New", first_published_at=NOON + HOUR)
    make_article(headline="Draft")

    assert headlines(page_of(client, "/latest/")) == ["New", "Old"]


def links_of(page):
    found = {}
    for rel in ("prev", "next", "canonical"):
        start = f'<link rel="{rel}" href="'
        found[rel] = page.split(start)[1].split('"')[0] if start in page else None
    return found


LISTS = ["/latest/", "/section/city/", "/tag/fish/", "/author/ana/", "/series/bridge/"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_walked_to_its_end_and_back_with_nothing_left_out_or_twice(client, address):
    stories = 2 * views.LIST_SIZE + 3
    belongs = {
        "section": make_section(slug="city"),
        "tags": [make_tag(slug="fish")],
        "bylines": [make_author(slug="ana")],
        "series": make_series(slug="bridge"),
    }
    for number in range(stories):
        # Some at one moment: the key decides.
        make_live(headline=f"S{number:02}", first_published_at=NOON + HOUR * (number // 3), **belongs)

    there, here = [], address
    while here:
        page = page_of(client, here)
        links = links_of(page)
        assert links["canonical"] == absolute(here)
        there.append((here, re.findall(r">(S\d\d)</a></h", page)))
        here = links["next"]
    back, here = [], there[-1][0]
    while here:
        back.append(here)
        here = links_of(page_of(client, here))["prev"]

    seen = [name for _, names in there for name in dict.fromkeys(names)]
    assert seen == [f"S{number:02}" for number in reversed(range(stories))]
    assert len(there) == 3
    assert back == [here for here, _ in reversed(there)]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "cursor", ["x", "20260304T120000000000-0", "19990304T120000000000-1", "\x00", "9" * 500]
)
def test_a_cursor_that_means_nothing_is_no_page(client, address, cursor):
    make_live(
        section=make_section(slug="city"),
        tags=[make_tag(slug="fish")],
        bylines=[make_author(slug="ana")],
        series=make_series(slug="bridge"),
        first_published_at=NOON,
    )

    assert client.get(address, {"before": cursor}).status_code == 404


@pytest.mark.parametrize("stories", [1, 5])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/latest/", 4),  # sections, stories, bylines, the next scheduled change
        ("/section/city/", 5),  # and what is placed
        ("/tag/fish/", 6),  # and the tag, its experts
        ("/author/ana/", 6),  # and the author, their topics
        ("/series/bridge/", 5),  # and the series
    ],
)
def test_a_list_costs_the_same_however_long(client, django_assert_num_queries, address, queries, stories):
    section, tag, series = make_section(slug="city"), make_tag(slug="fish"), make_series(slug="bridge")
    author = make_author(slug="ana")
    for _ in range(stories):
        author.topics.add(make_tag())
        make_author().topics.add(tag)
        make_section(parent=section)
        make_live(section=section, tags=[tag], bylines=[author], series=series, lead_photo=make_photo())

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("address", LISTS)
def test_an_older_page_costs_what_the_first_does(client, django_assert_num_queries, address):
    belongs = {
        "section": make_section(slug="city"),
        "tags": [make_tag(slug="fish")],
        "bylines": [make_author(slug="ana")],
        "series": make_series(slug="bridge"),
    }
    for number in range(views.LIST_SIZE + 1):
        make_live(first_published_at=NOON + HOUR * number, **belongs)
    with CaptureQueriesContext(connection) as queries:
        first = client.get(address)

    older = links_of(first.content.decode())["next"]

    with django_assert_num_queries(len(queries)):
        assert client.get(older).status_code == 200


@pytest.mark.parametrize("page", ["/tag/fish/", "/series/quay/"])
def test_a_word_that_only_the_desk_uses_is_told_nowhere(client, page):
    make_article(tags=[make_tag(slug="fish", name="Merger")], series=make_series(slug="quay", name="Merger"))

    for address in (page, f"{page}feed/", f"{page}feed/atom/", f"{page}feed.json"):
        answer = client.get(address)
        assert (answer.status_code, "Merger" in answer.text) == (404, False)
