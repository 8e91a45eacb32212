import pytest

from articles import services
from articles.models import Article, Edition, Release
from newsroom.models import Purge
from tests.factories_articles import (
    make_article,
    make_author,
    make_editor,
    make_live,
    make_photo,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db


def type_over(article, **fields):
    """What the story form does: store other working text."""
    Article.objects.filter(pk=article.pk).update(**fields)


def test_keeping_numbers_editions_and_says_who_when_and_why():
    article, editor = make_article(headline="One"), make_editor()

    services.keep(article, by=editor, note="First")
    type_over(article, headline="Two")
    edition = services.keep(article, by=editor, note="Second", substantive=True)

    assert [(e.number, e.data["headline"], e.note) for e in article.editions.all()] == [
        (2, "Two", "Second"),
        (1, "One", "First"),
    ]
    assert (edition.by, edition.is_substantive) == (editor, True)
    article.refresh_from_db()
    assert (article.changed_by, article.headline) == (editor, "Two")


def test_keeping_the_same_text_twice_is_one_edition():
    article = make_article()

    first = services.keep(article, by=None)
    again = services.keep(article, by=make_editor(), note="Nothing new")

    assert again == first
    assert Edition.objects.count() == 1


def test_text_that_returns_to_an_earlier_one_is_an_edition_of_its_own():
    article = make_article(headline="One")
    services.keep(article, by=None)
    for headline in ("Two", "One"):
        type_over(article, headline=headline)
        services.keep(article, by=None)

    assert [edition.data["headline"] for edition in article.editions.all()] == ["One", "Two", "One"]


def test_an_autosave_makes_a_new_version_only_of_new_text_and_never_an_edition():
    article = make_article()
    services.note_working_text(article, by=None)
    version = article.version

    services.note_working_text(article, by=None)
    assert article.version == version

    article.key_points.create(position=1, text="New")
    services.note_working_text(article, by=None)
    assert article.version == version + 1
    assert not Edition.objects.exists()


def test_a_change_that_began_at_an_old_version_is_stale_and_says_by_whom():
    article, editor = make_article(), make_editor(name="Ann Ames")
    version = article.version
    services.open_working_text(article, version=version)
    services.keep(article, by=editor)

    with pytest.raises(services.Stale, match="changed by Ann Ames while you were writing"):
        services.open_working_text(article, version=version)
    services.open_working_text(article, version=article.version)


def test_publishing_shows_the_stored_text_with_all_that_belongs_to_it():
    author, photographer = make_author(), make_author()
    article = make_article(
        headline="Flood",
        kicker="Weather",
        standfirst="It rained.",
        type="analysis",
        lead_photo=make_photo(),
        lead_caption="Rain",
        body="<p>It rained <strong>hard</strong>.</p><script>x</script>",
        bylines=[author, (photographer, "photos")],
        key_points=["Wet", "Cold"],
        tags=[make_tag(name="Rain"), make_tag(name="Cold")],
    )

    release = services.publish(article, by=None, note="Go", checked=False)

    release = Release.objects.get(pk=release.pk)
    for name in ["headline", "kicker", "standfirst", "type", "section", "lead_photo", "lead_caption"]:
        assert getattr(release, name) == getattr(article, name)
    assert (release.slug, article.slug) == ("flood", "")
    assert release.body == "<p>It rained <strong>hard</strong>.</p>"
    assert release.word_count == 3
    assert [point["text"] for point in release.key_points] == ["Wet", "Cold"]
    assert {point["public_id"] for point in release.key_points} == {
        str(public_id) for public_id in article.key_points.values_list("public_id", flat=True)
    }
    assert [(line.author, line.role) for line in release.bylines.all()] == [
        (author, "by"),
        (photographer, "photos"),
    ]
    assert [through.tag.name for through in release.release_tags.all()] == ["Cold", "Rain"]
    assert (release.edition.number, release.edition.note) == (1, "Go")
    assert release.published_at == release.updated_at == release.live_from


def test_what_the_desk_writes_after_publishing_reaches_no_reader():
    article = make_live(headline="Old", key_points=["Old"], bylines=[make_author(name="Old")])

    type_over(article, headline="New", body="<p>New</p>", slug="new")
    article.key_points.update(text="New")
    article.bylines.all().delete()

    release = Release.objects.for_page().get()
    assert (release.headline, release.key_points[0]["text"]) == ("Old", "Old")
    assert [line.author.name for line in release.bylines.all()] == ["Old"]


def test_only_a_substantive_update_moves_the_time_that_readers_see():
    article = make_live()
    first = article.releases.get()

    type_over(article, headline="Typo mended")
    small = services.publish(article, by=None, substantive=False, checked=False)
    type_over(article, headline="News added")
    large = services.publish(article, by=None, checked=False)

    assert (small.published_at, small.updated_at) == (first.published_at, first.updated_at)
    assert (large.published_at, large.updated_at) == (first.published_at, large.live_from)
    assert Release.objects.get() == large


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"headline": " "}, "needs a headline"),
        ({"section": None}, "Choose a section"),
        ({"headline": "雨"}, "none can be made from its headline"),
    ],
)
def test_what_is_not_fit_for_readers_is_refused_in_words_and_changes_nothing(fields, sentence):
    article = make_article(**fields)

    with pytest.raises(services.Refused, match=sentence):
        services.publish(article, by=None, checked=False)

    assert not Release.timeline.exists()
    assert not Edition.objects.exists()
    assert not Purge.objects.exists()


