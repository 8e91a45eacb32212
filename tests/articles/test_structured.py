"""What machines read of each page: true, complete, in words that schema.org knows, and inside its element."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from articles import services
from articles.models import Release
from articles.page import Page
from articles.services.sharing import share_draft
from articles.sources import write_sources
from articles.structured import describe_article
from articles.templatetags.structured import block
from tests.factories_articles import (
    make_article,
    make_author,
    make_live,
    make_photo,
    make_section,
    make_series,
    make_tag,
)
from tests.schema_table import faults_of

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGE = "/2026/03/04/one/"
CROPS = {
    kind: {"name": f"photos/a/{kind}.jpg", "width": 1200, "height": height}
    for kind, height in (("16x9", 675), ("4x3", 900), ("1x1", 1200), ("social", 630))
}
BREAKING_OUT = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "\u2028\u2029",
    "\\",
    '"',
    "&lt;",
]


def publish(*, sources=(), **fields):
    article = make_article(slug="one", **fields)
    write_sources(article, sources)
    services.publish(article, by=None, first_published_at=NOON, checked=False)
    return article


def graph_of(client, address=PAGE):
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(address).content.decode(), re.DOTALL
    )
    assert len(found) == 1
    return json.loads(found[0])["@graph"]


def furnish():
    """A story with everything that is told of one."""
    article = publish(
        headline="Bridge <opens>",
        standfirst="A year early.",
        type="analysis",
        key_points=["It opens", "It is free!"],
        section=make_section(name="Docks", slug="docks", parent=make_section(name="City", slug="city")),
        series=make_series(name="The bridge", slug="bridge"),
        bylines=[
            make_author(name="Ana", slug="ana", title="Reporter"),
            (make_author(name="Bo", slug="bo", title=""), "photos"),
            make_author(name="Cy", slug="cy", title=""),
            (make_author(name="Di", slug="di", title=""), "translation"),
        ],
        tags=[make_tag(name="Bridges", slug="bridges")],
        lead_photo=make_photo(crops=CROPS, alt="A bridge", credit="Bo", licence="https://example.org/by"),
        dateline="Cutlers Beach",
        body="<p>Four words stand here.</p>",
        canonical_url="https://example.org/first",
        sources=[
            {"kind": "document", "title": "Plan", "url": "https://example.org/p", "note": ""},
            {"kind": "person", "title": "The mayor", "url": "", "note": ""},
        ],
    )
    services.correct(article, by=None, kind="correction", text="It was free before.")
    return article


def test_an_article_says_all_that_its_page_says(client):
    furnish()
    release = Release.objects.get()

    article, way = graph_of(client)

    assert {name: article[name] for name in article if name not in ("publisher", "correction", "image")} == {
        "@type": ["NewsArticle", "AnalysisNewsArticle"],
        "@id": f"{SITE}{PAGE}#article",
        "mainEntityOfPage": f"{SITE}{PAGE}",
        "url": f"{SITE}{PAGE}",
        "headline": "Bridge <opens>",
        "description": "A year early.",
        "abstract": "It opens. It is free!",
        "datePublished": "2026-03-04T12:00:00+00:00",
        "dateModified": release.updated_at.isoformat(timespec="seconds"),
        "dateline": "Cutlers Beach",
        "articleSection": ["City", "Docks"],
        "keywords": ["Bridges"],
        "wordCount": 4,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "isBasedOn": "https://example.org/first",
        "isPartOf": {"@type": "CreativeWorkSeries", "name": "The bridge", "url": f"{SITE}/series/bridge/"},
        "author": [
            {"@type": "Person", "name": "Ana", "url": f"{SITE}/author/ana/", "jobTitle": "Reporter"},
            {"@type": "Person", "name": "Cy", "url": f"{SITE}/author/cy/"},
        ],
        "contributor": [{"@type": "Person", "name": "Bo", "url": f"{SITE}/author/bo/"}],
        "translator": [{"@type": "Person", "name": "Di", "url": f"{SITE}/author/di/"}],
        "citation": [{"@type": "CreativeWork", "name": "Plan", "url": "https://example.org/p"}, "The mayor"],
    }
    assert [(step["position"], step["name"], step["item"]) for step in way["itemListElement"]] == [
        (1, settings.SITE_NAME, f"{SITE}/"),
        (2, "City", f"{SITE}/section/city/"),
        (3, "Docks", f"{SITE}/section/docks/"),
        (4, "Bridge <opens>", f"{SITE}{PAGE}"),
    ]


def test_a_correction_is_told_with_its_kind_its_time_and_its_place(client):
    article = furnish()
    (correction,) = article.corrections.all()

    assert graph_of(client)[0]["correction"] == [
        {
            "@type": "CorrectionComment",
            "name": "Correction",
            "text": "It was free before.",
            "datePublished": correction.at.isoformat(timespec="seconds"),
            "url": f"{SITE}{PAGE}#correction-{correction.pk}",
        }
    ]


def test_a_photo_is_told_in_three_shapes_with_whose_it_is(client):
    furnish()

    images = graph_of(client)[0]["image"]

    assert [(image["url"], image["width"], image["height"]) for image in images] == [
        (f"{SITE}/media/photos/a/16x9.jpg", 1200, 675),
        (f"{SITE}/media/photos/a/4x3.jpg", 1200, 900),
        (f"{SITE}/media/photos/a/1x1.jpg", 1200, 1200),
    ]
    for image in images:
        assert (image["creditText"], image["caption"]) == ("Bo", "A bridge")
        assert image["license"] == "https://example.org/by"
        assert "copyrightNotice" not in image


@pytest.mark.parametrize(
    ("licence", "said"), [("Bought once, see the mail", {}), ("© Bo 2026", {"copyrightNotice": "© Bo 2026"})]
)
def test_a_note_of_the_desk_about_a_licence_is_told_to_nobody(client, licence, said):
    publish(lead_photo=make_photo(licence=licence))

    image = graph_of(client)[0]["image"][0]

    assert {name: image[name] for name in image if name in ("license", "copyrightNotice")} == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("news", "NewsArticle"),
        ("interview", "NewsArticle"),
        ("analysis", ["NewsArticle", "AnalysisNewsArticle"]),
        ("opinion", ["NewsArticle", "OpinionNewsArticle"]),
        ("review", ["NewsArticle", "ReviewNewsArticle"]),
        ("sponsored", "AdvertiserContentArticle"),
    ],
)
def test_every_type_of_story_is_told_as_what_it_is(client, kind, said):
    publish(type=kind, dateline="Here")

    graph = graph_of(client)

    assert graph[0]["@type"] == said
    assert [fault for node in graph for fault in faults_of(node)] == []


def test_a_story_without_a_name_or_a_photo_is_the_paper_s_with_a_drawn_picture(client):
    publish(headline="Ice")

    article = graph_of(client)[0]

    assert [author["name"] for author in article["author"]] == [settings.SITE_NAME]
    (image,) = article["image"]
    assert re.fullmatch(rf"{SITE}/card/\d+-[0-9a-f]{{16}}\.png", image["url"])
    assert client.get(image["url"].removeprefix(SITE)).status_code == 200
    assert not {"correction", "citation", "isPartOf", "contributor", "abstract"} & set(article)


def test_every_page_is_told_in_words_that_schema_org_knows(client):
    furnish()
    lists = ["/section/city/", "/section/docks/", "/tag/bridges/", "/series/bridge/", "/latest/", "/2026/"]
    lists += ["/2026/03/", "/2026/03/04/", "/corrections/"]
    addresses = ["/", PAGE, "/author/ana/", *lists]

    graphs = {address: graph_of(client, address) for address in addresses}

    faults = [
        (where, fault) for where, graph in graphs.items() for node in graph for fault in faults_of(node)
    ]
    assert faults == []
    assert {graphs[where][0]["@type"] for where in lists} == {"CollectionPage"}
    assert (graphs["/"][0]["@type"], graphs["/author/ana/"][0]["@type"]) == ("WebSite", "ProfilePage")
    assert [step["name"] for step in graphs["/section/docks/"][1]["itemListElement"]] == [
        settings.SITE_NAME,
        "City",
        "Docks",
    ]


def test_the_paper_is_told_with_its_search_its_logo_and_its_policies(client):
    site, publisher = graph_of(client, "/")

    assert site["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"
    assert publisher["correctionsPolicy"] == f"{SITE}/about/corrections/"
    assert publisher["logo"]["url"] == f"{SITE}/static/newsroom/icon-512.png"
    policies = {publisher[name] for name in publisher if name.endswith(("Policy", "Principles", "Info"))}
    for address in {*policies, publisher["contactPoint"]["url"]}:
        assert client.get(address.removeprefix(SITE)).status_code == 200


def test_an_author_is_told_with_other_pages_and_what_they_know_about(client):
    ana = make_author(
        slug="ana",
        name="Ana",
        bio="Knows boats.",
        links="https://a.example/\nhttps://b.example/x",
        portrait=make_photo(),
    )
    ana.topics.add(make_tag(name="Boats"))

    person = graph_of(client, "/author/ana/")[0]["mainEntity"]

    assert person["sameAs"] == ["https://a.example/", "https://b.example/x"]
    assert person["knowsAbout"] == ["Boats"]
    assert (person["name"], person["description"]) == ("Ana", "Knows boats.")
    assert person["worksFor"]["name"] == settings.SITE_NAME


def test_what_search_engines_may_not_list_is_told_to_none(client):
    article = publish(headline="Quiet")
    services.switch(article, by=None, is_hidden=True)
    _, token = share_draft(article, by=None, for_whom="Bo", days=1)

    for address in (PAGE, f"/draft/{token}/", "/search/?q=quiet"):
        page = client.get(address).content.decode()

        assert '<meta name="robots" content="noindex">' in page
        assert "ld+json" not in page
        assert "og:" not in page


def test_no_word_of_a_page_leaves_its_element():
    make_live()
    page = Page.from_release(Release.objects.for_page().get())
    cases = Path(settings.BASE_DIR).parent / "shared" / "cases" / "naughty_strings.json"
    strings = [*BREAKING_OUT, *(json.loads(cases.read_text()) if cases.exists() else [])]

    for text in strings:
        said = describe_article(replace(page, headline=text, dateline=text, seo_description=text))
        assert read_back(block(said)) == said


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_read_from_a_block_is_what_was_put_in(text):
    said = [{"name": text, text: [text, True, 1]}]

    assert read_back(block(said)) == said


def read_back(element):
    """The data as a browser finds it: the text of the one element that there is."""
    text = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028\u2029]", text)
    tree = html5lib.parseFragment(f"<p>before</p>{element}<p>after</p>", namespaceHTMLElements=False)
    before, script, after = list(tree)
    assert (before.text, script.tag, after.text) == ("before", "script", "after")
    return json.loads(script.text)["@graph"]
