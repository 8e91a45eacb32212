"""Whatever the desk does in whatever order, the public sees exactly what a naive list of events says."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import services
from articles.models import OPEN_END, Address, Article, Release
from newsroom.clock import database_now
from tests.factories_articles import let_time_pass, make_article

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)

hours = st.integers(1, 4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.sampled_from(["spring", "summer", "autumn"])),
        st.tuples(st.just("publish")),
        st.tuples(st.just("publish"), hours),
        st.tuples(st.just("withdraw")),
        st.tuples(st.just("withdraw"), hours),
        st.tuples(st.just("unschedule")),
        st.tuples(st.just("restore"), st.integers(0, 20)),
        st.tuples(st.just("wait"), st.integers(1, 3)),
    ),
    min_size=1,
    max_size=12,
)


class Desk:
    """The article, and beside it the naive story of it: a list of (moment, text or None)."""

    def __init__(self):
        self.start = database_now()  # the hours of the schedule are counted from here
        self.article = make_article(headline="0")
        self.text = "0"
        self.events = []
        self.texts = []  # of the editions, by number
        self.edits = 0

    def keep(self):
        if not self.texts or self.texts[-1] != self.text:
            self.texts.append(self.text)

    def edit(self, slug):
        self.edits += 1
        self.text = str(self.edits)
        Article.objects.filter(pk=self.article.pk).update(headline=self.text, slug=slug)
        services.keep(self.article, by=None)
        self.keep()

    def publish(self, hour=None):
        moment = hour and self.start + hour * HOUR
        ahead = [event for event in self.future() if event[1] is None]
        if moment and (moment <= database_now() or any(event[0] == moment for event in ahead)):
            return self.refused("publish", at=moment)
        release = services.publish(self.article, by=None, at=moment, checked=False)
        self.keep()
        self.events = self.past() + ahead + [(moment or release.live_from, self.text)]
        return self.tidy()

    def withdraw(self, hour=None):
        moment = hour and self.start + hour * HOUR
        kept = self.past() + [e for e in self.future() if e[1] is not None and moment and e[0] < moment]
        if (moment and moment <= database_now()) or seen(kept, (moment or database_now()) - TICK) is None:
            return self.refused("withdraw", at=moment)
        services.withdraw(self.article, by=None, at=moment)
        ends = Release.timeline.filter(live_until__lte=database_now()).order_by("-live_until")
        moment = moment or ends.values_list("live_until", flat=True)[0]
        self.events = [*kept, (moment, None)]
        return self.tidy()

    def unschedule(self):
        if not self.future():
            return self.refused("unschedule")
        services.unschedule(self.article, by=None)
        self.events = self.past()
        return self.tidy()

    def restore(self, number):
        if not self.texts:
            return
        self.keep()
        number %= len(self.texts)
        services.restore(self.article.editions.get(number=number + 1), by=None)
        self.text = self.texts[number]
        self.keep()

    def wait(self, hours):
        let_time_pass(self.article, hours * HOUR)
        self.start -= hours * HOUR
        self.events = [(moment - hours * HOUR, text) for moment, text in self.events]

    def refused(self, verb, **fields):
        with pytest.raises(services.Refused):
            getattr(services, verb)(self.article, by=None, **fields)

    def past(self):
        return [event for event in self.events if event[0] <= database_now()]

    def future(self):
        return [event for event in self.events if event[0] > database_now()]

    def tidy(self):
        """A withdrawal of what is not shown then is none."""
        self.events.sort(key=lambda event: event[0])
        self.events = [
            e for e in self.events if e[1] is not None or seen(self.events, e[0] - TICK) is not None
        ]


def seen(events, at):
    """What the naive story says the public sees: the last event before or at ``at``."""
    return next((text for moment, text in sorted(events, reverse=True, key=first) if moment <= at), None)


def first(event):
    return event[0]


def check(desk):
    moments = {moment for moment, text in desk.events} | {desk.start + hour * HOUR for hour in range(-3, 6)}
    releases = list(Release.timeline.order_by("live_from"))
    moments |= {m for r in releases for m in (r.live_from, r.live_until) if m < OPEN_END}
    for moment in sorted(m + near for m in moments for near in (-TICK, timedelta(), TICK)):
        shown = [r.headline for r in Release.timeline.public(moment)]
        expected = seen(desk.events, moment)
        assert shown == ([] if expected is None else [expected]), (moment, desk.events)
    assert set(Address.objects.values_list("day", "slug")) == {(r.day, r.slug) for r in releases}
    stored = [edition.data["headline"] for edition in desk.article.editions.order_by("number")]
    assert stored == desk.texts
    assert Article.objects.get(pk=desk.article.pk).headline == desk.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def _check_any_order(script):
    with transaction.atomic():
        desk = Desk()
        for verb, *fields in script:
            getattr(desk, verb)(*fields)
            check(desk)
        transaction.set_rollback(True)


def test_the_public_sees_one_published_edition_or_none_at_every_moment_whatever_the_desk_did():
    _check_any_order()
