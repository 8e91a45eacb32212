from datetime import datetime, timedelta
from time import sleep

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from newsroom.clock import RequestClock, database_now, now


def two_looks(request):
    first = now()
    sleep(0.002)
    return HttpResponse(f"{first.isoformat()} {now().isoformat()}")


@pytest.mark.parametrize(("method", "is_one_moment"), [("GET", True), ("HEAD", True), ("POST", False)])
def test_a_page_is_of_one_moment_and_a_change_is_not(method, is_one_moment):
    before = timezone.now()

    looks = RequestClock(two_looks)(RequestFactory().generic(method, "/")).content.decode().split()

    first, second = (datetime.fromisoformat(look) for look in looks)
    assert (first == second) is is_one_moment
    assert before <= first <= timezone.now()


def test_the_moment_ends_with_its_request_even_when_that_fails():
    def fails(request):
        now()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        RequestClock(fails)(RequestFactory().get("/"))

    first = now()
    sleep(0.002)
    assert now() > first


def test_outside_a_request_time_goes_on():
    assert timezone.now() - now() < timedelta(seconds=1)
    assert now().utcoffset() == timedelta(0)


@pytest.mark.django_db
def test_changes_are_dated_by_a_clock_that_goes_on_inside_a_transaction():
    first = database_now()
    sleep(0.002)
    second = database_now()

    assert first < second
    assert abs(timezone.now() - second) < timedelta(seconds=5)
