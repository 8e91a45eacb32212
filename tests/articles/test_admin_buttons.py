"""The buttons of the story form: who may press which, what each asks first, and what a refusal keeps."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.timezone import localtime

from articles import services
from articles.models import OPEN_END, Article, Release
from newsroom.clock import database_now
from tests.factories_articles import make_article, make_author, make_live, make_section
from tests.factories_desk import (
    ADD,
    STORIES,
    change_address,
    client_of,
    make_chief,
    make_person,
    typed_story,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def tomorrow():
    return (localtime(database_now()) + DAY).replace(microsecond=0)


def as_typed(moment):
    return f"{localtime(moment):%Y-%m-%dT%H:%M:%S}"


def press(button, article, *, by=None, follow=True, **fields):
    article.refresh_from_db()
    whole = {"headline": article.headline, "section": article.section_id, "version": article.version}
    whole["bylines"] = [(byline.author, byline.role) for byline in article.bylines.all()] or [make_author()]
    client = client_of(by or make_chief())
    return client.post(change_address(article), typed_story(**whole | fields | {button: ""}), follow=follow)


def test_withdrawing_is_now_although_a_withdrawal_was_planned():
    story, at = make_live(), tomorrow()
    services.withdraw(story, by=None, at=at)

    press("_withdraw", story, withdraw_at=as_typed(at), reason="At once after all.")

    assert not Release.objects.exists()
    assert Release.timeline.get().withdrawal_reason == "At once after all."


def test_withdrawing_is_at_the_moment_that_was_typed():
    story, at = make_live(), tomorrow()

    press("_withdraw", story, withdraw_at=as_typed(at))

    assert Release.objects.get().live_until == at


def test_a_new_reason_for_a_planned_withdrawal_is_taken_with_the_update():
    story, at = make_live(), tomorrow()
    services.withdraw(story, by=None, at=at, reason="One")

    press("_publish", story, headline="New", withdraw_at=as_typed(at), reason="Two")

    release = Release.objects.get()
    assert (release.headline, release.live_until, release.withdrawal_reason) == ("New", at, "Two")


@pytest.fixture
def due():
    """A live story with an update that is due tomorrow."""
    story = make_live(headline="Live", bylines=[make_author()])
    Article.objects.filter(pk=story.pk).update(headline="Due")
    services.publish(story, by=None, at=tomorrow(), checked=False)
    return story


def headlines_ahead():
    return list(Release.timeline.order_by("live_from").values_list("headline", flat=True))


def test_publishing_while_an_update_is_due_asks_first_and_keeps_what_was_typed(due):
    answer = press("_publish", due, headline="At once", publish_at="")

    assert answer.status_code == 422
    assert "Publishing this one calls it off; say so below." in answer.text
    assert 'name="replace"' in answer.text
    assert "\nAt once</textarea>" in answer.text
    assert headlines_ahead() == ["Live", "Due"]


def test_publishing_while_an_update_is_due_replaces_it_once_that_is_confirmed(due):
    press("_publish", due, headline="At once", publish_at="", replace="on")

    assert headlines_ahead() == ["Live", "At once"]
    assert Release.objects.get().live_until == OPEN_END


def test_an_update_for_the_very_moment_of_the_one_that_is_due_needs_no_question(due):
    at = Release.timeline.get(headline="Due").live_from

    press("_publish", due, headline="Better", publish_at=as_typed(at))

    assert headlines_ahead() == ["Live", "Better"]


def test_saving_while_an_update_is_due_asks_nothing_and_says_that_the_text_differs(due):
    said = "The text here differs from edition 2, due "
    before = client_of(make_chief()).get(change_address(due)).text

    after = press("_save", due, headline="Working on").text

    assert (said in before, said in after) == (False, True)
    assert headlines_ahead() == ["Live", "Due"]


def test_what_stands_beside_a_refused_button_comes_back_once_and_from_no_link():
    story, client = make_article(), client_of(make_chief())
    typed = {"version": story.version, "section": "", "headline": "No section", "_publish": ""}
    moment = "2090-01-01T08:00:00"

    answer = client.post(change_address(story), typed_story(**typed, publish_at=moment))
    other = client.get(change_address(make_article()))
    refused = client.get(change_address(story))
    again = client.get(change_address(story))
    linked = client.get(f"{change_address(story)}?publish_at={moment}&reason=Slander")
    begun = client.get(f"{ADD}?publish_at={moment}&headline=Slander")

    assert answer.url == f"{change_address(story)}?unready=1"
    assert [moment in page.text for page in (other, refused, again, linked, begun)] == [
        False,
        True,
        False,
        False,
        False,
    ]
    assert ["Slander" in page.text for page in (linked, begun)] == [False, False]


def test_somebody_who_may_only_add_hands_a_story_in_and_is_led_where_they_may_go():
    newcomer = make_person("articles.add_article")
    client = client_of(newcomer)

    form = client.get(ADD).text
    answer = client.post(
        ADD, typed_story(headline="Mine", section=make_section().pk, _submit=""), follow=True
    )

    assert 'name="_submit"' in form
    assert Article.objects.get().desk == Article.Desk.IN_REVIEW
    assert answer.redirect_chain == [("/admin/", 302)]
    assert answer.status_code == 200
    assert "Submitted for review." in answer.text


def test_the_trash_takes_a_selection_only_from_those_who_may_change_stories_and_writes_it_down():
    story = make_article(headline="Away")
    chosen = {"action": "move_to_trash", "_selected_action": [story.pk]}

    looker = make_person("articles.view_article", "articles.delete_article", "articles.read_every_article")
    writer = make_person("articles.change_article", "articles.delete_article")
    for person in (looker, writer):  # the story is not the writer's own
        client_of(person).post(STORIES, chosen)
        story.refresh_from_db()
        assert story.trashed_at is None

    editor = make_person("articles.change_article", "articles.read_every_article")
    client_of(editor).post(STORIES, chosen)
    story.refresh_from_db()
    assert story.trashed_at is not None
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Moved to the trash."]


@pytest.mark.django_db(transaction=True)
def test_the_history_is_read_and_never_posted_to():
    story = make_article()

    assert client_of(make_chief()).post(f"{STORIES}{story.pk}/history/").status_code == 405


ODD_KEYS = ["9" * 30, "9" * 5000, "-1", "\u0663", "x", "%00"]
SOUND = {"9" * 30, "-1", "\u0663"}  # whole numbers, which a story that is not stored yet does not compare


@pytest.mark.parametrize("key", ODD_KEYS)
@pytest.mark.parametrize(
    "field", ["tags", "lead_photo", "section", "version", "bylines-0-author", "related_picks-0-other"]
)
def test_a_key_that_no_row_can_have_is_an_error_of_the_form_and_no_crash(field, key):
    rows = {f"{field.split('-')[0]}-TOTAL_FORMS": "1"} if "-" in field else {}

    answer = client_of(make_chief()).post(ADD, typed_story(headline="Odd") | rows | {field: key})

    assert answer.status_code == (302 if field == "version" and key in SOUND else 422)


@pytest.mark.parametrize("key", ODD_KEYS)
@pytest.mark.parametrize("field", ["page_key", "base", "despite"])
def test_what_the_page_carries_for_itself_may_be_anything_and_the_story_is_saved(field, key):
    answer = client_of(make_chief()).post(ADD, typed_story(headline="Odd") | {field: key})

    assert answer.status_code == 302
    assert Article.objects.get().headline == "Odd"


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "-1", "x"])
@pytest.mark.parametrize(
    "query", ["section__id__exact={}", "type__exact={}", "p={}", "changed_at__gte={}", "o={}", "view={}"]
)
def test_a_filter_that_fits_no_row_is_no_crash(query, key):
    make_article()

    assert client_of(make_chief()).get(f"{STORIES}?{query.format(key)}").status_code in (200, 302)


@pytest.mark.parametrize("key", ["9" * 30, "x"])
def test_a_selection_of_what_is_no_story_is_no_crash(key):
    make_article()

    answer = client_of(make_chief()).post(STORIES, {"action": "move_to_trash", "_selected_action": [key]})

    assert answer.status_code == 302


def test_a_form_with_errors_and_a_refused_sign_in_answer_422(client):
    tag = client_of(make_chief()).post("/admin/articles/tag/add/", {"name": ""})
    sign_in = client.post("/admin/login/", {"username": "nobody@example.org", "password": "wrong"})

    assert (tag.status_code, sign_in.status_code) == (422, 422)
    assert "do not open the desk" in sign_in.text


def test_a_moment_is_typed_and_shown_in_the_zone_that_the_page_names(settings):
    settings.TIME_ZONE = "America/New_York"  # four hours behind in July, five in winter
    article, client = make_article(), client_of(make_chief())
    july = f"{database_now().year + 1}-07-01"
    posted = typed_story(
        headline="July", section=article.section_id, version=article.version, bylines=[make_author()]
    )

    client.post(change_address(article), posted | {"publish_at": f"{july}T08:00:00", "_publish": ""})

    assert Release.timeline.get().live_from.isoformat() == f"{july}T12:00:00+00:00"
    page = client.get(change_address(article)).text
    assert "Times are in the zone America/New_York." in page
    assert f'value="{july}T08:00:00"' in page
