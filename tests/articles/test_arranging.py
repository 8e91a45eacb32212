"""The page on which the desk arranges a front."""

from datetime import UTC

import pytest

from articles import services
from articles.arrangements import stamp_of, stands_as
from articles.forms import Arrangement
from articles.front import make_front
from articles.models import FrontSlot
from newsroom.clock import database_now
from newsroom.models import AuditEntry
from tests.articles.test_placing import HOUR, make_stories, numbers, place
from tests.factories_articles import make_article, make_live, make_section
from tests.factories_desk import client_of, make_chief, make_person, typed_rows

pytestmark = pytest.mark.django_db
FRONTS = "/admin/articles/frontslot/"


def seen_now(section=None):
    return Arrangement(section, FrontSlot.objects.none()).seen


def arranged(*, seen=None, **places):
    """What the page posts; ``seen`` is the arrangement it was opened on, by default the one of now."""
    return {"seen": seen or seen_now()} | {
        name: value
        for where in ("breaking", "lead", "second", "picks")
        for name, value in typed_rows(where, places.get(where, [])).items()
    }


def test_the_desk_arranges_the_front_without_a_script():
    stories, chief = make_stories(4), client_of(make_chief())
    kept, gone = place(stories[0], "second", position=1), place(stories[1], "second", position=2)
    rows = [
        {"slot": kept.pk, "story": stories[0].headline, "ORDER": 2, "starts_at": ""},
        {"slot": gone.pk, "story": stories[1].headline, "ORDER": 3, "DELETE": "on"},
        {"story": f"Anything ({stories[2].pk})", "ORDER": 1, "ends_at": "2999-01-01T10:00:00"},
    ]

    answer = chief.post(FRONTS, arranged(second=rows, lead=[{"story": stories[3].headline}]))

    assert answer.status_code == 302
    standing = FrontSlot.objects.order_by("place", "position").values_list(
        "place", "position", "article__headline"
    )
    assert list(standing) == [("lead", 1, "Story 03"), ("second", 1, "Story 02"), ("second", 2, "Story 00")]
    kept.refresh_from_db()
    assert kept.position == 2
    assert numbers(make_front().tier) == [2, 0, 1]
    page = chief.get(FRONTS).text
    assert f'value="Story 03 ({stories[3].pk})"' in page


def test_saving_the_page_as_it_was_opened_changes_nothing():
    stories, chief = make_stories(2), client_of(make_chief())
    slot = place(stories[0], "lead", position=1)
    entries = AuditEntry.objects.count()

    page = chief.get(FRONTS)
    row = next(part["rows"] for part in page.context["arrangement"].parts if part["place"] == "lead").forms[0]
    typed = {"slot": slot.pk, "story": row["story"].value(), "ORDER": 1}
    typed["starts_at"] = row.fields["starts_at"].widget.format_value(row["starts_at"].value())

    chief.post(FRONTS, arranged(lead=[typed]))

    assert FrontSlot.objects.get().starts_at == slot.starts_at
    assert AuditEntry.objects.count() == entries


def test_what_somebody_else_placed_meanwhile_survives():
    stories, chief = make_stories(3), client_of(make_chief())
    mine = place(stories[0], "lead", position=1)
    place(stories[1], "picks")

    chief.post(FRONTS, arranged(lead=[{"slot": mine.pk, "story": stories[0].headline, "DELETE": "on"}]))

    assert FrontSlot.objects.get().article == stories[1]


def test_only_live_and_scheduled_stories_are_offered_and_taken():
    section = make_section()
    make_live(headline="Ferry live", section=section)
    coming = make_article(headline="Ferry coming")
    services.publish(coming, by=None, at=database_now() + HOUR, checked=False)
    draft, gone = make_article(headline="Ferry draft"), make_live(headline="Ferry gone")
    services.withdraw(gone, by=None)
    chief = client_of(make_chief())

    def offered(query=""):
        return {row["text"] for row in chief.get(f"{FRONTS}choose/?term=ferry{query}").json()["results"]}

    assert offered() == {"Ferry live", "Ferry coming"}
    assert offered(f"&section={section.pk}") == {"Ferry live"}
    answer = chief.post(FRONTS, arranged(lead=[{"story": draft.pk}]))
    assert answer.status_code == 422
    assert "live or scheduled" in answer.text
    assert not FrontSlot.objects.exists()


