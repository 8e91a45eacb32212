"""Every public address, asked in every way: the same bytes for everybody, and no surprises."""

import re

import pytest
from django.test import Client

from newsroom.site import absolute
from tests.factories_articles import make_author, make_live, make_photo, make_section, make_series, make_tag
from tests.factories_comments import a_comment
from tests.public_addresses import public_addresses

pytestmark = pytest.mark.django_db

WHOEVER = (
    {},
    {"Cookie": "session=x; csrf=y; theme=dark", "User-Agent": "Googlebot/2.1"},
    {"Accept-Language": "ar,de;q=0.5", "Accept": "application/json", "User-Agent": ""},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.7", "Forwarded": "host=evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/", "DNT": "1", "Save-Data": "on"},
    {"X-Requested-With": "XMLHttpRequest", "Origin": "https://evil.example", "X-Original-URL": "/admin/"},
)
UNLIKE = {"Vary"}  # a session that was sent is looked at by the middleware, outside the page
_FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|track|input)\b[^>]*?\s(?:src|srcset|poster)=\"([^\"]*)\""
    r"|<link\b(?=[^>]*rel=\"(?:stylesheet|preload|icon|manifest|apple-touch-icon|preconnect|dns-prefetch)\")"
    r"[^>]*?\shref=\"([^\"]*)\""
    r"|<object\b[^>]*?\sdata=\"([^\"]*)\""
)


@pytest.fixture
def addresses():
    article = make_live(
        slug="a",
        section=make_section(slug="a"),
        bylines=[make_author(slug="a", portrait=make_photo())],
        tags=[make_tag(slug="a")],
        series=make_series(slug="a"),
        lead_photo=make_photo(),
    )
    day, comment = article.releases.get().day, a_comment(article)
    known = {"article_id": [article.pk], "root_id": [comment.pk], "comment_id": [comment.pk]}
    known |= {"year": [day.year], "month": [day.month], "day": [day.day], "token": ["a"]}
    return sorted(public_addresses(known, numbers=[1], words=["a"]))


def plain_answers(addresses):
    return {address: Client().get(address) for address in addresses}


def kept_ones(answers):
    return {address: answer for address, answer in answers.items() if "Surrogate-Key" in answer.headers}


def said(answer):
    headers = {name: text for name, text in answer.headers.items() if name not in UNLIKE}
    return answer.status_code, headers, answer.content


def test_a_kept_address_answers_the_same_bytes_twice_and_to_whoever_asks(addresses):
    kept = kept_ones(plain_answers(addresses))

    unlike = [
        (address, who)
        for address, answer in kept.items()
        for who in WHOEVER
        if said(Client().get(address, headers=who)) != said(answer)
    ]

    assert unlike == []
    assert len(kept) > 40


def test_no_plain_read_sets_a_cookie_or_asks_anybody_else(addresses):
    answers = plain_answers(addresses)
    pages = [a for a, answer in answers.items() if answer.get("Content-Type", "").startswith("text/html")]

    fetched = {
        (address, name)
        for address in pages
        for found in _FETCHED.findall(answers[address].text)
        for name in filter(None, found)
    }
    foreign = {
        pair for pair in fetched if not re.match(r"/(?!/)|data:image/", pair[1].removeprefix(absolute("")))
    }

    assert [address for address, answer in answers.items() if answer.cookies] == []
    assert foreign == set()
    assert len(pages) > 30
    assert any(name.endswith(".css") for _, name in fetched)


def test_another_host_is_refused_everywhere(addresses):
    hosts = ("evil.example", "testserver.evil.example", "a b", "[::1")
    statuses = {
        Client().get(address, headers={"Host": hosts[number % len(hosts)]}).status_code
        for number, address in enumerate(addresses)
    }

    assert statuses == {400}


def test_every_address_answers_each_method_as_it_should(addresses):
    wrong = []
    for address, answer in plain_answers(addresses).items():
        head = Client().head(address)
        if (head.status_code, head.content) != (answer.status_code, b""):
            wrong.append((address, "HEAD", head.status_code))
        ways = {"POST": {405}, "PUT": {405}, "DELETE": {405}, "PATCH": {405}, "OPTIONS": {200, 405}}
        if answer.status_code == 200 and "Surrogate-Key" in answer.headers:
            sent = {method: Client().generic(method, address).status_code for method in ways}
            wrong += [(address, method, sent[method]) for method in ways if sent[method] not in ways[method]]

    assert wrong == []


def test_what_is_asked_for_again_or_in_part_is_answered_rightly(addresses):
    """With its tag: 304 without text. A part of a page: the page, as RFC 9110 allows."""
    wrong = []
    for address, answer in kept_ones(plain_answers(addresses)).items():
        if answer.status_code != 200:
            continue
        again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
        if (again.status_code, again.content, again.get("ETag")) != (304, b"", answer["ETag"]):
            wrong.append((address, "If-None-Match"))
        for etag in ('"other"', "rubbish", '"' * 9000):
            if said(Client().get(address, headers={"If-None-Match": etag})) != said(answer):
                wrong.append((address, etag[:9]))
        for part in ("bytes=0-9", "bytes=99999999-", "bytes=-0", "rubbish", "bytes=" + "0-1," * 2000):
            if said(Client().get(address, headers={"Range": part})) != said(answer):
                wrong.append((address, part[:16]))

    assert wrong == []
