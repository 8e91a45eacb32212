"""Two people save one story: both texts are shown, both are kept, and the writer decides."""

import re
from html import unescape

import pytest

from articles.models import Article, Tag
from tests.factories_articles import make_article, make_author, make_photo, make_section, make_tag
from tests.factories_desk import change_address, client_of, make_chief, typed_story

pytestmark = pytest.mark.django_db

INPUT = re.compile(r"<input\b[^>]*>|<textarea\b[^>]*>.*?</textarea>", re.DOTALL)


@pytest.fixture
def article():
    return make_article(headline="As it was", body="<p>The old text.</p>", section=None, key_points=["Old"])


@pytest.fixture
def anna():
    return client_of(make_chief(name="Anna Berg"))


@pytest.fixture
def ben():
    return client_of(make_chief(name="Ben Stone"))


def base_of(client, article):
    return client.get(change_address(article)).context["base"]


def save(client, article, **typed):
    return client.post(change_address(article), typed_story(**typed))


def collide(anna, ben, article, *, theirs, mine):
    """Both open the story, Ben saves, then Anna does; return what Anna sees."""
    base, version = base_of(anna, article), article.version
    assert save(ben, article, **theirs, version=version).status_code == 302
    return save(anna, article, **mine, version=version, base=base)


def fields_of(page):
    """What a browser would post of the conflict page, without pressing its button."""
    form = page.text.split("data-conflict")[1].split("</form>")[0]
    posted = {}
    for tag in INPUT.findall(form):
        name = re.search(r'\bname="([^"]*)"', tag)
        value = re.search(r'\bvalue="([^"]*)"', tag)
        if tag.startswith("<textarea"):
            posted[name[1]] = unescape(re.search(r">\n?(.*)</textarea>", tag, re.DOTALL)[1])
        elif name and ('type="radio"' not in tag or "checked" in tag):
            posted.setdefault(unescape(name[1]), []).append(unescape(value[1]) if value else "on")
    return posted


def settle(client, article, page, *, typed=(), **picks):
    chosen = {f"pick-{name}": pick for name, pick in picks.items()}
    return client.post(change_address(article), fields_of(page) | dict(typed) | chosen | {"_merge": ""})


def clash(page, name):
    return next(clash for clash in page.context["clashes"] if clash.name == name)


def test_both_texts_are_shown_field_by_field_and_both_stand_in_the_history(anna, ben, article):
    page = collide(
        anna,
        ben,
        article,
        theirs={"headline": "Ben's", "body": "<p>The new text.</p>", "key_points": ["Old"]},
        mine={"headline": "Anna's", "body": "<p>The old text.</p>", "key_points": ["Old", "Anna's"]},
    )

    article.refresh_from_db()
    assert page.status_code == 409
    assert [(one.name, one.who, one.picked) for one in page.context["clashes"]] == [
        ("headline", "You both changed it", "mine"),
        ("key_points", "Only you changed it", "mine"),
        ("body", "Only they changed it", "theirs"),
    ]
    headline = clash(page, "headline")
    assert (headline.opened, headline.theirs, headline.mine) == (["As it was"], ["Ben's"], ["Anna's"])
    assert clash(page, "body").words == [
        ("same", "The "),
        ("gone", "new "),
        ("new", "old "),
        ("same", "text."),
    ]
    assert "Ben Stone saved this story at" in page.text
    assert article.headline == "Ben's"
    kept = [
        (e.data["headline"], [p["text"] for p in e.data["key_points"]], e.by.name)
        for e in article.editions.all()
    ]
    assert kept == [("Anna's", ["Old", "Anna's"], "Anna Berg"), ("Ben's", ["Old"], "Ben Stone")]
    assert [point.text for point in article.key_points.all()] == ["Old"]


def test_what_nobody_picks_otherwise_merges_what_each_alone_changed(anna, ben, article):
    page = collide(
        anna,
        ben,
        article,
        theirs={"headline": "As it was", "body": "<p>Ben's text.</p>", "key_points": ["Old"]},
        mine={"headline": "Anna's", "body": "<p>The old text.</p>", "key_points": ["Old"]},
    )

    answer = settle(anna, article, page)

    article.refresh_from_db()
    assert answer.status_code == 302
    assert (article.headline, article.body) == ("Anna's", "<p>Ben's text.</p>")
    assert article.editions.count() == 3


