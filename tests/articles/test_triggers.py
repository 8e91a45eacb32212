from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles.models import OPEN_END, Correction, Edition, Release
from articles.triggers import PROMISES
from tests.factories_articles import make_editor, make_live

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def refused(words):
    return pytest.raises(IntegrityError, match=words)


@pytest.mark.parametrize(
    "change", [{"data": {"headline": "Other"}}, {"note": "x"}, {"number": 9}, {"is_substantive": False}]
)
def test_an_edition_never_changes(change):
    make_live()

    with refused("An edition is frozen"), transaction.atomic():
        Edition.objects.update(**change)


def test_an_edition_is_never_deleted():
    make_live()

    with refused("An edition is frozen"), transaction.atomic():
        connection.cursor().execute("DELETE FROM articles_edition")
    assert Edition.objects.count() == 1


def test_of_an_edition_only_the_person_can_go():
    editor = make_editor()
    make_live(by=editor)

    with refused("An edition is frozen"), transaction.atomic():
        Edition.objects.update(by=make_editor())
    editor.delete()

    assert Edition.objects.get().by is None


@pytest.fixture
def correction():
    article = make_live()
    return article.corrections.create(
        edition=article.editions.get(), text="The bridge is 40 m long, not 4 km.", by=make_editor()
    )


@pytest.mark.parametrize("change", [{"text": "Never mind."}, {"kind": "update"}, {"at": OPEN_END}])
def test_a_correction_stays_as_it_was_written(correction, change):
    with refused("A correction is frozen"), transaction.atomic():
        Correction.objects.update(**change)


def test_a_correction_is_never_deleted(correction):
    with refused("A correction is frozen"), transaction.atomic():
        connection.cursor().execute("DELETE FROM articles_correction")
    assert Correction.objects.get() == correction


def test_of_a_correction_only_the_person_can_go(correction):
    with refused("A correction is frozen"), transaction.atomic():
        Correction.objects.update(by=make_editor())
    correction.by.delete()

    assert Correction.objects.get().by is None


def copy_of(release, **fields):
    fields = {"live_from": release.live_from, "live_until": release.live_until} | fields
    return Release(
        article_id=release.article_id,
        edition_id=release.edition_id,
        published_at=release.published_at,
        updated_at=release.updated_at,
        day=release.day,
        slug=release.slug,
        section_id=release.section_id,
        top_section_id=release.top_section_id,
        headline="A second one",
        **fields,
    )


@pytest.fixture
def release():
    """One that is live for two hours."""
    release = make_live().releases.get()
    release.live_until = release.live_from + 2 * HOUR
    Release.timeline.filter(pk=release.pk).update(live_until=release.live_until)
    return release


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (1, 3), (0.5, 1.5), (-1, 3)])
def test_a_release_that_would_overlap_another_is_not_stored(release, start, end):
    second = copy_of(
        release, live_from=release.live_from + start * HOUR, live_until=release.live_from + end * HOUR
    )

    with refused("release_does_not_overlap|never public at once"), transaction.atomic():
        second.save(force_insert=True)


def test_a_release_cannot_be_moved_over_another(release):
    second = copy_of(release, live_from=release.live_until, live_until=OPEN_END)
    second.save(force_insert=True)

    for change in (
        {"live_from": release.live_until - timedelta(microseconds=1)},
        {"live_from": release.live_from - HOUR},
    ):
        with refused("release_does_not_overlap|never public at once"), transaction.atomic():
            Release.timeline.filter(pk=second.pk).update(**change)
    Release.timeline.filter(pk=second.pk).update(live_from=release.live_until + HOUR)
    assert Release.timeline.count() == 2


def test_releases_of_two_articles_do_not_mind_each_other(release):
    make_live()

    assert Release.objects.count() == 2


def database_faults():
    return [fault for fault in run_checks(databases=["default"]) if fault.id == "articles.E001"]


def test_the_check_names_every_trigger_that_is_missing_and_migrate_brings_it_back():
    assert database_faults() == []
    PROMISES.lift()
    wanted = [refusal.name for refusal in PROMISES.triggers_on(connection.vendor)]

    faults = database_faults()

    assert [fault.msg.split("“")[1].split("”")[0] for fault in faults] == wanted
    call_command("migrate", verbosity=0)
    assert database_faults() == []


def test_migrate_itself_is_let_through_to_install_what_is_missing(monkeypatch):
    PROMISES.lift()
    monkeypatch.setattr("sys.argv", ["manage.py", "migrate"])

    assert database_faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_may_write_what_can_never_be_deleted():
    """Its teardown empties the tables; the next test sees whether they could be, and what is left."""
    make_live()


@pytest.mark.django_db(transaction=True)
def test_the_transactional_test_before_this_left_nothing_but_the_triggers():
    assert not Edition.objects.exists()
    assert database_faults() == []


def test_a_rebuilt_table_has_its_triggers_again_after_migrate():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER edition_stays")
    else:
        connection.cursor().execute("ALTER TABLE articles_release DROP CONSTRAINT release_does_not_overlap")
    assert len(database_faults()) == 1

    PROMISES.install()

    assert database_faults() == []
