import pytest
from django.http import HttpResponse, HttpResponseForbidden
from django.test import Client
from django.urls import path

from newsroom import urls
from newsroom.origin import ACCEPT, HOLD, REFUSE, judge_origin, origin_rule

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

HERE = "http://127.0.0.1:8000"  # SITE_URL of the tests


@origin_rule
def form(request):
    if request.method == "GET":
        return HttpResponse("the form")
    return HttpResponse("held" if request.is_held_by_origin else "accepted")


def guarded(request):
    return HttpResponse("accepted") if request.method == "POST" else HttpResponseForbidden()


urlpatterns = [path("form/", form), path("guarded/", guarded), *urls.urlpatterns]

# Sec-Fetch-Site, Origin, Referer (None: absent) and the verdict; the first that applies decides.
TABLE = [
    ("same-origin", None, None, ACCEPT),
    ("same-origin", "null", None, ACCEPT),
    ("same-origin", "https://evil.example", "https://evil.example/x", ACCEPT),
    ("none", None, None, HOLD),
    ("none", HERE, None, HOLD),
    ("same-site", HERE, HERE + "/", REFUSE),
    ("cross-site", HERE, HERE + "/", REFUSE),
    ("", HERE, None, REFUSE),
    ("anything", HERE, None, REFUSE),
    (None, HERE, None, ACCEPT),
    (None, HERE, "https://evil.example/", ACCEPT),
    (None, "null", None, REFUSE),
    (None, "null", HERE + "/", REFUSE),
    (None, "", HERE + "/", REFUSE),
    (None, "https://evil.example", HERE + "/", REFUSE),
    (None, "https://127.0.0.1:8000", None, REFUSE),
    (None, "http://127.0.0.1", None, REFUSE),
    (None, "http://127.0.0.1:8001", None, REFUSE),
    (None, HERE + ".evil.example", None, REFUSE),
    (None, None, HERE + "/2026/11/22/story/?x=1#reply", ACCEPT),
    (None, None, HERE, ACCEPT),
    (None, None, "https://evil.example/?" + HERE, REFUSE),
    (None, None, HERE + "@evil.example/", REFUSE),
    (None, None, HERE + ".evil.example/", REFUSE),
    (None, None, "http://[broken", REFUSE),
    (None, None, "", REFUSE),
    (None, None, None, HOLD),
]


def headers_of(site, origin, referer):
    named = {"Sec-Fetch-Site": site, "Origin": origin, "Referer": referer}
    return {name: value for name, value in named.items() if value is not None}


@pytest.mark.parametrize(("site", "origin", "referer", "verdict"), TABLE)
def test_the_table_row_by_row(site, origin, referer, verdict):
    assert judge_origin(headers_of(site, origin, referer)) == verdict


@pytest.mark.parametrize(("site", "origin", "referer", "verdict"), TABLE)
def test_the_form_follows_the_table_without_any_token(site, origin, referer, verdict):
    client = Client(enforce_csrf_checks=True, headers=headers_of(site, origin, referer))

    response = client.post("/form/", {"text": "My long reply"})

    expected = {ACCEPT: (200, b"accepted"), HOLD: (200, b"held"), REFUSE: (403, None)}[verdict]
    assert response.status_code == expected[0]
    if expected[1]:
        assert response.content == expected[1]
    else:
        assert "My long reply" in response.content.decode()


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
