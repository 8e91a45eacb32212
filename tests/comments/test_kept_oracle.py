"""The oracle of kept pages for what readers and moderators do: bytes change only where a name was purged."""

import pytest

from comments import services
from comments.likes import like_comment, unlike_comment
from comments.models import Comment
from comments.ranks import copy_numbers
from comments.reports import report_comment
from comments.retention import forget_traces
from newsroom.models import Purge
from tests.articles.test_kept_oracle import STAMP
from tests.factories_articles import make_section
from tests.factories_comments import a_comment, a_held_comment, a_public_article

pytestmark = pytest.mark.django_db

POINT = "0b5e0e9a-0000-4000-8000-000000000000"


@pytest.fixture
def talk():
    """A discussion with something of everything, beside another one."""
    article = a_public_article(slug="one", section=make_section(slug="city"))
    a_comment(a_public_article(slug="other"))
    root = a_comment(article, key_point=POINT)
    talk = {
        "article": article,
        "root": root,
        "reply": a_comment(article, parent=root),
        "held": a_held_comment(article),
        "other": a_comment(article),
    }
    Comment.objects.filter(pk=talk["reply"].pk).update(badge="staff")
    like_comment(root, liker="a")
    copy_numbers()
    return talk


def addresses(talk):
    here, root = f"/comments/{talk['article'].pk}/", talk["root"]
    ends = ["", "?sort=newest", "?sort=liked", "?sort=picks", f"?point={POINT}", f"?after={root.pk}"]
    ends += [f"thread/{root.pk}/", "new/?after=20200101T000000000000-1", "feed/", "feed/atom/", "feed.json"]
    ends += [f"thread/{root.pk}/{end}" for end in ("feed/", "feed/atom/", "feed.json")]
    ends += ["ledger.json", f"comment/{root.pk}/", f"comment/{talk['held'].pk}/"]
    stories = [a.releases.get().get_absolute_url() for a in (talk["article"], talk["root"].article)]
    paper = ["/comments/feed/", "/comments/feed/atom/", "/comments/feed.json"]
    return [*(here + end for end in ends), *paper, *stories, "/", "/section/city/", "/latest/"]


def pages(client, talk):
    return {
        address: (
            (answer.status_code, answer.headers.get("Location"), STAMP.sub(b"", answer.content)),
            set(answer.headers.get("Surrogate-Key", "").split()),
        )
        for address in addresses(talk)
        for answer in [client.get(address)]
    }


FROM_M = services.Sent(sender="m")


def sent_by(comment, sender):
    Comment.objects.filter(pk=comment.pk).update(sender=sender)
    comment.refresh_from_db()
    return comment


DEEDS = {
    "approve": lambda talk: services.approve_comment(talk["held"], by=None),
    "post at once": lambda talk: (
        services.change_policy(talk["article"].pk, by=None, mode="open"),
        services.post_comment(talk["article"].pk, name="A", email="a@example.org", text="At once."),
    ),
    "close by policy": lambda talk: services.change_policy(talk["article"].pk, by=None, mode="closed"),
    "close everywhere": lambda talk: services.change_policy(None, by=None, mode="closed"),
    "reject": lambda talk: services.reject_comment(talk["root"], by=None, removal="off_topic"),
    "reject what waits": lambda talk: services.reject_comment(talk["held"], by=None, removal="illegal"),
    "undo what never showed": lambda talk: services.undo_decision(talk["held"], by=None),
    "sweep what waits": lambda talk: services.spam_ban(sent_by(talk["held"], "m"), by=None),
    "lift a sweep": lambda talk: services.lift_ban(talk["ban"], by=None),
    "refuse a post": lambda talk: (
        services.ban(sent_by(talk["held"], "m"), by=None, days=1),
        services.post_comment(talk["article"].pk, name="A", email="a@example.org", text="B", sent=FROM_M),
    ),
    "delete what waits": lambda talk: services.delete_comment(talk["held"]),
    "spam": lambda talk: services.mark_spam(talk["other"], by=None),
    "hold again": lambda talk: services.undo_decision(talk["reply"]),
    "delete": lambda talk: services.delete_comment(talk["reply"]),
    "erase": lambda talk: services.erase_comment(talk["root"]),
    "edit": lambda talk: services.edit_comment(talk["other"], text="Other words."),
    "like": lambda talk: like_comment(talk["reply"], liker="b"),
    "take a like back": lambda talk: unlike_comment(talk["root"], liker="a"),
    "like and copy": lambda talk: (like_comment(talk["other"], liker="b"), copy_numbers()),
    "approve and count": lambda talk: (services.approve_comment(talk["held"], by=None), copy_numbers()),
    "report": lambda talk: report_comment(talk["root"], reporter="a", reason="spam", holds_at=9),
    "report and hold": lambda talk: report_comment(talk["root"], reporter="a", reason="spam", holds_at=1),
    "pick": lambda talk: services.mark_comment(talk["reply"], "is_pick", by=None, is_on=True),
    "answer": lambda talk: services.mark_comment(talk["reply"], "is_answer", by=None, is_on=True),
    "edit as a moderator": lambda talk: services.edit_as_moderator(talk["root"], text="Mild.", by=None),
    "forget": lambda talk: forget_traces(),
    "post": lambda talk: a_held_comment(talk["article"]),
}
BEFORE = {
    "edit": lambda talk: services.change_policy(talk["article"].pk, by=None, mode="open"),
    "undo what never showed": lambda talk: services.reject_comment(talk["held"], by=None),
    "lift a sweep": lambda talk: talk.update(ban=services.spam_ban(sent_by(talk["held"], "m"), by=None)),
}
QUIET = {"report", "forget", "post"}  # nothing of these reaches readers


@pytest.mark.parametrize("deed", DEEDS)
def test_a_page_that_changes_is_made_of_a_name_that_was_purged(client, talk, deed):
    BEFORE.get(deed, lambda talk: None)(talk)
    before = pages(client, talk)
    Purge.objects.all().delete()

    DEEDS[deed](talk)

    purged = set(Purge.objects.values_list("name", flat=True))
    after = pages(client, talk)
    changed = {address for address in before if before[address][0] != after[address][0]}
    assert {address for address in changed if not before[address][1] & purged} == set()
    assert bool(changed) == bool(purged) == (deed not in QUIET)
