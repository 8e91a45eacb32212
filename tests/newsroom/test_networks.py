"""Network ranges: found by bisection, whatever their order and overlap."""

import ipaddress
import random

import pytest

from newsroom.networks import Networks, read_networks


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        ("10.0.0.0", True),
        ("10.255.255.255", True),
        ("9.255.255.255", False),
        ("11.0.0.0", False),
        ("192.0.2.7", True),
        ("192.0.2.8", False),
        ("2001:db8::/64", True),  # as an address of IPv6 is cut
        ("2001:db9::/64", False),
        ("0.0.0.10", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_an_address_is_inside_or_not(address, is_inside):
    assert (address in Networks(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"])) == is_inside


def test_nothing_is_in_no_networks():
    assert "127.0.0.1" not in Networks([])
    assert "127.0.0.1" not in read_networks("")


def test_many_ranges_say_the_same_as_looking_through_all():
    rng = random.Random(3)  # noqa: S311 - a test draws the same every time
    ranges = [f"{rng.randrange(256)}.{rng.randrange(256)}.0.0/{rng.randrange(9, 25)}" for _ in range(300)]
    networks, plain = Networks(ranges), [ipaddress.ip_network(text, strict=False) for text in ranges]

    for _ in range(2000):
        address = ipaddress.IPv4Address(rng.getrandbits(32))
        assert (str(address) in networks) == any(address in network for network in plain)


def test_a_file_has_a_range_a_line_and_comments(tmp_path):
    file = tmp_path / "networks"
    file.write_text("# data centres\n198.51.100.0/24  # one\n\n203.0.113.9\n")

    networks = read_networks(str(file))

    assert "198.51.100.77" in networks
    assert "203.0.113.9" in networks
    assert "203.0.113.10" not in networks


def test_what_is_no_range_is_named():
    with pytest.raises(ValueError, match="everybody"):
        Networks(["10.0.0.0/8", "everybody"])
