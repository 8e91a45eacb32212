"""``python -m tests.bench.search``: what a search costs in a paper of many stories, in a database of its own.

The words follow Zipf's law, as those of a language do: the commonest stands in every story, most in few.
Prints milliseconds (the median and the slowest of five) of the whole answer through Django's test client.
"""

import argparse
import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

START = datetime(2010, 1, 1, tzinfo=UTC)
SECTIONS, AUTHORS, WORDS, LENGTH, BATCH = 8, 40, 40_000, 400, 1000
QUERIES = {
    "the commonest word": "q=the",
    "the same, one section": "q=the&section=section-0",
    "the same, one author": "q=the&author=Author+7",
    "the same, one month": "q=the&since=2012-03-01&until=2012-03-31",
    "the same, page 50": "q=the&page=50",
    "three common words": "q=the+w1+w2",
    "a common word": "q=w9",
    "a rare word": "q=w30011",
    "two rare words": "q=w20011+OR+w21011",
    "a phrase of common words": "q=%22the+w1%22",
    "not a common word": "q=w50+-the",
    "no words, one section": "section=section-0",
    "twelve words": "q=" + "+OR+".join(f"w{n}" for n in range(12)),
    "nothing found": "q=zebrahorse",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=50_000)
    stories = parser.parse_args().stories
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        began = time.perf_counter()
        fill(stories)
        say(f"{stories:,} stories of {LENGTH} words, indexed in {time.perf_counter() - began:.0f} s.")
        measure()
    finally:
        runner.teardown_databases(databases)


def fill(stories):
    """Write straight into the tables, in bulk, as an import does."""
    from articles.models import (
        Article,
        Author,
        Edition,
        Release,
        ReleaseByline,
        Section,
    )

    sections = [Section.objects.create(name=f"Section {n}", slug=f"section-{n}") for n in range(SECTIONS)]
    authors = [Author.objects.create(name=f"Author {n}", slug=f"author-{n}") for n in range(AUTHORS)]
    words = ["the", *(f"w{n}" for n in range(1, WORDS))]
    weights = [1 / (rank + 1) for rank in range(WORDS)]
    chance = random.Random(4)  # noqa: S311 - the same paper each time
    for first in range(0, stories, BATCH):
        numbers = range(first, min(first + BATCH, stories))
        articles = Article.objects.bulk_create(
            Article(headline=f"Story {n}", slug=f"story-{n}") for n in numbers
        )
        editions = Edition.objects.bulk_create(
            Edition(article=article, number=1, data={}, digest=str(article.pk)) for article in articles
        )
        releases = Release.timeline.bulk_create(
            release_of(n, edition, sections[n % SECTIONS], chance.choices(words, weights, k=LENGTH))
            for n, edition in zip(numbers, editions, strict=True)
        )
        ReleaseByline.objects.bulk_create(
            ReleaseByline(
                release=release, author=authors[n % AUTHORS], role="by", published_at=release.published_at
            )
            for n, release in zip(numbers, releases, strict=True)
        )


def release_of(number, edition, section, text):
    from articles.models import Release

    moment = START + timedelta(hours=number)
    return Release(
        article_id=edition.article_id,
        edition=edition,
        live_from=moment,
        published_at=moment,
        updated_at=moment,
        day=moment.date(),
        slug=f"story-{number}",
        section=section,
        top_section=section,
        type="news",
        headline=" ".join(text[:7]),
        standfirst=" ".join(text[7:27]),
        body=f"<p>{' '.join(text[27:])}</p>",
    )


def measure():
    from django.db import connection
    from django.test import Client

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    client = Client()
    say(f"{'':26}{'median ms':>10}{'slowest':>10}")
    paths = {name: f"/search/?{query}" for name, query in QUERIES.items()}
    for name, path in (paths | {"suggestions": "/search/suggest/?q=w1"}).items():
        times = [milliseconds(client, path) for _ in range(5)]
        say(f"{name:26}{statistics.median(times):10.0f}{max(times):10.0f}")


def milliseconds(client, path):
    from django.conf import settings

    began = time.perf_counter()
    answer = client.get(path, headers={"Host": settings.SITE.host})
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}.")
    return (time.perf_counter() - began) * 1000


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
