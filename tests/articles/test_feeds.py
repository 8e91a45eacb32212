"""The paper in readers' programs: whole and valid, and nothing that readers do not see."""

import json
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services
from articles.models import Article, Author, Photo, Release, Role, Series, Tag
from articles.services.merging import merge_tags
from newsroom.models import Purge
from newsroom.site import absolute
from tests.factories_articles import (
    make_author,
    make_live,
    make_photo,
    make_section,
    make_tag,
)
from tests.factories_furniture import CARD, make_clip, photo_figure, recording_figure
from tests.feed_rules import ATOM, CONTENT, DC, MEDIA, atom_faults, rss_faults

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGES = ["/", "/section/city/", "/tag/fish/", "/author/ana/", "/series/quay/", "/corrections/"]


@pytest.fixture
def rich():
    """A story with everything, twice corrected, in a subsection."""
    city = make_section(slug="city", name="City")
    return make_story(make_section(slug="west", name="West", parent=city))


def make_story(section, **fields):
    tag, _ = Tag.objects.get_or_create(slug="fish", defaults={"name": "Fish"})
    series, _ = Series.objects.get_or_create(slug="quay", defaults={"name": "The quay"})
    author, _ = Author.objects.get_or_create(slug="ana", defaults={"name": "Ana & Bo"})
    fields = {
        "headline": "Fish & <chips> ]]>",
        "body": '<p>One <a href="/about/">link</a>, <a href="#end">one here</a> ]]&gt; é</p>'
        + photo_figure(make_photo(credit="Cy"), "A &quot;boat&quot;", "At <em>sea</em>")
        + recording_figure(make_clip(transcript="Ding."))
        + CARD,
        "section": section,
        "bylines": [author, (make_author(name="Di"), Role.PHOTOS), (author, Role.PHOTOS)],
        "tags": [tag, make_tag()],
        "series": series,
        "lead_photo": make_photo(alt="A <quay>", credit="Ed & Co", caption="Old", width=1200, height=800),
        "key_points": ["Fish is 5 < 6", "Chips"],
        "first_published_at": NOON,
    } | fields
    story = make_live(**fields)
    services.correct(story, by=None, kind="correction", text="It was <b>cod</b>.", checked=False)
    return story


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return ElementTree.fromstring(answer.content)  # noqa: S314 - what we have just written ourselves


def titles(client, path):
    return [item.findtext("title") for item in read(client, path).iter("item")]


