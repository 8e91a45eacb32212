"""The given cases of pages, sorts and places in a thread (``threading_paging.jsonl``)."""

import pytest

from comments import services, threads
from comments.models import Comment
from tests.comments.test_given_cases import answer, cases
from tests.comments.test_sorts import in_order, many, rank
from tests.comments.test_threads import pages_of
from tests.factories_comments import a_comment, a_public_article

pytestmark = pytest.mark.django_db

SHORT_PAGES = "a page ends after so many openings, not so many comments; a place nobody named is no page"
ALL_FLAT = "a page is one of threads, or of the newest comments: replies are never pages of openings"
RUN = {"page_by_subtree", "tombstone", "order", "page", "sort", "parent", "delete", "pages"}


@pytest.fixture
def article():
    return a_public_article()


def given(group):
    return cases("threading_paging", group)


def test_every_group_is_run():
    assert {row["group"] for row in cases("threading_paging")} <= RUN


def shown_in_order(article):
    """The texts that readers see, in reading order."""
    return [line.comment.html for thread in threads.discussion(article.pk).threads for line in thread.lines]


def grow(article, tree):
    """``{"c4": ["c4a>c4a1"]}``: an opening, its reply and a reply to that."""
    roots = {}
    for name, branches in tree.items():
        roots[name] = a_comment(article, text=name)
        for branch in branches:
            parent = roots[name]
            for reply in branch.split(">"):
                parent = a_comment(article, text=reply, parent=parent)
    return roots


def test_openings_follow_a_named_place_whatever_hangs_on_them(article):
    """Of the cases that another limit does not cut short: SHORT_PAGES says why no others."""
    rows = [row for row in given("page_by_subtree") if not row["expect"]["left"]]
    rows = [row for row in rows if row["input"]["after"] != "missing"]
    wrong = []
    for row in rows:
        Comment.objects.order_by("-pk").delete()
        roots = grow(article, row["input"]["tree"])
        after = row["input"]["after"] and str(roots[row["input"]["after"]].pk)
        found = [thread.root.text for thread in threads.discussion(article.pk, after=after).threads]
        wrong += [] if found == row["expect"]["roots"] else [(row["id"], found)]

    assert wrong == []


def test_a_place_is_kept_only_while_something_shown_hangs_on_it(article):
    alone, dead, kept = (a_comment(article, text=text) for text in ("alone", "dead", "kept"))
    dead_reply = a_comment(article, parent=dead)
    middle = a_comment(article, parent=kept, text="middle")
    a_comment(article, parent=middle, text="alive")

    for comment in (alone, dead, dead_reply, middle):
        services.delete_comment(comment)

    (thread,) = threads.discussion(article.pk).threads
    assert [(line.comment.pk == middle.pk, line.comment.state) for line in thread.lines] == [
        (False, "published"),
        (True, "deleted"),
        (False, "published"),
    ]
    assert thread.root.pk == kept.pk


@pytest.mark.parametrize("sort", [threads.Sort.OLDEST, threads.Sort.NEWEST, threads.Sort.LIKED])
def test_replies_are_oldest_first_in_every_sort(article, sort):
    first, second = a_comment(article), a_comment(article)
    replies = [a_comment(article, parent=first).pk for _ in range(5)]
    order = [first.pk, second.pk]

    found = threads.discussion(article.pk, sort=sort).threads

    assert [thread.root.pk for thread in found] == (order[::-1] if sort == "newest" else order)
    assert [line.comment.pk for thread in found for line in thread.replies] == replies


def test_pages_hold_what_was_asked_for_and_begin_where_the_last_one_ended(article, monkeypatch):
    for row in given("page"):
        asked = row["input"]
        Comment.objects.order_by("-pk").delete()
        monkeypatch.setattr(threads, "ROOTS_PER_PAGE", asked["limit"])
        monkeypatch.setattr(threads, "REPLIES_PER_PAGE", asked["limit"])
        made = many(article, asked.get("roots", 1))
        if "replies_of_1" in asked:
            root = Comment.objects.get(pk=made[0])
            made += [a_comment(article, parent=root).pk for _ in range(asked["replies_of_1"])]
            page = threads.thread_page(article.pk, root.pk, after=made[asked["offset"]])
            found = [made.index(line.comment.pk) + 1 for line in page.lines[1:]]
        else:
            after = str(made[asked["offset"] - 1]) if "offset" in asked else ""
            page = threads.discussion(article.pk, after=after)
            found = [made.index(thread.root.pk) + 1 for thread in page.threads]
        if isinstance(row["expect"], dict):
            found = {"returned": len(found), "total": page.count}
        assert found == row["expect"], row["id"]


def test_the_given_sorts(article):
    for row in given("sort"):
        if "n" not in row["input"]:
            continue  # replies: above
        Comment.objects.all().delete()
        made = many(article, row["input"]["n"])
        rank(*((made[int(place) - 1], likes) for place, likes in row["input"].get("likes", {}).items()))
        sort = {"upvotes": "liked"}.get(row["input"]["sort"], row["input"]["sort"])
        found = [made.index(pk) + 1 for pk in in_order(article, threads.Sort(sort))]
        assert found == row["expect"], row["id"]


def test_the_given_numbers_of_pages(article, monkeypatch):
    for row in given("pages"):
        asked = row["input"]
        if not asked.get("threaded", True):
            continue  # ALL_FLAT
        Comment.objects.order_by("-pk").delete()
        monkeypatch.setattr(threads, "ROOTS_PER_PAGE", asked["per_page"])
        made = many(article, asked["roots"])
        for _ in range(asked.get("replies", 0)):
            a_comment(article, parent=Comment.objects.get(pk=made[0]))
        assert len([page for page in pages_of(article) if page]) == row["expect"], row["id"]


def test_a_reply_to_a_reply_is_of_the_same_thread_and_one_of_another_article_is_of_none(article):
    root = a_comment(article)
    reply = a_comment(article, parent=root)
    elsewhere = a_comment(a_public_article())

    deeper = a_comment(article, parent=reply)
    code = answer(article, parent=elsewhere.pk).status_code

    assert (deeper.root_id, deeper.parent_id, deeper.depth) == (root.pk, reply.pk, 2)
    assert (code, Comment.objects.filter(article=article).count()) == (422, 3)


def test_what_is_deleted_keeps_its_place_until_the_last_answer_is_too(article):
    root = a_comment(article, text="1")
    replies = [a_comment(article, text=text, parent=root) for text in "23"]
    last = a_comment(article, text="4")

    seen = []
    for comment in (root, *replies, last):
        services.delete_comment(comment)
        seen.append(shown_in_order(article))

    assert seen == [["", "<p>2</p>", "<p>3</p>", "<p>4</p>"], ["", "<p>3</p>", "<p>4</p>"], ["<p>4</p>"], []]
