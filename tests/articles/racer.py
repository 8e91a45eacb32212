"""One of several processes that race for an article: ``python -m tests.articles.racer save 7 1``.

Says "ready", waits for a line on its input, runs the verb and says how it ended.
"""

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


def main(verb, pk, version="0"):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from articles.models import Article
    from articles.services import Refused

    article = Article.objects.get(pk=pk)
    print("ready", flush=True)  # noqa: T201 - the parent reads it
    sys.stdin.readline()
    try:
        {"save": save, "publish": publish, "erase": erase}[verb](article, version)
        print("done", flush=True)  # noqa: T201
    except Refused as refusal:
        print(type(refusal).__name__, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
