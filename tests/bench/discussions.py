"""What the pages of one discussion cost at two sizes: ``python -m tests.bench.discussions``.

DATABASE_URL names the engine; a database of its own is made, filled and dropped. Said of each page: queries,
bytes of HTML, and milliseconds by the clock (median and 95th percentile) and of the processor (least).
"""

import argparse
import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta

QUERIES, P95_MS, BYTES = 4, 50, 60_000
BEGUN = datetime(2026, 3, 4, 12, tzinfo=UTC)
POINT = "0b5e0e9a-0000-4000-8000-000000000000"
WORDS = """the bridge quay ferry council never opens before spring and nobody asked who pays for it""".split()  # noqa: SIM905
STEP = 5000


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench.discussions", description=__doc__)
    parser.add_argument("--comments", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--times", type=int, default=40, help="that each page is asked for")
    parser.add_argument("--letters", type=int, default=100, help="of a comment")
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests.bench.scale import say, settle

    setup_test_environment()
    own = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"discussions_of_{own}"
    connection.creation.create_test_db(0, autoclobber=True, serialize=False)
    failed = 0
    try:
        for number in chosen.comments:
            article = fill(number, chosen.letters)
            settle()
            say(f"\n{connection.vendor}, {number:,} comments under one article")
            failed += sum(tell(name, *measure(path, chosen.times)) for name, path in pages(article).items())
    finally:
        connection.creation.destroy_test_db(own, 0)
    return 1 if failed else 0


def fill(number, letters):
    """One article; a tenth of its comments is one quarrel, the rest threads of five, some taken down."""
    from comments.models import Comment
    from tests.factories_comments import a_public_article

    article, dice = a_public_article(), random.Random(1)  # noqa: S311 - the same each time
    pool = [" ".join(dice.choices(WORDS, k=letters))[:letters] for _ in range(200)]

    def made(place, root=None, state="published", **fields):
        text = pool[place % 200]
        return Comment(
            article=article, parent=root, root=root, depth=1 if root else 0, state=state, text=text,
            name=f"Reader {place % 997}", email=f"r{place % 997}@example.org", html=f"<p>{text}</p>",
            created_at=BEGUN + timedelta(seconds=place), decided_at=BEGUN + timedelta(seconds=place),
            removal="spam" if state == "spam" else "", **fields,
        )  # fmt: skip

    openings = number * 9 // 10 // 6
    for first in range(0, openings, STEP):
        Comment.objects.bulk_create(
            made(
                place,
                state="spam" if place % 12 == 5 else "published",
                like_rank=dice.randrange(60),
                likes=3,
                is_pick=place % 50 == 0,
                key_point=POINT if place % 40 == 0 else None,
            )
            for place in range(first, min(openings, first + STEP))
        )
    roots = list(Comment.objects.filter(article=article, root=None).order_by("pk"))
    left = [root for root in roots for _ in range(5)] + [roots[3]] * (number - 6 * openings)
    for first in range(0, len(left), STEP):
        some = enumerate(left[first : first + STEP], start=first)
        Comment.objects.bulk_create(made(openings + place, root) for place, root in some)
    return article


def pages(article):
    from comments.models import Comment

    here, base = Comment.objects.filter(article=article, root=None), f"/comments/{article.pk}/"
    keys = list(here.order_by("pk").values_list("pk", flat=True))
    middle, last, quarrel = keys[len(keys) // 2], keys[-21], keys[3]
    replies = Comment.objects.filter(root=quarrel).order_by("-pk")
    found = {"article": article.releases.get().get_absolute_url(), "oldest": base}
    for sort in ("newest", "liked", "picks"):
        found[sort] = f"{base}?sort={sort}"
    found |= {"oldest, middle": f"{base}?after={middle}", "oldest, last": f"{base}?after={last}"}
    found |= {"newest, middle": f"{base}?sort=newest&after={middle}"}
    found |= {"newest, last": f"{base}?sort=newest&after={keys[20]}"}
    found |= {
        "liked, middle": f"{base}?sort=liked&after=30-{middle}",
        "liked, last": f"{base}?sort=liked&after=0-{last}",
    }
    found |= {"picks, last": f"{base}?sort=picks&after={keys[100]}", "key point": f"{base}?point={POINT}"}
    found |= {"thread": f"{base}thread/{quarrel}/"}
    found |= {"thread, last": f"{base}thread/{quarrel}/?after={replies[101].pk}"}
    found |= {"new": f"{base}new/?after={BEGUN:%Y%m%dT%H%M%S%f}-1", "feed": f"{base}feed/"}
    return found | {"ledger": f"{base}ledger.json"}


def measure(path, times):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.bench.scale import spent_so_far

    client, spent, own = Client(), [], []
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    queries = len(captured)
    for _ in range(times):
        begun, busy = time.perf_counter(), spent_so_far()
        client.get(path)
        spent.append(1000 * (time.perf_counter() - begun))
        own.append(1000 * (spent_so_far() - busy))
    spent.sort()
    return answer, queries, (spent[times // 2], spent[times * 95 // 100], min(own))


def tell(name, answer, queries, spent):
    from tests.bench.scale import say

    median, p95, least = spent
    is_page = name not in ("article", "feed")
    wrong = answer.status_code != 200 or (
        is_page and (queries > QUERIES or p95 > P95_MS or len(answer.content) > BYTES)
    )
    numbers = f"{queries:8}{len(answer.content):10,}{median:10.1f}{p95:10.1f}{least:10.1f}"
    say(f"{name:18}{numbers}  {answer.text.count('<article class=')} comments{'  TOO MUCH' if wrong else ''}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
