"""What a text names is kept in the library, whatever is done with the text."""

import random

import pytest
from django.db.models import ProtectedError

from articles import services
from articles.body import clean_body
from articles.figures import photos_in, recordings_in
from articles.models import Article, PhotoUse, RecordingUse, Release
from articles.photos import remove_photo
from articles.recordings import remove_recording
from tests.factories_articles import make_article, make_live, make_photo, make_section
from tests.factories_furniture import make_clip, photo_figure, recording_figure

pytestmark = pytest.mark.django_db


def noted():
    """{(article, release or None): (photos, recordings)} as noted, texts that name nothing left out."""
    found = {}
    for place, (uses, name) in enumerate(((PhotoUse, "photo_id"), (RecordingUse, "recording_id"))):
        for article, release, key in uses.objects.values_list("article", "release", name):
            found.setdefault((article, release), (set(), set()))[place].add(key)
    return found


def named():
    """The same, read out of the stored bodies."""
    texts = {(article.pk, None): clean_body(article.body) for article in Article.objects.all()}
    texts |= {(release.article_id, release.pk): release.body for release in Release.timeline.all()}
    found = {text: (photos_in(body), recordings_in(body)) for text, body in texts.items()}
    return {text: keys for text, keys in found.items() if any(keys)}


def retype(article, body):
    Article.objects.filter(pk=article.pk).update(body=body)
    article.refresh_from_db()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_the_notes_say_what_the_texts_name(seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    figures = [photo_figure(make_photo()) for _ in range(4)] + [recording_figure(make_clip())]
    article, other = make_article(body=""), make_live(body=figures[0])

    def save():
        retype(article, "<p>a</p>" + "".join(chance.sample(figures, chance.randint(0, 5))))
        services.note_working_text(article, by=None)

    deeds = (
        save,
        save,
        lambda: services.keep(article, by=None),
        lambda: services.publish(article, by=None, checked=False),
        lambda: services.restore(chance.choice(article.editions.all()), by=None),
        lambda: services.withdraw(article, by=None),
        lambda: services.set_section(article, section=make_section(), by=None),
        lambda: services.publish(other, by=None, checked=False),
    )
    for _ in range(25):
        try:
            chance.choice(deeds)()
        except (services.Refused, IndexError):
            continue

        assert noted() == named()
    assert Release.timeline.filter(article=article).exists()


def test_a_photo_in_a_working_text_is_kept_until_the_text_lets_it_go():
    photo, talk = make_photo(), make_clip()
    article = make_article(body=photo_figure(photo) + recording_figure(talk))
    services.note_working_text(article, by=None)

    for remove in (lambda: remove_photo(photo), lambda: remove_recording(talk)):
        with pytest.raises(ProtectedError):
            remove()
    retype(article, "<p>None</p>")
    services.note_working_text(article, by=None)
    remove_photo(photo)
    remove_recording(talk)

    assert noted() == {}


def test_a_photo_that_readers_saw_is_kept_though_the_working_text_let_it_go():
    photo = make_photo()
    article = make_live(body=photo_figure(photo))
    retype(article, "<p>None</p>")
    services.publish(article, by=None, checked=False)

    with pytest.raises(ProtectedError):
        remove_photo(photo)
    assert [(use.article_id, use.release.body) for use in PhotoUse.objects.all()] == [
        (article.pk, photo_figure(photo))
    ]


def test_an_edition_whose_photo_is_gone_is_restored_without_it_and_says_so():
    gone, stays, talk = make_photo(caption="The quay"), make_photo(), make_clip(title="The bell")
    row = f"<section>{photo_figure(gone)}{photo_figure(stays)}</section>"
    article = make_article(body=f"<p>a</p>{row}{recording_figure(talk)}")
    edition = services.keep(article, by=None)
    retype(article, "<p>None</p>")
    services.keep(article, by=None)
    remove_photo(gone)
    remove_recording(talk)

    said = services.restore(edition, by=None)
    article.refresh_from_db()

    assert said == ["the photo “The quay” in the text", "the recording “The bell” in the text"]
    assert article.body == f"<p>a</p>{photo_figure(stays)}"
    assert noted() == named()


def test_what_names_a_photo_that_never_was_is_stored_and_notes_nothing():
    article = make_article(body='<figure><img data-photo="999999999999999999" alt=""></figure>')

    services.publish(article, by=None, checked=False)

    assert noted() == {}
