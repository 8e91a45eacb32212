"""Deleting for good: who may, what goes, what stays, and that nothing else gets past the triggers."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import now

from articles import services
from articles.models import Article, Correction, Edition, Erasure, ErrorReport, Photo, Release
from articles.services.sharing import share_draft
from comments.models import Comment
from newsroom.models import AuditEntry, Purge
from tests.factories_articles import (
    make_article,
    make_author,
    make_editor,
    make_live,
    make_photo,
    make_tag,
)
from tests.factories_comments import a_comment
from tests.factories_desk import make_chief

pytestmark = pytest.mark.django_db

HEADLINE = "Ferry runs again"
FROZEN = [
    ("DELETE FROM articles_edition", "An edition is frozen"),
    ("DELETE FROM articles_correction", "A correction is frozen"),
]


def put_away(**fields):
    article = make_article(**{"headline": HEADLINE} | fields)
    services.keep(article, by=None)
    services.trash(article, by=None)
    return article


def in_the_trash():
    """A story that readers have seen, with something of everything, withdrawn and put away."""
    article = make_live(
        headline=HEADLINE,
        slug="ferry",
        body="<p>Zugzwang.</p>",
        key_points=["It runs"],
        bylines=[make_author()],
        tags=[make_tag()],
        lead_photo=make_photo(),
    )
    services.correct(article, by=None, kind="correction", text="It was the tram.", checked=False)
    report = ErrorReport.objects.create(article=article, quote="ferry", claim="It is a tram")
    services.close_as_corrected(report, by=None, correction=article.corrections.get())
    article.notes.create(text="Ask the port.")
    share_draft(article, by=None, for_whom="The port", days=1)
    first = a_comment(article)
    a_comment(article, parent=a_comment(article, parent=first))
    services.withdraw(article, by=None, reason="It sank.")
    services.trash(article, by=None)
    return article


def erase(article, headline=HEADLINE, by=None):
    return services.erase_article(article, by=by or make_chief(), headline=headline)


def everything_of(article):
    """How many rows in the database hold the article's key, its own one included."""
    relations = Article._meta.related_objects
    rows = [r.related_model._base_manager.filter(**{r.field.name: article.pk}) for r in relations]
    rows += [Article.objects.filter(pk=article.pk), Article.tags.through.objects.filter(article=article.pk)]
    return sum(some.count() for some in rows)


def test_a_story_in_the_trash_goes_with_all_that_belongs_to_it_and_photos_stay():
    article, other, chief = in_the_trash(), make_live(), make_chief()
    kept = everything_of(other)
    Purge.objects.all().delete()
    address = f"address-{article.addresses.get().day}-ferry"

    gone = erase(article, by=chief)

    assert gone == {
        "bylines": 1,
        "comments": 3,
        "corrections": 1,
        "editions": 1,
        "error reports": 1,
        "key points": 1,
        "notes": 1,
        "releases": 2,
        "share links": 1,
    }
    assert (everything_of(article), everything_of(other)) == (0, kept)
    assert not Comment.objects.exists()
    assert Photo.objects.count() == 1
    erasure = Erasure.objects.get()
    assert (erasure.article_key, erasure.by) == (article.pk, chief)
    assert set(Purge.objects.values_list("name", flat=True)) == {f"article-{article.pk}", address}


def test_the_audit_log_keeps_the_headline_and_the_numbers_and_not_the_text():
    article, chief = in_the_trash(), make_chief()

    erase(article, by=chief)

    entry = AuditEntry.objects.get(verb="deleted for good")
    assert (entry.by, entry.row_id, entry.title) == (chief, str(article.pk), HEADLINE)
    assert entry.before["headline"] == HEADLINE
    assert entry.before["went with it"]["comments"] == 3
    assert "Zugzwang" not in f"{entry.before}{entry.after}"


