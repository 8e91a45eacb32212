"""Why a story was withdrawn: each reason is said from its own hour on, and stays what it was."""

from datetime import timedelta

import pytest

from articles import services
from articles.models import Address, Release
from newsroom.clock import database_now
from tests.factories_articles import make_live

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def withdrawn():
    story = make_live(slug="one")
    services.withdraw(story, by=None, reason="The name was wrong.")
    return story


def said_at(moment):
    """What the address says at ``moment``: a reason, or nothing while the story can be read."""
    address = Address.objects.known_at(Release.timeline.first().day, "one", at=moment).get()
    return None if address.current_url else address.withdrawal_reason


def test_a_withdrawn_story_keeps_its_reason_until_its_return_and_gets_the_next_one_at_its_hour(withdrawn):
    start = database_now()
    services.publish(withdrawn, by=None, at=start + HOUR, checked=False)
    services.withdraw(withdrawn, by=None, at=start + 2 * HOUR, reason="The agreement ended.")

    said = [said_at(start + n * HOUR) for n in range(4)]

    assert said == ["The name was wrong.", None, "The agreement ended.", "The agreement ended."]


def test_calling_off_a_return_leaves_the_reason(client, withdrawn):
    services.publish(withdrawn, by=None, at=database_now() + HOUR, checked=False)
    services.withdraw(withdrawn, by=None, at=database_now() + 2 * HOUR, reason="Never said.")

    services.unschedule(withdrawn, by=None)

    day = Release.timeline.get().day
    page = client.get(f"/{day:%Y/%m/%d}/one/")
    assert page.status_code == 410
    assert "The name was wrong." in page.text
    assert "Never said." not in page.text


def test_a_return_after_the_withdrawal_of_an_update_leaves_the_reason_for_the_gap():
    story, start = make_live(slug="one"), database_now()
    services.publish(story, by=None, at=start + HOUR, checked=False)
    services.withdraw(story, by=None, at=start + 3 * HOUR, reason="For now.")

    services.publish(story, by=None, at=start + 5 * HOUR, checked=False)

    assert [said_at(start + n * HOUR) for n in (2, 3, 4, 5)] == [None, "For now.", "For now.", None]


def test_an_update_takes_the_reason_of_the_withdrawal_that_survives_it():
    story, start = make_live(slug="one"), database_now()
    services.withdraw(story, by=None, at=start + 3 * HOUR, reason="For now.")

    services.publish(story, by=None, at=start + HOUR, checked=False)

    reasons = Release.timeline.order_by("live_from").values_list("withdrawal_reason", flat=True)
    assert list(reasons) == ["", "For now."]
