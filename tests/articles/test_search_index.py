"""The index follows whatever is written, however it is written."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from articles.models import Author, Release, ReleaseByline
from articles.search import Wanted, find_keys
from articles.search_index import UPKEEP
from tests.factories_articles import make_author, make_live

pytestmark = pytest.mark.django_db


def find(text):
    return find_keys(Wanted().with_words(text))


def indexed():
    key = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, headline, summary, bylines, body FROM articles_search")  # noqa: S608
        return cursor.fetchall()


def test_a_release_is_indexed_as_readers_read_it():
    release = make_live(
        headline="A & B",
        standfirst="Top",
        key_points=["one", "two"],
        body='<h2>Head</h2><p>a <em>b</em>c &lt;d&gt; &amp;amp; <a href="https://x.example/?a=1&amp;b=2">e</a></p>',
        bylines=[make_author(name="Zoë Ek"), make_author(name="Al Bo")],
    ).releases.get()

    ((key, headline, summary, bylines, body),) = indexed()

    assert (key, headline, summary, bylines) == (release.pk, "A & B", "Top one two", "Zoë Ek, Al Bo")
    assert body.split() == ["Head", "a", "bc", "<d>", "&amp;", "e"]


def test_an_empty_text_is_indexed_too():
    make_live(headline="Only a headline", body="")

    assert indexed()[0][1:] == ("Only a headline", "", indexed()[0][3], "")


def test_writes_in_bulk_are_followed():
    first, second = (make_live(headline="Boat").releases.get() for _ in range(2))

    Release.timeline.update(headline=Concat(F("headline"), Value(" lantern")))
    assert sorted(find("lantern")) == [first.pk, second.pk]
    Release.timeline.filter(pk=first.pk).update(
        body="<p>barge</p>", standfirst="quay", key_points=[{"text": "tug"}]
    )
    assert find("barge") == find("quay") == find("tug") == [first.pk]
    assert len(indexed()) == 2


def test_the_people_of_a_story_are_followed():
    release = make_live(bylines=[make_author(name="Ana Berg")]).releases.get()
    bo = make_author(name="Bo Ek")

    ReleaseByline.objects.bulk_create(
        [ReleaseByline(release=release, author=bo, role="by", published_at=release.published_at)]
    )
    assert find("bo ek") == [release.pk]
    Author.objects.filter(pk=bo.pk).update(name="Cy Falk")
    assert (find("bo ek"), find("cy falk")) == ([], [release.pk])
    ReleaseByline.objects.filter(author=bo).update(author=make_author(name="Di Grå"))
    assert (find("cy falk"), find("di gra")) == ([], [release.pk])
    ReleaseByline.objects.filter(author__name="Di Grå").delete()
    assert (find("di gra"), find("ana berg")) == ([], [release.pk])


def test_what_is_deleted_is_forgotten():
    make_live(bylines=[make_author()])

    ReleaseByline.objects.all().delete()
    Release.timeline.all().delete()

    assert indexed() == []


def test_migrate_indexes_what_is_not_and_forgets_what_is_gone():
    release = make_live(headline="Lantern").releases.get()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO articles_search (rowid, headline) VALUES (999999, 'Ghost')")

    call_command("migrate", verbosity=0)

    assert [row[0] for row in indexed()] == [release.pk]
    assert find("lantern") == [release.pk]


def test_another_language_indexes_words_as_they_are(settings):
    release = make_live(headline="Ferries").releases.get()
    settings.LANGUAGE_CODE = "sv"

    call_command("migrate", verbosity=0)

    assert find("ferry") == []
    assert find("FERRIES") == [release.pk]


def test_a_missing_trigger_is_reported_and_migrate_puts_it_back():
    with connection.cursor() as cursor:
        on = " ON articles_author" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER search_follows_a_renamed_author{on}")

    def faults():
        return [fault.msg for fault in run_checks(databases=["default"]) if fault.id == "articles.E002"]

    assert faults() == [
        "Search does not follow “articles_author”: the trigger search_follows_a_renamed_author is missing."
    ]
    call_command("migrate", verbosity=0)
    assert faults() == []


def test_every_trigger_is_there():
    assert UPKEEP.faults(["default"]) == []
    assert len(UPKEEP.triggers_on(connection.vendor)) == (7 if connection.vendor == "sqlite" else 8)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_an_emptied_database_has_an_empty_index(turn):
    assert indexed() == []
    make_live(headline="Lantern")

    assert len(find("lantern")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_table_can_be_rebuilt_while_the_index_follows_it():
    make_live(headline="Lantern")

    call_command("migrate", "articles", "0010", verbosity=0)
    call_command("migrate", verbosity=0)  # whole: other apps' tables stand on these

    assert len(find("lantern")) == 1
    assert UPKEEP.faults(["default"]) == []
