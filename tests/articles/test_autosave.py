"""Autosave: the working text is stored as it is written, and nothing else happens."""

from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import services
from articles.models import Article, Release, Tag
from articles.services import presence
from tests.factories_articles import make_article, make_author, make_section, make_tag
from tests.factories_desk import ADD, change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db


def autosave(client, address, **typed):
    return client.post(address, typed_story(**typed) | {"_autosave": "1"})


def test_an_autosave_stores_the_working_text_and_nothing_else():
    chief, section, author = make_chief(), make_section(), make_author()
    article = make_article(headline="Before")

    answer = autosave(
        client_of(chief),
        change_address(article),
        headline="After",
        body="<p>Written <b>on</b></p>",
        section=section.pk,
        key_points=["One", "Two"],
        bylines=[author],
        version=article.version,
    )

    article.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json()["version"] == article.version == 2
    assert (article.headline, article.body) == ("After", "<p>Written <strong>on</strong></p>")
    assert [point.text for point in article.key_points.all()] == ["One", "Two"]
    assert [byline.author for byline in article.bylines.all()] == [author]
    assert article.changed_by == chief
    assert not article.editions.exists()
    assert not LogEntry.objects.exists()
    assert list(get_messages(answer.wsgi_request)) == []


def test_what_readers_see_and_what_acts_at_once_stays():
    article = make_article(headline="Live")
    services.publish(article, by=None, checked=False)
    typed = typed_story(
        headline="Changed",
        section=article.section_id,
        version=article.version,
        slug=article.slug,
        is_sensitive="on",
        new_tags="Fis",
        note="A note",
        publish_at="not a date",
    )
    del typed["comments_open"]

    answer = client_of(make_chief()).post(
        change_address(article), typed | {"_autosave": "1", "_publish": "", "_trash": ""}
    )

    article.refresh_from_db()
    assert answer.status_code == 200
    assert article.headline == "Changed"
    assert (article.comments_open, article.is_sensitive, article.trashed_at) == (True, False, None)
    assert Release.objects.get().headline == "Live"
    assert article.editions.count() == 1
    assert not Tag.objects.exists()


def test_posting_the_same_twice_is_one_version_and_doubles_no_row():
    article, client, author = make_article(), client_of(make_chief()), make_author()
    typed = {"headline": "Same", "key_points": ["One"], "bylines": [author]}

    first = autosave(client, change_address(article), **typed, version=1).json()
    second = autosave(client, change_address(article), **typed, version=first["version"]).json()

    assert first["version"] == second["version"] == 2
    assert article.key_points.count() == article.bylines.count() == 1


def test_a_value_that_cannot_be_stored_is_named_and_nothing_is_stored():
    article = make_article(headline="Before")

    answer = autosave(
        client_of(make_chief()),
        change_address(article),
        headline="After",
        type="poem",
        slug="no slug!",
        key_points=["x" * 201],
        version=1,
    )

    article.refresh_from_db()
    assert answer.status_code == 422
    assert {fault["field"]: fault["label"] for fault in answer.json()["faults"]} == {
        "slug": "Address",
        "type": "Type",
        "key_points-0-text": "Key point",
    }
    assert (article.headline, article.version) == ("Before", 1)


def test_a_list_that_cannot_be_stored_is_named():
    article = make_article()

    answer = autosave(
        client_of(make_chief()), change_address(article), headline="x", key_points="12345678", version=1
    )

    assert answer.status_code == 422
    assert answer.json()["faults"] == [
        {"field": "key_points", "label": "Key points", "said": "A story has at most seven key points."}
    ]


def test_an_autosave_on_stale_text_is_refused_and_says_by_whom():
    article = make_article(headline="As it was")
    anna, ben = client_of(make_chief()), client_of(make_chief(name="Ben Stone"))
    autosave(ben, change_address(article), headline="Ben's", version=1)

    answer = autosave(anna, change_address(article), headline="Anna's", version=1)

    article.refresh_from_db()
    assert answer.status_code == 409
    assert answer.json()["reason"] == "stale"
    assert answer.json()["said"].startswith("Ben Stone saved this story at ")
    assert article.headline == "Ben's"
    assert not article.editions.exists()


def test_a_stale_page_that_says_the_same_is_not_refused():
    article = make_article(headline="As it was", section=None)
    anna, ben = client_of(make_chief()), client_of(make_chief())
    for client in (ben, anna):
        answer = autosave(client, change_address(article), headline="The same", version=1)

    assert (answer.status_code, answer.json()["version"]) == (200, 2)


