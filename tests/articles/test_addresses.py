from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from articles import services
from articles.models import Address, Article, Release
from newsroom.clock import database_now
from tests.factories_articles import let_time_pass, make_article, make_live

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def type_over(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)


def answer_at(day, slug, *, at=None):
    """What a reader gets there: 200, the address they are sent to, 410 or 404."""
    at = at or database_now()
    if Release.timeline.public(at).at_address(day, slug).exists():
        return 200
    address = Address.objects.known_at(day, slug, at=at).first()
    if address is None:
        return 404
    return address.current_url or 410


def test_an_article_without_an_address_gets_one_from_its_headline_and_keeps_it():
    article = make_live(headline="Flood in the Old Town")
    assert Release.objects.get().slug == "flood-in-the-old-town"

    type_over(article, headline="Flood is over")
    assert services.publish(article, by=None, checked=False).slug == "flood-in-the-old-town"


def test_an_address_that_was_made_and_given_back_is_made_anew_when_another_article_took_it():
    article = make_live(headline="Letters", at=database_now() + HOUR)
    services.unschedule(article, by=None)
    make_live(headline="Letters")

    assert services.publish(article, by=None, checked=False).slug == "letters-2"


def test_a_story_that_nobody_saw_is_scheduled_anew_under_its_new_headline():
    article = make_live(headline="Flood ahead", at=database_now() + HOUR)
    type_over(article, headline="Flood is here")

    services.publish(article, by=None, at=database_now() + 2 * HOUR, checked=False)

    assert [address.slug for address in Address.objects.all()] == ["flood-is-here"]


def test_a_second_article_of_that_headline_and_day_is_numbered():
    slugs = [make_live(headline="Letters").releases.get().slug for _ in range(3)]

    assert slugs == ["letters", "letters-2", "letters-3"]


def test_a_very_long_headline_is_cut_between_words():
    slug = make_live(headline="word " * 39).releases.get().slug

    assert slug == "-".join(["word"] * 23)


def test_an_address_that_somebody_typed_and_another_article_has_is_refused():
    make_live(slug="flood")
    article = make_article(slug="flood")

    with pytest.raises(services.Refused, match="Another article of that day has the address “flood”"):
        services.publish(article, by=None, checked=False)

    assert Release.timeline.count() == 1


def test_an_earlier_address_leads_to_the_current_one_for_good():
    article = make_live(slug="one")
    day = Release.objects.get().day
    for slug in ("two", "three"):
        type_over(article, slug=slug)
        services.publish(article, by=None, checked=False)

    there = f"/{day:%Y/%m/%d}/three/"
    assert [answer_at(day, slug) for slug in ("one", "two", "three")] == [there, there, 200]
    with pytest.raises(services.Refused):
        make_live(slug="one")


def test_all_addresses_of_a_withdrawn_article_are_gone_until_it_returns():
    article = make_live(slug="one")
    day = Release.objects.get().day
    type_over(article, slug="two")
    services.publish(article, by=None, checked=False)

    services.withdraw(article, by=None)
    assert [answer_at(day, slug) for slug in ("one", "two")] == [410, 410]

    services.publish(article, by=None, checked=False)
    assert [answer_at(day, slug) for slug in ("one", "two")] == [f"/{day:%Y/%m/%d}/two/", 200]


def test_an_address_that_is_only_scheduled_is_nobodys_business():
    at = database_now() + HOUR
    article = make_live(slug="one")
    day = Release.objects.get().day
    type_over(article, slug="two")
    services.publish(article, by=None, at=at, checked=False)

    assert (answer_at(day, "one"), answer_at(day, "two")) == (200, 404)
    assert answer_at(day, "one", at=at) == f"/{day:%Y/%m/%d}/two/"
    assert answer_at(day, "two", at=at) == 200


def test_an_address_that_was_only_ever_scheduled_is_given_back():
    article = make_live(slug="one")
    type_over(article, slug="two")
    services.publish(article, by=None, at=database_now() + HOUR, checked=False)
    assert Address.objects.count() == 2

    services.unschedule(article, by=None)

    assert [address.slug for address in Address.objects.all()] == ["one"]
    assert make_live(slug="two").releases.count() == 1


def test_an_address_that_the_public_saw_is_never_given_back():
    article = make_live(slug="one", at=database_now() + HOUR)
    let_time_pass(article, 2 * HOUR)

    services.withdraw(article, by=None)

    assert Address.objects.get().slug == "one"


def test_the_same_slug_on_another_day_is_another_address():
    first = make_live(slug="letters", first_published_at=database_now() - 48 * HOUR)
    second = make_live(slug="letters")

    assert [answer_at(r.day, "letters") for r in Release.objects.all()] == [200, 200]
    assert first.releases.get().day < second.releases.get().day


def test_the_database_gives_an_address_to_one_article():
    make_live(slug="one")
    day = Release.objects.get().day

    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(day=day, slug="one", article=make_article())


def test_working_text_claims_no_address():
    make_article(slug="one")

    assert not Address.objects.exists()
