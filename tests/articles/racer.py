"""One of several processes that race: ``python -m tests.articles.racer save 7 1``, for article 7.

Says "ready", waits for a line on its input, runs the verb and says how it ended. ``post 7 /address/ {…}``
posts these fields as the user 7 and says the status.
"""

import json
import os
import sys
from time import sleep

import django


def save(article, version):
    """What the story form does: open at the version that was shown, store, keep."""
    from django.db import transaction

    from articles import services

    with transaction.atomic():
        services.open_working_text(article, version=int(version))
        article.headline = f"Written by {os.getpid()}"
        article.save(update_fields=["headline"])
        services.keep(article, by=None)


def publish(article, version):
    from articles import services

    services.publish(article, by=None, checked=False)


def erase(article, version):
    from articles import services
    from newsroom.models import User

    services.erase_article(article, by=User.objects.get(is_superuser=True), headline=article.headline)


def credit(article, author):
    """What the story form does with a byline that was typed: the author is looked up, then stored."""
    from articles import editions, services
    from articles.models import Author

    services.open_working_text(article, version=article.version)
    there = Author.objects.filter(pk=author)
    editions.write_bylines(article, [(one.pk, "by") for one in there])
    services.keep(article, by=None)


def add_tag(article, tag):
    from articles import services
    from articles.models import Tag

    looked_up_before = Tag.from_db("default", ["id"], [int(tag)])
    services.add_tags(article, tags=[looked_up_before], by=None)


def merge(article, row):
    """Merge the tag, or else the author, of that key into the one that was made after it."""
    from articles import services
    from articles.models import Author, Tag

    model, service = (Tag, services.merge_tags) if Tag.objects.exists() else (Author, services.merge_authors)
    service(model.objects.get(pk=row), into=model.objects.get(pk=int(row) + 1), by=None)


def post(user, address, fields):
    """What the browser of somebody who is signed in does."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME=settings.SITE.hostname)
    client.force_login(user)
    return lambda: client.post(address, json.loads(fields)).status_code


VERBS = {one.__name__: one for one in (save, publish, erase, credit, add_tag, merge)}


def race_for(verb, pk, *given):
    """Everything but the deed itself is done before the start.

    ``slowly-<verb>`` takes its time before it commits, ``later-<verb>`` before it begins.
    """
    from articles.models import Article
    from newsroom.models import User

    if verb == "post":
        return post(User.objects.get(pk=pk), *given)
    article, argument = Article.objects.get(pk=pk), given[0] if given else "0"
    pace, _, name = verb.rpartition("-")
    return lambda: at_pace(pace, lambda: VERBS[name](article, argument))


def at_pace(pace, deed):
    from django.db import transaction

    if pace == "later":
        sleep(0.4)
    with transaction.atomic():
        deed()
        if pace == "slowly":
            sleep(1.2)


def main(*command):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from articles.services import Refused

    deed = race_for(*command)
    print("ready", flush=True)  # noqa: T201 - the parent reads it
    sys.stdin.readline()
    try:
        print(deed() or "done", flush=True)  # noqa: T201
    except Refused as refusal:
        print(type(refusal).__name__, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
