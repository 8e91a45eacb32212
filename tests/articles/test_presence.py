"""Who is at a story, since when, and who took it over."""

from datetime import timedelta

import pytest

from articles.models import Article, Presence
from articles.services import presence
from newsroom.clock import database_now
from tests.factories_articles import make_article
from tests.factories_desk import change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_chief(name="Anna Berg")


@pytest.fixture
def ben():
    return make_chief(name="Ben Stone")


@pytest.fixture
def article():
    return make_article(headline="Shared")


def beat(user, article, **more):
    return client_of(user).post(f"/admin/articles/article/{article.pk}/presence/", more)


def let_silence_pass(user, seconds):
    for one in Presence.objects.filter(user=user):
        moved = {name: getattr(one, name) - timedelta(seconds=seconds) for name in ("since", "seen_at")}
        Presence.objects.filter(pk=one.pk).update(**moved)


def test_an_open_page_learns_who_else_is_there_and_since_when(anna, ben, article):
    presence.note_presence(article, by=anna)
    Presence.objects.update(since=database_now().replace(hour=17, minute=40))

    said = beat(ben, article).json()

    since = Presence.objects.get(user=anna).since
    assert [(one["pk"], one["name"]) for one in said["others"]] == [(anna.pk, "Anna Berg")]
    assert said["others"][0]["since"].endswith(f":{since:%M}")
    assert (said["taken_over_by"], said["version"]) == ("", 1)
    assert [one["name"] for one in beat(anna, article).json()["others"]] == ["Ben Stone"]


def test_without_scripts_the_page_says_who_was_there(anna, ben, article):
    presence.note_presence(article, by=anna)

    page = client_of(ben).get(change_address(article)).text

    assert "Anna Berg has been at this story since" in page
    assert f'name="_take_over" value="{anna.pk}"' in page
    assert "has been at this story" not in client_of(anna).get(change_address(article)).text


def test_whoever_is_silent_for_a_minute_has_gone_and_comes_anew(anna, ben, article):
    presence.note_presence(article, by=anna)
    let_silence_pass(anna, 59)
    assert len(beat(ben, article).json()["others"]) == 1
    presence.note_presence(article, by=anna)
    early = Presence.objects.get(user=anna).since

    let_silence_pass(anna, 61)

    assert beat(ben, article).json()["others"] == []
    presence.note_presence(article, by=anna)
    assert Presence.objects.get(user=anna).since > early
    assert Presence.objects.filter(user=anna).count() == 1


def test_whoever_leaves_is_gone_after_a_few_seconds(anna, ben, article):
    presence.note_presence(article, by=anna)
    let_silence_pass(anna, 10)

    assert beat(anna, article, leave="1").json() == {}
    assert len(beat(ben, article).json()["others"]) == 1
    let_silence_pass(anna, 6)

    assert beat(ben, article).json()["others"] == []


@pytest.mark.parametrize("order", [("leave", ""), ("", "leave")])
def test_a_page_that_is_loaded_anew_stays_where_it_was(anna, ben, article, order):
    beat(ben, article)
    beat(anna, article, _take_over=ben.pk)
    let_silence_pass(anna, 10)
    since = Presence.objects.get(user=anna).since

    for more in order:
        beat(anna, article, **{more: "1"} if more else {})
    let_silence_pass(anna, 10)

    assert beat(ben, article).json()["taken_over_by"] == "Anna Berg"
    assert Presence.objects.get(user=anna).since < since


def test_a_take_over_is_told_to_the_other_and_can_be_taken_back(anna, ben, article):
    beat(anna, article)

    beat(ben, article, _take_over=anna.pk)
    assert beat(anna, article).json()["taken_over_by"] == "Ben Stone"
    assert beat(ben, article).json()["taken_over_by"] == ""

    beat(anna, article, _take_over=ben.pk)
    assert beat(anna, article).json()["taken_over_by"] == ""
    assert beat(ben, article).json()["taken_over_by"] == "Anna Berg"


def test_a_take_over_ends_when_its_taker_goes(anna, ben, article):
    beat(anna, article)
    beat(ben, article, _take_over=anna.pk)

    let_silence_pass(ben, 61)

    assert beat(anna, article).json()["taken_over_by"] == ""


def test_taking_over_without_scripts_keeps_what_was_typed_on_the_page(anna, ben, article):
    presence.note_presence(article, by=anna)

    page = client_of(ben).post(
        change_address(article), typed_story(headline="Typed already", version=1, _take_over=anna.pk)
    )

    assert page.status_code == 200
    assert "Typed already" in page.text
    assert "This is what you had typed. It is not saved yet." in page.text
    assert presence.taken_over_by(anna, presence.others_at(article, anna)).user == ben
    assert Article.objects.get().headline == "Shared"


def test_somebody_who_may_not_change_the_story_is_not_at_it(anna, article):
    looker = make_person("articles.view_article", "articles.read_every_article")

    assert beat(looker, article).status_code == 403
    assert client_of(anna).get(f"/admin/articles/article/{article.pk}/presence/").status_code == 405
    assert not Presence.objects.exists()
