import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.factories_articles import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("admin:articles_article_paste")


def somebody_with(*permissions):
    person = make_editor()
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return person


@pytest.mark.parametrize("permission", ["add_article", "change_article"])
def test_who_writes_gets_a_paste_back_in_the_houses_own_words(client, address, permission):
    client.force_login(somebody_with(permission))

    html = '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span> word</p></b><hr>'
    response = client.post(address, {"html": html})

    assert response.content.decode() == "<p><strong>Bold</strong> word</p><hr>"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in response["Cache-Control"]


def test_nothing_pasted_is_nothing_answered(client, address):
    client.force_login(somebody_with("add_article"))

    assert client.post(address).content == b""
    assert client.post(address, {"html": "\x00"}).content == b""


def test_who_does_not_write_is_refused(client, address):
    client.force_login(somebody_with("view_article"))

    assert client.post(address, {"html": "x"}).status_code == 403


def test_a_stranger_is_sent_to_sign_in(client, address):
    assert client.post(address, {"html": "x"}).status_code == 302


def test_reading_is_no_way_to_paste(client, address):
    client.force_login(somebody_with("add_article"))

    assert client.get(address, {"html": "x"}).status_code == 405


def test_a_paste_needs_the_forms_token(address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(somebody_with("add_article"))

    assert client.post(address, {"html": "x"}).status_code == 403
