"""Redirects on the desk: one by one, and many lines at once after a look at what they would do."""

import pytest

from newsroom.models import AuditEntry, Purge, Redirect
from newsroom.redirect_lines import import_redirects, plan_redirects
from newsroom.redirects import add_redirect
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/redirect/"


def table():
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def where(client, address):
    answer = client.get(address)
    return answer.status_code, answer.headers.get("Location")


LINES = """old,new
/a/,/b/
/b/,/c/
/c/,/a/

https://evil.example/x,/c/
"/with, comma/",/c/
/known/,/c/
/moves/,/c/
three,words,here
"""


def test_an_import_says_first_what_each_line_would_do_and_does_the_same():
    add_redirect("/known/", "/c/")
    add_redirect("/moves/", "/d/")
    before = table()

    plan = plan_redirects(LINES)

    assert table() == before
    assert [(line.number, line.old, line.new, line.outcome) for line in plan] == [
        (2, "/a/", "/b/", "new"),
        (3, "/b/", "/c/", "new"),
        (4, "/c/", "/a/", "refused"),
        (6, "https://evil.example/x", "/c/", "refused"),
        (7, "/with, comma/", "/c/", "new"),
        (8, "/known/", "/c/", "same"),
        (9, "/moves/", "/c/", "changed"),
        (10, "three,words,here", "", "refused"),
    ]
    assert [line.said for line in plan if line.number in (4, 9)] == [
        "This would lead in a circle.",
        "It led to /d/.",
    ]
    assert import_redirects(LINES, by=None) == plan
    assert table() == {f"/{old}/": "/c/" for old in ("a", "b", "with, comma", "known", "moves")}
    entry = AuditEntry.objects.get(verb="imported")
    assert (entry.title, entry.after["redirects"]) == ("/a/ → /c/", 4)


def test_an_import_on_the_desk_takes_two_steps():
    desk = client_of(make_person(*(f"newsroom.{deed}_redirect" for deed in ("view", "add", "change"))))

    looked = desk.post(f"{LIST}import/", {"lines": LINES})

    assert looked.status_code == 200
    assert "What would happen: 5 new, 0 changed, 0 same, 3 refused" in looked.text
    assert "/with, comma/" in looked.text
    assert table() == {}
    done = desk.post(f"{LIST}import/", {"lines": LINES, "_sure": "1"})
    assert (done.status_code, done.url) == (302, LIST)
    assert len(table()) == 5
    assert "5 new, 0 changed, 0 same, 3 refused." in desk.get(LIST).text
    assert desk.post(f"{LIST}import/", {"lines": ""}).status_code == 422
    assert client_of(make_person("newsroom.view_redirect")).get(f"{LIST}import/").status_code == 403


def test_redirects_are_typed_changed_found_and_deleted_on_the_desk(client):
    desk = client_of(make_chief())

    def post(address, **fields):
        return desk.post(f"{LIST}{address}", fields)

    assert post("add/", old_path="/a", new_path="/b/").status_code == 302
    assert post("add/", old_path="/c/", new_path="/a/").status_code == 302
    assert table() == {"/a": "/b/", "/c/": "/b/"}
    circle = post("add/", old_path="/b/", new_path="/c")
    assert circle.status_code == 422
    assert "This would lead in a circle." in circle.text
    twice = post("add/", old_path="/a/", new_path="/x/")
    assert twice.status_code == 422
    assert "leads to /b/ already" in twice.text
    foreign = post("add/", old_path="/x/", new_path="https://evil.example/")
    assert foreign.status_code == 422
    assert "another site" in foreign.text
    row = Redirect.objects.get(old_path="/a")
    assert post(f"{row.pk}/change/", old_path="/e/", new_path="/f/").status_code == 302
    assert table() == {"/e/": "/f/", "/c/": "/b/"}
    row = Redirect.objects.get(old_path="/e/")
    assert post(f"{row.pk}/change/", old_path="/e/", new_path="/g/").status_code == 302
    assert Redirect.objects.get(pk=row.pk).new_path == "/g/"
    assert "/e/" in desk.get(f"{LIST}?q=/g/").text
    assert "/c/" not in desk.get(f"{LIST}?q=/g/").text
    assert where(client, "/e/") == (301, "/g/")
    Purge.objects.all().delete()
    assert post(f"{row.pk}/delete/", post="yes").status_code == 302
    assert set(Purge.objects.values_list("name", flat=True)) == {"redirects"}
    assert where(client, "/e/") == (404, None)
