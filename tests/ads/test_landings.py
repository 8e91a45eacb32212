"""Where ads lead is looked at before review and every day, and an ad whose page went away stops."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ads import services
from ads.landing import host_of, judge
from ads.models import Ad, LandingCheck
from ads.services import landings
from newsroom.outgoing import Answer, Failure
from tests.factories_ads import a_live_ad, a_waiting_ad, an_editor
from tests.newsroom.tls_server import Server, says

pytestmark = pytest.mark.django_db

PAGE = "https://hub.example/menu"


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


class Queue:
    """What waits in the queue of the tasks."""

    def looks(self):
        """The versions that a look was queued for, in that order."""
        rows = DBTaskResult.objects.order_by("enqueued_at", "pk")
        return [
            row.args_kwargs["kwargs"]["version_id"] for row in rows if row.task_path.endswith("landing_page")
        ]

    def mails(self):
        rows = DBTaskResult.objects.filter(task_path__endswith="deliver_mail")
        return [
            row.args_kwargs["kwargs"]["subject"] for row in rows if row.task_path.endswith("deliver_mail")
        ]


@pytest.fixture
def queue(settings):
    settings.CHECK_LANDING_PAGES = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return Queue()


def look(ad, server, *replies):
    server.replies = list(replies)
    version = ad.versions.select_related("ad__advertiser").first()
    return landings.look_at_landing_page(version, network=server.network()).outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(PAGE, 200), "works"),
        (Answer("https://www.hub.example/", 204), "works"),
        (Answer(PAGE, 403), "closed"),
        (Answer(PAGE, 429), "closed"),
        (Answer(PAGE, 404), "dead"),
        (Answer(PAGE, 410), "dead"),
        (Answer(PAGE, 503), "dead"),
        (Answer(PAGE, failure=Failure.LATE), "dead"),
        (Answer(PAGE, failure=Failure.NOT_PUBLIC), "dead"),
        (Answer("https://other.example/", 200), "moved"),
        (Answer("https://other.example/", 404), "moved"),
        (Answer("https://hub.example.evil.example/", 200), "moved"),
    ],
)
def test_what_an_answer_means(answer, outcome):
    assert judge(answer, expected_host="hub.example") == outcome


def test_hosts_are_compared_without_case_www_and_the_last_dot():
    assert host_of("https://WWW.Hub.Example./a?b") == "hub.example"


def test_a_page_that_works_leaves_the_ad_alone(server, queue):
    ad = a_live_ad(landing_url=PAGE)

    assert look(ad, server, says(b"tea")) == "works"
    assert (Ad.objects.get().state, queue.looks()) == ("approved", [])
    assert ad.versions.get().landing_checks.get().said == "200"


def test_a_page_that_does_not_answer_is_asked_again_and_then_stops_the_ad(server, queue):
    ad = a_live_ad(landing_url=PAGE)

    assert look(ad, server, says(b"", "404 Not Found")) == "dead"
    assert (Ad.objects.get().state, queue.looks()) == ("approved", [ad.version_id])
    waits = DBTaskResult.objects.get(task_path__endswith="landing_page").run_after - timezone.now()
    assert timedelta(minutes=14) < waits <= timedelta(minutes=15)

    assert look(ad, server, says(b"", "404 Not Found")) == "dead"
    ad = Ad.objects.get()
    assert (ad.state, ad.pause_reason) == ("paused", "landing")
    assert queue.mails()[-1:] == ["Your ad “Fresh tea, every Friday” is paused"]
    assert queue.looks() == [ad.version_id]


def test_a_page_that_answers_between_two_failures_stops_nothing(server, queue):
    ad = a_live_ad(landing_url=PAGE)

    for status in ("500 Oh", "200 OK", "500 Oh"):
        look(ad, server, says(b"", status))

    assert Ad.objects.get().state == "approved"


def test_a_page_that_moved_to_another_site_stops_the_ad_at_once(server, queue):
    ad = a_live_ad(landing_url=PAGE)
    moved = says(b"", "302 Found", Location="https://other.example/")

    assert look(ad, server, moved, says(b"casino")) == "moved"
    assert Ad.objects.get().pause_reason == "landing"
    assert LandingCheck.objects.get().host == "other.example"


def test_what_the_editor_saw_and_approved_has_not_moved(server, queue):
    """A shortened address leads elsewhere from the start: the editor sees where, and that counts."""
    ad = a_waiting_ad(landing_url=PAGE)
    moved = says(b"", "302 Found", Location="https://other.example/")
    assert look(ad, server, moved, says(b"shop")) == "moved"
    services.approve_version(ad.versions.get(), by=an_editor())

    assert look(ad, server, moved, says(b"shop")) == "works"
    assert Ad.objects.get().state == "approved"


def test_only_the_version_that_shows_can_stop_the_ad(server, queue):
    ad = a_live_ad(landing_url="https://tea.example/")
    words = {"landing_url": PAGE, "headline": "New"}
    services.propose_version(ad, image=None, words=words, by=None)
    moved = says(b"", "302 Found", Location="https://other.example/")

    assert look(ad, server, moved, says(b"casino")) == "moved"
    assert Ad.objects.get().state == "approved"


def test_the_chore_looks_at_what_shows_or_waits_once_a_day(queue):
    shown, waiting = a_live_ad(), a_waiting_ad()
    rejected, unconfirmed = a_waiting_ad(), a_waiting_ad()
    services.reject_version(rejected.versions.get(), by=an_editor(), reason="No.")
    Ad.objects.filter(pk=unconfirmed.pk).update(state="unconfirmed")
    seen = a_live_ad()
    check = seen.versions.get().landing_checks.create(outcome="works", host="tea.example", said="200")

    services.check_landing_pages()
    assert queue.looks() == [shown.version_id, waiting.versions.get().pk]

    LandingCheck.objects.filter(pk=check.pk).update(at=timezone.now() - timedelta(days=1, minutes=1))
    services.check_landing_pages()
    assert queue.looks().count(seen.version_id) == 1


def test_a_look_that_waits_in_the_queue_is_not_queued_again_before_it_is_thought_to_be_lost(queue):
    ad = a_live_ad()
    services.propose_version(ad, image=None, words={"headline": "New"}, by=None)
    first, second = ad.version_id, ad.versions.first().pk
    assert queue.looks() == [second]

    services.check_landing_pages()
    assert queue.looks() == [second]

    Ad.objects.update(landing_queued_at=timezone.now() - timedelta(hours=6, minutes=1))
    for _ in range(2):
        services.check_landing_pages()
    assert queue.looks() == [second, first, second]


def test_confirming_an_ad_queues_the_first_look(queue):
    ad = a_waiting_ad()
    Ad.objects.update(state="unconfirmed")

    services.confirm_submission(ad)

    assert queue.looks() == [ad.versions.get().pk]
