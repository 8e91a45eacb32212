"""A page that was opened before somebody else decided something undoes nothing of it unseen."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from articles import services
from articles.models import Article
from articles.timeline import line_of
from tests.factories_articles import make_article, make_author, make_live
from tests.factories_desk import change_address, client_of, make_chief, typed_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(make_chief())


def shown(client, article):
    """The hidden fields that say what the page showed, as a browser would post them."""
    page = client.get(change_address(article)).content.decode()
    found = re.findall(r"<input[^>]*name=\"initial-[^>]*>", page)
    fields = (dict(re.findall(r"(\w+)=\"([^\"]*)\"", field)) for field in found)
    return {field["name"]: field.get("value", "") for field in fields}


def typed_on(article, **fields):
    return typed_story(headline=article.headline, section=article.section_id, body=article.body, **fields)


@pytest.mark.parametrize("headline", ["Tide", "Tide rises"])
def test_a_switch_that_somebody_else_turned_stays_turned(client, headline):
    article, page = make_article(headline="Tide"), uuid4()
    before = shown(client, article)
    typed = typed_on(article) | {"headline": headline, "page_key": page, "version": article.version}
    version = client.post(change_address(article), typed | {"_autosave": "1"}).json()["version"]
    services.switch(Article.objects.get(pk=article.pk), by=None, is_sensitive=True, comments_open=False)

    answer = client.post(change_address(article), typed | before | {"version": version, "is_hidden": "on"})

    article.refresh_from_db()
    assert answer.status_code == 302
    assert (article.is_sensitive, article.comments_open, article.is_hidden) == (True, False, True)


def test_a_switch_can_be_turned_back_by_whoever_saw_it(client):
    article = make_article(is_sensitive=True)
    services.keep(article, by=None)
    before = shown(client, article)

    client.post(change_address(article), typed_on(article, version=article.version) | before)

    article.refresh_from_db()
    assert not article.is_sensitive


def test_publishing_from_an_older_page_calls_no_withdrawal_off_that_was_planned_meanwhile(client):
    article, at = make_live(bylines=[make_author()]), timezone.now() + timedelta(days=2)
    before = shown(client, article)
    services.withdraw(article, by=None, at=at, reason="Only for two days")
    version = Article.objects.get(pk=article.pk).version
    typed = typed_on(article, version=version, bylines=[article.bylines.get().author]) | before

    client.post(change_address(article), typed | {"_publish": ""})

    line = line_of(article)
    assert (line.withdrawal_at, line.withdrawal_reason) == (at, "Only for two days")


def test_a_planned_withdrawal_is_called_off_by_whoever_saw_it(client):
    article = make_live(bylines=[make_author()])
    services.withdraw(article, by=None, at=timezone.now() + timedelta(days=2), reason="Only for two days")
    before = shown(client, article)
    version = Article.objects.get(pk=article.pk).version
    typed = typed_on(article, version=version, bylines=[article.bylines.get().author]) | before

    client.post(change_address(article), typed | {"_publish": "", "withdraw_at": "", "reason": ""})

    assert line_of(article).withdrawal_at is None


def test_a_moment_typed_before_a_refusal_still_counts_at_the_next_press(client):
    article, at = make_live(bylines=[make_author()]), timezone.localtime() + timedelta(days=2)
    typed = typed_on(article, version=article.version, bylines=[article.bylines.get().author])
    later = {"withdraw_at": f"{at:%Y-%m-%dT%H:%M:%S}", "reason": "Only for two days"}
    refused = typed | shown(client, article) | later | {"_publish": "", "headline": ""}
    client.post(change_address(article), refused | {"version": Article.objects.get(pk=article.pk).version})

    again = shown(client, article)
    typed |= again | later | {"version": Article.objects.get(pk=article.pk).version, "_withdraw": ""}
    client.post(change_address(article), typed)

    assert line_of(article).live
    assert line_of(article).withdrawal_at == at.replace(microsecond=0)
