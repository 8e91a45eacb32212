import pytest
from django.http import HttpResponse, HttpResponseForbidden
from django.test import Client
from django.urls import path

from newsroom import urls
from newsroom.origin import is_from_here, is_held_by_origin, origin_rule

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

HERE = "http://127.0.0.1:8000"  # SITE_URL of the tests


@origin_rule
def form(request):
    if request.method == "GET":
        return HttpResponse("the form")
    return HttpResponse("accepted")


def guarded(request):
    return HttpResponse("accepted") if request.method == "POST" else HttpResponseForbidden()


urlpatterns = [path("form/", form), path("guarded/", guarded), *urls.urlpatterns]

# Sec-Fetch-Site, Origin, Referer (None: absent) and whether it is let in; the first that applies decides.
TABLE = [
    ("same-origin", None, None, True),
    ("same-origin", "null", None, True),
    ("same-origin", "https://evil.example", "https://evil.example/x", True),
    ("none", None, None, True),
    ("none", HERE, None, True),
    ("same-site", HERE, HERE + "/", False),
    ("cross-site", HERE, HERE + "/", False),
    ("", HERE, None, False),
    ("anything", HERE, None, False),
    (None, HERE, None, True),
    (None, HERE, "https://evil.example/", True),
    (None, "null", None, False),
    (None, "null", HERE + "/", False),
    (None, "", HERE + "/", False),
    (None, "https://evil.example", HERE + "/", False),
    (None, "https://127.0.0.1:8000", None, False),
    (None, "http://127.0.0.1", None, False),
    (None, "http://127.0.0.1:8001", None, False),
    (None, HERE + ".evil.example", None, False),
    (None, None, HERE + "/2026/11/22/story/?x=1#reply", True),
    (None, None, HERE, True),
    (None, None, "https://evil.example/?" + HERE, False),
    (None, None, HERE + "@evil.example/", False),
    (None, None, HERE + ".evil.example/", False),
    (None, None, "http://[broken", False),
    (None, None, "", False),
    (None, None, None, True),
]


def headers_of(site, origin, referer):
    named = {"Sec-Fetch-Site": site, "Origin": origin, "Referer": referer}
    return {name: value for name, value in named.items() if value is not None}


@pytest.mark.parametrize(("site", "origin", "referer", "is_let_in"), TABLE)
def test_the_table_row_by_row(site, origin, referer, is_let_in):
    assert is_from_here(headers_of(site, origin, referer)) == is_let_in


@pytest.mark.parametrize(("site", "origin", "referer", "is_let_in"), TABLE)
def test_the_form_follows_the_table_without_any_token(site, origin, referer, is_let_in):
    client = Client(enforce_csrf_checks=True, headers=headers_of(site, origin, referer))

    response = client.post("/form/", {"text": "My long reply"})

    assert response.status_code == (200 if is_let_in else 403)
    assert (b"accepted" if is_let_in else b"My long reply") in response.content


def test_what_was_typed_comes_back_escaped_with_a_refusal():
    client = Client(headers={"Sec-Fetch-Site": "cross-site"})

    response = client.post("/form/", {"text": "<script>alert(1)</script>", "empty": "  "})

    assert response.status_code == 403
    page = response.content.decode()
    assert page.count('<pre class="notice-typed">') == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert response["Cache-Control"] == "private, no-store"


def test_reading_the_form_is_never_refused():
    assert Client(headers={"Sec-Fetch-Site": "cross-site"}).get("/form/").content == b"the form"


def test_a_form_without_the_rule_keeps_djangos_token():
    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})

    response = client.post("/guarded/", {"text": "x"})

    assert response.status_code == 403
    assert "Your browser says this came from another site" not in response.content.decode()


def test_the_pages_own_policy_sends_the_origin_along():
    assert Client().get("/form/")["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(
    ("site", "origin", "referer", "is_held"),
    [
        ("none", HERE, HERE, True),
        (None, None, None, True),
        (None, "", "", True),
        ("same-origin", None, None, False),
        (None, HERE, None, False),
        (None, None, HERE, False),
    ],
)
def test_what_no_page_need_have_sent_waits_for_a_person(site, origin, referer, is_held):
    assert is_held_by_origin(headers_of(site, origin, referer)) is is_held
