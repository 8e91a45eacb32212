"""Every setting is documented, has a default or a sentence, and what is wrong in .env is said plainly."""

import ast
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from newsroom.environment import Environment, read_dotenv
from newsroom.site_url import address_of

ROOT = settings.BASE_DIR
EXAMPLE = (ROOT / ".env.example").read_text()
SHOWN = ["SITE_URL", "HOST", "PORT", "ALLOWED_HOSTS", "MEDIA_ROOT", "STATIC_ROOT", "SESSION_COOKIE_SECURE"]
NO_DEFAULT_IN_EXAMPLE = {"SECRET_KEY", "EMAIL_URL", "WEB_WORKERS"}


def settings_with(**environment):
    """Return some settings as another process reads them, or the sentence with which it gives up."""
    code = (
        "from django.conf import settings as s; import json;"
        f"print(json.dumps({{name: getattr(s, name) for name in {SHOWN!r}}} | s.DATABASES['default'],"
        " default=str))"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "IGNORE_DOTENV": "1", "SECRET_KEY": "x" * 60} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def names_read_by(source):
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if re.match(r"env(\.|$)", ast.unparse(call.func)) and isinstance(call.args[0], ast.Constant)
    }


def examples():
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE, flags=re.MULTILINE))


def test_the_example_documents_every_setting_and_no_other():
    assert names_read_by((ROOT / "newsroom" / "settings.py").read_text()) == set(examples())


def test_each_example_stands_below_a_line_that_explains_it():
    for paragraph in EXAMPLE.strip().split("\n\n"):
        assert paragraph.startswith("# "), paragraph
        assert not re.search(r"^# ?$", paragraph, flags=re.MULTILINE)


def test_the_example_values_are_the_defaults():
    environment = {name: value for name, value in examples().items() if name not in NO_DEFAULT_IN_EXAMPLE}

    assert settings_with(**environment) == settings_with()


def test_the_address_follows_host_and_port_while_it_is_not_set():
    followed = settings_with(HOST="localhost", PORT="8123")
    set_by_hand = settings_with(PORT="8123", SITE_URL="https://paper.example")

    assert (followed["SITE_URL"], followed["ALLOWED_HOSTS"]) == ("http://localhost:8123", ["localhost"])
    assert set_by_hand["SITE_URL"] == "https://paper.example"
    assert set_by_hand["SESSION_COOKIE_SECURE"] is True
    assert address_of("0.0.0.0", 80) == address_of("::", 80) == "http://127.0.0.1:80"  # noqa: S104 - a word here
    assert address_of("::1", 80) == "http://[::1]:80"


def test_folders_and_the_database_are_found_from_the_project_whatever_the_working_folder():
    shown = settings_with(MEDIA_ROOT="pictures", DATABASE_URL="sqlite:///there/news.sqlite3")

    assert shown["MEDIA_ROOT"] == f"{ROOT}/pictures"
    assert shown["NAME"] == f"{ROOT}/there/news.sqlite3"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"SECRET_KEY": " "},
            "SECRET_KEY is not set: write SECRET_KEY=... with a long random text into .env.",
        ),
        ({"PORT": "eighty"}, "PORT must be a whole number, not 'eighty'."),
        ({"PORT": "70000"}, "PORT must be a port from 1 to 65535, not 70000."),
        ({"DEBUG": "perhaps"}, "DEBUG must be true or false, not 'perhaps'."),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL must begin with sqlite:// or postgres://."),
        ({"CACHE_URL": "here"}, "CACHE_URL is not an address such as redis://host:6379/0."),
        ({"SITE_URL": "http://paper.example"}, "SITE_URL may be http for this machine only"),
    ],
)
def test_a_wrong_setting_ends_in_one_sentence(wrong, sentence):
    said = settings_with(**wrong)

    assert said.startswith(f"The settings cannot be used: {sentence}")
    assert said.count("\n") == 1


@pytest.mark.parametrize("address", ["name", "postgres://host:port/name", "://", ""])
def test_an_address_that_is_none_is_refused_with_an_example(address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(
        ImproperlyConfigured, match=r"^DATABASE_URL (is not an address such as|must begin with)"
    ):
        Environment().database("DATABASE_URL", default="")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"SECRET_KEY=caf\xe9\n", "is not a text file in UTF-8"),
        (b"SECRET_KEY=x\n\nwhat is this\n", "line 3, is neither NAME=value nor a # comment"),
        (b"SECRET_KEY=x\x00\n", "line 1, is neither NAME=value nor a # comment"),
        (None, "cannot be read: Is a directory"),
    ],
)
def test_a_dotenv_that_cannot_be_read_is_said_in_words(content, sentence, tmp_path):
    path = tmp_path / ".env"
    path.mkdir() if content is None else path.write_bytes(content)

    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        read_dotenv(path)


def test_the_environment_wins_over_dotenv_and_no_file_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(Environment, "ENVIRON", environment := {"SITE_NAME": "From outside"})
    monkeypatch.setattr("environ.Env.ENVIRON", environment)
    (tmp_path / ".env").write_text("# Ours\n\nSITE_NAME=From the file\nexport SITE_TAGLINE='Every day'\n")

    read_dotenv(tmp_path / ".env")
    read_dotenv(tmp_path / "nothing")

    assert environment == {"SITE_NAME": "From outside", "SITE_TAGLINE": "Every day"}


@pytest.mark.parametrize(
    ("read", "wrong", "sentence"),
    [
        ("count", "-1", "X must be at least 0, not -1."),
        ("zone", "Mars/Olympus", "X must be a time zone such as Europe/Oslo, not 'Mars/Olympus'."),
        ("language", "zz", "X must be a language code such as en or pt-br, not 'zz'."),
        ("key", "a key", "X must be 8 to 128 letters, digits or hyphens, not 'a key'."),
        ("colour", "red;}", "X must be a colour such as #a3161f, not 'red;}'."),
    ],
)
def test_what_would_fail_later_is_refused_when_it_is_read(read, wrong, sentence, monkeypatch):
    monkeypatch.setenv("X", wrong)

    with pytest.raises(ImproperlyConfigured) as refused:
        getattr(Environment(), read)("X", default="")

    assert str(refused.value) == sentence


def test_the_cache_that_is_named_keeps_what_it_is_given():
    cache.set("tests:kept", {"a": 1}, timeout=30)

    assert cache.get("tests:kept") == {"a": 1}
    assert cache.delete("tests:kept") is True
    assert cache.get("tests:kept") is None


def test_sqlite_writes_over_what_is_erased(tmp_path):
    paper = tmp_path / "paper.sqlite3"
    options = settings_with(DATABASE_URL=f"sqlite:///{paper}")["OPTIONS"]
    with closing(sqlite3.connect(paper, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")  # as some machines have it
        connection.executescript(options["init_command"])
        connection.execute("CREATE TABLE said (words)")
        connection.execute("INSERT INTO said VALUES ('zyxeva'), ('kept')")
        connection.execute("DELETE FROM said WHERE words = 'zyxeva'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert (b"kept" in paper.read_bytes(), b"zyxeva" in paper.read_bytes()) == (True, False)
