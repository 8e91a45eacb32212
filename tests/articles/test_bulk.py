"""What the list of stories does to many at once."""

import pytest
from django.contrib.admin.models import LogEntry

from articles import services
from articles.models import Article, Release
from newsroom.models import AuditEntry
from tests.factories_articles import make_article, make_live, make_section, make_tag
from tests.factories_desk import STORIES, client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
WRITER = ("articles.change_article", "articles.view_article")


def act(client, action, stories, **typed):
    chosen = {"action": action, "_selected_action": [story.pk for story in stories]}
    return client.post(STORIES, chosen | typed, follow=bool(typed))


def test_each_asks_first_and_nothing_happens_until_it_is_answered():
    stories, chief = [make_live(headline="Harbour"), make_live(headline="Ferry")], client_of(make_chief())

    for action in ("set_section", "add_tags", "withdraw_many"):
        page = act(chief, action, stories)
        assert page.status_code == 200
        assert "<li>Ferry</li><li>Harbour</li>" in page.text
        assert act(chief, action, stories, _sure="1").status_code == 422
    assert Release.objects.count() == 2
    assert not LogEntry.objects.exists()


def test_a_section_is_set_as_an_edition_with_one_log_entry_a_story_and_readers_see_it_when_published():
    old, section, chief = make_section(), make_section(name="City"), make_chief()
    stories = [make_live(section=old), make_article(section=None), make_article(section=section)]

    answer = act(client_of(chief), "set_section", stories, _sure="1", section=section.pk)

    assert "Section set: 2 stories." in answer.text
    assert {story.section for story in Article.objects.all()} == {section}
    assert Release.objects.get().section == old
    assert Article.objects.get(pk=stories[0].pk).editions.first().note == "Section: City"
    assert sorted(LogEntry.objects.values_list("object_id", flat=True)) == sorted(
        str(s.pk) for s in stories[:2]
    )
    entries = AuditEntry.objects.filter(verb="set the section of", by=chief)
    assert sorted(entry.before["section"] or "" for entry in entries) == ["", old.name]
    assert [entry.after for entry in entries] == [{"section": "City"}] * 2


def test_tags_are_added_to_those_there():
    first, second, third = make_tag(), make_tag(), make_tag()
    stories = [make_article(tags=[first]), make_article(tags=[second, third])]

    act(client_of(make_chief()), "add_tags", stories, _sure="1", tags=[second.pk, third.pk])

    assert set(stories[0].tags.all()) == {first, second, third}
    assert set(stories[1].tags.all()) == {second, third}
    assert list(LogEntry.objects.values_list("object_id", flat=True)) == [str(stories[0].pk)]
    assert stories[0].editions.count() == 1


def test_withdrawing_needs_a_reason_and_says_which_stories_it_could_not_touch():
    live, draft, chief = make_live(headline="Ferry"), make_article(headline="Draft"), client_of(make_chief())

    answer = act(chief, "withdraw_many", [live, draft], _sure="1", reason="Legal advice.")

    assert "Withdrawn: 1 story." in answer.text
    assert "“Draft”: Readers do not see this article now." in answer.text
    assert not Release.objects.exists()
    assert Release.timeline.get(article=live).withdrawal_reason == "Legal advice."


def test_a_story_in_the_trash_stays_as_it_is():
    story, section = make_article(), make_section()
    services.trash(story, by=None)

    with pytest.raises(services.Refused, match="in the trash"):
        services.set_section(story, section=section, by=None)
    with pytest.raises(services.Refused, match="in the trash"):
        services.add_tags(story, tags=[make_tag()], by=None)


def test_a_writer_reaches_own_drafts_only_and_withdraws_nothing():
    person, section = make_person(*WRITER), make_section()
    own, other = make_article(created_by=person), make_article()
    own_live = make_live(created_by=person)
    client = client_of(person)

    answer = act(client, "set_section", [own, other, own_live], _sure="1", section=section.pk)
    act(client, "withdraw_many", [own_live], _sure="1", reason="Mine")

    assert "Section set: 1 story." in answer.text
    assert "you may not do that" in answer.text
    assert list(Article.objects.filter(section=section)) == [own]
    assert Release.objects.count() == 1