@pytest.mark.parametrize("typed", ["", "Ferry", "ferry runs again", "untitled"])
def test_another_headline_deletes_nothing(typed):
    article = put_away()

    with pytest.raises(services.OtherHeadlineError, match="That is not the headline"):
        erase(article, headline=typed)

    assert (Article.objects.count(), Edition.objects.count(), Erasure.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize(
    ("headline", "typed"), [("", "untitled"), (" ", "untitled"), ("Two  spaces ", "Two spaces")]
)
def test_what_is_typed_is_the_headline_as_one_sees_it(headline, typed):
    erase(put_away(headline=headline), headline=typed)

    assert not Article.objects.exists()


def test_only_from_the_trash():
    article = make_article(headline=HEADLINE)

    with pytest.raises(services.Refused, match="not in the trash"):
        erase(article)

    assert Article.objects.get() == article


@pytest.mark.parametrize("fields", [{"is_superuser": False}, {"is_superuser": True, "is_active": False}])
def test_only_a_superuser(fields):
    article = put_away()

    with pytest.raises(services.Refused, match="Only a superuser"):
        erase(article, by=make_editor(**fields))

    assert Article.objects.get() == article


def test_who_comes_second_is_told_so():
    article = put_away()
    erase(Article.objects.get())

    with pytest.raises(services.Refused, match="Somebody else has deleted this story"):
        erase(article)


@pytest.mark.parametrize(("statement", "sentence"), FROZEN)
def test_the_frozen_rows_of_other_stories_stay_frozen(statement, sentence):
    erase(in_the_trash())
    in_the_trash()

    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        connection.cursor().execute(statement)

    assert Edition.objects.count() == Correction.objects.count() == 1


@pytest.mark.parametrize(("statement", "sentence"), FROZEN)
def test_an_erasure_alone_lets_nothing_go_that_is_not_in_the_trash(statement, sentence):
    article = in_the_trash()
    services.recover(article, by=None)
    Erasure.objects.create(article_key=article.pk)
    Release.timeline.all().delete()
    ErrorReport.objects.all().delete()

    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles_erasure",
        "UPDATE articles_erasure SET article_key = 77",
        "UPDATE articles_erasure SET by_id = (SELECT MAX(id) FROM newsroom_user)",
    ],
)
def test_an_erasure_stays_as_it_is(statement):
    erase(put_away())
    make_editor()

    with pytest.raises(IntegrityError, match="An erasure is frozen"), transaction.atomic():
        connection.cursor().execute(statement)


def test_of_an_erasure_only_the_person_can_go():
    chief = make_chief()
    erase(put_away(), by=chief)

    chief.delete()

    assert Erasure.objects.get().by is None


def test_its_addresses_are_gone_and_not_merely_unknown():
    article = in_the_trash()
    address = article.releases(manager="timeline").first().get_absolute_url()
    withdrawn = Client().get(address)

    erase(article)

    answer = Client().get(address)
    assert (withdrawn.status_code, answer.status_code) == (410, 410)
    assert "It sank." in withdrawn.text
    assert "It sank." not in answer.text
    assert Client().get(f"{address[:-1]}-2/").status_code == 404


def test_a_story_that_readers_never_saw_leaves_no_address():
    article = make_article(headline=HEADLINE, slug="ferry")
    services.publish(article, by=None, at=now().replace(year=9000), checked=False)
    day = article.addresses.get().day
    services.unschedule(article, by=None)
    services.trash(article, by=None)

    erase(article)

    assert Client().get(f"/{day:%Y/%m/%d}/ferry/").status_code == 404
    assert not Erasure.objects.get().addresses.exists()


def test_a_new_story_of_that_day_may_claim_the_address_and_then_has_it():
    erase(in_the_trash())
    article = make_live(headline="Another ferry", slug="ferry")
    address = article.releases.get().get_absolute_url()

    answer = Client().get(address)

    assert (answer.status_code, address in answer.text) == (200, True)
    services.withdraw(article, by=None, reason="Not that one either.")
    assert "Not that one either." in Client().get(address).text
    services.trash(article, by=None)
    erase(article, headline="Another ferry")
    assert Client().get(address).status_code == 410
