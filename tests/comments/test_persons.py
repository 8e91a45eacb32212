"""Whoever asks is erased, and may have all that is kept of them; the rest is forgotten by itself."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments.likes import like_comment
from comments.models import Ban, Comment, Commenter, CommenterNote, Follow, Like, Report
from comments.reports import report_comment
from comments.retention import forget_traces
from comments.services import follow_comment
from newsroom.models import User
from tests.database_dump import dump
from tests.factories_comments import a_comment, a_public_article

pytestmark = pytest.mark.django_db

MARKS = ("ab" * 16, "cd" * 16, "ef" * 16)
ADDRESS = "eva.lind@example.org"


@pytest.fixture
def eva():
    """Somebody with an account who did all that a reader can do; answered once."""
    user = User.objects.create_user(ADDRESS, name="Eva Zugzwang")
    commenter = Commenter.objects.create(email=ADDRESS, user=user, name="Eva Zugzwang")
    article = a_public_article()
    said = a_comment(article, name="Eva Zugzwang", email=ADDRESS.upper(), text="My zwischenzug.")
    Comment.objects.filter(pk=said.pk).update(commenter=commenter)
    a_comment(article, name="Eva Zugzwang", email=ADDRESS, text="Unanswered zwischenzug.")
    reply = a_comment(article, parent=said, email="ola@example.org", text="Kept words.")
    follow_comment(said, is_proved=False)
    like_comment(reply, liker=f"user:{user.pk}")
    report_comment(reply, reporter=f"user:{user.pk}", reason="other", holds_at=0)
    Ban.objects.create(email=ADDRESS)
    CommenterNote.objects.create(commenter=commenter, text="Knows chess.")
    return user


def everything():
    """Every value of the database."""
    return str(dump())


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_nothing_of_an_erased_person_is_left_and_answers_keep_their_place(client, eva):
    article = Comment.objects.first().article

    assert run("erase_comments_of", ADDRESS, "--dry-run").startswith("Comments: 2 comments, 1 likes")
    assert ADDRESS in everything().lower()
    run("erase_comments_of", ADDRESS)

    eva.delete()
    left = everything().lower()
    assert [word for word in (ADDRESS, "zugzwang", "zwischenzug", "knows chess") if word in left] == []
    assert Like.objects.count() == Comment.objects.get(text="Kept words.").likes == 1
    assert Report.objects.count() == 1
    page = client.get(f"/comments/{article.pk}/").text
    assert "Its author deleted this comment." in page
    assert "Kept words." in page
    assert "nothing" in run("erase_comments_of", ADDRESS)


def test_what_is_kept_of_a_person_is_given_out_a_line_each(eva):
    lines = [json.loads(line) for line in run("export_comments_of", ADDRESS.title()).splitlines()]

    assert [line["row"] for line in lines] == [
        "commenter", "comment", "comment", "like", "report of a comment", "ban", "note",
    ]  # fmt: skip
    assert [line["text"] for line in lines if line["row"] == "comment"] == [
        "My zwischenzug.",
        "Unanswered zwischenzug.",
    ]


def test_hashes_are_forgotten_with_their_keys_and_what_was_counted_stays_counted(eva):
    comment = a_comment(a_public_article())
    Comment.objects.filter(pk=comment.pk).update(sender="ab" * 16)
    like_comment(comment, liker="cd" * 16)
    report_comment(comment, reporter="ef" * 16, reason="other", words="Mine.", holds_at=0)
    Ban.objects.create(sender="ab" * 16, until=timezone.now())
    Follow.objects.update(asked_at=timezone.now() - timedelta(days=8))
    forget_traces()
    assert ("ab" * 16 in everything(), "cd" * 16 in everything(), "ef" * 16 in everything()) == (
        True,
        True,
        True,
    )
    assert not Follow.objects.exists()

    past = timezone.now() - timedelta(days=61)
    for model in (Like, Report):
        model.objects.update(at=past)
    Report.objects.update(closed_at=past)
    Comment.objects.update(created_at=past)
    Ban.objects.exclude(sender="").update(until=past)
    forget_traces()
    forget_traces()

    left = everything()
    assert [word for word in (*MARKS, "Mine.") if word in left] == []
    comment.refresh_from_db()
    assert comment.likes == Like.objects.filter(comment=comment).count() == 1
    assert Like.objects.filter(liker=f"user:{eva.pk}").count() == 1
