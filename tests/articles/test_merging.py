"""Two names for one, of tags and of authors."""

from datetime import UTC, datetime

import pytest

from articles import services
from articles.models import Author, Tag
from articles.state import State, state_of
from newsroom.audit import record
from newsroom.models import AuditEntry, Purge, Redirect
from newsroom.redirects import redirect_path
from tests.factories_articles import make_article, make_author, make_live, make_photo, make_tag
from tests.factories_desk import STORIES, change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_what_an_author_made_goes_on_under_the_name_that_stays(client):
    old, new = make_author(name="A. Lind", slug="a-lind", bio="Writes.", portrait=make_photo()), make_author()
    new_role = [(old, "by"), (new, "by"), (old, "photos")]
    both = make_live(slug="both", bylines=new_role, first_published_at=NOON)
    draft = make_article(bylines=[old])
    edition = services.keep(draft, by=None)

    services.merge_authors(old, into=new, by=make_chief())

    new.refresh_from_db()
    assert (new.bio, new.portrait_id) == ("Writes.", old.portrait_id)
    assert [line.author for line in draft.bylines.all()] == [new]
    assert sorted(both.bylines.values_list("author", "role")) == [(new.pk, "by"), (new.pk, "photos")]
    lines = both.releases.get().bylines.values_list("author", "role", "is_listed")
    assert sorted(lines) == [(new.pk, "by", True), (new.pk, "photos", False)]
    assert not Author.objects.filter(pk=old.pk).exists()
    edition.refresh_from_db()
    assert edition.data["names"]["authors"] == {str(old.pk): "A. Lind"}
    assert client.get(new.get_absolute_url()).text.count(both.headline) == 1
    assert AuditEntry.objects.filter(verb="merged", title="A. Lind").count() == 1


def test_the_old_address_leads_to_the_new_one_in_one_hop_however_often_it_was_merged(client):
    first, second, third = (make_author(slug=slug) for slug in ("one", "two", "three"))
    services.merge_authors(first, into=second, by=None)
    services.merge_authors(second, into=third, by=None)

    for slug in ("one", "two"):
        answer = client.get(f"/author/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/author/three/")
    assert client.get("/author/four/").status_code == 404


def test_a_way_back_is_no_circle():
    redirect_path("/a/", "/b/")
    redirect_path("/b/", "/a/")

    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/b/", "/a/")]


def test_a_tag_moves_on_working_articles_and_releases_and_stands_once():
    old, new = make_tag(slug="ferries"), make_tag(slug="ferry")
    both, only, draft = make_live(tags=[old, new]), make_live(tags=[old]), make_article(tags=[old])

    services.merge_tags(old, into=new, by=None)

    for article in (both, only):
        assert list(article.tags.all()) == [new]
        assert [through.tag for through in article.releases.get().release_tags.all()] == [new]
    assert list(draft.tags.all()) == [new]
    assert not Tag.objects.filter(pk=old.pk).exists()
    assert Redirect.objects.get().new_path == "/tag/ferry/"


def test_every_page_that_names_either_is_purged():
    old, new = make_author(), make_author()
    story = make_live(bylines=[old])
    Purge.objects.all().delete()

    services.merge_authors(old, into=new, by=None)

    assert set(Purge.objects.values_list("name", flat=True)) == {
        "authors", "redirects", "front", f"article-{story.pk}", f"author-{old.pk}", f"author-{new.pk}",
        f"about-author-{old.pk}", f"about-author-{new.pk}",
    }  # fmt: skip


def test_the_list_asks_which_stays_and_merges_the_others():
    tags, chief = [make_tag(), make_tag(), make_tag(name="Stays")], client_of(make_chief())
    chosen = {"action": "merge_into", "_selected_action": [tag.pk for tag in tags]}

    asked = chief.post("/admin/articles/tag/", chosen)
    assert asked.status_code == 200
    assert Tag.objects.count() == 3
    chief.post("/admin/articles/tag/", chosen | {"_sure": "1", "into": tags[2].pk})

    assert Tag.objects.get() == tags[2]
    with pytest.raises(services.Refused, match="the same"):
        services.merge_tags(tags[2], into=tags[2], by=None)


def test_merging_needs_the_permission_to_delete():
    tag, other = make_tag(), make_tag()
    person = client_of(make_person("articles.view_tag", "articles.change_tag"))
    chosen = {"action": "merge_into", "_selected_action": [tag.pk], "_sure": "1", "into": other.pk}

    person.post("/admin/articles/tag/", chosen)

    assert Tag.objects.count() == 2


def merge_each(tags, authors):
    """A tag and an author twice over: into another, and that one into a third."""
    for rows, service in ((tags, services.merge_tags), (authors, services.merge_authors)):
        for row, into in ((rows[0], rows[1]), (rows[1], rows[2])):
            service(row, into=into, by=None)


def three_of_each():
    return [make_tag() for _ in range(3)], [make_author() for _ in range(3)]


