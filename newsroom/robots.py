"""Which agents are robots: the list of the package is-bot, and a few rules of our own."""

import re
from functools import lru_cache

from is_bot import Bots

_BOTS = Bots()
_PHONES = re.compile(r"cubot", re.IGNORECASE)  # the CUBOT is a telephone
# Pages loaded, rendered or measured by programs that the list takes for people.
_OUR_RULES = re.compile(
    r"headless|gtmetrix|phantomjs|puppeteer|playwright|selenium|webdriver|cypress"
    r"|uptime|monitor|screenshot|probe",
    re.IGNORECASE,
)
MAX_LENGTH = 512  # no browser's name is longer; the patterns must not be fed a novel

_FAMILIES = (
    ("Edge", "Edg"),
    ("Opera", "OPR/"),
    ("Samsung Internet", "SamsungBrowser/"),
    ("Firefox", "Firefox/"),
    ("Firefox", "FxiOS/"),
    ("Chrome", "CriOS/"),
    ("Chrome", "Chrome/"),
    ("Safari", "Safari/"),
)


def is_robot(agent: str) -> bool:
    """Say whether ``agent`` (a User-Agent) is missing, absurdly long, or a program's."""
    return not agent or len(agent) > MAX_LENGTH or agent.isspace() or _is_known(agent)


@lru_cache(maxsize=4096)
def _is_known(agent):
    person = _PHONES.sub("", agent)
    return bool(_OUR_RULES.search(person)) or _BOTS.is_bot(person)


@lru_cache(maxsize=4096)
def _family_and_phone(agent):
    family = next((name for name, mark in _FAMILIES if mark in agent), "Another browser")
    return family, any(mark in agent for mark in ("Mobi", "Android", "iPhone", "iPad"))


def browser_family(agent: str) -> str:
    """Return what may be kept of ``agent``: such as "Firefox on a phone"."""
    family, is_phone = _family_and_phone(agent[:MAX_LENGTH])
    return f"{family} on a {'phone' if is_phone else 'computer'}"


def is_phone(agent: str) -> bool:
    """Say whether ``agent`` names a phone or a tablet."""
    return _family_and_phone(agent[:MAX_LENGTH])[1]
