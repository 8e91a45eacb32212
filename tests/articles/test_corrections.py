"""A correction: the update and the words about it, in public and for good."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services, views
from articles.feeds.answers import corrections_feed
from articles.models import Article, Correction, Release
from articles.page import Page
from newsroom.models import AuditEntry, Purge
from newsroom.site import absolute
from tests.factories_articles import make_article, make_author, make_editor, make_live
from tests.factories_desk import STORIES, change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def correct(article, text="It was Tuesday, not Monday.", kind="correction", by=None):
    return services.correct(article, by=by, kind=kind, text=text, checked=False)


def read_feed(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 - what we have just written ourselves


def keys_of(response):
    return set(response["Surrogate-Key"].split())


def test_a_correction_publishes_the_update_and_is_bound_to_its_edition():
    article, editor = make_live(headline="Monday"), make_editor()
    Article.objects.update(headline="Tuesday")

    correction = correct(article, by=editor)

    release = Release.objects.get()
    assert release.headline == "Tuesday"
    assert (correction.edition, correction.by, correction.kind) == (release.edition, editor, "correction")
    assert release.edition.note == "Correction: It was Tuesday, not Monday."
    assert AuditEntry.objects.get(verb="corrected").after["text"] == "It was Tuesday, not Monday."


def test_a_note_without_a_change_of_the_text_is_a_correction_too():
    article = make_live()
    edition = article.editions.get()

    correction = correct(article, kind="editors_note")

    assert correction.edition == edition
    assert Release.objects.get().updated_at == correction.at


def test_updated_moves_with_a_correction_and_a_large_update_and_with_nothing_else():
    article = make_live(first_published_at=NOON)
    Article.objects.update(headline="A small fix")
    services.publish(article, by=None, substantive=False, checked=False)
    assert Release.objects.get().updated_at == NOON

    correction = correct(article)
    Article.objects.update(headline="Another small fix")
    services.publish(article, by=None, substantive=False, checked=False)
    assert Release.objects.get().updated_at == correction.at


def test_updated_is_the_same_on_page_in_data_in_lists_and_in_the_feed(client):
    article = make_live(slug="one", first_published_at=NOON)
    correction = correct(article)
    at = timezone.localtime(correction.at)

    page = client.get("/2026/03/04/one/").text
    moments = dict(re.findall(r"(Updated|Correction)(?:</a>)? <time datetime=\"([^\"]+)\"", page))
    feed = read_feed(client.get("/corrections/feed/atom/"))

    second = at.isoformat(timespec="seconds")
    assert moments == {"Updated": second, "Correction": second}
    modified = re.search(r'article:modified_time" content="([^"]+)"', page)[1]
    assert datetime.fromisoformat(modified).replace(microsecond=0) == at.replace(microsecond=0)
    assert feed.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}entry/{ATOM}updated") == second
    assert f'<time datetime="{second}">' in client.get("/corrections/").text
    assert Release.objects.for_cards().get().updated_at == correction.at
    assert Page.from_article(article).updated_at == correction.at


def test_readers_find_it_after_the_text_and_before_the_foot_dated_and_linked(client):
    article = make_live(slug="one", first_published_at=NOON, body="<p>It ends here</p>")
    first = correct(article, text="First <b>\n\nSecond paragraph")
    last = correct(article, kind="clarification", text="Last")

    page = client.get("/2026/03/04/one/").text

    text, rest = page.split("<p>It ends here</p>")
    assert f'<a class="meta-link" href="#correction-{first.pk}">Correction</a>' in text
    assert f'<a class="meta-link" href="#correction-{last.pk}">Clarification</a>' in text
    below = rest.split('class="article-foot"')[0]
    assert below.index(f'id="correction-{first.pk}"') < below.index(f'id="correction-{last.pk}"')
    assert "<p>First &lt;b&gt;</p>" in below
    assert "Clarification" in below


@pytest.mark.parametrize("words", ["", " \n "])
def test_words_are_needed(words):
    with pytest.raises(services.Refused, match="Say in words"):
        correct(make_live(), text=words)


def test_what_readers_do_not_see_cannot_be_corrected():
    with pytest.raises(services.Refused, match="nothing to correct"):
        correct(make_article())


def test_a_scheduled_update_is_never_replaced_by_a_correction():
    article = make_live()
    Article.objects.update(headline="Tomorrow")
    services.publish(article, by=None, at=timezone.now() + timedelta(hours=1), checked=False)

    with pytest.raises(services.Refused, match="scheduled"):
        correct(article)

    assert Release.timeline.count() == 2
    assert not Correction.objects.exists()


def test_the_checklist_is_asked_and_a_refusal_leaves_nothing():
    article = make_live(headline="Right")
    Article.objects.update(headline="Wrong TK")

    with pytest.raises(services.Unready):
        services.correct(article, by=None, kind="correction", text="Words")

    assert Release.objects.get().headline == "Right"
    assert not Correction.objects.exists()


@pytest.mark.parametrize("verb", ["change", "delete"])
def test_a_correction_stays_as_it_was_written(verb):
    correction = correct(make_live())
    rows = Correction.objects.filter(pk=correction.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(text="Other") if verb == "change" else rows.delete()

    assert rows.get().text == "It was Tuesday, not Monday."


def test_the_log_lists_the_newest_first_and_pages_by_key(client):
    article = make_live(slug="one", headline="Ferry", first_published_at=NOON)
    texts = [f"Correction number {number:02}." for number in range(views.LIST_SIZE + 2)]
    for text in texts:
        correct(article, text=text)

    first = client.get("/corrections/")
    older = re.search(r'href="(/corrections/\?before=[^"]+)" rel="next"', first.text)[1]
    second = client.get(older)

    shown = [re.findall(r"Correction number \d\d\.", page.text) for page in (first, second)]
    assert shown == [texts[:1:-1], texts[1::-1]]
    assert f'href="/2026/03/04/one/#correction-{article.corrections.first().pk}">Ferry</a>' in first.text
    assert keys_of(first) >= {"corrections", f"article-{article.pk}"}
    assert first["Cache-Control"].startswith("public")
    for wrong in ("nonsense", "20200101T000000000000-1"):
        assert client.get(f"/corrections/?before={wrong}").status_code == 404


def test_the_log_and_the_feed_are_kept_and_empty_ones_are_no_error(client):
    assert views.corrections_page.is_kept
    assert corrections_feed.is_kept
    assert "Nothing has been corrected yet" in client.get("/corrections/").text
    feed = client.get("/corrections/feed/atom/")
    assert read_feed(feed).findall(f"{ATOM}entry") == []
    assert client.get("/corrections/feed/atom/").content == feed.content


@pytest.mark.parametrize("corrections", [1, 5])
@pytest.mark.parametrize(("address", "queries"), [("/corrections/", 3), ("/corrections/feed/atom/", 2)])
def test_the_lists_cost_the_same_however_long(client, corrections, address, queries):
    for _ in range(corrections):
        correct(make_live())

    with CaptureQueriesContext(connection) as ran:
        client.get(address)

    assert len(ran) == queries, [query["sql"] for query in ran]


def test_the_feed_is_absolute_kept_and_answers_304(client):
    article = make_live(slug="one", headline="Fish & chips", first_published_at=NOON)
    correction = correct(article, text="It was <b>cod</b>.")

    response = client.get("/corrections/feed/atom/")
    feed = read_feed(response)
    entry = feed.find(f"{ATOM}entry")

    assert response["Content-Type"].startswith("application/atom+xml")
    assert entry.findtext(f"{ATOM}title") == "Correction: Fish & chips"
    assert entry.findtext(f"{ATOM}summary") == "It was <b>cod</b>."
    assert entry.find(f"{ATOM}link").get("href") == absolute(f"/2026/03/04/one/#correction-{correction.pk}")
    assert {link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        absolute("/corrections/"),
        absolute("/corrections/feed/atom/"),
    }
    assert keys_of(response) == {"corrections", f"article-{article.pk}"}
    again = client.get("/corrections/feed/atom/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def withdraw(article):
    services.withdraw(article, by=None)


def publish_again(article):
    services.publish(article, by=None, checked=False)


def rename(article):
    Article.objects.update(headline="Renamed")
    services.publish(article, by=None, substantive=False, checked=False)


def test_every_change_of_the_log_is_purged(client):
    article = make_live(slug="one", first_published_at=NOON)
    addresses = ["/corrections/", "/corrections/feed/atom/", "/2026/03/04/one/", "/"]

    for change in (correct, rename, withdraw, publish_again):
        before = {address: client.get(address) for address in addresses}
        Purge.objects.all().delete()
        change(article)
        purged = set(Purge.objects.values_list("name", flat=True))
        for address in addresses:
            if client.get(address).content != before[address].content:
                assert keys_of(before[address]) & purged, (change.__name__, address)


def test_corrections_of_a_withdrawn_story_are_not_listed(client):
    article = make_live()
    correct(article, text="About what is gone")
    assert "About what is gone" in client.get("/corrections/").text

    withdraw(article)

    assert "About what is gone" not in client.get("/corrections/").text
    assert "About what is gone" not in client.get("/corrections/feed/atom/").text


def test_the_desk_corrects_a_live_story_in_two_steps_and_loses_nothing():
    client, article = client_of(make_chief()), make_live(headline="Monday")
    where = {"section": article.section_id, "version": article.version}
    typed = typed_story(**where, headline="Tuesday", bylines=[make_author()], key_points=["One"], _correct="")

    step = client.post(change_address(article), typed, follow=True)
    assert Release.objects.get().headline == "Monday"
    assert step.redirect_chain[-1][0] == f"{STORIES}{article.pk}/correct/"
    assert "<ins>Tuesday</ins>" in step.text
    empty = client.post(f"{STORIES}{article.pk}/correct/", {"kind": "correction", "text": ""})
    assert empty.status_code == 422
    client.post(f"{STORIES}{article.pk}/correct/", {"kind": "update", "text": "It was Tuesday."})

    assert Release.objects.get().headline == "Tuesday"
    correction = Correction.objects.get()
    assert (correction.kind, correction.text) == ("update", "It was Tuesday.")


def test_warnings_are_ticked_on_the_page_of_the_correction():
    client, article = client_of(make_chief()), make_live(bylines=[make_author()])
    address = f"{STORIES}{article.pk}/correct/"

    refused = client.post(address, {"kind": "update", "text": "Words"})
    assert refused.status_code == 422
    assert 'name="despite" value="no_key_points"' in refused.text
    assert "Words</textarea>" in refused.text
    client.post(address, {"kind": "update", "text": "Words", "despite": "no_key_points"})

    assert Correction.objects.get().text == "Words"


def test_who_may_not_publish_may_not_correct():
    article = make_live()
    person = make_person("articles.change_article", "articles.read_every_article")

    for method in ("get", "post"):
        answer = getattr(client_of(person), method)(f"{STORIES}{article.pk}/correct/", {"text": "x"})
        assert answer.status_code == 403
    assert not Correction.objects.exists()


def test_the_list_at_the_desk_is_only_to_look_at():
    correction, client = correct(make_live()), client_of(make_chief())
    address = "/admin/articles/correction/"

    assert "It was Tuesday" in client.get(address).text
    assert client.post(f"{address}{correction.pk}/change/", {"text": "x"}).status_code == 403
    assert client.get(f"{address}add/").status_code == 403
    assert client.post(f"{address}{correction.pk}/delete/", {"post": "yes"}).status_code == 403
