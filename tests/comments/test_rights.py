"""What the author may do from the receipt, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import services
from comments.models import Comment, Commenter, Follow, Revision
from comments.receipts import AUTHOR, COPY, MAILED, receipt_url
from newsroom.models import AuditEntry, Purge
from newsroom.refusals import Refused
from tests.factories_comments import (
    a_comment,
    a_held_comment,
    a_moderator,
    a_public_article,
    an_account,
    let_it_be,
)

pytestmark = pytest.mark.django_db

NEW_WORDS = "I sold cod there."


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def press(reader, comment, deed, *, standing=AUTHOR, **typed):
    return reader.post(f"{receipt_url(comment, standing)}{deed}/", typed)


def text_of(answer):
    return answer.content.decode()


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


def make_old(comment, **stretch):
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(**stretch))


def test_a_published_reply_is_edited_judged_anew_and_what_it_said_is_kept(reader, article):
    comment = a_comment(article)
    let_it_be(mode="open")
    Purge.objects.all().delete()

    answer = press(reader, comment, "edit", text=f"{NEW_WORDS}\n\n<b>")

    now = stored(comment)
    assert (answer.status_code, answer["Location"]) == (303, f"{receipt_url(comment, AUTHOR)}?done=edit")
    assert (now.state, now.html) == ("published", f"<p>{NEW_WORDS}</p>\n<p>&lt;b&gt;</p>")
    assert now.edited_at is not None
    assert [revision.text for revision in Revision.objects.all()] == [comment.text]
    assert Purge.objects.filter(name=f"thread-{article.pk}").count() == 1
    assert "Your new words are stored." in text_of(reader.get(answer["Location"]))


def test_an_edit_that_the_rules_hold_takes_a_published_reply_from_the_page(reader, article):
    comment = a_comment(article)

    press(reader, comment, "edit", text=NEW_WORDS)

    assert (stored(comment).state, stored(comment).reason) == ("held", "all_held")
    assert stored(comment).decided_at is None
    assert Purge.objects.filter(name=f"thread-{article.pk}").count() == 2  # approved, and held again


def test_an_edit_does_not_end_what_a_moderator_holds(reader, article):
    comment = a_comment(article)
    services.undo_decision(comment)
    let_it_be(mode="open")

    press(reader, comment, "edit", text=NEW_WORDS)

    assert (stored(comment).state, stored(comment).reason) == ("held", "moderator")


@pytest.mark.parametrize("why", ["late", "answered", "rejected"])
def test_editing_ends_with_the_minutes_with_an_answer_and_with_a_decision(reader, article, why):
    let_it_be(edit_minutes=5)
    comment = a_comment(article)
    if why == "late":
        make_old(comment, minutes=5)
    elif why == "answered":
        a_held_comment(article, parent=comment)
    else:
        services.reject_comment(comment, by=None)

    page = text_of(reader.get(receipt_url(comment, AUTHOR)))
    answer = press(reader, comment, "edit", text=NEW_WORDS)

    assert "Edit, until" not in page
    assert answer.status_code == 409
    assert text_of(answer).count('role="alert"') == 1
    assert NEW_WORDS in text_of(answer)
    assert stored(comment).text == comment.text
    assert Revision.objects.count() == 0


def test_an_edit_with_nothing_in_it_comes_back_with_words(reader, article):
    comment = a_held_comment(article)

    answer = press(reader, comment, "edit", text=" \n")

    assert answer.status_code == 422
    assert "Your reply is empty." in text_of(answer)


def test_a_deleted_reply_leaves_no_words_no_address_and_no_sender(reader, article):
    comment = a_comment(article, sent=services.Sent(sender="a" * 32))
    press(reader, comment, "follow", mode="each")
    Purge.objects.all().delete()

    press(reader, comment, "delete")

    gone = stored(comment)
    assert (gone.state, gone.text, gone.html, gone.email, gone.sender) == ("deleted", "", "", "", "")
    assert (gone.key, gone.verdicts, Follow.objects.count()) == (None, [], 0)
    assert gone.name == ""
    assert Purge.objects.filter(name=f"thread-{article.pk}").count() == 1
    assert "Your reply is deleted" in text_of(reader.get(receipt_url(comment, AUTHOR)))
    assert not services.delete_comment(comment)


def test_a_deleted_reply_with_an_answer_leaves_its_place(reader, article):
    comment = a_comment(article)
    a_comment(article, parent=comment, text="Still here")

    press(reader, comment, "erase")

    page = text_of(reader.get(f"/comments/{article.pk}/"))
    assert "Its author deleted this comment." in page
    assert "Still here" in page
    assert comment.text not in page


def test_what_was_deleted_can_be_said_again(article):
    words = {"name": "Ola", "email": "ola@example.org", "text": "Once more"}
    first = services.post_comment(article.pk, **words).comment
    services.delete_comment(first)

    assert services.post_comment(article.pk, **words).is_new


def test_an_erased_reply_is_nobodys_in_every_column_and_in_the_audit_log(article):
    eva = an_account("eva.lind@example.org", name="Eva Lind")
    comment = a_comment(article, writer=services.writer_of(eva, article.pk), text="Wordsofeva")
    services.edit_comment(comment, text="Otherwordsofeva")
    services.reject_comment(comment, by=a_moderator())
    services.appeal(comment, words="Pleaseofeva")

    services.erase_comment(comment)

    row = str(Comment.objects.filter(pk=comment.pk).values().get())
    log = str(list(AuditEntry.objects.values()))
    assert not [word for word in ("eva", "Eva", "lind") if word in row or word in log]
    assert Comment.objects.get().commenter is None
    assert Revision.objects.count() == 0


def test_an_appeal_is_made_once_against_a_decision_and_answered_once(reader, article):
    comment = a_held_comment(article)
    too_early = press(reader, comment, "appeal", words="Please")
    services.reject_comment(comment, by=a_moderator(), words="Off the point.", removal="off_topic")

    page = text_of(reader.get(receipt_url(comment, AUTHOR)))
    first = press(reader, comment, "appeal", words="It is to the point.")
    again = press(reader, comment, "appeal", words="Please!")

    assert (too_early.status_code, first.status_code, again.status_code) == (409, 303, 409)
    assert "Off the point." in page
    assert "Ask for a second look" in page
    appealed = stored(comment)
    assert (appealed.appeal, appealed.has_open_appeal) == ("It is to the point.", True)
    same = stored(comment)
    assert services.decide_appeal(appealed, by=None, is_granted=True)
    assert not services.decide_appeal(same, by=None, is_granted=False)
    assert (stored(comment).state, stored(comment).has_open_appeal) == ("published", False)
    assert stored(comment).removal == ""


def test_an_appeal_that_is_turned_down_lets_the_decision_stand_and_says_so(reader, article):
    comment = a_held_comment(article)
    services.mark_spam(comment, by=None)
    services.appeal(comment, words="It is none.")

    assert services.decide_appeal(comment, by=a_moderator(), is_granted=False, words="It is.")

    assert (stored(comment).state, stored(comment).reason_words) == ("spam", "It is.")
    assert AuditEntry.objects.order_by("-pk").first().verb == "turned the appeal down"
    assert "An editor took it, and the decision stands." in text_of(reader.get(receipt_url(comment, AUTHOR)))
    with pytest.raises(Refused):
        services.appeal(comment, words="Once more")


def test_the_mailed_address_alone_proves_whose_it_is_and_the_reply_is_judged_again(reader, article):
    let_it_be(mode="open")
    an_account("eva@example.org", name="Eva")
    comment = services.post_comment(article.pk, name="Eva", email="eva@example.org", text="It is me.").comment

    assert comment.reason == "address_unproved"
    assert press(reader, comment, "claim").status_code == 409
    assert press(reader, comment, "claim", standing=COPY).status_code == 404
    assert "This is my address" not in text_of(reader.get(receipt_url(comment, AUTHOR)))
    assert "This is my address" in text_of(reader.get(receipt_url(comment, MAILED)))
    assert (Commenter.objects.count(), stored(comment).state) == (0, "held")

    assert press(reader, comment, "claim", standing=MAILED).status_code == 303
    assert (stored(comment).state, stored(comment).commenter.email) == ("published", "eva@example.org")
    assert press(reader, comment, "claim", standing=MAILED).status_code == 303
    assert Commenter.objects.count() == 1


def test_a_record_that_an_address_earned_becomes_its_accounts(article):
    comment = a_comment(article, email="eva@example.org")
    services.claim_comment(comment)
    eva = an_account("Eva@example.org", name="Eva")

    posted = services.post_comment(article.pk, text="Signed in", writer=services.writer_of(eva, article.pk))

    assert posted.comment.commenter == comment.commenter
    assert Commenter.objects.get().user == eva


def test_proving_an_address_does_not_prove_away_where_it_came_from(article):
    let_it_be(mode="open")
    sent = services.Sent(is_origin_unknown=True)
    comment = services.post_comment(
        article.pk, name="Ola", email="ola@example.org", text="Hm", sent=sent
    ).comment

    services.claim_comment(comment)

    assert (stored(comment).state, stored(comment).reason) == ("held", "origin_unknown")
