from datetime import timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.models import OPEN_END, Address, Article, Release
from articles.timeline import line_of
from newsroom.clock import database_now
from tests.factories_articles import let_time_pass, make_article, make_live, make_section

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def type_over(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)


def public(at):
    """The headlines that readers would see at ``at``."""
    return [release.headline for release in Release.timeline.public(at)]


def test_a_scheduled_article_appears_at_its_moment_and_not_a_microsecond_before():
    at = database_now() + HOUR
    article = make_live(headline="Later", at=at)

    assert (public(at - TICK), public(at)) == ([], ["Later"])
    release = Release.timeline.get(article=article)
    assert (release.published_at, release.updated_at) == (at, at)
    assert release.day == timezone.localdate(at)


def test_a_scheduled_update_takes_over_at_its_moment_without_a_gap():
    article = make_live(headline="Old")
    at = database_now() + HOUR
    type_over(article, headline="New")

    services.publish(article, by=None, at=at, checked=False)

    assert (public(at - TICK), public(at)) == (["Old"], ["New"])
    assert public(database_now()) == ["Old"]


def test_a_withdrawal_now_ends_it_and_calls_off_what_was_scheduled():
    article = make_live()
    services.publish(article, by=None, at=database_now() + HOUR, checked=False)

    services.withdraw(article, by=None, reason="Wrong name")

    assert not Release.objects.exists()
    assert not Release.timeline.filter(live_until__gt=database_now()).exists()
    assert Release.timeline.get().withdrawal_reason == "Wrong name"


def test_a_scheduled_withdrawal_takes_it_away_at_its_moment():
    article = make_live(headline="For a day")
    at = database_now() + HOUR

    services.withdraw(article, by=None, at=at)

    assert (public(at - TICK), public(at)) == (["For a day"], [])


def test_publishing_replaces_what_was_scheduled_and_its_edition_stays():
    article = make_live(headline="One")
    type_over(article, headline="Two")
    services.publish(article, by=None, at=database_now() + HOUR, checked=False)
    type_over(article, headline="Three")

    services.publish(article, by=None, checked=False)

    assert public(database_now() + 2 * HOUR) == ["Three"]
    assert [edition.data["headline"] for edition in article.editions.all()] == ["Three", "Two", "One"]


def test_a_scheduled_withdrawal_survives_an_update_now_and_a_scheduled_one():
    article = make_live(headline="One")
    end = database_now() + 3 * HOUR
    services.withdraw(article, by=None, at=end, reason="Ends")

    type_over(article, headline="Two")
    services.publish(article, by=None, checked=False)
    type_over(article, headline="Three")
    services.publish(article, by=None, at=end - HOUR, checked=False)

    assert [public(end - 2 * HOUR), public(end - HOUR), public(end)] == [["Two"], ["Three"], []]
    reasons = Release.timeline.order_by("live_from").values_list("withdrawal_reason", flat=True)
    assert list(reasons) == ["", "", "Ends"]


def test_a_return_after_a_scheduled_withdrawal_leaves_the_gap():
    article = make_live(headline="One")
    end = database_now() + HOUR
    services.withdraw(article, by=None, at=end)
    type_over(article, headline="Two")

    services.publish(article, by=None, at=end + HOUR, checked=False)

    assert [public(end - TICK), public(end), public(end + HOUR)] == [["One"], [], ["Two"]]
    assert line_of(article).withdrawal_at == end  # the first end at which nothing starts


def test_a_new_moment_to_withdraw_replaces_the_old_one_and_calls_off_what_is_later():
    article = make_live(headline="One")
    start = database_now()
    services.withdraw(article, by=None, at=start + HOUR)
    services.publish(article, by=None, at=start + 4 * HOUR, checked=False)

    services.withdraw(article, by=None, at=start + 2 * HOUR)

    assert [public(start + n * HOUR) for n in (1, 2, 4)] == [["One"], [], []]


def test_a_withdrawal_between_now_and_a_scheduled_update_keeps_the_update_until_then():
    article = make_live(headline="One")
    start = database_now()
    type_over(article, headline="Two")
    services.publish(article, by=None, at=start + HOUR, checked=False)

    services.withdraw(article, by=None, at=start + 2 * HOUR)

    assert [public(start + n * HOUR - TICK) for n in (1, 2, 3)] == [["One"], ["Two"], []]


