from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from newsroom import chores
from newsroom.chores import run_due_chores
from newsroom.models import Chore

ran = []


def good_chore():
    ran.append("good")


def bad_chore():
    ran.append("bad")
    raise ZeroDivisionError("no water")


@pytest.fixture(autouse=True)
def _two_chores(settings):
    ran.clear()
    settings.CHORES = {"bad": (f"{__name__}.bad_chore", 60), "good": (f"{__name__}.good_chore", 3600)}


@pytest.mark.django_db
def test_a_chore_runs_when_it_is_due_and_not_again_before_its_time():
    assert run_due_chores() == ["bad", "good"]
    assert run_due_chores() == []
    assert ran == ["bad", "good"]

    Chore.objects.filter(name="good").update(due_at=timezone.now() - timedelta(seconds=1))
    assert run_due_chores() == ["good"]

    good = Chore.objects.get(name="good")
    assert timedelta(seconds=3590) < good.due_at - timezone.now() <= timedelta(seconds=3600)
    assert timezone.now() - good.ran_at < timedelta(seconds=10)


@pytest.mark.django_db
def test_a_chore_that_fails_says_why_and_keeps_no_other_from_its_turn(caplog):
    run_due_chores()

    assert ran == ["bad", "good"]
    assert Chore.objects.get(name="bad").error == "ZeroDivisionError('no water')"
    assert Chore.objects.get(name="good").error == ""
    assert "Chore bad failed" in caplog.text


@pytest.mark.django_db
def test_a_chore_that_works_again_forgets_its_error(settings):
    run_due_chores()
    settings.CHORES["bad"] = (f"{__name__}.good_chore", 60)
    Chore.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    run_due_chores()

    assert Chore.objects.get(name="bad").error == ""


@pytest.mark.django_db
def test_a_chore_that_is_no_longer_in_the_settings_rests():
    Chore.objects.create(name="gone", due_at=timezone.now() - timedelta(days=1))

    assert "gone" not in run_due_chores()


@pytest.mark.django_db(transaction=True)
def test_of_two_housekeepers_only_one_runs_a_chore():
    together = Barrier(2)

    def keep_house(_):
        together.wait()
        try:
            return run_due_chores()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(keep_house, range(2)))

    assert sorted(done[0] + done[1]) == ["bad", "good"]
    assert sorted(ran) == ["bad", "good"]


@pytest.mark.django_db
def test_sessions_that_have_ended_are_forgotten():
    for key, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(hours=hours))

    chores.forget_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


@pytest.mark.django_db
def test_every_chore_of_the_real_settings_exists_and_is_safe_to_run_twice(settings):
    from newsroom.settings import CHORES

    settings.CHORES = CHORES
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _ in range(2):
        Chore.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert run_due_chores() == sorted(CHORES)

    assert list(Chore.objects.exclude(error="").values_list("name", "error")) == []


@pytest.mark.django_db
def test_the_command_says_what_was_done(capsys):
    call_command("run_chores")

    assert "bad" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_chore_that_is_named_runs_before_it_is_due(capsys):
    call_command("run_chores", "good")
    due_at = Chore.objects.get(name="good").due_at
    call_command("run_chores", "good")

    with pytest.raises(CommandError, match="bad: ZeroDivisionError"):
        call_command("run_chores", "bad")
    with pytest.raises(CommandError, match="No chore is called other"):
        call_command("run_chores", "good", "other")

    assert ran == ["good", "good", "bad"]
    assert Chore.objects.get(name="good").due_at == due_at
    assert capsys.readouterr().out == "Ran 1 chores: good.\n" * 2
