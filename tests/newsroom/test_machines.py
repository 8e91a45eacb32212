"""The small files that machines look for, each by the rules of its own standard."""

import re
from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from PIL import Image

from newsroom.crawlers import SEARCH, TRAINING, USER
from newsroom.environment import Environment

PAPER = "http://127.0.0.1:8000"


def robots(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(answer.text.splitlines())
    return parser


def test_robots_may_read_what_readers_may_and_nothing_private(client):
    read = robots(client)

    for path in (
        "/",
        "/2026/03/04/one/",
        "/section/city/",
        "/comments/1/",
        "/media/photos/a.jpg",
        "/advertise/",
    ):
        assert read.can_fetch("Googlebot", path), path
    for path in ("/admin/", "/admin/login/", "/search/?q=x", "/draft/abc/", "/comments/receipt/abc/"):
        assert not read.can_fetch("Googlebot", path), path
    assert read.site_maps() == [f"{PAPER}/sitemap.xml", f"{PAPER}/news-sitemap.xml"]


@pytest.mark.parametrize(
    ("setting", "names"),
    [("ALLOW_AI_TRAINING", TRAINING), ("ALLOW_AI_SEARCH", SEARCH), ("ALLOW_AI_USERS", USER)],
)
def test_each_kind_of_ai_crawler_is_let_in_or_kept_out_by_its_setting(client, settings, setting, names):
    settings.ALLOW_AI_TRAINING = settings.ALLOW_AI_SEARCH = settings.ALLOW_AI_USERS = True
    assert all(robots(client).can_fetch(name, "/") for name in names)
    assert not any(robots(client).can_fetch(name, "/admin/") for name in names)

    setattr(settings, setting, False)

    for name in TRAINING + SEARCH + USER:
        assert robots(client).can_fetch(name, "/") == (name not in names), name
    assert robots(client).can_fetch("Googlebot", "/")


def test_models_are_not_taught_with_the_paper_unless_somebody_says_so(client):
    read = robots(client)

    assert [read.can_fetch(names[0], "/") for names in (TRAINING, SEARCH, USER)] == [False, True, True]


def test_ads_txt_says_that_nobody_else_sells_our_ads(client, settings):
    settings.DEFAULT_FROM_EMAIL = "The Desk <desk@paper.example>"
    answer = client.get("/ads.txt")

    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert lines == [
        "placeholder.example.com, placeholder, DIRECT, placeholder",
        "OWNERDOMAIN=127.0.0.1",
        "CONTACT=desk@paper.example",
    ]
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_it_is_said_that_global_privacy_control_is_honoured(client):
    answer = client.get("/.well-known/gpc.json")

    assert answer.json() == {"gpc": True, "lastUpdate": "2026-11-29"}
    assert answer["Content-Type"] == "application/json"


def test_security_txt_is_always_fresh(client, settings, monkeypatch):
    settings.LANGUAGE_CODE = "de"
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()

    assert timedelta(days=179) <= left <= timedelta(days=180)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", fields["Expires"])
    assert fields["Contact"] == "mailto:security@127.0.0.1"
    assert fields["Canonical"] == f"{PAPER}/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "de, en"
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2031, 1, 1, 23, tzinfo=UTC))
    assert "Expires: 2031-06-30T00:00:00Z" in client.get("/.well-known/security.txt").text


@pytest.mark.parametrize(
    "typed", ["security", "http://a.example/", "mailto:", "mailto:a@b\nX: y", "javascript:1"]
)
def test_a_contact_that_nobody_can_reach_is_refused_when_it_is_read(typed, monkeypatch):
    monkeypatch.setenv("X", typed)

    with pytest.raises(ImproperlyConfigured, match="X must be a mail address or an https:// address"):
        Environment().contact("X", default="")


def test_the_manifest_names_icons_that_are_there_in_their_sizes(client, settings):
    answer = client.get("/manifest.webmanifest")
    manifest = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"], manifest["lang"]) == ("The Harbour Gazette", "/", "en")
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert sorted((icon["sizes"], icon["purpose"]) for icon in drawn) == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in drawn:
        with Image.open(finders.find(icon["src"].removeprefix(settings.STATIC_URL))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_what_fills_a_mask_has_no_hole_and_keeps_its_edge_free():
    with Image.open(finders.find("newsroom/icon-maskable-512.png")) as picture:
        pixels = picture.convert("RGBA")
    ground = pixels.getpixel((0, 0))

    assert ground[3] == 255
    edge = [pixels.getpixel((x, y)) for x in range(0, 512, 8) for y in (0, 40, 471, 511)]
    assert set(edge) == {ground}


@pytest.mark.django_db
def test_every_page_links_the_icons_and_the_manifest(client):
    page = client.get("/").text

    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert '<link rel="apple-touch-icon" href="/static/newsroom/apple-touch-icon.png">' in page
    with Image.open(finders.find("newsroom/apple-touch-icon.png")) as picture:
        assert picture.size == (180, 180)


@pytest.mark.parametrize(
    "address", ["/robots.txt", "/ads.txt", "/.well-known/security.txt", "/manifest.webmanifest"]
)
def test_a_file_for_machines_reads_no_database_and_may_be_kept_an_hour(client, address):
    # Without the django_db mark any query would fail here.
    answer = client.get(address)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=3600")
    assert not answer.cookies
    assert client.post(address).status_code == 405
