"""What is measured, and the requests for it: each comment and each click is one reader's own."""

import html
import re
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bench.load import Request
from tests.live_paper import LivePaper

# A click costs money only when it looks like a reader's; the last part of the address is filled in.
READER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept-Encoding": "gzip, br",
    "Sec-Fetch-Site": "same-origin",
}
CLICK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-User": "?1"}
BUDGET_CENTS = 50_000_000

MAKE_AD = f"""
from io import BytesIO
from PIL import Image
from ads import services
from ads.models import Ad
from newsroom.models import User
from newsroom.pictures import read_picture
file = BytesIO(); Image.new("RGB", (600, 400), "#35606e").save(file, "JPEG"); file.seek(0)
by = User.objects.first()
words = dict(
    paid_by="The baker", headline="Bread at six", text="Warm, every day.", call_to_action="See the loaves",
    alt="Bread", landing_url="https://shop.example/",
)
picture = services.kept_upload(services.keep_upload(read_picture(file, max_bytes=10**6)))
ad = services.submit_ad(
    email="baker@shop.example", image=picture, words=words, campaign={{"budget_cents": {BUDGET_CENTS}}}
)
services.confirm_submission(ad)
services.record_payment(ad.advertiser, cents={BUDGET_CENTS}, reference="for the measurement", by=by)
services.approve_version(ad.versions.get(), by=by)
answer = {{"ad_id": ad.pk, "version_id": ad.versions.get().pk, "advertiser_id": ad.advertiser_id}}
"""
MAKE_TOKENS = """
from datetime import timedelta
from django.utils import timezone
from ads.tokens import browser_mark, make_token
shown = {shown!r} | {{"place": "article", "price_cents": 100, "at": timezone.now() - timedelta(seconds=5)}}
answer = [make_token(**shown, browser=browser_mark({agent!r})) for _ in range({number})]
"""
COUNT_QUERIES = """
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.conf import settings
client, answer = Client(), 0
for method, path, body, headers in {requests!r}:
    with CaptureQueriesContext(connection) as captured:
        client.generic(method, path, body, content_type="application/x-www-form-urlencoded",
                       headers={{"Host": settings.SITE.host}} | headers)
    words = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
    answer = sum(query["sql"].lstrip().upper().startswith(words) for query in captured)
"""
TALLY = """
from ads.models import Click
from comments.models import Comment
clicks = Click.objects
answer = [Comment.objects.count(), clicks.filter(reason="").count(), clicks.exclude(reason="").count()]
"""


@dataclass(frozen=True)
class Case:
    name: str
    requests: list[Request]


def make_cases(paper: LivePaper, number: int) -> list[Case]:
    """Return the five cases, with ``number`` different requests where each must be its own."""
    front = _read(paper.url + "/")
    story = html.unescape(re.search(r'href="(/\d{4}/\d\d/\d\d/[^"]+)"', front)[1])
    article = _read(paper.url + story)
    slot = html.unescape(re.search(r'src="(/ads/slot/[^"]+)"', article)[1])
    shown = paper.ask(MAKE_AD)
    tokens = paper.ask(MAKE_TOKENS.format(shown=shown, agent=READER["User-Agent"], number=number))
    return [
        Case("front page", [Request("/", headers=READER)]),
        Case("article page", [Request(story, headers=READER)]),
        Case("comment post", [_comment(article, paper.url, turn) for turn in range(number)]),
        Case("ad slot", [Request(slot, headers=READER)]),
        Case(
            "ad click",
            [
                Request(f"/ads/click/{token}/", headers=READER | CLICK | {"X-Forwarded-For": _address(turn)})
                for turn, token in enumerate(tokens)
            ],
        ),
    ]


def count_queries(paper: LivePaper, requests: list[Request]) -> int:
    """Return the queries of one request as Django counts them, after two others that warm what is cached."""
    plain = [(request.method, request.path, request.body, request.headers) for request in requests]
    return paper.ask(COUNT_QUERIES.format(requests=(plain * 3)[:3]))


def tally(paper: LivePaper) -> tuple[int, int, int]:
    """Return how many comments, charged clicks and uncharged clicks are kept."""
    return tuple(paper.ask(TALLY))


def _comment(article, site_url, turn):
    action = re.search(r'action="(/comments/\d+/reply/)"', article)[1]
    stamp = html.unescape(re.search(r'name="rendered" value="([^"]+)"', article)[1])
    words = {
        "name": f"Reader {turn}",
        "email": f"reader{turn}@readers.example",
        "text": f"Thank you for number {turn}. I should like to know more about the second paragraph.",
        "website": "",
        "rendered": stamp,
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": site_url,
        "X-Forwarded-For": _address(turn),
    }
    return Request(action, "POST", READER | headers, urlencode(words))


def _address(turn):
    """A reader's address of their own, as a proxy in front would pass it on."""
    return f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"


def _read(address):
    with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 - our own
        return response.read().decode()
