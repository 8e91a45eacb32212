"""Public stories as JSON, for anybody: whole, page by page, and nothing that readers do not see."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import api, services
from articles.models import Release, Role
from newsroom.site import absolute
from tests.factories_articles import (
    make_author,
    make_live,
    make_photo,
    make_section,
    make_series,
    make_tag,
)
from tests.factories_furniture import make_clip, photo_figure, recording_figure

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
RENDITION = {"width": 320, "height": 180, "avif": "photos/1/320.avif", "webp": "photos/1/320.webp"}


def make_rich(**fields):
    story = make_live(
        **{
            "headline": "Fish & chips",
            "body": "<p>One.</p>" + photo_figure(make_photo(credit="Cy")) + recording_figure(make_clip()),
            "section": make_section(slug="city", name="City"),
            "bylines": [
                make_author(slug="ana", name="Ana"),
                (make_author(slug="bo", name="Bo"), Role.PHOTOS),
            ],
            "tags": [make_tag(slug="fish", name="Fish")],
            "series": make_series(slug="quay", name="The quay"),
            "lead_photo": make_photo(alt="A quay", credit="Ed", caption="Old", renditions=[RENDITION]),
            "key_points": ["Fish", "Chips"],
            "first_published_at": NOON,
        }
        | fields
    )
    services.correct(story, by=None, kind="correction", text="It was cod.", checked=False)
    return story


def headlines(client, query=""):
    answer = client.get(f"/api/articles/{query}")
    assert answer.status_code == 200, answer.text
    return [article["headline"] for article in answer.json()["articles"]]


def test_a_story_is_told_whole_with_absolute_addresses(client):
    story = make_rich()
    release = Release.objects.get()

    said = client.get(f"/api/articles/{story.pk}/").json()

    assert said == client.get("/api/articles/").json()["articles"][0]
    assert said["id"] == story.pk
    assert said["guid"] == f"tag:127.0.0.1,2026-03-04:article-{story.pk}"
    assert said["url"] == said["canonical_url"] == absolute("/2026/03/04/fish-chips/")
    assert said["markdown_url"] == absolute("/2026/03/04/fish-chips.md")
    assert said["published_at"] == "2026-03-04T12:00:00+00:00"
    assert said["section"] == {"name": "City", "slug": "city", "url": absolute("/section/city/")}
    assert said["series"]["slug"] == "quay"
    assert [tag["slug"] for tag in said["tags"]] == ["fish"]
    assert [(line["name"], line["role"]) for line in said["bylines"]] == [("Ana", "by"), ("Bo", "photos")]
    assert said["key_points"] == [{"id": p["public_id"], "text": p["text"]} for p in release.key_points]
    assert [point["text"] for point in said["key_points"]] == ["Fish", "Chips"]
    assert said["lead_photo"]["caption"] == "Old"
    assert (said["lead_photo"]["alt"], said["lead_photo"]["credit"]) == ("A quay", "Ed")
    assert said["lead_photo"]["renditions"] == [
        RENDITION | {kind: absolute(f"/media/photos/1/320.{kind}") for kind in ("avif", "webp")}
    ]
    assert [photo["credit"] for photo in said["photos"]] == ["Cy"]
    assert [clip["content_type"] for clip in said["recordings"]] == ["audio/mpeg"]
    assert [(c["kind"], c["text"]) for c in said["corrections"]] == [("correction", "It was cod.")]
    assert said["body_html"].startswith("<p>One.</p><figure")
    assert ' src="/' not in said["body_html"]


def test_any_site_may_ask_and_what_has_not_changed_is_answered_304(client):
    story = make_rich()

    for path in ("/api/articles/", f"/api/articles/{story.pk}/"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})

        assert first["Content-Type"] == "application/json"
        assert first["Access-Control-Allow-Origin"] == "*"
        assert again.status_code == 304
        assert client.post(path).status_code == 405


def test_pages_are_cut_by_key_so_that_a_new_story_shifts_nobody(client, monkeypatch):
    monkeypatch.setattr(api, "PAGE", 2)
    section = make_section()
    for number in range(5):
        make_live(headline=f"N{number}", section=section, first_published_at=NOON + timedelta(hours=number))

    first = client.get("/api/articles/?type=news").json()
    make_live(headline="New")
    second = client.get(first["next"].removeprefix(absolute(""))).json()
    third = client.get(second["next"].removeprefix(absolute(""))).json()

    pages = [[article["headline"] for article in page["articles"]] for page in (first, second, third)]
    assert pages == [["N4", "N3"], ["N2", "N1"], ["N0"]]
    assert "type=news" in second["next"]
    assert third["next"] is None


def test_a_list_is_of_one_section_tag_author_series_or_type_and_since_a_moment(client):
    make_rich()
    make_live(headline="Other", type="opinion", first_published_at=NOON + timedelta(days=1))

    for query in ("section=city", "tag=fish", "author=ana", "author=bo", "series=quay", "type=news"):
        assert headlines(client, f"?{query}") == ["Fish & chips"], query
    assert headlines(client, "?type=opinion&since=2026-03-05") == ["Other"]
    assert headlines(client, "?since=2026-03-05T12:00:00Z") == ["Other"]
    assert headlines(client, "?since=2026-03-05T13:00:00%2B01:00") == ["Other"]
    assert headlines(client, "?since=2026-03-05T12:00:01Z") == []
    assert headlines(client, "?section=city&since=2026-03-05") == []


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("section=a&tag=b", 400, "Ask for one of section, tag, author, series at a time."),
        ("section=nothing", 400, "There is no section of that name."),
        ("tag=%00", 400, "There is no tag of that name."),
        ("type=gossip", 400, "A type is one of news, analysis, opinion, interview, review, sponsored."),
        ("since=yesterday", 400, "Write since as 2026-11-22 or 2026-11-22T09:30:00Z."),
        ("since=2026-03-05T12:00:00", 400, "Write since as 2026-11-22 or 2026-11-22T09:30:00Z."),
        ("since=0001-01-01T00:00:00%2B23:59", 400, "Write since as 2026-11-22 or 2026-11-22T09:30:00Z."),
        ("before=nonsense", 404, "This value of before was never handed out."),
        ("before=20200101T000000000000-1", 404, "Nothing comes before that."),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(client, query, status, sentence):
    answer = client.get(f"/api/articles/?{query}")

    assert (answer.status_code, answer.json()) == (status, {"error": sentence})
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_only_what_readers_see_is_told(client):
    hidden, paid = make_live(headline="Secret"), make_live(headline="Paid", type="sponsored")
    services.switch(hidden, by=None, is_hidden=True)
    ahead = make_live(headline="Tomorrow", at=timezone.now() + timedelta(days=1))
    gone = make_live(headline="Gone")
    services.withdraw(gone, by=None)

    assert headlines(client) == []
    assert headlines(client, "?type=sponsored") == ["Paid"]
    statuses = [client.get(f"/api/articles/{story.pk}/").status_code for story in (hidden, paid, ahead, gone)]
    assert statuses == [404, 200, 404, 410]
    assert client.get("/api/articles/99999999999999999999/").status_code == 404


@pytest.mark.parametrize("stories", [1, 5])
def test_it_costs_the_same_however_much_there_is(client, stories):
    story = make_rich()
    for _ in range(stories - 1):
        make_live(
            body=photo_figure(make_photo()) + recording_figure(make_clip()),
            section=story.section,
            bylines=[make_author()],
            tags=[make_tag(), story.tags.get()],
        )

    paths = {"": 3, "?section=city": 4, "?tag=fish&type=news": 4, f"{story.pk}/": 3}
    for path, queries in paths.items():
        with CaptureQueriesContext(connection) as ran:
            client.get(f"/api/articles/{path}")
        assert len(ran) == queries, [query["sql"] for query in ran]


def test_people_are_told_how_to_ask_with_a_story_as_the_example(client):
    assert "An example" not in client.get("/api/").text
    make_rich(headline="Fish <b>")

    page = client.get("/api/")

    assert "/api/articles/" in page.text
    assert "Fish &lt;b&gt;" in page.text
    assert 'href="/api/"' in client.get("/feeds/").text
