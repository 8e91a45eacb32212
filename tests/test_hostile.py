"""Whatever a stranger sends to any address of the house: never a 5xx, and never an uncaught error."""

import itertools
import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories_ads import a_live_ad, a_token
from tests.factories_articles import make_author, make_live, make_section
from tests.factories_comments import a_comment

pytestmark = pytest.mark.django_db

# What may stand where a route has a parameter, by its converter; the first fits, the rest are odd.
SAMPLES = {
    "IntConverter": ("1", "0", "99999999999999999999"),
    "SlugConverter": ("a", "x" * 3000, "-"),
    "StringConverter": ("a", "%00", "%ff%fe", "..%2f..%2fetc", "é" * 200),
    "PathConverter": ("a/b", "../../etc/passwd", "%00", "a" * 4000),
    "UUIDConverter": ("00000000-0000-0000-0000-000000000000",),
}
ODD_ROUTE = ("2026/11/22", "2026/13/45", "0000/00/00", "1", "%00", "%ff", "..")
QUERIES = (
    "",
    "%00",
    "q=%00",
    "q=%ff%fe%fd",
    "q=" + "x" * 10_000,
    "q=%22'%5c*()-%F0%9F%A6%86",
    "q=" + "%22" * 50,
    "before=%00",
    "before=9999-12-31T23:59:59Z-1",
    "before=-1",
    "after=NaN&page=0",
    "page=99999999999999999999999",
    "parent=%00&comment=%ed%a0%80",
    "section=%00&tags=%ff&number=-1&place=%00",
    "&".join(f"a{i}=1" for i in range(1500)),
    "q=%ed%a0%80&next=//evil.example",
)
METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


def addresses(patterns=None, prefix="/"):
    """Every route of the house outside the desk, with fitting and odd values for its parameters."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not route.startswith("admin"):
                yield from addresses(entry.url_patterns, prefix + route)
        elif isinstance(entry, URLPattern):
            yield from _fill(prefix + route, entry.pattern.converters)


def _fill(route, converters):
    choices = [_samples(converter) for converter in converters.values()]
    for values in itertools.zip_longest(*choices):
        path = route
        for (name, converter), value, samples in zip(converters.items(), values, choices, strict=True):
            path = path.replace(_placeholder(route, name, converter), value or samples[0])
        yield path.replace("^", "").replace("$", "")
    if not choices:
        yield route


def _samples(converter):
    kinds = (SAMPLES.get(kind.__name__) for kind in type(converter).__mro__)
    return next(filter(None, kinds), ODD_ROUTE)


def _placeholder(route, name, converter):
    for part in route.split("<")[1:]:
        inside = part.split(">")[0]
        if inside.split(":")[-1] == name:
            return f"<{inside}>"
    return ""


@pytest.fixture
def known():
    """Addresses of things that do exist: an article with a comment, its section and author, a live ad."""
    section, author = make_section(slug="a"), make_author(slug="a")
    article = make_live(section=section, bylines=[author])
    a_comment(article)
    token = a_token(a_live_ad())
    return [
        article.releases.get().get_absolute_url(),
        f"/comments/{article.pk}/",
        f"/comments/{article.pk}/reply/",
        f"/ads/click/{token}/",
        f"/ads/click/{token[:-1]}/",
    ]


def _client():
    return Client(raise_request_exception=True, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_walk_meets_the_known_addresses():
    found = set(addresses())

    assert {"/", "/search/", "/advertise/", "/healthz", "/section/a/", "/author/a/"} <= found


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q[:24] or "none")
def test_no_address_fails_on_any_query(query, known):
    client = _client()

    failed = [p for p in (*known, *addresses()) if client.get(f"{p}?{query}").status_code >= 500]

    assert failed == []


@pytest.mark.parametrize("method", METHODS)
def test_no_address_fails_on_any_method_or_body(method, known):
    client = _client()
    bodies = (
        ("application/x-www-form-urlencoded", b"%00=%ff&comment=" + b"a" * 100_000),
        ("application/x-www-form-urlencoded", b"text=%00&name=%00&email=%00&headline=%00&image=%00"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nno end'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "b" * 300, b""),
        ("application/json", b"{" * 5000),
        ("text/plain; charset=nonsense", b"\xff\xfe"),
    )

    failed = [
        (path, kind)
        for path in (*known, *addresses())
        for kind, body in bodies
        if client.generic(method, path, body, content_type=kind).status_code >= 500
    ]

    assert failed == []


@pytest.mark.parametrize(
    ("announced", "statuses"), [(3_000_000, {302, 400, 404, 405, 410}), (40_000_000, {413})]
)
def test_a_huge_form_is_refused_on_every_address(announced, statuses, known):
    client = _client()
    kind = "application/x-www-form-urlencoded"

    answers = {
        client.post(
            path,
            b"text=" + b"a" * (announced if announced < 4_000_000 else 9),
            content_type=kind,
            CONTENT_LENGTH=str(announced),
        ).status_code
        for path in (*known, *addresses())
    }

    assert answers <= statuses


@pytest.mark.parametrize(
    "cookie",
    ['session="\\000aaaaaaaaaaaaaaa"; csrf="\\000"', "session=\xff\xfe", "messages=x; =; ;;", "a" * 8000],
)
@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/login/", "/advertise/submit/", "/search/"])
def test_no_cookie_breaks_a_page(cookie, path):
    answer = _client().get(path, headers={"Cookie": cookie})

    assert answer.status_code < 500


def test_the_worlds_naughty_strings_break_no_search(settings):
    """The Big List of Naughty Strings, where the newsroom's shared cases lie beside the project."""
    cases = Path(settings.BASE_DIR).parent / "shared" / "cases" / "naughty_strings.json"
    strings = (
        json.loads(cases.read_text()) if cases.exists() else ["<script>alert(1)</script>", "\u202etest\u202c"]
    )
    client = _client()

    for text in strings:
        answer = client.get("/search/", {"q": text})

        assert answer.status_code in (200, 422), text
        assert b"<script>alert" not in answer.content