def test_unscheduling_calls_off_the_update_and_the_withdrawal_and_what_is_live_stays():
    article = make_live(headline="One")
    start = database_now()
    services.withdraw(article, by=None, at=start + 2 * HOUR, reason="Ends")
    services.publish(article, by=None, at=start + HOUR, checked=False)

    services.unschedule(article, by=None)

    release = Release.timeline.get()
    assert (release.headline, release.live_until, release.withdrawal_reason) == ("One", OPEN_END, "")
    with pytest.raises(services.Refused, match="Nothing is scheduled"):
        services.unschedule(article, by=None)


def test_what_cannot_be_is_refused_in_words():
    article, now = make_article(), database_now()
    with pytest.raises(services.Refused, match="do not see this article now"):
        services.withdraw(article, by=None)
    with pytest.raises(services.Refused, match="That moment has passed"):
        services.publish(article, by=None, at=now, checked=False)
    with pytest.raises(services.Refused, match="too far ahead"):
        services.publish(article, by=None, at=OPEN_END, checked=False)
    services.publish(article, by=None, at=now + 2 * HOUR, checked=False)
    with pytest.raises(services.Refused, match=r"do not see this article on \d"):
        services.withdraw(article, by=None, at=now + HOUR)
    with pytest.raises(services.Refused, match="That moment has passed"):
        services.withdraw(article, by=None, at=now)
    services.withdraw(article, by=None, at=now + 3 * HOUR)
    with pytest.raises(services.Refused, match="withdrawn at that very moment"):
        services.publish(article, by=None, at=now + 3 * HOUR, checked=False)

    assert public(now + 2 * HOUR) == [article.headline]


def test_an_article_that_returns_keeps_its_first_date():
    article = make_live()
    first = Release.timeline.get()
    services.withdraw(article, by=None)
    let_time_pass(article, 30 * HOUR)

    again = services.publish(article, by=None, checked=False)

    assert (again.published_at, again.day) == (first.published_at, first.day)
    assert again.updated_at == again.live_from


def test_a_first_publication_that_was_moved_has_the_date_of_its_new_moment():
    article = make_live(at=database_now() + HOUR)
    later = database_now() + 50 * HOUR

    release = services.publish(article, by=None, at=later, checked=False)

    assert Release.timeline.get() == release
    assert (release.published_at, release.day) == (later, timezone.localdate(later))
    assert [address.day for address in Address.objects.all()] == [release.day]


def test_an_article_from_elsewhere_keeps_its_date_but_was_never_here_before():
    then = database_now() - 400 * HOUR

    article = make_live(first_published_at=then)

    release = article.releases.get()
    assert (release.published_at, release.updated_at, release.day) == (then, then, timezone.localdate(then))
    assert public(release.live_from - TICK) == []


def test_the_section_of_a_scheduled_update_changes_at_its_moment():
    old, new = make_section(), make_section()
    article = make_live(section=old)
    at = database_now() + HOUR
    type_over(article, section=new)
    services.publish(article, by=None, at=at, checked=False)

    def in_section(section, moment):
        return Release.timeline.public(moment).in_section(section).count()

    assert [(in_section(old, m), in_section(new, m)) for m in (at - TICK, at)] == [(1, 0), (0, 1)]


def test_a_withdrawal_that_would_take_away_nothing_goes_with_its_reason():
    start = database_now()
    article = make_live(at=start + HOUR)
    services.withdraw(article, by=None, at=start + 2 * HOUR, reason="Ends")

    services.publish(article, by=None, at=start + 3 * HOUR, checked=False)

    release = Release.timeline.get()
    assert (release.live_until, release.withdrawal_reason) == (OPEN_END, "")


def test_of_two_publishes_in_one_microsecond_the_second_stays_and_a_withdrawal_leaves_nothing(monkeypatch):
    moment = database_now()
    monkeypatch.setattr("newsroom.clock.database_now", lambda: moment)
    article = make_live(headline="One")
    type_over(article, headline="Two")

    services.publish(article, by=None, checked=False)

    assert [(r.headline, r.live_from) for r in Release.timeline.all()] == [("Two", moment)]
    services.withdraw(article, by=None)
    assert not Release.timeline.exists()
    assert not Address.objects.exists()
