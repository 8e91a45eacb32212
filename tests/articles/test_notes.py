"""What the desk says to itself, and the mails it gets."""

import json

import pytest
from django.core import mail

from articles import services
from articles.editions import snapshot
from articles.mentions import mentioned_in
from articles.models import Note
from tests.factories_articles import make_article, make_author, make_editor, make_live
from tests.factories_desk import STORIES, change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db
READ = ("articles.change_article", "articles.read_every_article")


def make_reader(name, email=None):
    """Somebody on the desk who may read every story."""
    person = make_person(*READ)
    person.name, person.email = name, email or person.email
    person.save()
    return person


def recipients():
    return [letter.to[0] for letter in mail.outbox]


def notes_of(article):
    return f"{STORIES}{article.pk}/notes/"


@pytest.mark.parametrize(
    "text",
    ["@Ana Lind look", "(@ana.lind)", "@AnaLind", "@ana", "@lind.a, please", "first line\n@ANA LIND."],
)
def test_a_person_is_mentioned_by_name_or_address(text):
    ana = make_reader("Ana Lind", "lind.a@example.org")

    assert mentioned_in(text, make_article()) == [ana]


@pytest.mark.parametrize("text", ["ana", "mail ana@Ana", "@anastasia", "@ana_b", "@", "@ ana"])
def test_other_words_mention_nobody(text):
    make_reader("Ana Lind")

    assert mentioned_in(text, make_article()) == []


def test_the_longest_name_counts_and_a_shared_first_name_means_nobody():
    lind, berg = make_reader("Ana Lind"), make_reader("Ana Berg")

    assert mentioned_in("@Ana Berg and @Ana Lind and @Ana Berg", make_article()) == [berg, lind]
    assert mentioned_in("@Ana", make_article()) == []


def test_only_those_who_may_read_the_story_are_told():
    chief, writer = make_chief(name="Chief"), make_person("articles.change_article")
    writer.name = "Wim"
    writer.save()
    left = make_reader("Lea")
    left.is_active = False
    left.save()
    theirs, other = make_article(created_by=writer), make_article(created_by=chief)

    services.add_note(other, by=chief, text="@Wim and @Lea look")
    assert recipients() == []
    _, told = services.add_note(theirs, by=chief, text="@Wim look, says @Chief")

    assert told == [writer]
    assert recipients() == [writer.email]
    assert "@Wim look" in mail.outbox[0].body
    assert change_address(theirs) in mail.outbox[0].body


def test_a_note_that_is_too_long_is_refused_and_stays_in_its_field():
    article = make_article()
    client = client_of(make_chief())

    too_long = client.post(notes_of(article), {"text": "x" * 5001})
    longest = client.post(notes_of(article), {"text": "x" * 5000})

    assert (too_long.status_code, longest.status_code) == (422, 302)
    assert "The note has 5001 characters; it may have 5000." in too_long.content.decode()
    assert "x" * 5001 in too_long.content.decode()
    assert article.notes.count() == 1


@pytest.mark.parametrize("unseen", ["\x00", "\u200b", " \u202e\n"])
def test_a_return_note_that_nobody_can_see_is_none(unseen):
    article = make_article(created_by=make_editor())
    services.submit_for_review(article, by=None)

    with pytest.raises(services.Refused, match="Say in a note why"):
        services.send_back(article, by=None, note=unseen)
    services.send_back(article, by=None, note=f"Shorter{unseen}, please.")

    said = "Shorter, please." if "\n" not in unseen else "Shorter \n, please."
    assert article.notes.get().text == said
    assert said in mail.outbox[-1].body
    assert "\x00" not in mail.outbox[-1].body


def test_a_return_note_is_not_lost_when_somebody_else_was_faster():
    article = make_article(created_by=make_editor())
    typed = typed_story(headline="Tide", section=article.section_id, version=article.version)
    note = {"_send_back": "", "return_note": "Say who was there."}

    answer = client_of(make_chief()).post(change_address(article), typed | note, follow=True)

    assert "This article is not in review. Your note was: “Say who was there.”" in answer.text
    assert not article.notes.exists()


