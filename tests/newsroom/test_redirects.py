"""Old addresses lead on in one hop, whatever is typed, imported or renamed."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as trial
from hypothesis import strategies as st

from articles import services
from articles.models import Article
from newsroom.models import Redirect
from newsroom.redirects import (
    RedirectError,
    Ways,
    add_redirect,
    free_path,
    read_path,
    read_target,
    redirect_path,
)
from tests.factories_articles import make_author, make_live, make_section, make_series, make_tag
from tests.factories_desk import client_of, make_chief

pytestmark = pytest.mark.django_db


def table():
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def where(client, address):
    answer = client.get(address)
    return answer.status_code, answer.headers.get("Location")


def bare(path):
    return path.rstrip("/")


def test_an_unknown_address_leads_on_in_one_hop_with_its_query(client, django_assert_num_queries):
    add_redirect("/2019/05/story.html", "/section/city/")
    add_redirect("/old/", "/2019/05/story.html")

    with django_assert_num_queries(2):  # the table, and the next scheduled purge
        answer = client.get("/old/?from=feed&x=%C3%A9")

    assert (answer.status_code, answer["Location"]) == (301, "/section/city/?from=feed&x=%C3%A9")
    assert answer["Surrogate-Key"] == "redirects"
    for address in ("/old", "/2019/05/story.html", "/2019/05/story.html/"):
        assert where(client, address) == (301, "/section/city/"), address
    assert where(client, "/older/") == (404, None)
    assert client.post("/old/").status_code == 404


def test_a_page_that_is_there_wins_and_one_that_only_lacks_its_slash_is_found(client):
    make_section(slug="city")
    add_redirect("/section/city/", "/section/docks/")

    assert where(client, "/section/city/")[0] == 200
    assert where(client, "/section/city?before=x") == (301, "/section/docks/?before=x")
    assert where(client, "/section/docks") == (301, "/section/docks/")
    assert where(client, "/admin") == (301, "/admin/")
    assert where(client, "/admin/nothing")[0] in (301, 302)


def test_an_earlier_address_of_a_story_without_its_slash_is_one_hop_too(client):
    story = make_live(slug="one")
    first = story.releases.get().get_absolute_url()
    Article.objects.filter(pk=story.pk).update(slug="two")
    story.refresh_from_db()
    services.publish(story, by=None, checked=False)
    address = story.releases.get().get_absolute_url()

    assert address != first
    assert where(client, first.rstrip("/") + "?from=feed") == (301, f"{address}?from=feed")
    assert where(client, address.rstrip("/")) == (301, address)


def test_a_redirect_to_a_story_that_moved_since_leads_to_where_it_stands_now(client):
    story = make_live(slug="one")
    first = story.releases.get().get_absolute_url()
    add_redirect("/old/", first)
    Article.objects.filter(pk=story.pk).update(slug="two")
    story.refresh_from_db()
    services.publish(story, by=None, checked=False)
    address = story.releases.get().get_absolute_url()

    assert address != first
    assert where(client, "/old/") == (301, address)
    services.withdraw(story, by=None)
    assert where(client, "/old/") == (301, first)
    assert where(client, first)[0] == 410


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/%00", "/" + "a" * 5000, "/%ff%fe", "/a//b/", "/x%0d%0aY:z"]
)
def test_no_address_is_too_odd_to_be_unknown(client, path):
    answer = client.get(path)

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("make", "noun"),
    [(make_section, "section"), (make_tag, "tag"), (make_author, "author"), (make_series, "series")],
)
def test_what_is_renamed_leaves_a_redirect_that_goes_when_it_is_named_back(make, noun):
    row = make(slug="city", name="City")
    desk = client_of(make_chief())

    def rename(slug):
        fields = {"name": "City", "slug": slug, "position": 1}
        answer = desk.post(f"/admin/articles/{noun}/{row.pk}/change/", fields)
        assert answer.status_code == 302, answer.text

    rename("town")
    rename("borough")
    assert table() == {f"/{noun}/city/": f"/{noun}/borough/", f"/{noun}/town/": f"/{noun}/borough/"}
    rename("city")
    assert table() == {f"/{noun}/town/": f"/{noun}/city/", f"/{noun}/borough/": f"/{noun}/city/"}
    answer = desk.post(f"/admin/articles/{noun}/add/", {"name": "Town", "slug": "town", "position": 2})
    assert answer.status_code == 302, answer.text
    assert table() == {f"/{noun}/borough/": f"/{noun}/city/"}


def test_a_renamed_section_is_found_by_its_old_address(client):
    section = make_section(slug="city")
    form = {"name": "City", "slug": "town", "position": 1}
    client_of(make_chief()).post(f"/admin/articles/section/{section.pk}/change/", form)

    assert where(client, "/section/city/?x=1") == (301, "/section/town/?x=1")
    assert where(client, "/section/town/")[0] == 200


PATHS = st.sampled_from([f"/{letter}{slash}" for letter in "abcdef" for slash in ("", "/")])
DEEDS = st.lists(st.tuples(st.sampled_from(["add", "page", "free"]), PATHS, PATHS), max_size=30)


@trial(deadline=None)
@given(DEEDS)
def test_whatever_is_added_nothing_that_is_led_to_leads_on(deeds):
    ways = Ways()
    for deed, old, new in deeds:
        if deed in ("free", "page"):
            ways.free(new)
        end = ways.way_of(new) or new
        if bare(end) == bare(old):
            with pytest.raises(RedirectError):
                ways.lead(old, new)
        elif deed != "free":
            ways.lead(old, new)
            assert ways.way_of(old) == end
        olds = [bare(path) for path in ways.paths]
        assert len(set(olds)) == len(olds)
        assert not set(olds) & {bare(path) for path in ways.paths.values()}


@trial(max_examples=60, deadline=None)
@given(DEEDS.filter(bool))
def test_the_table_says_what_the_law_says(deeds):
    Redirect.objects.all().delete()
    ways = Ways()
    for deed, old, new in deeds:
        if deed == "free":
            ways.free(old)
            free_path(old)
        elif bare(old) != bare(new):
            if deed == "page":
                ways.free(new)
            do = redirect_path if deed == "page" else add_redirect
            try:
                ways.lead(old, new)
            except RedirectError:
                with pytest.raises(RedirectError):
                    do(old, new)
            else:
                do(old, new)
    assert table() == ways.paths


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (" /a/b ", "/a/b"),
        ("http://127.0.0.1:8000/a/", "/a/"),
        ("https://www.127.0.0.1/a/", "/a/"),
        ("/caf%C3%A9/", "/café/"),
        ("/a///", "/a/"),
    ],
)
def test_an_address_of_this_paper_is_read_as_its_path(typed, path):
    assert read_path(typed) == path


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("https://evil.example/a/", "another site"),
        ("//evil.example/a/", "another site"),
        ("javascript:alert(1)", "another site"),
        ("/\\evil.example", "Only a path"),
        ("/a?b=1", "Only a path"),
        ("/a%3Fb", "Only a path"),
        ("/a%00", "Only a path"),
        ("http://[", "not an address"),
        ("a/b", "Begin with a slash"),
        ("", "Begin with a slash"),
        ("/" + "a" * 400, "at most 300"),
    ],
)
def test_an_address_that_is_none_of_ours_is_refused_in_words(typed, sentence):
    with pytest.raises(RedirectError, match=sentence):
        read_path(typed)


def test_a_target_gets_the_slash_that_its_page_has():
    assert read_target("/section/city") == "/section/city/"
    assert read_target("/old.html") == "/old.html"


def test_no_location_leaves_the_paper(client):
    for way in ("/x/", "/café/", "/a b/"):
        add_redirect("/old/", way)
        location = urlsplit(client.get("/old/?next=//evil.example")["Location"])
        assert (location.scheme, location.netloc) == ("", "")
        assert location.path.isascii()