def test_restoring_brings_back_every_part_and_keeps_what_it_replaces():
    author, tag, section, photo = make_author(), make_tag(), make_section(), make_photo()
    article = make_article(
        headline="One", bylines=[author], tags=[tag], section=section, lead_photo=photo, key_points=["A", "B"]
    )
    ids = list(article.key_points.values_list("pk", "public_id"))
    edition = services.keep(article, by=None)
    type_over(article, headline="Two", section=make_section(), lead_photo=None)
    article.bylines.all().delete()
    article.tags.clear()
    article.key_points.filter(text="B").update(text="Changed")
    version = article.version

    gone = services.restore(edition, by=None)

    article = Article.objects.get()
    assert gone == []
    assert (article.headline, article.section, article.lead_photo) == ("One", section, photo)
    assert ([b.author for b in article.bylines.all()], list(article.tags.all())) == ([author], [tag])
    assert list(article.key_points.values_list("pk", "public_id")) == ids
    assert [(e.number, e.data["headline"]) for e in article.editions.all()] == [
        (3, "One"),
        (2, "Two"),
        (1, "One"),
    ]
    assert article.version == version + 2


def test_restoring_says_what_is_gone():
    author, photo, tag = make_author(name="Ann"), make_photo(caption="The bridge"), make_tag(name="Rain")
    article = make_article(bylines=[author, make_author(name="Bo")], lead_photo=photo, tags=[tag])
    edition = services.keep(article, by=None)
    article.bylines.filter(author=author).delete()
    type_over(article, lead_photo=None)
    for row in (author, photo, tag):
        row.delete()

    gone = services.restore(edition, by=None)

    assert gone == ["the photo “The bridge”", "the tag “Rain”", "the author “Ann”"]
    assert [line.author.name for line in article.bylines.all()] == ["Bo"]


def test_restoring_changes_nothing_for_readers():
    article = make_live(headline="One")
    type_over(article, headline="Two")
    services.publish(article, by=None, checked=False)

    services.restore(article.editions.get(number=1), by=None)

    assert Release.objects.get().headline == "Two"
    assert Article.objects.get().headline == "One"


def test_review_ends_when_it_is_sent_back_or_published():
    article = make_article()

    edition = services.submit_for_review(article, by=None)
    assert (article.desk, edition.number) == ("in_review", 1)
    services.send_back(article, by=None, note="Too long.")
    assert article.desk == "draft"
    with pytest.raises(services.Refused, match="not in review"):
        services.send_back(article, by=None, note="Too long.")
    services.submit_for_review(article, by=None)
    services.publish(article, by=None, checked=False)

    assert Article.objects.get().desk == "draft"


def test_a_switch_acts_at_once_and_is_no_edition():
    article = make_live()
    version = article.version
    Purge.objects.all().delete()

    services.switch(article, by=None, comments_open=False)
    services.switch(article, by=None, comments_open=False)

    release = Release.objects.for_page().get()
    assert (release.comments_open, release.is_sensitive) == (False, False)
    assert [purge.name for purge in Purge.objects.all()] == [f"article-{article.pk}"]
    assert (Edition.objects.count(), article.version) == (1, version + 1)


def test_only_what_readers_do_not_see_goes_to_the_trash_and_it_comes_back_whole():
    article = make_live(key_points=["One"])
    with pytest.raises(services.Refused, match="Withdraw it first"):
        services.trash(article, by=None)
    services.withdraw(article, by=None)

    services.trash(article, by=None)

    for verb in (services.publish, services.submit_for_review):
        with pytest.raises(services.Refused, match="in the trash"):
            verb(article, by=None)
    services.recover(article, by=None)
    services.publish(article, by=None, checked=False)
    assert Release.objects.get().key_points[0]["text"] == "One"
