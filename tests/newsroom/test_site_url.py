import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.site import absolute
from newsroom.site_url import SiteURL, address_of, read_site_url


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://paper.example", SiteURL("https://paper.example", "paper.example", "paper.example", True)),
        (
            " https://Paper.Example/ ",
            SiteURL("https://paper.example", "paper.example", "paper.example", True),
        ),
        (
            "https://paper.example:443",
            SiteURL("https://paper.example", "paper.example", "paper.example", True),
        ),
        (
            "https://paper.example:8443",
            SiteURL("https://paper.example:8443", "paper.example", "paper.example:8443", True),
        ),
        ("http://localhost", SiteURL("http://localhost", "localhost", "localhost", False)),
        ("http://localhost:80", SiteURL("http://localhost", "localhost", "localhost", False)),
        ("http://127.0.0.1:8000", SiteURL("http://127.0.0.1:8000", "127.0.0.1", "127.0.0.1:8000", False)),
        ("http://127.9.9.9", SiteURL("http://127.9.9.9", "127.9.9.9", "127.9.9.9", False)),
        ("http://[::1]:8000", SiteURL("http://[::1]:8000", "[::1]", "[::1]:8000", False)),
    ],
)
def test_a_fit_address_is_read(text, read):
    assert read_site_url(text) == read


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "SITE_URL must look like https://paper.example"),
        ("paper.example", "SITE_URL must look like https://paper.example"),
        ("ftp://paper.example", "SITE_URL must look like https://paper.example"),
        ("https://", "SITE_URL must look like https://paper.example"),
        ("https://paper.example/news", "only scheme, host and port"),
        ("https://paper.example?x=1", "only scheme, host and port"),
        ("https://paper.example#x", "only scheme, host and port"),
        ("https://ada:secret@paper.example", "only scheme, host and port"),
        ("https://paper.example:port", "SITE_URL is not an address"),
        ("https://paper.example:70000", "SITE_URL is not an address"),
        ("https://[::1", "SITE_URL is not an address"),
        ("http://paper.example", "http for this machine only"),
        ("http://192.168.0.5:8000", "http for this machine only"),
        ("http://localhost.evil.example", "http for this machine only"),
    ],
)
def test_an_unfit_address_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_site_url(text)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - an example to read, nothing listens
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_a_listening_server_has_an_address_that_works_here(host, address):
    assert address_of(host, 8000) == address


def test_absolute_addresses_come_from_the_setting(settings):
    settings.SITE_URL = "https://paper.example"

    assert absolute("/a/") == "https://paper.example/a/"


@pytest.mark.django_db
def test_no_page_takes_its_address_from_the_request(client):
    page = client.get("/nowhere/", headers={"Host": "testserver", "X-Forwarded-Host": "evil.example"})

    assert b"evil.example" not in page.content
    assert b"testserver" not in page.content


def test_a_host_with_accents_is_refused_because_browsers_send_another_name():
    with pytest.raises(ImproperlyConfigured, match="xn--"):
        read_site_url("https://zéitung.example")
