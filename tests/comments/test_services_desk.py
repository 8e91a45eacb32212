import pytest

from comments import services
from comments.models import Comment, Report
from comments.services.desk import edit_as_moderator, mark_comment, take_back
from newsroom.models import AuditEntry, Purge
from newsroom.refusals import Refused
from tests.comments.test_desk import reported
from tests.factories_comments import a_comment, a_held_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return a_moderator()


@pytest.fixture
def article():
    return a_public_article()


def stored(comment):
    return Comment.objects.filter(pk=comment.pk).values(
        *("state", "reason", "reason_words", "removal", "decided_at", "decided_by", "reports")
    )[0]


def purged():
    return Purge.objects.count()


@pytest.mark.parametrize("first", ["approve", "reject", "spam"])
@pytest.mark.parametrize("second", ["approve", "reject", "spam", "undo"])
def test_what_is_taken_back_is_as_it_was(article, moderator, first, second):
    comment = a_held_comment(article)
    other = a_moderator("other@example.org")
    words = {"words": "Not here.", "removal": "off_topic"} if first == "reject" else {}
    services.decide(comment, first, by=other, **words)
    before = stored(comment)

    decided = services.decide(Comment.objects.get(pk=comment.pk), second, by=moderator)
    if decided is None:  # it is so already
        assert first == second
        return
    take_back(decided.token, by=moderator)

    assert stored(comment) == before


def test_a_decision_closes_the_reports_and_taking_it_back_opens_them(article, moderator):
    comment = reported(a_comment(article), times=2)

    decided = services.decide(comment, "reject", by=moderator)
    assert (stored(comment)["reports"], Report.objects.filter(closed_at=None).count()) == (0, 0)

    take_back(decided.token, by=moderator)
    assert (stored(comment)["reports"], Report.objects.filter(closed_at=None).count()) == (2, 2)


def test_what_is_published_can_be_kept_despite_reports(article, moderator):
    comment = reported(a_comment(article))

    decided = services.decide(comment, "approve", by=moderator)

    assert (stored(comment)["state"], stored(comment)["reports"]) == ("published", 0)
    assert AuditEntry.objects.order_by("-pk").first().verb == "kept despite reports"
    take_back(decided.token, by=moderator)
    assert stored(comment)["reports"] == 1
    assert services.decide(a_comment(article), "approve", by=moderator) is None


def test_what_others_decided_since_is_not_taken_back(article, moderator):
    comment = a_held_comment(article)
    decided = services.decide(comment, "approve", by=moderator)
    services.reject_comment(Comment.objects.get(pk=comment.pk), by=None)

    with pytest.raises(Refused, match="decided otherwise"):
        take_back(decided.token, by=moderator)

    assert stored(comment)["state"] == "rejected"


@pytest.mark.parametrize("token", ["", "x", "eyJwayI6IDF9:1:x"])
def test_what_is_no_token_of_ours_takes_nothing_back(moderator, token):
    with pytest.raises(Refused):
        take_back(token, by=moderator)


def test_readers_pages_change_with_what_is_taken_back(article, moderator):
    comment = a_held_comment(article)
    decided = services.decide(comment, "approve", by=moderator)
    before = purged()

    take_back(decided.token, by=moderator)

    assert purged() > before


def test_a_spammer_is_swept_away_in_one_act_and_comes_back_in_one(article, moderator):
    held, shown = a_held_comment(article), a_comment(article)
    Comment.objects.update(sender="one")
    held.refresh_from_db()
    before = [stored(held)["state"], stored(shown)["state"]]

    banned = services.spam_ban(held, by=moderator, days=7)
    assert [stored(held)["state"], stored(shown)["state"]] == ["spam", "spam"]

    take_back(services.ban_token(banned), by=moderator)
    assert [stored(held)["state"], stored(shown)["state"]] == before
    with pytest.raises(Refused, match="lifted before"):
        take_back(services.ban_token(banned), by=moderator)


def test_only_what_shows_is_a_pick_or_an_answer(article, moderator):
    shown, held = a_comment(article), a_held_comment(article)
    before = purged()

    assert mark_comment(shown, "is_pick", by=moderator, is_on=True)
    assert purged() > before
    assert not mark_comment(shown, "is_pick", by=moderator, is_on=True)
    assert not mark_comment(held, "is_answer", by=moderator, is_on=True)
    assert list(Comment.objects.order_by("pk").values_list("is_pick", "is_answer")) == [
        (True, False),
        (False, False),
    ]


def test_a_moderators_edit_is_rendered_again_and_keeps_what_it_replaced(article, moderator):
    comment = a_comment(article, text="Rude words.")
    before = purged()

    assert edit_as_moderator(comment, text="<script>x</script> *kind*", by=moderator)

    comment.refresh_from_db()
    assert comment.html == "<p>&lt;script&gt;x&lt;/script&gt; <em>kind</em></p>"
    assert [revision.text for revision in comment.revisions.all()] == ["Rude words."]
    assert purged() > before
    assert AuditEntry.objects.order_by("-pk").first().verb == "edited the words"


def test_an_edit_of_words_that_changed_meanwhile_does_nothing(article, moderator):
    comment = a_comment(article, text="One.")
    Comment.objects.update(text="Two.")

    assert not edit_as_moderator(comment, text="Three.", by=moderator)
    assert Comment.objects.get().text == "Two."
