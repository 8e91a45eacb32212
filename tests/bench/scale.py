"""What pages cost at two sizes of the paper: ``python -m tests.bench.scale``; DATABASE_URL names the engine.

A database of its own is made, filled and dropped. Counted is the processor's time, of the paper and of the
database, and judged the least of several answers: other work on the machine disturbs these least.
"""

import argparse
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from unittest import mock

RATIO = 1.5
INDEX = "sitemap index"


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--articles", type=int, nargs=2, default=[1_000, 100_000])
    parser.add_argument("--times", type=int, default=15, help="that each page is asked for")
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"scale_of_{name}"
    own, name = (
        connection.settings_dict["NAME"],
        connection.creation.create_test_db(0, autoclobber=True, serialize=False),
    )
    say(f"{connection.vendor}, in {name}")
    try:
        return compare(chosen.articles, chosen.times)
    finally:
        connection.creation.destroy_test_db(own, 0)


def compare(sizes, times):
    from tests.bench.many import ManyStories

    many, found = ManyStories(), []
    for size in sizes:
        begun = time.perf_counter()
        many.grow_to(size)
        settle()
        say(f"{size:,} stories after {time.perf_counter() - begun:.0f} s")
        found.append({name: measure(path, times) for name, path in pages(size).items()})
        if size < sizes[-1]:  # the index has a line a month: both papers are asked for the same lines
            many.reach_back_to(sizes[-1])
            settle()
            found[-1][INDEX] = measure(pages(size)[INDEX], times)
    return print_table(sizes, *found)


def settle():
    """What PostgreSQL does by itself after a while, and the paper never does to SQLite."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def pages(size):
    """The address of each kind of page, first and last, by its name."""
    from articles.models import Correction, Release, Section
    from tests.bench.many import GAP, NEWEST

    newest, oldest = NEWEST, NEWEST - (size - 1) * GAP
    bases = {"latest": "/latest/", "section": "/section/section-1/", "subsection": "/section/below/"}
    bases |= {"author": "/author/author-3/", "tag": "/tag/topic-3/", "series": "/series/series-2/"}
    lists = {
        "latest": Release.objects.all(),
        "section": Release.objects.in_section(Section.objects.get(slug="section-1")),
        "subsection": Release.objects.in_section(Section.objects.get(slug="below")),
        "author": Release.objects.filter(bylines__author__slug="author-3"),
        "tag": Release.objects.filter(release_tags__tag__slug="topic-3"),
        "series": Release.objects.filter(series__slug="series-2"),
    }
    found = {"front": "/"}
    for name, base in bases.items():
        found |= {name: base, f"{name}, last": f"{base}?before={last_cursor(lists[name], 'published_at')}"}
    last = last_cursor(Correction.objects.latest(), "at")
    found |= {"corrections": "/corrections/", "corrections, last": f"/corrections/?before={last}"}
    whole_month = timedelta(days=40)  # of the oldest month there is only a part, at each size another
    for name, at in (("new", newest - 20 * GAP), ("old", oldest + whole_month)):
        found |= {
            f"year, {name}": f"/{at:%Y}/",
            f"month, {name}": f"/{at:%Y/%m}/",
            f"day, {name}": f"/{at:%Y/%m/%d}/",
            f"sitemap of a month, {name}": f"/sitemaps/stories-{at:%Y-%m}.xml",
        }
    for number, name in ((0, "newest"), (size // 12 * 6, "middle"), (size - 1, "oldest")):
        release = Release.objects.get(slug=f"story-{number}")
        found[f"article, {name}"] = release.get_absolute_url()
        found[f"article, {name}, Markdown"] = f"{release.get_absolute_url()[:-1]}.md"
        found[f"article, {name}, API"] = f"/api/articles/{release.article_id}/"
    return found | for_machines(lists, oldest)


def for_machines(lists, oldest):
    """Feeds, the API and sitemaps."""
    found = {}
    for base in ("/", "/section/section-1/", "/author/author-3/", "/tag/topic-3/", "/series/series-2/"):
        found |= {f"feed of {base}": f"{base}feed/", f"JSON feed of {base}": f"{base}feed.json"}
    found |= {"feed of corrections": "/corrections/feed/", "feeds": "/feeds/", "API page": "/api/"}
    api = "/api/articles/"
    found |= {"API": api, "API, last": f"{api}?before={last_cursor(lists['latest'], 'published_at')}"}
    for kind, slug in (("section", "section-1"), ("author", "author-3"), ("tag", "topic-3")):
        base = found[f"API by {kind}"] = f"{api}?{kind}={slug}"
        found[f"API by {kind}, last"] = f"{base}&before={last_cursor(lists[kind], 'published_at')}"
    found |= {"API of another type": f"{api}?type=opinion", "API since": f"{api}?since={oldest:%Y-%m-%d}"}
    found |= {INDEX: "/sitemap.xml", "sitemap of pages": "/sitemaps/pages.xml"}
    found |= {"news sitemap": "/news-sitemap.xml"}
    return found


def last_cursor(rows, dated):
    """Of the page before the last."""
    row = rows.reverse()[20]
    return f"{getattr(row, dated):%Y%m%dT%H%M%S%f}-{row.pk}"


def measure(path, times):
    """(status, queries, the least and the median of milliseconds)."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.bench.many import NEWEST

    client, spent = Client(), []
    with mock.patch("django.utils.timezone.now", return_value=NEWEST.replace(hour=18)):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            status = client.get(path).status_code
        queries = len(captured)
        for _ in range(times):
            begun = spent_so_far()
            client.get(path)
            spent.append(1000 * (spent_so_far() - begun))
    return status, queries, min(spent), statistics.median(spent)


def spent_so_far():
    """Seconds of processor that we and our database have taken; PostgreSQL's must be on this machine."""
    from django.db import connection

    seconds = time.process_time()
    if connection.vendor == "postgresql":
        pid = connection.connection.info.backend_pid
        seconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def print_table(sizes, small, large):
    say(f"\n{'':34}{'queries':>12}{'least ms':>18}{'median ms':>18}{'ratio':>8}")
    failed = 0
    for name, (status, queries, least, median) in large.items():
        was = small.get(name)
        ratio = least / was[2]
        wrong = [
            word
            for word, holds in (
                (f"answers {was[0]}, {status}", {was[0], status} != {200}),
                ("more queries", queries != was[1]),
                (f"over {RATIO}", ratio > RATIO),
            )
            if holds
        ]
        failed += bool(wrong)
        counts, fast = f"{was[1]} {queries}", f"{was[2]:.1f} {least:.1f}"
        both = f"{was[3]:.1f} {median:.1f}"
        say(f"{name:34}{counts:>12}{fast:>18}{both:>18}{ratio:>8.2f}  {', '.join(wrong)}")
    say(f"\n{failed} of {len(large)} pages cost more at {sizes[1]:,} than at {sizes[0]:,} stories.")
    return 1 if failed else 0


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