def test_a_new_story_gets_its_address_and_one_page_makes_one_story():
    client, key = client_of(make_chief()), uuid4()

    first = autosave(client, ADD, headline="New", key_points=["One"], page_key=key)
    lost = autosave(client, ADD, headline="New, and on", key_points=["One"], page_key=key)
    saved = client.post(ADD, typed_story(headline="New, and saved", key_points=["One"], page_key=key))

    article = Article.objects.get()
    assert first.json()["address"] == change_address(article) == lost.json()["address"] == saved.url
    assert (article.headline, article.key_points.count()) == ("New, and saved", 1)
    assert [edition.data["headline"] for edition in article.editions.all()] == ["New, and saved"]


def test_a_page_that_never_got_its_answer_goes_on():
    article, client, key = make_article(), client_of(make_chief()), uuid4()
    autosave(client, change_address(article), headline="Stored", version=1, page_key=key)

    again = autosave(client, change_address(article), headline="Stored, and on", version=1, page_key=key)
    other = autosave(client, change_address(article), headline="Other tab", version=1, page_key=uuid4())

    article.refresh_from_db()
    assert (again.status_code, other.status_code) == (200, 409)
    assert (article.headline, article.version) == ("Stored, and on", 3)


def test_another_page_makes_another_story():
    client = client_of(make_chief())

    for headline in ("One", "Two"):
        autosave(client, ADD, headline=headline, page_key=uuid4())

    assert sorted(Article.objects.values_list("headline", flat=True)) == ["One", "Two"]


def test_a_page_key_opens_nobody_elses_story():
    key = uuid4()
    autosave(client_of(make_chief()), ADD, headline="Theirs", page_key=key)

    answer = autosave(client_of(make_chief()), ADD, headline="Mine", page_key=key)

    assert Article.objects.get().headline == "Theirs"
    assert answer.status_code == 403


def test_a_page_whose_story_somebody_else_changed_meanwhile_is_refused():
    anna, ben, key = client_of(make_chief()), client_of(make_chief()), uuid4()
    autosave(anna, ADD, headline="Anna's", page_key=key)
    autosave(ben, change_address(Article.objects.get()), headline="Ben's", version=2)

    answer = autosave(anna, ADD, headline="Anna's again", page_key=key)

    assert answer.status_code == 409
    assert Article.objects.get().headline == "Ben's"


@pytest.mark.parametrize("rows", [1, 5])
def test_an_autosave_takes_few_queries(rows):
    article = make_article(tags=[make_tag() for _ in range(rows)])
    client = client_of(make_chief())
    typed = {
        "headline": "Counted",
        "section": article.section_id,
        "key_points": [f"Point {number}" for number in range(rows)],
        "bylines": [make_author() for _ in range(rows)],
        "version": 1,
    }
    autosave(client, change_address(article), **typed)

    with CaptureQueriesContext(connection) as asked:
        answer = autosave(client, change_address(article), **typed | {"headline": "Again", "version": 2})

    assert answer.status_code == 200
    own_clock = [query for query in asked if "clock_timestamp" in query["sql"]]  # PostgreSQL's
    assert len(asked) - len(own_clock) <= 30, len(asked)


def test_what_was_typed_is_drawn_again_and_stored_nowhere():
    article = make_article(headline="Stored")
    client = client_of(make_chief())

    answer = client.post(
        change_address(article),
        typed_story(headline="From the copy", key_points=["Kept"], version=1, base='{"a":1}')
        | {"_redraw": "1"},
    )

    article.refresh_from_db()
    assert answer.status_code == 200
    assert article.headline == "Stored"
    assert "From the copy" in answer.text
    assert "\nKept</textarea>" in answer.text
    assert "It is not saved yet." in answer.text
    assert "data-errors" not in answer.text
    assert answer.context["base"] == '{"a":1}'


def test_somebody_who_may_only_look_cannot_autosave():
    article = make_article(headline="Look")
    looker = client_of(make_person("articles.view_article", "articles.read_every_article"))

    assert autosave(looker, change_address(article), headline="x", version=1).status_code == 403
    assert autosave(looker, ADD, headline="x").status_code == 403
    assert Article.objects.get().headline == "Look"


def test_a_save_names_the_page_so_that_the_browser_forgets_its_copy():
    key = uuid4()

    answer = client_of(make_chief()).post(ADD, typed_story(headline="Saved", page_key=key))

    assert answer.cookies["stored-page"].value == str(key)
    assert answer.cookies["stored-page"]["path"] == "/admin/"


def test_after_a_take_over_only_the_other_is_stored():
    anna, ben = make_chief(name="Anna"), make_chief(name="Ben")
    article = make_article(headline="Before")
    presence.note_presence(article, by=anna)
    presence.take_over(article, by=ben, of=anna)

    refused = autosave(client_of(anna), change_address(article), headline="Anna's", version=1)
    stored = autosave(client_of(ben), change_address(article), headline="Ben's", version=1)

    article.refresh_from_db()
    assert (refused.status_code, refused.json()) == (
        409,
        {"reason": "taken_over", "said": "Ben took this story over."},
    )
    assert stored.status_code == 200
    assert article.headline == "Ben's"
