import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from newsroom import security, urls
from newsroom.site_url import read_site_url
from tests.factories_articles import make_editor

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def plain(request):
    return HttpResponse("plain")


def framed(request):
    response = HttpResponse("framed")
    response.csp = {"ad": security.AD_FRAME, "preview": security.PREVIEW}[request.GET["as"]]
    return response


def kept_for_long(request):
    return HttpResponse("x", headers={"Cache-Control": "public, max-age=9"})


def broken(request):
    raise ZeroDivisionError


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation


VIEWS = (plain, framed, kept_for_long, broken, forbidden, suspicious)
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS] + urls.urlpatterns
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
SELF_ONLY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/plain/", 200),
        ("/kept_for_long/", 200),
        ("/nowhere/at/all/", 404),
        ("/plain", 301),
        ("/suspicious/", 400),
        ("/forbidden/", 403),
        ("/broken/", 500),
        ("/healthz", 200),
        ("/media/none.jpg", 404),
        ("/theme-none.css", 200),
    ],
)
def test_every_kind_of_answer_has_every_header(stranger, address, status):
    response = stranger.get(address)

    assert response.status_code == status
    assert response["Content-Security-Policy"] == SELF_ONLY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Permissions-Policy"].startswith("camera=(), geolocation=(), microphone=()")
    assert "Strict-Transport-Security" not in response


def test_an_answer_to_a_foreign_host_is_a_400_with_the_headers(stranger):
    response = stranger.get("/plain/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert response["Content-Security-Policy"] == SELF_ONLY
    assert response["X-Frame-Options"] == "DENY"


def test_nothing_is_cached_unless_it_says_so(client):
    assert client.get("/plain/")["Cache-Control"] == "private, no-store"
    assert client.get("/kept_for_long/")["Cache-Control"] == "public, max-age=9"


@pytest.mark.parametrize("kind", ["ad", "preview"])
def test_the_ad_frame_and_the_preview_alone_may_be_framed_and_only_by_the_site(client, kind):
    response = client.get("/framed/", {"as": kind})

    assert response["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_ad_frame_runs_nothing_and_loads_only_pictures_styles_and_faces_of_the_site(client):
    policy = client.get("/framed/", {"as": "ad"})["Content-Security-Policy"]

    assert policy.split("; ")[:5] == [
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        " allow-top-navigation-by-user-activation",
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
    ]
    assert "allow-scripts" not in policy


def test_the_desk_gets_a_nonce_that_is_new_each_time_and_nothing_unsafe(client):
    policies = [client.get(reverse("admin:login"))["Content-Security-Policy"] for _ in range(2)]
    nonces = [set(re.findall(r"'nonce-([^']+)'", policy)) for policy in policies]

    assert all(len(found) == 1 for found in nonces)
    assert nonces[0] != nonces[1]
    assert all(len(next(iter(found))) >= 22 for found in nonces)
    assert all("unsafe" not in policy and "frame-ancestors 'none'" in policy for policy in policies)


def test_over_https_browsers_are_told_to_stay_there(client, settings):
    settings.SITE = read_site_url("https://paper.example")

    assert client.get("/plain/")["Content-Security-Policy"].endswith("; upgrade-insecure-requests")


@pytest.mark.parametrize(
    "cookie",
    [
        r'session="\000aaaaaaaaaa"',
        r'session="aaaa\000"; csrf=x',
        "session=\x00aaaa",
        r'csrf="\000\001"; messages="\000"',
        r'session="\012\015"',
    ],
)
@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/plain/"])
def test_a_control_character_in_a_cookie_never_ends_in_an_error(stranger, cookie, address):
    response = stranger.get(address, HTTP_COOKIE=cookie)

    assert response.status_code == (302 if address == "/admin/" else 200)


def test_a_cookie_with_control_characters_is_forgotten_and_the_others_stay(rf):
    request = rf.get("/", HTTP_COOKIE=r'session="\000a"; choice=dark; csrf="a\177"; words=%C3%A8')

    security.SecurityHeaders(plain)(request)

    assert request.COOKIES == {"choice": "dark", "words": "%C3%A8"}


def test_an_honest_session_goes_on(client):
    client.force_login(make_editor(is_superuser=True))

    assert client.get("/admin/").status_code == 200
