"""Several people at one article at once: real processes on the test's own database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from articles import services
from articles.models import OPEN_END, Address, Article, Author, Edition, Erasure, Release, Tag
from newsroom.clock import database_now
from newsroom.models import AuditEntry
from tests.factories_articles import make_article, make_author, make_editor, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


def database_url():
    stored = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{stored['NAME']}"
    user = f"{stored['USER']}:{stored['PASSWORD']}@" if stored["USER"] else ""
    port = f":{stored['PORT']}" if stored["PORT"] else ""
    return f"postgres://{user}{stored['HOST']}{port}/{stored['NAME']}"


def race(*commands):
    """Run each command in a process of its own, all let go at once; return how they ended."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.articles.racer", *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(settings.BASE_DIR),
            env=os.environ | {"DATABASE_URL": database_url()},
        )
        for command in commands
    ]
    try:
        assert [racer.stdout.readline() for racer in racers] == ["ready\n"] * len(racers)
        for racer in racers:
            racer.stdin.write("go\n")
            racer.stdin.flush()
        return sorted(racer.communicate(timeout=60)[0].strip() for racer in racers)
    finally:
        for racer in racers:
            racer.kill()
            racer.wait()


def test_of_three_saves_that_began_at_one_version_one_is_stored():
    article = make_article()

    outcomes = race(*[("save", article.pk, article.version)] * 3)

    assert outcomes == ["Stale", "Stale", "done"]
    stored = Article.objects.get()
    assert stored.version == article.version + 1
    assert [edition.data["headline"] for edition in Edition.objects.all()] == [stored.headline]


def test_six_publishes_at_once_leave_one_release_live_and_a_line_without_gaps():
    article = make_article(slug="one")

    outcomes = race(*[("publish", article.pk)] * 6)

    assert outcomes == ["done"] * 6
    line = list(Release.timeline.order_by("live_from"))
    assert Release.timeline.public(database_now()).get() == line[-1]
    assert [r.live_until for r in line] == [*(r.live_from for r in line[1:]), OPEN_END]
    assert len(line) == 6
    assert {(r.published_at, r.edition_id) for r in line} == {(line[0].published_at, line[0].edition_id)}
    assert (Edition.objects.count(), Address.objects.count()) == (1, 1)


def test_of_three_articles_that_want_one_address_one_gets_it():
    articles = [make_article(slug="one") for _ in range(3)]

    outcomes = race(*[("publish", article.pk) for article in articles])

    assert outcomes == ["Refused", "Refused", "done"]
    assert Release.timeline.get().article_id == Address.objects.get().article_id


def test_of_two_who_delete_one_story_for_good_one_does():
    article = make_article()
    services.keep(article, by=None)
    services.trash(article, by=None)
    make_editor(is_superuser=True)

    outcomes = race(*[("erase", article.pk)] * 2)

    assert outcomes == ["Refused", "done"]
    assert (Article.objects.count(), Edition.objects.count(), Erasure.objects.count()) == (0, 0, 1)
    assert AuditEntry.objects.filter(verb="deleted for good").count() == 1


@pytest.mark.parametrize(("merge", "publish"), [("later", "slowly"), ("slowly", "later")])
def test_a_merge_and_a_publication_of_what_is_merged_both_end_well(merge, publish):
    old, new = make_tag(), make_tag()
    article = make_article(slug="one", tags=[old])

    outcomes = race((f"{merge}-merge", article.pk, old.pk), (f"{publish}-publish", article.pk))

    assert outcomes == ["done", "done"]
    assert list(Tag.objects.all()) == [new]
    assert list(article.tags.all()) == [new]
    assert [through.tag for through in Release.objects.get().release_tags.all()] == [new]


@pytest.mark.parametrize(
    ("merge", "credit", "credited"), [("later", "slowly", ["new"]), ("slowly", "later", [])]
)
def test_an_author_who_is_merged_while_somebody_credits_them_first_is_credited_or_unknown(
    merge, credit, credited
):
    old, new = make_author(name="old"), make_author(name="new")
    article = make_article(bylines=[])

    outcomes = race((f"{merge}-merge", article.pk, old.pk), (f"{credit}-credit", article.pk, old.pk))

    assert outcomes == ["done", "done"]
    assert list(Author.objects.all()) == [new]
    assert [line.author.name for line in article.bylines.all()] == credited


@pytest.mark.parametrize(
    ("merge", "add", "ends", "tags"),
    [("later", "slowly", ["done", "done"], ["new"]), ("slowly", "later", ["Refused", "done"], [])],
)
def test_a_tag_that_is_merged_while_many_stories_get_it_moves_on_or_is_refused(merge, add, ends, tags):
    old = make_tag(name="old")
    make_tag(name="new")
    article = make_article()

    outcomes = race((f"{merge}-merge", article.pk, old.pk), (f"{add}-add_tag", article.pk, old.pk))

    assert outcomes == ends
    assert [tag.name for tag in article.tags.all()] == tags
