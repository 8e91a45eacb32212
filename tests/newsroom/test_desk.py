"""The one admin site: who sees what of it, its sign-in, and the hooks of Django that it rests on."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse

from newsroom.desk import Desk, DeskAdmin
from newsroom.models import User
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db


def tabs_of(person):
    page = client_of(person).get("/admin/").text
    nav = page.split('<nav class="bar-tabs"')[1].split("</nav>")[0]
    return re.findall(r">([^<]+)</a>", nav)


def test_the_house_has_one_admin_site_and_it_is_the_desk():
    assert isinstance(admin.site, Desk)
    assert reverse("admin:index") == "/admin/"


def test_a_chief_sees_every_tab():
    assert tabs_of(make_chief()) == ["Today", "Stories", "Fronts", "Photos", "Comments", "Ads"]


@pytest.mark.parametrize(
    ("permission", "tab"),
    [
        ("articles.view_article", "Stories"),
        ("articles.change_photo", "Photos"),
        ("comments.view_comment", "Comments"),
        ("ads.view_ad", "Ads"),
    ],
)
def test_a_tab_shows_to_those_who_may_see_its_list(permission, tab):
    assert tabs_of(make_person(permission)) == ["Today", tab]


def test_the_tab_of_the_list_one_is_in_says_so():
    page = client_of(make_chief()).get("/admin/articles/photo/").text

    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["/admin/articles/photo/"]


def test_signing_in_takes_the_address_in_any_case():
    User.objects.create_user("anna@example.org", "a long secret", is_staff=True)
    client = Client()

    page = client.get("/admin/login/").text
    answer = client.post(
        "/admin/login/?next=/admin/", {"username": "Anna@Example.org", "password": "a long secret"}
    )

    assert "<h1>Sign in to the desk</h1>" in page
    assert (answer.status_code, answer.url) == (302, "/admin/")


def test_a_wrong_password_is_answered_in_words():
    answer = Client().post("/admin/login/", {"username": "nobody@example.org", "password": "x"})

    assert "This e-mail address and password do not open the desk." in answer.text


def test_somebody_who_is_no_staff_stays_outside():
    reader = User.objects.create_user("reader@example.org", "x", is_staff=False)

    answer = client_of(reader).get("/admin/")

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/articles/article/", "/admin/articles/tag/add/", "/admin/newsroom/user/add/"],
)
def test_every_page_has_a_nonce_and_nothing_unsafe(address):
    client = client_of(make_chief())

    policies = [client.get(address).headers["Content-Security-Policy"] for _ in range(2)]

    nonces = [re.findall(r"'nonce-([\w-]{22})'", policy) for policy in policies]
    assert [len(found) for found in nonces] == [2, 2]
    assert nonces[0] != nonces[1]
    assert not any("unsafe" in policy for policy in policies)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/login/",
        "/admin/articles/author/",
        "/admin/articles/author/add/",
        "/admin/newsroom/user/",
    ],
)
def test_no_page_holds_a_style_or_a_script_of_its_own(address):
    client = Client() if "login" in address else client_of(make_chief())
    page = client.get(address).text

    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|<[^>]+\sstyle=|<[^>]+\son[a-z]+=", page) == []


def test_the_desk_is_never_kept():
    answer = client_of(make_chief()).get("/admin/")

    assert "no-store" in answer.headers["Cache-Control"]


def test_the_sheets_of_the_desk_come_after_all_of_django():
    page = client_of(make_chief()).get("/admin/articles/author/add/").text

    sheets = re.findall(r'<link rel="stylesheet" href="[^"]*/((?:admin|newsroom)/[^"]+)"', page)
    assert sheets[-3:] == ["newsroom/tokens.css", "newsroom/type.css", "newsroom/desk/desk.css"]
    assert "admin/css/responsive.css" in sheets[:-3]


def test_the_menu_of_a_list_is_drawn_by_our_own_filter():
    page = client_of(make_chief()).get("/admin/articles/photo/").text

    assert '<details class="menu" name="filters"' in page
    assert "filters.js" not in page


def test_a_form_of_the_desk_needs_no_second_window():
    chief = make_chief()
    page = client_of(chief).get(f"/admin/newsroom/user/{chief.pk}/change/").text

    assert "related-widget-wrapper" not in page
    assert "jquery" not in page


# Not documented by Django: when one of these goes, the templates must be looked at again.


@pytest.mark.parametrize(
    ("template", "blocks"),
    [
        (
            "admin/base.html",
            {"responsive", "header", "messages", "nav-breadcrumbs", "dark-mode-vars", "coltype"},
        ),
        ("admin/change_form.html", {"extrahead", "content", "coltype", "content_title"}),
        ("admin/change_list.html", {"extrahead", "search", "result_list", "pagination"}),
        ("admin/object_history.html", {"content", "content_title"}),
    ],
)
def test_the_blocks_that_we_fill_are_there(template, blocks):
    source = (Path(admin.__path__[0]) / "templates" / template).read_text()
    inherited = get_template("admin/base.html").template.source
    assert [b for b in blocks if f"block {b} " not in source + inherited] == []


def test_the_admin_still_asks_for_what_we_answer():
    for name in (
        "media",
        "get_formset_kwargs",
        "_create_formsets",
        "_changeform_view",
        "construct_change_message",
    ):
        assert hasattr(admin.ModelAdmin, name)
    assert DeskAdmin(User, admin.site).media._js == ["admin/js/actions.js"]
    context = admin.site.each_context(_request_of(make_chief()))
    assert {"model", "admin_url", "name"} <= set(context["available_apps"][0]["models"][0])


def test_the_widgets_of_the_house_are_drawn_from_its_templates():
    assert settings.FORM_RENDERER == "django.forms.renderers.TemplatesSetting"


def _request_of(person):
    request = RequestFactory().get("/admin/")
    request.user = person
    return request


def test_browsers_that_look_for_an_icon_without_being_told_are_led_to_it(client):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer.url) == (302, "/static/newsroom/icon.svg")
