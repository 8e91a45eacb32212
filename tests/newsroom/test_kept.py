import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template import engines
from django.test import Client
from django.urls import path
from django.utils import timezone

from articles.models import Author, Section, Tag
from newsroom import urls
from newsroom.kept import UnnamedReadError, kept
from newsroom.purges import purge
from tests.factories_articles import make_author, make_editor, make_section, make_tag

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def lines(*values):
    return HttpResponse("\n".join(str(value) for value in values))


@kept
def tags(request):
    return lines(*Tag.objects.naming("all-tags"))


@kept
def counted(request):
    tags = Tag.objects.naming("counted-tags")
    return lines(tags.count(), tags.exists(), tags.aggregate(), tags.filter(slug="x").first())


@kept
def chained(request):
    return lines(*Tag.objects.naming("one").naming("two").filter(pk__gt=0).order_by("slug").exclude(pk=0)[:5])


@kept
def unnamed(request):
    return lines(*Tag.objects.naming("all-tags"), *Author.objects.all())


@kept
def nameless(request):
    return lines("no read at all")


@kept
def reader(request):
    template = engines["django"].from_string(
        "{{ request.user }} {{ user.is_authenticated }} {{ request.COOKIES }} {{ request.session }}"
        " {{ messages }} {{ request.headers }} {{ request.META.REMOTE_ADDR }}"
        "{{ request.META.HTTP_ACCEPT_LANGUAGE }}"
        "{{ request.get_host }} {% load i18n %}{% get_current_language as l %}{{ l }} {{ canonical }}"
        "{{ request.csp_nonce }} {{ request.META }}"
    )
    list(Section.objects.for_navigation())
    return HttpResponse(template.render({}, request))


@kept
def with_a_token(request):
    list(Section.objects.for_navigation())
    return HttpResponse(engines["django"].from_string("{% csrf_token %}").render({}, request))


@kept
def with_a_cookie(request):
    list(Section.objects.for_navigation())
    response = lines("hello")
    response.set_cookie("seen", "1")
    return response


@kept
def missing(request):
    if not Tag.objects.filter(slug="x").naming("tag-x").exists():
        raise Http404


@kept
def moved(request):
    list(Section.objects.for_navigation())
    return HttpResponsePermanentRedirect("/elsewhere/")


VIEWS = (tags, counted, chained, unnamed, nameless, reader, with_a_token, with_a_cookie, missing, moved)
urlpatterns = [path(f"kept/{view.__name__}/", view) for view in VIEWS] + urls.urlpatterns
handler404 = "newsroom.errors.not_found"


def get(view, client=None, **headers):
    return (client or Client()).get(f"/kept/{view.__name__}/", headers=headers)


def test_the_names_of_sets_and_of_rows_are_noted():
    one, two = make_tag(name="Harbour"), make_tag(name="Market")

    response = get(tags)

    assert set(response["Surrogate-Key"].split(" ")) == {
        f"about-tag-{one.pk}",
        f"about-tag-{two.pk}",
        "all-tags",
    }
    assert response.content.decode() == "Harbour\nMarket"


def test_an_empty_list_still_has_a_name():
    assert get(tags)["Surrogate-Key"] == "all-tags"


def test_counting_and_asking_for_existence_are_named_reads():
    assert get(counted)["Surrogate-Key"] == "counted-tags"


def test_names_gather_along_a_chain_and_leave_other_querysets_alone():
    assert get(chained)["Surrogate-Key"] == "one two"
    assert get(tags)["Surrogate-Key"] == "all-tags"


def test_an_unnamed_read_raises_where_tests_run():
    with pytest.raises(UnnamedReadError, match="articles_author"):
        get(unnamed)


def test_an_unnamed_read_makes_the_page_unkept_on_a_live_site(settings, caplog):
    settings.KEPT_STRICT = False
    make_author(name="Ada")

    response = get(unnamed)

    assert response.content == b"Ada"
    assert response["Cache-Control"] == "no-store"
    assert "Surrogate-Key" not in response
    assert "ETag" not in response
    assert "Not kept: /kept/unnamed/ read without a name" in caplog.text


