"""The one door by which the paper asks something of another machine: over https, on the public internet.

Whoever can type an address must not reach this machine's own network through us (server-side request
forgery): names are resolved once, every address is judged, and the connection goes to the very address that
was judged, so that no second answer of the name server can change it. Only tasks come here, never a request.
"""

import http.client
import io
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from time import monotonic
from urllib.parse import urljoin, urlsplit

from newsroom.fields import https_url_fault

SECONDS = 5.0  # for everything together: names, connections, redirects, reading
MOST_BYTES = 65_536  # read of one answer, its headers included
MOST_REDIRECTS = 3
PORT = 443
AGENT = "Newsroom/1.0"
_REDIRECTS = (301, 302, 303, 307, 308)
_UNICAST = ip_network("2000::/3")  # all of IPv6 that is public today
# Teredo, 6to4 and documentation carry or hide other addresses.
_TUNNELS = (ip_network("2001::/32"), ip_network("2002::/16"), ip_network("2001:db8::/32"))
# Set aside for protocols and for 6to4; and Azure's own, which is public by its number alone.
_SET_ASIDE = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"), ip_network("168.63.129.16/32"))


class Failure(StrEnum):
    """Why there is no answer."""

    UNFIT = "unfit address"
    NOT_PUBLIC = "not a public address"
    UNREACHABLE = "not reachable"
    UNTRUSTED = "no valid certificate"
    LATE = "too slow"
    GARBLED = "not http"
    ENDLESS = "too many redirects"


@dataclass(frozen=True)
class Answer:
    """What came back: a status with the first bytes of the body, or a failure; ``url`` is the last asked."""

    url: str
    status: int = 0
    content_type: str = ""
    body: bytes = b""
    failure: Failure | None = None

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


class _Failed(Exception):  # noqa: N818 - never leaves this file
    def __init__(self, failure):
        super().__init__(failure)
        self.failure = failure


def is_public(text: str) -> bool:
    """Whether ``text`` is the address of a machine on the public internet, and of none nearer."""
    try:
        address = ip_address(text)
    except ValueError:  # a zone ("fe80::1%eth0") among others
        return False
    if isinstance(address, IPv6Address):
        is_plain = address in _UNICAST and not any(address in tunnel for tunnel in _TUNNELS)
        return is_plain and address.scope_id is None and address.is_global
    return _is_public_4(address)


def _is_public_4(address: IPv4Address):
    is_set_aside = any(address in network for network in _SET_ASIDE)
    return address.is_global and not (address.is_multicast or address.is_reserved or is_set_aside)


