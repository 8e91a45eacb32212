"""Sources, related stories, and what search engines see: in the story form."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from articles import services
from articles.models import Article, Source
from articles.sources import related_of, sources_of, write_related, write_sources
from newsroom.models import Purge
from tests.factories_articles import make_article, make_live, make_photo, make_section
from tests.factories_desk import ADD, change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db

WRITER = ("articles.add_article", "articles.change_article", "articles.view_article")


@pytest.fixture
def chief():
    return client_of(make_chief())


def post(client, article, **typed):
    version = Article.objects.get(pk=article.pk).version
    return client.post(change_address(article), typed_story(version=version, **typed) | {"_save": ""})


def picks(article):
    return related_of(Article.objects.get(pk=article.pk))


def test_sources_are_stored_in_the_order_of_their_numbers_and_emptied_rows_go(chief):
    article = make_article()
    write_sources(article, [{"kind": "person", "title": "Gone", "url": "", "note": ""}])
    rows = [
        {"kind": "anonymous", "title": "A clerk", "note": "Fears for her post", "ORDER": 2},
        {"kind": "document", "title": "The  budget", "url": "https://example.org/b", "ORDER": 1},
        {"kind": "outlet", "title": "Deleted", "ORDER": 3, "DELETE": "on"},
        {"kind": "outlet"},
    ]

    assert post(chief, article, headline="One", sources=rows).status_code == 302

    assert sources_of(article) == [
        {"kind": "document", "title": "The budget", "url": "https://example.org/b", "note": ""},
        {"kind": "anonymous", "title": "A clerk", "url": "", "note": "Fears for her post"},
    ]
    assert Article.objects.get().editions.get().data["sources"] == sources_of(article)


def test_a_source_has_an_https_address_or_none(chief):
    article = make_article()

    answer = post(chief, article, headline="One", sources=[{"kind": "person", "url": "http://example.org"}])

    assert "must start with https://" in answer.content.decode()
    assert not Source.objects.exists()


def test_related_stories_are_named_in_any_of_four_ways(chief):
    by_line, by_number, by_headline = (make_article(headline=f"Story number {n}") for n in "abc")
    by_address = make_live()
    article = make_article()
    address = f"https://paper.example{by_address.releases.get().get_absolute_url()}"

    answer = post(
        chief,
        article,
        headline="One",
        related=[f"Old headline ({by_line.pk})", by_number.pk, "STORY number c", address, by_number.pk],
    )

    assert answer.status_code == 302
    assert picks(article) == [by_line.pk, by_number.pk, by_headline.pk, by_address.pk]
    page = chief.get(change_address(article)).content.decode()
    assert f'value="Story number a ({by_line.pk})"' in page


@pytest.mark.parametrize("typed", ["Nowhere", "999999", "/2026/13/41/x/", "(0)", "9" * 40])
def test_a_story_that_is_not_there_is_no_related_story(chief, typed):
    article = make_article()

    answer = post(chief, article, headline="One", related=[typed])

    assert "Choose a story from the list" in answer.content.decode()
    assert picks(article) == []


def test_a_story_is_not_related_to_itself(chief):
    article = make_article()

    answer = post(chief, article, headline="One", related=[article.pk])

    assert "cannot stand below itself" in answer.content.decode()


def test_a_writer_neither_sees_nor_picks_the_drafts_of_others():
    person = make_person(*WRITER)
    secret, own = make_article(headline="Secret merger"), make_article(headline="Own", created_by=person)
    client = client_of(person)
    write_related(own, [secret.pk])

    page = client.get(change_address(own)).content.decode()
    assert "Secret merger" not in page
    assert f'value="Story ({secret.pk})"' in page
    # What an editor picked stays; to name another one is refused, by number and by headline.
    assert post(client, own, headline="Own", related=[f"Story ({secret.pk})"]).status_code == 302
    assert picks(own) == [secret.pk]
    write_related(own, [])
    for typed in (secret.pk, "Secret merger"):
        answer = post(client, own, headline="Own", related=[typed]).content.decode()
        assert "Choose a story from the list" in answer
    assert picks(own) == []


def test_what_search_engines_see_is_typed_and_previewed(chief):
    article = make_article(lead_photo=make_photo())
    page = chief.get(change_address(article)).content.decode()
    assert page.count(f"data-share-title>{article.headline}<") == 2

    post(
        chief,
        article,
        headline="One",
        dateline="Cutlers Beach",
        seo_title="Ferries",
        seo_description="All of them",
        canonical_url="https://example.org/first",
    )

    article = Article.objects.get(pk=article.pk)
    assert (article.dateline, article.seo_title, article.seo_description, article.canonical_url) == (
        "Cutlers Beach", "Ferries", "All of them", "https://example.org/first",
    )  # fmt: skip
    page = chief.get(change_address(article)).content.decode()
    assert page.count("data-share-title>Ferries<") == page.count("data-share-description>All of them<") == 2


@pytest.mark.parametrize("address", ["http://example.org/", "https://localhost/", "javascript:alert(1)"])
def test_a_canonical_address_is_a_full_https_one(chief, address):
    article = make_article()

    answer = post(chief, article, headline="One", canonical_url=address)

    assert "part-search-and-sharing" in answer.content.decode()
    assert 'class="part part-folded part-search-and-sharing"' not in answer.content.decode()
    assert Article.objects.get().canonical_url == ""


def test_a_new_story_with_a_last_day_for_comments_is_made_anew_after_it(chief):
    last, section = localdate() + timedelta(days=3), make_section()

    posted = typed_story(headline="One", section=section.pk, comments_close_on=last, is_hidden="on")
    chief.post(ADD, posted | {"_save": ""})

    article = Article.objects.get()
    assert (article.comments_close_on, article.is_hidden, article.comments_open) == (last, True, True)
    services.publish(article, by=None, checked=False)
    moments = Purge.objects.filter(name=f"article-{article.pk}").values_list("at", flat=True)
    assert localdate(max(moments)) == last + timedelta(days=1)


@pytest.mark.parametrize(("days", "stored"), [("7", 7), ("14", 14), ("30", 30), ("", None)])
def test_comments_close_after_a_number_of_days_of_choice(chief, days, stored):
    chief.post(ADD, typed_story(headline="One", comments_close_after=days) | {"_save": ""})

    assert Article.objects.get().comments_close_after == stored


def test_another_number_of_days_is_no_choice(chief):
    answer = chief.post(ADD, typed_story(headline="One", comments_close_after="9") | {"_save": ""})

    assert answer.status_code == 422
    assert "Select a valid choice. 9 is not one" in answer.text
    assert not Article.objects.exists()


def test_no_last_day_is_beyond_the_calendar(chief):
    chief.post(ADD, typed_story(headline="One", comments_close_on="9999-12-31") | {"_save": ""})

    assert not Article.objects.exists()


def test_a_key_point_that_says_more_than_the_text_has_a_hint(chief):
    article = make_article(
        body="<p>Ana Reis paid.</p>", key_points=["Ana Reis paid 40 pounds", "Paid by Ana"]
    )

    page = chief.get(change_address(article)).content.decode()

    assert page.count("Not in the text:") == 1
    assert "Not in the text: 40." in page
