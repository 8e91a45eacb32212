"""Several people press a button of the desk at once: real processes, each with a browser's own request."""

import json

import pytest

from articles import services
from articles.models import Article, FrontSlot
from tests.articles.test_arranging import FRONTS, arranged
from tests.articles.test_races import race
from tests.factories_articles import make_article, make_live
from tests.factories_desk import change_address, client_of, make_chief, typed_story

pytestmark = pytest.mark.django_db(transaction=True)


def posting(user, address, fields):
    return "post", user.pk, address, json.dumps(fields)


def texts_kept(article):
    return {edition.data["headline"] for edition in article.editions.all()}


@pytest.mark.parametrize("button", ["_save", "_autosave"])
def test_of_three_forms_sent_at_once_one_is_stored_and_two_are_told(button):
    article, names = make_article(section=None), ["Anna", "Ben", "Cleo"]
    address, stored_is = change_address(article), {"_save": "302", "_autosave": "200"}[button]

    outcomes = race(
        *[
            posting(make_chief(), address, typed_story(headline=name, version=1) | {button: "1"})
            for name in names
        ]
    )

    stored = Article.objects.get()
    assert outcomes == sorted([stored_is, "409", "409"])
    assert (stored.version, stored.headline in names) == (2, True)
    assert texts_kept(article) == (set(names) if button == "_save" else set())


def test_an_autosave_and_a_save_at_once_do_not_mix():
    article = make_article(section=None)
    address = change_address(article)
    fields = {"key_points": ["By hand"]}, {"key_points": ["By itself"], "_autosave": "1"}

    outcomes = race(
        *[
            posting(make_chief(), address, typed_story(headline=own["key_points"][0], version=1, **own))
            for own in fields
        ]
    )

    stored = Article.objects.get()
    assert outcomes in (["302", "409"], ["200", "409"])
    assert stored.headline == ("By hand" if "302" in outcomes else "By itself")
    assert [point.text for point in stored.key_points.all()] == [stored.headline]
    assert texts_kept(article) == ({"By hand"} if "302" in outcomes else {"By hand", "By itself"})


def test_of_two_merges_of_one_collision_one_is_stored_and_every_text_stays():
    article, chiefs = make_article(section=None), [make_chief(), make_chief()]
    address = change_address(article)
    client_of(chiefs[0]).post(address, typed_story(headline="First", version=1))

    outcomes = race(
        *[
            posting(chief, address, typed_story(headline=name, version=2) | {"_merge": "1"})
            for chief, name in zip(chiefs, ["One merge", "Other merge"], strict=True)
        ]
    )

    assert outcomes == ["302", "409"]
    assert texts_kept(article) == {"First", "One merge", "Other merge"}


def test_of_several_who_arrange_one_front_at_once_one_does_and_the_others_are_told():
    slots = [services.place_story(make_live(), by=None, place="second", position=p) for p in range(6)]
    rows = [{"slot": slot.pk, "story": slot.article_id} for slot in slots]
    orders = [rows[first:] + rows[:first] for first in range(1, 5)]

    outcomes = race(*[posting(make_chief(), FRONTS, arranged(second=order)) for order in orders])

    stands = list(FrontSlot.objects.order_by("position").values_list("pk", flat=True))
    assert sorted(outcomes) == ["302", "409", "409", "409"]
    assert stands in [[row["slot"] for row in order] for order in orders]
