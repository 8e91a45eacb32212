from datetime import UTC, datetime, timedelta

import html5lib
import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from articles import services
from articles.models import Address, Role
from articles.page import Page
from newsroom.site import absolute
from tests.factories_articles import (
    make_article,
    make_author,
    make_live,
    make_photo,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
YESTERDAY = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


def text_of(response):
    return response.content.decode()


def url_of(article):
    return article.releases.get().get_absolute_url()


def test_an_article_reads_from_kicker_to_reply_in_the_paper_s_order(client):
    author = make_author(name="Ana Lind", bio="Ana knows the quay.")
    article = make_live(
        headline="The hall moves",
        kicker="Waterfront",
        standfirst="After 140 years.",
        section=make_section(name="City"),
        lead_photo=make_photo(caption="The old hall.", credit="Photo: Jonas"),
        key_points=["First of all"],
        tags=[make_tag(name="Housing")],
        bylines=[author],
        body="<p>It is <em>decided</em>.</p>",
    )

    page = text_of(client.get(url_of(article)))

    in_order = [
        "<main",
        ">City</a>",
        "Waterfront",
        "The hall moves</h1>",
        "After 140 years.",
        "Ana Lind</a>",
        "<time datetime=",
        "<img ",
        "The old hall.",
        "Photo: Jonas",
        "Key points",
        "First of all",
        "<p>It is <em>decided</em>.</p>",
        "Housing",
        "<iframe",
        "Ana knows the quay.",
        "Leave a Reply",
        "</main>",
    ]
    places = []
    for words in in_order:
        places.append(page.index(words, places[-1] if places else 0))
    assert page.count("<h1") == 1


def test_people_are_named_by_what_they_did(client):
    ana, bo, jo = make_author(name="Ana"), make_author(name="Bo"), make_author(name="Jo")
    article = make_live(bylines=[ana, (jo, Role.PHOTOS), bo])

    page = text_of(client.get(url_of(article)))

    byline = page[page.index('<p class="byline">') :].split("</p>")[0]
    words = " ".join(byline.replace("<", " <").replace(">", "> ").split())
    assert [words.index(word) for word in ("By", "Ana", "and", "Bo", "Photos by", "Jo ")] == sorted(
        words.index(word) for word in ("By", "Ana", "and", "Bo", "Photos by", "Jo ")
    )


def test_a_page_for_readers_carries_no_script_but_files_of_ours_and_nothing_inline(client):
    article = make_live(lead_photo=make_photo(), bylines=[make_author()])

    for address in ("/", url_of(article), f"/section/{article.section.slug}/", "/search/?q=x", "/nowhere/"):
        page = text_of(client.get(address))
        for ours in ('src="/static/articles/search.js" defer', 'type="module" src="/static/ads/seen.js"',
                     'type="module" src="/static/comments/count.js"'):  # fmt: skip
            page = page.replace(f"<script {ours}>", "")  # suggest, see an ad, count letters; files of ours
        assert page.count("<script") == page.count('<script type="application/ld+json">')  # data, never run
        assert "style=" not in page
        assert "<style" not in page


def test_every_page_is_well_formed(client):
    article = make_live(
        kicker="Waterfront",
        standfirst="Two & three.",
        key_points=["<one>"],
        lead_photo=make_photo(),
        bylines=[make_author(slug="ana", bio="One.\n\nTwo.", portrait=make_photo())],
        section=make_section(slug="city"),
    )

    for address in ("/", url_of(article), "/section/city/", "/author/ana/", "/search/?q=two", "/nowhere/"):
        parser = html5lib.HTMLParser()
        parser.parse(client.get(address).content, transport_encoding="utf-8")
        assert parser.errors == [], address


def test_a_headline_cannot_break_out_of_the_page(client):
    article = make_live(headline='</title><b>"&', standfirst='"><b>', slug="odd")

    page = text_of(client.get(url_of(article)))

    assert "<b>" not in page
    assert "&lt;/title&gt;&lt;b&gt;&quot;&amp;" in page


def test_links_dates_and_shared_words_say_the_site_s_address(client):
    article = make_live(headline="One", standfirst="Two", first_published_at=YESTERDAY)

    page = text_of(client.get("/2026/03/04/one/"))

    assert f'<link rel="canonical" href="{absolute("/2026/03/04/one/")}">' in page
    assert f'<meta property="og:url" content="{absolute("/2026/03/04/one/")}">' in page
    assert '<meta name="description" content="Two">' in page
    assert "<title>One · The Harbour Gazette</title>" in page
    assert '<time datetime="2026-03-04T12:30:00+00:00">4 March 2026, 12:30</time>' in page
    assert url_of(article) == "/2026/03/04/one/"


def test_who_shares_a_story_without_a_standfirst_shows_its_first_words(client):
    article = make_live(
        lead_photo=make_photo(file="photos/a.jpg"), body="<p>Fish &amp; <em>chips</em>.</p><p>Two.</p>"
    )

    page = text_of(client.get(url_of(article)))

    assert '<meta property="og:description" content="Fish &amp; chips. Two.">' in page
    assert f'<meta property="og:image" content="{absolute("/media/photos/a.jpg")}">' in page


def test_an_update_that_matters_is_dated(client):
    article = make_live(slug="one", first_published_at=YESTERDAY)
    assert "Updated" not in text_of(client.get("/2026/03/04/one/"))

    article.standfirst = "Now with more."
    article.save()
    services.publish(article, by=None, checked=False)

    assert "Updated" in text_of(client.get("/2026/03/04/one/"))


def test_an_earlier_address_leads_on_in_one_hop(client):
    article = make_live(slug="first", first_published_at=YESTERDAY)
    for slug in ("second", "third"):
        article.slug = slug
        article.save()
        services.publish(article, by=None, checked=False)

    for slug in ("first", "second"):
        response = client.get(f"/2026/03/04/{slug}/")
        assert response.status_code == 301
        assert response["Location"] == "/2026/03/04/third/"
    assert client.get("/2026/03/04/third/").status_code == 200


def test_one_article_has_one_address_however_its_date_is_written(client):
    make_live(slug="one", first_published_at=YESTERDAY)

    response = client.get("/2026/3/4/one/")

    assert response.status_code == 301
    assert response["Location"] == "/2026/03/04/one/"


def test_a_withdrawn_article_says_why_and_shows_nothing_else(client):
    article = make_live(headline="Regret", slug="regret", first_published_at=YESTERDAY)
    services.withdraw(article, by=None, reason="It named the <wrong> man.")

    response = client.get("/2026/03/04/regret/")

    assert response.status_code == 410
    assert "It named the &lt;wrong&gt; man." in text_of(response)
    assert "Regret" not in text_of(response)
    assert "Regret" not in text_of(client.get("/"))


@pytest.mark.parametrize(
    "address",
    [
        "/2026/03/04/never/",
        "/2026/13/04/one/",
        "/2026/02/30/one/",
        "/0/1/1/one/",
        "/99999999999999999999/1/1/one/",
        "/section/never/",
        "/author/never/",
    ],
)
def test_what_was_never_printed_is_not_found(client, address):
    make_live(slug="one", first_published_at=YESTERDAY)

    assert client.get(address).status_code == 404


def test_drafts_and_scheduled_stories_are_known_to_nobody(client):
    draft = make_article(headline="Still a draft", slug="draft", bylines=[make_author(slug="ana")])
    ahead = make_article(headline="For tomorrow", slug="ahead", section=draft.section)
    tomorrow = timezone.now() + timedelta(days=1)
    services.publish(ahead, by=None, at=tomorrow, checked=False)
    address = Address.objects.get(article=ahead)

    pages = [
        "/",
        f"/section/{draft.section.slug}/",
        "/author/ana/",
        "/search/?q=draft",
        "/search/?q=tomorrow",
    ]
    for page in map(text_of, map(client.get, pages)):
        assert "Still a draft" not in page
        assert "For tomorrow" not in page
    assert client.get(f"/{address.day:%Y/%m/%d}/{address.slug}/").status_code == 404


def test_a_preview_is_the_same_page_with_a_mark_and_without_guests(client):
    article = make_article(headline="Not yet", key_points=["Point"], bylines=[make_author(name="Ana")])

    page = render_to_string(
        "articles/article_detail.html",
        {"page": Page.from_article(article), "canonical": "", "sections": [], "section": article.section},
    )

    assert "Not yet</h1>" in page
    assert "Point" in page
    assert "Ana" in page
    assert "Readers do not see this." in page
    assert "<iframe" not in page
    assert "Leave a Reply" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_sensitive_story_bears_no_ad(client):
    article = make_live(is_sensitive=True)

    page = text_of(client.get(url_of(article)))

    assert "<iframe" not in page
    assert "Leave a Reply" in page


def test_a_sponsored_story_says_so_wherever_it_stands(client):
    article = make_live(type="sponsored")

    for address in ("/", url_of(article), f"/section/{article.section.slug}/"):
        assert '<strong class="kicker-sponsored">Sponsored</strong>' in text_of(client.get(address))


def test_the_section_of_a_page_is_marked_in_the_navigation(client):
    section = make_section(name="City", slug="city")
    article = make_live(section=section)

    for address in ("/section/city/", url_of(article)):
        assert '<a href="/section/city/" aria-current="true">City</a>' in text_of(client.get(address))


def test_an_author_without_stories_has_a_page_with_what_is_known(client):
    make_author(name="Ana Lind", slug="ana", title="Reporter", bio="First.\n\nSecond <b>.")

    page = text_of(client.get("/author/ana/"))

    assert "Ana Lind</h1>" in page
    assert "<p>First.</p>" in page
    assert "Second &lt;b&gt;." in page
    assert "No stories here yet" in page
