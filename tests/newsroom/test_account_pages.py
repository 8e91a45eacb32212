"""Signing in by a mailed link over HTTP: what each page says, sets and refuses."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.account_pages import SignInForm
from newsroom.models import MailedLink, RateWindow, User
from tests.factories_articles import make_editor
from tests.factories_mail import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def ask(client, email="ada@example.org", next_path=""):
    return client.post("/account/sign-in/", {"email": email, "next": next_path})


def asked(client, email="ada@example.org", next_path=""):
    """Ask for a link; return its address."""
    ask(client, email, next_path)
    return f"/account/link/{token_of(mail.outbox[-1])}/"


def signed_in(client, email="ada@example.org"):
    client.post(asked(client, email))
    return User.objects.get(email=email)


def said(answer):
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, answer.content, headers, dict(answer.cookies)


def test_the_way_in_and_out_without_a_cookie_before_or_after(browser):
    first = browser.get("/account/sign-in/?next=/latest/")
    answer = ask(browser, " Ada@Example.org", "/latest/")
    browser.get(answer.url)
    page = browser.get(link := f"/account/link/{token_of(mail.outbox[0])}/")
    assert 'name="next" value="/latest/"' in first.text
    assert "ada@example.org" in page.text
    assert (mail.outbox[0].to, dict(browser.cookies)) == (["ada@example.org"], {})

    entered = browser.post(link)

    assert (entered.status_code, entered.url) == (302, "/latest/")
    assert "session" in browser.cookies
    assert "ada@example.org" in browser.get("/account/").text

    browser.post("/account/sign-out/", {"csrfmiddlewaretoken": browser.cookies["csrf"].value})
    assert browser.get("/account/").url == "/account/sign-in/?next=%2Faccount%2F"
    assert Session.objects.count() == 0


@pytest.mark.parametrize("path", ["/account/sign-in/", "/account/mailed/", "/account/link/x/", "/account/"])
def test_no_page_is_kept_listed_or_sets_a_cookie_on_a_plain_read(path):
    answer = Client().get(path)

    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert not answer.cookies


def test_every_address_gets_the_same_answer(browser):
    User.objects.create_user("known@example.org", name="Known")
    User.objects.create_user("closed@example.org", is_active=False)
    make_editor(email="staff@example.org")
    names = ("known", "closed", "staff", "unknown", *["often"] * 8)

    answers = [said(ask(browser, f"{name}@example.org")) for name in names]
    pages = [said(browser.get("/account/mailed/")) for _ in names]

    assert [answer for answer in answers if answer != answers[0]] == []
    assert [page for page in pages if page != pages[0]] == []
    assert answers[0][0] == 302
    assert len(mail.outbox) == 4 + 5


def test_a_request_asks_the_database_the_same_for_every_address(browser, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    User.objects.create_user("known@example.org")
    ask(browser, "warm@example.org")
    lists = []
    for name in ("known", "unknown"):
        with CaptureQueriesContext(connection) as statements:
            ask(browser, f"{name}@example.org")
        lists.append([query["sql"].split(" (")[0] for query in statements if "SAVEPOINT" not in query["sql"]])

    assert lists[0] == lists[1]
    assert [words.split()[0] for words in lists[0]] == ["SELECT", *["INSERT"] * 3]
    assert "newsroom_user" not in str(lists)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_programs_that_follow_links_use_none_up(browser, method):
    link = asked(browser)
    before = MailedLink.objects.values().get()

    answers = [browser.generic(method, link).status_code for _ in range(3)]

    assert set(answers) <= {200, 405}
    assert (MailedLink.objects.values().get(), User.objects.count()) == (before, 0)
    assert browser.post(link).status_code == 302


@pytest.mark.parametrize("path", ["/account/sign-in/", "link"])
def test_no_other_site_signs_anybody_in(browser, path):
    link = asked(browser)
    stranger = Client(headers={"Sec-Fetch-Site": "cross-site"})

    answer = stranger.post(link if path == "link" else path, {"email": "eva@example.org"})

    assert answer.status_code == 403
    assert not answer.cookies
    assert MailedLink.objects.get().used_at is None


@pytest.mark.parametrize("path", ["/account/", "/account/sign-out/"])
def test_pages_of_somebody_signed_in_keep_djangos_token(browser, path):
    signed_in(browser)

    assert browser.post(path, {"name": "Eva"}).status_code == 403
    assert User.objects.get().name == ""


def test_the_session_gets_a_new_key_and_nothing_of_another_persons(browser):
    signed_in(browser)
    first = browser.cookies["session"].value
    link = asked(browser, "eva@example.org")
    browser.post(link)

    assert browser.cookies["session"].value != first
    assert "eva@example.org" in browser.get("/account/").text
    assert not Session.objects.filter(session_key=first).exists()


@pytest.mark.parametrize("change", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}])
def test_a_link_that_was_mailed_signs_nobody_in_who_was_made_staff_or_shut_out_since(browser, change):
    User.objects.create_user("ada@example.org")
    link = asked(browser)
    User.objects.update(**change)

    answer = browser.post(link)

    assert (answer.status_code, dict(answer.cookies)) == (410, {})


def test_who_is_shut_out_is_out_at_once(browser):
    signed_in(browser)
    User.objects.update(is_active=False)

    assert browser.get("/account/").status_code == 302


def test_staff_who_are_signed_in_are_sent_to_the_desk():
    client = Client()
    client.force_login(make_editor())

    assert client.get("/account/").url == "/admin/"


@pytest.mark.parametrize("goal", ["//evil.example/", "https://evil.example/", "/\\evil.example", "\x00", ""])
def test_nobody_is_sent_to_another_site(browser, goal):
    page = browser.get("/account/sign-in/", {"next": goal})
    entered = browser.post(asked(browser, next_path=goal))

    assert 'name="next" value=""' in page.text
    assert entered.url == "/account/"


def test_the_name_is_tidied_and_kept(browser):
    user = signed_in(browser)
    browser.get("/account/")
    token = {"csrfmiddlewaretoken": browser.cookies["csrf"].value}

    saved = browser.post("/account/", token | {"name": " Ada\u202e  <b>Byron</b> "})
    wrong = browser.post("/account/", token | {"name": "x" * 151})

    user.refresh_from_db()
    assert (saved.status_code, user.name) == (302, "Ada <b>Byron</b>")
    assert wrong.status_code == 422
    assert "x" * 151 in wrong.text
    assert "Ada &lt;b&gt;Byron&lt;/b&gt;" in browser.get("/account/").text


def test_a_sender_who_asks_too_often_is_told_and_keeps_what_was_typed(browser):
    ask(browser)
    RateWindow.objects.filter(name__startswith="mailed-link:").update(count=20)

    answer = ask(browser, "eva@example.org", "/latest/")

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert 'value="eva@example.org"' in answer.text
    assert 'name="next" value="/latest/"' in answer.text
    assert len(mail.outbox) == 1


def test_whatever_is_typed_as_an_address_breaks_nothing(browser):
    """The Big List of Naughty Strings, where the newsroom's shared cases lie beside the project."""
    cases = Path(settings.BASE_DIR).parent / "shared" / "cases" / "naughty_strings.json"
    strings = json.loads(cases.read_text()) if cases.exists() else []
    strings += ["", "\x00", "ada\r\nBcc: eva@example.org", "x" * 100_000, "o'hara", "%(a)s{{ b }}<!--"]
    typed = [made for text in strings for made in (text, f"{text}@example.org", f"ada@{text}")]
    fit = [text for text in typed if SignInForm({"email": text}).is_valid()]

    statuses = {(text in fit, ask(browser, text).status_code) for text in [*typed[-18:], *fit[:15]]}

    assert statuses == {(True, 302), (False, 422)}
    assert not [sent for sent in mail.outbox if re.search(r"[\s,<>]", sent.to[0])]
    assert {sent.message()["To"] for sent in mail.outbox} == {sent.to[0] for sent in mail.outbox}


def test_a_wrong_address_comes_back_with_a_word_about_it(browser):
    answer = ask(browser, "ada at example.org", "/latest/")

    assert answer.status_code == 422
    assert 'value="ada at example.org"' in answer.text
    assert 'href="#id_email"' in answer.text
    assert 'name="next" value="/latest/"' in answer.text


def test_a_link_that_works_no_more_says_what_to_do(browser):
    link = asked(browser)
    browser.post(link)

    answers = [browser.get(link), browser.post(link), browser.get("/account/link/never-was/")]

    assert [answer.status_code for answer in answers] == [410] * 3
    assert all('href="/account/sign-in/"' in answer.text for answer in answers)
