"""Two snapshots, each field in the way that its matter is read."""

import pytest

from articles import services
from articles.comparing import compare
from articles.editions import apply, snapshot, write_bylines, write_key_points
from articles.models import Article, Role
from tests.factories_articles import make_article, make_author, make_photo, make_tag

pytestmark = pytest.mark.django_db


def _changed(article, **fields):
    """Both snapshots around a change, and the fields in which they differ, by name."""
    before = snapshot(article)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    return before


def _compared(before, article):
    return {change.name: change for change in compare(before, snapshot(Article.objects.get(pk=article.pk)))}


def test_equal_texts_differ_in_nothing():
    article = make_article(key_points=["One"], tags=[make_tag()])

    assert compare(snapshot(article), snapshot(article)) == []


def test_the_headline_differs_word_by_word_even_with_markup_in_it():
    article = make_article(headline="Ferry <b>stays</b> in port & waits")
    before = _changed(article, headline="Ferry <b>sails</b> in port & waits")

    assert _compared(before, article)["headline"].pieces == [
        ("same", "Ferry <b>"),
        ("gone", "stays"),
        ("new", "sails"),
        ("same", "</b> in port & waits"),
    ]


def test_key_points_are_followed_by_their_own_id():
    article = make_article(key_points=["Stays", "Will be last", "Goes", "Old words"])
    before = snapshot(article)
    stays, last, _, worded = (point.public_id for point in article.key_points.all())
    write_key_points(
        article, [(stays, "Stays"), (worded, "New words"), (None, "Came"), (last, "Will be last")]
    )

    rows = _compared(before, article)["key_points"].rows

    assert [(row.op, row.was_at, row.is_at, row.pieces) for row in rows] == [
        ("same", 1, 1, [("same", "Stays")]),
        ("moved", 4, 2, [("gone", "Old "), ("new", "New "), ("same", "words")]),
        ("new", None, None, [("new", "Came")]),
        ("same", 2, 4, [("same", "Will be last")]),
        ("gone", None, None, [("gone", "Goes")]),
    ]


def test_bylines_and_tags_come_go_and_move():
    ida, per = make_author(name="Ida Holm"), make_author(name="Per Lind")
    article = make_article(bylines=[ida, per], tags=[make_tag(name="Fish")])
    before = snapshot(article)
    write_bylines(article, [(per.pk, Role.BY), (ida.pk, Role.BY), (ida.pk, Role.PHOTOS)])
    article.tags.set([make_tag(name="Quay")])

    found = _compared(before, article)

    assert [(row.op, row.pieces[0][1]) for row in found["bylines"].rows] == [
        ("moved", "By Per Lind"),
        ("same", "By Ida Holm"),
        ("new", "Photos by Ida Holm"),
    ]
    assert sorted((row.op, row.pieces) for row in found["tags"].rows) == [
        ("gone", [("gone", "Fish")]),
        ("new", [("new", "Quay")]),
    ]


def test_another_lead_photo_of_the_same_name_is_another_photo(django_assert_num_queries):
    first, second = make_photo(alt="The quay"), make_photo(alt="The quay")
    article = make_article(lead_photo=first)
    before = _changed(article, lead_photo=second)
    after = snapshot(Article.objects.get(pk=article.pk))

    with django_assert_num_queries(1):
        (change,) = compare(before, after)

    assert [(side.op, side.photo) for side in change.photos] == [("gone", first), ("new", second)]


def test_a_photo_that_left_the_library_is_still_named():
    photo = make_photo(alt="The quay")
    article = make_article(lead_photo=photo)
    before = _changed(article, lead_photo=None)
    photo.delete()

    (side,) = _compared(before, article)["lead_photo"].photos

    assert (side.op, side.name, side.photo) == ("gone", before["names"]["lead_photo"], None)


def test_what_a_restore_brings_back_differs_in_nothing_from_its_edition():
    article = make_article(key_points=["One", "Two"], bylines=[make_author()], tags=[make_tag()])
    edition = services.keep(article, by=None)
    write_key_points(article, [(None, "Three")])

    apply(article, edition.data)

    assert _compared(edition.data, article) == {}
