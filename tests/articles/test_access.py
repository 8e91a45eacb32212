"""Which articles a writer may read and change, and that no way leads around it."""

from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles import access, services
from articles.models import Article, RelatedPick, Release
from tests.factories_articles import make_article, make_author, make_editor, make_live, make_tag
from tests.factories_desk import ADD, STORIES, change_address, client_of, make_chief, make_person, typed_story

pytestmark = pytest.mark.django_db
SECRET = "Zugzwang"


@pytest.fixture
def writer():
    return in_role("writer")


@pytest.fixture
def theirs():
    """The draft of somebody else."""
    other = make_editor()
    draft = make_article(headline=f"{SECRET} at the town hall", created_by=other, changed_by=other)
    services.keep(draft, by=other)
    return draft


def in_role(role):
    person = make_editor()
    person.groups.add(Group.objects.get(name=role))
    return person


def allowed(user, article):
    verbs = ("read", "edit", "submit", "publish", "withdraw", "trash", "recover", "restore", "share")
    return {verb for verb in verbs if getattr(access, f"may_{verb}")(user, article)}


OWN = {"read", "edit", "submit", "trash", "recover", "restore", "share"}


def test_a_writer_has_the_own_draft_and_nothing_else(writer, theirs):
    mine, orphan = make_article(created_by=writer), make_article(created_by=None)

    assert allowed(writer, mine) == OWN
    assert allowed(writer, theirs) == set()
    assert allowed(writer, orphan) == set()
    assert list(access.visible_articles(writer)) == [mine]


def test_a_byline_alone_opens_nothing(writer, theirs):
    theirs.changed_by = writer
    theirs.save()

    assert allowed(writer, theirs) == set()
    assert not access.visible_articles(writer).exists()


@pytest.mark.parametrize("verb", [services.submit_for_review, services.trash])
def test_a_draft_stays_the_writer_s_until_readers_are_involved(writer, verb):
    mine = make_article(created_by=writer)
    verb(mine, by=writer)

    assert allowed(writer, mine) == OWN


@pytest.mark.parametrize("at", [None, timedelta(days=1)], ids=["live", "scheduled"])
def test_what_readers_see_or_will_see_is_only_read(writer, at):
    moment = at and timezone.now() + at
    mine = make_live(created_by=writer, at=moment)

    assert allowed(writer, mine) == {"read"}


def test_what_was_withdrawn_is_only_read(writer):
    mine = make_live(created_by=writer)
    services.withdraw(mine, by=None, reason="")

    assert allowed(writer, mine) == {"read"}


def test_an_editor_has_everything_of_everybody(theirs):
    live = make_live()

    assert allowed(in_role("editor"), theirs) == OWN | {"publish", "withdraw"}
    assert allowed(in_role("editor"), live) == OWN | {"publish", "withdraw"}
    assert access.visible_articles(make_chief()).count() == 2


@pytest.mark.parametrize("role", ["moderator", "ad manager"])
def test_other_roles_have_no_articles_not_even_their_own(role):
    person = in_role(role)

    assert allowed(person, make_article(created_by=person)) == set()
    assert not access.visible_articles(person).exists()


def test_nobody_signed_in_has_nothing():
    assert allowed(AnonymousUser(), make_article(created_by=None)) == set()
    assert not access.visible_articles(AnonymousUser()).exists()


def test_who_left_the_staff_role_loses_the_own_drafts_too(writer):
    mine = make_article(created_by=writer)
    writer.groups.clear()

    assert allowed(type(writer).objects.get(pk=writer.pk), mine) == set()


def test_a_list_of_the_desk_holds_the_writer_s_own_whatever_is_asked(writer, theirs):
    mine = make_article(headline="My own", created_by=writer)
    client = client_of(writer)

    section = {"section__id__exact": theirs.section_id}
    for query in ({}, {"q": SECRET}, {"view": "draft"}, {"view": "mine"}, section):
        page = client.get(STORIES, query)
        assert f"{SECRET} at the town hall" not in page.text
        assert set(page.context["cl"].queryset) <= {mine}


def test_no_list_tells_what_a_draft_of_somebody_else_bears(writer, theirs):
    theirs.tags.add(make_tag(name="Telling"))
    byline = theirs.bylines.create(author=make_author())
    client = client_of(writer)
    pointing = {"tag": "articles", "section": "articles", "photo": "articles", "author": "bylines"}

    for name, relation in pointing.items():
        for lookup in (relation, f"{relation}__in", f"{relation}__isnull"):
            key = byline.pk if name == "author" else theirs.pk
            answer = client.get(f"/admin/articles/{name}/", {lookup: key})
            assert (answer.status_code, lookup) == (400, lookup)
    assert client.get("/admin/articles/tag/", {"name__startswith": "Tell"}).status_code == 200


