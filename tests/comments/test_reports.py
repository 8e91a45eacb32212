import pytest
from django.test import Client

from comments.forms import ComplaintForm
from comments.models import Policy, Report
from comments.reports import report_comment
from comments.services import decide
from newsroom.models import AuditEntry, Purge
from tests.factories_comments import a_comment, a_public_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return a_comment(a_public_article())


def send(comment, *, address="203.0.113.1", **fields):
    typed = {"reason": "attack", "words": "It names my child.", "website": ""}
    typed |= {"rendered": ComplaintForm(comment_id=comment.pk).stamp} | fields
    reader = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"}, REMOTE_ADDR=address)
    return reader.post(f"/comments/{comment.article_id}/report/{comment.pk}/", typed)


def state_of(comment):
    comment.refresh_from_db()
    return comment.state, comment.reason, comment.reports


def test_a_report_is_taken_and_thanked_for(client, comment):
    answer = send(comment)

    assert answer.status_code == 302
    assert "Thank you for your report" in client.get(answer["Location"]).text
    report = Report.objects.get()
    assert (report.reason, report.words) == ("attack", "It names my child.")
    assert "203.0" not in report.reporter
    assert state_of(comment) == ("published", "", 1)


def test_what_breaks_the_law_is_reported_as_that_and_the_desk_reads_so(admin_client, comment):
    form = admin_client.get(f"/comments/{comment.article_id}/report/{comment.pk}/").text
    send(comment, reason="illegal", words="It calls for violence.")

    assert "Breaks the law" in form
    assert Report.objects.get().reason == "illegal"
    desk = admin_client.get(f"/admin/comments/comment/{comment.pk}/change/").text
    assert "Breaks the law: <bdi>It calls for violence.</bdi>" in desk


def test_the_place_of_a_comment_says_why_it_is_empty(client, comment):
    a_comment(comment.article, parent=comment, text="An answer.")
    Policy.objects.create(article=comment.article, reports_that_hold=1)

    send(comment)
    held = client.get(f"/comments/{comment.article_id}/").text
    comment.refresh_from_db()
    decide(comment, "reject", by=None)
    rejected = client.get(f"/comments/{comment.article_id}/").text

    assert "An editor is reading this comment again." in held
    assert "This comment was removed." in rejected


def test_one_reader_counts_once_and_learns_nothing(comment):
    assert send(comment).status_code == send(comment, words="Again").status_code == 302

    assert state_of(comment) == ("published", "", 1)
    assert Report.objects.get().words == "It names my child."


def test_so_many_readers_as_the_policy_says_hold_it_with_the_reason(client, comment):
    Policy.objects.create(article=comment.article, reports_that_hold=2)
    send(comment)
    Purge.objects.all().delete()

    send(comment, address="203.0.113.2")

    assert state_of(comment) == ("held", "reported", 2)
    assert set(Purge.objects.values_list("name", flat=True)) == {"comments", comment.kept_name}
    assert AuditEntry.objects.get(verb="held after reports").after["reason"] == "reported"
    assert send(comment, address="203.0.113.3").status_code == 404


def test_a_policy_of_none_never_holds(comment):
    Policy.objects.create(article=comment.article, reports_that_hold=0)

    for number in range(5):
        send(comment, address=f"203.0.113.{number}")

    assert state_of(comment) == ("published", "", 5)


def test_looking_at_reports_begins_the_count_anew(comment):
    for reader in "ab":
        report_comment(comment, reporter=reader, reason="spam", holds_at=3)

    comment.refresh_from_db()
    assert decide(comment, "approve", by=None)

    assert state_of(comment) == ("published", "", 0)
    assert report_comment(comment, reporter="a", reason="spam", holds_at=1) is False  # they had their say
    assert report_comment(comment, reporter="c", reason="spam", holds_at=2) is True
    assert state_of(comment) == ("published", "", 1)


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "dull"}, {"rendered": "x"}, {"website": "x"}])
def test_a_failed_form_comes_back_with_what_was_typed(comment, fields):
    answer = send(comment, **fields)

    assert answer.status_code == 422
    assert "It names my child.</textarea>" in answer.text
    assert not Report.objects.exists()