@pytest.mark.parametrize("page", PAGES)
def test_every_feed_keeps_the_rules_of_its_format(client, rich, page):
    rss, atom = client.get(f"{page}feed/"), client.get(f"{page}feed/atom/")

    assert rss["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert rss_faults(rss.content, absolute(f"{page}feed/")) == []
    assert rss.text.count("<item>") == 1
    assert atom["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert atom_faults(atom.content, absolute(f"{page}feed/atom/")) == []
    assert atom.text.count("<entry>") == 1


@pytest.mark.parametrize("page", [page for page in PAGES if not page.startswith(("/tag/", "/series/"))])
def test_an_empty_feed_is_valid_too(client, page):
    make_section(slug="city"), make_author(slug="ana")

    rss, atom = client.get(f"{page}feed/"), client.get(f"{page}feed/atom/")

    assert rss_faults(rss.content, absolute(f"{page}feed/")) == []
    assert atom_faults(atom.content, absolute(f"{page}feed/atom/")) == []
    assert json.loads(client.get(f"{page}feed.json").content)["items"] == []


def test_an_item_is_the_story_whole_with_everybody_who_made_it(client, rich):
    item = next(read(client, "/feed/").iter("item"))

    assert item.findtext("title") == "Fish & <chips> ]]>"
    assert item.findtext("link") == absolute("/2026/03/04/fish-chips/")
    assert item.findtext("description") == "<ul><li>Fish is 5 &lt; 6</li><li>Chips</li></ul>"
    assert [node.text for node in item.findall(f"{DC}creator")] == ["Ana & Bo", "Di"]
    assert item.findtext("guid") == f"tag:127.0.0.1,2026-03-04:article-{rich.pk}"
    assert [node.text for node in item.findall("category")][:2] == ["West", "Fish"]
    assert parsedate_to_datetime(item.findtext("pubDate")) == NOON
    html = item.findtext(f"{CONTENT}encoded")
    assert f'<a href="{absolute("/about/")}">link</a>' in html
    assert f'href="{absolute("/2026/03/04/fish-chips/")}#end"' in html
    assert "]]&gt; é" in html
    assert 'alt="A &quot;boat&quot;"' in html
    assert '<figcaption>At <em>sea</em> <span class="credit">Cy</span></figcaption>' in html
    assert "It was &lt;b&gt;cod&lt;/b&gt;." in html
    assert "Ding." in html


def test_the_picture_keeps_its_size_its_description_and_its_credit(client, rich):
    for path, place in (("/feed/", "item"), ("/feed/atom/", f"{ATOM}entry")):
        media = next(read(client, path).iter(place)).find(f"{MEDIA}content")

        assert media.get("url") == absolute(Release.objects.get().lead_photo.file.url)
        assert (media.get("type"), media.get("width"), media.get("height")) == ("image/jpeg", "1200", "800")
        assert media.findtext(f"{MEDIA}description") == "A <quay>"
        assert media.findtext(f"{MEDIA}credit") == "Ed & Co"


def test_a_picture_whose_licence_ended_is_in_no_feed(client, rich):
    Photo.objects.update(usable_until=date(2026, 1, 1))

    for path in ("/feed/", "/feed/atom/", "/feed.json"):
        text = client.get(path).text
        assert "fish-chips" in text
        assert "/media/photos/" not in text
        assert "Ed &amp; Co" not in text


def test_the_guid_and_the_date_stay_when_the_address_and_the_text_change(client, rich):
    before = next(read(client, "/feed/").iter("item"))
    Article.objects.filter(pk=rich.pk).update(slug="moved", headline="Moved")
    services.publish(rich, by=None, checked=False)

    after = next(read(client, "/feed/").iter("item"))

    assert after.findtext("link") == absolute("/2026/03/04/moved/")
    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("pubDate") == before.findtext("pubDate")


def test_what_xml_forbids_and_what_ends_markup_breaks_no_feed(client, rich):
    Release.timeline.update(
        headline="A\x0bB\ufffe ]]> </title>", body="<p>\x01x\ud7ff ]]&gt; &lt;!-- \x1f</p>", kicker="\x02"
    )

    assert rss_faults(client.get("/feed/").content, absolute("/feed/")) == []
    assert atom_faults(client.get("/feed/atom/").content, absolute("/feed/atom/")) == []
    assert titles(client, "/feed/") == ["AB ]]> </title>"]


def test_each_feed_has_its_own_stories_the_newest_first_and_at_most_twenty(client, rich):
    north = make_section(slug="north")
    for number in range(21):
        make_live(headline=f"N{number}", section=north, first_published_at=NOON + timedelta(hours=number + 1))

    assert titles(client, "/section/north/feed/") == [f"N{number}" for number in range(20, 0, -1)]
    assert len(titles(client, "/feed/")) == 20
    for page in PAGES[1:5]:
        assert titles(client, f"{page}feed/") == ["Fish & <chips> ]]>"], page
    assert titles(client, "/section/west/feed/") == ["Fish & <chips> ]]>"]


def test_sponsored_hidden_and_unpublished_stories_are_in_no_feed(client):
    section = make_section(slug="city")
    make_live(headline="Paid", type="sponsored", section=section)
    services.switch(make_live(headline="Secret", section=section), by=None, is_hidden=True)
    make_live(headline="Tomorrow", section=section, at=timezone.now() + timedelta(days=1))
    services.withdraw(make_live(headline="Gone", section=section), by=None)
    make_live(headline="There", section=section)

    for path in ("/feed/", "/section/city/feed/"):
        assert titles(client, path) == ["There"]
    assert [item["title"] for item in client.get("/feed.json").json()["items"]] == ["There"]
    assert client.get("/feed/atom/").text.count("<entry>") == 1


def test_a_story_that_appeared_elsewhere_says_where(client):
    make_live(canonical_url="https://www.example.org/first?a=1&b=2")

    rss, atom = read(client, "/feed/"), read(client, "/feed/atom/")

    links = [
        *next(rss.iter("item")).findall(f"{ATOM}link"),
        *next(atom.iter(f"{ATOM}entry")).findall(f"{ATOM}link"),
    ]
    assert [link.get("href") for link in links if link.get("rel") == "canonical"] == [
        "https://www.example.org/first?a=1&b=2"
    ] * 2
    item = client.get("/feed.json").json()["items"][0]
    assert item["external_url"] == "https://www.example.org/first?a=1&b=2"


def test_a_json_feed_says_the_same(client, rich):
    answer = client.get("/section/city/feed.json")
    feed = answer.json()

    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == absolute("/section/city/feed.json")
    assert feed["home_page_url"] == absolute("/section/city/")
    (item,) = feed["items"]
    assert item["id"] == f"tag:127.0.0.1,2026-03-04:article-{rich.pk}"
    assert item["url"] == absolute("/2026/03/04/fish-chips/")
    assert item["summary"] == "Fish is 5 < 6 • Chips"
    assert item["date_published"] == "2026-03-04T12:00:00+00:00"
    assert item["language"] == feed["language"] == "en"
    assert [author["name"] for author in item["authors"]] == ["Ana & Bo", "Di"]
    assert item["authors"][0]["url"] == absolute("/author/ana/")
    assert item["tags"][:2] == ["West", "Fish"]
    assert item["image"] == absolute(Release.objects.get().lead_photo.file.url)
    assert "It was &lt;b&gt;cod&lt;/b&gt;." in item["content_html"]


def test_dates_carry_the_offset_of_the_site(client, settings):
    settings.TIME_ZONE = "Asia/Kolkata"
    make_live(first_published_at=NOON)

    assert next(read(client, "/feed/").iter("item")).findtext("pubDate") == "Wed, 04 Mar 2026 17:30:00 +0530"
    assert "<published>2026-03-04T17:30:00+05:30</published>" in client.get("/feed/atom/").text


@pytest.mark.parametrize("stories", [1, 5])
@pytest.mark.parametrize(
    ("page", "queries"), [*((page, 4) for page in PAGES[1:5]), ("/", 3), ("/corrections/", 2)]
)
def test_a_feed_costs_the_same_however_much_is_in_it(client, rich, stories, page, queries):
    for _ in range(stories - 1):
        make_story(rich.section)

    for end in ("feed/", "feed/atom/", "feed.json"):
        with CaptureQueriesContext(connection) as ran:
            client.get(f"{page}{end}")
        assert len(ran) == queries, [query["sql"] for query in ran]


@pytest.mark.parametrize("page", PAGES)
def test_a_feed_that_has_not_changed_is_answered_304(client, rich, page):
    for end in ("feed/", "feed/atom/", "feed.json"):
        first = client.get(f"{page}{end}")
        again = client.get(f"{page}{end}", headers={"If-None-Match": first["ETag"]})

        assert first["Cache-Control"].startswith("public")
        assert (again.status_code, again.content) == (304, b"")


def test_the_feeds_of_what_is_not_there_are_not_and_a_merged_topic_leads_on(client):
    old, new = make_tag(slug="old"), make_tag(slug="new")
    merge_tags(old, into=new, by=None)

    assert client.get("/tag/nothing/feed/").status_code == 404
    assert client.get("/section/nothing/feed.json").status_code == 404
    answer = client.get("/tag/old/feed/atom/")
    assert (answer.status_code, answer["Location"]) == (301, "/tag/new/feed/atom/")


def test_the_hub_is_named_where_there_is_one(client, rich, settings):
    assert 'rel="hub"' not in client.get("/feed/").text
    settings.WEBSUB_HUB = "https://hub.example/?a=1&b=2"

    assert '<atom:link href="https://hub.example/?a=1&amp;b=2" rel="hub"/>' in client.get("/feed/").text
    assert '<link href="https://hub.example/?a=1&amp;b=2" rel="hub"/>' in client.get("/feed/atom/").text
    assert client.get("/feed.json").json()["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/?a=1&b=2"}
    ]
    assert rss_faults(client.get("/feed/").content, absolute("/feed/")) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_head_of_a_page_and_the_page_of_feeds_name_them(client, rich, page):
    head = client.get(page).text.partition("</head>")[0]

    for kind, end in (("rss+xml", "feed/"), ("atom+xml", "feed/atom/"), ("feed+json", "feed.json")):
        assert f'type="application/{kind}"' in head
        assert f'href="{page}{end}"' in head


def test_the_page_of_feeds_lists_them_for_people(client, rich):
    text = client.get("/feeds/").text

    for page in ("/", "/corrections/", "/section/city/", "/section/west/", "/series/quay/"):
        assert f'href="{page}feed/"' in text
    assert 'href="/feeds/"' in client.get("/").text


def test_a_story_that_is_withdrawn_leaves_its_feeds(client, rich):
    first = client.get("/tag/fish/feed/")
    Purge.objects.all().delete()

    services.withdraw(rich, by=None)

    assert titles(client, "/feed/") == []
    assert client.get("/tag/fish/feed/").status_code == 404
    assert set(first["Surrogate-Key"].split()) & set(Purge.objects.values_list("name", flat=True))
