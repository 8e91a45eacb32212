"""What no page of ours posts, sent to the desk by somebody who may be there: never a fault."""

import json

import pytest
from django.utils import timezone

from articles import services
from articles.forms import typed as typed_data
from articles.models import Article, Correction, Release
from tests.factories_articles import make_article, make_author, make_live, make_photo, make_tag
from tests.factories_desk import STORIES, change_address, client_of, make_chief, typed_story

pytestmark = pytest.mark.django_db
HUGE = "9" * 23
LISTS = (
    "articles/article", "articles/author", "articles/tag", "articles/photo", "articles/correction",
    "articles/errorreport", "comments/comment", "ads/ad", "ads/advertiser", "newsroom/user",
    "newsroom/auditentry",
)  # fmt: skip


@pytest.fixture
def chief():
    return make_chief()


@pytest.fixture
def client(chief):
    return client_of(chief)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", [{"id__in": HUGE}, {"id__exact": "\x00"}, {"id__in": "\x00"}, {"q": "a " * 1500}, {"q": "\x00"}]
)
def test_a_list_answers_any_query(client, name, query):
    answer = client.get(f"/admin/{name}/", query, follow=True)

    assert answer.status_code == 200


def test_what_is_searched_as_one_types_may_be_anything(client):
    tag = make_tag(name="Tides")
    field = {"app_label": "articles", "model_name": "article", "field_name": "tags"}

    found = client.get("/admin/autocomplete/", field | {"term": "Ti\x00des"}).json()

    assert [row["id"] for row in found["results"]] == [str(tag.pk)]


@pytest.mark.parametrize(
    "query",
    [
        {"changed_at__gte": "9999-12-31T23:59:59-10:00"},
        {"changed_at__gte": "\x00"},
        {"section": HUGE},
        {"headline__startswith": "\x00"},
        {"type__exact": "\x00"},
    ],
)
def test_the_list_of_stories_answers_any_filter(client, query):
    assert client.get(STORIES, query, follow=True).status_code == 200


@pytest.mark.parametrize("year", ["0001-01-01", "0001-02-15", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_moment_at_the_end_of_time_publishes_nothing(client, year, zone):
    article = make_article(bylines=[author := make_author()])
    typed = typed_story(headline="Tide", section=article.section_id, version=1, bylines=[author])

    with timezone.override(zone):
        answer = client.post(
            change_address(article), typed | {"_publish": "", "publish_at": f"{year}T00:00"}, follow=True
        )
        ahead = [
            client.get(f"{STORIES}front/{page}", {"at": f"{year}T00:00"}).status_code
            for page in ("", "page/")
        ]

    assert "moment has passed" in answer.text or "too far ahead" in answer.text
    assert not Release.timeline.exists()
    assert ahead == [200, 200]


@pytest.mark.parametrize("total", ["1000", HUGE, "", "x"])
@pytest.mark.parametrize("prefix", ["related_picks", "key_points", "bylines", "sources"])
def test_a_list_with_an_odd_number_of_rows_is_previewed_and_not_saved(client, total, prefix):
    article, other = make_article(headline="Before"), make_live()
    sources = [{"kind": "document", "title": "Report"}]
    typed = typed_story(
        headline="After", key_points=["One"], bylines=[make_author()], related=[other.pk], sources=sources
    )
    typed |= {f"{prefix}-TOTAL_FORMS": total}

    preview = client.post(f"{STORIES}{article.pk}/preview/", typed)
    saved = client.post(change_address(article), typed)

    article.refresh_from_db()
    assert (preview.status_code, saved.status_code, article.headline) == (200, 422, "Before")


@pytest.mark.parametrize("key", [HUGE, "\x00", "x", "-1"])
def test_keys_that_no_row_has_choose_nothing(client, key):
    article, tag = make_live(), make_tag()
    selected = {"_selected_action": [article.pk], "_sure": "1"}

    answers = [
        client.post(STORIES, selected | {"action": "add_tags", "tags": key}),
        client.post(STORIES, selected | {"action": "set_section", "section": key}),
        client.post(
            "/admin/articles/tag/",
            {"_selected_action": [tag.pk], "_sure": "1", "action": "merge_into", "into": key},
        ),
        client.post("/admin/auth/group/add/", {"name": "Photographers", "permissions": key}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4


FIELDS = ("tags", "body", "key_points", "bylines", "sources", "section", "headline", "lead_photo", "slug")
TAMPERED = [
    "[" * 50_000,
    '{"headline":"\\ud800","key_points":[{"text":"\\ud800"}]}',
    '{"section":1e400,"key_points":[{"text":[1]}]}',
    json.dumps({"section": HUGE, "lead_photo": True, "tags": [int(HUGE)], "type": "unknown"}),
    *(
        json.dumps(dict.fromkeys(FIELDS, odd))
        for odd in (5, None, ["x"], [{"unknown": 1}], [{"text": "x"}, 5], {"a": [1]})
    ),
]


@pytest.mark.parametrize("said", TAMPERED, ids=range(len(TAMPERED)))
def test_a_conflict_says_what_differs_whatever_the_page_says_it_was_opened_on(client, said):
    article = make_article(headline="Theirs", key_points=["old"], tags=[make_tag()], lead_photo=make_photo())
    typed = typed_story(headline="Mine", key_points=["new"], bylines=[make_author()], version=77, slug="mine")

    page = client.post(change_address(article), typed | {"base": said})

    assert page.status_code == 409
    assert {"headline", "key_points", "bylines"} <= {clash.name for clash in page.context["clashes"]}


@pytest.mark.parametrize("said", TAMPERED, ids=range(len(TAMPERED)))
@pytest.mark.parametrize("pick", ["theirs", "both"])
@pytest.mark.parametrize("side", ["base", "mine"])
def test_a_merge_of_what_no_page_said_is_no_fault(client, said, pick, side):
    article = make_article(headline="Theirs", key_points=["old"])
    typed = typed_story(headline="Mine", key_points=["new"], version=article.version)
    sides = {"base": "{}", "mine": "{}"} | {side: said}
    lists = ("tags", "key_points", "bylines", "sources", "body", "section", "lead_photo")

    answer = client.post(
        change_address(article),
        typed | sides | {"_merge": "1"} | {f"pick-{name}": pick for name in lists},
    )

    assert answer.status_code in (302, 422)


def test_what_was_written_is_read_again_whole():
    said = {
        "headline": "Zoë \N{FISH} “x”",
        "section": 7,
        "lead_photo": "",
        "tags": [1, 2],
        "key_points": [{"public_id": "", "text": "One"}],
        "sources": [],
    }

    assert typed_data.read(typed_data.written(said)) == said


def test_a_correction_publishes_no_text_that_nobody_has_looked_at(client, chief):
    article = make_live(headline="Monday", bylines=[make_author()], key_points=["One"])
    address = f"{STORIES}{article.pk}/correct/"
    looked_at = client.get(address).context["original"].version
    Article.objects.filter(pk=article.pk).update(headline="Half a sent")
    services.note_working_text(Article.objects.get(pk=article.pk), by=chief)
    words = {"kind": "correction", "text": "It was Monday.", "despite": ""}

    refused = client.post(address, words | {"version": looked_at})
    assert (refused.status_code, Release.objects.get().headline) == (422, "Monday")
    assert "<ins>Half a sent</ins>" in refused.text
    assert "It was Monday.</textarea>" in refused.text
    assert f'name="version" value="{looked_at + 1}"' in refused.text
    client.post(address, words | {"version": looked_at + 1})

    assert (Release.objects.get().headline, Correction.objects.get().text) == (
        "Half a sent",
        "It was Monday.",
    )
