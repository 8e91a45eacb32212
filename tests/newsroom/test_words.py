"""Every word of readers' pages goes through gettext: another language is a catalogue in ``locale/``."""

import re

import pytest
from django.core import mail
from django.test import Client

from articles import letters, services
from articles.models import Correction, ErrorReport, Policy, Release
from newsroom import mailed_links
from newsroom.fields import https_url_fault
from tests import spoken
from tests.factories_articles import make_author, make_live, make_section, make_series, make_tag
from tests.spoken import left_over

pytestmark = pytest.mark.django_db

# What nobody translates: the words of our stories here, the paper's own, addresses, and names of formats.
AS_IT_IS = re.compile(
    r"\bzz\w*|\S*127\.0\.0\.1\S*|The Harbour Gazette|News for people who stay"
    r"|\b(?:RSS|Atom|JSON|WhatsApp|Facebook|Bluesky)\b",
    re.IGNORECASE,
)
HERS = re.compile('<div class="article-discussion">.*?</main>', re.DOTALL)  # the guest's words are its own


@pytest.fixture
def stories():
    """A story with all that can stand under it, and one that was paid for."""
    fields = {
        "section": make_section(slug="zz", name="Zz"),
        "bylines": [make_author(slug="zz", name="Zz", bio="Zz", title="Zz", email="zz@zz.zz")],
        "tags": [make_tag(slug="zz", name="Zz")],
        "series": make_series(slug="zz", name="Zz", description="Zz"),
        "body": "<p>Zz</p>",
        "standfirst": "Zz",
    }
    paid = make_live(headline="Zz", slug="zz-paid", type="sponsored", **fields)
    story = make_live(headline="Zz", slug="zz", type="opinion", key_points=["Zz"], **fields)
    services.correct(story, by=None, kind="correction", text="Zz", checked=False)
    return story, paid


def untranslated(answer):
    return spoken.untranslated(HERS.sub("", answer.text), AS_IT_IS)


def test_no_page_says_a_word_that_cannot_be_translated(bracketed, stories):
    story, paid = stories
    url, client = story.releases.get(live_until__year=9999).get_absolute_url(), Client()
    lists = [f"/{kind}/zz/" for kind in ("section", "author", "tag", "series")]
    fixed = [
        "/",
        "/latest/",
        "/most-read/",
        "/corrections/",
        "/search/",
        "/search/?q=zz",
        "/search/?q=yy",
        "/feeds/",
    ]
    own = [url, paid.releases.get().get_absolute_url(), f"/articles/{story.pk}/report/", "/no-such-page/"]

    found = {
        page: untranslated(client.get(page)) for page in [*lists, *fixed, *own, url[:6], url[:9], url[:12]]
    }

    assert {page: texts for page, texts in found.items() if texts} == {}


def test_no_page_beside_the_stories_says_a_word_that_cannot_be_translated(bracketed, stories):
    story, paid = stories
    Policy.objects.update(title="Zz", body="<p>Zz</p>")
    policy = Policy.objects.first().get_absolute_url()
    services.withdraw(paid, by=None, reason="Zz")
    gone = Release.timeline.get(article=paid).get_absolute_url()
    statuses = {
        "/about/": 200,
        policy: 200,
        "/api/": 200,
        f"/articles/{story.pk}/report/received/": 200,
        "/latest/?before=21000101T000000000000-1": 200,
        "/search/?q=zz&since=zz&section=yy": 200,
        "/draft/zz/": 404,
        "/latest/?before=zz": 404,
        gone: 410,
    }

    answers = {page: Client().get(page) for page in statuses}

    assert {page: answer.status_code for page, answer in answers.items()} == statuses
    found = {page: untranslated(answer) for page, answer in answers.items()}
    assert {page: texts for page, texts in found.items() if texts} == {}


HERE = {"Sec-Fetch-Site": "same-origin"}


def test_an_account_from_its_mail_to_its_name_can_be_translated(bracketed):
    reader = Client()
    mailed_links.send_link("zz@zz.zz", mailed_links.SIGN_IN)
    (sent,) = mail.outbox
    link = re.search(r"/account/link/\S+", sent.body)[0]

    pages = [reader.get(page) for page in ("/account/sign-in/", "/account/mailed/", link)]
    pages += [
        reader.post("/account/sign-in/", {"email": email}, headers=HERE) for email in ("", "zz", "é@zz.zz")
    ]
    reader.post(link, headers=HERE)
    pages += [reader.get(page) for page in ("/account/", link)]

    assert [page.status_code for page in pages] == [200, 200, 200, 422, 422, 422, 200, 410]
    assert [untranslated(page) for page in pages] == [[]] * 8
    assert not re.search("[A-Za-z]{2}", AS_IT_IS.sub("", left_over(f"{sent.subject}\n{sent.body}")))


def test_what_is_wrong_with_a_web_address_can_be_translated(bracketed):
    unfit = ["https://ö.zz", "https://[", "http://zz.zz", "https://zz@zz.zz", "https://zz"]

    assert [left_over(https_url_fault(address)) for address in unfit] == [""] * 5


def test_what_is_wrong_with_a_report_can_be_translated(bracketed, stories):
    answer = Client().post(f"/articles/{stories[0].pk}/report/", {"email": "zz"}, headers=HERE)

    assert answer.status_code == 422
    assert untranslated(answer) == []


@pytest.mark.parametrize("is_right", [True, False])
def test_the_thanks_for_a_report_can_be_translated(bracketed, stories, is_right):
    correction = Correction.objects.get() if is_right else None
    report = ErrorReport(
        article=stories[0], claim="Zz", correction=correction, answer="" if is_right else "Zz"
    )

    letters.thank_reader(report, "zz@zz.zz")

    (sent,) = mail.outbox
    assert ("⟦Correction⟧" in sent.body) == is_right
    assert not re.search("[A-Za-z]{2}", AS_IT_IS.sub("", left_over(f"{sent.subject}\n{sent.body}")))


def test_feeds_and_suggestions_are_in_the_papers_language(bracketed, stories):
    feed, found = Client().get("/section/zz/feed/").text, Client().get("/search/suggest/?q=zz").json()

    assert "⟦The latest stories of" in feed
    assert "⟦Corrections⟧" in Client().get("/corrections/feed/").text
    kinds = {"⟦section⟧", "⟦author⟧", "⟦topic⟧", "⟦story⟧", "⟦Sponsored⟧"}
    assert {row["kind"] for row in found["suggestions"]} == kinds
