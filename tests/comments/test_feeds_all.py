"""The feeds of a thread and of the whole paper: what is in them, when they change, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import services as desk
from comments import services
from comments.likes import like_comment
from comments.models import Comment
from comments.newest import newest_comments
from comments.receipts import AUTHOR, receipt_url
from newsroom.clock import database_now
from newsroom.models import Purge
from newsroom.site import absolute
from tests.factories_articles import make_live
from tests.factories_comments import a_comment, a_held_comment, a_public_article
from tests.feed_rules import atom_faults, rss_faults

pytestmark = pytest.mark.django_db

PAPER = "/comments/feed.json"


@pytest.fixture
def article():
    return a_public_article(headline="Who pays for the ferry", slug="ferry")


def titles(client, address=PAPER):
    return [item["title"] for item in client.get(address).json()["items"]]


def thread_of(comment, end="feed.json"):
    return f"/comments/{comment.article_id}/thread/{comment.pk}/{end}"


def names(answer):
    return set(answer["Surrogate-Key"].split())


def purged():
    return set(Purge.objects.values_list("name", flat=True))


def test_the_paper_has_what_appeared_newest_first_and_says_under_which_story(client, article):
    other = a_public_article(headline="Bread & salt", slug="bread")
    held = a_held_comment(article, name="Ida", text="Held for long.")
    first = a_comment(article, name="Ola & co", text="First <b>words</b>.", email="ola@example.org")
    a_comment(other, name="Eva", text="Second.")
    a_held_comment(other, text="Nobody sees this.")
    services.approve_comment(held, by=None)

    feed = client.get(PAPER)

    said = feed.json()
    assert [item["title"] for item in said["items"]] == [
        "Ida on “Who pays for the ferry”: Held for long.",
        "Eva on “Bread & salt”: Second.",
        "Ola & co on “Who pays for the ferry”: First <b>words</b>.",
    ]
    assert said["items"][-1]["url"] == absolute(f"/comments/{article.pk}/comment/{first.pk}/")
    assert (said["home_page_url"], said["feed_url"]) == (absolute("/"), absolute(PAPER))
    assert "ola@example.org" not in feed.text


@pytest.mark.parametrize("base", ["/comments/", "thread"])
def test_a_feed_is_fit_for_every_reader_however_little_is_in_it(client, article, base):
    root = a_comment(article, name="Ola & co", text="First <b>words</b>\u0001.")
    base = thread_of(root, "") if base == "thread" else base
    for number in range(2):
        rss, atom = client.get(f"{base}feed/"), client.get(f"{base}feed/atom/")

        assert rss_faults(rss.content, absolute(f"{base}feed/")) == []
        assert atom_faults(atom.content, absolute(f"{base}feed/atom/")) == []
        assert client.get(f"{base}feed.json")["Content-Type"] == "application/feed+json; charset=utf-8"
        again = client.get(f"{base}feed/", headers={"If-None-Match": rss["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

        a_comment(article, parent=root, text=f"Answer {number} & more.")


def test_fifty_are_the_most(client, article):
    for number in range(52):
        a_comment(article, name="Ola", text=f"Word {number}.")

    assert len(titles(client)) == 50
    assert titles(client)[-1] == "Ola on “Who pays for the ferry”: Word 2."


def test_nothing_stands_there_whose_story_readers_do_not_see_now(client, article):
    withdrawn, later = a_public_article(slug="gone"), a_public_article(slug="later")
    hidden, paid = a_public_article(slug="hidden"), make_live(type="sponsored", slug="paid")
    for story in (withdrawn, later, hidden, paid):
        a_comment(story, text="Not for feeds.")
    a_comment(article, name="Ola", text="Seen.")
    desk.withdraw(withdrawn, by=None)
    desk.withdraw(later, by=None)
    desk.publish(later, by=None, checked=False, at=database_now() + timedelta(hours=1))
    desk.switch(hidden, by=None, is_hidden=True)

    assert titles(client) == ["Ola on “Who pays for the ferry”: Seen."]


def test_a_story_that_goes_or_comes_again_changes_the_feed_of_the_paper(client, article):
    a_comment(article, name="Ola", text="Seen.")
    for act, left in ((desk.withdraw, 0), (desk.publish, 1)):
        before = client.get(PAPER)
        Purge.objects.all().delete()

        act(article, by=None, **({"checked": False} if act is desk.publish else {}))

        assert len(titles(client)) == left
        assert names(before) & purged()


def test_what_is_published_or_taken_down_changes_both_feeds_and_what_is_held_neither(client, article):
    root = a_comment(article, name="Ola", text="Root.")
    held = a_held_comment(article, name="Eva", text="Answer.", parent=root)
    deeds = {
        "hold another": (lambda: a_held_comment(article, parent=root), False),
        "approve": (lambda: services.approve_comment(held, by=None), True),
        "like": (lambda: like_comment(held, liker="a"), False),
        "edit": (lambda: services.edit_as_moderator(held, text="Mild.", by=None), True),
        "hold again": (lambda: services.undo_decision(held), True),
        "publish again": (lambda: services.approve_comment(held, by=None), True),
        "delete": (lambda: services.delete_comment(held), True),
    }
    said = {}
    for deed, (act, changes) in deeds.items():
        before = [client.get(address) for address in (PAPER, thread_of(root))]
        Purge.objects.all().delete()

        act()

        after = [client.get(address) for address in (PAPER, thread_of(root))]
        said[deed] = [item["title"] for item in after[1].json()["items"]]
        assert [a.content != b.content for a, b in zip(before, after, strict=True)] == [changes] * 2, deed
        assert bool(names(before[0]) & purged()) == changes, deed  # a like costs the paper's feed nothing
        assert bool(names(before[1]) & purged()) == (changes or deed == "like"), deed

    answer, mild = ["Eva: Answer."], ["Eva: Mild."]
    assert list(said.values()) == [[], answer, answer, mild, [], mild, []]
    assert titles(client) == ["Ola on “Who pays for the ferry”: Root."]


def test_a_thread_has_all_its_answers_and_no_other(client, article):
    root, other = a_comment(article, name="Ola"), a_comment(article)
    answer = a_comment(article, parent=root, name="Eva", text="One.")
    a_comment(article, parent=answer, name="Ida", text="Two.")
    a_comment(article, parent=other, text="Elsewhere.")

    feed = client.get(thread_of(root)).json()

    assert [item["title"] for item in feed["items"]] == ["Ida: Two.", "Eva: One."]
    assert feed["title"].startswith("Answers to Ola: Who pays for the ferry")
    assert feed["home_page_url"] == absolute(thread_of(root, ""))
    assert titles(client, thread_of(other)) == ["Ola Berg: Elsewhere."]


def test_a_thread_whose_beginning_was_taken_down_keeps_its_feed_while_it_shows(client, article):
    root = a_comment(article, name="Somebody")
    answer = a_comment(article, parent=root, name="Eva", text="One.")
    services.reject_comment(root, by=None)

    feed = client.get(thread_of(root))
    assert feed.json()["title"].startswith("Answers: Who pays for the ferry")
    assert "Somebody" not in feed.text
    services.reject_comment(answer, by=None)

    assert client.get(thread_of(root)).status_code == 404
    assert client.get(thread_of(root, "")).status_code == 404


@pytest.mark.parametrize("end", ["feed/", "feed/atom/", "feed.json"])
def test_what_is_no_thread_has_no_feed(client, article, end):
    root, held = a_comment(article), a_held_comment(article)
    answer = a_comment(article, parent=root)
    elsewhere, hidden = a_public_article(slug="b"), a_comment(a_public_article(slug="c"))
    desk.withdraw(hidden.article, by=None)
    wrong = [thread_of(held, end), thread_of(answer, end), thread_of(hidden, end)]
    wrong += [f"/comments/{elsewhere.pk}/thread/{root.pk}/{end}", f"/comments/99999/thread/{root.pk}/{end}"]
    wrong += [f"/comments/{article.pk}/thread/{10**30}/{end}", f"/comments/{10**30}/thread/1/{end}"]

    assert client.get(thread_of(root, end)).status_code == 200
    assert {client.get(address).status_code for address in wrong} == {404}


def test_a_feed_asks_the_same_however_much_is_in_it(client, article):
    root = a_comment(article)
    for size in (1, 5):
        for number in range(size):
            other = a_public_article(slug=f"other-{size}-{number}")
            a_comment(other), a_comment(article, parent=root)

        for address, most in ((PAPER, 2), (thread_of(root), 4), (f"/comments/{article.pk}/feed/", 3)):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            assert len(captured) == most, captured.captured_queries


def test_the_feed_of_the_paper_reads_its_index_and_sorts_nothing(article):
    root, at = a_comment(article), database_now()
    Comment.objects.bulk_create(
        Comment(article=article, name="A", text="B", html="B", state="published", decided_at=at)
        for _ in range(2000)
    )
    assert root.pk
    connection.cursor().execute("ANALYZE")

    plan = newest_comments().for_feed("headline")[:50].explain()

    assert "comment_newest_of_all" in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan


def test_each_page_names_its_feed_once(client, article):
    root = a_comment(article)
    base, story = f"/comments/{article.pk}/", article.releases.get().get_absolute_url()

    for page, feed in (
        (story, f"{base}feed/"),
        (base, f"{base}feed/"),
        (thread_of(root, ""), thread_of(root, "feed/")),
    ):
        head = client.get(page).text.partition("</head>")[0]
        assert head.count('<link rel="alternate" type="application/rss+xml" title="') == (
            2 if page == story else 1
        )
        assert head.count(f'href="{feed}"') == 1
    for end in ("feed/", "feed/atom/", "feed.json"):
        assert client.get("/feeds/").text.count(f'href="/comments/{end}"') == 1


def test_a_receipt_leads_to_the_feed_of_its_thread_once_its_reply_shows(client, article):
    root = a_comment(article)
    held = a_held_comment(article, parent=root)
    receipt, link = receipt_url(held, AUTHOR), f'href="{thread_of(root, "feed/")}"'

    assert link not in client.get(receipt).text
    services.approve_comment(held, by=None)

    assert link in client.get(receipt).text
    assert link in client.get(receipt_url(root, AUTHOR)).text
