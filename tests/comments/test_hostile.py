"""Whatever is typed into name, e-mail and text: no fault, and nothing alive where readers look."""

import html.parser
import json
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client

from comments.forms import ReplyForm
from comments.models import Comment
from comments.services import approve_comment
from tests.factories_comments import a_public_article, typed

pytestmark = pytest.mark.django_db

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases"
OWN_TEXTS = (
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "{{ settings.SECRET_KEY }}{% load x %}",
    "\u202etest\u202c\u0000\u0007",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "Z\u0351\u036b" * 200,
    "%s%n../../etc/passwd\r\nSet-Cookie: a=b",
)
HARMLESS = {
    "section",
    "h2",
    "h3",
    "div",
    "article",
    "span",
    "header",
    "bdi",
    "a",
    "time",
    "p",
    "br",
    "form",
    "nav",
    "ul",
    "li",
    "b",
    "i",
    "meta",
    "details",
    "summary",
} | {"label", "textarea", "input", "button", "blockquote", "em", "code"}


class Alive(html.parser.HTMLParser):
    own = ("script", [("type", "module"), ("src", "/static/comments/count.js")])  # below the form

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag not in HARMLESS or any(name.startswith("on") or name == "style" for name in names):
            self.found.append((tag, attributes))
        if not str(names.get("href", "/")).startswith(("/", "#", "http")):
            self.found.append((tag, attributes))


def texts():
    path = CASES / "naughty_strings.json"
    found = list(OWN_TEXTS) + (json.loads(path.read_text()) if path.exists() else [])
    path = CASES / "comments" / "sanitise.jsonl"
    return (
        found + [json.loads(line)["input"] for line in path.read_text().splitlines()]
        if path.exists()
        else found
    )


def test_hostile_words_are_taken_or_sent_back_and_never_live(monkeypatch):
    monkeypatch.setattr(import_module("comments.views.reply"), "POSTS_PER_WINDOW", 10**6)
    reader = Client(headers={"Sec-Fetch-Site": "same-origin"})
    article = a_public_article()
    wrong = []

    for text in texts():
        answer = reader.post(f"/comments/{article.pk}/reply/", typed(article, text=text, name=text[:60]))
        if answer.status_code not in (303, 422):
            wrong.append((text, answer.status_code))
    for comment in Comment.objects.all():
        approve_comment(comment, by=None)

    pages = [reader.get(f"/comments/{article.pk}/?after={c.pk - 1}") for c in Comment.objects.all()[::40]]
    drawn = Template("{% load comments %}{% discussion_of id as talk %}{% comment_section talk %}").render(
        Context({"id": article.pk})
    )
    assert wrong == []
    assert Comment.objects.count() > 5
    assert Alive(drawn).found == [Alive.own]
    assert {page.status_code for page in pages} == {200}
    assert not any("<script>alert" in page.content.decode() for page in pages)


def test_hostile_addresses_are_no_fault_and_none_is_taken_that_breaks_a_line():
    article = a_public_article()

    taken = [
        text for text in texts() if ReplyForm(typed(article, email=text), article_id=article.pk).is_valid()
    ]

    assert [text for text in taken if any(c in text.strip() for c in " \r\n\x00<>")] == []


@pytest.mark.parametrize("field", ["name", "email", "text", "website", "rendered", "parent"])
def test_a_hundred_kilobytes_come_back_in_words(field):
    article = a_public_article()
    reader = Client(headers={"Sec-Fetch-Site": "same-origin"})

    answer = reader.post(f"/comments/{article.pk}/reply/", typed(article, **{field: "9" * 100_000}))

    assert answer.status_code == 422
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"name=%ff%fe&text=\xff\xfe&email=%00"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"name=+ADw-script&text=%ed%a0%80"),
        ("multipart/form-data", b"no boundary"),
        ("application/json", b'{"text": 1}'),
        ("", b""),
    ],
)
def test_broken_bodies_are_no_fault(kind, body):
    article = a_public_article()
    reader = Client(headers={"Sec-Fetch-Site": "same-origin"})

    answer = reader.post(f"/comments/{article.pk}/reply/", body, content_type=kind)

    assert answer.status_code in (400, 422)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(method):
    article = a_public_article()

    assert getattr(Client(), method)(f"/comments/{article.pk}/reply/").status_code == 405
