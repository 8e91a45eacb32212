"""Readers say what is wrong: the form, and what the desk makes of it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services, views
from articles.forms import ReportForm
from articles.models import ErrorReport
from newsroom.models import AuditEntry
from tests.factories_articles import make_article, make_live
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
OURS = {"Origin": settings.SITE_URL}
REPORTS = "/admin/articles/errorreport/"


def address_of(article):
    return f"/articles/{article.pk}/report/"


def typed(article, **fields):
    words = {"quote": "on Monday", "claim": "It was Tuesday.", "email": "", "website": ""}
    return words | {"rendered": ReportForm(about=article.pk).stamp} | fields


def post(article, **fields):
    return Client().post(address_of(article), typed(article, **fields), headers=OURS)


def make_report(article=None, **fields):
    article = article or make_live()
    words = {"quote": "on Monday", "claim": "It was Tuesday."} | fields
    return services.report_error(article.pk, **words)


def test_every_article_leads_to_the_form_and_the_form_back(client):
    article = make_live()
    release = article.releases.get()

    page = client.get(release.get_absolute_url())
    form = client.get(address_of(article))

    assert f'href="{address_of(article)}"' in page.text
    assert f'href="{release.get_absolute_url()}"' in form.text
    assert not form.cookies
    assert form["Cache-Control"] == "private, no-store"
    assert 'name="robots" content="noindex"' in form.text


def test_a_report_is_an_item_for_the_desk_and_says_thank_you():
    article = make_live()

    answer = post(article, email="ola@example.org")

    assert (answer.status_code, answer.url) == (303, f"{address_of(article)}received/")
    assert "Thank you" in Client().get(answer.url).text
    report = ErrorReport.objects.get()
    assert (report.article, report.quote, report.claim) == (article, "on Monday", "It was Tuesday.")
    assert (report.email, report.state) == ("ola@example.org", "open")
    assert len(report.sender) == 32
    assert not answer.cookies


def test_the_same_words_twice_are_one_report():
    article = make_live()

    assert post(article).url == post(article).url

    assert ErrorReport.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quote": " "}, "Say which words are wrong"),
        ({"claim": ""}, "Say what is wrong."),
        ({"claim": "\u3164"}, "Write something that others can see."),
        ({"claim": "x" * 2001}, "at most 2000 characters"),
        ({"email": "nobody"}, "This is not an e-mail address."),
        ({"website": "https://spam.example"}, "Empty it, and your report will pass."),
        ({"rendered": "forged"}, "press Send once more"),
    ],
)
def test_an_unfit_report_comes_back_filled(fields, sentence):
    answer = post(make_live(), **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "on Monday" in answer.text or "quote" in fields
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(7, 303), (8, 422)])
def test_a_page_may_have_been_open_for_seven_days(days, status, monkeypatch):
    article = make_live()
    earlier = timezone.now() - timedelta(days=days)
    monkeypatch.setattr("newsroom.stamped_forms.now", lambda: earlier)
    stamp = ReportForm(about=article.pk).stamp
    monkeypatch.undo()

    assert post(article, rendered=stamp).status_code == status


def test_a_stamp_is_good_for_its_own_article_and_kind_of_form_only():
    from comments.forms import ReplyForm

    article, other = make_live(), make_live()

    assert post(article, rendered=ReportForm(about=other.pk).stamp).status_code == 422
    assert post(article, rendered=ReplyForm(article_id=article.pk).stamp).status_code == 422


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_sites_form_is_refused_with_the_words_to_copy(client, headers):
    article = make_live()

    answer = client.post(address_of(article), typed(article), headers=headers)

    assert answer.status_code == 403
    assert "It was Tuesday." in answer.text
    assert not ErrorReport.objects.exists()


def test_too_many_reports_at_once_are_asked_to_wait():
    article = make_live()
    for number in range(views.REPORTS_PER_WINDOW):
        assert post(article, claim=f"Claim {number}").status_code == 303

    answer = post(article, claim="One more")

    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "One more" in answer.text
    assert ErrorReport.objects.count() == views.REPORTS_PER_WINDOW


def test_what_readers_do_not_see_has_no_form(client):
    withdrawn = make_live()
    services.withdraw(withdrawn, by=None)

    for article in (withdrawn, make_article(), make_live(at=timezone.now() + timedelta(hours=1))):
        assert client.get(address_of(article)).status_code == 404
        assert post(article).status_code == 404
    assert client.get(f"/articles/{2**64}/report/").status_code == 404


def test_closing_as_corrected_thanks_the_reader_and_forgets_the_address():
    article, chief = make_live(), make_chief()
    report = make_report(article, email="ola@example.org", sender="abc")
    correction = services.correct(article, by=chief, kind="correction", text="Tuesday.", checked=False)

    answer = client_of(chief).post(
        f"{REPORTS}{report.pk}/change/", {"correction": correction.pk, "_corrected": ""}
    )

    assert (answer.status_code, answer.url) == (302, REPORTS)
    report.refresh_from_db()
    assert (report.state, report.correction, report.closed_by) == ("corrected", correction, chief)
    assert (report.email, report.sender) == ("", "")
    letter = mail.outbox[-1]
    assert letter.to == ["ola@example.org"]
    assert "Correction: Tuesday." in letter.body
    assert article.releases.get().get_absolute_url() in letter.body


def test_closing_without_a_correction_needs_an_answer_and_sends_it():
    report, client = make_report(email="ola@example.org"), client_of(make_chief())
    address = f"{REPORTS}{report.pk}/change/"

    empty = client.post(address, {"answer": " ", "_decline": ""})
    assert empty.status_code == 422
    assert "Say why nothing is corrected." in empty.text
    client.post(address, {"answer": "The court says Monday.", "_decline": ""})

    report.refresh_from_db()
    assert (report.state, report.answer) == ("declined", "The court says Monday.")
    assert "The court says Monday." in mail.outbox[-1].body
    entry = AuditEntry.objects.get(noun="articles.errorreport")
    assert (entry.verb, entry.before, entry.after) == (
        "closed as not corrected",
        {"state": "Open"},
        {"state": "Not corrected"},
    )


def test_a_correction_must_be_chosen_and_be_of_the_same_article():
    report, other = make_report(), make_live()
    foreign = services.correct(other, by=None, kind="update", text="Words", checked=False)
    client = client_of(make_chief())

    for correction in ("", foreign.pk):
        answer = client.post(f"{REPORTS}{report.pk}/change/", {"correction": correction, "_corrected": ""})
        assert answer.status_code == 422
    with pytest.raises(services.Refused, match="another article"):
        services.close_as_corrected(report, by=None, correction=foreign)
    report.refresh_from_db()
    assert report.state == "open"


def test_a_report_is_closed_once_and_without_an_address_nobody_is_mailed():
    report = make_report()
    seen_by_another = ErrorReport.objects.get()
    services.decline(report, by=None, answer="No.")

    with pytest.raises(services.Refused, match="already"):
        services.decline(seen_by_another, by=None, answer="Yes.")

    assert ErrorReport.objects.get().answer == "No."
    assert mail.outbox == []


def test_the_desk_reads_quote_claim_and_article_in_one_list():
    report = make_report(make_live(headline="Ferry"), quote="<i>quoted</i>")
    client = client_of(make_chief())

    for page in (client.get(REPORTS), client.get(f"{REPORTS}{report.pk}/change/")):
        assert "&lt;i&gt;quoted&lt;/i&gt;" in page.text
        assert "It was Tuesday." in page.text
        assert "Ferry" in page.text


@pytest.mark.parametrize("reports", [1, 5])
def test_the_list_costs_the_same_however_long(reports):
    client = client_of(make_chief())
    for _ in range(reports):
        make_report()

    with CaptureQueriesContext(connection) as queries:
        client.get(REPORTS)

    assert len(queries) == 4, [query["sql"] for query in queries]


def test_who_may_not_see_reports_sees_none_and_who_may_only_look_closes_none():
    report = make_report()
    writer = client_of(make_person("articles.change_article"))
    looker = client_of(make_person("articles.view_errorreport"))
    address = f"{REPORTS}{report.pk}/change/"

    assert writer.get(REPORTS).status_code == writer.get(address).status_code == 403
    assert "It was Tuesday." not in writer.get("/admin/").text
    assert looker.get(address).status_code == 200
    assert looker.post(address, {"answer": "No", "_decline": ""}).status_code == 403
    report.refresh_from_db()
    assert report.state == "open"


def test_the_first_page_counts_what_waits():
    closed = make_report()
    services.decline(closed, by=None, answer="No.")
    for _ in range(6):
        make_report(claim="Still open")

    page = client_of(make_chief()).get("/admin/").text

    assert 'state__exact=open">Error reports</a> <span class="card-count">6</span>' in page
    assert page.count("Still open") == 5
