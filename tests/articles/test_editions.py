import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.editions import apply, diff, digest, snapshot, write_bylines, write_key_points
from articles.models import Article, Author, Photo, Role, Section, Source, Tag, Type
from articles.sources import write_related, write_sources
from tests.factories_articles import make_article, make_author, make_photo, make_section, make_tag

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)

SOURCES = st.fixed_dictionaries(
    {"kind": st.sampled_from(Source.Kind.values), "title": TEXT, "url": TEXT, "note": TEXT}
)


@pytest.fixture
def nouns():
    """Two of each thing that an article can name."""
    for make in (make_section, make_author, make_photo, make_tag, make_article):
        make(), make()


def draw_working_text(article, draw):
    """Store any working text that the desk could."""
    for name in (
        "headline", "kicker", "standfirst", "lead_caption", "body",
        "dateline", "seo_title", "seo_description", "canonical_url",
    ):  # fmt: skip
        setattr(article, name, draw(TEXT))
    article.slug = draw(st.from_regex(r"[a-z0-9-]{0,20}", fullmatch=True))
    article.type = draw(st.sampled_from(Type.values))
    article.section = draw(st.sampled_from([None, *Section.objects.all()]))
    article.lead_photo = draw(st.sampled_from([None, *Photo.objects.all()]))
    article.save()
    article.tags.set(draw(st.sets(st.sampled_from(list(Tag.objects.all())))))
    stored = [point.public_id for point in article.key_points.all()]
    ids = st.sampled_from([None, *stored])
    points = draw(st.lists(st.tuples(ids, TEXT), max_size=4, unique_by=lambda p: p[0] or object()))
    write_key_points(article, points)
    authors = st.sampled_from([author.pk for author in Author.objects.all()])
    write_bylines(article, draw(st.lists(st.tuples(authors, st.sampled_from(Role.values)), max_size=4)))
    write_sources(article, draw(st.lists(SOURCES, max_size=3)))
    others = list(Article.objects.exclude(pk=article.pk).values_list("pk", flat=True))
    write_related(article, draw(st.lists(st.sampled_from(others), max_size=3)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draw=st.data())
def _check_inverse(draw):
    with transaction.atomic():
        article = make_article(section=None)
        draw_working_text(article, draw.draw)
        before = json.loads(json.dumps(snapshot(article)))
        rows = {point.public_id: point.pk for point in article.key_points.all()}
        draw_working_text(article, draw.draw)
        still = set(article.key_points.values_list("public_id", flat=True))

        gone = apply(article, before)

        after = snapshot(Article.objects.get(pk=article.pk))
        assert (gone, after, digest(after)) == ([], before, digest(before))
        for point in article.key_points.all():
            assert point.public_id not in still or point.pk == rows[point.public_id]
        transaction.set_rollback(True)


def test_applying_a_snapshot_brings_back_exactly_the_text_it_was_taken_of(nouns):
    _check_inverse()


def test_another_name_of_an_author_is_no_other_text():
    author = make_author(name="Ann")
    article = make_article(bylines=[author])
    before = snapshot(article)
    Author.objects.update(name="Anna")

    after = snapshot(Article.objects.get())

    assert digest(after) == digest(before)
    assert (before["names"]["authors"], after["names"]["authors"]) == (
        {str(author.pk): "Ann"},
        {str(author.pk): "Anna"},
    )


def test_every_part_of_the_text_counts_in_the_digest(nouns):
    article = make_article(section=None)
    seen = {digest(snapshot(article))}
    for change in (
        {"headline": "x"}, {"slug": "x"}, {"kicker": "x"}, {"standfirst": "x"}, {"type": "review"},
        {"lead_caption": "x"}, {"body": "x"}, {"dateline": "x"}, {"seo_title": "x"},
        {"seo_description": "x"}, {"canonical_url": "x"}, {"section": Section.objects.first()},
        {"lead_photo": Photo.objects.first()},
    ):  # fmt: skip
        Article.objects.filter(pk=article.pk).update(**change)
        seen.add(digest(snapshot(Article.objects.get(pk=article.pk))))
    article = Article.objects.get(pk=article.pk)
    article.tags.add(Tag.objects.first())
    seen.add(digest(snapshot(article)))
    one, two = (author.pk for author in Author.objects.all())
    for credits in ([(one, "by")], [(one, "photos")], [(one, "by"), (two, "by")], [(two, "by"), (one, "by")]):
        write_bylines(article, credits)
        seen.add(digest(snapshot(article)))
    for points in ([(None, "A"), (None, "B")], [(None, "B"), (None, "A")]):
        write_key_points(article, points)
        seen.add(digest(snapshot(article)))
    for sources in ([SOURCE], [SOURCE | {"note": "x"}], [SOURCE | {"kind": "person"}], [SOURCE, SOURCE]):
        write_sources(article, sources)
        seen.add(digest(snapshot(article)))
    first, second = Article.objects.exclude(pk=article.pk).values_list("pk", flat=True)
    for related in ([first], [second], [first, second], [second, first]):
        write_related(article, related)
        seen.add(digest(snapshot(article)))

    assert len(seen) == 29


SOURCE = {"kind": "document", "title": "The budget", "url": "https://example.org/b", "note": "page 4"}
LATER_FIELDS = ("dateline", "seo_title", "seo_description", "canonical_url", "sources", "related")


def test_an_edition_from_before_the_later_fields_is_the_same_text_and_can_be_restored():
    article = make_article(headline="Old")
    data = snapshot(article)
    early = {name: value for name, value in data.items() if name not in LATER_FIELDS}
    early["names"] = {name: value for name, value in data["names"].items() if name != "related"}
    assert digest(early) == digest(data)
    Article.objects.update(dateline="Quay")
    write_sources(article, [SOURCE])
    write_related(article, [make_article().pk])
    article = Article.objects.get(headline="Old")

    gone = apply(article, early)

    assert (gone, snapshot(Article.objects.get(pk=article.pk))) == ([], data)


def test_a_related_story_that_is_gone_is_left_out_and_told():
    other, third = make_article(headline="Tides"), make_article()
    article = make_article()
    write_related(article, [other.pk, third.pk])
    data = snapshot(article)
    other.delete()

    gone = apply(article, data)

    assert gone == ["the story “Tides”"]
    assert list(article.related_picks.values_list("other", flat=True)) == [third.pk]


def test_sources_and_related_stories_are_told_apart_in_words():
    tides = make_article(headline="Tides")
    article = make_article()
    before = snapshot(article)
    write_sources(article, [SOURCE, {"kind": "anonymous", "title": "A clerk", "url": "", "note": ""}])
    write_related(article, [tides.pk])
    Article.objects.filter(pk=article.pk).update(dateline="Quay")

    assert [
        (d.label, d.before, d.after) for d in diff(before, snapshot(Article.objects.get(pk=article.pk)))
    ] == [
        ("Dateline", [], ["Quay"]),
        ("Sources", [], ["Document · The budget · https://example.org/b · page 4", "Anonymous · A clerk"]),
        ("Related stories", [], ["Tides"]),
    ]


def test_picks_that_change_places_keep_their_rows_and_count_once():
    one, two, article = make_article(), make_article(), make_article()
    write_related(article, [one.pk, two.pk])
    rows = dict(article.related_picks.values_list("other_id", "pk"))

    write_related(article, [two.pk, one.pk, two.pk])

    assert list(article.related_picks.values_list("other_id", "pk", "position")) == [
        (two.pk, rows[two.pk], 1),
        (one.pk, rows[one.pk], 2),
    ]


def test_key_points_that_change_places_keep_their_rows():
    article = make_article(key_points=["A", "B", "C"])
    a, b, c = article.key_points.all()

    write_key_points(article, [(c.public_id, "C"), (None, "New"), (a.public_id, "A2")])

    rows = list(article.key_points.values_list("position", "text", "pk"))
    assert [row[:2] for row in rows] == [(1, "C"), (2, "New"), (3, "A2")]
    assert (rows[0][2], rows[2][2]) == (c.pk, a.pk)
    assert b.pk not in [row[2] for row in rows]


def test_bylines_that_change_places_keep_their_rows_and_count_once():
    one, two = make_author(), make_author()
    article = make_article(bylines=[one, two])
    rows = dict(article.bylines.values_list("author_id", "pk"))

    write_bylines(article, [(two.pk, "by"), (one.pk, "by"), (two.pk, "by")])

    assert list(article.bylines.values_list("author_id", "pk", "position")) == [
        (two.pk, rows[two.pk], 1),
        (one.pk, rows[one.pk], 2),
    ]


def test_a_difference_is_told_in_words_even_when_what_it_names_is_gone():
    world, ann, rain = make_section(name="World"), make_author(name="Ann"), make_tag(name="Rain")
    article = make_article(headline="One", body="<p>A</p>\n<p>B</p>", section=world, tags=[rain])
    before = snapshot(article)
    write_bylines(article, [(ann.pk, "photos")])
    write_key_points(article, [(None, "Wet")])
    article.tags.clear()
    article.headline, article.section, article.body, article.type = "Two", None, "<p>A</p>", "opinion"
    article.save()
    after = snapshot(Article.objects.get())
    write_bylines(article, [])
    for row in (ann, world, rain):
        row.delete()

    assert [(d.field, d.before, d.after) for d in diff(before, after)] == [
        ("headline", ["One"], ["Two"]),
        ("type", ["News"], ["Opinion"]),
        ("section", ["World"], []),
        ("tags", ["Rain"], []),
        ("bylines", [], ["Photos by Ann"]),
        ("key_points", [], ["Wet"]),
        ("body", ["<p>A</p>", "<p>B</p>"], ["<p>A</p>"]),
    ]
    assert diff(before, before) == []
