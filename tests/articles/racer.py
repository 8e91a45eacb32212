"""One of several processes that race for an article: ``python -m tests.articles.racer save 7 1``.

Says "ready", waits for a line on its input, runs the verb and says how it ended. ``post 7 /address/ {…}``
posts these fields as the user 7 and says the status.
"""

import json
import os
import sys

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


def post(user, address, fields):
    """What the browser of somebody who is signed in does."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME=settings.SITE.hostname)
    client.force_login(user)
    return lambda: client.post(address, json.loads(fields)).status_code


def race_for(verb, pk, *given):
    """Everything but the deed itself is done before the start."""
    from articles.models import Article
    from newsroom.models import User

    if verb == "post":
        return post(User.objects.get(pk=pk), *given)
    article, version = Article.objects.get(pk=pk), given[0] if given else "0"
    deed = {"save": save, "publish": publish}[verb]
    return lambda: deed(article, version)


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
