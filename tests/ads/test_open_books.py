"""The open books: each day as its clicks say, closed once, and a chain that anybody can check."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from ads import services
from ads.audit import BooksDoNotBalanceError, broken_invariants
from ads.models import Ad, BookDay, Transaction
from ads.open_books import check_script
from newsroom.models import Purge
from tests.clocks import clock_at
from tests.factories_ads import a_human, a_live_ad, a_token, an_editor

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 28, 12, tzinfo=UTC)


def click(ad, clock, **facts):
    services.record_click(ad, evidence=a_human(a_token(ad), at=clock.now, **facts))


@pytest.fixture
def three_days(settings):
    """Clicks on the 28th, 29th (when the clocks go forward in Oslo) and 30th; it is noon of the 31st."""
    settings.TIME_ZONE = "Europe/Oslo"
    with clock_at(DAY) as clock:
        ad = a_live_ad()
        click(ad, clock, client="a")
        click(ad, clock, agent="curl/8")
        click(ad, clock, client="b")
        clock.set(datetime(2026, 3, 28, 23, 30, tzinfo=UTC))  # half past midnight on the 29th
        click(ad, clock, client="c")
        clock.set(datetime(2026, 3, 30, 21, 59, tzinfo=UTC))  # a minute before midnight
        click(ad, clock, client="d")
        charge = Transaction.objects.filter(kind="click").order_by("pk").first()
        services.reverse_transaction(charge, by=an_editor(), note="goodwill")
        clock.set(datetime(2026, 3, 31, 10, tzinfo=UTC))
        yield clock


def test_each_day_of_the_sites_zone_is_closed_once_when_it_is_over(three_days):
    assert services.close_book_days() == 3
    assert services.close_book_days() == 0

    assert [row.line for row in BookDay.objects.all()] == [
        "2026-03-28,2,200,0,0,robot=1",
        "2026-03-29,1,100,0,0,",
        "2026-03-30,1,100,1,100,",
    ]
    assert broken_invariants() == []
    assert Purge.objects.filter(name="books").count() == 3


def test_a_day_is_not_closed_before_an_hour_has_passed(three_days):
    three_days.set(datetime(2026, 3, 30, 22, 59, tzinfo=UTC))
    assert services.close_book_days() == 2

    three_days.set(datetime(2026, 3, 30, 23, 0, tzinfo=UTC))
    assert services.close_book_days() == 1


def test_a_closed_day_cannot_be_changed_or_deleted(three_days):
    services.close_book_days()

    for deed in (lambda rows: rows.update(charged_cents=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed(BookDay.objects.all())


def run_the_script_of_the_page(client, tmp_path, *, change=lambda text: text):
    page = client.get("/advertise/books/").content.decode()
    shown = re.search(r'<pre class="books-script"[^>]*><code>(.*?)</code>', page, re.DOTALL)[1]
    script = shown.replace("&quot;", '"').replace("&#x27;", "'").replace("&gt;", ">").replace("&lt;", "<")
    assert script.replace("&amp;", "&") == check_script()
    (tmp_path / "check.py").write_text(script)
    (tmp_path / "books.csv").write_text(change(client.get("/advertise/books.csv").content.decode()))
    command = [sys.executable, "-I", "check.py", "books.csv"]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)


def test_the_script_on_the_page_recomputes_the_chain_from_the_file_alone(client, three_days, tmp_path):
    services.close_book_days()
    last = BookDay.objects.last().hash

    right = run_the_script_of_the_page(client, tmp_path)
    one_cent = run_the_script_of_the_page(
        client, tmp_path, change=lambda text: text.replace("2026-03-29,1,100,", "2026-03-29,1,101,")
    )
    one_robot = run_the_script_of_the_page(
        client, tmp_path, change=lambda text: text.replace("robot=1", "robot=2")
    )
    without_a_day = run_the_script_of_the_page(
        client, tmp_path, change=lambda text: re.sub(r"2026-03-29.*\n", "", text)
    )

    assert (right.returncode, right.stderr) == (0, "")
    assert right.stdout == f"3 days hold together; 300 cents were charged in all. The last hash is\n{last}\n"
    assert (one_cent.returncode, one_cent.stderr) == (
        1,
        "The line of 2026-03-29 is not what it was when the day was closed.\n",
    )
    assert "2026-03-28 is not what it was" in one_robot.stderr
    assert "2026-03-30 is not what it was" in without_a_day.stderr
    assert len(check_script().splitlines()) <= 24


def test_the_page_shows_weeks_with_reasons_and_the_last_audit(client, three_days, django_assert_num_queries):
    services.close_book_days()
    assert "have not been audited yet" in client.get("/advertise/books/").content.decode()

    services.audit_books()
    with django_assert_num_queries(4):
        response = client.get("/advertise/books/")

    page = response.content.decode()
    assert "26 rules held over 6 transactions and 5 clicks" in page
    assert re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>(\d+)</td><td[^>]*>([^<]+)</td>', page) == [
        ("30 Mar 2026", "1", "$1.00"),
        ("23 Mar 2026", "3", "$3.00"),
    ]
    assert "<li>1: a robot, not a reader</li>" in page
    assert response.headers["Surrogate-Key"].split() == ["books", "sections"]


def test_an_audit_that_fails_is_published_by_the_names_of_what_is_broken(client, three_days):
    services.close_book_days()
    Ad.objects.update(spent_cents=7)
    with pytest.raises(BooksDoNotBalanceError, match="every ad spent what its clicks cost"):
        services.audit_books()

    page = client.get("/advertise/books/").content.decode()
    assert "the books did not balance" in page
    assert "<li>every ad spent what its clicks cost</li>" in page


def test_days_without_clicks_are_closed_too_so_that_none_can_be_left_out(three_days):
    three_days.set(DAY + timedelta(days=6))

    services.close_book_days()

    assert [row.day for row in BookDay.objects.all()] == [
        date(2026, 3, 28) + timedelta(days=n) for n in range(6)
    ]
