"""The orders of a discussion: pages by key, read along an index, at the same cost whatever is there."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from comments import openings, threads
from comments.models import Comment
from comments.openings import Sort
from comments.services import approve_comment, reject_comment
from tests.comments.test_threads import pages_of
from tests.factories_comments import a_comment, a_held_comment, a_public_article

pytestmark = pytest.mark.django_db

PER_PAGE = 3
POINT = "0b5e0e9a-0000-4000-8000-000000000000"


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def _short_pages(monkeypatch):
    monkeypatch.setattr(threads, "ROOTS_PER_PAGE", PER_PAGE)


def many(article, number, **fields):
    """So many openings, written at once."""
    rows = Comment.objects.bulk_create(
        Comment(
            article=article,
            name="Ola",
            email="o@example.org",
            text=str(place),
            html=f"<p>{place}</p>",
            state="published",
            decided_at=timezone.now(),
            **fields,
        )
        for place in range(number)
    )
    return [row.pk for row in rows]


def rank(*likes):
    for pk, number in likes:
        Comment.objects.filter(pk=pk).update(likes=number, like_rank=number)


def in_order(article, sort):
    return [pk for page in pages_of(article, sort=sort) for pk in page]


@pytest.mark.usefixtures("_short_pages")
def test_each_sort_shows_every_opening_once_in_its_order(article):
    made = many(article, 8)
    rank((made[1], 2), (made[3], 4), (made[6], 2))
    Comment.objects.filter(pk__in=made[2:4]).update(is_pick=True)

    assert in_order(article, Sort.OLDEST) == made
    assert in_order(article, Sort.NEWEST) == made[::-1]
    assert in_order(article, Sort.LIKED) == [made[3], made[1], made[6], *(made[n] for n in (0, 2, 4, 5, 7))]
    assert in_order(article, Sort.PICKS) == [made[3], made[2]]


@pytest.mark.usefixtures("_short_pages")
@pytest.mark.parametrize("sort", [Sort.OLDEST, Sort.NEWEST])
def test_by_time_nothing_is_skipped_or_doubled_whatever_is_posted_and_taken_down_meanwhile(article, sort):
    made = many(article, 9)
    seen, after = [], ""
    while after or not seen:
        page = threads.discussion(article.pk, sort=sort, after=after)
        seen += [thread.root.pk for thread in page.threads]
        after = page.next_after
        a_comment(article)
        if last := Comment.objects.filter(pk=seen[-1]).first():
            reject_comment(last, by=None)  # the very one that the next page begins behind
        assert len(seen) < 99

    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen)
    assert seen == sorted(seen, reverse=sort == Sort.NEWEST)


@pytest.mark.usefixtures("_short_pages")
def test_by_likes_a_press_moves_nothing_until_the_ranks_are_copied(article):
    made = many(article, 6)
    rank((made[0], 9), (made[1], 8), (made[2], 7))
    first = threads.discussion(article.pk, sort=Sort.LIKED)

    Comment.objects.filter(pk=made[5]).update(likes=99)
    second = threads.discussion(article.pk, sort=Sort.LIKED, after=first.next_after)

    assert first.next_after == f"7-{made[2]}"
    assert [thread.root.pk for thread in second.threads] == made[3:]


@pytest.mark.parametrize("sort", [*Sort])
@pytest.mark.parametrize("after", ["x", "-1", "1-", "1-2-3", "9" * 30, "\x00", "٣"])
def test_a_place_that_was_never_named_is_no_page(client, article, sort, after):
    many(article, 2)

    assert client.get(f"/comments/{article.pk}/", {"sort": sort, "after": after}).status_code == 404
    assert client.get(f"/comments/{article.pk}/", {"sort": "best"}).status_code == 404


@pytest.mark.parametrize("roots", [1, 5, 25])
def test_every_page_of_every_sort_costs_four_queries(client, article, roots, django_assert_num_queries):
    made = many(article, roots, is_pick=True)
    for pk in made:
        a_comment(article, parent=Comment.objects.get(pk=pk))
    Comment.objects.filter(pk__in=made).update(key_point=POINT)
    pages = [*(f"?sort={sort}" for sort in Sort), f"?after={made[0] - 1}", f"?point={POINT}"]
    pages += [f"thread/{made[0]}/", "new/?after=20200101T000000000000-1"]

    for page in pages:
        with django_assert_num_queries(4):  # where and what, the comments, sections, the next change
            assert client.get(f"/comments/{article.pk}/{page}").status_code == 200, page


PLANS = {
    "sqlite": r"SEARCH \S+ USING (?:COVERING )?INDEX {} ",
    "postgresql": r"Index (?:Only )?Scan (?:Backward )?using {} on",
}


@pytest.fixture
def crowd(article):
    """2,000 openings under one article and as many under another; every tenth has an answer or is picked."""
    for place, here in enumerate((article, a_public_article())):
        made = many(here, 2000)
        Comment.objects.filter(pk__in=made[::10]).update(is_pick=True, like_rank=place + 3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return article


@pytest.mark.parametrize(
    ("sort", "after", "index"),
    [
        (Sort.OLDEST, "", "comment_opening"),
        (Sort.OLDEST, "{middle}", "comment_opening"),
        (Sort.NEWEST, "", "comment_opening"),
        (Sort.NEWEST, "{middle}", "comment_opening"),
        (Sort.LIKED, "", "comment_opening_by_likes"),
        (Sort.LIKED, "3-{middle}", "comment_opening_by_likes"),
        (Sort.LIKED, "0-{middle}", "comment_opening_by_likes"),
        (Sort.PICKS, "", "comment_that_is_a_pick"),
        (Sort.PICKS, "{middle}", "comment_that_is_a_pick"),
    ],
)
def test_no_sort_sorts_what_an_index_has_in_order(crowd, sort, after, index):
    after = after.format(middle=Comment.objects.filter(article=crowd)[1000].pk)
    said = Comment.objects.filter(article=crowd)
    opening = said.picks() if sort == Sort.PICKS else said.roots()

    place = openings.read_place(sort, after) if after else ()
    page = openings.in_order(opening, sort, *place)[:21]

    plan = page.explain()
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan
    assert re.search(PLANS[connection.vendor].format(index), plan), plan
    assert len(page) == 21


def test_what_is_counted_and_what_is_new_is_read_along_an_index(crowd):
    said = Comment.objects.filter(article=crowd)
    newest = said.by_appearance().reverse()[:1].explain()
    tally, answers = said.tallied().explain(), said.answers()[:5].explain()

    assert re.search(PLANS[connection.vendor].format("comment_that_answers"), answers), answers
    assert re.search(PLANS[connection.vendor].format("comment_by_appearance"), newest), newest
    if connection.vendor == "sqlite":  # PostgreSQL reads a table whole of which it needs a half
        assert len(re.findall(PLANS["sqlite"].format("comment_tally"), tally)) == 2, tally
        assert re.search(PLANS["sqlite"].format("comment_by_key_point"), tally), tally


def test_a_comment_that_was_held_is_new_when_it_appears(client, article):
    held = a_held_comment(article, text="held at first")
    a_comment(article, text="seen before")
    place = threads.discussion(article.pk).newest
    assert threads.new_page(article.pk, after=place).lines == []
    empty = client.get(f"/comments/{article.pk}/new/?after={place}").text
    assert 'id="like"' not in empty  # a form without a button

    approve_comment(held, by=None)
    a_comment(article, text="said after")

    page = threads.new_page(article.pk, after=place)
    assert [line.comment.html for line in page.lines] == ["<p>held at first</p>", "<p>said after</p>"]
    assert threads.new_page(article.pk, after=page.newest).lines == []
    shown = client.get(f"/comments/{article.pk}/new/?after={place}").text
    assert f"/comments/{article.pk}/new/?after={page.newest}" in shown
    assert shown.count('id="like"') == 1


def test_picks_stand_alone_and_lead_to_their_place(client, article):
    root = a_comment(article)
    reply = a_comment(article, parent=root, text="picked")
    Comment.objects.filter(pk=reply.pk).update(is_pick=True)

    page = client.get(f"/comments/{article.pk}/?sort=picks").text

    assert page.count("<article") == 1
    assert f'<a href="/comments/{article.pk}/comment/{reply.pk}/">' in page
    assert "sort=picks" in client.get(f"/comments/{article.pk}/").text
