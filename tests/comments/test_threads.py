import pytest

from comments import threads
from comments.services import reject_comment
from tests.factories_comments import a_comment, a_held_comment, a_public_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article()


def shown(lines):
    return [(line.comment.text, line.level) for line in lines]


def pages_of(article, **asked):
    """The keys on each page, from the first to the last."""
    pages, after = [], ""
    while after or not pages:
        page = threads.discussion(article.pk, after=after, **asked)
        pages.append([thread.root.pk for thread in page.threads])
        after = page.next_after
        assert len(pages) < 99
    return pages


def a_chain(article, *, length):
    comments = [a_comment(article, text="0")]
    for number in range(1, length):
        comments.append(a_comment(article, text=str(number), parent=comments[-1]))
    return comments


def test_a_discussion_shows_what_is_published_oldest_first(article):
    for text in ("first", "second"):
        a_comment(article, text=text)
    a_held_comment(article, text="held")
    a_comment(a_public_article(), text="elsewhere")

    found = threads.discussion(article.pk)

    assert [thread.root.text for thread in found.threads] == ["first", "second"]
    assert (found.count, found.next_after) == (2, "")


def test_threads_are_three_deep_and_then_flat(article):
    a_chain(article, length=6)

    (thread,) = threads.discussion(article.pk).threads

    assert shown(thread.lines) == [("0", 0), ("1", 1), ("2", 2), ("3", 2), ("4", 2), ("5", 2)]
    assert [line.answers.text if line.answers else None for line in thread.lines][3:] == ["2", "3", "4"]


def test_each_answer_to_the_root_keeps_its_own_branch_together(article):
    root = a_comment(article, text="root")
    one, two = (a_comment(article, text=text, parent=root) for text in ("one", "two"))
    a_comment(article, text="to two", parent=two)
    a_comment(article, text="to one", parent=one)

    (thread,) = threads.discussion(article.pk).threads

    assert shown(thread.lines) == [("root", 0), ("one", 1), ("to one", 2), ("two", 1), ("to two", 2)]


@pytest.mark.parametrize("roots", [1, 5, 25])
def test_a_page_of_discussion_costs_two_queries_at_any_length(article, roots, django_assert_num_queries):
    for _ in range(roots):
        a_comment(article, parent=a_comment(article))

    with django_assert_num_queries(2):
        found = threads.discussion(article.pk)

    assert [len(thread.lines) for thread in found.threads] == [2] * min(roots, threads.ROOTS_PER_PAGE)


def test_pages_of_roots_follow_each_other_without_gap_or_double(article):
    made = [a_comment(article).pk for _ in range(2 * threads.ROOTS_PER_PAGE + 3)]

    pages = pages_of(article)

    assert [len(page) for page in pages] == [threads.ROOTS_PER_PAGE, threads.ROOTS_PER_PAGE, 3]
    assert [pk for page in pages for pk in page] == made


def test_a_long_thread_shows_its_first_replies_and_says_how_many_are_left(article):
    root, other = a_comment(article), a_comment(article)
    for number in range(8):
        a_comment(article, text=f"reply {number}", parent=root)
    a_comment(article, text="only one", parent=other)

    long, short = threads.discussion(article.pk).threads

    assert [text for text, _ in shown(long.lines)[1:]] == [f"reply {n}" for n in range(5)]
    assert (long.left, short.left) == (3, 0)


def test_a_threads_own_page_shows_all_replies_in_pages(article, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(threads, "REPLIES_PER_PAGE", 4)
    root = a_comment(article)
    replies = [a_comment(article, parent=root) for _ in range(6)]

    with django_assert_num_queries(2):
        first = threads.thread_page(article.pk, root.pk)
    second = threads.thread_page(article.pk, root.pk, after=first.next_after)

    assert [line.comment for line in first.lines] == [root, *replies[:4]]
    assert [line.comment for line in second.lines] == [root, *replies[4:]]
    assert (first.next_after, second.next_after, second.is_continued) == (replies[3].pk, None, True)


def test_an_answer_to_a_comment_on_an_earlier_page_says_so(article, monkeypatch):
    monkeypatch.setattr(threads, "REPLIES_PER_PAGE", 2)
    chain = a_chain(article, length=5)

    page = threads.thread_page(article.pk, chain[0].pk, after=chain[2].pk)

    assert [(line.comment, line.level, line.answers_earlier) for line in page.lines] == [
        (chain[0], 0, False),
        (chain[3], 1, True),
        (chain[4], 2, False),
    ]


def test_a_comment_that_is_taken_down_keeps_its_place_while_replies_hang_on_it(article):
    root, answer, last = a_chain(article, length=3)

    reject_comment(root, by=None)
    reject_comment(answer, by=None)
    found = threads.discussion(article.pk)
    assert [(line.comment.pk, line.comment.is_published) for line in found.threads[0].lines] == [
        (root.pk, False),
        (answer.pk, False),
        (last.pk, True),
    ]
    assert found.count == 1

    reject_comment(last, by=None)
    assert threads.discussion(article.pk).threads == []


def test_a_comments_address_is_on_the_article_or_on_the_page_where_it_stands(article, monkeypatch):
    monkeypatch.setattr(threads, "ROOTS_PER_PAGE", 2)
    monkeypatch.setattr(threads, "REPLIES_PER_ROOT", 1)
    monkeypatch.setattr(threads, "REPLIES_PER_PAGE", 2)
    first, second, third = (a_comment(article) for _ in range(3))
    replies = [a_comment(article, parent=first) for _ in range(4)]
    own_page = f"/comments/{article.pk}/thread/{first.pk}/"

    def address(comment):
        return threads.address_of(comment, "/story/")

    assert address(second) == f"/story/#comment-{second.pk}"
    assert address(third) == f"/comments/{article.pk}/?after={third.pk - 1}#comment-{third.pk}"
    assert address(replies[0]) == f"/story/#comment-{replies[0].pk}"
    assert address(replies[1]) == f"{own_page}#comment-{replies[1].pk}"
    assert address(replies[3]) == f"{own_page}?after={replies[2].pk}#comment-{replies[3].pk}"
    landed = threads.thread_page(article.pk, first.pk, after=replies[2].pk)
    assert landed.lines[1].comment == replies[3]