def test_no_address_of_the_desk_tells_where_a_scheduled_story_will_stand(theirs):
    release = services.publish(theirs, by=None, at=timezone.now() + timedelta(days=1), checked=False)
    kind = ContentType.objects.get_for_model(release)

    for role in ("writer", "moderator", "ad manager"):
        answer = client_of(in_role(role)).get(f"/admin/r/{kind.pk}/{release.pk}/")
        assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_a_selection_puts_nothing_in_the_trash_that_readers_have_seen(writer):
    mine = make_live(created_by=writer)
    services.withdraw(mine, by=None, reason="Wrong")

    selected = {"action": "move_to_trash", "_selected_action": [mine.pk]}
    answer = client_of(writer).post(STORIES, selected, follow=True)

    mine.refresh_from_db()
    assert mine.trashed_at is None
    assert "you may not do that to this story" in answer.text


def test_a_story_of_somebody_else_is_as_if_it_were_not_there(writer, theirs):
    client = client_of(writer)
    theirs_answer, none = (client.get(change_address(Article(pk=pk))) for pk in (theirs.pk, 10**6))

    assert (theirs_answer.status_code, theirs_answer.url) == (none.status_code, none.url) == (302, "/admin/")
    assert SECRET not in client.get("/admin/").text


def test_an_action_on_somebody_else_s_story_does_nothing(writer, theirs):
    client_of(writer).post(STORIES, {"action": "move_to_trash", "_selected_action": [theirs.pk]})

    theirs.refresh_from_db()
    assert theirs.trashed_at is None


def test_no_search_as_one_types_finds_it(writer, theirs):
    """Every field of the house that leads to an article is tried as the source of an autocomplete."""
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is Article
    ]
    client = client_of(writer)

    for field, term in product(fields, ("", SECRET)):
        answer = client.get(
            "/admin/autocomplete/",
            {
                "app_label": field.model._meta.app_label,
                "model_name": field.model._meta.model_name,
                "field_name": field.name,
                "term": term,
            },
        )
        assert SECRET not in answer.text
    assert len(fields) > 5


@pytest.mark.parametrize("button", ["_save", "_publish", "_submit", "_autosave"])
def test_posting_over_it_changes_nothing(writer, theirs, button):
    client_of(writer).post(
        change_address(theirs), typed_story(headline="Mine now", version=theirs.version, **{button: "1"})
    )

    theirs.refresh_from_db()
    assert theirs.headline.startswith(SECRET)
    assert not Release.timeline.exists()


@pytest.mark.parametrize("button", ["_publish", "_withdraw", "_unschedule"])
def test_no_button_publishes_the_own_draft(writer, button):
    mine = make_article(headline="Mine", created_by=writer)

    answer = client_of(writer).post(
        change_address(mine),
        typed_story(headline="Mine", section=mine.section_id, version=mine.version, **{button: "1"}),
        follow=True,
    )

    assert not Release.timeline.exists()
    assert "You may not do more than that with this story." in answer.text
    assert 'name="_publish"' not in answer.text


@pytest.mark.parametrize("named", ["{0.pk}", "({0.pk})", "{0.headline}"])
def test_a_related_story_cannot_be_picked_from_what_one_may_not_read(writer, theirs, named):
    picked = {
        "related_picks-TOTAL_FORMS": "1",
        "related_picks-INITIAL_FORMS": "0",
        "related_picks-0-other": named.format(theirs),
        "related_picks-0-ORDER": "1",
    }
    client = client_of(writer)

    saved = client.post(ADD, typed_story(headline="Bait") | picked)
    client.post(f"{ADD}preview/", typed_story(headline="Bait") | picked)

    assert "Choose a story from the list" in saved.text
    assert f"{SECRET} at the town hall ({theirs.pk})" not in saved.text
    assert not RelatedPick.objects.exists()


def test_old_editions_of_it_cannot_be_brought_back(writer, theirs):
    mine = make_article(created_by=writer)
    client = client_of(writer)

    answers = [
        client.post(f"{STORIES}{theirs.pk}/restore/1/"),
        client.post(f"{STORIES}{mine.pk}/restore/1/"),  # numbers count within one story
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    mine.refresh_from_db()
    assert SECRET not in mine.headline


def test_a_reader_of_every_article_may_still_change_none(theirs):
    reader = make_person("articles.view_article", access.READ_EVERY)

    assert allowed(reader, theirs) == {"read"}