@pytest.mark.parametrize("both", [False, True])
def test_a_merge_is_no_edit_a_live_story_stays_live_and_gets_no_edition(both):
    tags, authors = three_of_each()
    lines = [(authors[2], "by"), (authors[0], "by"), (authors[0], "photos")] if both else [authors[0]]
    story = make_live(tags=[tags[0], tags[2]] if both else tags[:1], bylines=lines)
    merge_each(tags, authors)

    services.keep(story, by=None)
    services.note_working_text(story, by=None)
    services.publish(story, by=None, checked=False)

    assert state_of(story) == State.LIVE
    assert (story.editions.count(), story.version) == (1, 2)


def test_an_edit_after_a_merge_is_one_and_taking_it_back_makes_the_story_live_again():
    tags, authors = three_of_each()
    story = make_live(headline="Ferry", tags=tags[:1], bylines=authors[:1])
    merge_each(tags, authors)

    story.headline = "Ferries"
    story.save()
    services.keep(story, by=None)
    assert (state_of(story), story.editions.count()) == (State.CHANGED, 2)
    story.headline = "Ferry"
    story.save()
    services.note_working_text(story, by=None)

    assert state_of(story) == State.LIVE


@pytest.mark.parametrize("button", ["_autosave", "_save"])
def test_a_page_that_was_opened_before_a_merge_is_saved_under_the_names_that_stay(button):
    tags, authors = three_of_each()
    lines = [(authors[2], "by"), (authors[0], "by")]
    story = make_article(tags=[tags[0], tags[2]], bylines=lines)
    posted = typed_story(headline="Written meanwhile", bylines=lines)
    posted |= {"tags": [tags[0].pk, tags[2].pk], button: "1"}
    merge_each(tags, authors)

    answer = client_of(make_chief()).post(change_address(story), posted)

    assert answer.status_code == (200 if button == "_autosave" else 302)
    story.refresh_from_db()
    assert story.headline == "Written meanwhile"
    assert list(story.tags.all()) == [tags[2]]
    assert [(line.author, line.role) for line in story.bylines.all()] == [(authors[2], "by")]


def test_a_tag_that_nobody_merged_is_still_refused():
    story, gone = make_article(), make_tag()
    posted = typed_story() | {"tags": [gone.pk], "_autosave": "1"}
    gone.delete()

    assert client_of(make_chief()).post(change_address(story), posted).status_code == 422


def test_an_entry_that_does_not_say_which_key_stays_is_passed_over():
    gone = make_tag()
    story = make_live(tags=[gone])
    record("merged", gone, by=None, after={"into": "Ferries"})
    story.tags.clear()

    services.keep(story, by=None)

    assert story.editions.count() == 2


def names_of_three():
    return [make_tag(name=f"Tag {number}") for number in range(3)], [
        make_author(name=f"Person {number}") for number in range(3)
    ]


def an_edition_then_merges_then_an_edit():
    """A story of two editions: the first names what was merged since, the second what stayed."""
    tags, authors = names_of_three()
    story = make_live(headline="Ferry", tags=tags[:1], bylines=[(authors[0], "by"), (authors[2], "photos")])
    merge_each(tags, authors)
    story.headline = "Ferries"
    story.save()
    services.keep(story, by=None)
    return story, tags[2], authors[2]


def test_a_merge_is_no_difference_between_an_edition_before_it_and_one_after_it():
    story, _, _ = an_edition_then_merges_then_an_edit()
    chief, address = client_of(make_chief()), f"{STORIES}{story.pk}/"

    for sides in ("1/2", "1/now"):
        changes = chief.get(f"{address}diff/{sides}/").context["changes"]
        assert [change.label for change in changes] == ["Headline"]
    history = chief.get(f"{address}history/")
    assert [edition.changes for edition in history.context["editions"]] == [["Headline"], []]
    assert history.context["is_ahead"] is False


def test_a_history_is_not_ahead_of_its_newest_edition_because_of_a_merge():
    tags, authors = three_of_each()
    story = make_live(tags=tags[:1], bylines=authors[:1])
    merge_each(tags, authors)

    page = client_of(make_chief()).get(f"{STORIES}{story.pk}/history/")

    assert page.context["is_ahead"] is False


def test_the_page_of_a_correction_names_no_merge_as_a_change():
    story, _, _ = an_edition_then_merges_then_an_edit()

    page = client_of(make_chief()).get(f"{STORIES}{story.pk}/correct/")

    assert [change.label for change in page.context["changes"]] == ["Headline"]


def test_an_edition_from_before_a_merge_comes_back_under_the_names_that_stay():
    story, tag, author = an_edition_then_merges_then_an_edit()
    story.tags.clear()
    story.bylines.all().delete()

    gone = services.restore(story.editions.get(number=1), by=None)

    assert gone == []
    assert list(story.tags.all()) == [tag]
    assert list(story.bylines.values_list("author", "role")) == [(author.pk, "by"), (author.pk, "photos")]


@pytest.mark.parametrize("editions", [1, 5])
def test_a_history_costs_the_same_however_many_editions_name_what_was_merged(
    django_assert_num_queries, editions
):
    tags, authors = three_of_each()
    story = make_live(tags=tags[:1], bylines=authors[:1])
    for number in range(1, editions):
        story.headline = f"Ferry {number}"
        story.save()
        services.keep(story, by=None)
    merge_each(tags, authors)
    chief, address = client_of(make_chief()), f"{STORIES}{story.pk}/history/"

    # six of them follow the tags and authors through both merges
    with django_assert_num_queries(20):
        chief.get(address)
