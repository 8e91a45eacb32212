"""The history of a story at the desk: its editions, any two beside each other, and the way back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.models import Article
from articles.roles import ROLES
from tests.factories_articles import make_article, make_author, make_live
from tests.factories_desk import STORIES, client_of, make_chief, make_person

pytestmark = pytest.mark.django_db


def _edited(article, *, by=None, note="", **fields):
    Article.objects.filter(pk=article.pk).update(**fields)
    return services.keep(article, by=by, note=note)


@pytest.fixture
def article():
    """A story of three editions, the second one live."""
    chief = make_chief(name="Anna Berg")
    article = make_article(headline="One", bylines=[make_author()])
    services.keep(article, by=chief, note="First words")
    Article.objects.filter(pk=article.pk).update(headline="Two", body="<p>The hall closes in March.</p>")
    services.publish(article, by=chief, checked=False)
    _edited(article, by=chief, headline="Three", body="<p>The hall closes in May.</p>")
    return article


@pytest.fixture
def client():
    return client_of(make_chief())


def test_history_says_who_when_what_and_whether_readers_see_it(client, article):
    services.publish(article, by=None, at=timezone.now() + timedelta(days=1), checked=False)

    text = client.get(f"{STORIES}{article.pk}/history/").text

    rows = re.findall(r"<tr>.*?</tr>", text.split("<tbody>")[1].split("</tbody>")[0], re.S)
    assert ["state-scheduled" in row for row in rows] == [True, False, False]
    assert ["state-live" in row for row in rows] == [False, True, False]
    assert ["Substantive" in row for row in rows] == [True, True, False]
    assert ["First words" in row for row in rows] == [False, False, True]
    assert f"{timezone.localtime():%Y}" in rows[0]
    assert f"{STORIES}{article.pk}/diff/2/3/" in rows[0]
    assert f"{STORIES}{article.pk}/diff/1/2/" in rows[1]
    assert "/diff/" not in rows[2]


def test_only_what_readers_saw_is_called_substantive_or_minor(client):
    article = make_article(headline="Kept long before it was published")
    services.keep(article, by=None)
    services.publish(article, by=None, checked=False)
    _edited(article, headline="A small fix")
    services.publish(article, by=None, substantive=False, checked=False)
    _edited(article, headline="Something new")
    services.publish(article, by=None, checked=False)
    _edited(article, headline="Only saved")

    text = client.get(f"{STORIES}{article.pk}/history/").text

    rows = re.findall(r"<tr>.*?</tr>", text.split("<tbody>")[1].split("</tbody>")[0], re.S)
    said = [re.findall(r"edition-weight[^>]*>(\w+)<", row) for row in rows]
    assert said == [[], ["Substantive"], ["Minor"], ["Substantive"]]


def test_two_chosen_editions_are_compared_older_first(client, article):
    address = f"{STORIES}{article.pk}/diff/"

    assert client.get(address, {"a": "3", "b": "1"}).url == f"{address}1/3/"
    assert client.get(address, {"a": "now", "b": "2"}).url == f"{address}2/now/"
    assert client.get(address, {"a": "", "b": "x"}).url == f"{STORIES}{article.pk}/history/"


def test_the_diff_marks_words_and_names_both_sides(client, article):
    text = client.get(f"{STORIES}{article.pk}/diff/2/3/").text

    assert "The hall closes in <del>March</del><ins>May</ins>." in text
    assert "<del>Two</del><ins>Three</ins>" in text
    assert "From: Edition 2" in text
    assert "To: Edition 3" in text
    assert "Anna Berg" in text
    assert f"{STORIES}{article.pk}/restore/2/" in text
    assert f"{STORIES}{article.pk}/restore/3/" not in text


def test_the_working_text_can_be_one_side(client, article):
    Article.objects.filter(pk=article.pk).update(headline="Written since")

    history = client.get(f"{STORIES}{article.pk}/history/").text
    diff = client.get(f"{STORIES}{article.pk}/diff/3/now/").text

    assert "not yet an edition" in history
    assert f"{STORIES}{article.pk}/restore/3/" in history
    assert "<del>Three</del><ins>Written since</ins>" in diff


def test_an_edition_beside_itself_says_the_same(client, article):
    assert "Both say the same." in client.get(f"{STORIES}{article.pk}/diff/2/2/").text


def test_markup_in_a_text_stays_text(client):
    article = make_article(headline="<script>alert(1)</script>")
    services.keep(article, by=None)
    _edited(article, headline="<img src=x>")

    text = client.get(f"{STORIES}{article.pk}/diff/1/2/").text

    assert "<script>alert" not in text
    assert "<img src=x>" not in text


@pytest.mark.parametrize("sides", ["1/9", "0/1", "one/2", "1/99999999999999999999", "²/1", "1/" + "0" * 9000])
def test_an_edition_that_is_none_is_not_found(client, article, sides):
    assert client.get(f"{STORIES}{article.pk}/diff/{sides}/").status_code == 404


def test_restoring_an_edition_of_no_number_is_not_found(client, article):
    assert client.post(f"{STORIES}{article.pk}/restore/99999999999999999999/").status_code == 404


TAILS = ["history/", "diff/1/2/", "diff/?a=1&b=2", "diff/1/now/"]


@pytest.mark.parametrize("tail", TAILS)
def test_the_history_of_another_writers_story_is_nobodys_business(article, tail):
    writer = make_person(*ROLES["writer"])
    own = make_article(created_by=writer)
    services.keep(own, by=writer)
    _edited(own, headline="Mine")

    assert client_of(writer).get(f"{STORIES}{own.pk}/{tail}").status_code in (200, 302)
    refused = client_of(writer).get(f"{STORIES}{article.pk}/{tail}")
    assert refused.status_code == 404
    assert "Three" not in refused.text
    assert client_of(make_person("comments.change_comment")).get(
        f"{STORIES}{article.pk}/{tail}"
    ).status_code in (403, 404)


def test_the_diff_costs_the_same_for_a_long_story(client, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        client.get(f"{STORIES}{article.pk}/diff/1/3/")


def test_who_only_reads_gets_no_button_to_restore(article):
    reader = make_person("articles.view_article", "articles.read_every_article")

    text = client_of(reader).get(f"{STORIES}{article.pk}/diff/1/3/").text

    assert "What changed" in text
    assert "/restore/" not in text


def test_a_live_story_keeps_its_live_edition_marked_once(client):
    article = make_live(headline="Only")

    assert client.get(f"{STORIES}{article.pk}/history/").text.count("state-live") == 1
