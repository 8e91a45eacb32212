"""What a page tells its slot in plain words, and how they travel in the frame's address.

The words are signed: whoever makes up others gets a slot that knows its place and nothing else, so that no
stranger can fill the statistics with sections that we do not have.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qs, urlencode

from django.utils.crypto import constant_time_compare, salted_hmac

PLACES = ("article",)  # where a slot can stand; readers' addresses name one, and strangers make up others
LONGEST_SECTION = 60
_LONGEST_QUERY = 1000
_MOST_WORDS = 40
_WORD = re.compile(r"[^\W_]{3,30}")


@dataclass(frozen=True)
class Slot:
    """One slot: where it stands, and what is said about the page around it."""

    place: str
    section: str = ""
    tags: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()  # of the page's headline, section and tags, in lower case
    number: int = 1
    of: int = 1  # how many slots its page has
    device: str = ""  # a value of Device: what it is read on, which the page does not know


def words_of(text: str) -> list[str]:
    """Return the different words of ``text`` that say something: three letters or more, in lower case."""
    return sorted(set(_WORD.findall(text.casefold())))


def slot_query(place: str, *, section="", tags="", words="", number=1, of=1) -> str:  # noqa: PLR0913
    """Return the query of a slot's address: the same for the same words, whoever reads the page."""
    said = {
        "section": section[:LONGEST_SECTION],
        "tags": tags[:300],
        "words": " ".join(words_of(words)[:_MOST_WORDS])[:300],
        "number": str(number),
        "of": str(of),
    }
    said = {name: text for name, text in said.items() if text}
    return urlencode(said | {"key": _signature(place, said)})


def _signature(place, said):
    text = "\n".join([place, *(f"{name}={said[name]}" for name in sorted(said))])
    return salted_hmac("ads.slot", text, algorithm="sha256").hexdigest()[:16]


def read_slot(place: str, query: str) -> Slot:
    """Return the slot that an address stands for; of words that we did not write, nothing is believed."""
    return Slot(place) if len(query) > _LONGEST_QUERY else _read_slot(place, query)


@lru_cache(maxsize=4096)
def _read_slot(place, query):
    try:
        said = {name: texts[-1] for name, texts in parse_qs(query, max_num_fields=8).items()}
    except ValueError:
        return Slot(place)
    if not constant_time_compare(said.pop("key", "").encode(), _signature(place, said).encode()):
        return Slot(place)
    section, tags = said.get("section", ""), said.get("tags", "")
    return Slot(
        place=place,
        section=section,
        tags=tuple(tag for tag in tags.split(",") if tag),
        words=frozenset(words_of(f"{section} {tags} {said.get('words', '')}")),
        number=int(said["number"]),
        of=int(said["of"]),
    )


def half_of(advertiser_id: int, *, day_number: int) -> int:
    """Return 0 or 1: the half of the advertisers to which this one belongs today, which is no one's choice.

    Of two slots on a page each draws from its own half, so that no advertiser stands there twice.
    """
    return sha256(f"{day_number}.{advertiser_id}".encode()).digest()[0] & 1
