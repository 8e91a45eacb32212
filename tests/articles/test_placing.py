"""What the desk places on the fronts: what readers see of it, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import services
from articles.front import make_front, make_section_front
from articles.models import Article, FrontSlot
from newsroom.clock import database_now
from newsroom.models import AuditEntry, Purge
from tests.factories_articles import make_article, make_author, make_live, make_section
from tests.factories_desk import make_chief

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_stories(count, **fields):
    """The first is the newest."""
    fields.setdefault("section", make_section())
    return [
        make_live(headline=f"Story {number:02}", first_published_at=NOON - number * HOUR, **fields)
        for number in range(count)
    ]


def place(article, where="lead", **fields):
    return services.place_story(article, place=where, by=None, **fields)


def numbers(releases):
    return [int(release.headline.removeprefix("Story ")) for release in releases]


def seen(front):
    blocks = [release for block in front.blocks for release in block.releases]
    return [front.lead, *front.tier, *front.river, *front.placed.breaking, *front.placed.picks, *blocks]


def test_what_is_placed_stands_first_the_newest_fill_the_rest_and_nothing_stands_twice():
    stories = make_stories(30)
    place(stories[20], "lead")
    place(stories[21], "second", position=2)
    place(stories[22], "second", position=1)
    place(stories[23], "picks")
    place(stories[24], "breaking")

    front = make_front()

    assert numbers([front.lead]) == [20]
    assert numbers(front.tier) == [22, 21, 0]
    assert numbers(front.river) == [1, 2, 3, 4, 5, 6]
    assert (numbers(front.placed.breaking), numbers(front.placed.picks)) == ([24], [23])
    assert numbers(front.blocks[0].releases) == [7, 8, 9, 10]


def test_a_story_placed_everywhere_stands_once():
    stories = make_stories(6)
    for where in ("picks", "second", "lead", "breaking", "breaking"):
        place(stories[3], where)

    front = make_front()

    shown = [release.pk for release in seen(front)]
    assert len(shown) == len(set(shown)) == 6
    assert numbers(front.placed.breaking) == [3]
    assert numbers([front.lead]) == [0]


def test_of_several_leads_the_one_that_began_last_leads_until_it_ends():
    stories = make_stories(5)
    now = database_now()
    place(stories[2], position=1)
    place(stories[3], position=2, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    moment = timedelta(microseconds=1)

    leads = [
        make_front(at=now + after).lead
        for after in (moment + HOUR - 2 * moment, HOUR, 2 * HOUR - moment, 2 * HOUR)
    ]

    assert numbers(leads) == [2, 3, 3, 2]


def test_a_place_takes_no_more_than_it_has_room_for_and_the_rest_goes_by_time():
    stories = make_stories(12)
    for number in (11, 10, 9, 8, 1):
        place(stories[number], "second", position=12 - number)

    front = make_front()

    assert numbers(front.tier) == [11, 10, 9]
    assert numbers(front.river)[:1] == [1]


def trashed(article):
    services.withdraw(article, by=None)
    services.trash(article, by=None)


@pytest.mark.parametrize(
    "lose",
    [
        lambda article: services.withdraw(article, by=None),
        trashed,
        lambda article: FrontSlot.objects.update(
            starts_at=database_now() - 2 * HOUR, ends_at=database_now() - HOUR
        ),
        lambda article: FrontSlot.objects.update(starts_at=database_now() + HOUR),
    ],
    ids=["withdrawn", "trashed", "expired", "not_yet"],
)
@pytest.mark.parametrize("where", ["breaking", "lead", "second", "picks"])
def test_a_slot_that_cannot_show_never_breaks_a_front(client, where, lose):
    section = make_section(slug="city")
    stories = make_stories(4, section=section)
    place(stories[3], where)
    place(stories[3], where, section=section)

    lose(stories[3])

    front = make_front()
    assert not front.placed.everything
    assert numbers([front.lead]) == [0]
    assert numbers(front.tier)[:2] == [1, 2]
    assert numbers(make_section_front(section, size=9).stretch.releases)[:3] == [0, 1, 2]
    assert client.get("/").status_code == client.get("/section/city/").status_code == 200


def test_a_scheduled_story_takes_its_place_at_its_second():
    make_stories(3)
    coming, at = make_article(headline="Story 77"), database_now() + HOUR
    services.publish(coming, by=None, at=at, checked=False)
    place(coming)

    assert numbers([make_front(at=at - timedelta(microseconds=1)).lead]) == [0]
    assert numbers([make_front(at=at).lead]) == [77]
    assert numbers(make_front(at=at).tier) == [0, 1, 2]


def test_what_was_paid_for_is_never_placed_as_the_lead():
    section = make_section()
    make_stories(2, section=section)
    paid = make_live(
        headline="Story 50", section=section, type="sponsored", first_published_at=NOON - 90 * HOUR
    )
    place(paid)
    place(paid, "breaking")

    front = make_front()

    assert numbers([front.lead]) == [0]
    assert front.placed.breaking == []


def test_a_section_has_its_own_places_for_its_own_stories_and_its_pages_repeat_nothing():
    section, other = make_section(), make_section()
    stories, foreign = make_stories(7, section=section), make_live(headline="Story 99", section=other)
    place(stories[5], "lead", section=section)
    place(stories[4], "second", section=section)
    place(stories[6], "picks", section=section)
    place(foreign, "second", section=section)

    first = make_section_front(section, size=2)
    older = make_section_front(section, size=2, before=first.stretch.older)

    assert numbers(first.stretch.releases) == [5, 4, 0, 1]
    assert numbers(first.placed.picks) == [6]
    assert numbers(older.stretch.releases) == [2, 3]
    assert older.stretch.older == ""
    assert numbers([make_front().lead]) == [99]


def test_readers_find_the_breaking_line_on_top_and_the_picks(client):
    section = make_section(slug="city")
    stories = make_stories(4, section=section)
    for where, story in (("breaking", stories[3]), ("picks", stories[2])):
        place(story, where)
        place(story, where, section=section)

    for address in ("/", "/section/city/"):
        page = client.get(address).text
        assert page.index('class="breaking"') < page.index("Story 03</a>") < page.index("picks-title")
        assert page.count("Story 03") == page.count("Story 02") == 1


@pytest.mark.parametrize("slots", [0, 1, 5])
def test_fronts_cost_the_same_however_much_is_placed(client, django_assert_num_queries, slots):
    section = make_section(slug="city")
    stories = make_stories(20, section=section, bylines=[make_author()])
    for story, where in zip(
        stories[5 : 5 + slots], ["lead", "second", "second", "picks", "breaking"], strict=False
    ):
        place(story, where)
        place(story, where, section=section)

    # what is placed, stories, sections with the keys of blocks, blocks, bylines, next change
    with django_assert_num_queries(6):
        client.get("/")
    # sections, what is placed, stories, bylines, the next scheduled change
    with django_assert_num_queries(5):
        client.get("/section/city/")


def names():
    now, dated = set(), {}
    for purge in Purge.objects.all():
        if purge.at <= database_now():
            now.add(purge.name)
        else:
            dated.setdefault(purge.at, set()).add(purge.name)
    Purge.objects.all().delete()
    return now, dated


def test_each_verb_purges_its_page_now_and_at_the_moments_ahead_and_is_written_down():
    section, chief = make_section(name="City"), make_chief()
    story, start, end = (
        make_live(headline="Ferry", section=section),
        database_now() + HOUR,
        database_now() + 3 * HOUR,
    )
    names()

    slot = services.place_story(story, place="lead", section=section, starts_at=start, ends_at=end, by=chief)
    assert names() == (
        {f"section-{section.pk}"},
        {start: {f"section-{section.pk}"}, end: {f"section-{section.pk}"}},
    )
    assert services.move_slot(slot, by=chief, ends_at=end + HOUR)
    assert names()[1].keys() == {start, end, end + HOUR}
    assert not services.move_slot(slot, by=chief, ends_at=end + HOUR)
    assert names() == (set(), {})
    services.remove_slot(slot, by=chief)
    assert names() == ({f"section-{section.pk}"}, {})
    place(story)
    assert names() == ({"front"}, {})

    entries = AuditEntry.objects.filter(noun="articles.frontslot", by=chief).order_by("pk")
    assert [entry.verb for entry in entries] == ["placed", "moved", "took away"]
    assert entries[0].title == f"Lead: {story.headline}"
    assert entries[0].after["front"] == "City"
    assert entries[1].before["until"] != entries[1].after["until"]
    with pytest.raises(services.Refused, match="Somebody else"):
        services.remove_slot(FrontSlot(pk=slot.pk or 9999), by=chief)


def test_a_place_is_refused_to_the_trash_and_to_a_time_that_ends_first():
    story = make_article()
    services.trash(story, by=None)

    with pytest.raises(services.Refused, match="in the trash"):
        place(story)
    with pytest.raises(services.Refused, match="must leave"):
        place(make_live(), starts_at=NOON, ends_at=NOON)
    assert not FrontSlot.objects.exists()


def test_a_story_that_somebody_else_has_just_moved_to_the_trash_is_not_placed():
    article = make_article()
    services.trash(Article.objects.get(pk=article.pk), by=None)

    with pytest.raises(services.Refused, match="is in the trash"):
        services.place_story(article, by=None, place="lead")
    with pytest.raises(services.Refused, match="is in the trash"):
        services.arrange_front(None, [FrontSlot(article=article, place="lead")], by=None)

    assert not FrontSlot.objects.exists()
