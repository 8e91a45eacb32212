"""How a reply is judged on its way in: by policy, sender, form and account."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Release
from comments import services
from comments.cases import Outcome, Verdict
from comments.models import Comment, Policy
from comments.receipts import COPY, MAILED, read_receipt
from newsroom.models import Purge
from tests.factories_comments import (
    a_public_article,
    let_it_be,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def post(client, article, *, machine="192.0.2.1", headers=None, **fields):
    path = f"/comments/{article.pk}/reply/"
    return client.post(path, typed(article, **fields), REMOTE_ADDR=machine, headers=headers)


def text_of(answer):
    return answer.content.decode()


def the_comment():
    return Comment.objects.get()


def test_where_the_policy_is_open_a_reply_shows_at_once_and_the_thread_is_purged(reader, article):
    let_it_be(mode="open")
    Purge.objects.all().delete()

    receipt = text_of(reader.get(post(reader, article)["Location"]))

    comment = the_comment()
    assert (comment.state, comment.reason, comment.verdicts, comment.decided_by) == (
        "published",
        "",
        [],
        None,
    )
    assert set(Purge.objects.values_list("name", flat=True)) == {"comments", f"thread-{article.pk}"}
    assert "Your reply is published" in receipt
    assert f"#comment-{comment.pk}" in receipt


def test_a_double_click_in_the_open_is_one_reply_and_lands_on_it_without_rights(reader, article):
    let_it_be(mode="open")

    answers = [post(reader, article) for _ in range(3)]

    comment = the_comment()
    receipts = [read_receipt(answer["Location"].split("/")[3]) for answer in answers]
    assert [receipt.comment for receipt in receipts] == [comment] * 3
    assert [receipt.standing for receipt in receipts] == ["author", COPY, COPY]


def test_who_repeats_a_public_reply_from_elsewhere_makes_another_one_whatever_the_address(reader, article):
    let_it_be(mode="open")
    post(reader, article)

    for email in ("ola@example.org", "guess@example.org"):
        post(reader, article, machine="192.0.2.99", headers={"User-Agent": email}, email=email)

    assert list(Comment.objects.order_by("pk").values_list("state", "reason")) == [
        ("published", ""),
        ("published", ""),
        ("held", "repeat"),  # of the same sender, who said so before
    ]


def test_the_articles_policy_stands_above_the_papers(reader, article):
    let_it_be(mode="open", slow_seconds=60)
    let_it_be(article, mode="all_held")

    post(reader, article)
    answer = post(reader, article, text="Another")

    assert (the_comment().state, the_comment().reason) == ("held", "all_held")
    assert answer.status_code == 429
    assert "one reply every 60 seconds" in text_of(answer)
    assert "Another</textarea>" in text_of(answer)


def test_slow_mode_is_of_one_reader_on_one_article_and_ends(reader, article, monkeypatch):
    let_it_be(mode="open", slow_seconds=60)
    post(reader, article)
    Comment.objects.update(created_at=timezone.now() - timedelta(seconds=61))

    assert post(reader, article, text="Later").status_code == 303
    assert post(reader, article, text="At once").status_code == 429
    assert post(reader, a_public_article(), text="At once").status_code == 303
    assert post(reader, article, machine="192.0.2.2", text="Somebody else").status_code == 303


def test_a_closed_policy_closes_page_and_form(reader, article):
    let_it_be(article, mode="closed")

    answer = post(reader, article)
    page = text_of(reader.get(Release.objects.get().get_absolute_url()))

    assert answer.status_code == 403
    assert "I sold herring there." in text_of(answer)
    assert "Comments on this article are closed" in page
    assert 'name="rendered"' not in page
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("mode", "rule"),
    [
        ("open", "Replies show at once."),
        ("first_held", "An editor reads the first replies of newcomers"),
        ("all_held", "An editor reads every reply before it shows."),
    ],
)
def test_the_page_says_what_happens_to_a_reply_and_is_made_of_the_policy(reader, article, mode, rule):
    let_it_be(mode=mode)

    page = reader.get(Release.objects.get().get_absolute_url())

    assert rule in text_of(page)
    assert {"comment-policy", f"thread-{article.pk}"} <= set(page["Surrogate-Key"].split())


@pytest.mark.parametrize(("seconds", "said"), [(0, None), (90, "90 seconds"), (120, "2 minutes")])
def test_the_page_says_before_anybody_types_how_slow_a_discussion_is(reader, article, seconds, said):
    let_it_be(mode="open", slow_seconds=seconds)

    page = text_of(reader.get(Release.objects.get().get_absolute_url()))

    told = re.search(r"One reply every ([^.]+)\.", page)
    assert (told and told[1]) == said
    assert "<code>*stars*</code> emphasise, <code>&gt;</code> starts a line that you quote" in page


def test_too_quick_is_known_of_a_page_that_was_served_to_one_person_only(reader, article):
    let_it_be(mode="open")
    own = text_of(reader.get(f"/comments/{article.pk}/reply/"))
    served = re.search(r'name="served" value="([^"]+)"', own)[1]
    kept = text_of(reader.get(Release.objects.get().get_absolute_url()))

    post(reader, article, text="Quick", served=served)
    post(reader, article, text="From the kept page")
    post(reader, article, text="Forged", served=served[:-2])

    assert 'name="served"' not in kept
    assert list(Comment.objects.order_by("pk").values_list("reason", flat=True)) == ["too_quick", "", ""]


def test_a_preview_shows_the_reply_and_posts_nothing(reader, article):
    answer = post(reader, article, preview="1", text="See https://example.org\n\n<b>now</b>")

    page = text_of(answer)
    assert answer.status_code == 200
    assert '<a href="https://example.org" rel="ugc nofollow noopener">' in page
    assert "<p>&lt;b&gt;now&lt;/b&gt;</p>" in page
    assert "&lt;b&gt;now&lt;/b&gt;</textarea>" in page
    assert 'value="ola@example.org"' in page
    assert Comment.objects.count() == 0


def test_a_preview_of_nothing_is_an_error_like_a_post_of_nothing(reader, article):
    assert post(reader, article, preview="1", text="").status_code == 422


def test_the_author_is_asked_once_to_rephrase_with_the_phrase_marked_then_it_is_held(
    reader, article, monkeypatch
):
    let_it_be(mode="open")

    def no_herring(case):
        return Verdict(Outcome.NUDGE, "banned_word", "herring") if "herring" in case.text else None

    monkeypatch.setattr(import_module("comments.judging").judge, "__defaults__", ((no_herring,),))

    first = post(reader, article, text="<i>No herring.")
    page = text_of(first)
    asked = re.search(r'name="asked" value="([^"]+)"', page)[1]
    stamp = re.search(r'name="rendered" value="([^"]+)"', page)[1]

    assert first.status_code == 422
    assert "&lt;i&gt;No <mark>herring</mark>." in page
    assert Comment.objects.count() == 0
    assert post(reader, article, text="No herring.", asked="x").status_code == 422
    assert post(reader, article, text="No herring.", asked=asked, rendered=stamp).status_code == 303
    assert (the_comment().state, the_comment().reason) == ("held", "banned_word")


def test_a_flood_holds_that_article_alone_and_it_recovers_by_itself(reader, article):
    let_it_be(mode="open", flood_comments=3, flood_minutes=5, flood_hold_minutes=60)
    elsewhere = a_public_article()

    for number in range(4):
        post(reader, article, machine=f"192.0.2.{number}", text=f"Words {number}")
    during = text_of(reader.get(f"/comments/{article.pk}/reply/"))
    post(reader, elsewhere, text="Elsewhere")

    said = Comment.objects.order_by("pk")
    assert [comment.state for comment in said] == ["published"] * 3 + ["held", "published"]
    assert said[3].reason == "flood"
    assert "Very much is being said here at once" in during
    ends = Policy.objects.get(article=article).flooded_until
    assert Purge.objects.filter(name=f"thread-{article.pk}", at=ends).count() == 1
    assert timedelta(minutes=59) < ends - timezone.now() <= timedelta(minutes=60)

    Policy.objects.filter(article=article).update(flooded_until=timezone.now())
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    post(reader, article, machine="192.0.2.9", text="Calm again")
    assert Comment.objects.latest("pk").state == "published"
    assert "Very much" not in text_of(reader.get(f"/comments/{article.pk}/reply/"))


def test_the_receipt_comes_by_mail_where_it_is_wanted_and_not_too_often(reader, article):
    for number in range(services.mailing.MAILS_A_DAY + 2):
        post(reader, article, machine=f"192.0.2.{number}", text=f"Words {number}", mail_receipt="on")
    post(reader, article, machine="192.0.2.77", text="Not wanted", email="else@example.org")

    assert [message.to for message in mail.outbox] == [["ola@example.org"]] * services.mailing.MAILS_A_DAY
    token = re.search(r"/comments/receipt/([^/]+)/", mail.outbox[0].body)[1]
    assert read_receipt(token).standing == MAILED


def test_who_is_too_fast_still_lands_on_what_was_posted(reader, article):
    view = import_module("comments.views.reply")
    for number in range(view.POSTS_PER_WINDOW):
        post(reader, article, text=f"Words {number}")

    assert post(reader, article, text="One too many").status_code == 429
    assert post(reader, article, text="Words 3").status_code == 303


def test_a_key_point_of_the_article_is_kept_and_another_is_not(reader):
    article = a_public_article(key_points=["The ferry runs", "In spring"])
    point = Release.objects.get().key_points[1]["public_id"]

    page = text_of(reader.get(f"/comments/{article.pk}/reply/?point={point}"))
    post(reader, article, text="About it", point=point)
    post(reader, article, text="About nothing", point="0" * 32)

    assert "About the key point: In spring" in page
    assert [str(key) for key in Comment.objects.order_by("pk").values_list("key_point", flat=True)] == [
        point,
        "None",
    ]


def test_where_no_flood_is_looked_for_none_is_found(reader, article):
    let_it_be(mode="open", flood_comments=0)

    for number in range(3):
        post(reader, article, text=f"Words {number}")

    assert Comment.objects.filter(state="published").count() == 3


def test_without_slow_mode_a_post_that_another_one_overtook_comes_in(article):
    sent = services.Sent(sender="a" * 32)
    first = services.post_comment(
        article.pk, name="Ola", email="ola@example.org", text="First", sent=sent
    ).comment
    Comment.objects.filter(pk=first.pk).update(created_at=timezone.now() + timedelta(seconds=5))

    second = services.post_comment(article.pk, name="Ola", email="ola@example.org", text="Second", sent=sent)

    assert second.is_new
