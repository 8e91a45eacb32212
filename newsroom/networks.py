"""Sets of network ranges, and whether an address is in one: sorted once, found by bisection."""

from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from pathlib import Path


class Networks:
    """Network ranges as people write them: ``10.0.0.0/8``, ``2001:db8::/32``, or a single address.

    Raises ValueError, naming what is no range.
    """

    def __init__(self, ranges: Iterable[str]):
        self._starts: dict[int, list[int]] = {4: [], 6: []}
        self._ends: dict[int, list[int]] = {4: [], 6: []}
        networks = [ip_network(text.strip(), strict=False) for text in ranges]
        for first, last, version in sorted(
            (int(network[0]), int(network[-1]), network.version) for network in networks
        ):
            ends = self._ends[version]
            if ends and first <= ends[-1]:  # a range within or across the last one: they become one
                ends[-1] = max(ends[-1], last)
            else:
                self._starts[version].append(first)
                ends.append(last)

    def __contains__(self, address: str) -> bool:
        """Whether ``address`` is inside: text as ``client_address`` gives it; what is no address is not."""
        try:
            parsed = ip_address(address.partition("/")[0])
        except ValueError:
            return False
        place = bisect_right(self._starts[parsed.version], int(parsed)) - 1
        return place >= 0 and int(parsed) <= self._ends[parsed.version][place]


def read_networks(path: str) -> Networks:
    """Return the ranges of a file, one a line, ``#`` before a comment; of no file ("") none.

    Raises OSError and ValueError.
    """
    lines = Path(path).read_text("utf-8").splitlines() if path else []
    words = (line.partition("#")[0].strip() for line in lines)
    return Networks(word for word in words if word)
