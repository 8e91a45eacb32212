"""The page that lists the feeds for people names nothing that readers do not see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import services
from newsroom.models import Purge
from tests.factories_articles import make_article, make_series

pytestmark = pytest.mark.django_db


def test_a_series_stands_there_from_its_first_public_story_to_its_last(client):
    story = make_article(series=make_series(name="What the mayor hid", slug="mayor"))
    names = set(client.get("/feeds/")["Surrogate-Key"].split())

    assert "mayor" not in client.get("/feeds/").text
    services.publish(story, by=None, at=timezone.now() + timedelta(hours=1), checked=False)
    assert "mayor" not in client.get("/feeds/").text
    Purge.objects.all().delete()
    services.publish(story, by=None, checked=False)
    assert names & set(Purge.objects.values_list("name", flat=True))
    assert 'href="/series/mayor/feed/"' in client.get("/feeds/").text
    services.withdraw(story, by=None)
    assert "mayor" not in client.get("/feeds/").text
