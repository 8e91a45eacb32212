"""Comments come in from WordPress and Disqus: all of them, where they belong, once, and dead."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Address, Article
from comments.models import Comment
from comments.retention import forget_traces
from comments.services import erase_comment, import_comments
from newsroom.models import Purge
from newsroom.redirects import add_redirect
from tests.factories_comments import a_public_article, an_account
from tests.factories_exports import an_export, disqus, item, path_of, post, said, thread, wordpress

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article()


def bring(text, **options):
    return import_comments(an_export(text), **options)


def tell(tmp_path, text, *options):
    """What the command prints."""
    file, out = tmp_path / "export.xml", StringIO()
    file.write_text(text)
    call_command("import_comments", str(file), *options, stdout=out)
    return out.getvalue()


def tree():
    """Who answers whom, by text: depth, parent and the opening of the thread."""
    rows = Comment.objects.select_related("parent", "root")
    return {row.text: (row.depth, row.parent and row.parent.text, row.root and row.root.text) for row in rows}


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_comments_of_wordpress_come_in_as_they_stood(article, version):
    answers = item(
        path_of(article),
        said(1, "Rock at <em>nineteen</em> metres!\n\nHonestly.", author="  Bjarne &amp; Co\u202e "),
        said(2, approved=0),
        said(3, approved="spam"),
    )

    done = bring(wordpress(answers, version=version))

    assert (done.articles, dict(done.states)) == (1, {"published": 1, "held": 1, "spam": 1})
    at = datetime(2019, 5, 3, 10, 1, tzinfo=UTC)
    first, second, third = Comment.objects.all()
    assert (first.article, first.name, first.email) == (article, "Bjarne & Co", "reader1@example.org")
    assert (first.state, first.created_at, first.decided_at, first.decided_by) == ("published", at, at, None)
    assert first.text == "Rock at *nineteen* metres!\n\nHonestly."
    assert first.html == "<p>Rock at <em>nineteen</em> metres!</p>\n<p>Honestly.</p>"
    assert (second.state, second.decided_at, second.reason) == ("held", None, "imported")
    assert (third.state, third.removal, third.decided_at) == ("spam", "spam", at.replace(minute=3))
    kept = str(list(Comment.objects.values()))
    assert "192.0.2" not in kept
    assert {first.sender, first.key, first.commenter, first.badge} == {"", None}


def test_comments_of_disqus_come_in_as_they_stood(article):
    done = bring(
        disqus(
            thread(1, f"https://old.example{path_of(article)}?utm=x#disqus_thread")
            + thread(2, "", identifier=path_of(article))
            + post(1, "&lt;p&gt;One&lt;br&gt;two.&lt;/p&gt;")
            + post(2, parent=1, isApproved="false")
            + post(3, isSpam="true")
            + post(4, isSpam="true", isDeleted="true")
            + post(5, "<![CDATA[<p>In the other thread</p>]]>", under=2)
        )
    )

    assert (done.articles, dict(done.states)) == (1, {"published": 2, "held": 1, "spam": 1})
    assert dict(done.left_out) == {"deleted": 1}
    first, second, *_ = Comment.objects.all()
    at = datetime(2018, 1, 2, 3, 1, 5, tzinfo=UTC)
    assert (first.text, first.name, first.created_at) == ("One\ntwo.", "Ida", at)
    assert (second.parent, second.root, second.depth, second.state) == (first, first, 1, "held")


def test_what_is_no_comment_is_left_out_and_counted(article, tmp_path):
    told = tell(
        tmp_path,
        wordpress(
            item(
                path_of(article),
                said(1),
                said(2, type="pingback"),
                said(3, type="trackback"),
                said(4, approved="trash"),
                said(5, approved="post-trashed"),
                said(6, "<script>x()</script> <img src=x> \u200b"),
                said(7, date="", date_gmt="0000-00-00 00:00:00"),
                said(8, type="order_note"),
            )
        ),
    )

    assert told == (
        "Imported 1 comment under 1 article: 1 published, 0 held, 0 spam.\n"
        "Left out: 2 deleted, 1 empty, 3 pingbacks and the like, 1 without a number or date.\n"
    )
    assert Comment.objects.count() == 1


def test_answers_may_come_before_what_they_answer(article):
    comments = [
        said(3, "c", parent=2, date_gmt="2019-05-03 09:00:00"),
        said(2, "b", parent=1),
        said(4, "d"),
        said(1, "a"),
    ]

    bring(wordpress(item(path_of(article), *comments)))

    assert tree() == {"a": (0, None, None), "b": (1, "a", "a"), "c": (2, "b", "a"), "d": (0, None, None)}
    assert [row.text for row in Comment.objects.all()] == ["a", "b", "c", "d"]


def test_an_answer_to_what_was_left_out_hangs_on_the_nearest_that_is_there(article):
    comments = [
        said(1, "a"),
        said(2, "deleted", parent=1, approved="trash"),
        said(3, "", parent=2),
        said(4, "b", parent=3),
        said(5, "c", parent=99),
        said(6, "pinged", type="pingback"),
        said(7, "d", parent=6),
    ]

    bring(wordpress(item(path_of(article), *comments)))

    assert tree() == {"a": (0, None, None), "b": (1, "a", "a"), "c": (0, None, None), "d": (0, None, None)}


def test_a_chain_of_two_thousand_is_a_thread(article):
    comments = [said(n, f"{n}", parent=n - 1) for n in range(2000, 0, -1)]

    bring(wordpress(item(path_of(article), *comments)))

    deepest = Comment.objects.get(text="2000")
    assert (deepest.depth, deepest.root.text, deepest.parent.text) == (1999, "1", "1999")
    assert Comment.objects.filter(root=deepest.root).count() == 1999


def test_a_circle_of_answers_is_broken_and_said(article, tmp_path):
    comments = [said(1, "a", parent=3), said(2, "b", parent=1), said(3, "c", parent=2)]
    comments += [said(4, "d", parent=4), said(5, "e", parent=4)]

    told = tell(tmp_path, wordpress(item(path_of(article), *comments)))

    assert "2 circles of answers broken.\n" in told
    assert tree() == {
        "b": (0, None, None),
        "c": (1, "b", "b"),
        "a": (2, "c", "b"),
        "d": (0, None, None),
        "e": (1, "d", "d"),
    }


def test_a_second_time_adds_only_what_is_new(article, tmp_path):
    first = [said(1, "a"), said(2, "b", parent=1)]
    bring(wordpress(item(path_of(article), *first)))
    forget_traces()
    kept = list(Comment.objects.values())
    Purge.objects.all().delete()

    told = tell(tmp_path, wordpress(item(path_of(article), *first)))

    assert told.endswith("0 spam.\nLeft out: 2 imported before.\n")
    assert (list(Comment.objects.values()), Purge.objects.count()) == (kept, 0)

    bring(wordpress(item(path_of(article), said(3, "c", parent=2), said(4, "d", parent=3))))

    assert tree()["c"] == (2, "b", "a")
    assert tree()["d"] == (3, "c", "a")
    assert Article.objects.get(pk=article.pk).comment_count == 4


def test_what_was_erased_does_not_come_back(article):
    export = wordpress(item(path_of(article), said(1, "a")))
    bring(export)
    erase_comment(Comment.objects.get())

    bring(export)

    assert Comment.objects.get().text == ""


def test_an_article_that_moved_keeps_the_comments_it_has(article):
    other = a_public_article(headline="Another")
    bring(wordpress(item(path_of(article), said(1, "a"))))

    bring(wordpress(item(path_of(other), said(1, "a"), said(2, "b", parent=1))))

    assert {row.text: (row.article, row.depth) for row in Comment.objects.all()} == {
        "a": (article, 0),
        "b": (other, 0),
    }


def test_earlier_addresses_and_redirects_lead_to_the_article(article):
    Address.objects.create(day=date(2015, 1, 2), slug="earlier", article=article)
    add_redirect("/archives/77/", "/2015/01/02/earlier/")
    links = [
        path_of(article),
        path_of(article).rstrip("/"),
        "/2015/01/02/earlier/",
        "/archives/77",
        "/archives/%37%37/",
    ]

    done = bring(wordpress(*(item(link, said(n)) for n, link in enumerate(links, 1))))

    assert (Comment.objects.filter(article=article).count(), done.articles) == (5, 1)


def test_what_leads_nowhere_is_told_by_its_address(article, tmp_path):
    items = [
        item(f"/gone/{n}/", said(2 * n), said(2 * n + 1), said(1000 + n, approved="trash"))
        for n in range(1, 23)
    ]
    items += [
        item("/?p=12", said(90)),
        item("/2019/13/40/no-day/", said(91)),
        item("/x/", said(92, type="pingback")),
    ]

    told = tell(tmp_path, wordpress(*items))

    lines = told.splitlines()
    assert lines[0] == "Imported 0 comments under 0 articles: 0 published, 0 held, 0 spam."
    assert lines[1] == "Not found: 46 comments at 24 addresses that no article has."
    assert sorted(lines[2:22])[0] == "  https://old.example/gone/1/ (2)"
    assert (len(lines), lines[22]) == (23, "  and 4 more")
    assert not Comment.objects.exists()


def test_a_dry_run_tells_and_writes_nothing(article, tmp_path):
    told = tell(tmp_path, wordpress(item(path_of(article), said(1), said(2, parent=1))), "--dry-run")

    assert told == "Would import 2 comments under 1 article: 2 published, 0 held, 0 spam.\n"
    assert (Comment.objects.count(), Purge.objects.filter(name__startswith="thread").count()) == (0, 0)


def test_an_address_proves_nothing_and_nobody_is_mailed(article):
    an_account("reader1@example.org")

    bring(wordpress(item(path_of(article), said(1), said(2, parent=1))))

    assert set(Comment.objects.values_list("commenter", "badge")) == {(None, "")}
    assert mail.outbox == []


def test_the_count_is_right_and_kept_pages_are_purged(article, client):
    held = a_public_article(headline="Only one that waits")
    assert "Reader 1" not in client.get(path_of(article)).text
    Purge.objects.all().delete()

    bring(wordpress(item(path_of(article), said(1), said(2)), item(path_of(held), said(3, approved=0))))

    assert list(Article.objects.order_by("pk").values_list("comment_count", flat=True)) == [2, 0]
    names = set(Purge.objects.values_list("name", flat=True))
    assert names == {f"thread-{article.pk}", f"count-{article.pk}", "comments"}
    assert client.get(path_of(article)).text.count("Reader 1") >= 1


def test_a_date_to_come_is_now(article):
    bring(wordpress(item(path_of(article), said(1, date_gmt="2919-05-03 10:00:00"))))

    assert Comment.objects.get().created_at <= datetime.now(UTC)


def test_the_number_of_queries_does_not_grow_with_the_comments(article):
    counted = []
    for base, number in ((0, 5), (1000, 30)):
        comments = [said(base + n, parent=base + n // 2) for n in range(1, number + 1)]
        with CaptureQueriesContext(connection) as queries:
            bring(wordpress(item(path_of(article), *comments)))
        counted.append(len(queries))

    assert Comment.objects.count() == 35
    assert counted[0] == counted[1] <= 16