def test_a_page_made_of_nothing_is_not_kept():
    response = get(nameless)

    assert response["Cache-Control"] == "no-store"
    assert "Surrogate-Key" not in response


def test_nothing_of_the_reader_reaches_the_page(rf, client):
    client.force_login(make_editor())
    client.cookies["choice"] = "dark"
    odd = {
        "Accept-Language": "de",
        "User-Agent": "Odd/1.0",
        "X-Forwarded-Host": "evil.example",
        "Cookie2": "x",
    }

    plain, signed_in = get(reader), get(reader, client, **odd)

    assert signed_in.content == plain.content
    assert signed_in["ETag"] == plain["ETag"]
    assert not signed_in.cookies
    text = signed_in.content.decode()
    assert text.startswith("AnonymousUser False {} None ")
    assert " en http://127.0.0.1:8000/kept/reader/" in text
    assert not re.search("Odd|evil|dark|de,", text)


def test_headers_that_were_read_before_the_page_do_not_reach_it(rf):
    request = rf.get("/kept/reader/", headers={"User-Agent": "Odd/1.0"})
    assert request.headers["User-Agent"] == "Odd/1.0"

    assert b"Odd" not in reader(request).content


def test_a_page_with_a_token_for_one_person_is_not_kept():
    response = get(with_a_token)

    assert b"csrfmiddlewaretoken" in response.content
    assert response["Cache-Control"] == "no-store"


def test_a_page_that_sets_a_cookie_is_not_kept():
    response = get(with_a_cookie)

    assert response["Cache-Control"] == "no-store"
    assert "Surrogate-Key" not in response


def test_a_kept_page_may_be_shared_for_a_minute_and_is_asked_for_again():
    response = get(tags)

    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=30"
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("seconds", "lifetime"),
    [
        (20.5, "s-maxage=20, stale-while-revalidate=0"),
        (70.5, "s-maxage=60, stale-while-revalidate=10"),
        (0.5, "s-maxage=0, stale-while-revalidate=0"),
        (500, "s-maxage=60, stale-while-revalidate=30"),
        (-5, "s-maxage=60, stale-while-revalidate=30"),
    ],
)
def test_no_shared_copy_outlives_the_next_scheduled_change(seconds, lifetime):
    with transaction.atomic():
        purge("front", at=timezone.now() + timedelta(seconds=seconds))

    assert get(tags)["Cache-Control"] == f"public, max-age=0, {lifetime}"


def test_the_etag_changes_with_the_page_and_an_old_copy_is_confirmed_with_304():
    first = get(tags)
    confirmed = get(tags, **{"If-None-Match": first["ETag"]})
    weakly = get(tags, **{"If-None-Match": f'W/{first["ETag"]}, "other"'})
    make_tag()
    changed = get(tags, **{"If-None-Match": first["ETag"]})

    assert re.fullmatch(r'"[0-9a-f]{24}"', first["ETag"])
    assert (confirmed.status_code, confirmed.content) == (304, b"")
    assert confirmed["Surrogate-Key"] == first["Surrogate-Key"]
    assert confirmed["Cache-Control"] == first["Cache-Control"]
    assert weakly.status_code == 304
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_head_has_the_headers_of_get_without_its_text():
    make_tag()
    asked, got = Client().head("/kept/tags/"), get(tags)

    assert asked.content == b""
    assert {n: asked[n] for n in ("ETag", "Surrogate-Key", "Cache-Control")} == {
        n: got[n] for n in ("ETag", "Surrogate-Key", "Cache-Control")
    }


def test_a_missing_page_is_kept_under_the_names_it_asked_for():
    response = get(missing)

    assert response.status_code == 404
    assert response["Surrogate-Key"] == "redirects tag-x"
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=60")
    assert "This page is not in the paper" in response.content.decode()


def test_a_redirect_is_kept_under_its_names():
    response = get(moved)

    assert (response.status_code, response["Location"]) == (301, "/elsewhere/")
    assert response["Surrogate-Key"] == "sections"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_only_reading_is_answered(method):
    make_section()

    response = getattr(Client(), method)("/kept/tags/")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response["Cache-Control"] == "private, no-store"


def test_every_kept_view_says_so():
    assert all(view.is_kept for view in VIEWS)
