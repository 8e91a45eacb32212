"""The picture of a story without a photo: at an address that names what is drawn, and only while it is so."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from articles import services
from articles.cards import card_of, card_of_paper
from articles.models import Article, Release, Section
from newsroom.models import Purge
from tests.factories_articles import make_article, make_live, make_section

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def address(article):
    release = Release.timeline.filter(article=article).select_related("section").latest("pk")
    return f"/card/{article.pk}-{card_of(release).digest}.png"


def test_a_card_is_shown_whole_to_everybody_and_kept_under_the_story_s_name(client):
    article = make_live(headline="Bridge opens", section=make_section(name="City"))

    answer = client.get(address(article))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert {f"article-{article.pk}", "sections"} <= set(answer.headers["Surrogate-Key"].split())
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get(address(article), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_readers_do_not_see_is_not_drawn(client):
    draft = make_article()
    gone = make_live()
    services.withdraw(gone, by=None, reason="Wrong.")
    coming = make_article()
    services.publish(coming, by=None, at=timezone.now() + timedelta(hours=1), checked=False)

    addresses = [address(gone), address(coming), f"/card/{draft.pk}-{'0' * 16}.png"]

    assert [client.get(path).status_code for path in addresses] == [404, 404, 404]


@pytest.mark.parametrize("number", ["0", "1", "99999999999999999999999999"])
@pytest.mark.parametrize("digest", ["0" * 16, "x" * 3000, "-", "paper"])
def test_only_the_digest_of_what_is_seen_now_is_answered(client, number, digest):
    make_live()

    assert client.get(f"/card/{number}-{digest}.png").status_code == 404
    assert client.get(f"/card/paper-{digest}.png").status_code == 404


def test_a_new_headline_and_a_renamed_section_move_the_card(client):
    article = make_live(headline="Old")
    first = address(article)
    Article.objects.update(headline="New")
    services.publish(article, by=None, checked=False)
    second = address(article)
    Section.objects.update(name="Renamed")

    assert [client.get(path).status_code for path in (first, second, address(article))] == [404, 404, 200]


def test_a_card_that_comes_or_goes_was_purged_by_name(client):
    article = make_live(headline="Old")
    old = address(article)
    names = {old: client.get(old).headers["Surrogate-Key"].split()}
    Article.objects.update(headline="New")
    Purge.objects.all().delete()

    services.publish(article, by=None, checked=False)
    new = address(article)
    names[new] = client.get(new).headers["Surrogate-Key"].split()

    purged = set(Purge.objects.values_list("name", flat=True))
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    assert set(names[old]) & purged
    assert set(names[new]) & purged


def test_the_card_of_a_paid_story_says_sponsored_where_others_name_their_section(client):
    city = make_section(name="City")
    paid = make_live(headline="Boats", type="sponsored", section=city).releases.get()
    news = make_live(headline="Bridge", section=city).releases.get()

    assert [card_of(release).label for release in (paid, news)] == ["Sponsored", "City"]
    text = client.get(paid.get_absolute_url()).text
    assert 'property="og:image:alt" content="Sponsored: Boats"' in text
    assert client.get(address(paid.article)).status_code == 200


def test_a_card_costs_one_query(client, django_assert_num_queries):
    path = address(make_live())

    with django_assert_num_queries(2):  # and when the next change is due
        assert client.get(path).status_code == 200


def test_the_paper_has_a_card_of_its_own_for_good(client, settings):
    path = f"/card/paper-{card_of_paper().digest}.png"

    answer = client.get(path)

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "image/png"
    settings.SITE_NAME = "Another Paper"
    assert client.get(path).status_code == 404
