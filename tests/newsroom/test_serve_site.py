"""The server and its housekeeper: they start together, end together, and refuse in words."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.test import override_settings

from newsroom.management.commands.serve_site import refuse_endless_redirect
from newsroom.site_url import read_site_url
from tests.live_paper import LivePaper

SLEEP = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    with LivePaper(tmp_path_factory.mktemp("served")) as paper:
        yield paper


def together(*commands):
    arguments = [word for command in commands for word in ("--", *command)]
    return subprocess.Popen(
        [sys.executable, "-m", "newsroom.together", *arguments],
        cwd=settings.BASE_DIR,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def sleeper(path):
    return [sys.executable, "-c", SLEEP, str(path)]


def written(path):
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(path.read_text())


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def children_of(pid):
    """Return the processes that ``pid`` started, by their command line."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {Path(f"/proc/{child}/cmdline").read_text().replace("\0", " "): int(child) for child in pids}


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_every_command_and_is_no_failure(asked, tmp_path):
    process = together(sleeper(tmp_path / "one"), sleeper(tmp_path / "two"))
    pids = [written(tmp_path / "one"), written(tmp_path / "two")]

    process.send_signal(asked)

    assert process.communicate(timeout=15)[1] == ""
    assert process.returncode == 0
    assert [is_running(pid) for pid in pids] == [False, False]


def test_when_one_command_ends_by_itself_the_others_are_stopped_and_it_is_a_failure(tmp_path):
    sign = str(tmp_path / "one")
    end = f"import os, time\nwhile not os.path.exists({sign!r}): time.sleep(0.02)\nraise SystemExit(3)"
    process = together(sleeper(tmp_path / "one"), [sys.executable, "-c", end])

    said = process.communicate(timeout=15)[1]

    assert said.startswith("Stopping everything, because this ended by itself (exit code 3): -c")
    assert process.returncode == 1
    assert not is_running(written(tmp_path / "one"))


def test_two_signals_at_once_leave_nobody_behind(tmp_path):
    process = together(sleeper(tmp_path / "one"), sleeper(tmp_path / "two"))
    pids = [written(tmp_path / "one"), written(tmp_path / "two")]

    for asked in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        process.send_signal(asked)

    process.communicate(timeout=15)
    assert process.returncode == 0
    assert [is_running(pid) for pid in pids] == [False, False]


def test_a_child_that_is_not_ours_may_end(tmp_path):
    # The shell starts a process, and becomes the runner: that process is now the runner's child.
    runner = f"{sys.executable} -m newsroom.together -- {' '.join(sleeper(tmp_path / 'one')[:1])}"
    code = f"open({str(tmp_path / 'one')!r}, 'w').write('1'); import time; time.sleep(60)"
    process = subprocess.Popen(
        ["/bin/sh", "-c", f'sleep 0.3 & exec {runner} -c "$CODE"'],
        cwd=settings.BASE_DIR,
        env={"CODE": code, "PATH": os.environ["PATH"]},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    written(tmp_path / "one")
    time.sleep(1)

    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=15)
    assert process.returncode == 0


def test_https_without_a_trusted_proxy_is_refused_because_it_would_redirect_for_ever():
    https = override_settings(SITE=read_site_url("https://paper.example"), TRUSTED_PROXIES=0)
    with https, pytest.raises(CommandError, match="TRUSTED_PROXIES=1"):
        refuse_endless_redirect()
    with https, override_settings(TRUSTED_PROXIES=1):
        assert refuse_endless_redirect() is None


def test_the_paper_is_served_without_debug_and_both_processes_are_there(paper):
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{paper.url}/no/such/page/")  # noqa: S310 - our own

    assert missing.value.code == 404
    assert b"DEBUG = True" not in missing.value.read()
    assert sorted(
        kind for line in children_of(paper.process.pid) for kind in ("granian", "housekeep") if kind in line
    ) == [
        "granian",
        "housekeep",
    ]
    assert f"{paper.url}/admin/" in paper.log.read_text()


def test_a_busy_port_is_said_in_one_sentence(paper):
    with pytest.raises(RuntimeError) as refused:
        paper.manage("serve_site", "--prepare")

    sentence = f"CommandError: Nothing can be served on 127.0.0.1:{paper.port}: Address already in use."
    assert sentence in str(refused.value)
    assert "Traceback" not in str(refused.value)


def test_preparing_again_changes_nothing_and_does_not_repeat_the_password(paper):
    before = paper.ask("from newsroom.models import User; answer = list(User.objects.values())")

    said = paper.manage("prepare_site")

    assert said.startswith(f"Sign in:     {paper.admin_email}, made earlier;")
    assert paper.admin_password not in said
    assert paper.ask("from newsroom.models import User; answer = list(User.objects.values())") == before
    assert paper.ask("from articles.models import Article; answer = Article.objects.count()") == 0


def test_the_housekeeper_sends_queued_mail(paper):
    paper.ask(
        "from newsroom.mail import deliver_mail\n"
        "answer = str(deliver_mail.enqueue(to='r@readers.example', subject='Hello', body='World').id)"
    )

    mail = paper.wait_for_mail("r@readers.example")

    assert (mail["Subject"], mail.get_content().strip()) == ("Hello", "World")


def test_when_the_housekeeper_dies_the_server_stops_too_and_the_next_start_works(paper):
    housekeeper = next(pid for line, pid in children_of(paper.process.pid).items() if "housekeep" in line)

    os.kill(housekeeper, signal.SIGKILL)

    assert paper.process.wait(timeout=20) == 1
    assert "ended by itself (exit code -9)" in paper.log.read_text()
    assert not paper.answers()
    paper.start()
    assert paper.answers()
    assert paper.stop() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"DATABASE_URL": "sqlite:////proc/nowhere/news.sqlite3"}, "/proc/nowhere cannot be written: "),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:9/news"}, "The database cannot be used: "),
        ({"MEDIA_ROOT": "/proc/nowhere/media"}, "/proc/nowhere cannot be written: "),
        (
            {"HOST": "no.such.host.invalid", "SITE_URL": "http://localhost:1"},
            "HOST=no.such.host.invalid is no",
        ),
    ],
)
def test_what_cannot_work_is_said_in_one_sentence(wrong, sentence, tmp_path):
    paper = LivePaper(tmp_path, environment=wrong)

    with pytest.raises(RuntimeError) as refused:
        paper.manage("serve_site", "--prepare")

    said = str(refused.value).splitlines()
    assert said[-1].startswith(f"CommandError: {sentence}"), said
    assert "Traceback" not in said