def test_an_arrangement_is_previewed_before_it_is_saved_and_at_a_moment():
    stories, chief = make_stories(3), client_of(make_chief())
    at = (database_now() + HOUR).astimezone(UTC)
    place(stories[1], "lead", starts_at=at)

    typed = arranged(lead=[{"story": stories[2].headline}])
    tried = chief.post(f"{FRONTS}preview/", typed)
    ahead = chief.get(f"{FRONTS}preview/", {"at": (at + HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")})
    now = chief.get(f"{FRONTS}preview/")

    leads = [numbers([answer.context["front"].lead]) for answer in (tried, ahead, now)]
    assert leads == [[2], [1], [0]]
    assert FrontSlot.objects.count() == 1
    assert "frame-ancestors 'self'" in tried["Content-Security-Policy"]


def test_arranging_needs_its_permission():
    person = client_of(
        make_person("articles.view_frontslot", "articles.view_article", "articles.change_article")
    )

    assert [person.get(f"{FRONTS}{page}").status_code for page in ("", "choose/", "preview/")] == [403] * 3
    assert person.post(FRONTS, arranged()).status_code == 403
    assert client_of(make_person("articles.change_frontslot")).get(FRONTS).status_code == 200


@pytest.mark.parametrize("slots", [1, 5])
def test_the_page_to_arrange_costs_the_same_however_full(django_assert_num_queries, slots):
    section, chief = make_section(), client_of(make_chief())
    for story in make_stories(slots, section=section):
        place(story, "second")

    # session, person, slots, sections, suggestions
    with django_assert_num_queries(5):
        chief.get(FRONTS)


def test_an_arrangement_with_an_end_before_its_start_is_refused():
    stories, chief = make_stories(1), client_of(make_chief())
    row = {"story": stories[0].pk, "starts_at": "2999-01-01T10:00", "ends_at": "2999-01-01T09:00"}

    answer = chief.post(FRONTS, arranged(lead=[row]))

    assert answer.status_code == 422
    assert "must leave its place after" in answer.text


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_moment_that_no_zone_can_hold_is_refused_and_previews_now(moment):
    stories, chief = make_stories(1), client_of(make_chief())

    answer = chief.post(FRONTS, arranged(lead=[{"story": stories[0].pk, "starts_at": moment}]))

    assert answer.status_code == 422
    assert "out of reach" in answer.text
    assert numbers([chief.get(f"{FRONTS}preview/", {"at": moment}).context["front"].lead]) == [0]


@pytest.fixture
def of_two():
    """A front with a lead, opened by two editors."""
    stories = make_stories(3)
    slot = place(stories[0], "lead", position=1)
    return stories, slot, seen_now(), client_of(make_chief()), client_of(make_chief())


def test_the_second_of_two_who_arrange_a_front_is_told_and_may_save_over_the_first(of_two):
    stories, slot, seen, first, second = of_two
    taken = {"slot": slot.pk, "story": stories[0].headline, "DELETE": "on"}
    kept = {"slot": slot.pk, "story": stories[0].headline, "ORDER": 1}
    first.post(FRONTS, arranged(seen=seen, lead=[taken], second=[{"story": stories[1].headline}]))
    mine = arranged(seen=seen, lead=[kept], picks=[{"story": stories[2].headline}])

    refused = second.post(FRONTS, mine)

    assert refused.status_code == 409
    assert "Somebody else has arranged this front since you opened it." in refused.text
    assert list(FrontSlot.objects.values_list("place", "article")) == [("second", stories[1].pk)]
    assert refused.context["standing"][0]["label"] == "Second tier"
    assert f'value="{stories[2].headline}"' in refused.text
    drawn = refused.context["arrangement"].seen
    assert f'name="seen" value="{drawn}"' in refused.text
    assert second.post(FRONTS, mine | {"seen": drawn}).status_code == 302
    standing = FrontSlot.objects.values_list("place", "article").order_by("place")
    assert list(standing) == [
        ("lead", stories[0].pk), ("picks", stories[2].pk), ("second", stories[1].pk),
    ]  # fmt: skip


@pytest.mark.parametrize("seen", ["", "x", "0-", "99999999999-ab", "\N{SUPERSCRIPT TWO}-ab", "1" * 5000])
def test_who_does_not_say_what_they_saw_stores_nothing(seen):
    stories = make_stories(1)
    posted = arranged(lead=[{"story": stories[0].headline}]) | {"seen": seen}

    assert client_of(make_chief()).post(FRONTS, posted).status_code == 409
    assert not FrontSlot.objects.exists()


def test_a_fault_that_is_mended_does_not_hide_what_somebody_else_did(of_two):
    stories, _, seen, first, second = of_two
    first.post(FRONTS, arranged(seen=seen, second=[{"story": stories[1].headline}]))

    faulty = second.post(FRONTS, arranged(seen=seen, picks=[{"story": "No such story"}]))

    assert faulty.status_code == 422
    assert faulty.context["arrangement"].seen == seen


def test_each_front_is_arranged_for_itself_and_what_ran_out_is_no_change(of_two):
    stories, slot, seen, *_ = of_two
    section, now = make_section(), database_now()
    of_section = seen_now(section)
    minute = HOUR / 60
    place(stories[1], "picks", starts_at=now - HOUR, ends_at=now - minute)

    assert stands_as(None, seen)
    before = stamp_of(FrontSlot.objects.all(), (now - 5 * minute).replace(microsecond=0))
    assert before != seen
    assert stands_as(None, before)
    services.move_slot(slot, by=None, position=7)
    assert not stands_as(None, before)
    assert stands_as(section, of_section)
