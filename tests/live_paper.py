"""The paper as it runs in production, on a free port, with data of its own: for journeys and measurements."""

import email
import email.policy
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
PASSED_ON = re.compile(r"PATH|HOME|LANG|CACHE_URL|PG[A-Z]+")
BOOT_SECONDS = 40


class LivePaper:
    """Server, workers and housekeeper in processes of their own; use it as a context manager.

    ``environment`` adds settings. It runs on SQLite, or on PostgreSQL when DATABASE_URL says so, then in a
    database made for it and dropped at the end. Each paper starts empty unless ``sample`` is true.
    """

    def __init__(self, folder: Path, *, sample: bool = False, environment: dict | None = None):
        self.folder = Path(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mail_folder = self.folder / "mail"
        self.log = self.folder / "server.log"
        self.asked = 0  # how often code of a test ran inside
        self._sample = sample
        self._database = _OwnDatabase(self.folder)
        self.environment = {name: text for name, text in os.environ.items() if PASSED_ON.fullmatch(name)} | {
            "IGNORE_DOTENV": "true",
            "SECRET_KEY": "only for a paper that lives as long as its test, and long enough",
            "PORT": str(self.port),
            "DATABASE_URL": self._database.url,
            "INTERNAL_NETWORKS": "",  # the readers of these pages are on this machine
            "TRUSTED_PROXIES": "1",  # they may come from elsewhere: a page's own X-Forwarded-For says so
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": static_folder(),
            "EMAIL_URL": f"filemail://{self.mail_folder}",
            **(environment or {}),
        }

    def __enter__(self) -> "LivePaper":
        self.folder.mkdir(parents=True, exist_ok=True)
        self._database.make()
        try:
            said = self.manage("prepare_site", *([] if self._sample else ["--no-sample"]))
            found = re.search(r"(\S+) with the password (\S+)", said)
            self.admin_email, self.admin_password = found.groups()
            self.start()
        except BaseException:
            self._database.drop()
            raise
        return self

    def __exit__(self, *error):
        try:
            self.stop()
        finally:
            self._database.drop()

    def start(self):
        """Serve it; it waits until the first answer."""
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve_site"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + BOOT_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The paper did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def answers(self) -> bool:
        """Tell whether the server answers now."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:  # noqa: S310 - our own
                return response.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def stop(self) -> int:
        """Stop it as Ctrl-C does and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def manage(self, *arguments: str) -> str:
        """Run ``manage.py`` with the paper's settings and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def ask(self, code: str):
        """Run Python inside the paper and return what it leaves in ``answer`` (anything JSON can say).

        Each call is a process of its own, whose factories number on from where no other did.
        """
        self.asked += 1
        numbers = f"from itertools import count; factories_articles._numbers = count({100 * self.asked})"
        said = self.manage(
            *("shell", "-v", "0", "-c"),
            f"from tests import factories_articles; {numbers}\n{code}\n"
            "import json; print(json.dumps(answer, default=str))",
        )
        return json.loads(said.splitlines()[-1])

    def mails(self) -> list[email.message.EmailMessage]:
        """Return all mails that were sent so far, oldest first."""
        found = []
        for path in sorted(self.mail_folder.glob("*.log")):
            for text in re.split(r"(?m)^-{79}\n", path.read_text()):
                if text.strip():
                    found.append(email.message_from_string(text, policy=email.policy.default))
        return found

    def wait_for_mail(self, to: str, *, number: int = 1, seconds: int = 20) -> email.message.EmailMessage:
        """Return the ``number``-th mail to ``to`` as soon as the housekeeper has sent it."""
        deadline = time.monotonic() + seconds
        while True:
            found = [mail for mail in self.mails() if mail["To"] == to]
            if len(found) >= number:
                return found[number - 1]
            if time.monotonic() > deadline:
                raise AssertionError(f"No mail number {number} to {to} came within {seconds} seconds.")
            time.sleep(0.2)


class _OwnDatabase:
    """A database that only this paper uses, on the engine that DATABASE_URL names."""

    def __init__(self, folder):
        given = urlsplit(os.environ.get("DATABASE_URL", ""))
        self._server = given if given.scheme.startswith("postgres") else None
        self._name = f"newsroom_live_{token_hex(4)}"
        self.url = self._at(self._name) if self._server else f"sqlite:///{folder}/newsroom.sqlite3"

    def _at(self, name):  # by hand: urlunsplit drops the empty host of postgres:///name
        return f"{self._server.scheme}://{self._server.netloc}/{name}"

    def make(self):
        self._say(f'CREATE DATABASE "{self._name}"')

    def drop(self):
        self._say(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')

    def _say(self, statement):
        if self._server:
            with psycopg.connect(self._at("postgres"), autocommit=True) as connection:
                connection.execute(statement)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@cache
def static_folder() -> str:
    """Return a folder for collected static files, for all papers of one run: collecting takes seconds."""
    return tempfile.mkdtemp(prefix="newsroom-static-")
