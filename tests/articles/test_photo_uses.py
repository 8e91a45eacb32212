"""Where a photo is used, as far as somebody may see; and that what is in use stays."""

from datetime import timedelta

import pytest

from articles import services
from articles.models import Photo, PhotoUse
from articles.uses import uses_of
from tests.factories_articles import (
    let_time_pass,
    make_article,
    make_author,
    make_editor,
    make_live,
    make_photo,
)
from tests.factories_desk import a_photo_writer, client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
PHOTOS = "/admin/articles/photo/"
DAY = timedelta(days=1)


def told(photo, user):
    uses = uses_of(photo, user)
    return {use.title: use.ways for use in uses.shown}, uses.hidden


def a_photo_in_use(owner):
    photo = make_photo()
    make_article(headline="Own draft", lead_photo=photo, created_by=owner)
    make_article(headline="Secret draft", lead_photo=photo)
    PhotoUse.objects.create(article=make_article(headline="Secret text"), photo=photo)
    live = make_live(headline="Public", lead_photo=photo)
    type(live).objects.filter(pk=live.pk).update(headline="Secret rewriting")
    due = make_article(headline="Due", lead_photo=photo)
    services.publish(due, by=None, at=due.created_at + DAY, checked=False)
    old = make_live(headline="Old", lead_photo=photo)
    let_time_pass(old, DAY)
    type(old).objects.filter(pk=old.pk).update(lead_photo=None)
    old.refresh_from_db()
    services.publish(old, by=None, checked=False)
    make_author(name="Ana", portrait=photo)
    return photo


def test_an_editor_sees_every_use():
    photo = a_photo_in_use(make_editor())

    assert told(photo, make_chief()) == (
        {
            "Own draft": ["Lead photo"],
            "Secret draft": ["Lead photo"],
            "Secret text": ["In the text"],
            "Secret rewriting": ["Lead photo", "Live"],
            "Due": ["Lead photo", "Scheduled"],
            "Old": ["In an earlier version"],
            "Ana": ["Portrait"],
        },
        0,
    )


def test_a_writer_sees_of_the_work_of_others_what_readers_see_and_a_number():
    writer = a_photo_writer()
    photo = a_photo_in_use(writer)

    assert told(photo, writer) == (
        {"Own draft": ["Lead photo"], "Public": ["Live"], "Ana": ["Portrait"]},
        4,
    )
    page = client_of(writer).get(f"{PHOTOS}{photo.pk}/change/").text
    assert "and 4 more uses you may not see" in page
    assert "Secret" not in page


@pytest.mark.parametrize("rows", [1, 5])
def test_the_uses_of_a_photo_cost_the_same_however_many(django_assert_num_queries, rows):
    photo, chief = make_photo(), make_chief()
    for _ in range(rows):
        make_live(lead_photo=photo)
        make_author(portrait=photo)

    with django_assert_num_queries(5):
        assert len(uses_of(photo, chief).shown) == 2 * rows


def test_the_page_to_delete_a_photo_in_use_says_where_it_is_used_as_far_as_one_may_see():
    keeper = make_person("articles.view_photo", "articles.delete_photo", "articles.view_article")
    photo = a_photo_in_use(None)
    client = client_of(keeper)

    page = client.get(f"{PHOTOS}{photo.pk}/delete/").text
    answer = client.post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"})

    for said in (page, answer.text):
        assert "This photo cannot be deleted: it is in use." in said
        assert "Public" in said
        assert "and 5 more uses you may not see" in said
        assert "Secret" not in said
    assert Photo.objects.get() == photo


def test_a_photo_nobody_uses_is_deleted():
    photo = make_photo()

    client_of(make_chief()).post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"})

    assert not Photo.objects.exists()


def test_of_many_to_delete_those_in_use_stay_and_are_named():
    free, taken = make_photo(caption="Free"), make_photo(caption="Taken")
    make_author(portrait=taken)
    client = client_of(make_chief())
    chosen = {"action": "delete_selected", "_selected_action": [free.pk, taken.pk]}

    asked = client.post(PHOTOS, chosen)
    assert (asked.context["going"], asked.context["staying"]) == ([free], [taken])
    assert Photo.objects.count() == 2

    told_after = client.post(PHOTOS, chosen | {"_sure": "1"}, follow=True).text
    assert "1 photo deleted." in told_after
    assert "“Taken” is in use and stays." in told_after
    assert list(Photo.objects.all()) == [taken]


def test_who_may_not_delete_cannot_in_bulk():
    photo = make_photo()
    client = client_of(make_person("articles.view_photo", "articles.change_photo"))

    client.post(PHOTOS, {"action": "delete_selected", "_selected_action": [photo.pk], "_sure": "1"})

    assert Photo.objects.get() == photo