def test_each_field_can_be_theirs_mine_both_or_written_together(anna, ben, article):
    section, tag, other, photo = make_section(), make_tag(), make_tag(), make_photo()
    one, two = make_author(name="One"), make_author(name="Two")
    page = collide(
        anna,
        ben,
        article,
        theirs={
            "headline": "Ben's",
            "kicker": "Ben's kicker",
            "section": section.pk,
            "tags": tag.pk,
            "bylines": [one],
            "key_points": ["Ben's", "Shared"],
            "lead_photo": photo.pk,
        },
        mine={
            "headline": "Anna's",
            "kicker": "Anna's kicker",
            "tags": other.pk,
            "bylines": [two, one],
            "key_points": ["Shared", "Anna's"],
            "new_tags": "Harbour",
        },
    )
    picks = {"kicker": "theirs", "section": "theirs", "lead_photo": "theirs", "headline": "text"}
    picks |= dict.fromkeys(("tags", "bylines", "key_points"), "both")

    settle(anna, article, page, typed={"text-headline": "Ben's and Anna's"}, **picks)

    article.refresh_from_db()
    assert (article.headline, article.kicker) == ("Ben's and Anna's", "Ben's kicker")
    assert (article.section, article.lead_photo) == (section, photo)
    assert set(article.tags.all()) == {tag, other, Tag.objects.get(name="Harbour")}
    assert [byline.author for byline in article.bylines.all()] == [one, two]
    assert [point.text for point in article.key_points.all()] == ["Ben's", "Shared", "Anna's"]
    assert clash(page, "section").theirs == [str(section)]
    assert clash(page, "bylines").mine == ["Two · By", "One · By"]


def test_a_third_save_meanwhile_is_another_conflict_and_keeps_what_was_decided(anna, ben, article):
    page = collide(anna, ben, article, theirs={"headline": "Ben's"}, mine={"headline": "Anna's"})
    article.refresh_from_db()
    save(ben, article, headline="Ben's second", version=article.version)

    again = settle(anna, article, page, headline="mine")

    assert again.status_code == 409
    headline = clash(again, "headline")
    assert (headline.opened, headline.theirs, headline.mine) == (["Ben's"], ["Ben's second"], ["Anna's"])
    assert Article.objects.get().headline == "Ben's second"
    assert {edition.data["headline"] for edition in article.editions.all()} >= {
        "Anna's",
        "Ben's",
        "Ben's second",
    }


def test_an_autosaved_text_of_the_other_is_kept_too(anna, ben, article):
    ben.post(change_address(article), typed_story(headline="Ben's, autosaved", version=1, _autosave="1"))

    save(anna, article, headline="Anna's", version=1)

    assert {edition.data["headline"] for edition in article.editions.all()} == {"Anna's", "Ben's, autosaved"}


def test_pressing_twice_keeps_mine_once_and_a_refused_verb_does_nothing(anna, ben, article):
    save(ben, article, headline="Ben's", version=1)

    for _ in range(2):
        assert save(anna, article, headline="Anna's", version=1, _publish="").status_code == 409

    assert article.editions.count() == 2
    assert not article.releases.exists()


def test_a_base_that_was_tampered_with_is_no_base(anna, ben, article):
    save(ben, article, headline="Ben's", version=1)

    for base in ("", "{", "[1]", '{"headline": {"a": [1]}, "tags": 7, "key_points": ["x"]}'):
        page = save(anna, article, headline="Anna's", version=1, base=base)
        assert page.status_code == 409
        assert clash(page, "headline").mine == ["Anna's"]


def test_a_faulty_stale_form_is_mended_first(anna, ben, article):
    save(ben, article, headline="Ben's", version=1)

    page = save(anna, article, headline="Anna's", slug="no slug!", version=1)

    assert page.status_code == 422
    assert "First mend what is listed here" in page.text
    assert "Anna&#x27;s" in page.text
    assert Article.objects.get().headline == "Ben's"