def addresses_of(host: str) -> list[str]:
    """Return the numeric addresses of ``host`` as the machine's resolver says them; raises OSError."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(entry[4][0] for entry in found))


@dataclass(frozen=True)
class Network:
    """How the world is reached; only tests have another one."""

    resolve: Callable[[str], list[str]] = addresses_of
    is_public: Callable[[str], bool] = is_public
    port: int = PORT
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS


INTERNET = Network()


def ask(  # noqa: PLR0913 - a question has that many parts, each by name
    url: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    content_type: str = "",
    headers: dict[str, str] | None = None,
    network: Network = INTERNET,
) -> Answer:
    """Ask for ``url`` and return the Answer; nothing is raised for what another machine does.

    ``headers`` go to the very host of ``url`` alone: a redirect is asked without them.

    At most SECONDS in all and MOST_REDIRECTS redirects, each judged like the first; what is posted is posted
    again after 307 and 308 only. No proxy, no cookies, nothing is remembered.
    """
    said = tuple((headers or {}).items())
    question, clock = _Question(url, method, body, content_type, said), _Clock(network.seconds)
    try:
        for _ in range(MOST_REDIRECTS + 1):
            answer, location = _ask_once(question, network, clock)
            if not location:
                return answer
            is_same = answer.status in (307, 308) or method == "HEAD"
            question = replace(question, url=location, said=()) if is_same else _Question(location)
        raise _Failed(Failure.ENDLESS)
    except _Failed as failed:
        return Answer(question.url, failure=failed.failure)
    except ssl.SSLCertVerificationError:
        return Answer(question.url, failure=Failure.UNTRUSTED)
    except TimeoutError:
        return Answer(question.url, failure=Failure.LATE)
    except OSError:
        return Answer(question.url, failure=Failure.UNREACHABLE)
    except (http.client.HTTPException, ValueError):
        return Answer(question.url, failure=Failure.GARBLED)


@dataclass(frozen=True)
class _Question:
    url: str
    method: str = "GET"
    body: bytes = b""
    content_type: str = ""
    said: tuple = ()  # further headers


class _Clock:
    def __init__(self, seconds):
        self.end = monotonic() + seconds

    def left(self):
        """The seconds that are left; raises TimeoutError when there are none."""
        left = self.end - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _ask_once(question, network, clock):
    if https_url_fault(question.url):
        raise _Failed(Failure.UNFIT)
    parts = urlsplit(question.url)
    if parts.port not in (None, PORT):
        raise _Failed(Failure.UNFIT)
    raw = _connect(parts.hostname, network, clock)
    with raw:
        raw.settimeout(clock.left())
        with network.trust().wrap_socket(raw, server_hostname=parts.hostname) as line:
            line.settimeout(clock.left())
            line.sendall(_request(question, parts))
            return _read_answer(question, _Reader(line, clock))


def _connect(host, network, clock):
    """A connection to an address of ``host``, all of which were judged."""
    addresses = _resolved(host, network, clock)
    if not addresses or not all(network.is_public(address) for address in addresses):
        raise _Failed(Failure.NOT_PUBLIC)
    for number, address in enumerate(addresses, start=1):
        try:
            return socket.create_connection((address, network.port), timeout=clock.left())
        except OSError:
            if number == len(addresses):
                raise
    raise _Failed(Failure.UNREACHABLE)


def _resolved(host, network, clock):
    """What the resolver says, if it says it in time: nothing else can hurry it."""
    found = []

    def look():
        try:
            found.append(network.resolve(host))
        except (OSError, UnicodeError):
            found.append(None)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(clock.left())
    if not found:
        raise _Failed(Failure.LATE)
    if found[0] is None:
        raise _Failed(Failure.UNREACHABLE)
    return found[0]


def _request(question, parts):
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"{question.method} {target} HTTP/1.1",
        f"Host: {parts.hostname}",
        f"User-Agent: {AGENT}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    if question.body:
        lines += [f"Content-Type: {question.content_type}", f"Content-Length: {len(question.body)}"]
    lines += [f"{name}: {value}" for name, value in question.said]
    if any(sign in line for line in lines for sign in "\r\n"):
        raise _Failed(Failure.UNFIT)
    return "\r\n".join([*lines, "", ""]).encode("ascii") + question.body


class _Reader(io.RawIOBase):
    """What comes over the line until the clock or the bytes run out; http.client takes it for a socket."""

    def __init__(self, line, clock):
        self.line, self.clock, self.left = line, clock, MOST_BYTES

    def readable(self):
        return True

    def readinto(self, buffer):
        self.line.settimeout(self.clock.left())
        count = self.line.recv_into(memoryview(buffer)[: self.left]) if self.left else 0
        self.left -= count
        return count

    def makefile(self, mode):
        return io.BufferedReader(self)


def _read_answer(question, reader):
    """The answer, and where it leads on or ""."""
    response = http.client.HTTPResponse(reader, method=question.method)
    try:
        response.begin()
        location = response.getheader("Location", "") if response.status in _REDIRECTS else ""
        try:
            body = b"" if location else response.read(MOST_BYTES)
        except http.client.IncompleteRead as cut:
            body = cut.partial
        answer = Answer(question.url, response.status, response.getheader("Content-Type", ""), body)
        return answer, location and urljoin(question.url, location)
    finally:
        response.close()
