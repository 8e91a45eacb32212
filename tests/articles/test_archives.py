"""The archives: a page for each year, month and day that has stories, by the newsroom's own calendar."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from articles import services
from articles.archives import Period, open_archive, published_in
from newsroom.models import Purge
from tests.articles.test_plans import archive  # noqa: F401 - the fixture of 3,000 releases
from tests.factories_articles import make_article, make_live

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def main_links(page):
    """Where the page itself leads, without its masthead and foot."""
    main = page.split("<main")[1].split("</main>")[0]
    return re.findall(r'href="(/[0-9/]+/)"', main)


def test_a_year_leads_to_its_months_and_to_the_years_beside_it(client):
    for moment in (NOON, NOON + 30 * DAY, datetime(2024, 7, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)):
        make_live(first_published_at=moment)

    assert main_links(page_of(client, "/2026/")) == ["/2026/03/", "/2026/04/", "/2025/"]
    assert main_links(page_of(client, "/2025/")) == ["/2025/01/", "/2024/", "/2026/"]
    assert main_links(page_of(client, "/2024/")) == ["/2024/07/", "/2025/"]


def test_a_month_leads_to_its_days_and_lists_its_stories(client):
    make_live(headline="Late", first_published_at=NOON + DAY)
    make_live(headline="Early", slug="early", first_published_at=NOON)
    make_live(headline="Elsewhere", first_published_at=NOON - 40 * DAY)

    page = page_of(client, "/2026/03/")

    days = ["/2026/", "/2026/03/04/", "/2026/03/05/"]
    stories = [link for link in main_links(page) if link.count("/") == 4]
    assert [link for link in main_links(page) if link.count("/") < 5 and link not in stories] == [
        "/2026/",
        "/2026/01/",
    ]
    assert stories == days[1:]
    assert page.index("Late") < page.index("Early")
    assert "Elsewhere" not in page


def test_a_day_lists_its_stories_and_leads_to_the_nearest_days_that_have_some(client):
    make_live(headline="The day", first_published_at=NOON)
    make_live(headline="Before", first_published_at=NOON - 9 * DAY)
    make_live(headline="After", first_published_at=NOON + 5 * DAY)

    page = page_of(client, "/2026/03/04/")

    assert main_links(page) == ["/2026/03/", "/2026/02/23/", "/2026/03/09/"]
    assert "The day" in page
    assert "Before" not in page


@override_settings(TIME_ZONE="Pacific/Auckland")
def test_a_day_is_the_newsroom_s_not_that_of_greenwich(client):
    make_live(headline="New year", first_published_at=datetime(2025, 12, 31, 12, tzinfo=UTC))

    assert "New year" in page_of(client, "/2026/01/01/")
    assert client.get("/2025/").status_code == 404
    assert main_links(page_of(client, "/2026/")) == ["/2026/01/"]


@pytest.mark.parametrize(
    "address",
    ["/2026/04/", "/2026/03/05/", "/2027/", "/2026/13/", "/2026/02/30/", "/2026/00/", "/2026/03/00/",
     "/0000/", "/9999/", "/0999/", f"/{10**20}/", f"/2026/{10**20}/", "/2025/", "/9000/01/01/"],
)  # fmt: skip
def test_where_nothing_was_published_is_no_page(client, address):
    make_live(first_published_at=NOON)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("written", "address"), [("/2026/3/", "/2026/03/"), ("/2026/3/4/", "/2026/03/04/"), ("/02026/", "/2026/")]
)
def test_a_period_has_one_address(client, written, address):
    make_live(first_published_at=NOON)

    answer = client.get(written)

    assert (answer.status_code, answer["Location"]) == (301, address)


def test_what_readers_do_not_see_opens_no_archive(client):
    make_article()
    gone = make_live(first_published_at=NOON)
    services.withdraw(gone, by=None, reason="Wrong.")
    services.publish(make_article(), by=None, at=timezone.now() + DAY, checked=False)

    assert client.get("/2026/03/04/").status_code == 404
    assert client.get("/2026/").status_code == 404
    assert client.get(f"/{timezone.localdate() + DAY:%Y/%m/%d}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "moment"),
    [
        ("/2026/03/04/", NOON - 2 * DAY),
        ("/2026/03/04/", NOON + 2 * DAY),
        ("/2026/03/", NOON - 70 * DAY),
        ("/2026/03/", NOON + 40 * DAY),
        ("/2026/", datetime(2024, 6, 1, tzinfo=UTC)),
        ("/2026/03/09/", NOON),
        ("/2021/05/05/", datetime(2022, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_page_that_gets_a_new_neighbour_is_purged(client, address, moment):
    for there in (NOON, NOON + 5 * DAY, NOON - 9 * DAY, NOON - 120 * DAY, datetime(2021, 5, 5, tzinfo=UTC)):
        make_live(first_published_at=there)
    before = client.get(address)
    Purge.objects.all().delete()

    make_live(first_published_at=moment)

    after, names = client.get(address), set(before["Surrogate-Key"].split())
    if before.content != after.content:
        assert names & set(Purge.objects.values_list("name", flat=True))


def test_a_page_in_the_middle_is_not_made_anew_by_every_publication(client):
    for there in (NOON, NOON + 31 * DAY, NOON - 31 * DAY):
        make_live(first_published_at=there)
    names = set(client.get("/2026/03/04/")["Surrogate-Key"].split())

    assert {name for name in names if name.startswith("month")} == {f"month-2026-0{n}" for n in (2, 3, 4)}
    assert "front" not in names


@pytest.mark.parametrize("stories", [1, 5])
@pytest.mark.parametrize(("address", "queries"), [("/2026/", 3), ("/2026/03/", 5), ("/2026/03/04/", 5)])
def test_an_archive_costs_the_same_however_much_is_in_it(
    client, django_assert_num_queries, address, queries, stories
):
    for number in range(stories):
        make_live(first_published_at=NOON + timedelta(minutes=number))

    # the period with its neighbours, sections, the next scheduled change; the stories, their bylines
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("period", [Period(2020), Period(2020, 2), Period(2020, 2, 3)])
def test_an_archive_is_found_by_index_ranges(archive, period):  # noqa: F811
    connection.cursor().execute("ANALYZE")
    with connection.execute_wrapper(
        lambda run, sql, *rest: (asked.append((sql, rest[0])), run(sql, *rest))[1]
    ):
        asked = []
        found = open_archive(period)

    ((sql, params),) = asked
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql, params)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan
    assert "SCAN articles_release" not in plan, plan
    assert "Seq Scan" not in plan, plan
    assert [part for part, has_stories in found.parts if has_stories] == [
        part for part in period.parts if published_in(part).exists()
    ]
