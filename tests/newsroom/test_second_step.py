"""The second step at sign-in: set up, asked for, switched off, and required by a setting."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from django.contrib import admin
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom import second_step
from newsroom.models import AuditEntry, User
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
SET_UP, ASK = "/admin/second-step/set-up/", "/admin/second-step/"
CODES, OFF = "/admin/second-step/codes/", "/admin/second-step/off/"
PASSWORD = "a long secret"


def code_of(person, *, ahead=0):
    device = TOTPDevice.objects.get(user=person)
    return f"{totp(device.bin_key, drift=ahead):06}"


def wrong_code_of(person):
    return f"{(int(code_of(person)) + 500_000) % 1_000_000:06}"


def switched_on(person):
    """Set the second step up; return the client that did it, and the backup codes it was shown."""
    client = client_of(person)
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": code_of(person)}).text
    TOTPDevice.objects.filter(user=person).update(last_t=-1)  # as if half a minute had gone by
    return client, re.findall(r"<li><code>(\w+)</code></li>", page)


def signed_in_anew(person):
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    client = Client()
    answer = client.post("/admin/login/?next=/admin/", {"username": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def let_waits_pass(person):
    past = timezone.now() - timedelta(hours=9)
    TOTPDevice.objects.filter(user=person).update(throttling_failure_timestamp=past)
    StaticDevice.objects.filter(user=person).update(throttling_failure_timestamp=past)


def test_setting_up_shows_a_drawing_and_a_key_for_the_same_secret():
    chief = make_chief()

    page = client_of(chief).get(SET_UP).text

    device = TOTPDevice.objects.get(user=chief)
    address = re.search(r'href="(otpauth://[^"]+)"', page)[1].replace("&amp;", "&")
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert parse_qs(urlsplit(address).query)["secret"] == [key]
    assert second_step.drawing_of(device)["path"] in page
    assert "http" not in re.search(r"<svg.*?</svg>", page, re.DOTALL)[0]


def test_the_drawing_is_the_qr_code_bar_by_bar():

    device = second_step.begin(make_chief())
    drawing = second_step.drawing_of(device)

    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawing["path"]):
        dark |= {(int(x) + step, int(y)) for step in range(int(length))}
    rows = list(segno.make(device.config_url, error="m").matrix_iter(border=4))
    assert dark == {(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}
    assert drawing["size"] == len(rows)


def test_it_is_on_after_the_first_code_and_not_before():
    chief = make_chief()
    client = client_of(chief)
    client.get(SET_UP)

    wrong = client.post(SET_UP, {"code": wrong_code_of(chief)})
    chief.refresh_from_db()
    assert (wrong.status_code, chief.has_second_step) == (422, False)

    let_waits_pass(chief)
    right = client.post(SET_UP, {"code": code_of(chief)})
    chief.refresh_from_db()
    assert (right.status_code, chief.has_second_step) == (200, True)
    assert len(re.findall(r"<li><code>\w{8}</code></li>", right.text)) == 10
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_opens_nothing_any_more():
    chief = make_chief()
    switched_on(chief)
    client = signed_in_anew(chief)

    for path in ("", "articles/article/", "password_change/", "jsi18n/", "second-step/set-up/"):
        answer = client.get(f"/admin/{path}")
        assert (answer.status_code, answer.url.split("?")[0]) == (302, ASK)
    assert client.post("/admin/articles/tag/add/", {"name": "Sneaked in"}).url.startswith(ASK)
    for address in (OFF, CODES):
        assert client.post(address, {"code": code_of(chief)}).url.startswith(ASK)
    assert User.objects.get(pk=chief.pk).has_second_step
    assert "bar-tabs" not in client.get(ASK).text


def test_the_code_lets_one_in_to_where_one_wanted_to_go():
    chief = make_chief()
    switched_on(chief)
    client = signed_in_anew(chief)
    asked = client.get("/admin/articles/tag/?q=tide").url

    wrong = client.post(asked, {"code": wrong_code_of(chief)})
    let_waits_pass(chief)
    right = client.post(asked, {"code": f" {code_of(chief)[:3]} {code_of(chief)[3:]} "})

    assert wrong.status_code == 422
    assert (right.status_code, right.url) == (302, "/admin/articles/tag/?q=tide")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(goal):
    chief = make_chief()
    switched_on(chief)
    client = signed_in_anew(chief)

    answer = client.post(f"{ASK}?next={goal}", {"code": code_of(chief)})

    assert (answer.status_code, answer.url) == (302, "/admin/")


def test_the_same_code_opens_once():
    chief = make_chief()
    switched_on(chief)
    code = code_of(chief)

    first = signed_in_anew(chief).post(ASK, {"code": code})
    second = signed_in_anew(chief).post(ASK, {"code": code})

    assert (first.status_code, second.status_code) == (302, 422)


def test_a_backup_code_opens_once():
    chief = make_chief()
    _, codes = switched_on(chief)

    first = signed_in_anew(chief).post(ASK, {"code": codes[3].upper()})
    second = signed_in_anew(chief).post(ASK, {"code": codes[3]})

    assert (first.status_code, second.status_code) == (302, 422)
    assert StaticToken.objects.count() == 9


def test_after_wrong_codes_a_right_one_has_to_wait():
    chief = make_chief()
    switched_on(chief)
    client = signed_in_anew(chief)
    TOTPDevice.objects.update(throttling_failure_count=6, throttling_failure_timestamp=timezone.now())

    answer = client.post(ASK, {"code": code_of(chief)})

    assert answer.status_code == 429
    assert re.search(r"Try again in 3[12] seconds", answer.text)
    assert client.get("/admin/").status_code == 302


def test_the_code_of_somebody_else_does_not_fit():
    chief, other = make_chief(), make_chief()
    switched_on(chief)
    _, codes = switched_on(other)
    client = signed_in_anew(chief)

    for code in (code_of(other), codes[0]):
        assert client.post(ASK, {"code": code}).status_code == 422
        let_waits_pass(chief)


def test_new_codes_make_the_old_ones_worthless():
    chief = make_chief()
    client, old = switched_on(chief)

    page = client.post(CODES, {"code": code_of(chief)}).text

    new = re.findall(r"<li><code>(\w+)</code></li>", page)
    assert (len(new), set(new) & set(old)) == (10, set())
    assert signed_in_anew(chief).post(ASK, {"code": old[0]}).status_code == 422


def test_switching_it_off_takes_a_code_and_leaves_no_key():
    chief = make_chief()
    client, _ = switched_on(chief)

    refused = client.post(OFF, {"code": wrong_code_of(chief)})
    let_waits_pass(chief)
    done = client.post(OFF, {"code": code_of(chief)})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert signed_in_anew(chief).get("/admin/").status_code == 200


def test_a_superuser_helps_who_lost_phone_and_codes():
    person, chief = make_person(), make_chief()
    switched_on(person)

    client_of(chief).post(
        "/admin/newsroom/user/", {"action": "switch_off_second_step", "_selected_action": [person.pk]}
    )

    person.refresh_from_db()
    assert not person.has_second_step
    assert client_of(person).get("/admin/").status_code == 200
    entry = AuditEntry.objects.filter(verb="switched off the second step of").get()
    assert (entry.by, entry.row_id) == (chief, str(person.pk))


def test_required_means_nothing_but_setting_it_up(settings):
    settings.REQUIRE_TWO_FACTOR = True
    writer = make_person("articles.view_article")
    client = client_of(writer)

    before, asked = client.get("/admin/articles/article/"), client.get(ASK)
    set_up, codes = switched_on(writer)

    assert (before.status_code, before.url.split("?")[0]) == (302, SET_UP)
    assert asked.url == SET_UP
    assert len(codes) == 10
    assert set_up.get("/admin/articles/article/").status_code == 200
    assert client.get("/admin/articles/article/").url.startswith(ASK)


def test_not_required_it_is_a_choice():
    assert client_of(make_person()).get("/admin/").status_code == 200


def test_whoever_owes_a_code_can_still_leave():
    chief = make_chief()
    switched_on(chief)
    client = signed_in_anew(chief)

    client.post("/admin/logout/")

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", [ASK, SET_UP, CODES, OFF])
def test_the_pages_are_for_the_staff(address):
    reader = User.objects.create_user("reader@example.org", "x")

    for client in (Client(), client_of(reader)):
        for answer in (client.get(address), client.post(address, {"code": "000000"})):
            assert (answer.status_code, answer.url.split("?")[0]) == (302, "/admin/login/")


def test_no_list_of_the_desk_shows_a_key():
    assert not [model for model in admin.site._registry if model in (TOTPDevice, StaticDevice)]


@pytest.mark.parametrize("person", ["on", "off"])
def test_no_page_holds_a_style_or_a_script_of_its_own(person):
    chief = make_chief()
    client = switched_on(chief)[0] if person == "on" else client_of(chief)

    page = client.get(SET_UP).text

    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|<[^>]+\sstyle=|<[^>]+\son[a-z]+=", page) == []