def test_a_note_is_added_resolved_and_reopened_at_the_desk():
    ann = make_chief(name="Ann Ames")
    article, client = make_article(), client_of(ann)

    client.post(notes_of(article), {"text": "Check the <b>sum</b>.\n\nTwice."})
    note = Note.objects.get()
    assert (note.article, note.by, note.text) == (article, ann, "Check the <b>sum</b>.\n\nTwice.")
    for page in (client.get(notes_of(article)), client.get(change_address(article))):
        assert "Check the &lt;b&gt;sum&lt;/b&gt;." in page.text
        assert "Ann Ames" in page.text

    client.post(f"{notes_of(article)}{note.pk}/resolve/")
    note.refresh_from_db()
    assert note.resolved_by == ann
    assert "No open notes." in client.get(change_address(article)).text
    client.post(f"{notes_of(article)}{note.pk}/reopen/")
    note.refresh_from_db()
    assert (note.resolved_at, note.resolved_by) == (None, None)


def test_an_empty_note_is_refused_and_a_get_changes_nothing():
    article, client = make_article(), client_of(make_chief())
    note, _ = services.add_note(article, by=None, text="One")

    assert client.post(notes_of(article), {"text": " \n"}).status_code == 422
    assert client.get(f"{notes_of(article)}{note.pk}/resolve/").status_code == 405
    assert Note.objects.unresolved().get() == note


def test_notes_of_others_stories_are_closed_to_a_writer():
    article, other = make_article(), make_article()
    note, _ = services.add_note(article, by=None, text="One")
    writer = client_of(make_person("articles.change_article"))
    chief = client_of(make_chief())

    for address in (notes_of(article), f"{notes_of(article)}{note.pk}/resolve/"):
        assert writer.post(address, {"text": "x"}).status_code == 404
    assert chief.post(f"{notes_of(other)}{note.pk}/resolve/").status_code == 404
    assert Note.objects.unresolved().get() == note


def test_a_note_is_on_no_page_of_readers_in_no_preview_and_in_no_edition(client):
    article = make_live()
    services.add_note(article, by=None, text="Between us only")

    preview = client_of(make_chief()).get(f"{STORIES}{article.pk}/preview/")

    assert "Between us only" not in preview.text
    assert "Between us only" not in client.get(article.releases.get().get_absolute_url()).text
    assert "Between us only" not in json.dumps(snapshot(article))


def test_submitting_tells_those_who_can_publish_but_not_who_submits():
    chief, publisher = make_chief(), make_person(*READ, "articles.publish_article")
    make_person(*READ)

    services.submit_for_review(make_article(headline="Ferry"), by=chief)

    assert recipients() == [publisher.email]
    assert mail.outbox[0].subject == "For review: Ferry"


def test_returning_needs_a_note_which_is_mailed_to_the_writer_and_kept():
    writer, chief = make_editor(), make_chief(name="Ann Ames")
    article = make_article(created_by=writer, headline="Ferry")
    services.submit_for_review(article, by=writer)
    mail.outbox.clear()

    with pytest.raises(services.Refused, match="Say in a note why"):
        services.send_back(article, by=chief, note=" ")
    services.send_back(article, by=chief, note="Shorter, please.")

    assert article.desk == "draft"
    assert Note.objects.get().text == "Shorter, please."
    assert recipients() == [writer.email]
    assert "Ann Ames has sent “Ferry” back" in mail.outbox[0].body
    assert "Shorter, please." in mail.outbox[0].body


def test_publishing_tells_the_writer_unless_they_did_it_themselves():
    writer, chief = make_editor(), make_chief()
    article, own = make_article(created_by=writer), make_article(created_by=chief)

    services.publish(article, by=chief, checked=False)
    services.publish(own, by=chief, checked=False)

    assert recipients() == [writer.email]
    assert article.releases.get().get_absolute_url() in mail.outbox[0].body


def test_a_refused_publish_mails_nobody():
    article = make_article(created_by=make_editor(), headline="TK")

    with pytest.raises(services.Unready):
        services.publish(article, by=make_chief())

    assert mail.outbox == []


def test_the_form_sends_back_with_the_note_that_was_typed():
    chief = make_chief()
    article = make_article(section=None, created_by=make_editor())
    services.submit_for_review(article, by=None)
    client = client_of(chief)

    def post(note):
        article.refresh_from_db()
        typed = typed_story(
            headline=article.headline, version=article.version, bylines=[make_author()], return_note=note
        )
        return client.post(change_address(article), typed | {"_send_back": ""}, follow=True)

    assert "Say in a note why it goes back." in post("").text
    post("Too long.")

    article.refresh_from_db()
    assert article.desk == "draft"
    assert Note.objects.get().text == "Too long."
