from datetime import UTC, datetime

import pytest
from django.utils import timezone

from newsroom.models import Salt
from newsroom.senders import client_address, network_of, sender_key


def request_from(rf, address, forwarded=None):
    meta = {"REMOTE_ADDR": address} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    return rf.get("/", **meta)


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
        ("192.0.2.7\x00", "unknown"),
    ],
)
def test_an_address_is_one_household(rf, address, seen):
    assert client_address(request_from(rf, address)) == seen


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (3, "198.51.100.1", "198.51.100.1"),
        (1, "", "192.0.2.7"),
        (1, " , ,", "192.0.2.7"),
        (1, "198.51.100.1, not an address", "unknown"),
        (1, None, "192.0.2.7"),
    ],
)
def test_only_what_a_trusted_proxy_wrote_is_believed(rf, settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXIES = proxies

    assert client_address(request_from(rf, "192.0.2.7", forwarded)) == seen


@pytest.mark.django_db
def test_a_sender_is_known_again_within_the_period_only(rf, monkeypatch):
    request = request_from(rf, "192.0.2.7")

    def key_on(year, month, day, **period):
        moment = datetime(year, month, day, 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return sender_key(request, "reply", **period)

    assert key_on(2026, 11, 22) == key_on(2026, 11, 22)
    assert key_on(2026, 11, 22) != key_on(2026, 11, 23)
    assert key_on(2026, 11, 1, period="month") == key_on(2026, 11, 30, period="month")
    assert key_on(2026, 11, 1, period="month") != key_on(2026, 12, 1, period="month")


@pytest.mark.django_db
def test_purposes_cannot_be_linked_and_no_address_is_stored(rf):
    request = request_from(rf, "192.0.2.7")

    assert sender_key(request, "reply") != sender_key(request, "click")
    assert sender_key(request, "reply") != sender_key(request_from(rf, "192.0.2.8"), "reply")
    assert all("192.0.2" not in salt.name for salt in Salt.objects.all())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.0.0/16"),
        ("2001:db8:1:2::/64", "2001:db8::/32"),
        ("unknown", "unknown"),
    ],
)
def test_the_network_around_an_address(address, network):
    assert network_of(address) == network
