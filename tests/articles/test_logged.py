"""What the verbs of the newsroom write to the audit log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.photos import add_photo, change_photo, remove_photo
from articles.services import presence
from newsroom.models import AuditEntry
from tests.factories_articles import make_article, make_editor, make_live
from tests.factories_pictures import a_picture_file

pytestmark = pytest.mark.django_db


def told_of(row):
    """(verb, before, after) of each entry, oldest first."""
    entries = AuditEntry.objects.filter(noun=row._meta.label_lower, row_id=str(row.pk)).order_by("pk")
    return [(entry.verb, entry.before, entry.after) for entry in entries]


def test_publishing_and_withdrawing_say_what_readers_saw_before_and_after():
    editor = make_editor(name="Ada Moe")
    article = make_article(headline="Night ferry", slug="night-ferry")
    services.keep(article, by=editor)
    services.publish(article, by=editor, checked=False)
    services.withdraw(article, by=editor, reason="Wrong ferry")

    saved, published, withdrawn = told_of(article)
    assert saved == ("saved an edition of", {"edition": None}, {"edition": 1})
    assert published[0] == "published"
    assert published[1] == {"state": "Draft", "edition readers see": None, "readers see it since": None}
    assert (published[2]["state"], published[2]["edition readers see"]) == ("Live", 1)
    assert withdrawn[0] == "withdrew"
    assert (withdrawn[1]["state"], withdrawn[2]["state"]) == ("Live", "Withdrawn")
    assert withdrawn[2]["reason for withdrawing"] == "Wrong ferry"
    assert set(AuditEntry.objects.values_list("by", "title")) == {(editor.pk, "Night ferry")}


def test_a_return_that_is_planned_takes_neither_the_end_before_it_nor_its_reason_from_the_log():
    article, now = make_live(), timezone.now()
    services.withdraw(article, by=None, at=now + timedelta(hours=1), reason="For an hour")

    services.publish(article, by=None, at=now + timedelta(hours=2), checked=False)
    services.unschedule(article, by=None)

    planned, returning, called_off = told_of(article)[-3:]
    assert planned[2]["reason for withdrawing"] == "For an hour"
    assert set(returning[2]) == {"next release"}
    assert (called_off[1]["reason for withdrawing"], called_off[2]["to be withdrawn"]) == (
        "For an hour",
        None,
    )


def test_a_moment_ahead_is_told_as_such():
    article = make_article(slug="tomorrow")
    services.keep(article, by=None)
    tomorrow = timezone.now() + timedelta(days=1)

    services.publish(article, by=None, at=tomorrow, checked=False)
    services.withdraw(article, by=None, at=tomorrow + timedelta(hours=1))
    services.unschedule(article, by=None)

    verbs = [verb for verb, before, after in told_of(article)]
    assert verbs == [
        "saved an edition of",
        "scheduled",
        "planned to withdraw",
        "called off what was scheduled for",
    ]
    assert told_of(article)[1][2]["state"] == "Scheduled"
    assert told_of(article)[3][2]["state"] == "Draft"


def test_the_way_through_review_and_trash_is_told():
    article = make_article()
    services.keep(article, by=None)

    services.submit_for_review(article, by=None)
    services.send_back(article, by=None, note="Shorter, please")
    services.trash(article, by=None)
    services.recover(article, by=None)

    assert told_of(article)[1:] == [
        ("submitted for review", {"state": "Draft"}, {"state": "In review"}),
        ("sent back", {"state": "In review"}, {"state": "Draft"}),
        ("moved to the trash", {"state": "Draft"}, {"state": "In the trash"}),
        ("recovered from the trash", {"state": "In the trash"}, {"state": "Draft"}),
    ]


def test_restoring_and_switching_are_told():
    article = make_article(headline="First")
    first = services.keep(article, by=None)
    article.headline = "Second"
    article.save()
    services.keep(article, by=None)

    services.restore(first, by=None)
    services.switch(article, by=None, is_sensitive=True)

    verbs = {verb: (before, after) for verb, before, after in told_of(article)}
    assert verbs["restored an edition of"][1]["headline"] == "First"
    assert verbs["switched"] == ({"no ads": False}, {"no ads": True})


def test_notes_are_told_without_their_words_and_a_take_over_once():
    anna, ben = make_editor(name="Anna Moe", is_superuser=True), make_editor(name="Ben Ota")
    article = make_article()

    note, _ = services.add_note(article, by=ben, text="Ask the mayor, @Anna Moe")
    services.resolve_note(note, by=anna)
    services.resolve_note(note, by=anna)
    services.reopen_note(note, by=anna)
    presence.take_over(article, by=ben, of=anna)
    presence.take_over(article, by=ben, of=anna)

    assert told_of(article) == [
        ("added a note to", None, {"note": note.pk, "told": ["Anna Moe"]}),
        ("resolved a note on", {"note": note.pk, "stands": "open"}, {"note": note.pk, "stands": "resolved"}),
        ("reopened a note on", {"note": note.pk, "stands": "resolved"}, {"note": note.pk, "stands": "open"}),
        ("took over", {"at it": "Anna Moe"}, {"at it": "Ben Ota"}),
    ]


def test_what_changes_nothing_or_is_refused_is_not_told():
    article = make_live()
    told = told_of(article)

    services.keep(article, by=None)
    services.switch(article, by=None, is_sensitive=False)
    with pytest.raises(services.Refused):
        services.trash(article, by=None)

    assert told_of(article) == told


def test_a_photo_is_told_from_its_coming_to_its_going(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    editor = make_editor()
    photo = add_photo(a_picture_file(), by=editor, alt="A pier")
    key = photo.pk

    change_photo(photo, by=editor, alt="A long pier", credit=photo.credit)
    change_photo(photo, by=editor, alt="A long pier")
    remove_photo(photo, by=editor)

    entries = AuditEntry.objects.filter(noun="articles.photo", row_id=str(key)).order_by("pk")
    assert [entry.verb for entry in entries] == ["added", "changed", "deleted"]
    assert (entries[1].before, entries[1].after) == ({"alt": "A pier"}, {"alt": "A long pier"})
    assert {entry.by for entry in entries} == {editor}
