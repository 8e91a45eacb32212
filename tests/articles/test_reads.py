"""The most read: counted where a page is served, without a look at who reads."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import reads, services
from articles.models import DailyReads, MostRead
from newsroom.models import Purge
from tests.factories_articles import make_live, make_section

pytestmark = pytest.mark.django_db
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"}


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    reads._counted.clear()
    yield
    reads._counted.clear()


def address_of(article):
    return article.releases.get().get_absolute_url()


def counts():
    return {(row.article_id, row.day): row.count for row in DailyReads.objects.all()}


def give(article, count, days_ago=0):
    day = timezone.localdate() - timedelta(days=days_ago)
    DailyReads.objects.create(article=article, day=day, count=count)


def test_each_reader_of_an_article_counts_once_a_page(client):
    one, other = make_live(), make_live()
    for article in (one, one, other):
        client.get(address_of(article), headers=FIREFOX)

    reads.flush_reads()
    client.get(address_of(one), headers=FIREFOX)
    reads.flush_reads()

    today = timezone.localdate()
    assert counts() == {(one.pk, today): 3, (other.pk, today): 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        FIREFOX | {"Sec-Purpose": "prefetch;prerender"},
        FIREFOX | {"Purpose": "prefetch"},
        FIREFOX | {"X-Purpose": "preview"},
        FIREFOX | {"X-Moz": "prefetch"},
    ],
)
def test_robots_and_pages_fetched_ahead_do_not_count(client, headers):
    client.get(address_of(make_live()), headers=headers)

    assert not reads._counted


def test_only_a_page_that_was_served_whole_counts(client):
    article = make_live(slug="one")
    address = address_of(article)
    etag = client.get(address)["ETag"]

    client.head(address, headers=FIREFOX)
    assert client.get(address, headers=FIREFOX | {"If-None-Match": etag}).status_code == 304
    assert client.get(address.replace("one", "two"), headers=FIREFOX).status_code == 404
    client.get("/", headers=FIREFOX)
    services.withdraw(article, by=None, reason="Wrong.")
    assert client.get(address, headers=FIREFOX).status_code == 410

    assert not reads._counted


def test_a_page_is_the_same_bytes_for_whom_it_counts(client):
    address = address_of(make_live())

    plain, counted = client.get(address), client.get(address, headers=FIREFOX)

    assert plain.content == counted.content
    assert plain["ETag"] == counted["ETag"]
    assert not counted.cookies


def test_writing_costs_one_statement_and_what_is_gone_is_passed_over(django_assert_num_queries):
    articles = [make_live() for _ in range(5)]
    for article in articles:
        reads.count_read(article.pk)
    reads.count_read(10**12)

    with django_assert_num_queries(3):  # with a savepoint around it, in a test
        reads.flush_reads()

    assert sorted(key for key, _ in counts()) == sorted(article.pk for article in articles)


def test_days_that_meet_in_one_write_stay_apart():
    article = make_live()
    reads._counted[date(2026, 3, 4), article.pk] = 2
    reads._counted[date(2026, 3, 5), article.pk] = 3

    reads.flush_reads()

    assert counts() == {(article.pk, date(2026, 3, 4)): 2, (article.pk, date(2026, 3, 5)): 3}


def test_what_cannot_be_written_is_written_later(monkeypatch):
    article = make_live()
    reads.count_read(article.pk)
    monkeypatch.setattr(reads, "_ADD", "INSERT INTO nowhere SELECT * FROM (VALUES {rows}) AS given")

    reads.flush_reads()
    reads.count_read(article.pk)
    monkeypatch.undo()
    reads.flush_reads()

    assert list(counts().values()) == [2]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_read_is_lost():
    articles = [make_live() for _ in range(3)]

    def read():
        for number in range(200):
            reads.count_read(articles[number % 3].pk)
            if number % 40 == 0:
                reads.flush_reads()
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reads.flush_reads()

    assert sum(counts().values()) == 800


def page_of(client):
    return client.get("/most-read/").content.decode()


def test_the_lists_are_of_today_seven_and_thirty_days(client):
    today, week, month, old = (make_live(headline=name) for name in ("Today", "Week", "Month", "Old"))
    give(today, 1)
    give(week, 5, days_ago=6)
    give(month, 9, days_ago=29)
    give(old, 99, days_ago=30)

    services.rank_reads()

    rows = [(row.stretch, row.place, row.article_id) for row in MostRead.objects.all()]
    assert rows == [
        ("day", 1, today.pk),
        ("month", 1, month.pk), ("month", 2, week.pk), ("month", 3, today.pk),
        ("week", 1, week.pk), ("week", 2, today.pk),
    ]  # fmt: skip
    page = page_of(client)
    assert (
        page.index('<h2 class="list-title">Today') < page.index("Last seven days") < page.index("Last thirty")
    )
    assert "Old" not in page


def test_what_was_paid_for_or_withdrawn_takes_no_place(client):
    paid, gone, plain = make_live(type="sponsored"), make_live(), make_live(headline="Plain")
    for article, count in ((paid, 9), (gone, 8), (plain, 1)):
        give(article, count)
    services.withdraw(gone, by=None, reason="Wrong.")

    services.rank_reads()

    assert set(MostRead.objects.values_list("article", "place")) == {(plain.pk, 1)}


def test_a_story_withdrawn_after_the_count_is_gone_from_the_pages_at_once(client):
    gone = make_live(headline="Gone soon")
    give(gone, 3)
    services.rank_reads()
    before = {address: client.get(address) for address in ("/", "/most-read/")}
    assert all("Gone soon" in page.content.decode() for page in before.values())
    Purge.objects.all().delete()

    services.withdraw(gone, by=None, reason="Wrong.")

    purged = set(Purge.objects.values_list("name", flat=True))
    for address, page in before.items():
        assert "Gone soon" not in client.get(address).content.decode()
        assert set(page["Surrogate-Key"].split()) & purged


def test_new_lists_purge_the_pages_that_show_them_and_the_same_ones_purge_nothing(client):
    one, other = make_live(headline="One"), make_live(headline="Other")
    give(one, 3)
    names = [set(client.get(address)["Surrogate-Key"].split()) for address in ("/", "/most-read/")]
    Purge.objects.all().delete()

    services.rank_reads()
    assert list(Purge.objects.values_list("name", flat=True)) == ["most-read"]
    assert all("most-read" in made_of for made_of in names)
    Purge.objects.all().delete()

    services.rank_reads()
    assert not Purge.objects.exists()
    give(other, 4)
    services.rank_reads()
    assert Purge.objects.exists()


def test_the_front_page_shows_the_five_most_read_of_the_week(client):
    section = make_section()
    articles = [make_live(headline=f"Read {number}", section=section) for number in range(7)]
    for number, article in enumerate(articles):
        give(article, 10 + number)
    services.rank_reads()

    box = client.get("/").content.decode().split('id="most-read-title"')[1].split("</section>")[0]

    assert [number for number in range(7) if f"Read {number}</a>" in box] == [2, 3, 4, 5, 6]
    assert box.index("Read 6") < box.index("Read 2")
    assert 'href="/most-read/"' in box


def test_a_front_page_without_reads_has_no_box(client):
    make_live()

    assert "most-read-title" not in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(("address", "queries"), [("/", 6), ("/most-read/", 4)])
def test_the_pages_cost_the_same_however_much_was_read(
    client, django_assert_num_queries, address, queries, rows
):
    for _ in range(rows):
        give(make_live(), 3)
    services.rank_reads()

    # the front: what is placed, the newest, sections, their stories, bylines, the next scheduled change;
    # the most read: places, stories, sections, the next scheduled change
    with django_assert_num_queries(queries):
        client.get(address)


def test_days_of_more_than_a_year_ago_are_forgotten():
    article = make_live()
    give(article, 1, days_ago=365)
    give(article, 1, days_ago=366)

    services.forget_old_reads()

    assert [row.day for row in DailyReads.objects.all()] == [timezone.localdate() - timedelta(days=365)]
