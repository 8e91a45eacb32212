import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from newsroom import urls

pytestmark = pytest.mark.urls(__name__)


def broken(request):
    raise ZeroDivisionError("a secret of the house")


def away(request):
    raise OperationalError("the connection is gone")


def forbidden(request):
    raise PermissionDenied


def nowhere(request):
    raise Http404("a secret of the house")


def suspicious(request):
    raise SuspiciousOperation("a secret of the house")


@require_POST
def sent(request):
    raise Http404


urlpatterns = [
    path(f"{view.__name__}/", view) for view in (away, broken, forbidden, nowhere, sent, suspicious)
] + urls.urlpatterns
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/suspicious/", 400, '<p class="notice-code">400</p>'),
        ("/forbidden/", 403, '<p class="notice-code">403</p>'),
        ("/nowhere/", 404, "This page is not in the paper"),
        ("/sent/", 405, "There is nothing to read at this address"),
        ("/broken/", 500, '<p class="notice-code">500</p>'),
    ],
)
def test_errors_are_pages_of_the_paper_and_read_no_database(stranger, address, status, words):
    # Without the django_db mark any query would fail here.
    response = stranger.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert page.count("<h1") == 1
    assert '<html lang="en"' in page
    assert "secret of the house" not in page
    assert response["Cache-Control"] == "private, no-store"


def test_an_address_for_forms_says_which_methods_it_takes(stranger):
    assert (stranger.get("/sent/").headers["Allow"], stranger.post("/sent/").status_code) == ("POST", 404)


def test_a_form_without_its_token_is_answered_in_words(stranger):
    response = Client(enforce_csrf_checks=True).post("/forbidden/", {"x": "y"})

    assert response.status_code == 403
    assert "<h1" in response.content.decode()
    assert "CSRF" not in response.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n" + b"y" * 3_000_000 + b"\r\n--x--\r\n",
        b"--x\r\nbroken",
        b"",
    ],
)
def test_an_unreadable_form_from_elsewhere_never_ends_in_an_error(stranger, body):
    response = stranger.post("/nowhere/", body, content_type="multipart/form-data; boundary=x")

    assert response.status_code in (400, 403, 404)


def test_a_database_that_is_away_or_busy_is_a_503_to_try_again():
    answer = Client(raise_request_exception=False).get("/away/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "private, no-store"
